import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { developmentVersion, release } from '../../../build/electron/version.mjs';
import { reasonAgainstRelease } from '../../../build/package/supported.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
const inTime = new Date('2026-11-28');

describe('packages for the public', () => {
  it('are made with a supported Electron only', () => {
    expect(reasonAgainstRelease(release.version, inTime)).toBeNull();
    expect(reasonAgainstRelease(developmentVersion, inTime)).toBe(
      `packaging for the public: Electron ${developmentVersion} gets no more security fixes, it is for development only; set FEATURESCOPE_ELECTRON=release, which takes Electron ${release.version} where its download host can be reached`,
    );
    const after = new Date(Date.parse(release.supportedUntil));
    expect(reasonAgainstRelease(release.version, after)).toMatch(
      /^packaging for the public: Electron \S+ is no longer supported since \d{4}-\d\d-\d\d; put the newest version/,
    );
    expect(reasonAgainstRelease(release.version, new Date(after.getTime() - 1))).toBeNull();
  });

  it('are refused by the packager, which then builds nothing', () => {
    const env = {
      ...process.env,
      FEATURESCOPE_ELECTRON: '',
      FEATURESCOPE_PACKAGES: path.join(root, 'nowhere'),
    };
    const args = ['build/run.mjs', 'package/make-packages', '--release', '--target', 'tar.gz'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    expect(stderr).toBe(`${reasonAgainstRelease(developmentVersion, inTime)}\n`);
    expect(stdout).toBe('');
    expect(status).toBe(1);
    expect(fs.existsSync(path.join(root, 'nowhere'))).toBe(false);
  });

  it('have a pinned sum of Electron for each system', () => {
    const systems = ['darwin-arm64', 'darwin-x64', 'linux-x64', 'win32-x64'];
    expect(Object.keys(release.sha256)).toEqual(
      systems.map((system) => `electron-v${release.version}-${system}.zip`),
    );
    const sums = Object.values(release.sha256);
    expect(sums.filter((sum) => /^[0-9a-f]{64}$/.test(sum))).toEqual(sums);
    expect(new Set(sums).size).toBe(sums.length);
  });

  it('come out of the workflow in this way', () => {
    const workflow = fs.readFileSync(path.join(root, '.github/workflows/package.yml'), 'utf8');
    expect(workflow).toMatch(/^ {4}env:\n(?: {6}#.*\n)? {6}FEATURESCOPE_ELECTRON: release$/m);
    expect(workflow).toContain('npm run package -- --release\n');
  });
});
