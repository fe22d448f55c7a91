import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { frameName } from '../shared/burst';
import type { ExportWhat } from '../shared/contract';
import { failed, messageOf } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { JobContext } from './services';
import type { Workshop } from './workshop';

/**
 * Writes beside the target under another name and renames at the end: whatever goes wrong, there is never half a file,
 * and what had the name before stays.
 */
export async function exportTo(
  workshop: Workshop,
  what: ExportWhat,
  target: string,
  job: JobContext,
): Promise<{ path: string }> {
  const unfinished = path.join(path.dirname(target), `.${randomUUID()}.unfinished`);
  try {
    const isFolder = what.kind === 'maps-png' || what.kind === 'frames';
    if (isFolder) await fs.promises.mkdir(unfinished);
    if (what.kind === 'picture' || what.kind === 'original') {
      const image = what.kind === 'picture' ? what.image : workshop.picture(what.pictureId).image;
      job.progress({ stage: 'write', fraction: null });
      await workshop.services.writePicture(image, what.scale, unfinished, job.signal);
    } else if (what.kind === 'frames') await writeFrames(what.frames, unfinished, job);
    else await workshop.services.writeExport(workshop.analysis(what.analysisId), what, unfinished, job);
    job.signal.throwIfAborted();
    const finished = isFolder ? await freeName(target) : target;
    await fs.promises.rename(unfinished, finished);
    return { path: finished };
  } catch (error) {
    throw explain(error, target);
  } finally {
    await fs.promises.rm(unfinished, { recursive: true, force: true });
  }
}

/** The frames as they came from the camera: JPEG files are not coded a second time. */
async function writeFrames(
  frames: Extract<ExportWhat, { kind: 'frames' }>['frames'],
  folder: string,
  job: JobContext,
): Promise<void> {
  for (const [place, { index, jpeg }] of frames.entries()) {
    job.progress({ stage: 'write', fraction: place / frames.length });
    await fs.promises.writeFile(path.join(folder, frameName(index)), jpeg);
    job.signal.throwIfAborted();
  }
}

/** A folder is never replaced: the files in it may be the user's own. */
async function freeName(target: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? target : `${target}-${number}`;
    if (!fs.existsSync(name)) return name;
  }
}

const reasons = {
  ENOSPC: message('part/disk-is-full'),
  EDQUOT: message('part/disk-is-full'),
  EACCES: message('part/may-not-write'),
  EPERM: message('part/may-not-write'),
  EROFS: message('part/read-only-disk'),
  ENOENT: message('part/folder-gone'),
  EISDIR: message('part/folder-of-this-name'),
};

function explain(error: unknown, target: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!Object.hasOwn(reasons, code)) return error;
  const why = reasons[code as keyof typeof reasons];
  const during = [message('doing/saving', { file: target })];
  return failed('output/not-written', { why }, { cause: messageOf(error), during });
}
