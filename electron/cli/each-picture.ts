import { FeaturescopeError, isFeaturescopeError } from '../shared/errors';
import type { CommandContext } from './context';

/**
 * Does the same for each picture. One that fails does not stop the others: each failure gets its line, and the command
 * fails in the end.
 */
export async function forEachPicture(
  { reporter, checkpoint }: CommandContext,
  files: readonly string[],
  work: (file: string) => Promise<void>,
): Promise<void> {
  if (files.length === 1) return work(files[0]!);
  let failures = 0;
  for (const file of files) {
    try {
      await work(file);
    } catch (error) {
      if (!isFeaturescopeError(error) || error.code === 'job/cancelled') throw error;
      reporter.fail(error);
      failures++;
    }
    await checkpoint();
  }
  if (failures > 0)
    throw new FeaturescopeError(
      'job/partly-failed',
      `working through ${files.length} pictures: ${failures} of them failed, see above; the others are done.`,
    );
}
