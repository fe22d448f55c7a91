// As an ordinary user with Chromium's sandbox on. Playwright's own launcher is not used: the user may not reach its files.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { projectRoot } from '../../build/electron/version.mjs';
import { executable, isRunning, shows } from './window-driver';

const isRoot = process.getuid?.() === 0;
const user = `featurescope-test-${process.pid}`;

function reasonToSkip(): string | null {
  if (process.platform !== 'linux') return 'only Linux tells how a process is sandboxed';
  if (isRoot && !fs.existsSync('/usr/sbin/useradd'))
    return 'this system has no useradd to make an ordinary user';
  return null;
}
const skipped = reasonToSkip();
if (skipped !== null) process.stderr.write(`window as an ordinary user: skipped, ${skipped}\n`);

/** Pids of the app's processes of one kind, e.g. `renderer`. */
function pidsOf(userData: string, kind: string): number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const args = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return args.includes(`--type=${kind}`) && args.includes(userData) && isRunning(pid);
      } catch {
        return false;
      }
    });
}

function statusOf(pid: number): Map<string, string> {
  const lines = fs.readFileSync(`/proc/${pid}/status`, 'utf8').split('\n');
  return new Map(lines.map((line) => line.split(':\t') as [string, string]));
}

describe.skipIf(skipped !== null)('the window of an ordinary user', () => {
  let app: ChildProcess;
  let browser: Browser;
  let page: Page;
  let home: string;
  let userData: string;

  beforeAll(async () => {
    if (isRoot) execFileSync('useradd', ['--create-home', user]);
    home = isRoot ? `/home/${user}` : fs.mkdtempSync('/tmp/featurescope-home-');
    userData = `${home}/profile`;
    const options = ['--disable-gpu', '--remote-debugging-port=0', `--user-data-dir=${userData}`];
    const start = ['xvfb-run', '-a', executable, projectRoot, ...options];
    const asUser = isRoot ? ['runuser', '-u', user, '--', ...start] : start;
    const [program = '', ...args] = asUser;
    app = spawn(program, args, { env: { HOME: home, PATH: process.env['PATH'] }, cwd: home });
    const address = await new Promise<string>((resolve, reject) => {
      let output = '';
      app.stderr?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const match = /DevTools listening on (ws:\S+)/.exec(output);
        if (match?.[1] !== undefined) resolve(match[1]);
      });
      app.on('exit', () => reject(new Error(`the app ended: ${output}`)));
    });
    browser = await chromium.connectOverCDP(address);
    page = await vi.waitFor(() => {
      const [first] = browser.contexts()[0]?.pages() ?? [];
      if (first === undefined) throw new Error('no page yet');
      return first;
    }, 20_000);
  });

  afterAll(async () => {
    await browser?.close();
    if (app?.exitCode === null) app.kill('SIGKILL');
    if (isRoot) execFileSync('userdel', ['--force', '--remove', user], { stdio: 'ignore' });
  });

  it('starts without --no-sandbox and analyses the sample photo', async () => {
    expect(app.spawnargs).not.toContain('--no-sandbox');
    await shows(page, 'Egyptian cat');
  });

  it('has a page locked in by seccomp, without new privileges, in a pid namespace of its own', () => {
    const [renderer = 0] = pidsOf(userData, 'renderer');
    const status = statusOf(renderer);
    expect(status.get('Seccomp')).toBe('2');
    expect(status.get('NoNewPrivs')).toBe('1');
    expect(status.get('NSpid')?.split('\t').length).toBeGreaterThan(
      statusOf(process.pid).get('NSpid')?.split('\t').length ?? 0,
    );
  });

  it('ends with its window and leaves no process', async () => {
    const exited = new Promise((resolve) => app.on('exit', resolve));
    await page.close();
    expect(await exited).toBe(0);
    const left = (): number[] =>
      ['renderer', 'utility', 'gpu-process', 'zygote'].flatMap((kind) => pidsOf(userData, kind));
    await vi.waitFor(() => expect(left()).toEqual([]), 15_000);
  });
});
