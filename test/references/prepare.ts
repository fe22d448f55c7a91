import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;
const cache = path.join(here, '../../.cache');
/** The environment while it exists, and the references of the largest choice. */
const SPACE_NEEDED_BYTES = 4 * 1024 ** 3;

/** References that are ready, or the reason why there are none. */
export type References = { readonly folder: string } | { readonly missing: string };

/** Runs a program; gives its last words where it fails. */
function run(program: string, args: readonly string[]): Promise<{ isDone: boolean; words: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: here, stdio: ['ignore', 'pipe', 'pipe'] });
    let words = '';
    const keep = (part: Buffer) => (words = (words + part.toString()).slice(-2000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ isDone: false, words: error.message }));
    child.on('close', (code) => resolve({ isDone: code === 0, words }));
  });
}

function lastLine(words: string): string {
  return words.trim().split('\n').at(-1) ?? '';
}

/** A Python that has the packages, and how to remove it. */
async function environment(): Promise<{ python: string; remove: () => void } | { missing: string }> {
  const given = process.env['FEATURESCOPE_REFERENCE_PYTHON'];
  if (given) return { python: given, remove: () => undefined };
  const folder = path.join(cache, 'reference-python');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  remove();
  const made = await run('python3', ['-m', 'venv', folder]);
  if (!made.isDone) return { missing: `python3 cannot make an environment (${lastLine(made.words)})` };
  const python = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const quiet = ['--quiet', '--no-input', '--no-cache-dir', '--disable-pip-version-check'];
  const installed = await run(python, ['-m', 'pip', 'install', ...quiet, '-r', 'requirements.txt']);
  if (installed.isDone) return { python, remove };
  remove();
  return { missing: `pip cannot install Keras (${lastLine(installed.words)})` };
}

/** Changes with everything that decides the references. */
function fingerprint(names: readonly string[]): string {
  const hash = createHash('sha256').update(names.join());
  for (const file of ['applications.py', 'cases.py', 'requirements.txt'])
    hash.update(readFileSync(path.join(here, file)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * Makes the references of some applications with real Keras, once: later calls find them in `.cache`.
 * @param names  keys of the table in applications.py
 */
export async function prepareReferences(names: readonly string[]): Promise<References> {
  const folder = path.join(cache, 'references', fingerprint(names));
  if (existsSync(folder)) return { folder };
  mkdirSync(path.dirname(folder), { recursive: true });
  const { bavail, bsize } = statfsSync(cache);
  if (bavail * bsize < SPACE_NEEDED_BYTES) return { missing: 'less than 4 GB are free' };
  const place = await environment();
  if ('missing' in place) return place;
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  try {
    const made = await run(place.python, ['applications.py', part, ...names]);
    if (!made.isDone) throw new Error(`applications.py failed: ${made.words}`);
    renameSync(part, folder);
    return { folder };
  } finally {
    rmSync(part, { recursive: true, force: true });
    place.remove();
  }
}
