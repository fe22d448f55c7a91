import type { CopyWhat } from '../shared/contract';
import type { Clipboard } from './clipboard';
import { figureFile, pictureFile } from './export';
import type { ComputeJob } from './services';
import type { Workshop } from './workshop';

/**
 * Puts a picture into the clipboard: the bytes of the PNG that an export of it writes.
 * @throws FeaturescopeError output/not-copied, output/too-large, job/unknown-picture
 */
export async function copy(
  workshop: Workshop,
  clipboard: Clipboard,
  what: CopyWhat,
  job: ComputeJob,
): Promise<void> {
  const png = await pngOf(workshop, what, job);
  job.signal.throwIfAborted();
  await job.outside(() => clipboard.put(png));
}

function pngOf(workshop: Workshop, what: CopyWhat, job: ComputeJob): Promise<Uint8Array> {
  if (what.kind !== 'figure') return pictureFile(workshop, what, job);
  const { content, style } = what.picture;
  return figureFile(workshop, { ...what, picture: { content, style: { ...style, format: 'png' } } }, job);
}
