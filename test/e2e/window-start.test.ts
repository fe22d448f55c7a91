// What the app is started with, and what a second start hands over. npm run bench:starts does a hundred starts of each.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { projectRoot } from '../../build/electron/version.mjs';
import { OpenApps } from './window-apps';
import {
  electronArguments,
  executable,
  isRunning,
  ownEnvironment,
  readBars,
  shows,
  temporaryFolder,
  type RunningApp,
} from './window-driver';

const soon = { timeout: 30_000, interval: 50 };
const fixtures = path.join(projectRoot, 'test/fixtures');
// From shared/cases: four classes, class 2 at 45.6 % on the sample (Keras 3.15.1).
const model = path.join(fixtures, 'start/my model.h5');
// Windsor tie at 7.27 % (Keras 3.15.1, Pillow).
const picture = path.join(fixtures, 'start/ref-base.png');

interface Ended {
  code: number | null;
  stderr: string;
}

/** Runs a program to its end. */
function run(program: string, args: string[], cwd = projectRoot): Promise<Ended> {
  const child = spawn(program, args, { cwd, env: ownEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
}

const secondStart = ({ userData }: RunningApp, ...words: string[]): Promise<Ended> =>
  run(executable, [...electronArguments(userData), ...words]);

const alerts = async ({ page }: RunningApp): Promise<string> =>
  (await page.getByRole('alert').allInnerTexts()).join('\n');

describe('files given at the start', () => {
  const apps = new OpenApps();

  it.each([1, 2, 3])('a model is what is shown, time %i', async () => {
    const running = await apps.start(undefined, [model]);
    await shows(running.page, 'chelsea.png analysed');
    await shows(running.page, 'Ready');
    await running.page.getByRole('button', { name: /^Model: my model/ }).waitFor();
    const bars = await readBars(running.page);
    expect(bars).toHaveLength(4);
    expect(bars[0]).toEqual({ label: '2', percent: 45.6 });
  });

  it.each([1, 2, 3])('a picture is what is shown, time %i', async () => {
    const running = await apps.start(undefined, [picture]);
    await shows(running.page, 'ref-base.png analysed');
    await shows(running.page, 'Ready');
    expect((await readBars(running.page))[0]).toEqual({ label: 'Windsor tie', percent: 7.27 });
  });

  it('both are shown, however the last run ended', async () => {
    const userData = temporaryFolder();
    const first = await apps.start(userData, [path.join(fixtures, 'photos/rocket.jpg')]);
    await shows(first.page, 'rocket.jpg analysed');
    await apps.close(first);
    const running = await apps.start(userData, [model, picture]);
    await shows(running.page, 'ref-base.png analysed');
    await running.page.getByRole('button', { name: /^Model: my model/ }).waitFor();
    expect(await alerts(running)).toBe('');
  });

  it('says in the window which file is not there, and shows the sample', async () => {
    const running = await apps.start(undefined, ['/nowhere/gone.png']);
    await shows(running.page, 'There is no file /nowhere/gone.png.');
    await shows(running.page, 'chelsea.png analysed');
  });

  it('says it on the terminal too, by the exit code as well', async () => {
    const userData = temporaryFolder();
    const child = spawn(executable, [...electronArguments(userData), '/nowhere/gone.h5'], {
      env: ownEnvironment(),
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise((resolve) => child.on('exit', resolve));
    const line = 'error image/not-found: opening /nowhere/gone.h5: there is no such file; check the path.\n';
    await vi.waitFor(() => expect(stderr).toContain(line), soon);
    child.kill('SIGTERM');
    expect(await ended).toBe(1);
  });

  it('may be more than a message between two starts holds', async () => {
    const userData = temporaryFolder();
    const names = Array.from({ length: 2000 }, (_, at) => `/nowhere/${'x'.repeat(40)}-${at}.png`);
    const child = spawn(executable, [...electronArguments(userData), ...names], { env: ownEnvironment() });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise((resolve) => child.on('exit', resolve));
    await vi.waitFor(() => expect(stderr).toContain('1995 more files are not there.'), soon);
    child.kill('SIGTERM');
    expect(await ended).toBe(1);
  });
});

describe('a second start', () => {
  const apps = new OpenApps();

  it('hands over as many files as it was given, and ends', async () => {
    const running = await apps.startReady();
    for (const count of [0, 1, 8, 9, 10, 11, 12, 13, 14, 31, 32, 33, 300, 2000]) {
      const folder = path.join(running.userData, `${count} pictures`);
      fs.mkdirSync(folder);
      const files = Array.from({ length: count }, (_, at) => path.join(folder, `${count} #${at} 图.png`));
      for (const file of files) fs.copyFileSync(picture, file);
      expect([count, await secondStart(running, ...files)]).toEqual([count, { code: 0, stderr: '' }]);
      // Seven of the others stand under Recent.
      const left = (count - 8).toLocaleString('en');
      const told = count > 8 ? `7 more under Recent, ${left} other file` : `${count - 1} other picture`;
      if (count > 1) await shows(running.page, `Opened ${count} #0 图.png; ${told}`);
      if (count > 0) await shows(running.page, `${count} #0 图.png analysed`);
    }
    expect(running.app.windows()).toHaveLength(1);
    expect(fs.readdirSync(running.userData).filter((name) => name.startsWith('open-'))).toEqual([]);
  });

  it('says which file is not there, in the window and on its own terminal', async () => {
    const running = await apps.startReady();
    const { code, stderr } = await secondStart(running, '/nowhere/gone.png');
    expect(code).toBe(1);
    expect(stderr).toBe(
      'error image/not-found: opening /nowhere/gone.png: there is no such file; check the path.\n',
    );
    await shows(running.page, 'There is no file /nowhere/gone.png.');
    expect((await readBars(running.page))[0]?.label).toBe('Egyptian cat');
  });

  it('may say what it likes: the window goes on', async () => {
    const running = await apps.startReady();
    const { pid = 0 } = running.app.process();
    const stranger = temporaryFolder();
    fs.writeFileSync(path.join(stranger, 'package.json'), '{"name": "stranger", "main": "main.js"}');
    for (const data of [
      'null',
      '7',
      '"text"',
      '{ files: 5 }',
      '{ files: ["%zz", 7, null] }',
      '{ files: "../../etc/passwd" }',
      '{ files: "00000000-0000-4000-8000-000000000000" }',
      '{ files: { length: { toString: {} } } }',
      '[undefined, new Map([[1, 2]]), 1n]',
    ]) {
      fs.writeFileSync(
        path.join(stranger, 'main.js'),
        `const { app } = require('electron'); app.requestSingleInstanceLock(${data}); app.exit(0);`,
      );
      const args = [stranger, ...electronArguments(running.userData).slice(1)];
      expect((await run(executable, args)).code).toBe(0);
      expect([data, isRunning(pid)]).toEqual([data, true]);
    }
    expect(await secondStart(running, picture)).toEqual({ code: 0, stderr: '' });
    await shows(running.page, 'ref-base.png analysed');
    expect(await alerts(running)).toBe('');
  });

  it('is heard while the first is still starting', async () => {
    const userData = temporaryFolder();
    const starting = apps.start(userData, [model]);
    // From then on it is the first: a link to the name of its process, which is no file.
    const lock = path.join(userData, 'SingletonLock');
    await vi.waitFor(() => expect(fs.lstatSync(lock).isSymbolicLink()).toBe(true), soon);
    const second = await run(executable, [...electronArguments(userData), picture]);
    expect(second).toEqual({ code: 0, stderr: '' });
    const { page } = await starting;
    await shows(page, 'ref-base.png analysed');
    await page.getByRole('button', { name: /^Model: my model/ }).waitFor();
  });
});

it('says in one sentence that plain Node cannot open the window', async () => {
  const child = spawn(executable, [projectRoot], { env: { ...ownEnvironment(), ELECTRON_RUN_AS_NODE: '1' } });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(1);
  expect(stderr).toMatch(/^error window\/run-as-node: [^\n]* ELECTRON_RUN_AS_NODE [^\n]*\n$/);
});
