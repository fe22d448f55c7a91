import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requests, type RequestName } from '../../electron/shared/contract';
import { DEFAULT_FIGURE_STYLE } from '../../electron/shared/figure-styles';
import { noModelUse } from '../../electron/shared/default-settings';
import { mutated, REQUEST_COUNT, seededRandom } from './mutations';
import { wayOf } from '../../electron/shared/names';
import { PortPage } from './port-page';

let page: PortPage;
let folder: string;
beforeEach(() => {
  page = new PortPage();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-port-'));
});
afterEach(() => {
  page.close();
  fs.rmSync(folder, { recursive: true });
});

const wholeAnalysis = { fit: 'stretch', cropShift: 0, layers: [0], sets: [[0], [0]] };

/** Model, picture and analysis that the requests under test refer to. */
async function prepare(): Promise<{ pictureId: string; modelId: string; analysisId: string }> {
  await value('model:load', { kind: 'catalog', id: 'tiny' });
  const { pictureId } = (await value('picture:open', { kind: 'sample' })) as { pictureId: string };
  const ids = { pictureId, modelId: 'tiny' };
  const { analysisId } = (await value('picture:analyse', { ...ids, ...wholeAnalysis })) as {
    analysisId: string;
  };
  return { ...ids, analysisId };
}

async function value(name: RequestName, input: unknown): Promise<unknown> {
  const answer = await page.ask(name, input).answer;
  if (!answer.ok) throw new Error(`${name} failed: ${answer.error.code} ${answer.error.detail}`);
  return answer.value;
}

async function code(name: string, input: unknown): Promise<string> {
  const answer = await page.ask(name, input).answer;
  return answer.ok ? 'ok' : answer.error.code;
}

type Ids = Awaited<ReturnType<typeof prepare>>;
interface Case {
  good: (ids: Ids) => unknown;
  /** Each breaks one rule of the contract. */
  bad: unknown[];
}

