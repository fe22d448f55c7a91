import { setTimeout as sleep } from 'node:timers/promises';
import { FeaturescopeError, isFeaturescopeError } from '../shared/errors';
import type { CapturedFrame, CaptureOptions } from './camera';
import { burstCancelled, cameraError } from './camera-error';
import type { ChosenSource } from './devices';
import { NoAnswer, takeShot, type Picture } from './shot';
import type { CameraSurroundings } from './surroundings';

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
    const frame =
      withoutAnswer >= MOST_WITHOUT_ANSWER
        ? { index, jpeg: null, size: null, error: notAsked(index, options.frames, place.source) }
        : await takeFrame(index, options, place, surroundings);
    withoutAnswer = frame.error instanceof NoAnswer ? withoutAnswer + 1 : frame.error ? withoutAnswer : 0;
    frames.push(frame);
    options.onProgress?.(index + 1, options.frames);
    if (index + 1 < options.frames && withoutAnswer < MOST_WITHOUT_ANSWER)
      await wait(options.intervalMs - (performance.now() - startedMs), options.signal);
  }
  return frames;
}

/** The sentence's beginning for a frame; people count from 1, but the files count from 0. */
function doingOf(index: number, frames: number): string {
  return `taking frame ${index + 1} of ${frames}`;
}

function notAsked(index: number, frames: number, { device }: ChosenSource): FeaturescopeError {
  return cameraError(
    'failed',
    doingOf(index, frames),
    `not tried, because ${device} did not answer ${MOST_WITHOUT_ANSWER} times; unplug it and plug it in again`,
  );
}

async function takeFrame(
  index: number,
  { frames, size, signal }: CaptureOptions,
  place: BurstPlace,
  surroundings: CameraSurroundings,
): Promise<CapturedFrame> {
  const take = async (attempt: number): Promise<Picture | FeaturescopeError> => {
    const doing = doingOf(index, frames);
    const outcome = await takeShot(
      { ...place, size, signal, doing, number: 2 * index + attempt },
      surroundings,
    ).catch((error: unknown) => {
      if (isFeaturescopeError(error)) return error;
      throw error;
    });
    if (signal?.aborted) throw burstCancelled();
    return outcome;
  };
  let outcome = await take(0);
  if (outcome instanceof FeaturescopeError && !(outcome instanceof NoAnswer)) {
    await wait(WAIT_BEFORE_SECOND_TRY_MS, signal);
    outcome = await take(1);
  }
  return outcome instanceof FeaturescopeError
    ? { index, jpeg: null, size: null, error: outcome }
    : { index, ...outcome, error: null };
}

/** @throws FeaturescopeError job/cancelled */
async function wait(timeMs: number, signal: AbortSignal | undefined): Promise<void> {
  if (timeMs > 0) await sleep(timeMs, undefined, signal && { signal }).catch(() => undefined);
  if (signal?.aborted) throw burstCancelled();
}
