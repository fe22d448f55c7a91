import { failed, isFeaturescopeError } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { CommandContext } from './context';

/**
 * Does the same for each picture. One that fails does not stop the others: each failure gets its line, and the command
 * fails in the end. `afterwards` is done with what worked, unless nothing did.
 */
export async function forEachPicture<Result>(
  { reporter, checkpoint, discardUnfinished }: CommandContext,
  files: readonly string[],
  work: (file: string, place: number) => Promise<Result>,
  afterwards: (results: Result[]) => unknown = () => undefined,
): Promise<void> {
  const results: Result[] = [];
  for (const [place, file] of files.entries()) {
    try {
      results.push(await work(file, place));
    } catch (error) {
      const isOfThisPicture = isFeaturescopeError(error) && error.code !== 'job/cancelled';
      if (files.length === 1 || !isOfThisPicture) throw error;
      await discardUnfinished();
      reporter.fail(error);
    }
    await checkpoint();
  }
  if (results.length > 0) await afterwards(results);
  const failures = files.length - results.length;
  if (failures > 0)
    throw failed('job/partly-failed', {
      problem:
        failures < files.length
          ? message('part/pictures-failed', { pictures: files.length, failures })
          : message('part/all-pictures-failed', { pictures: files.length }),
    });
}
