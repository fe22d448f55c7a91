import { afterEach, describe, expect, it } from 'vitest';
import { ApiError, isAbandoned } from '../../../renderer/api/api';
import { PortClient } from '../../../renderer/api/port-client';

const open: MessagePort[] = [];
afterEach(() => open.splice(0).forEach((port) => port.close()));

/** A client and the other end, which records what it hears. */
function join(client = new PortClient()) {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const heard: { id?: number; name?: string; cancel?: number; pane?: string }[] = [];
  port2.onmessage = (event: MessageEvent<(typeof heard)[number]>) => heard.push(event.data);
  client.attach(port1);
  return { client, heard, other: port2 };
}

describe('PortClient', () => {
  it('answers each request by its id, in any order', async () => {
    const { client, heard, other } = join();
    const first = client.call('models:list', undefined);
    const second = client.call('models:list', undefined, { pane: 'x' });
    await expect.poll(() => heard.length).toBe(2);
    expect(heard[1]).toMatchObject({ name: 'models:list', pane: 'x' });
    other.postMessage({ id: heard[1]!.id, answer: { ok: true, value: 'two' } });
    other.postMessage({ id: heard[0]!.id, answer: { ok: true, value: 'one' } });
    expect(await Promise.all([first, second])).toEqual(['one', 'two']);
  });

  it('keeps the code of a failure', async () => {
    const { client, heard, other } = join();
    const call = client.call('models:list', undefined);
    await expect.poll(() => heard.length).toBe(1);
    other.postMessage({
      id: heard[0]!.id,
      answer: { ok: false, error: { code: 'a/b', values: {}, during: [], message: 'm', detail: 'd' } },
    });
    await expect(call).rejects.toMatchObject({
      failure: { code: 'a/b', values: {}, during: [], message: 'm', detail: 'd' },
    });
    await expect(call).rejects.toBeInstanceOf(ApiError);
  });

  it('passes progress on, and drops what nobody waits for', async () => {
    const { client, heard, other } = join();
    const seen: unknown[] = [];
    const call = client.call('models:list', undefined, { onProgress: (progress) => seen.push(progress) });
    await expect.poll(() => heard.length).toBe(1);
    other.postMessage({ id: 999, answer: { ok: true, value: 'late' } });
    other.postMessage({ id: heard[0]!.id, progress: { stage: 'load', fraction: 0.5 } });
    other.postMessage({ id: heard[0]!.id, answer: { ok: true, value: 1 } });
    await call;
    expect(seen).toEqual([{ stage: 'load', fraction: 0.5 }]);
  });

  it('cancels at the other end', async () => {
    const { client, heard } = join();
    const abort = new AbortController();
    const call = client.call('models:list', undefined, { signal: abort.signal });
    abort.abort();
    await expect(call).rejects.toSatisfy(isAbandoned);
    await expect.poll(() => heard.at(-1)).toEqual({ cancel: 1 });
    await expect(client.call('models:list', undefined, { signal: abort.signal })).rejects.toSatisfy(
      isAbandoned,
    );
  });

  it('waits for the first port', async () => {
    const client = new PortClient();
    const call = client.call('models:list', undefined);
    const { heard, other } = join(client);
    await expect.poll(() => heard.length).toBe(1);
    other.postMessage({ id: heard[0]!.id, answer: { ok: true, value: 1 } });
    expect(await call).toBe(1);
  });

  it('fails what is under way when compute is gone, and goes on with the next port', async () => {
    const { client, heard } = join();
    const lost = client.call('models:list', undefined);
    await expect.poll(() => heard.length).toBe(1);
    client.detach();
    await expect(lost).rejects.toMatchObject({ failure: { code: 'compute/crashed' } });
    const next = client.call('models:list', undefined);
    const again = join(client);
    await expect.poll(() => again.heard.length).toBe(1);
    again.other.postMessage({ id: again.heard[0]!.id, answer: { ok: true, value: 2 } });
    expect(await next).toBe(2);
  });
});
