import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { freeName, checkPlace, isSameFile } from '../files/place';
import { isSystemError, problemOf, whyNotWritten } from '../files/system-error';
import { makeAside } from '../files/write-aside';
import { writeNew } from '../files/write-new';
import { frameName } from '../shared/names';
import { EXPORT_FILES, type ExportWhat, type FigureAsked, type PictureWhat } from '../shared/contract';
import { failed, isFeaturescopeError, messageOf } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { ComputeJob, PictureExport } from './services';
import type { Workshop } from './workshop';

/**
 * Writes beside the target under another name and renames at the end: whatever goes wrong, there is never half a file,
 * and what had the name before stays. Only regular files are replaced, and never the picture that is open.
 */
export async function exportTo(
  workshop: Workshop,
  what: ExportWhat,
  target: string,
  job: ComputeJob,
): Promise<{ path: string }> {
  const { isFolder = false } = EXPORT_FILES[what.kind];
  let finished = target;
  try {
    if (!isFolder) await job.outside(() => checkTarget(workshop, target));
    await makeAside(
      target,
      async (unfinished) => {
        if (isFolder) await mkdir(unfinished);
        await write(workshop, what, unfinished, job, target);
        job.signal.throwIfAborted();
      },
      // A folder is never replaced: the files in it may be the user's own.
      isFolder ? async () => (finished = await freeName(target)) : undefined,
    );
    return { path: finished };
  } catch (error) {
    if (isFeaturescopeError(error) || !isSystemError(error)) throw error;
    const why = problemOf(error) === 'missing' ? message('part/folder-gone') : whyNotWritten(error);
    throw failed('output/not-written', { why }, { cause: messageOf(error), during: saving(target) });
  }
}

const saving = (file: string) => [message('doing/saving', { file })];

async function checkTarget(workshop: Workshop, target: string): Promise<void> {
  await checkPlace(target, true);
  const { openFile } = workshop;
  if (openFile !== null && (await isSameFile(openFile, target)))
    throw failed('output/not-written', { why: message('part/open-picture') }, { during: saving(target) });
}

async function write(
  workshop: Workshop,
  what: ExportWhat,
  unfinished: string,
  job: ComputeJob,
  target: string,
): Promise<void> {
  if (what.kind === 'frames') return writeFrames(what.frames, unfinished, job);
  const { services } = workshop;
  if (what.kind !== 'picture' && what.kind !== 'original')
    return workshop.askAnalysis(what.analysisId, (analysed) =>
      services.writeExport(analysed, what, unfinished, job, target),
    );
  return writeNew(unfinished, await pictureFile(workshop, what, job));
}

/** A figure as a file. */
export function figureFile(
  workshop: Workshop,
  { analysisId, picture }: FigureAsked,
  job: ComputeJob,
): Promise<Uint8Array> {
  return workshop.askAnalysis(analysisId, (analysed) => workshop.services.figureFile(analysed, picture, job));
}

/** A picture of the page's, or the opened one, as a PNG file. */
export async function pictureFile(
  workshop: Workshop,
  what: PictureWhat,
  job: ComputeJob,
): Promise<Uint8Array> {
  const encode = (image: PictureExport['image']): Promise<Uint8Array> => {
    job.progress({ stage: 'write', fraction: null });
    return workshop.services.encodePicture(image, what.scale, job.signal);
  };
  return what.kind === 'picture'
    ? encode(what.image)
    : workshop.picture(what.pictureId).withImage(job, encode);
}

/** The frames as they came from the camera: JPEG files are not coded a second time. */
async function writeFrames(
  frames: Extract<ExportWhat, { kind: 'frames' }>['frames'],
  folder: string,
  job: ComputeJob,
): Promise<void> {
  for (const [place, { index, jpeg }] of frames.entries()) {
    job.progress({ stage: 'write', fraction: place / frames.length });
    await writeNew(path.join(folder, frameName(index)), jpeg);
    job.signal.throwIfAborted();
  }
}
