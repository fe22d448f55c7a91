/** Somebody without rights, with an empty home, who starts the installed app. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { isRoot, openFolder } from './packages';

/** What the launcher needs; there is no node among it. */
const tools = ['cat', 'dirname', 'id', 'readlink', 'stat', 'sh'];

export interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
}

export class OrdinaryUser {
  readonly #place = openFolder('user');
  readonly #name = isRoot ? `featurescope-test-${process.pid}` : null;
  readonly home = path.join(this.#place, 'home');
  readonly temp = path.join(this.#place, 'temp');
  readonly work = path.join(this.#place, 'work');
  readonly #tools = path.join(this.#place, 'bin');

  constructor() {
    if (this.#name !== null)
      execFileSync('useradd', ['--no-create-home', '--home-dir', this.home, this.#name]);
    for (const folder of [this.home, this.temp, this.work]) {
      fs.mkdirSync(folder);
      this.#own(folder);
    }
    fs.mkdirSync(this.#tools);
    for (const tool of tools) {
      const found = ['/usr/bin', '/bin']
        .map((folder) => path.join(folder, tool))
        .find((file) => fs.existsSync(file));
      if (found !== undefined) fs.symlinkSync(found, path.join(this.#tools, tool));
    }
  }

  remove(): void {
    if (this.#name !== null) spawnSync('userdel', [this.#name]);
    fs.rmSync(this.#place, { recursive: true, force: true });
  }

  #own(file: string): void {
    if (this.#name === null) return;
    execFileSync('chown', ['-R', this.#name, file]);
  }

  /** Puts a file into the working folder. */
  bring(file: string, name = path.basename(file)): string {
    const copy = path.join(this.work, name);
    fs.copyFileSync(file, copy);
    this.#own(copy);
    return copy;
  }

  /** A folder of this user in which nobody may write. */
  lockedFolder(name: string): string {
    const folder = path.join(this.#place, name);
    fs.mkdirSync(folder);
    this.#own(folder);
    fs.chmodSync(folder, 0o555);
    return folder;
  }

  /** Mounts a full disk for this user; null where that is not allowed. */
  fullDisk(name: string): { folder: string; unmount(): void } | null {
    const folder = path.join(this.#place, name);
    fs.mkdirSync(folder);
    const mount = ['-t', 'tmpfs', '-o', 'size=64k,mode=777', 'tmpfs', folder];
    if (spawnSync('mount', mount).status !== 0) return null;
    fs.writeFileSync(path.join(folder, 'everything'), Buffer.alloc(64 * 1024));
    return { folder, unmount: () => execFileSync('umount', [folder]) };
  }

  #commandLine(command: string, args: string[], env: Record<string, string>): [string, string[]] {
    const all = { PATH: this.#tools, HOME: this.home, TMPDIR: this.temp, LANG: 'C.UTF-8', ...env };
    const words = Object.entries(all).map(([name, value]) => `${name}=${value}`);
    const start = ['env', '-i', ...words, command, ...args];
    const [program = '', ...rest] =
      this.#name === null ? start : ['runuser', '-u', this.#name, '--', ...start];
    return [program, rest];
  }

  /** Runs a command without a display to its end. */
  run(command: string, args: string[], env: Record<string, string> = {}): Run {
    const [program, rest] = this.#commandLine(command, args, env);
    const { status, stdout, stderr } = spawnSync(program, rest, {
      cwd: this.work,
      encoding: 'utf8',
      timeout: 100_000,
    });
    return { status, stdout, stderr };
  }

  start(command: string, args: string[], env: Record<string, string> = {}): ChildProcess {
    const [program, rest] = this.#commandLine(command, args, env);
    return spawn(program, rest, { cwd: this.work, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Where the display lets this user in. */
  display(): Record<string, string> {
    const { DISPLAY = '', XAUTHORITY } = process.env;
    if (XAUTHORITY === undefined) return { DISPLAY };
    const key = path.join(this.#place, 'Xauthority');
    fs.copyFileSync(XAUTHORITY, key);
    this.#own(key);
    return { DISPLAY, XAUTHORITY: key };
  }

  /** Opens the window, hardened as it is, and connects to it from outside. */
  async openWindow(command: string, files: string[] = [], env: Record<string, string> = {}): Promise<Window> {
    const args = ['--disable-gpu', '--remote-debugging-port=0', ...files];
    const app = this.start(command, args, { ...this.display(), ...env });
    const ended = new Promise<number | null>((resolve) => app.on('exit', resolve));
    let output = '';
    const address = await new Promise<string>((resolve, reject) => {
      app.stderr?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const found = /DevTools listening on (ws:\S+)/.exec(output);
        if (found?.[1]) resolve(found[1]);
      });
      app.on('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
    });
    const browser = await chromium.connectOverCDP(address);
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('the app shows no page');
    const page = context.pages()[0] ?? (await context.waitForEvent('page'));
    page.setDefaultTimeout(30_000);
    return { browser, page, ended, output: () => output };
  }
}

export interface Window {
  browser: Browser;
  page: Page;
  /** The exit code. */
  ended: Promise<number | null>;
  /** What it has written to the terminal so far. */
  output(): string;
}

/** Closes the window as a user does, and waits for the end of the app. */
export async function quit({ page, ended }: Window): Promise<number | null> {
  await page.close();
  return ended;
}

/** Processes whose program lies in a folder. */
export function processesIn(folder: string): { pid: number; args: string }[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      if (!fs.readlinkSync(`/proc/${name}/exe`).startsWith(`${folder}/`)) return [];
      const args = fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return [{ pid: Number(name), args }];
    } catch {
      return []; // ended meanwhile, or somebody else's
    }
  });
}

/** Sends a signal to all processes whose program lies in a folder, at once. */
export function signalAll(folder: string, signal: NodeJS.Signals): void {
  for (const { pid } of processesIn(folder))
    try {
      process.kill(pid, signal);
    } catch {
      // Ended meanwhile, because another one heard the signal first.
    }
}

/** A line of /proc/PID/status. */
export function statusOf(pid: number, name: string): string | undefined {
  const text = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return new RegExp(`^${name}:\\t(.*)$`, 'm').exec(text)?.[1];
}

/** Everything below a folder. */
export function listOf(folder: string): string[] {
  return fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

/** What the terminal is told of the photo rocket.jpg, whose profile is that of Adobe RGB. */
export const ROCKET_NOTE =
  'note: reading rocket.jpg: its colours are those of Adobe RGB (1998); they are fed as stored, as Keras, Pillow and OpenCV do; --color-profile convert makes them sRGB.\n';
