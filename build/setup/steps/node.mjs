import { SetupFailure } from '../failure.mjs';
import { isUsableNode, NEWER_NODE_COMMAND, tooOldReason } from '../node-version.mjs';

/** @import { Context, Step } from '../context.mjs' */

/** Where the TensorFlow addon exists ready-made. */
const supported = ['linux x64', 'linux arm64', 'darwin x64', 'darwin arm64', 'win32 x64'];
const TRIED = 'linux x64';

/**
 * @param {Context} context
 * @returns {Step}
 */
export function nodeAndPlatform({ nodeVersion, platform, arch }) {
  const machine = `${platform} ${arch}`;
  const problem = () => {
    if (!isUsableNode(nodeVersion)) return new SetupFailure(tooOldReason(nodeVersion), NEWER_NODE_COMMAND);
    if (!supported.includes(machine))
      return new SetupFailure(
        `there is no TensorFlow library for this platform (${machine}); supported: ${supported.join(', ')}`,
        'use one of these machines',
      );
    return null;
  };
  return {
    id: 'node',
    title: 'Node.js',
    check() {
      const failure = problem();
      if (failure) return { ok: false, detail: failure.message };
      const remark = machine === TRIED ? '' : `, not tried by us: only ${TRIED} was`;
      return { ok: true, detail: `${nodeVersion} on ${machine}${remark}` };
    },
    async run() {
      const failure = problem();
      if (failure) throw failure;
    },
  };
}