/** The first map of a layer. */
const mapsWish = (analysisId: string, layer: number) => ({
  ...{ analysisId, range: { scope: 'map' } },
  layers: [{ layer, channels: [0] }],
});
const pixels = (length: number): Uint8Array => new Uint8Array(length);
const livePicture = {
  kind: 'pixels',
  name: 'o-0.jpg',
  image: { data: pixels(12), width: 2, height: 2 },
};
const jpegPicture = { kind: 'bytes', name: 'o-1.jpg', bytes: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0) };
const csv = { kind: 'predictions-csv', analysisId: 'a' };
const figure = {
  columns: [{ layer: 0, filters: [0, 1] }],
  range: { scope: 'map' },
  colormap: 'viridis',
  divergingForSigned: false,
  labels: true,
};
const figureWhat = (shown: object, analysisId = 'a') => ({
  ...{ kind: 'figure', analysisId },
  picture: { content: { kind: 'maps', figure: shown }, style: DEFAULT_FIGURE_STYLE },
});
const tile = { kind: 'picture', image: { data: pixels(12), width: 2, height: 2 }, scale: 1 };
const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9);
const cases: Record<string, Case> = {
  'models:list': { good: () => undefined, bad: [{}, 'all'] },
  'model:download': {
    good: () => ({ id: 'tiny', file: null }),
    bad: [
      undefined,
      { id: 'tiny' },
      { id: 'x'.repeat(300), file: null },
      { id: 'tiny', file: '' },
      { id: 'tiny', file: 7 },
      { id: 'tiny', file: 'x'.repeat(5000) },
    ],
  },
  'model:load': {
    good: () => ({ kind: 'catalog', id: 'tiny' }),
    bad: [
      undefined,
      { kind: 'catalog' },
      { kind: 'url', id: 'x' },
      { kind: 'file', path: '' },
      { kind: 'file', path: '/a.h5', use: { ...noModelUse, preprocess: 'imagenet' } },
    ],
  },
  'model:use': {
    good: ({ modelId }) => ({ modelId, use: { ...noModelUse, preprocess: '0..1' } }),
    bad: [
      { modelId: 'tiny' },
      { modelId: 'tiny', use: {} },
      { modelId: 'tiny', use: { ...noModelUse, preprocess: 'half' } },
      { modelId: 'tiny', use: { ...noModelUse, resize: 'bicubic' } },
      { modelId: 'tiny', use: { ...noModelUse, constants: { facts: NaN } } },
      { modelId: 'tiny', use: { ...noModelUse, architecture: 7 } },
      { modelId: 'tiny', use: { ...noModelUse, size: [224] } },
      { modelId: 'tiny', use: { ...noModelUse, size: [224.5, 224] } },
      { modelId: 'tiny', use: { ...noModelUse, size: [5000, 224] } },
      { modelId: 'tiny', use: { ...noModelUse, labels: 7 } },
    ],
  },
  'picture:open': {
    good: () => ({ kind: 'bytes', name: '图 #1.png', bytes: pixels(10) }),
    bad: [
      { kind: 'path' },
      { kind: 'path', path: 'x'.repeat(5000) },
      ...[
        { frame: 0 },
        { frame: 1.5 },
        { bands: [] },
        { bands: [0] },
        { bands: [513] },
        { bands: Array.from({ length: 513 }, () => 1) },
        { valueRange: 'half' },
        { valueRange: { low: 1, high: 1 } },
        { valueRange: { low: 0, high: Infinity } },
      ].map((reading) => ({ kind: 'bytes', name: 'x', bytes: pixels(10), reading })),
      { kind: 'bytes', name: 'x', bytes: [1, 2, 3] },
      { kind: 'bytes', name: 'x', bytes: new Float32Array(3) },
      { ...livePicture, image: { ...livePicture.image, width: 3 } },
      { ...livePicture, image: { ...livePicture.image, width: 0, height: 0, data: pixels(0) } },
    ],
  },
  'picture:analyse': {
    good: ({ pictureId, modelId }) => ({ pictureId, modelId, ...wholeAnalysis }),
    bad: [
      { pictureId: 'p', modelId: 'm', ...wholeAnalysis, fit: 'squeeze' },
      { pictureId: 'p', modelId: 'm', ...wholeAnalysis, cropShift: 2 },
      { pictureId: 'p', modelId: 'm', ...wholeAnalysis, cropShift: NaN },
      { pictureId: 'p', modelId: 'm', ...wholeAnalysis, layers: [-1] },
      { pictureId: 'p', modelId: 'm', ...wholeAnalysis, layers: [1.5] },
      { pictureId: 'p', modelId: 'm', ...wholeAnalysis, sets: [[]] },
      { pictureId: 'p', modelId: 'm', ...wholeAnalysis, sets: Array.from({ length: 9 }, () => [0]) },
      { pictureId: 1, modelId: 'm', ...wholeAnalysis },
    ],
  },
  'frames:analyse': {
    good: ({ modelId }) => ({ modelId, fit: 'crop', cropShift: 0, frames: [livePicture, jpegPicture] }),
    bad: [
      { modelId: 'm', fit: 'crop', cropShift: 0, frames: [] },
      { modelId: 'm', fit: 'crop', cropShift: 0, frames: Array.from({ length: 6 }, () => livePicture) },
      { modelId: 'm', fit: 'crop', cropShift: 0, frames: [{ ...jpegPicture, bytes: pixels(10) }] },
      { modelId: 'm', fit: 'crop', cropShift: 0, frames: [{ kind: 'path', path: '/etc/passwd' }] },
      { modelId: 'm', fit: 'squeeze', cropShift: 0, frames: [livePicture] },
      { modelId: 'm', fit: 'crop', frames: [livePicture] },
    ],
  },
  'frames:compare': {
    good: ({ modelId }) => ({ modelId, fit: 'crop', cropShift: 0, frames: [livePicture, jpegPicture] }),
    bad: [
      { modelId: 'm', fit: 'crop', cropShift: 0, frames: [livePicture] },
      { modelId: 'm', fit: 'crop', cropShift: 0, frames: Array.from({ length: 6 }, () => livePicture) },
      {
        modelId: 'm',
        fit: 'crop',
        cropShift: 0,
        frames: [livePicture, { kind: 'path', path: '/etc/passwd' }],
      },
      { fit: 'crop', cropShift: 0, frames: [livePicture, livePicture] },
    ],
  },
  'layer:statistics': {
    good: ({ analysisId }) => ({ analysisId, layers: [0], withDetails: true }),
    bad: [
      { analysisId: 'a', layers: [], withDetails: false },
      { layers: [0], withDetails: false },
      { analysisId: 'a', layers: [0] },
    ],
  },
  'layer:facts': {
    good: ({ modelId }) => ({ modelId, layer: 0 }),
    bad: [{ modelId: 'tiny' }, { modelId: 'tiny', layer: -1 }, { layer: 0 }],
  },
  'layer:histogram': {
    good: ({ analysisId }) => ({ analysisId, layer: 0 }),
    bad: [{ analysisId: 'a', layer: 0.5 }, { layer: 0 }, { analysisId: 'a', layer: [0] }],
  },
  'layer:field': {
    good: ({ analysisId }) => ({ analysisId, layer: 0 }),
    bad: [{ analysisId: 'a' }, { analysisId: 'a', layer: -1 }, { layer: 0 }],
  },
  'layer:verdicts': {
    good: ({ analysisId }) => ({ analysisId, layers: [0, 2] }),
    bad: [{ analysisId: 'a', layers: [] }, { analysisId: 'a', layers: [0.5] }, { layers: [0] }],
  },
  'layer:maps': {
    good: ({ analysisId }) => ({
      ...{ analysisId, range: { scope: 'fixed', min: -1, max: 1 } },
      layers: [{ layer: 0, channels: [0] }],
    }),
    bad: [
      { ...mapsWish('a', 0), layers: [] },
      { ...mapsWish('a', 0), layers: [{ layer: '0', channels: [0] }] },
      { ...mapsWish('a', 0), layers: [{ layer: 0, channels: [] }] },
      { ...mapsWish('a', 0), layers: [{ layer: 0, channels: [-1] }] },
      { ...mapsWish('a', 0), layers: [0, 0].map((layer) => ({ layer, channels: [0] })) },
      { ...mapsWish('a', 0), range: undefined },
      { ...mapsWish('a', 0), range: { scope: 'fixed', min: 0 } },
      { ...mapsWish('a', 0), range: { scope: 'fixed', min: 0, max: Infinity } },
    ],
  },
  'map:values': {
    good: ({ analysisId }) => ({ analysisId, layer: 0, filter: 0 }),
    bad: [{ analysisId: 'a', layer: 0, filter: -1 }, { analysisId: 'a' }],
  },
  'map:likeness': {
    good: ({ analysisId }) => ({ analysisId, layer: 0, filter: 2 }),
    bad: [
      { analysisId: 'a', layer: 0, filter: 0.5 },
      { layer: 0, filter: 0 },
    ],
  },
  'figure:preview': {
    good: ({ analysisId }) => ({ ...figureWhat(figure, analysisId), longestPx: 800, page: 0 }),
    bad: [
      undefined,
      figureWhat(figure),
      { ...figureWhat(figure), longestPx: 8, page: 0 },
      { ...figureWhat(figure), longestPx: 800, page: -1 },
      { ...figureWhat(figure), longestPx: 1e9, page: 0 },
    ],
  },
  'figure:bytes': {
    good: ({ analysisId }) => figureWhat(figure, analysisId),
    bad: [undefined, { analysisId: 'a' }, figureWhat({ ...figure, labels: 'yes' })],
  },
  'export:size': {
    good: ({ analysisId }) => ({ what: { kind: 'npz', analysisId, layers: [0] } }),
    bad: [undefined, { what: csv }, { what: { kind: 'npz', analysisId: 'a', layers: [] } }],
  },
  'export:copy': {
    good: () => ({ what: tile }),
    bad: [
      undefined,
      { what: csv },
      { what: { ...tile, scale: 3 } },
      // 12 bytes are not 3 x 2 pixels
      { what: { ...tile, image: { ...tile.image, width: 3 } } },
      { what: { kind: 'original', scale: 1 } },
    ],
  },
  'export:write': {
    good: ({ analysisId }) => {
      page.grants.add('token', { what: 'predictions-csv', path: path.join(folder, 'a.csv') });
      return { token: 'token', what: { kind: 'predictions-csv', analysisId } };
    },
    bad: [
      undefined,
      { token: 'token' },
      { token: 7, what: csv },
      { token: 'token', what: { kind: 'everything' } },
      { token: 'token', what: { ...csv, analysisId: 5 } },
      { token: 'token', what: figureWhat({ ...figure, columns: [] }) },
      { token: 'token', what: figureWhat({ ...figure, colormap: 'jet' }) },
      { token: 'token', what: { kind: 'maps-png', analysisId: 'a', figure: { ...figure, range: 'map' } } },
      {
        token: 'token',
        what: figureWhat({ ...figure, columns: [{ layer: 0, filters: [-1] }] }),
      },
      // 12 bytes are not 3 x 2 pixels
      { token: 'token', what: { ...tile, image: { ...tile.image, width: 3 } } },
      { token: 'token', what: { ...tile, image: { ...tile.image, data: [...tile.image.data] } } },
      { token: 'token', what: { kind: 'frames', frames: [] } },
      { token: 'token', what: { kind: 'frames', frames: [{ index: 5, jpeg }] } },
      {
        token: 'token',
        what: {
          kind: 'frames',
          frames: [
            { index: 0, jpeg },
            { index: 0, jpeg },
          ],
        },
      },
      { token: 'token', what: { kind: 'frames', frames: [{ index: 0, jpeg: pixels(4) }] } },
      { token: 'token', what: { kind: 'frames', frames: [{ index: '../x', jpeg }] } },
    ],
  },
  'map:kernel': {
    good: ({ modelId }) => ({ modelId, layer: 0, filter: 0 }),
    bad: [
      { modelId: 'm', layer: 0 },
      { modelId: 'm', layer: 0, filter: 0.5 },
      { layer: 0, filter: 0 },
    ],
  },
  'map:arithmetic': {
    good: ({ analysisId }) => ({ analysisId, layer: 0, filter: 0, row: 0, column: 1 }),
    bad: [
      { analysisId: 'a', layer: 0, filter: 0, row: 0 },
      { analysisId: 'a', layer: 0, filter: 0, row: -1, column: 0 },
    ],
  },
  'map:cause': {
    good: ({ analysisId }) => ({ analysisId, layer: 0, filter: 0 }),
    bad: [
      { analysisId: 'a', layer: 0 },
      { analysisId: 'a', layer: -1, filter: 0 },
    ],
  },
  'set:hypercolumn': {
    good: ({ analysisId }) => ({ analysisId, layers: [0] }),
    bad: [
      { analysisId: 'a', layers: [] },
      { analysisId: 'a', layers: Array.from({ length: 1001 }, () => 0) },
    ],
  },
};

