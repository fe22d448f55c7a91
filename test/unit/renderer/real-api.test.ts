// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Asked, AskOptions } from '../../../electron/shared/asker';
import type { FeaturescopeBridge } from '../../../electron/shared/bridge';
import { requests, type Answer, type MainEvent, type RequestName } from '../../../electron/shared/contract';
import { wayOf } from '../../../electron/shared/names';
import { RealApi } from '../../../renderer/api/real-api';

const toMain: { name: string; options: AskOptions | undefined }[] = [];
const cancelled: string[] = [];
let answer: (answer: Answer<unknown>) => void;
let push: (event: MainEvent) => void;
const bridge = {
  ask: (name: string, _input: unknown, options?: AskOptions): Asked<unknown> => {
    toMain.push({ name, options });
    const promise = new Promise<Answer<unknown>>((resolve) => (answer = resolve));
    return { answer: promise, cancel: () => void cancelled.push(name) };
  },
  onEvent: (listener: (event: MainEvent) => void) => {
    push = listener;
    return () => undefined;
  },
  pathOfFile: () => '',
} as unknown as FeaturescopeBridge<File>;

beforeEach(() => {
  toMain.length = cancelled.length = 0;
});

describe('the way of a request', () => {
  it('is said by its name: main has its areas, all else is for compute', () => {
    const api = new RealApi(bridge);
    const heard: string[] = [];
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = ({ data }: MessageEvent<{ name: string }>) => heard.push(data.name);
    window.dispatchEvent(
      new MessageEvent('message', {
        source: window,
        data: { kind: 'featurescope-port' },
        ports: [port1] as never,
      }),
    );
    const names = Object.keys(requests) as RequestName[];
    for (const name of names) void api.call(name, undefined as never).catch(() => undefined);
    const main = names.filter((name) => wayOf(name) === 'main');
    // It connects by itself at first.
    expect(toMain.map(({ name }) => name)).toEqual(['compute:connect', ...main]);
    expect(main).toContain('compute:connect');
    return vi.waitFor(() => {
      expect(heard).toEqual(names.filter((name) => !main.includes(name)));
      port1.close();
      port2.close();
    });
  });
});

describe('a request to main', () => {
  it('has progress and purpose', () => {
    const api = new RealApi(bridge);
    const onProgress = vi.fn();
    void api.call('camera:list', undefined, { onProgress, purpose: 'p' });
    expect(toMain.at(-1)).toEqual({ name: 'camera:list', options: { onProgress, purpose: 'p' } });
  });

  it('is given up at once when it is cancelled, and main is told', async () => {
    const api = new RealApi(bridge);
    const abort = new AbortController();
    const call = api.call('camera:list', undefined, { signal: abort.signal });
    abort.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(cancelled).toEqual(['camera:list']);
    await expect(api.call('camera:list', undefined, { signal: abort.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(toMain).toHaveLength(2);
  });

  it('keeps the code of a failure', async () => {
    const api = new RealApi(bridge);
    const call = api.call('files:missing', undefined);
    const error = { code: 'a/b', values: {}, during: [], message: '', detail: 'd' };
    answer({ ok: false, error });
    await expect(call).rejects.toMatchObject({ failure: error });
  });
});

it('fails what compute was asked when compute dies', async () => {
  const api = new RealApi(bridge);
  const call = api.call('models:list', undefined);
  push({ kind: 'compute', state: 'restarting', detail: '', blamed: null });
  await expect(call).rejects.toMatchObject({ failure: { code: 'compute/crashed' } });
});

it('tells the last news of compute to who begins to listen later', () => {
  const api = new RealApi(bridge);
  const heard: string[] = [];
  push({ kind: 'compute', state: 'starting', detail: '', blamed: null });
  push({ kind: 'compute', state: 'ready', detail: '', blamed: null });
  push({ kind: 'open' });
  api.onEvent((event) => heard.push(event.kind === 'compute' ? event.state : event.kind));
  expect(heard).toEqual(['ready']);
});
