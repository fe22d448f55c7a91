import { SetupFailure } from '../failure.mjs';
import path from 'node:path';
import { sizeOf } from '../files.mjs';
import { installCommand, installWithApt, isInPath } from './system-tools.mjs';

/** @import { Context, Step } from '../context.mjs' */

const COMMAND_CAM = 'node_modules/node-webcam/src/bindings/CommandCam/CommandCam.exe';
const LONGEST_MS = 5 * 60_000;

/**
 * The program with which node-webcam takes pictures. As root with apt it is installed; otherwise the failure names the
 * exact command.
 * @param {Context} context
 * @returns {Step}
 */
export function cameraTool(context) {
  const { name, isThere, command } = toolFor(context);
  return {
    id: 'camera-tool',
    title: 'webcam program',
    check: () => ({ ok: isThere(), detail: isThere() ? name : `${name} is not installed: ${command}` }),
    async run(progress) {
      if (context.platform !== 'linux' || !context.isRoot || !isInPath('apt-get', context.env))
        throw new SetupFailure(`${name}, which only the webcam needs, is not installed`, command);
      await installWithApt(context, [name], progress, LONGEST_MS);
    },
  };
}

/** @param {Context} context */
function toolFor(context) {
  const { platform, env, root } = context;
  if (platform === 'win32')
    return {
      name: 'CommandCam.exe',
      isThere: () => sizeOf(path.join(root, COMMAND_CAM)) > 0,
      command: 'npm rebuild node-webcam',
    };
  const isMac = platform === 'darwin';
  const name = isMac ? 'imagesnap' : 'fswebcam';
  return {
    name,
    isThere: () => isInPath(name, env),
    command: isMac ? 'brew install imagesnap' : installCommand(context, [name]),
  };
}
