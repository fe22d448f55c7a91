import type { PictureWhat } from '../shared/contract';
import type { Clipboard } from './clipboard';
import { pictureFile } from './export';
import type { ComputeJob } from './services';
import type { Workshop } from './workshop';

/**
 * Puts a picture into the clipboard: the bytes of the PNG that an export of it writes.
 * @throws FeaturescopeError output/not-copied, output/too-large, job/unknown-picture
 */
export async function copy(
  workshop: Workshop,
  clipboard: Clipboard,
  what: PictureWhat,
  job: ComputeJob,
): Promise<void> {
  const png = await pictureFile(workshop, what, job);
  job.signal.throwIfAborted();
  await job.outside(() => clipboard.put(png));
}
