import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { encodePicture } from '../../electron/compute/engine-export';
import { nameOfOwner, thisProcess } from '../../electron/files/owner';
import { decodeImage } from '../../electron/image/decode';
import { errorOf } from '../../electron/shared/answer';
import type { Answer, CopyWhat, ExportWhat, FigurePicture } from '../../electron/shared/contract';
import { DEFAULT_FIGURE_STYLE } from '../../electron/shared/figure-styles';
import { computeJob } from '../fixtures/compute-job';
import type { FakeServices } from './fake-services';
import { PortPage } from './port-page';

let folder: string;
let page: PortPage;
let services: FakeServices;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-export-'));
  page = new PortPage();
  services = page.services;
  return () => {
    page.close();
    fs.rmSync(folder, { recursive: true });
  };
});

const job = computeJob();

async function analyse(): Promise<string> {
  const { workshop } = page;
  await workshop.loadModel({ kind: 'catalog', id: 'tiny' }, job);
  const { pictureId } = await workshop.openPicture({ kind: 'sample' }, job);
  const options = { fit: 'stretch', cropShift: 0, layers: [], sets: [] } as const;
  const ids = { pictureId, modelId: 'tiny' };
  return (await workshop.analyse({ ...ids, ...options, layers: [], sets: [] }, job)).analysisId;
}

/** As after a dialog of main's, in which the user chose this name. */
function ask(what: ExportWhat, name: string): ReturnType<PortPage['ask']> {
  const token = `token of ${name}`;
  page.grants.add(token, { what: what.kind, path: path.join(folder, name) });
  return page.ask('export:write', { token, what });
}
const write = (what: ExportWhat, name: string): Promise<Answer<unknown>> => ask(what, name).answer;

const image = { data: new Uint8Array(12), width: 2, height: 2 };

