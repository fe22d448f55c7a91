import { app } from 'electron';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Where the app keeps its things. */
export interface UserData {
  /** The user's; where it cannot be written to, it is still read. */
  readonly folder: string;
  /** Why nothing can be kept there; null if it can. */
  readonly problem: string | null;
  /** Removes what was kept for this run only. */
  dispose(): void;
}

/**
 * Gives Electron a folder that can be written to, without which it does not even start: the user's, or one for this run.
 * To be called before anything else asks Electron for a path, which waits for nothing: so does this.
 */
export function setUpUserData(): UserData {
  const folder = usersFolder();
  const problem = whyNotWritable(folder);
  if (problem === null) return { folder, problem, dispose: () => undefined };
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-run-'));
  app.setPath('userData', temporary);
  return { folder, problem, dispose: () => removeAfterEnd(temporary) };
}

/** Chromium still reads and writes there after it has told that it quits, and may crash where its files are gone. */
function removeAfterEnd(folder: string): void {
  if (process.platform === 'win32') return fs.rmSync(folder, { recursive: true, force: true });
  const script = 'while kill -0 "$1"; do sleep 0.1; done; rm -rf -- "$2"';
  const env = { PATH: '/usr/bin:/bin' };
  const words = ['-c', script, 'sh', String(process.pid), folder];
  spawn('/bin/sh', words, { cwd: '/', env, detached: true, stdio: 'ignore' }).unref();
}

/** Electron makes the folder when it is asked for, and throws where it cannot. */
function usersFolder(): string {
  try {
    return app.getPath('userData');
  } catch {
    const configuration = process.env['XDG_CONFIG_HOME'] ?? path.join(os.homedir(), '.config');
    return path.join(configuration, app.getName());
  }
}

/**
 * Makes the folder if it is not there.
 * @returns the system's code for what is wrong, or null
 */
export function whyNotWritable(folder: string): string | null {
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.accessSync(folder, fs.constants.W_OK | fs.constants.X_OK);
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

/** The system's short name of a failure. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
