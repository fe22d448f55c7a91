import { access, constants, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
import { accessDenied, cameraFailed, shownName } from './camera-error';
import { runTool } from './run-tool';
import type { CameraSurroundings } from './surroundings';
import type { CameraDevice } from './types';

/** What is opened for a burst. */
export interface ChosenSource {
  readonly kind: 'camera' | 'drawn';
  readonly device: string;
}

const VIDEO_NODE = /^video(\d{1,5})$/;
const TEST_PICTURE = /^TEST:[A-Za-z]{1,40}$/;
/** Nothing but what a plain absolute path is made of. */
const PICTURE_FILE = /^FILE:\/[\w./-]+$/;
const LIST_LIMIT_MS = 10_000;

/**
 * The cameras that the system knows.
 * @param tool  path of the program that takes pictures
 * @throws FeaturescopeError camera/failed
 */
export async function systemCameras(surroundings: CameraSurroundings, tool: string): Promise<CameraDevice[]> {
  if (surroundings.platform === 'linux') return videoNodes(surroundings);
  const args = surroundings.platform === 'win32' ? ['/devlist'] : ['-l'];
  const { stdout, stderr, isTimedOut, startError } = await runTool({
    file: tool,
    args,
    folder: path.dirname(tool),
    env: surroundings.env,
    limitMs: LIST_LIMIT_MS,
  });
  if (isTimedOut || startError)
    throw cameraFailed(message('part/camera-program-silent', { program: path.basename(tool) }), startError);
  return surroundings.platform === 'win32' ? listedByCommandCam(stdout + stderr) : listedByImageSnap(stdout);
}

/** Character devices `/dev/video0`, `/dev/video1` ... by number, that give pictures. */
async function videoNodes(surroundings: CameraSurroundings): Promise<CameraDevice[]> {
  const { devicesFolder, namesFolder } = surroundings;
  const names = await readdir(devicesFolder).catch(() => []);
  const numbers = names.flatMap((name) => VIDEO_NODE.exec(name)?.slice(1).map(Number) ?? []);
  const cameras: CameraDevice[] = [];
  for (const number of numbers.sort((a, b) => a - b)) {
    const id = path.join(devicesFolder, `video${number}`);
    const facts = await stat(id).catch(() => undefined);
    if (!facts?.isCharacterDevice() || !(await canCapture(id, number, surroundings))) continue;
    const label = await readFile(path.join(namesFolder, `video${number}`, 'name'), 'utf8').catch(() => '');
    cameras.push({ id, label: label.replace(/\p{C}/gu, ' ').trim() || id });
  }
  return cameras;
}

const NODE_LIMIT_MS = 2000;

/**
 * Whether a node gives pictures: most cameras have another one for what describes them. v4l2-ctl asks the driver
 * (VIDIOC_QUERYCAP, its capabilities of this node); where it is not installed, the first node of a device is the one.
 */
async function canCapture(
  node: string,
  number: number,
  { env, namesFolder }: CameraSurroundings,
): Promise<boolean> {
  const asked = await runTool({
    ...{ file: 'v4l2-ctl', args: ['-d', node, '-D'], folder: '/', env, limitMs: NODE_LIMIT_MS },
  });
  const [, capabilities] = /^\s*Device Caps\s*:.*\n((?:\s{2,}.*\n?)*)/m.exec(asked.stdout) ?? [];
  if (capabilities !== undefined) return /^\s*Video Capture/m.test(capabilities);
  const index = await readFile(path.join(namesFolder, `video${number}`, 'index'), 'utf8').catch(() => '0');
  return index.trim() === '0';
}

/** `=> FaceTime HD Camera` or `[FaceTime HD Camera][0x8020000005ac8514]` below a heading. */
export function listedByImageSnap(words: string): CameraDevice[] {
  return words
    .split(/\r?\n/)
    .map((line) => line.replace(/.*?\[(.*?)\].*/, '$1').replace(/^=> /, ''))
    .filter((line) => line.trim() !== '' && !/^Video Devices:?/i.test(line))
    .map((name) => ({ id: name, label: name }));
}

/** A line for each camera below a heading; cameras are chosen by their number, counted from 1. */
export function listedByCommandCam(words: string): CameraDevice[] {
  return words
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(Available capture devices:|No video devices found)/i.test(line))
    .map((label, place) => ({ id: String(place + 1), label }));
}

/**
 * Refuses what cannot be the name of a camera, before anything is started or opened.
 * @throws FeaturescopeError camera/unknown-device
 */
export function checkName(device: string, surroundings: CameraSurroundings): void {
  const { platform } = surroundings;
  const isName =
    platform === 'linux' ? isNodeName(device, surroundings) : device !== '' && !/^-|\p{C}/u.test(device);
  if (isName || isDrawn(device, surroundings)) return;
  throw failed('camera/unknown-device', {
    problem: message('part/no-camera-name', { name: shownName(device) }),
    hint: message(platform === 'linux' ? 'part/choose-listed-camera-or-draw' : 'part/choose-listed-camera'),
  });
}

function isNodeName(device: string, { devicesFolder }: CameraSurroundings): boolean {
  const name = path.basename(device);
  return VIDEO_NODE.test(name) && (device === name || device === path.join(devicesFolder, name));
}

function isDrawn(device: string, { platform, mayReadFiles }: CameraSurroundings): boolean {
  return platform === 'linux' && (TEST_PICTURE.test(device) || (mayReadFiles && PICTURE_FILE.test(device)));
}

/**
 * Finds the camera that is meant; `video0` means `/dev/video0`. Only a name that the system itself has given is passed on.
 * @param device  null: the first camera
 * @throws FeaturescopeError camera/none, camera/unknown-device, camera/denied, camera/failed
 */
export async function chooseSource(
  device: string | null,
  surroundings: CameraSurroundings,
  tool: string,
): Promise<ChosenSource> {
  const { platform, devicesFolder } = surroundings;
  if (device !== null && isDrawn(device, surroundings)) return { kind: 'drawn', device };
  const cameras = await systemCameras(surroundings, tool);
  const ids = cameras.map(({ id }) => id);
  const isLinux = platform === 'linux';
  if (cameras.length === 0)
    throw failed('camera/none', {
      problem: isLinux
        ? message('part/no-camera-node', { node: `${devicesFolder}/video0` })
        : message('part/no-camera'),
      hint: message(isLinux ? 'part/connect-camera-or-draw' : 'part/connect-camera'),
    });
  const wanted =
    isLinux && device !== null && VIDEO_NODE.test(device) ? path.join(devicesFolder, device) : device;
  const found = wanted === null ? ids[0] : ids.find((id) => id === wanted);
  if (found === undefined)
    throw failed('camera/unknown-device', {
      problem: message('part/no-such-camera', { name: shownName(device!) }),
      hint: message('part/cameras-are', { cameras: ids }),
    });
  if (isLinux) await checkAccess(found);
  return { kind: 'camera', device: found };
}

async function checkAccess(node: string): Promise<void> {
  try {
    await access(node, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw accessDenied(node, error);
  }
}
