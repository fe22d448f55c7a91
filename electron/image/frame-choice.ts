import { failed } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import type { PictureReading } from '../shared/picture-reading';
import type { PictureHeader } from './headers/header';

/**
 * Refuses a frame that a picture has not, or that cannot be read.
 * @throws FeaturescopeError image/no-such-frame, image/frame-unread
 */
export function refuseFrame({ frames }: PictureHeader, frame: number, file: string): void {
  if (frame === 1) return;
  const count = frames?.count ?? 1;
  const during = [message('doing/reading', { file })];
  if (frame > count) throw failed('image/no-such-frame', { frame, count }, { during });
  if (frames?.canChoose !== true) throw failed('image/frame-unread', { count }, { during });
}

/** That a picture has more frames than the one that is taken without a choice. */
export function noteOnFrames({ frames }: PictureHeader, { frame }: PictureReading, file: string): Message[] {
  if (frame !== undefined || !frames || frames.count < 2) return [];
  const { count, canChoose } = frames;
  return [message(canChoose ? 'note/first-frame' : 'note/first-frame-only', { file, count })];
}
