import { lstat, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isBlack } from '../core/black';
import { decodeImage } from '../image/decode';
import { encodeJpeg } from '../image/encode';
import { failed, FeaturescopeError, messageOf } from '../shared/errors';
import { sentenceOf } from '../shared/messages/sentence';
import { commandLineTable } from '../shared/messages/tables';
import { message, type Message } from '../shared/messages/message';
import { accessDenied, cameraFailed } from './camera-error';
import type { ChosenSource } from './devices';
import { runTool, type ToolResult } from './run-tool';
import type { CameraSurroundings } from './surroundings';
import { saysNoCamera, shotArguments } from './tool';

/** A picture that was taken just now and decoded to the last pixel. */
export interface Picture {
  readonly jpeg: Uint8Array;
  readonly size: { readonly width: number; readonly height: number };
  readonly isBlack: boolean;
}

export interface ShotOptions {
  readonly source: ChosenSource;
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Path of the program. */
  readonly tool: string;
  /** Where the program writes; nobody else does. */
  readonly folder: string;
  /** Told apart by this number; a name is used once, so that no older picture can be taken for the new one. */
  readonly number: number;
  readonly signal?: AbortSignal | undefined;
}

/** A camera that does not answer; it is not asked again. */
export class NoAnswer extends FeaturescopeError {}

/** The camera is opened anew for each shot and needs some frames to find its exposure. */
const WARM_UP_FRAMES = 10;
/** Clocks of file systems are coarse; FAT counts in steps of two seconds. */
const CLOCK_STEP_MS = 2000;
const MOST_BYTES = 256 * 2 ** 20;
const QUALITY_OF_OTHER_FORMATS = 95;

/**
 * Takes one picture.
 * @throws FeaturescopeError camera/denied, camera/busy, camera/failed, camera/tool-missing
 */
export async function takeShot(options: ShotOptions, surroundings: CameraSurroundings): Promise<Picture> {
  const { source, size, tool, folder, number, signal } = options;
  const fileName = `shot-${number}.${surroundings.platform === 'win32' ? 'bmp' : 'jpg'}`;
  const startedMs = Date.now();
  const result = await runTool({
    file: tool,
    args: shotArguments(surroundings.platform, {
      device: source.device,
      size,
      skip: source.kind === 'camera' ? WARM_UP_FRAMES : 0,
      fileName,
    }),
    // Within our folder a plain name is enough. fswebcam would expand % in a path, and other programs dislike spaces.
    folder,
    env: surroundings.env,
    limitMs: surroundings.shotLimitMs,
    signal,
  });
  if (result.isTimedOut)
    throw new NoAnswer('camera/failed', {
      problem: message('part/camera-silent', {
        device: source.device,
        seconds: surroundings.shotLimitMs / 1000,
      }),
    });
  if (result.startError)
    throw failed(
      'camera/tool-missing',
      {
        problem: message('part/camera-program-fails', { program: tool, why: messageOf(result.startError) }),
        hint: message('part/install-again'),
      },
      { cause: result.startError },
    );
  const bytes = await readNewFile(path.join(folder, fileName), startedMs);
  if ('key' in bytes) throw await explain(result, bytes, options, surroundings);
  return checkPicture(bytes);
}

/** The bytes of a file that was written since then, or what is wrong with it. */
async function readNewFile(file: string, sinceMs: number): Promise<Uint8Array | Message> {
  const facts = await lstat(file).catch(() => undefined);
  if (facts === undefined) return message('part/frame-not-written');
  if (!facts.isFile() || facts.size > MOST_BYTES) return message('part/frame-no-picture');
  if (facts.mtimeMs < sinceMs - CLOCK_STEP_MS) return message('part/frame-old');
  if (facts.size === 0) return message('part/frame-empty');
  return readFile(file).catch((error: unknown) =>
    message('part/frame-unreadable', { why: messageOf(error) }),
  );
}

/** @throws FeaturescopeError camera/failed if it is not a whole picture */
async function checkPicture(bytes: Uint8Array): Promise<Picture> {
  const { image, format, warnings } = await decodeImage(bytes, 'the frame').catch((error: unknown) => {
    throw cameraFailed(message('part/frame-undecodable'), error);
  });
  // A frame cut off by a full disk or a bad cable decodes in part.
  const [warning] = warnings;
  if (warning) throw cameraFailed(message('part/frame-cut'), sentenceOf(warning, commandLineTable));
  const { width, height } = image;
  const jpeg = format === 'JPEG' ? bytes : encodeJpeg(image, QUALITY_OF_OTHER_FORMATS);
  return { jpeg, size: { width, height }, isBlack: isBlack(image.data) };
}

/** From what the program said to a reason and a way on. It ends with 0 whatever happens. */
async function explain(
  { stdout, stderr }: ToolResult,
  finding: Message,
  { source: { device, kind }, tool }: ShotOptions,
  { platform }: CameraSurroundings,
): Promise<FeaturescopeError> {
  const words = plainWords(`${stdout}\n${stderr}`);
  const program = path.basename(tool);
  if (/permission denied|not authori[sz]ed|access.*denied/i.test(words)) return accessDenied(device, words);
  if (/\bbusy\b|in use\b/i.test(words))
    return failed('camera/busy', { problem: message('part/camera-in-use', { device }) }, { cause: words });
  const isNodeGone = device.startsWith('/') && (await stat(device).catch(() => undefined)) === undefined;
  if (isNodeGone || (kind === 'camera' && saysNoCamera(platform, words)))
    return cameraFailed(message('part/camera-gone', { device }), words);
  if (/timed out waiting/i.test(words))
    return cameraFailed(message('part/camera-sends-nothing', { device }), words);
  if (/not a v4l2? device|unable to find a source module|does not support (video )?captur/i.test(words))
    return cameraFailed(message('part/not-a-camera', { device, program }), words);
  const said = words.split('\n').at(-1)!.slice(0, 200);
  return cameraFailed(
    said === ''
      ? message('part/frame-failed', { finding })
      : message('part/frame-failed-saying', { finding, program, words: said }),
    words,
  );
}

/** Without the colours of a terminal, empty lines and control characters. */
function plainWords(words: string): string {
  return words
    .split(/\r?\n/)
    .map((line) =>
      line
        // fswebcam colours its words wherever they go.
        .replace(/\u001b\[[\d;]*m/g, '')
        .replace(/\p{C}/gu, ' ')
        .trim(),
    )
    .filter((line) => line !== '')
    .join('\n');
}
