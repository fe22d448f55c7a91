import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DebugLogger } from 'builder-util';
import { FuseV1Options } from '@electron/fuses';
import { validateConfiguration } from 'app-builder-lib/out/util/config/config';
import { builderConfig } from '../../../build/package/builder-config.mjs';
import { fuses } from '../../../build/package/fuses.mjs';
import { desktopEntry } from '../../../build/package/linux/desktop-entry.mjs';
import { matcher, packagesBeside } from '../../../build/package/packages.mjs';
import { places } from '../../../build/package/places.mjs';
import { strippedLibraries } from '../../../build/package/strip.mjs';
import { targets, whatIsMissing } from '../../../build/package/targets.mjs';
import { isInPath } from '../../../build/setup/steps/system-tools.mjs';

const root = path.resolve(import.meta.dirname, '../../..');

describe('configuration of the packages', () => {
  it('is one that electron-builder accepts, with targets for all systems', async () => {
    const config = builderConfig('normal');
    await validateConfiguration(config, new DebugLogger(false));
    expect(config.win?.target).toEqual(['nsis', 'zip']);
    expect(config.mac?.target).toEqual(['dmg', 'zip']);
    expect(config.mac?.hardenedRuntime).toBe(true);
    expect(config.mac?.extendInfo).toHaveProperty('NSCameraUsageDescription');
  });

  it('burns every fuse that Electron has', () => {
    const names = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));
    expect(Object.keys(fuses).sort()).toEqual(names.sort());
  });

  it('asks macOS for the camera and for what native code needs, for nothing else', () => {
    const text = fs.readFileSync(path.join(root, 'build/package/mac/entitlements.plist'), 'utf8');
    expect([...text.matchAll(/<key>(.*)<\/key>/g)].map((match) => match[1])).toEqual([
      'com.apple.security.cs.allow-jit',
      'com.apple.security.cs.disable-library-validation',
      'com.apple.security.device.camera',
    ]);
  });

  it('says of every target of another system where it is built', async () => {
    for (const target of targets.filter(({ system }) => system !== process.platform))
      expect(await whatIsMissing(target)).toMatch(/^is built on (Linux|Windows|macOS): /);
  });

  it('has a changelog entry for the version of now', () => {
    const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(fs.readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8')).toContain(`\n## ${version}\n`);
  });

  it('builds below the project', () => {
    expect(path.relative(root, places.work)).toBe('.cache/package');
  });
});

it('matches names by stars within a folder', () => {
  const isWanted = matcher(['package.json', 'lib/*.so*', 'src/*/*.js']);
  const names = ['package.json', 'lib/a.so', 'lib/a.so.2', 'src/util/x.js'];
  expect(names.filter(isWanted)).toEqual(names);
  expect(
    ['package.json5', 'x/package.json', 'lib/b/a.so', 'src/x.js', 'src/a/b/x.js'].filter(isWanted),
  ).toEqual([]);
});

describe('desktop entry', () => {
  it('offers the app for models and pictures, in two languages', () => {
    const lines = desktopEntry('featurescope').trim().split('\n');
    expect(lines[0]).toBe('[Desktop Entry]');
    const values = new Map(
      lines.slice(1).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    expect(values.get('Exec')).toBe('featurescope %F');
    expect(values.get('Comment[zh_CN]')).toMatch(/[一-鿿]/);
    const types = values.get('MimeType')?.split(';') ?? [];
    expect(types.slice(0, 3)).toEqual(['application/x-keras', 'application/x-hdf', 'image/jpeg']);
    expect(new Set(types).size).toBe(types.length);
  });
});

describe('the libraries of TensorFlow', () => {
  // As in TensorFlow's own downloads: one file under three names. The pip package has the middle one only.
  const official = (name: string): string[] => [`${name}.so`, `${name}.so.2`, `${name}.so.2.9.1`];

  it('are taken under the one name that the addon looks for', () => {
    const isWanted = matcher(packagesBeside()['@tensorflow/tfjs-node'] ?? []);
    const names = [
      ...official('libtensorflow'),
      ...official('libtensorflow_framework'),
      ...[
        'libtensorflow_cc.so.2',
        'libtensorflow.dylib',
        'libtensorflow.2.dylib',
        'libtensorflow.2.9.1.dylib',
      ],
    ];
    expect(names.filter((name) => isWanted(`deps/lib/${name}`))).toEqual([
      ...[
        'libtensorflow.so.2',
        'libtensorflow_framework.so.2',
        'libtensorflow_cc.so.2',
        'libtensorflow.2.dylib',
      ],
    ]);
  });

  const canStrip = process.platform === 'linux' && isInPath('strip', process.env);
  if (!canStrip) process.stderr.write('stripped libraries: skipped, there is no strip\n');
  it.runIf(canStrip)('are stripped once, though they have more names', () => {
    const place = fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-test-'));
    const [source, target] = [path.join(place, 'source'), path.join(place, 'target')];
    fs.mkdirSync(source);
    fs.copyFileSync('/bin/sh', path.join(source, 'libtensorflow.so.2.9.1'));
    fs.symlinkSync('libtensorflow.so.2.9.1', path.join(source, 'libtensorflow.so.2'));
    fs.symlinkSync('libtensorflow.so.2', path.join(source, 'libtensorflow.so'));
    expect(strippedLibraries(source, target)).toBe(target);
    const files = fs.readdirSync(target).filter((name) => name !== 'stamp.json');
    expect(files).toEqual(['libtensorflow.so.2']);
    expect(fs.lstatSync(path.join(target, 'libtensorflow.so.2')).isFile()).toBe(true);
    fs.rmSync(place, { recursive: true });
  });
});
