// The fuses of Electron's executable in a package: read by the build, which burns them, and by the tests, which read them back.
import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/** State of a fuse that is on, in the executable: the digit 1. */
const on = '1'.charCodeAt(0);

/** @type {Record<keyof typeof FuseV1Options, boolean>} */
export const fuses = {
  /** The executable is no Node for others. */
  RunAsNode: false,
  /** We keep no cookies; on would ask for the keyring of the desktop. */
  EnableCookieEncryption: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  /** Enforced on Windows and macOS; Linux ignores it. */
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  /** The page comes from app://, never from file://. */
  GrantFileProtocolExtraPrivileges: false,
};

/**
 * Burns the table into an executable. A fuse that Electron has and the table lacks is an error.
 * @param {string} executable
 */
export async function burnFuses(executable) {
  const values = Object.entries(fuses).map(([name, value]) => [
    FuseV1Options[/** @type {keyof typeof fuses} */ (name)],
    value,
  ]);
  await flipFuses(executable, {
    ...Object.fromEntries(values),
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: process.platform === 'darwin' && process.arch === 'arm64',
  });
}

/**
 * The fuses of an executable by name.
 * @param {string} executable
 * @returns {Promise<Record<string, boolean>>}
 */
export async function readFuses(executable) {
  const wire = await getCurrentFuseWire(executable);
  const names = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));
  return Object.fromEntries(
    names.map((name) => [name, wire[FuseV1Options[/** @type {keyof typeof fuses} */ (name)]] === on]),
  );
}
