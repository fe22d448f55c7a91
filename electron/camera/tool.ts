import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import NodeWebcam, { type Webcam, type WebcamOptions } from 'node-webcam';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { CameraSurroundings } from './surroundings';

/*
 * node-webcam chooses the program for each system, its options and their defaults. It would run them as one shell line in
 * which neither the device nor the file is quoted, wait for the program without a limit, and call a shot done whether or
 * not there is a picture. Its functions hold on to `child_process.exec`, which cannot be replaced from outside. So we let
 * it write the line with placeholders, cut the line into arguments, put the true values in their place, and run the
 * program ourselves without a shell: no value is ever read as anything but one argument.
 */
const DEVICE_MARK = '@device@';
const FILE_MARK = '@file@';
const JPEG_QUALITY = 95;
const DEFAULT_SIZE = { width: 1280, height: 720 };

/** The command that gets the program where it is not installed. */
const INSTALL: Readonly<Record<string, string>> = {
  linux: 'sudo apt-get install fswebcam',
  darwin: 'brew install imagesnap',
  win32: 'npm rebuild node-webcam',
};

/** One picture to take. */
export interface ShotWish {
  /** Null: the program's own choice. */
  readonly device: string | null;
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Frames to throw away first, while the camera finds its exposure. */
  readonly skip: number;
  /** Name of the file, in the folder in which the program is run. */
  readonly fileName: string;
}

function webcamFor(platform: string, { device, size, skip }: Omit<ShotWish, 'fileName'>): Webcam {
  // It writes what it lacks into the options, so they are new each time.
  const options: WebcamOptions = {
    ...(size ?? DEFAULT_SIZE),
    quality: JPEG_QUALITY,
    output: platform === 'win32' ? 'bmp' : 'jpeg',
    device: device === null ? false : DEVICE_MARK,
    skip,
  };
  return NodeWebcam.Factory.create(options, platform);
}

/** The arguments with which the system's program takes a picture, as node-webcam gives them. */
export function shotArguments(platform: string, wish: ShotWish): string[] {
  const webcam = webcamFor(platform, wish);
  const line = webcam.generateSh(FILE_MARK).slice(webcam.bin.length);
  const words = line.match(/'[^']*'|\S+/g) ?? [];
  return words.map((word) => {
    const bare = word.replace(/^'(.*)'$/, '$1');
    if (bare === DEVICE_MARK) return wish.device!;
    return bare === FILE_MARK ? wish.fileName : bare;
  });
}

/** Whether node-webcam takes the program's words to say that there is no such camera. */
export function saysNoCamera(platform: string, words: string): boolean {
  const webcam = webcamFor(platform, { device: null, size: null, skip: 0 });
  return webcam.runCaptureValidations?.(words) instanceof Error;
}

/**
 * Path of the program that takes pictures on this system.
 * @throws FeaturescopeError camera/tool-missing
 */
export async function findTool({ platform, env }: CameraSurroundings): Promise<string> {
  if (!Object.hasOwn(NodeWebcam.Factory.Types, platform))
    throw failed('camera/tool-missing', {
      problem: message('part/no-camera-program', { platform }),
      hint: message('part/take-otherwise'),
    });
  const name = webcamFor(platform, { device: null, size: null, skip: 0 }).bin.replaceAll('"', '');
  const places = path.isAbsolute(name)
    ? [name]
    : (env['PATH'] ?? '').split(path.delimiter).map((folder) => path.resolve(folder, name));
  for (const place of places) if (await isExecutable(place)) return place;
  throw failed('camera/tool-missing', {
    problem: message('part/camera-program-missing', { program: path.basename(name) }),
    hint: message('part/install-with', { command: INSTALL[platform] ?? '' }),
  });
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
