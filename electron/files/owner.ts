import { createHash } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import os from 'node:os';
import { systemCode } from './system-error';

/**
 * A process, so that what it left behind can be told from what is still in use: its number alone is given to another
 * process sooner or later, after a power cut often to one of the first.
 */
export interface Owner {
  /** The computer, or the container, in which the number means something. */
  readonly host: string;
  readonly pid: number;
  /** When it began, as the system counts; '0' where the system does not tell. */
  readonly start: string;
}

/** Without brackets: they hold the program's name, which may hold spaces and brackets itself. Source: proc(5), stat. */
const START_FIELD = 22 - 2;

/** When a process began, in clock ticks since the system did; '0' where that is not known. */
async function startOf(pid: number | 'self'): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 1).split(' ');
  return fields[START_FIELD] ?? '0';
}

async function findSelf(): Promise<Owner> {
  // Containers may share a name, but not their numbers of processes; after a start of the system the numbers begin anew.
  const [numbers, boot] = await Promise.all([
    readlink('/proc/self/ns/pid').catch(() => ''),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
  ]);
  const place = createHash('sha256').update(`${os.hostname()}\n${numbers}`).digest('hex').slice(0, 8);
  const run = createHash('sha256').update(boot).digest('hex').slice(0, 4);
  return { host: place, pid: process.pid, start: `${await startOf('self')}x${run}` };
}

let self: Promise<Owner> | undefined;

/** This process. */
export function thisProcess(): Promise<Owner> {
  self ??= findSelf();
  return self;
}

/** The owner as a part of a file's name. */
export function nameOfOwner({ host, pid, start }: Owner): string {
  return `${host}-${pid}-${start}`;
}

/** The owner that a name tells; undefined if it is no such name. */
export function ownerInName(name: string): Owner | undefined {
  const [, host, pid, start] = /^([0-9a-f]{8})-(\d{1,10})-(\d{1,20}x[0-9a-f]{4})$/.exec(name) ?? [];
  return host === undefined ? undefined : { host, pid: Number(pid), start: start! };
}

/** True if a process has ended for certain: of other computers nothing is known. */
export async function isGone(owner: Owner): Promise<boolean> {
  const own = await thisProcess();
  if (owner.host !== own.host) return false;
  const [start, run] = owner.start.split('x');
  const [ownStart, ownRun] = own.start.split('x');
  // Before the last start of the system.
  if (run !== ownRun) return true;
  if (owner.pid === own.pid) return start !== ownStart;
  if (!isRunning(owner.pid)) return true;
  const found = await startOf(owner.pid);
  return found !== '0' && start !== '0' && found !== start;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}
