import { spawn, type ChildProcess } from 'node:child_process';

/** How a program ended. */
export interface ToolResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly isTimedOut: boolean;
  /** Why it could not be started. */
  readonly startError: NodeJS.ErrnoException | null;
}

export interface ToolRun {
  readonly file: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** More than a camera program has to say; the rest is dropped. */
const KEPT_CHARACTERS = 64 * 1024;
/** A program that hangs in a driver cannot be killed; nor do we wait for one whose child holds its output open. */
const WAIT_AFTER_END_MS = 500;
const HAS_GROUPS = process.platform !== 'win32';

/** Ends the program and whatever it has started. */
function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(HAS_GROUPS ? -pid : pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/**
 * Runs a program without a shell and without input, for a limited time. Always settles, never rejects; when it does, the
 * program has ended or was killed. Whoever aborts asks the signal afterwards.
 */
export function runTool({ file, args, folder, env, limitMs, signal }: ToolRun): Promise<ToolResult> {
  return new Promise((resolve) => {
    const output = { stdout: '', stderr: '' };
    if (signal?.aborted) return resolve({ ...output, isTimedOut: false, startError: null });
    const child: ChildProcess = spawn(file, args, {
      cwd: folder,
      // What the program and the C library say is recognised by its English words.
      env: { ...env, LC_ALL: 'C', LANGUAGE: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C comes to us alone, and we end the whole group.
      detached: HAS_GROUPS,
      windowsHide: true,
    });
    let isTimedOut = false;
    let last: NodeJS.Timeout | undefined;
    const end = () => {
      kill(child);
      last ??= setTimeout(finish, WAIT_AFTER_END_MS);
    };
    const limit = setTimeout(() => {
      isTimedOut = true;
      end();
    }, limitMs);
    const endAtExit = () => kill(child);
    const finish = (startError: NodeJS.ErrnoException | null = null) => {
      clearTimeout(limit);
      clearTimeout(last);
      signal?.removeEventListener('abort', end);
      process.removeListener('exit', endAtExit);
      // They are missing where the process has no file numbers left.
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.unref();
      resolve({ ...output, isTimedOut, startError });
    };
    signal?.addEventListener('abort', end);
    process.on('exit', endAtExit);
    for (const name of ['stdout', 'stderr'] as const)
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        output[name] = (output[name] + text).slice(0, KEPT_CHARACTERS);
      });
    child.on('error', finish);
    child.on('close', () => finish());
    child.on('exit', () => {
      // Its children, if any, take no picture that counts.
      kill(child);
      last ??= setTimeout(finish, WAIT_AFTER_END_MS);
    });
  });
}
