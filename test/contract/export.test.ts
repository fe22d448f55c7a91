import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { writePictureFile } from '../../electron/compute/engine-export';
import { JobQueue } from '../../electron/compute/job-queue';
import { linkMain } from '../../electron/compute/main-link';
import { Workshop } from '../../electron/compute/workshop';
import { decodeImage } from '../../electron/image/decode';
import { errorOf } from '../../electron/shared/answer';
import type { ComputeOrder, ComputeReport, ExportWhat } from '../../electron/shared/contract';
import { FakeServices } from './fake-services';

let folder: string;
let services: FakeServices;
let workshop: Workshop;
let orders: EventEmitter;
let reports: ComputeReport[];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-export-'));
  services = new FakeServices();
  workshop = new Workshop(services);
  orders = new EventEmitter();
  reports = [];
  linkMain(
    {
      report: (report) => reports.push(structuredClone(report)),
      onOrder: (listener) =>
        orders.on('order', (order: ComputeOrder) => listener(structuredClone(order), [])),
    },
    workshop,
    new JobQueue(),
  );
  return () => fs.rmSync(folder, { recursive: true });
});

async function analyse(): Promise<string> {
  const job = { signal: new AbortController().signal, progress: () => undefined };
  const model = await workshop.loadModel({ kind: 'catalog', id: 'tiny' }, job);
  const picture = await services.openPicture({ kind: 'sample' }, job);
  const options = { fit: 'stretch', cropShift: 0, layers: [], sets: [] } as const;
  return workshop.addAnalysis(await model.analyse(picture, { ...options, layers: [], sets: [] }, job));
}

function order(what: ExportWhat, name: string, id = 1): void {
  orders.emit('order', { kind: 'export', id, what, path: path.join(folder, name) });
}

async function done(id = 1): Promise<Extract<ComputeReport, { kind: 'export-done' }>['answer']> {
  return vi.waitFor(() => {
    const report = reports.find((one) => one.kind === 'export-done' && one.id === id);
    if (report?.kind !== 'export-done') throw new Error('not yet');
    return report.answer;
  });
}

const image = { data: new Uint8Array(12), width: 2, height: 2 };

