import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeaturescopeBridge } from '../../../renderer/api/bridge';
import { RealApi } from '../../../renderer/api/real-api';

/** A page whose port main sends or not. */
function openPage(connectCompute: FeaturescopeBridge['connectCompute']) {
  const target = new EventTarget();
  const bridge = { connectCompute, onEvent: () => () => {} } as unknown as FeaturescopeBridge;
  const receivePort = (): void => {
    const message = new Event('message');
    const { port1 } = new MessageChannel();
    Object.assign(message, { data: { kind: 'featurescope-port' }, ports: [port1], source: target });
    target.dispatchEvent(message);
    port1.close();
  };
  return { api: new RealApi(bridge, target as unknown as Window), receivePort };
}

const answer = (isPortSent: boolean) => Promise.resolve({ ok: true as const, value: { isPortSent } });

describe('the port of the page', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is asked for again when main sent one that never arrived', async () => {
    const connect = vi.fn(() => answer(true));
    const { receivePort } = openPage(connect);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(connect).toHaveBeenCalledTimes(2);
    receivePort();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connect).toHaveBeenCalledTimes(2);
  });

  it('is asked for again when the request failed', async () => {
    const error = { code: 'internal/foreign-sender' as const, message: '', detail: '' };
    const connect = vi.fn(() => Promise.resolve({ ok: false as const, error }));
    openPage(connect);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(connect).toHaveBeenCalledTimes(2);
  });

  it('is waited for while compute starts', async () => {
    const connect = vi.fn(() => answer(false));
    openPage(connect);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connect).toHaveBeenCalledTimes(1);
  });
});
