/** Opening, or reading one part of a file, takes a disk that wakes up some seconds. */
const ANSWER_WITHIN_MS = 20_000;
/** Threads in which Node reads and writes, where `widenThreadPool` was called; there are 4 otherwise. */
const THREADS = 16;
/** Calls that may wait for a disk at a time: each holds a thread until the disk answers, however long nobody waits for it. */
const MOST_WAITING = 12;

/** Lets some disks that never answer leave threads for the others. To be called before the first file is read. */
export function widenThreadPool(environment: NodeJS.ProcessEnv = process.env): void {
  environment['UV_THREADPOOL_SIZE'] ??= String(THREADS);
}

let waiting = 0;

/**
 * Waits for something that the system does with a file, but not for ever: where a network share is gone, a call does not come
 * back, and cannot be ended.
 * @throws the system's error; one of code ETIMEDOUT where no answer comes in time, or where too many are waited for already
 */
export async function answered<Result>(
  ask: () => Promise<Result>,
  withinMs = ANSWER_WITHIN_MS,
): Promise<Result> {
  if (waiting >= MOST_WAITING) throw noAnswer();
  waiting++;
  const answer = ask().finally(() => waiting--);
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(noAnswer()), withinMs);
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** As the system says it where it gives up by itself. */
function noAnswer(): Error {
  return Object.assign(new Error('ETIMEDOUT: the disk does not answer'), { code: 'ETIMEDOUT' });
}
