import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fixture, inWorkspace, installForTests, type Run, type Workspace } from './cli-process';

const installation = installForTests();
const CANCELLED = 'error job/cancelled: working: interrupted; nothing unfinished was left behind.\n';
const FILES_OF_A_PICTURE = 7;

/** More pictures than can be exported before the last signal of these tests comes. */
const PICTURES = 60;

const photos = (count: number) => Array.from({ length: count }, () => fixture('photos/coffee.png'));

/** Starts an export of many pictures, each into its own folder. */
function startExport(ws: Workspace, onStart: Parameters<Workspace['run']>[1]): Promise<Run> {
  return ws.run(['export', ...photos(PICTURES), '--out', 'results/of/today'], onStart);
}

/** Whole folders only, and those that were told of; nothing temporary anywhere. */
function expectNothingUnfinished(ws: Workspace, { stdout }: Run): void {
  const written = ws.files().filter((name) => name.startsWith('results/'));
  expect(written).toEqual(
    stdout
      .split('\n')
      .filter((line) => line !== '')
      .sort(),
  );
  const folders = new Map<string, number>();
  for (const name of written) {
    const folder = name.split('/')[3]!;
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  for (const count of folders.values()) expect(count).toBe(FILES_OF_A_PICTURE);
  const made = Object.entries(ws.snapshot()).filter(([, what]) => what === 'folder');
  expect(made).toHaveLength(folders.size === 0 ? 0 : 3 + folders.size);
  expect(folders.size).toBeLessThan(PICTURES);
  ws.expectNoTemporaryFiles();
}

// Both signals take the same way; the moments are gone through with one of them.
describe.concurrent.each([
  { signal: 'SIGINT', delays: [50, 150, 300, 500, 700, 900, 1200, 1500], delaysBehind: [0, 60, 120] },
  { signal: 'SIGTERM', delays: [150, 900], delaysBehind: [60] },
] as const)('$signal', ({ signal, delays, delaysBehind }) => {
  it.each(delays)('after %d ms ends an export without leaving anything unfinished', (delay) =>
    inWorkspace(installation, async (ws) => {
      const run = await startExport(ws, {
        onStart: (child) => {
          setTimeout(() => child.kill(signal), delay);
        },
      });
      // Until Node runs our first line, the system ends the process without a word from us.
      if (run.signal === null) expect([run.code, run.stderr]).toEqual([1, CANCELLED]);
      else expect([run.signal, run.stderr, run.stdout]).toEqual([signal, '', '']);
      expectNothingUnfinished(ws, run);
    })(),
  );

  it.each(delaysBehind)(
    'in mid-export, %d ms behind a finished picture, is told in one line, exit code 1',
    (delay) =>
      inWorkspace(installation, async (ws) => {
        const run = await startExport(ws, {
          onStart: (child) => {
            child.stdout!.once('data', () => {
              setTimeout(() => child.kill(signal), delay);
            });
          },
        });
        expect({ code: run.code, signal: run.signal, stderr: run.stderr }).toEqual({
          code: 1,
          signal: null,
          stderr: CANCELLED,
        });
        expect(run.stdout).not.toBe('');
        expectNothingUnfinished(ws, run);
      })(),
  );

  it(
    'twice ends it at once, with the same line',
    inWorkspace(installation, async (ws) => {
      const run = await startExport(ws, {
        onStart: (child) => {
          child.stdout!.once('data', () => {
            void sleep(20).then(async () => {
              for (let times = 0; times < 2; times++) {
                child.kill(signal);
                await sleep(1);
              }
            });
          });
        },
      });
      expect([run.code, run.stderr]).toEqual([1, CANCELLED]);
      expectNothingUnfinished(ws, run);
    }),
  );

  it(
    'ends commands that write nothing',
    inWorkspace(installation, async (ws) => {
      const run = await ws.run(['predict', ...photos(500)], {
        onStart: (child) => {
          child.stdout!.once('data', () => child.kill(signal));
        },
      });
      expect([run.code, run.stderr]).toEqual([1, CANCELLED]);
      expect(run.stdout).toContain('espresso');
    }),
  );
});