it('has a case for every request to compute', () => {
  const names = Object.keys(requests).filter((name) => wayOf(name) === 'compute');
  expect(Object.keys(cases).sort()).toEqual(names.sort());
});

describe.each(Object.entries(cases))('%s', (name, { good, bad }) => {
  it('answers with what the contract promises, and still does so after cloning', async () => {
    const answer = await value(name as RequestName, good(await prepare()));
    expect(requests[name as RequestName].out.safeParse(answer).error).toBeUndefined();
  });

  it.each(bad.map((input, place) => [place, input]))(
    'refuses malformed input %i without doing anything',
    async (_place, input) => {
      await prepare();
      const before = page.services.calls.length;
      expect(await code(name, input)).toBe('internal/invalid-request');
      expect(page.services.calls).toHaveLength(before);
    },
  );
});

describe('the way through the port', () => {
  it('refuses unknown requests, requests for main, and names that every object has', async () => {
    for (const name of ['layer:delete', 'settings:read', 'toString', '__proto__', ''])
      expect(await code(name, undefined)).toBe('internal/unknown-request');
  });

  it('lets nothing throw that is odder than wrong', async () => {
    const odd = { length: { toString: {} } };
    for (const name of Object.keys(cases))
      for (const input of [
        odd,
        [odd],
        { analysisId: odd, layers: odd },
        { kind: odd, path: odd, bytes: odd },
      ])
        expect(await code(name, input)).toBe('internal/invalid-request');
    page.post({ id: odd, name: odd, input: odd, purpose: odd });
    expect(await code('models:list', undefined)).toBe('ok');
  });

  it('answers every one of many malformed requests, and works after them', async () => {
    const random = seededRandom(20);
    const ids = await prepare();
    const names = Object.keys(cases);
    const codes = new Map<string, number>();
    for (let number = 0; number < REQUEST_COUNT; number++) {
      const name = names[number % names.length]!;
      const { good, bad } = cases[name]!;
      const from = number % 3 === 0 ? bad[number % bad.length] : good(ids);
      const answered = await code(name, mutated(random, from));
      codes.set(answered, (codes.get(answered) ?? 0) + 1);
    }
    expect(codes.get('internal/invalid-request')).toBeGreaterThan(REQUEST_COUNT / 3);
    // Some are right by chance, or name what is not there; none is a mistake of ours.
    expect(codes.get('internal/unexpected') ?? 0).toBe(0);
    await prepare();
  });

  it('survives messages that are no requests', async () => {
    for (const message of [null, 'hello', 7, {}, { id: -1, name: 'models:list' }, { cancel: 'x' }])
      page.post(message);
    expect(await code('models:list', undefined)).toBe('ok');
    expect(page.failures.filter((failure) => failure.startsWith('Message refused'))).toHaveLength(6);
  });

  it('keeps code, values and detail of an error', async () => {
    const answer = await page.ask('model:load', { kind: 'catalog', id: 'broken' }).answer;
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'model/bad-address', values: { problem: 'changed' } },
    });
  });

  it('tells a bug from an expected failure, with the stack in the detail', async () => {
    const answer = await page.ask('model:load', { kind: 'catalog', id: 'bug' }).answer;
    expect(answer).toMatchObject({
      ok: false,
      error: {
        code: 'internal/unexpected',
        values: { what: 'x is not a function' },
        during: [],
        detail: expect.stringMatching(/TypeError.*\n.*at /),
      },
    });
    expect(page.failures[0]).toMatch(/^model:load failed: internal\/unexpected TypeError/);
  });

  it('reports progress under the id of its request', async () => {
    const { id, answer } = page.ask('model:load', { kind: 'catalog', id: 'tiny' });
    await answer;
    expect(page.progress).toEqual([{ id, progress: { stage: 'read', fraction: 0.5 } }]);
  });

  it('ships packed copies: an answer is not larger than what it holds', async () => {
    const { analysisId } = await prepare();
    const [maps] = (await value('layer:maps', mapsWish(analysisId, 0))) as [{ indices: Uint8Array }];
    expect(maps.indices.buffer.byteLength).toBe(maps.indices.byteLength);
  });
});

