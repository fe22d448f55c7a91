import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  readHandOver,
  removeHandOver,
  sweepHandOvers,
  writeHandOver,
} from '../../../electron/main/hand-over';
import { missingOf, OpenQueue } from '../../../electron/main/open-queue';

let folder: string;
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-files-')));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));
const made = (name: string): string => {
  fs.writeFileSync(path.join(folder, name), '');
  return path.join(folder, name);
};

describe('what was asked for', () => {
  it('stays until it is taken, each request by itself, and is taken once', async () => {
    const queue = new OpenQueue();
    const [model, picture] = [made('a.h5'), made('b.png')];
    const missing = path.join(folder, 'c.png');
    queue.add([model, missing]);
    queue.add([]);
    queue.add([picture]);
    expect(await queue.take()).toEqual([
      { paths: [model], missing: [missing] },
      { paths: [picture], missing: [] },
    ]);
    expect(await queue.take()).toEqual([]);
  });

  it('is told of as soon as somebody listens', async () => {
    const queue = new OpenQueue();
    const told = vi.fn();
    queue.add([made('early.png')]);
    queue.listen(told);
    expect(told).not.toHaveBeenCalled();
    queue.add([made('late.png')]);
    expect(told).toHaveBeenCalledTimes(1);
    expect((await queue.take()).flatMap(({ paths }) => paths.map((one) => path.basename(one)))).toEqual([
      'early.png',
      'late.png',
    ]);
  });

  it('is missing only where the system says so', async () => {
    const there = made('here.png');
    fs.symlinkSync('nowhere', path.join(folder, 'dead link.png'));
    const gone = ['gone.png', 'dead link.png', 'here.png/below.png', `${'x'.repeat(300)}.png`].map((name) =>
      path.join(folder, name),
    );
    expect(await missingOf([there, ...gone, folder])).toEqual(gone);
    expect(await missingOf([])).toEqual([]);
  });
});

describe('a list on its way to the app that is open', () => {
  // Lists of 9 to 13 and of 32 files vanish in Electron's own message.
  it.each([0, 1, 8, 9, 10, 11, 12, 13, 14, 31, 32, 33, 255, 256, 300, 2000])(
    'arrives with %i files',
    (count) => {
      const paths = Array.from({ length: count }, (_, at) => `/photos/图 ${at}\n".png`);
      const name = writeHandOver(folder, paths);
      expect(readHandOver(folder, name)).toEqual(paths);
      removeHandOver(folder, name);
      expect(fs.readdirSync(folder)).toEqual([]);
    },
  );

  it('is for the user alone', () => {
    writeHandOver(folder, ['/a.png']);
    const [file = ''] = fs.readdirSync(folder);
    expect(fs.statSync(path.join(folder, file)).mode & 0o777).toBe(0o600);
  });

  it('is refused where it is none of ours', () => {
    const name = writeHandOver(folder, ['/a.png']);
    const file = path.join(folder, `open-${name}.json`);
    for (const text of ['', '{', 'null', '[]', '{"paths": "a"}', '{"paths": [7]}', '{"paths": [""]}']) {
      fs.writeFileSync(file, text);
      expect([text, readHandOver(folder, name)]).toEqual([text, null]);
    }
    fs.truncateSync(file, 40 * 1024 ** 2);
    expect(readHandOver(folder, name)).toBeNull();
    for (const odd of [null, undefined, 7, '', '../secret', `${name}/..`, ['a'], { toString: null }])
      expect(readHandOver(folder, odd)).toBeNull();
    fs.rmSync(file);
    expect(readHandOver(folder, name)).toBeNull();
    const elsewhere = path.join(folder, 'elsewhere.json');
    fs.writeFileSync(elsewhere, '{"paths": ["/secret.png"]}');
    fs.symlinkSync(elsewhere, file);
    expect(readHandOver(folder, name)).toBeNull();
  });

  it('is swept away when its start ended without it', async () => {
    const [old, fresh] = [writeHandOver(folder, ['/a.png']), writeHandOver(folder, ['/b.png'])];
    made('settings.json');
    const now = Date.now();
    const before = new Date(now - 20 * 60_000);
    fs.utimesSync(path.join(folder, `open-${old}.json`), before, before);
    await sweepHandOvers(folder, now);
    expect(fs.readdirSync(folder).sort()).toEqual([`open-${fresh}.json`, 'settings.json'].sort());
  });
});
