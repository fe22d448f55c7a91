import { setTimeout as sleep } from 'node:timers/promises';
import { isFeaturescopeError, type FeaturescopeError } from '../shared/errors';
import { message } from '../shared/messages/message';
import { burstCancelled, cameraFailed } from './camera-error';
import type { ChosenSource } from './devices';
import { NoAnswer, takeShot, type Picture } from './shot';
import type { CameraSurroundings } from './surroundings';
import type { CapturedFrame, CaptureOptions } from './types';

/** A camera that was just closed may still be busy for a moment. */
const WAIT_BEFORE_SECOND_TRY_MS = 200;
/** So many frames in a row without an answer, and the others are not waited for. */
const MOST_WITHOUT_ANSWER = 2;

/** What the shots of a burst have in common. */
export interface BurstPlace {
  readonly source: ChosenSource;
  readonly tool: string;
  readonly folder: string;
}

/**
 * Takes the frames one after the other.
 * @throws FeaturescopeError job/cancelled
 */
export async function takeBurst(
  options: CaptureOptions,
  place: BurstPlace,
  surroundings: CameraSurroundings,
): Promise<CapturedFrame[]> {
  const frames: CapturedFrame[] = [];
  let withoutAnswer = 0;
  for (let index = 0; index < options.frames; index++) {
    const startedMs = performance.now();
    const outcome =
      withoutAnswer >= MOST_WITHOUT_ANSWER
        ? notAsked(place.source)
        : await takePicture(index, options, place, surroundings);
    frames.push(frameOf(index, options.frames, outcome));
    if (outcome instanceof NoAnswer) withoutAnswer++;
    else if (!isFeaturescopeError(outcome)) withoutAnswer = 0;
    options.onProgress?.(index + 1, options.frames);
    if (index + 1 < options.frames && withoutAnswer < MOST_WITHOUT_ANSWER)
      await wait(options.intervalMs - (performance.now() - startedMs), options.signal);
  }
  return frames;
}

function frameOf(index: number, frames: number, outcome: Picture | FeaturescopeError): CapturedFrame {
  if (!isFeaturescopeError(outcome)) return { index, ...outcome, error: null };
  // People count from 1, but the files count from 0.
  const error = outcome.toldDuring(message('doing/taking-frame', { frame: index + 1, frames }));
  return { index, jpeg: null, size: null, isBlack: false, error };
}

function notAsked({ device }: ChosenSource): FeaturescopeError {
  return cameraFailed(message('part/camera-not-tried', { device, count: MOST_WITHOUT_ANSWER }));
}

async function takePicture(
  index: number,
  { size, signal }: CaptureOptions,
  place: BurstPlace,
  surroundings: CameraSurroundings,
): Promise<Picture | FeaturescopeError> {
  const take = async (attempt: number): Promise<Picture | FeaturescopeError> => {
    const options = { ...place, size, signal, number: 2 * index + attempt };
    const outcome = await takeShot(options, surroundings).catch((error: unknown) => {
      if (isFeaturescopeError(error)) return error;
      throw error;
    });
    if (signal?.aborted) throw burstCancelled();
    return outcome;
  };
  const outcome = await take(0);
  if (!isFeaturescopeError(outcome) || outcome instanceof NoAnswer) return outcome;
  await wait(WAIT_BEFORE_SECOND_TRY_MS, signal);
  return take(1);
}

/** @throws FeaturescopeError job/cancelled */
async function wait(timeMs: number, signal: AbortSignal | undefined): Promise<void> {
  if (timeMs > 0) await sleep(timeMs, undefined, signal && { signal }).catch(() => undefined);
  if (signal?.aborted) throw burstCancelled();
}