describe('what is no longer there', () => {
  it('says so for unknown ids, each in its own words', async () => {
    const { analysisId } = await prepare();
    const ids = { pictureId: 'gone', modelId: 'tiny' };
    expect(await code('picture:analyse', { ...ids, ...wholeAnalysis })).toBe('job/unknown-picture');
    expect(await code('picture:analyse', { ...ids, modelId: 'other', ...wholeAnalysis })).toBe(
      'job/unknown-model',
    );
    expect(await code('map:values', { analysisId: `${analysisId}x`, layer: 0, filter: 0 })).toBe(
      'job/unknown-analysis',
    );
  });

  it('keeps analyses while the model is used in other ways, unless their engine goes with it', async () => {
    const { modelId, analysisId } = await prepare();
    await value('model:use', { modelId, use: { ...noModelUse, preprocess: '0..1' } });
    expect(await code('map:values', { analysisId, layer: 0, filter: 0 })).toBe('ok');
    await value('model:use', { modelId, use: { ...noModelUse, constants: { facts: 1 } } });
    expect(await code('map:values', { analysisId, layer: 0, filter: 0 })).toBe('job/unknown-analysis');
  });

  it('keeps analyses and pictures up to a limit in bytes, whatever their number, by use', async () => {
    const { pictureId, modelId, analysisId } = await prepare();
    const map = { analysisId, layer: 0, filter: 0 };
    const analyse = () => value('picture:analyse', { pictureId, modelId, ...wholeAnalysis });
    for (let run = 0; run < 20; run++) await analyse();
    expect(await code('map:values', map)).toBe('ok');
    // Two of them fit beside the one that was used last, three do not.
    page.services.analysisBytes = 23e6;
    for (let run = 0; run < 2; run++) await analyse();
    expect(await code('map:values', map)).toBe('ok');
    for (let run = 0; run < 3; run++) await analyse();
    expect(await code('map:values', map)).toBe('job/unknown-analysis');

    const open = () => value('picture:open', { kind: 'sample' });
    for (let run = 0; run < 20; run++) await open();
    expect(await code('picture:analyse', { pictureId, modelId, ...wholeAnalysis })).toBe('ok');
    page.services.pictureBytes = 70e6;
    for (let run = 0; run < 2; run++) await open();
    expect(await code('picture:analyse', { pictureId, modelId, ...wholeAnalysis })).toBe(
      'job/unknown-picture',
    );
  });

  it('counts what an analysis has come to take, and keeps the newest whatever it takes', async () => {
    const { pictureId, modelId } = await prepare();
    const analyse = async () => {
      const analysis = await value('picture:analyse', { pictureId, modelId, ...wholeAnalysis });
      return (analysis as { analysisId: string }).analysisId;
    };
    const maps = (analysisId: string) => code('layer:maps', mapsWish(analysisId, 0));
    const [first, second] = [await analyse(), await analyse()];
    expect([await maps(second), await maps(first)]).toEqual(['ok', 'ok']);
    page.services.mapsBytes = 70e6;
    expect(await maps(first)).toBe('ok');
    expect([await maps(second), await maps(first)]).toEqual(['job/unknown-analysis', 'ok']);
  });

  it('gives up the pixels of large pictures before it decodes another', async () => {
    await prepare();
    page.services.calls.length = 0;
    await value('picture:open', { kind: 'sample' });
    expect(page.services.calls).toEqual(['let go', 'open sample']);
  });

  it('closes the model of before when another is whole, and keeps it when the other fails', async () => {
    await prepare();
    expect(await code('model:load', { kind: 'catalog', id: 'broken' })).toBe('model/bad-address');
    expect(page.services.closed).toEqual([]);
    await value('model:load', { kind: 'file', path: '/own.keras' });
    expect(page.services.closed).toEqual(['tiny']);
  });
});

