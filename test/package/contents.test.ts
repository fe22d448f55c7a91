/** What is in a package, and what is not. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { listPackage } from '@electron/asar';
import { describe, expect, it } from 'vitest';
import { fuses, readFuses } from '../../build/package/fuses.mjs';
import { collectLicences } from '../../build/package/licences.mjs';
import { insideBundles, packagesBeside } from '../../build/package/packages.mjs';
import { sizesOf } from '../../build/package/sizes.mjs';
import { projectRoot } from '../../build/electron/version.mjs';
import { debFile, manifest, tarFile, unpackedApp } from './packages';
import { listOf } from './ordinary-user';

const isFile = (name: string): boolean => fs.statSync(path.join(unpackedApp, name)).isFile();
const outside = listOf(unpackedApp).filter(isFile);
const archive = path.join(unpackedApp, 'resources/app.asar');
const inside = listPackage(archive, { isPack: false }).map((name) => name.slice(1));
const all = [...outside, ...inside];

describe('the installed folder', () => {
  it('holds TensorFlow once, outside the archive, and nothing for debuggers', () => {
    const libraries = outside.filter((name) => /libtensorflow/.test(name)).sort();
    const folder = 'resources/app.asar.unpacked/node_modules/@tensorflow/tfjs-node/deps/lib';
    // The first is called `_cc` in the pip package, and without it in TensorFlow's own download.
    expect(libraries.map((name) => name.replace('_cc.', '.'))).toEqual([
      `${folder}/libtensorflow.so.2`,
      `${folder}/libtensorflow_framework.so.2`,
    ]);
    const sections = execFileSync('readelf', ['-SW', ...libraries], { cwd: unpackedApp, encoding: 'utf8' });
    expect(sections).toContain('.dynsym');
    expect(sections).not.toMatch(/\.symtab|\.debug_/);
  });

  it.each([
    ['source maps', /\.map$/],
    ['TypeScript', /\.([cm]?ts|tsx|svelte|tsbuildinfo)$/],
    [
      'tests and fixtures',
      /(^|\/)(tests?|__tests__|fixtures|spec|examples?|shared)\/|\.(test|spec)\.[cm]?js$/,
    ],
    ['headers and build files', /\.(h|hpp|cc|cpp|gyp|gypi|lib|a|o|exp|pdb)$/],
    ['other systems', /darwin|win32|arm64|musl|\.(dll|dylib|exe)$/],
    ['set-up, sources of the project', /^(build|electron\/main|renderer)\//],
    ["Electron's own app", /default_app/],
    ['the fake page', /fake/],
    [
      'whole packages',
      /node_modules\/(@tensorflow\/tfjs(-(core|layers|converter|data|backend-\w+))?|electron|vite|svelte)\//,
    ],
  ])('holds no %s', (_what, unwanted) => {
    expect(all.filter((name) => unwanted.test(name))).toEqual([]);
  });

  it('holds the languages of the app only', () => {
    expect(fs.readdirSync(path.join(unpackedApp, 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak']);
  });

  it('holds every listed npm package and no other', () => {
    const found = inside.flatMap(
      (name) =>
        /^node_modules\/((.*\/node_modules\/)?(@[^/]+\/)?[^/]+)\/package\.json$/.exec(name)?.[1] ?? [],
    );
    expect(found.sort()).toEqual(Object.keys(packagesBeside()).sort());
  });

  it('bundles only packages whose licences are listed', () => {
    const maps = ['out/electron', 'out/renderer'].flatMap((folder) =>
      listOf(path.join(projectRoot, folder))
        .filter((name) => name.endsWith('.map'))
        .map((name) => path.join(projectRoot, folder, name)),
    );
    const names = maps.flatMap((map) => {
      const { sources } = JSON.parse(fs.readFileSync(map, 'utf8')) as { sources: string[] };
      return sources.flatMap((source) => /.*node_modules\/((@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
    });
    expect(maps.length).toBeGreaterThan(3);
    expect([...new Set(names)].sort()).toEqual([...insideBundles].sort());
  });

  it('holds what the catalogue names, as it is in the project, and weights of bundled models only', () => {
    const models = path.join(unpackedApp, 'resources/models');
    const files = listOf(models).filter((name) => fs.statSync(path.join(models, name)).isFile());
    for (const name of files) {
      const shipped = fs.readFileSync(path.join(models, name));
      expect([name, shipped.equals(fs.readFileSync(path.join(projectRoot, 'models', name)))]).toEqual([
        name,
        true,
      ]);
    }
    const catalog = JSON.parse(fs.readFileSync(path.join(models, 'catalog.json'), 'utf8')) as {
      models: { file: string; labels: string; architecture?: string; isBundled: boolean }[];
    };
    for (const { file, labels, architecture, isBundled } of catalog.models) {
      expect([file, files.includes(file)]).toEqual([file, isBundled]);
      expect(files).toContain(labels);
      if (architecture !== undefined) expect(files).toContain(architecture);
    }
  });

  it('stays small beside its libraries', () => {
    const bytes = Object.fromEntries(sizesOf(unpackedApp).map((part) => [part.title, part.bytes]));
    expect(bytes['app code']).toBeLessThan(4e6);
    expect(bytes['libraries in the archive']).toBeLessThan(7e6);
    expect(bytes['TensorFlow (libtensorflow)']).toBeLessThan(470e6);
    expect(Object.values(bytes).reduce((sum, part) => sum + part, 0)).toBeLessThan(790e6);
  });

  it('has its fuses as in the table', async () => {
    expect(await readFuses(path.join(unpackedApp, 'featurescope-bin'))).toEqual(fuses);
  });

  it('can be changed by its owner only', () => {
    for (const name of listOf(unpackedApp)) {
      const { mode } = fs.statSync(path.join(unpackedApp, name));
      expect([name, (mode & 0o7777).toString(8)]).toEqual([name, expect.stringMatching(/^(644|755)$/)]);
    }
  });
});

describe('licences', () => {
  it('are there for everything, with their texts', () => {
    const text = fs.readFileSync(path.join(unpackedApp, 'resources/licences/third-party.txt'), 'utf8');
    const licences = collectLicences();
    for (const { name, licence, text: own } of licences) {
      expect(own.length).toBeGreaterThan(100);
      expect(text).toContain(`(${licence})`);
      expect(text).toContain(name);
      expect(text).toContain(own);
    }
    for (const name of [
      'Electron',
      'TensorFlow (native library)',
      'Sample photo',
      'Inter (font)',
      'Noto Sans SC (font)',
      'svelte',
    ])
      expect(licences.map((one) => one.name)).toContain(name);
  });

  it.each(['LICENSE', 'LICENSE.electron.txt', 'LICENSES.chromium.html'])('hold %s', (name) => {
    expect(fs.statSync(path.join(unpackedApp, name)).size).toBeGreaterThan(1000);
  });
});

describe('tar.gz', () => {
  it('names no user and no time of its making', () => {
    const lines = execFileSync('tar', ['-tvzf', tarFile, '--numeric-owner', '--full-time'], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' },
    })
      .trim()
      .split('\n');
    for (const line of lines)
      expect(line).toMatch(/^.{10} 0\/0 +\d+ 2026-01-01 00:00:00 featurescope-[\d.]+-linux-x64\//);
    const names = lines.map((line) => line.slice(line.indexOf('featurescope-')).replace(/\/$/, ''));
    expect(names.length).toBe(listOf(unpackedApp).length + 1);
  });
});

const hasDeb = fs.existsSync(debFile);
describe.skipIf(!hasDeb)('deb', () => {
  const fieldsOf = (): string => execFileSync('dpkg-deb', ['--field', debFile], { encoding: 'utf8' });
  const lines = hasDeb
    ? execFileSync('dpkg-deb', ['--contents', debFile], {
        encoding: 'utf8',
        env: { ...process.env, TZ: 'UTC' },
      })
        .trim()
        .split('\n')
    : [];

  it('says what it is', () => {
    const fields = fieldsOf();
    expect(fields).toContain(`Version: ${manifest.version}\n`);
    expect(fields).toContain('Architecture: amd64\n');
    expect(fields).toMatch(/^Depends: .*libgtk-3-0t64 \| libgtk-3-0/m);
    expect(Number(/Installed-Size: (\d+)/.exec(fields)?.[1])).toBeGreaterThan(600_000);
  });

  it('belongs to root, with the sandbox helper as Chromium wants it', () => {
    for (const line of lines) expect(line).toMatch(/^\S+ root\/root /);
    expect(lines.filter((line) => line.startsWith('-rws'))).toEqual([
      expect.stringMatching(/chrome-sandbox$/),
    ]);
    for (const line of lines) expect(line).toContain('2026-01-01 00:00');
  });

  it('asks for the C++ library that its programs were made with', () => {
    const programs = [...outside.filter((name) => /\.node$|\.so[.\d]*$/.test(name)), 'featurescope-bin'];
    const symbols = execFileSync('objdump', ['-p', ...programs], {
      cwd: unpackedApp,
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
    const newest = (name: string): number =>
      Math.max(
        ...[...symbols.matchAll(new RegExp(`${name}_(?:3\\.4|2)\\.(\\d+)`, 'g'))].map((match) =>
          Number(match[1]),
        ),
      );
    // GCC 11 brought GLIBCXX_3.4.29.
    expect(newest('GLIBCXX')).toBeLessThanOrEqual(29);
    expect(newest('GLIBC')).toBeLessThanOrEqual(25);
    expect(fieldsOf()).toMatch(/libc6 \(>= 2\.25\).*libstdc\+\+6 \(>= 11\)/);
  });

  it('needs no programs of its own at installation', () => {
    const names = execFileSync('sh', ['-c', 'dpkg-deb --ctrl-tarfile "$1" | tar -t', 'sh', debFile], {
      encoding: 'utf8',
    });
    expect(names.trim().split('\n').sort()).toEqual(['./', './control', './md5sums']);
  });

  it('has entry, types and icons for the desktop', () => {
    const entry = execFileSync(
      'sh',
      [
        '-c',
        'dpkg-deb --fsys-tarfile "$1" | tar -xO ./usr/share/applications/featurescope.desktop',
        'sh',
        debFile,
      ],
      { encoding: 'utf8' },
    );
    expect(entry).toContain('Exec=featurescope %F\n');
    expect(entry).toMatch(/^MimeType=application\/x-keras;application\/x-hdf;image\/jpeg;.*;$/m);
    for (const name of [
      'mime/packages/featurescope.xml',
      'metainfo/app.featurescope.featurescope.metainfo.xml',
      'icons/hicolor/256x256/apps/featurescope.png',
      'icons/hicolor/scalable/apps/featurescope.svg',
      'doc/featurescope/copyright',
    ])
      expect(lines.some((line) => line.endsWith(`./usr/share/${name}`))).toBe(true);
  });
});
