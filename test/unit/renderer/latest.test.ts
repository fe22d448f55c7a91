import { describe, expect, it } from 'vitest';
import { abortError, ApiError, failureData } from '../../../renderer/api/api';
import { Latest } from '../../../renderer/state/latest';

const failing = (code: string) => new ApiError({ ...failureData('internal/page', { what: '' }), code });
const never = (signal: AbortSignal) =>
  new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(abortError())));

function deferred() {
  let settle: { resolve(value: string): void; reject(error: Error): void };
  const promise = new Promise<string>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...settle! };
}

describe('of several requests', () => {
  it('the newest is answered; the one before is cancelled and overtaken', async () => {
    const latest = new Latest();
    const signals: AbortSignal[] = [];
    const first = latest.ask((signal) => {
      signals.push(signal);
      return never(signal);
    });
    const second = latest.ask(async () => 'new');
    expect(signals[0]!.aborted).toBe(true);
    expect(await first).toEqual({ kind: 'overtaken' });
    expect(await second).toEqual({ kind: 'done', value: 'new' });
  });

  it('a late answer or failure of an older one is overtaken, though it did not hear that it is cancelled', async () => {
    const latest = new Latest();
    const [old, bad] = [deferred(), deferred()];
    const first = latest.ask(() => old.promise);
    const second = latest.ask(() => bad.promise);
    const third = latest.ask(async () => 'new');
    expect(await third).toEqual({ kind: 'done', value: 'new' });
    old.resolve('old');
    bad.reject(failing('image/damaged'));
    expect(await first).toEqual({ kind: 'overtaken' });
    expect(await second).toEqual({ kind: 'overtaken' });
  });

  it('the only one may be cancelled, also where its answer comes all the same', async () => {
    const latest = new Latest();
    const heard = latest.ask(never);
    latest.cancel();
    expect(await heard).toEqual({ kind: 'cancelled' });
    const work = deferred();
    const unheard = latest.ask(() => work.promise);
    latest.cancel();
    work.resolve('late');
    expect(await unheard).toEqual({ kind: 'cancelled' });
    expect(await latest.ask(async () => 'next')).toEqual({ kind: 'done', value: 'next' });
  });
});

describe('an answer', () => {
  it('for what has left the screen is overtaken, and so is a failure', async () => {
    const latest = new Latest();
    let analysis = 'first';
    const isWanted = () => analysis === 'first';
    const work = deferred();
    const asked = latest.ask(() => work.promise, { isWanted });
    analysis = 'second';
    work.resolve('late');
    expect(await asked).toEqual({ kind: 'overtaken' });
    const refused = latest.ask(() => Promise.reject(failing('image/damaged')), { isWanted });
    expect(await refused).toEqual({ kind: 'overtaken' });
  });

  it('that is a failure is told as data, whatever was thrown', async () => {
    const latest = new Latest();
    const code = async (error: unknown, isPart = false) => {
      const outcome = await latest.ask(() => Promise.reject(error as Error), { isPart });
      return outcome.kind === 'failed' ? outcome.failure.code : outcome.kind;
    };
    expect(await code(failing('image/damaged'))).toBe('image/damaged');
    expect(await code(new TypeError('x'))).toBe('internal/page');
    expect(await code(failing('job/superseded'))).toBe('cancelled');
    expect(await code(failing('job/cancelled'))).toBe('cancelled');
    // An analysis that compute has given up: silent for a part of it, a failure for all else.
    expect(await code(failing('job/unknown-analysis'), true)).toBe('cancelled');
    expect(await code(failing('job/unknown-analysis'))).toBe('job/unknown-analysis');
    // Compute was started again: what is on screen is analysed anew, and that is told once.
    expect(await code(failing('compute/crashed'), true)).toBe('cancelled');
    expect(await code(failing('compute/crashed'))).toBe('compute/crashed');
  });

  it('of work that throws at once is a failure too', async () => {
    const outcome = await new Latest().ask(() => {
      throw new Error('at once');
    });
    expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'internal/page' } });
  });
});