describe('files that the user has not opened', () => {
  it.each([
    ['picture:open', { kind: 'path', path: '/etc/passwd' }],
    ['model:load', { kind: 'file', path: '/etc/passwd' }],
    ['model:load', { kind: 'catalog', id: 'tiny', use: { ...noModelUse, labels: '/etc/passwd' } }],
    ['model:load', { kind: 'file', path: '/own.h5', use: { ...noModelUse, architecture: '/etc/passwd' } }],
    ['model:use', { modelId: 'tiny', use: { ...noModelUse, labels: '/etc/passwd' } }],
    ['model:download', { id: 'tiny', file: '/etc/passwd' }],
  ])('are refused whoever names them: %s', async (name, input) => {
    page.unopened.add('/etc/passwd');
    expect(await code(name, input)).toBe('internal/file-not-opened');
    expect(page.services.steps).toEqual([]);
  });
});

describe('what main is told of the models', () => {
  const file = { kind: 'file', path: '/own.keras' };
  const step = (): string[] =>
    page.trials.map((report) =>
      report.kind === 'loading'
        ? `${report.trial} loading ${report.file}`
        : report.kind === 'proved'
          ? `${report.trial} proved${report.isInUse ? ', in use' : ''}`
          : report.kind,
    );
  const analyse = async (modelId: string): Promise<string> => {
    const { pictureId } = (await value('picture:open', { kind: 'sample' })) as { pictureId: string };
    return code('picture:analyse', { pictureId, modelId, ...wholeAnalysis });
  };

  it('begins to load one when main has written that down, not before', async () => {
    page.isNoting = false;
    const loading = page.ask('model:load', file);
    await vi.waitFor(() => expect(step()).toEqual(['1 loading /own.keras']));
    await new Promise((resolve) => setImmediate(resolve));
    expect(page.services.calls).toEqual([]);
    page.modelTrials.noted(1);
    expect(await loading.answer).toMatchObject({ ok: true });
    expect(page.services.calls).toEqual(['load /own.keras']);
  });

  it('is proved by the end of its first analysis, and once', async () => {
    await value('model:load', file);
    expect(step()).toEqual(['1 loading /own.keras']);
    for (let run = 0; run < 2; run++) expect(await analyse('/own.keras')).toBe('ok');
    expect(step()).toEqual(['1 loading /own.keras', '1 proved, in use']);
  });

  it('is refused in good order, or given up, while the one of before stays on trial', async () => {
    await value('model:load', { kind: 'catalog', id: 'tiny' });
    expect(await code('model:load', { kind: 'file', path: 'broken' })).toBe('model/bad-address');
    await analyse('tiny');
    expect(step()).toEqual(['1 loading null', '2 loading broken', '2 proved', '1 proved, in use']);
  });
});

