import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { Interrupted } from '../../../build/setup/failure.mjs';
import { acquireLock } from '../../../build/setup/lock.mjs';
import { setUp } from '../../../build/setup/run.mjs';
import { tensorflow } from '../../../build/setup/steps/tensorflow.mjs';
import { createFakeProject } from './fake-project';
import type { FakeProject } from './fake-project';

const build = path.resolve(import.meta.dirname, '../../../build');
const neverAborted = new AbortController().signal;

/** A process that has ended may stay in the table until somebody asks for its exit code. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** A process of its own that sets up TensorFlow with a pip that never ends. */
async function startHangingSetUp(project: FakeProject) {
  const settings = JSON.stringify({ ...project.settings, stream: undefined });
  const at = (file: string) => JSON.stringify(pathToFileURL(path.join(build, file)).href);
  const script = `
    import { createContext } from ${at('setup/context.mjs')};
    import { setUp } from ${at('setup/run.mjs')};
    import { tensorflow } from ${at('setup/steps/tensorflow.mjs')};
    import { withSignals } from ${at('setup/with-signals.mjs')};
    const settings = ${settings};
    const context = createContext({ ...settings, stream: process.stderr, env: { ...settings.env, FAKE_PIP: 'hangs' } });
    await withSignals(context, () => setUp(context, [tensorflow(context)]));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const lock = () => JSON.parse(project.read('.cache/setup.lock')) as { child: { pid: number } | null };
  await vi.waitUntil(() => existsSync(project.at('.cache/tensorflow.part/requirements.txt')), 10_000);
  await vi.waitUntil(() => lock().child !== null, 10_000);
  return { child, pip: lock().child!.pid, printed: () => printed };
}

describe('lock', () => {
  it('makes a second set-up wait and say for whom', async () => {
    const file = createFakeProject().at('.cache/setup.lock');
    const first = await acquireLock(file, () => undefined, neverAborted);
    const onWait = vi.fn();
    let isHeldBySecond = false;
    const second = acquireLock(file, onWait, neverAborted).then((lock) => {
      isHeldBySecond = true;
      return lock;
    });
    await vi.waitUntil(() => onWait.mock.calls.length > 0);
    expect(onWait).toHaveBeenCalledExactlyOnceWith(process.pid);
    expect(isHeldBySecond).toBe(false);
    first.release();
    (await second).release();
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ['a process that has ended', JSON.stringify({ holder: { pid: 2 ** 22 + 1, started: '1' }, child: null })],
    [
      'an earlier process with the pid of a living one',
      JSON.stringify({ holder: { pid: process.pid, started: '1' }, child: null }),
    ],
  ])('is taken over from %s', async (_from, text) => {
    const project = createFakeProject();
    project.write('.cache/setup.lock', text);
    const onWait = vi.fn();
    const lock = await acquireLock(project.at('.cache/setup.lock'), onWait, neverAborted);
    expect(onWait).not.toHaveBeenCalled();
    lock.release();
  });

  it('stops waiting when interrupted', async () => {
    const file = createFakeProject().at('.cache/setup.lock');
    const first = await acquireLock(file, () => undefined, neverAborted);
    const stop = new AbortController();
    const second = acquireLock(file, () => stop.abort('SIGINT'), stop.signal);
    await expect(second).rejects.toThrow(Interrupted);
    first.release();
  });
});

describe('two set-ups and kills', () => {
  it('two at once: the work is done once', async () => {
    const project = createFakeProject();
    const contexts = [project.createContext(), project.createContext()];
    const done = await Promise.all(contexts.map((context) => setUp(context, [tensorflow(context)])));
    expect(done).toEqual([true, true]);
    expect(project.takeCalls().filter((call) => call.includes('download'))).toHaveLength(1);
    expect(project.takePrinted()).toContain(
      `another set-up (process ${process.pid}) is running, waiting for it`,
    );
  });

  it('Ctrl-C: ends pip, gives the lock back, ends by the signal', async () => {
    const project = createFakeProject();
    const { child, pip, printed } = await startHangingSetUp(project);
    child.kill('SIGINT');
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGINT');
    expect(printed()).toContain('interrupted; the same command goes on from here');
    expect(printed()).not.toContain('at ');
    expect(isAlive(pip)).toBe(false);
    expect(project.exists('.cache/setup.lock')).toBe(false);
    const context = project.createContext();
    expect(await setUp(context, [tensorflow(context)])).toBe(true);
  });

  it.runIf(process.platform === 'linux')(
    'kill -9: the next set-up ends the pip that was left running, and completes',
    async () => {
      const project = createFakeProject();
      const { child, pip } = await startHangingSetUp(project);
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(isAlive(pip)).toBe(true);
      const context = project.createContext();
      expect(await setUp(context, [tensorflow(context)])).toBe(true);
      await vi.waitUntil(() => !isAlive(pip));
      expect(project.exists('.cache/setup.lock')).toBe(false);
      expect(project.exists('.cache/tensorflow.part')).toBe(false);
    },
  );
});
