import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { App } from '../../electron/main/app';
import { CameraDesk } from '../../electron/main/camera-desk';
import type { captureFrames, listCameras } from '../../electron/camera/camera';
import { isOurPage, pageUrl } from '../../electron/main/app-url';
import { createGate, type Sender } from '../../electron/main/gate';
import { OpenQueue } from '../../electron/main/open-queue';
import { mainHandlers } from '../../electron/main/requests';
import { translator } from '../../electron/main/texts/texts';
import { requests, type Answer, type RequestName } from '../../electron/shared/contract';
import { defaultSettings, noModelUse } from '../../electron/shared/default-settings';
import { FeaturescopeError } from '../../electron/shared/errors';

const electron = vi.hoisted(() => ({
  app: { getVersion: () => '1.2.3', getLocale: () => 'zh-CN', getPath: () => '/home/me/Pictures' },
  shell: { showItemInFolder: vi.fn() },
  dialog: { showOpenDialog: vi.fn(), showSaveDialog: vi.fn() },
}));
vi.mock('electron', () => electron);
vi.mock('../../electron/main/licences', () => ({ showChromiumLicences: vi.fn() }));

const room = {
  listCameras: vi.fn<typeof listCameras>(),
  captureFrames: vi.fn<typeof captureFrames>(),
};
const exportFile = vi.fn();
const parts = {
  settings: { current: defaultSettings, damagedCopy: null },
  window: {},
  queue: new OpenQueue(),
  untrustedModel: null,
  writtenPaths: new Set<string>(),
  text: () => translator('en'),
  send: vi.fn(),
  changeSettings: vi.fn((changes) => ({ ...defaultSettings, ...changes })),
  connectPage: vi.fn(),
  camera: new CameraDesk(async () => room, true),
  compute: { export: exportFile, cancelExports: vi.fn(), restart: vi.fn() },
};
const failures: string[] = [];
/** As the camera room gives them: the bytes of a frame are a view of a larger buffer. */
const jpegView = (): Uint8Array => Uint8Array.of(1, 2, 0xff, 0xd8, 0xff, 0xe0, 9).subarray(2, 6);
const gate = createGate(mainHandlers, parts as unknown as App, isOurPage, (name, code) =>
  failures.push(`${name} ${code}`),
);

const page: Sender = { isOurWindow: true, isMainFrame: true, url: pageUrl };

/** As over IPC: both ways really cloned. */
async function ask(name: string, input: unknown, sender = page): Promise<Answer<unknown>> {
  return structuredClone(await gate(sender, name, structuredClone(input)));
}

beforeEach(() => {
  vi.clearAllMocks();
  failures.length = 0;
  parts.writtenPaths.clear();
  electron.dialog.showOpenDialog.mockResolvedValue({ canceled: false, filePaths: ['/photos/a b#%.png'] });
  electron.dialog.showSaveDialog.mockResolvedValue({ canceled: false, filePath: '/out/sample.jpg' });
  room.listCameras.mockResolvedValue([{ id: '/dev/video0', label: 'Lab camera' }]);
  room.captureFrames.mockImplementation(async ({ frames, onProgress }) =>
    Array.from({ length: frames }, (_, index) => {
      onProgress?.(index + 1, frames);
      return { index, jpeg: jpegView(), size: { width: 1, height: 1 }, error: null };
    }),
  );
  exportFile.mockResolvedValue({ path: '/out/sample.jpg' });
});

const csv = { kind: 'predictions-csv', analysisId: 'a' };
const picture = {
  kind: 'picture',
  suggestedName: 'o.png',
  image: { data: new Uint8Array(12), width: 2, height: 2 },
  scale: 1,
};

const burst = { device: '/dev/video0', frames: 5, intervalMs: 200, size: null };
const smallJpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9);