describe('webcam frames', () => {
  const jpeg = (byte: number) => Uint8Array.of(0xff, 0xd8, 0xff, byte);
  const what: ExportWhat = {
    kind: 'frames',
    frames: [0, 1, 4].map((index) => ({ index, jpeg: jpeg(index) })),
  };

  it('are written byte for byte into a new folder, a missing one leaving its gap', async () => {
    order(what, 'webcam');
    expect(await done()).toEqual({ ok: true, value: { path: path.join(folder, 'webcam') } });
    expect(fs.readdirSync(folder)).toEqual(['webcam']);
    expect(fs.readdirSync(path.join(folder, 'webcam')).sort()).toEqual(['o-0.jpg', 'o-1.jpg', 'o-4.jpg']);
    expect(new Uint8Array(fs.readFileSync(path.join(folder, 'webcam/o-4.jpg')))).toEqual(jpeg(4));
  });

  it('never replace frames that are there already', async () => {
    fs.mkdirSync(path.join(folder, 'webcam'));
    fs.writeFileSync(path.join(folder, 'webcam/o-0.jpg'), 'mine');
    order(what, 'webcam');
    expect(await done()).toEqual({ ok: true, value: { path: path.join(folder, 'webcam-2') } });
    expect(fs.readFileSync(path.join(folder, 'webcam/o-0.jpg'), 'utf8')).toBe('mine');
  });

  it('need no model and no analysis', async () => {
    expect(workshop.services).toBe(services);
    order(what, 'gone/webcam');
    expect(await done()).toMatchObject({ ok: false, error: { code: 'output/not-written' } });
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});

describe('export', () => {
  it('reports that it is ready as soon as it can take orders', () => {
    expect(reports).toEqual([{ kind: 'ready' }]);
  });

  it('writes a whole file under its name and leaves nothing else', async () => {
    order({ kind: 'predictions-csv', analysisId: await analyse() }, '结果 #1.csv');
    const target = path.join(folder, '结果 #1.csv');
    expect(await done()).toEqual({ ok: true, value: { path: target } });
    expect(fs.readdirSync(folder)).toEqual(['结果 #1.csv']);
    expect(reports).toContainEqual({
      kind: 'export-progress',
      id: 1,
      progress: { stage: 'write', fraction: 0 },
    });
  });

  it('writes a picture without any analysis, over an older one', async () => {
    fs.writeFileSync(path.join(folder, 'tile.png'), 'old');
    order({ kind: 'picture', suggestedName: 'tile.png', image, scale: 1 }, 'tile.png');
    expect(await done()).toMatchObject({ ok: true });
    expect(fs.readFileSync(path.join(folder, 'tile.png'), 'utf8')).toBe('png 2x2 at 1');
  });

  it('writes an opened picture in its own pixels, of which the page has only the preview', async () => {
    const job = { signal: new AbortController().signal, progress: () => undefined };
    const pictureId = workshop.addPicture(await services.openPicture({ kind: 'sample' }, job));
    order({ kind: 'original', suggestedName: 'o.png', pictureId, scale: 4 }, 'o.png');
    expect(await done()).toMatchObject({ ok: true });
    expect(fs.readFileSync(path.join(folder, 'o.png'), 'utf8')).toBe('png 2x2 at 4');
    order({ kind: 'original', suggestedName: 'o.png', pictureId: 'gone', scale: 1 }, 'p.png', 2);
    expect(await done(2)).toMatchObject({ ok: false, error: { code: 'job/unknown-picture' } });
  });

  it('refuses an enlargement that would not fit into memory, and saves the picture at its own size', async () => {
    const target = path.join(folder, 'big.png');
    const big = { data: new Uint8Array(4000 * 4000 * 3), width: 4000, height: 4000 };
    await expect(writePictureFile(big, 4, target)).rejects.toMatchObject({ code: 'output/too-large' });
    await writePictureFile(image, 4, target);
    const { width, height } = (await decodeImage(fs.readFileSync(target), 'big.png')).image;
    expect([width, height]).toEqual([8, 8]);
  });

  it('writes many files as a new folder and never into one that exists', async () => {
    const what: ExportWhat = {
      kind: 'maps-png',
      analysisId: await analyse(),
      layers: [0],
      filters: 1,
      colormap: 'viridis',
    };
    fs.mkdirSync(path.join(folder, 'maps'));
    order(what, 'maps');
    expect(await done()).toEqual({ ok: true, value: { path: path.join(folder, 'maps-2') } });
    expect(fs.readdirSync(path.join(folder, 'maps-2'))).toEqual(['0-0.png']);
    expect(fs.readdirSync(path.join(folder, 'maps'))).toEqual([]);
  });

  it('keeps the old file and leaves no half one when it is cancelled', async () => {
    fs.writeFileSync(path.join(folder, 'a.csv'), 'old');
    const analysisId = await analyse();
    services.holdSteps = true;
    order({ kind: 'predictions-csv', analysisId }, 'a.csv');
    await vi.waitFor(() => expect(services.steps).toHaveLength(1));
    orders.emit('order', { kind: 'cancel-export', id: 1 });
    expect(await done()).toMatchObject({ ok: false, error: { code: 'job/cancelled' } });
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
    order({ kind: 'predictions-csv', analysisId: await analyse() }, 'a.csv');
    const answer = await done();
    expect(answer).toMatchObject({ ok: false, error: { code: 'output/not-written', detail: `${code}: no` } });
    if (!answer.ok)
      expect(errorOf(answer.error).message).toBe(
        `saving ${path.join(folder, 'a.csv')}: ${why}; choose another place.`,
      );
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('explains a folder that is gone', async () => {
    order({ kind: 'picture', suggestedName: 'x.png', image, scale: 1 }, 'gone/x.png');
    expect(await done()).toMatchObject({ ok: false, error: { code: 'output/not-written' } });
  });

  it('says that an analysis is no longer in memory', async () => {
    order({ kind: 'predictions-csv', analysisId: 'gone' }, 'a.csv');
    expect(await done()).toMatchObject({ ok: false, error: { code: 'job/unknown-analysis' } });
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});
