/** The packages under test, and ways to install them. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { manifest, places, unpackedApp } from '../../build/package/places.mjs';

export { manifest, unpackedApp };
export const tarFile = path.join(places.output, `featurescope-${manifest.version}-linux-x64.tar.gz`);
export const debFile = path.join(places.output, `featurescope_${manifest.version}_amd64.deb`);
export const isRoot = process.getuid?.() === 0;

/** What is installed, and how to be rid of it. */
export interface Installed {
  /** What a user starts. */
  readonly command: string;
  readonly folder: string;
  remove(): void;
}

/** A folder that every user may enter. */
export function openFolder(name: string): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), `featurescope-${name}-`)));
  fs.chmodSync(folder, 0o755);
  return folder;
}

export function installTar(): Installed {
  const place = openFolder('tar');
  execFileSync('tar', ['-xzf', tarFile, '-C', place]);
  const folder = path.join(place, path.basename(tarFile, '.tar.gz'));
  return {
    folder,
    command: path.join(folder, 'featurescope'),
    remove: () => fs.rmSync(place, { recursive: true }),
  };
}

export const DEB_FOLDER = '/usr/lib/featurescope';

/** Why the Debian package cannot be installed here; null if it can. */
export function reasonAgainstDeb(): string | null {
  if (!fs.existsSync(debFile)) return 'there is no dpkg-deb here, so it was not built';
  if (!isRoot) return 'only root may install it';
  if (fs.existsSync(DEB_FOLDER))
    return `${DEB_FOLDER} is there already: an installed Featurescope is left alone`;
  return null;
}

/** Installs or upgrades as the README says; by dpkg alone where there is no apt. */
export function installDeb(file = debFile): Installed {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Not dpkg first: where a library is missing, it would leave a half-installed package that apt refuses to touch.
  if (fs.existsSync('/usr/bin/apt-get')) {
    const options = ['-y', '-q', '--no-install-recommends', '--allow-downgrades'];
    execFileSync('apt-get', ['install', ...options, file], { stdio: 'pipe', env });
  } else execFileSync('dpkg', ['--install', file], { stdio: 'pipe', env });
  return {
    folder: DEB_FOLDER,
    command: '/usr/bin/featurescope',
    remove: () => execFileSync('dpkg', ['--purge', 'featurescope'], { stdio: 'pipe' }),
  };
}

/** Installs the same package under an earlier version number. */
export function installEarlierDeb(): Installed {
  const folder = openFolder('earlier');
  try {
    return installDeb(earlierDeb(folder, '0.0.1'));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Only the control part is written anew. */
function earlierDeb(folder: string, version: string): string {
  const control = path.join(folder, 'DEBIAN');
  execFileSync('dpkg-deb', ['--control', debFile, control]);
  const text = fs.readFileSync(path.join(control, 'control'), 'utf8');
  fs.writeFileSync(path.join(control, 'control'), text.replace(/^Version: .*$/m, `Version: ${version}`));
  execFileSync('tar', ['-cf', path.join(folder, 'control.tar'), '-C', control, './control', './md5sums']);
  const members = archiveMembers(fs.readFileSync(debFile));
  const file = path.join(folder, `featurescope_${version}_amd64.deb`);
  const parts = members.map(({ name, content }) =>
    name.startsWith('control.tar')
      ? archiveMember('control.tar', fs.readFileSync(path.join(folder, 'control.tar')))
      : archiveMember(name, content),
  );
  fs.writeFileSync(file, Buffer.concat([Buffer.from('!<arch>\n'), ...parts]));
  return file;
}

const HEAD_LENGTH = 60;

/** Members of an `ar` archive, which a Debian package is. */
function archiveMembers(archive: Buffer): { name: string; content: Buffer }[] {
  const members = [];
  for (let at = 8; at + HEAD_LENGTH <= archive.length;) {
    const head = archive.toString('latin1', at, at + HEAD_LENGTH);
    const size = Number(head.slice(48, 58));
    const content = archive.subarray(at + HEAD_LENGTH, at + HEAD_LENGTH + size);
    members.push({ name: head.slice(0, 16).trim(), content });
    at += HEAD_LENGTH + size + (size % 2);
  }
  return members;
}

function archiveMember(name: string, content: Buffer): Buffer {
  const fields = [name.padEnd(16), '0'.padEnd(12), '0'.padEnd(6), '0'.padEnd(6), '100644'.padEnd(8)];
  const head = `${fields.join('')}${String(content.length).padEnd(10)}\`\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), content, Buffer.alloc(content.length % 2, '\n')]);
}