interface Case {
  good: unknown;
  bad: unknown[];
}
const cases: Record<string, Case> = {
  'app:info': { good: undefined, bad: [1, {}] },
  'settings:read': { good: undefined, bad: [null] },
  'settings:write': {
    good: { theme: 'dark', tileSizePx: 64 },
    bad: [
      undefined,
      { theme: 'blue' },
      { version: 2 },
      { topK: 7 },
      { hypercolumnOpacity: 1.1 },
      { modelUses: Array.from({ length: 41 }, () => ({ ...noModelUse, model: '/a.h5' })) },
      { modelUses: [{ ...noModelUse, model: '' }] },
      { modelUses: [{ ...noModelUse, model: '/a.h5', constants: { facts: 'much' } }] },
      { modelUses: [{ ...noModelUse, model: '/a.h5', architecture: '' }] },
      { modelUses: [{ ...noModelUse, model: '/a.h5', size: [4, 224] }] },
    ],
  },
  'files:choose': { good: { kind: 'picture' }, bad: [undefined, { kind: 'folder' }] },
  'files:take': { good: undefined, bad: [{}, ['/etc/passwd']] },
  'files:missing': { good: undefined, bad: [{}, '/etc/passwd'] },
  'files:show': { good: { path: '/out/sample.jpg' }, bad: [{ path: '' }, { path: 7 }] },
  'licences:show': { good: undefined, bad: [{}, 'LICENSE'] },
  'export:save': {
    good: csv,
    bad: [
      { kind: 'everything' },
      { ...csv, analysisId: 5 },
      { kind: 'grid', analysisId: 'a', layers: [], filters: 3, colormap: 'viridis' },
      { kind: 'grid', analysisId: 'a', layers: [0], filters: 3, colormap: 'jet' },
      { ...picture, image: { ...picture.image, width: 3 } }, // 12 bytes are not 3 x 2 pixels
      { kind: 'frames', frames: [] },
      { kind: 'frames', frames: [{ index: 5, jpeg: smallJpeg }] },
      { kind: 'frames', frames: [{ index: 0, jpeg: smallJpeg }, { index: 0, jpeg: smallJpeg }] }, // prettier-ignore
      { kind: 'frames', frames: [{ index: 0, jpeg: new Uint8Array(4) }] }, // no JPEG
      { kind: 'frames', frames: [{ index: '../x', jpeg: smallJpeg }] },
      { ...picture, image: { ...picture.image, data: [...picture.image.data] } },
    ],
  },
  'export:cancel': { good: undefined, bad: [{}] },
  'camera:list': { good: undefined, bad: [null, {}] },
  'camera:capture': {
    good: burst,
    bad: [
      undefined,
      { ...burst, frames: 0 },
      { ...burst, frames: 6 },
      { ...burst, frames: 2.5 },
      { ...burst, intervalMs: -1 },
      { ...burst, intervalMs: 1e9 },
      { ...burst, device: '' },
      { ...burst, device: 'v'.repeat(301) },
      { ...burst, size: { width: 1, height: 480 } },
      { ...burst, size: { width: 640 } },
    ],
  },
  'camera:cancel': { good: undefined, bad: [{}] },
  'compute:connect': { good: undefined, bad: [{}] },
  'compute:restart': { good: undefined, bad: [{}] },
};

it('has a case for every request to main', () => {
  const viaMain = Object.entries(requests).flatMap(([name, { via }]) => (via === 'main' ? [name] : []));
  expect(Object.keys(cases).sort()).toEqual(viaMain.sort());
});

const strangers: [string, Sender][] = [
  ['another window', { ...page, isOurWindow: false }],
  ['a frame inside the page', { ...page, isMainFrame: false }],
  ['another origin', { ...page, url: 'https://example.org/' }],
  ['an origin that begins like ours', { ...page, url: 'app://featurescope.evil/index.html' }],
  ['a frame without an address', { ...page, url: '' }],
];

describe.each(Object.entries(cases))('%s', (name, { good, bad }) => {
  it('answers with what the contract promises', async () => {
    parts.writtenPaths.add('/out/sample.jpg');
    const answer = await ask(name, good);
    expect(answer).toMatchObject({ ok: true });
    if (answer.ok) expect(requests[name as RequestName].out.safeParse(answer.value).error).toBeUndefined();
  });

  it.each(bad.map((input, place) => [place, input]))('refuses malformed input %i', async (_place, input) => {
    expect(await ask(name, input)).toMatchObject({ ok: false, error: { code: 'internal/invalid-request' } });
    expect(failures).toEqual([`${name} internal/invalid-request`]);
  });

  it.each(strangers)('refuses %s', async (_who, sender) => {
    expect(await ask(name, good, sender)).toMatchObject({
      ok: false,
      error: { code: 'internal/foreign-sender' },
    });
    expect(parts.changeSettings).not.toHaveBeenCalled();
    expect(exportFile).not.toHaveBeenCalled();
    expect(room.captureFrames).not.toHaveBeenCalled();
  });
});

describe('the gate', () => {
  it('refuses unknown requests, requests for compute, and names that every object has', async () => {
    for (const name of ['files:delete', 'picture:open', 'constructor', '__proto__'])
      expect(await ask(name, undefined)).toMatchObject({
        ok: false,
        error: { code: 'internal/unknown-request' },
      });
  });
});

describe('export:save', () => {
  it('gives the chosen path to compute and remembers what was written', async () => {
    expect(await ask('export:save', csv)).toEqual({ ok: true, value: { path: '/out/sample.jpg' } });
    expect(exportFile).toHaveBeenCalledWith(csv, '/out/sample.jpg', expect.any(Function));
    expect(await ask('files:show', { path: '/out/sample.jpg' })).toMatchObject({ ok: true });
    expect(electron.shell.showItemInFolder).toHaveBeenCalledWith('/out/sample.jpg');
  });

  it('does nothing when the dialog is closed', async () => {
    electron.dialog.showSaveDialog.mockResolvedValue({ canceled: true, filePath: '' });
    expect(await ask('export:save', csv)).toEqual({ ok: true, value: { path: null } });
    expect(exportFile).not.toHaveBeenCalled();
  });

  it('passes progress on to the page', async () => {
    exportFile.mockImplementation(async (_what, path, onProgress) => {
      onProgress({ stage: 'write', fraction: 0.5 });
      return { path };
    });
    await ask('export:save', csv);
    const progress = { stage: 'write', fraction: 0.5 };
    expect(parts.send).toHaveBeenCalledWith({ kind: 'export-progress', progress });
  });

  it('keeps the code of a failure', async () => {
    exportFile.mockRejectedValue(
      new FeaturescopeError('output/not-written', 'the disk is full', { cause: 'ENOSPC' }),
    );
    const error = {
      code: 'output/not-written',
      values: {},
      during: [],
      message: 'the disk is full',
      detail: 'ENOSPC',
    };
    expect(await ask('export:save', csv)).toEqual({ ok: false, error });
  });

  it('suggests a name, never a path', async () => {
    await ask('export:save', { ...picture, suggestedName: '../../.bashrc' });
    const [, options] = electron.dialog.showSaveDialog.mock.calls[0] ?? [];
    expect(options.defaultPath).toMatch(/^[^.]*\/_\.\._\.bashrc$/);
  });
});