describe('webcam frames', () => {
  const jpeg = (byte: number) => Uint8Array.of(0xff, 0xd8, 0xff, byte);
  const what: ExportWhat = {
    kind: 'frames',
    frames: [0, 1, 4].map((index) => ({ index, jpeg: jpeg(index) })),
  };

  it('are written byte for byte into a new folder, a missing one leaving its gap', async () => {
    expect(await write(what, 'webcam')).toEqual({ ok: true, value: { path: path.join(folder, 'webcam') } });
    expect(fs.readdirSync(folder)).toEqual(['webcam']);
    expect(fs.readdirSync(path.join(folder, 'webcam')).sort()).toEqual(['o-0.jpg', 'o-1.jpg', 'o-4.jpg']);
    expect(new Uint8Array(fs.readFileSync(path.join(folder, 'webcam/o-4.jpg')))).toEqual(jpeg(4));
  });

  it('never replace frames that are there already', async () => {
    fs.mkdirSync(path.join(folder, 'webcam'));
    fs.writeFileSync(path.join(folder, 'webcam/o-0.jpg'), 'mine');
    expect(await write(what, 'webcam')).toEqual({ ok: true, value: { path: path.join(folder, 'webcam-2') } });
    expect(fs.readFileSync(path.join(folder, 'webcam/o-0.jpg'), 'utf8')).toBe('mine');
  });

  it('need no model and no analysis', async () => {
    expect(await write(what, 'gone/webcam')).toMatchObject({
      ok: false,
      error: { code: 'output/not-written' },
    });
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});

describe('export', () => {
  it('writes a whole file under its name and leaves nothing else', async () => {
    const target = path.join(folder, '结果 #1.csv');
    expect(await write({ kind: 'predictions-csv', analysisId: await analyse() }, '结果 #1.csv')).toEqual({
      ok: true,
      value: { path: target },
    });
    expect(fs.readdirSync(folder)).toEqual(['结果 #1.csv']);
    expect(page.progress).toEqual([{ id: 1, progress: { stage: 'write', fraction: 0 } }]);
    // Main lets it be shown in its folder.
    expect(page.written).toEqual([target]);
  });

  it('writes a picture without any analysis, over an older one', async () => {
    fs.writeFileSync(path.join(folder, 'tile.png'), 'old');
    expect(await write({ kind: 'picture', image, scale: 1 }, 'tile.png')).toMatchObject({ ok: true });
    expect(fs.readFileSync(path.join(folder, 'tile.png'), 'utf8')).toBe('png 2x2 at 1');
  });

  it('writes an opened picture in its own pixels, of which the page has only the preview', async () => {
    const { pictureId } = await page.workshop.openPicture({ kind: 'sample' }, job);
    expect(await write({ kind: 'original', pictureId, scale: 4 }, 'o.png')).toMatchObject({ ok: true });
    expect(fs.readFileSync(path.join(folder, 'o.png'), 'utf8')).toBe('png 2x2 at 4');
    expect(await write({ kind: 'original', pictureId: 'gone', scale: 1 }, 'p.png')).toMatchObject({
      ok: false,
      error: { code: 'job/unknown-picture' },
    });
  });

  it('refuses an enlargement that would not fit into memory, and saves the picture at its own size', async () => {
    const big = { data: new Uint8Array(4000 * 4000 * 3), width: 4000, height: 4000 };
    await expect(encodePicture(big, 4)).rejects.toMatchObject({ code: 'output/too-large' });
    const { width, height } = (await decodeImage(await encodePicture(image, 4), 'big.png')).image;
    expect([width, height]).toEqual([8, 8]);
  });

  it('writes many files as a new folder and never into one that exists', async () => {
    const what: ExportWhat = {
      kind: 'maps-png',
      analysisId: await analyse(),
      figure: {
        columns: [{ layer: 0, filters: [0] }],
        range: { scope: 'map' },
        colormap: 'viridis',
        divergingForSigned: false,
        labels: true,
      },
    };
    fs.mkdirSync(path.join(folder, 'maps'));
    expect(await write(what, 'maps')).toEqual({ ok: true, value: { path: path.join(folder, 'maps-2') } });
    expect(fs.readdirSync(path.join(folder, 'maps-2'))).toEqual(['0-0.png']);
    expect(fs.readdirSync(path.join(folder, 'maps'))).toEqual([]);
  });

  it('keeps the old file and leaves no half one when it is cancelled', async () => {
    fs.writeFileSync(path.join(folder, 'a.csv'), 'old');
    const analysisId = await analyse();
    services.holdSteps = true;
    const saving = ask({ kind: 'predictions-csv', analysisId }, 'a.csv');
    await vi.waitFor(() => expect(services.steps).toHaveLength(1));
    page.post({ cancel: saving.id });
    expect(await saving.answer).toMatchObject({ ok: false, error: { code: 'job/cancelled' } });
    services.steps[0]?.release();
    await vi.waitFor(() => expect(fs.readdirSync(folder)).toEqual(['a.csv']));
    expect(fs.readFileSync(path.join(folder, 'a.csv'), 'utf8')).toBe('old');
  });

  it.each([
    ['ENOSPC', "the disk is full, or this user's share of it"],
    ['EACCES', 'this user may not write there'],
  ])('explains %s and leaves nothing behind', async (code, why) => {
    vi.spyOn(services, 'writeExport').mockImplementation(async (_analysed, _what, target) => {
      fs.writeFileSync(target, 'half');
      throw Object.assign(new Error(`${code}: no`), { code });
    });
    const answer = await write({ kind: 'predictions-csv', analysisId: await analyse() }, 'a.csv');
    expect(answer).toMatchObject({ ok: false, error: { code: 'output/not-written', detail: `${code}: no` } });
    if (!answer.ok)
      expect(errorOf(answer.error).message).toBe(
        `saving ${path.join(folder, 'a.csv')}: ${why}; choose another place.`,
      );
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('never replaces the picture that is open, by whatever name', async () => {
    const photo = path.join(folder, 'photo.png');
    fs.writeFileSync(photo, 'mine');
    fs.symlinkSync('photo.png', path.join(folder, 'link.png'));
    await page.workshop.openPicture({ kind: 'path', path: photo }, job);
    for (const name of ['photo.png', 'link.png']) {
      const answer = await write({ kind: 'picture', image, scale: 1 }, name);
      expect(answer).toMatchObject({ ok: false, error: { code: 'output/not-written' } });
      if (!answer.ok)
        expect(errorOf(answer.error).message).toBe(
          `saving ${path.join(folder, name)}: this is the picture that is open; choose another place.`,
        );
    }
    expect(fs.readFileSync(photo, 'utf8')).toBe('mine');
  });

  it.skipIf(process.platform === 'win32')('replaces nothing but regular files', async () => {
    const pipe = path.join(folder, 'pipe.png');
    execFileSync('mkfifo', [pipe]);
    expect(await write({ kind: 'picture', image, scale: 1 }, 'pipe.png')).toMatchObject({
      ok: false,
      error: { code: 'output/unwritable' },
    });
    expect(fs.statSync(pipe).isFIFO()).toBe(true);
  });

  it.each([
    ['a file in the path', 'old.txt/x.png', 'a part of the path is a file, not a folder'],
    ['a name that is too long', `${'n'.repeat(300)}.png`, 'the name is too long'],
  ])('explains %s', async (_what, name, why) => {
    fs.writeFileSync(path.join(folder, 'old.txt'), 'old');
    const answer = await write({ kind: 'picture', image, scale: 1 }, name);
    expect(answer.ok).toBe(false);
    if (!answer.ok) expect(errorOf(answer.error).message).toContain(why);
    expect(fs.readdirSync(folder)).toEqual(['old.txt']);
  });

  it('removes what a killed process left unfinished in the folder', async () => {
    const { host, start } = await thisProcess();
    const { pid } = spawnSync(process.execPath, ['--version']);
    const leftover = `.featurescope-${nameOfOwner({ host, pid, start })}-${'a'.repeat(24)}.tmp`;
    fs.mkdirSync(path.join(folder, leftover));
    fs.writeFileSync(path.join(folder, leftover, '0-0.png'), 'half');
    expect(await write({ kind: 'picture', image, scale: 1 }, 'x.png')).toMatchObject({ ok: true });
    expect(fs.readdirSync(folder)).toEqual(['x.png']);
  });

  it('explains a folder that is gone', async () => {
    expect(await write({ kind: 'picture', image, scale: 1 }, 'gone/x.png')).toMatchObject({
      ok: false,
      error: { code: 'output/not-written' },
    });
  });

  it('says that an analysis is no longer in memory', async () => {
    expect(await write({ kind: 'predictions-csv', analysisId: 'gone' }, 'a.csv')).toMatchObject({
      ok: false,
      error: { code: 'job/unknown-analysis' },
    });
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('has progress and cancel of its own, beside another one', async () => {
    const analysisId = await analyse();
    services.holdSteps = true;
    const first = ask({ kind: 'predictions-csv', analysisId }, 'a.csv');
    await vi.waitFor(() => expect(services.steps).toHaveLength(1));
    const second = ask({ kind: 'npz', analysisId, layers: [0] }, 'b.npz');
    expect(page.progress.map(({ id }) => id)).toEqual([first.id]);
    page.post({ cancel: first.id });
    expect(await first.answer).toMatchObject({ ok: false, error: { code: 'job/cancelled' } });
    services.steps[0]?.release();
    await vi.waitFor(() => expect(services.steps).toHaveLength(2));
    expect(page.progress.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(services.steps[1]?.job.signal.aborted).toBe(false);
    services.steps[1]?.release();
    expect(await second.answer).toEqual({ ok: true, value: { path: path.join(folder, 'b.npz') } });
    expect(fs.readdirSync(folder)).toEqual(['b.npz']);
  });

  it('goes only where the user has chosen, once, and only for what the dialog was about', async () => {
    const what = { kind: 'predictions-csv', analysisId: await analyse() } as const;
    const token = 'a';
    const refused = { ok: false, error: { code: 'output/no-place' } };
    expect(await page.ask('export:write', { token, what }).answer).toMatchObject(refused);
    page.grants.add(token, { what: 'npz', path: path.join(folder, 'a.npz') });
    expect(await page.ask('export:write', { token, what }).answer).toMatchObject(refused);
    page.grants.add(token, { what: 'predictions-csv', path: path.join(folder, 'a.csv') });
    expect(await page.ask('export:write', { token, what }).answer).toMatchObject({ ok: true });
    expect(await page.ask('export:write', { token, what }).answer).toMatchObject(refused);
    expect(fs.readdirSync(folder)).toEqual(['a.csv']);
  });
});

describe('copying', () => {
  const copy = (what: CopyWhat): Promise<Answer<unknown>> => page.ask('export:copy', { what }).answer;

  it('gives main the file that an export writes', async () => {
    expect(await copy({ kind: 'picture', image, scale: 4 })).toEqual({ ok: true, value: undefined });
    const { pictureId } = await page.workshop.openPicture({ kind: 'sample' }, job);
    expect(await copy({ kind: 'original', pictureId, scale: 1 })).toMatchObject({ ok: true });
    expect(page.copied.map((png) => Buffer.from(png).toString())).toEqual(['png 2x2 at 4', 'png 2x2 at 1']);
    await write({ kind: 'picture', image, scale: 4 }, 'x.png');
    expect(fs.readFileSync(path.join(folder, 'x.png'))).toEqual(Buffer.from(page.copied[0]!));
  });

  it('gives it a figure as PNG, whatever format its file would have', async () => {
    const picture: FigurePicture = {
      content: { kind: 'predictions', top: 5 },
      style: { ...DEFAULT_FIGURE_STYLE, format: 'pdf' },
    };
    const what = { kind: 'figure', analysisId: await analyse(), picture } as const;
    expect(await copy(what)).toMatchObject({ ok: true });
    expect(Buffer.from(page.copied[0]!).toString()).toBe('predictions png');
    expect(await page.ask('figure:bytes', what).answer).toEqual({
      ok: true,
      value: 'predictions pdf'.length,
    });
  });

  it('says in one sentence that the clipboard did not take it', async () => {
    page.hasClipboard = false;
    const answer = await copy({ kind: 'picture', image, scale: 1 });
    expect(answer).toMatchObject({ ok: false, error: { code: 'output/not-copied' } });
    if (!answer.ok)
      expect(errorOf(answer.error).message).toBe(
        'copying the picture: the clipboard of the system did not take it; try again, or save it as a file.',
      );
  });

  it('copies nothing of a picture that is not in memory', async () => {
    const answer = await copy({ kind: 'original', pictureId: 'gone', scale: 1 });
    expect(answer).toMatchObject({ ok: false, error: { code: 'job/unknown-picture' } });
    expect(page.copied).toEqual([]);
  });
});
