/** Opening, or reading one part of a file, takes a disk that wakes up some seconds. */
const ANSWER_WITHIN_MS = 15_000;
/** Threads in which Node reads and writes, where `widenThreadPool` was called; there are 4 otherwise. */
const THREADS = 16;
/** Calls that wait for a disk at a time: each holds a thread until the disk answers, however long nobody waits for it. */
const MOST_ASKING = 12;

/** Lets some disks that never answer leave threads for the others. To be called before the first file is read. */
export function widenThreadPool(environment: NodeJS.ProcessEnv = process.env): void {
  environment['UV_THREADPOOL_SIZE'] ??= String(THREADS);
}

let asking = 0;

/** True while the disk owes an answer: as long as a thread waits for it, the process does not end by itself. */
export function isAsking(): boolean {
  return asking > 0;
}

const waiting: (() => void)[] = [];

/** Resolves when there is a thread for one more call. */
async function thread(): Promise<void> {
  if (asking < MOST_ASKING) asking++;
  else await new Promise<void>((resolve) => waiting.push(resolve));
}

function giveThreadBack(): void {
  const next = waiting.shift();
  if (next) next();
  else asking--;
}

/**
 * Waits for something that the system does with a file, but not for ever: where a network share is gone, a call does not come
 * back, and cannot be ended.
 * @throws the system's error; one of code ETIMEDOUT where no answer comes in time
 */
export async function answered<Result>(
  ask: () => Promise<Result>,
  withinMs = ANSWER_WITHIN_MS,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(noAnswer());
    }, withinMs);
  });
  const answer = async (): Promise<Result> => {
    await thread();
    try {
      if (isLate) throw noAnswer();
      return await ask();
    } finally {
      giveThreadBack();
    }
  };
  try {
    return await Promise.race([answer(), limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** As the system says it where it gives up by itself. */
function noAnswer(): Error {
  return Object.assign(new Error('ETIMEDOUT: the disk does not answer'), { code: 'ETIMEDOUT' });
}