describe('files:take', () => {
  it('gives what was asked for, once, and tells what of it is not there', async () => {
    const here = import.meta.filename;
    parts.queue.add([here, '/nowhere/a.h5']);
    const asked = [{ paths: [here], missing: ['/nowhere/a.h5'] }];
    expect(await ask('files:take', undefined)).toEqual({ ok: true, value: asked });
    expect(await ask('files:take', undefined)).toEqual({ ok: true, value: [] });
  });
});

describe('files:missing', () => {
  it('tells which of the recent files are gone, and nothing of other files', async () => {
    const { current } = parts.settings;
    const [here, gone] = [import.meta.filename, '/nowhere/a.h5'];
    parts.settings.current = { ...current, recentModels: [gone, here], recentPictures: [gone] };
    expect(await ask('files:missing', undefined)).toEqual({ ok: true, value: [gone] });
    parts.settings.current = current;
  });
});

describe('files:show', () => {
  it('shows only files that this run has saved', async () => {
    const answer = await ask('files:show', { path: '/etc/passwd' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'output/not-ours' } });
    expect(electron.shell.showItemInFolder).not.toHaveBeenCalled();
  });
});

describe('the camera', () => {
  it('lists what the system has, and a drawn picture for those who have none', async () => {
    expect(await ask('camera:list', undefined)).toEqual({
      ok: true,
      value: [
        { id: '/dev/video0', label: 'Lab camera', isDrawn: false },
        { id: 'TEST:colourbars', label: '', isDrawn: true },
      ],
    });
  });

  it('sends packed frames and tells the page of each', async () => {
    const answer = await ask('camera:capture', burst);
    const frames = (answer as { value: { jpeg: Uint8Array }[] }).value;
    expect(frames).toHaveLength(5);
    expect(frames.map(({ jpeg }) => [...jpeg])).toEqual(Array(5).fill([0xff, 0xd8, 0xff, 0xe0]));
    expect(frames.map(({ jpeg }) => jpeg.buffer.byteLength)).toEqual(Array(5).fill(4));
    expect(parts.send.mock.calls.map(([event]) => event)).toEqual(
      [1, 2, 3, 4, 5].map((taken) => ({ kind: 'camera-progress', taken, total: 5 })),
    );
  });

  it.each([
    '/dev/video1',
    'TEST:colourbars; touch /tmp/x; true',
    '/dev/video0 ',
    'FILE:/etc/passwd',
    '$(touch x)',
    '--help',
  ])('opens no device that is not in the list: %s', async (device) => {
    const answer = await ask('camera:capture', { ...burst, device });
    expect(answer).toMatchObject({ ok: false, error: { code: 'camera/unknown-device' } });
    expect(room.captureFrames).not.toHaveBeenCalled();
  });

  it('keeps the reason of a frame that did not come', async () => {
    room.captureFrames.mockResolvedValue([
      { index: 0, jpeg: jpegView(), size: { width: 1, height: 1 }, error: null },
      { index: 1, jpeg: null, size: null, error: new FeaturescopeError('camera/failed', 'it is gone') },
    ]);
    expect(await ask('camera:capture', { ...burst, frames: 2 })).toMatchObject({
      value: [
        { error: null },
        {
          index: 1,
          jpeg: null,
          error: { code: 'camera/failed', values: {}, during: [], message: 'it is gone' },
        },
      ],
    });
  });

  it('takes one burst at a time, and ends it when asked', async () => {
    room.captureFrames.mockImplementation(
      ({ signal }) =>
        new Promise((_, reject) =>
          signal?.addEventListener('abort', () =>
            reject(new FeaturescopeError('job/cancelled', 'interrupted')),
          ),
        ),
    );
    const first = ask('camera:capture', burst);
    await vi.waitFor(() => expect(room.captureFrames).toHaveBeenCalled());
    expect(await ask('camera:capture', burst)).toMatchObject({ ok: false, error: { code: 'camera/busy' } });
    await ask('camera:cancel', undefined);
    expect(await first).toMatchObject({ ok: false, error: { code: 'job/cancelled' } });
    room.captureFrames.mockResolvedValue([]);
    expect(await ask('camera:capture', burst)).toMatchObject({ ok: true });
  });
});
