// Read by every Node version before anything else: keep to the syntax of Node 12, and import nothing.

/** @type {[number, number][]} the first usable release of each major version; later majors are all usable */
const usableFrom = [
  [20, 19],
  [22, 12],
];

/** @param {string} version such as "20.19.0" */
export function isUsableNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const newest = usableFrom[usableFrom.length - 1];
  if (newest && major > newest[0]) return true;
  return usableFrom.some(([usableMajor, usableMinor]) => major === usableMajor && minor >= usableMinor);
}

/** @param {string} version */
export function tooOldReason(version) {
  return 'Node.js 20.19 or newer (or 22.12 or newer) is needed, this is ' + version;
}

export const NEWER_NODE_COMMAND = 'nvm install 22 && nvm use 22   (or install it from the Node.js web site)';

/** Says on stderr what is wrong when this Node is too old, and leaves 1 as the exit code. */
export function nodeIsNewEnough() {
  if (isUsableNode(process.versions.node)) return true;
  process.stderr.write(
    'set-up failed at step "Node.js": ' +
      tooOldReason(process.versions.node) +
      '\n  try: ' +
      NEWER_NODE_COMMAND +
      '\n',
  );
  process.exitCode = 1;
  return false;
}