describe('cancel and newest wins', () => {
  const until = (count: number): Promise<void> =>
    vi.waitFor(() => expect(page.services.steps).toHaveLength(count));

  it('answers a cancelled running job at once and drops its late result', async () => {
    const { analysisId } = await prepare();
    page.services.holdSteps = true;
    const first = page.ask('layer:maps', mapsWish(analysisId, 0));
    await until(1);
    page.post({ cancel: first.id });
    expect(await first.answer).toMatchObject({ ok: false, error: { code: 'job/cancelled' } });
    expect(page.services.steps[0]?.job.signal.aborted).toBe(true);

    const second = page.ask('layer:maps', mapsWish(analysisId, 1));
    await until(1); // the native pass is still busy
    page.services.steps[0]?.release();
    await until(2);
    page.services.steps[1]?.release();
    expect(await second.answer).toMatchObject({ ok: true, value: [{ layer: 1 }] });
    expect(page.answered.filter((id) => id === first.id)).toHaveLength(1);
  });

  it('never starts a job that was cancelled while it waited', async () => {
    const { analysisId } = await prepare();
    page.services.holdSteps = true;
    const running = page.ask('layer:maps', mapsWish(analysisId, 0));
    const waiting = page.ask('layer:maps', mapsWish(analysisId, 1));
    await until(1);
    page.post({ cancel: waiting.id });
    expect(await waiting.answer).toMatchObject({ ok: false, error: { code: 'job/cancelled' } });
    page.services.steps[0]?.release();
    expect(await running.answer).toMatchObject({ ok: true });
    expect(page.services.calls).not.toContain('maps 1');
  });

  it('ignores a cancel that comes too late or for nothing', async () => {
    const { id, answer } = page.ask('models:list', undefined);
    await answer;
    page.post({ cancel: id });
    page.post({ cancel: 999 });
    expect(await code('models:list', undefined)).toBe('ok');
  });

  it('lets a newer analysis take the place of an older one, and answers the older one', async () => {
    const { pictureId, modelId } = await prepare();
    page.services.holdSteps = true;
    const asked = [1, 2, 3].map(() => page.ask('picture:analyse', { pictureId, modelId, ...wholeAnalysis }));
    for (const { answer } of asked.slice(0, 2))
      expect(await answer).toMatchObject({ ok: false, error: { code: 'job/superseded' } });
    page.services.holdSteps = false;
    page.services.steps[0]?.release();
    expect(await asked[2]?.answer).toMatchObject({ ok: true });
  });

  it('lets requests of different purposes live side by side, and supersedes within one', async () => {
    const { analysisId } = await prepare();
    page.services.holdSteps = true;
    const input = { analysisId, layers: [0] };
    const a = page.ask('set:hypercolumn', input, 'set a');
    const oldB = page.ask('set:hypercolumn', input, 'set b');
    const b = page.ask('set:hypercolumn', input, 'set b');
    expect(await oldB.answer).toMatchObject({ ok: false, error: { code: 'job/superseded' } });
    await until(1);
    page.services.holdSteps = false;
    page.services.steps[0]?.release();
    expect(await a.answer).toMatchObject({ ok: true });
    expect(await b.answer).toMatchObject({ ok: true });
  });

  it('takes no map away from whoever saves it: only the same purpose is superseded', async () => {
    const { analysisId } = await prepare();
    page.services.holdSteps = true;
    const input = { analysisId, layer: 0, filter: 0 };
    const shown = page.ask('map:values', input, 'inspector');
    const saved = page.ask('map:values', input);
    const savedToo = page.ask('map:values', { ...input, filter: 1 });
    const other = page.ask('set:hypercolumn', { analysisId, layers: [0] }, 'inspector');
    await until(1);
    page.services.holdSteps = false;
    page.services.steps[0]?.release();
    for (const { answer } of [shown, saved, savedToo, other])
      expect(await answer).toMatchObject({ ok: true });
  });

  it('runs one job at a time, the analysis before the tiles that wait', async () => {
    const { pictureId, modelId, analysisId } = await prepare();
    page.services.calls.length = 0;
    page.services.holdSteps = true;
    const tiles = [0, 1].map((layer) => page.ask('layer:maps', mapsWish(analysisId, layer)).answer);
    await until(1);
    const analysis = page.ask('picture:analyse', { pictureId, modelId, ...wholeAnalysis }).answer;
    await page.ask('settings:read', undefined).answer; // whatever was sent before has arrived now
    expect(page.services.steps).toHaveLength(1);
    page.services.holdSteps = false;
    page.services.steps[0]?.release();
    await Promise.all([...tiles, analysis]);
    expect(page.services.calls).toEqual(['maps 0', 'analyse tiny', 'maps 1']);
  });

  it('downloads beside everything else, and stops when told', async () => {
    const { analysisId } = await prepare();
    page.services.holdSteps = true;
    const [first, second] = ['one', 'two'].map((id) => page.ask('model:download', { id, file: null }));
    const tile = page.ask('layer:maps', mapsWish(analysisId, 0));
    await until(3); // nobody waits for another
    page.post({ cancel: first!.id });
    expect(await first!.answer).toMatchObject({ ok: false, error: { code: 'job/cancelled' } });
    const names = page.services.steps.map(({ name, job }) => [name, job.signal.aborted]);
    expect(names).toEqual([
      ['download one', true],
      ['download two', false],
      ['maps 0', false],
    ]);
    page.services.steps.forEach((step) => step.release());
    expect(await second!.answer).toEqual({ ok: true, value: undefined });
    expect(await tile.answer).toMatchObject({ ok: true });
    page.services.holdSteps = false;
    expect(await code('model:download', { id: 'nowhere', file: null })).toBe('job/unknown-model');
  });

  it('closes a model whose loading was cancelled, and keeps the one of before', async () => {
    await prepare();
    page.services.holdSteps = true;
    const loading = page.ask('model:load', { kind: 'catalog', id: 'slow' });
    await until(1);
    page.post({ cancel: loading.id });
    await loading.answer;
    page.services.holdSteps = false;
    page.services.steps[0]?.release();
    await vi.waitFor(() => expect(page.services.closed).toEqual(['slow']));
    await prepare();
  });

  it('cancels everything when the page leaves, and answers nobody who takes its place', async () => {
    const { analysisId } = await prepare();
    page.services.holdSteps = true;
    for (const layer of [0, 1]) page.ask('layer:maps', mapsWish(analysisId, layer));
    await until(1);
    page.answered.length = 0;
    page.leave();
    expect(page.services.steps[0]?.job.signal.aborted).toBe(true);
    page.services.steps[0]?.release();
    page.services.holdSteps = false;
    await vi.waitFor(() => expect(page.services.steps[0]?.job.signal.reason).toMatchObject({ code: 'job/cancelled' })); // prettier-ignore
    expect(page.services.calls).not.toContain('maps 1');
    expect(page.answered).toEqual([]);
  });
});
