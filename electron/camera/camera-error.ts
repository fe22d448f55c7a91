import { FeaturescopeError } from '../shared/errors';

export type CameraErrorKind =
  'none' | 'denied' | 'busy' | 'unknown-device' | 'tool-missing' | 'bad-options' | 'failed';

/** What a user can try who has no camera at hand. */
export const WITHOUT_CAMERA = 'TEST:colourbars';

/** An error about a camera; `doing` and `problem` make one sentence that ends with a way on. */
export function cameraError(
  kind: CameraErrorKind,
  doing: string,
  problem: string,
  cause?: unknown,
): FeaturescopeError {
  return new FeaturescopeError(`camera/${kind}`, `${doing}: ${problem}.`, { cause });
}

/** The error of a burst that was ended by its signal. */
export function burstCancelled(): FeaturescopeError {
  return new FeaturescopeError(
    'job/cancelled',
    'taking pictures: interrupted; nothing unfinished was left behind.',
  );
}

const SHOWN_CHARACTERS = 60;

/** A name as given, fit to stand in a message: one line, without control characters, not endless. */
export function shownName(name: string): string {
  const line = name.replace(/\p{C}/gu, ' ');
  return `"${line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line}"`;
}
