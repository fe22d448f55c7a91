import { afterEach, describe, expect, it } from 'vitest';
import { PortClient } from '../../../renderer/api/port-client';

const open: MessagePort[] = [];
afterEach(() => open.splice(0).forEach((port) => port.close()));

/** A client and the other end, which records what it hears. */
function join(client = new PortClient()) {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const heard: { id?: number; name?: string; cancel?: number; purpose?: string }[] = [];
  port2.onmessage = (event: MessageEvent<(typeof heard)[number]>) => heard.push(event.data);
  client.attach(port1);
  return { client, heard, other: port2 };
}

describe('PortClient', () => {
  it('answers each request by its id, in any order', async () => {
    const { client, heard, other } = join();
    const first = client.ask('models:list', undefined).answer;
    const second = client.ask('models:list', undefined, { purpose: 'x' }).answer;
    await expect.poll(() => heard.length).toBe(2);
    expect(heard[1]).toMatchObject({ name: 'models:list', purpose: 'x' });
    other.postMessage({ id: heard[1]!.id, answer: { ok: true, value: 'two' } });
    other.postMessage({ id: heard[0]!.id, answer: { ok: true, value: 'one' } });
    expect(await Promise.all([first, second])).toMatchObject([{ value: 'one' }, { value: 'two' }]);
  });

  it('keeps the code of a failure', async () => {
    const { client, heard, other } = join();
    const call = client.ask('models:list', undefined).answer;
    await expect.poll(() => heard.length).toBe(1);
    other.postMessage({
      id: heard[0]!.id,
      answer: { ok: false, error: { code: 'a/b', values: {}, during: [], detail: 'd' } },
    });
    const error = { code: 'a/b', values: {}, during: [], detail: 'd' };
    expect(await call).toEqual({ ok: false, error });
  });

  it('passes progress on, and drops what nobody waits for', async () => {
    const { client, heard, other } = join();
    const seen: unknown[] = [];
    const call = client.ask('models:list', undefined, {
      onProgress: (progress) => seen.push(progress),
    }).answer;
    await expect.poll(() => heard.length).toBe(1);
    other.postMessage({ id: 999, answer: { ok: true, value: 'late' } });
    other.postMessage({ id: heard[0]!.id, progress: { stage: 'load', fraction: 0.5 } });
    other.postMessage({ id: heard[0]!.id, answer: { ok: true, value: 1 } });
    await call;
    expect(seen).toEqual([{ stage: 'load', fraction: 0.5 }]);
  });

  it('cancels at the other end, once', async () => {
    const { client, heard, other } = join();
    const asked = client.ask('models:list', undefined);
    asked.cancel();
    asked.cancel();
    await expect.poll(() => heard.slice(1)).toEqual([{ cancel: 1 }]);
    const next = client.ask('models:list', undefined);
    other.postMessage({ id: 2, answer: { ok: true, value: 2 } });
    await next.answer;
    next.cancel();
    client.ask('models:list', undefined);
    await expect.poll(() => heard.at(-1)?.id).toBe(3);
    expect(heard).toHaveLength(4);
  });

  it('waits for the first port', async () => {
    const client = new PortClient();
    const call = client.ask('models:list', undefined).answer;
    const { heard, other } = join(client);
    await expect.poll(() => heard.length).toBe(1);
    other.postMessage({ id: heard[0]!.id, answer: { ok: true, value: 1 } });
    expect(await call).toEqual({ ok: true, value: 1 });
  });

  it('fails what is under way when compute is gone, and goes on with the next port', async () => {
    const { client, heard } = join();
    const lost = client.ask('models:list', undefined).answer;
    await expect.poll(() => heard.length).toBe(1);
    client.detach();
    expect(await lost).toMatchObject({ ok: false, error: { code: 'compute/crashed' } });
    const next = client.ask('models:list', undefined).answer;
    const again = join(client);
    await expect.poll(() => again.heard.length).toBe(1);
    again.other.postMessage({ id: again.heard[0]!.id, answer: { ok: true, value: 2 } });
    expect(await next).toEqual({ ok: true, value: 2 });
  });
});
