import { failed, type FeaturescopeError } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';

/** A camera that gave no picture. */
export function cameraFailed(problem: Message, cause?: unknown): FeaturescopeError {
  return failed('camera/failed', { problem }, { cause });
}

/** The error for a camera that this user may not open. */
export function accessDenied(device: string, cause?: unknown): FeaturescopeError {
  const hint = message(device.startsWith('/') ? 'part/join-camera-group' : 'part/allow-camera');
  return failed(
    'camera/denied',
    { problem: message('part/camera-not-allowed', { device }), hint },
    { cause },
  );
}

/** The error of a burst that was ended by its signal. */
export function burstCancelled(): FeaturescopeError {
  return failed('job/cancelled', { left: message('part/nothing-unfinished-left') });
}

const SHOWN_CHARACTERS = 60;

/** A name as given, fit to stand in a message: one line, without control characters, not endless. */
export function shownName(name: string): string {
  const line = name.replace(/\p{C}/gu, ' ');
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
}
