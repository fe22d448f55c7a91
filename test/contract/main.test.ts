import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { App } from '../../electron/main/app';
import { copyPicture } from '../../electron/main/clipboard-picture';
import { CameraDesk } from '../../electron/main/camera-desk';
import type { captureFrames, listCameras } from '../../electron/camera/camera';
import { isOurPage, pageUrl } from '../../electron/main/app-url';
import { Gate, type Sender } from '../../electron/main/gate';
import { OpenQueue } from '../../electron/main/open-queue';
import { PathGrants } from '../../electron/main/path-grants';
import { mainHandlers } from '../../electron/main/requests';
import { Translator } from '../../electron/shared/texts/translator';
import {
  requests,
  type Answer,
  type Progress,
  type ReplyMessage,
  type RequestName,
} from '../../electron/shared/contract';
import { defaultSettings, noModelUse } from '../../electron/shared/default-settings';
import { failed } from '../../electron/shared/errors';
import { message } from '../../electron/shared/messages/message';
import { mutated, REQUEST_COUNT, seededRandom } from './mutations';
import { wayOf } from '../../electron/shared/names';

const electron = vi.hoisted(() => ({
  app: { getVersion: () => '1.2.3', getLocale: () => 'zh-CN', getPath: () => '/home/me/Pictures' },
  shell: { showItemInFolder: vi.fn() },
  dialog: { showOpenDialog: vi.fn(), showSaveDialog: vi.fn() },
  clipboard: {
    ...{ readBuffer: vi.fn(), readImage: vi.fn() },
    ...{ availableFormats: vi.fn(), writeBuffer: vi.fn(), writeImage: vi.fn() },
  },
  nativeImage: { createFromBuffer: vi.fn() },
}));
vi.mock('electron', () => electron);
vi.mock('../../electron/main/licences', () => ({ showChromiumLicences: vi.fn() }));

const room = {
  listCameras: vi.fn<typeof listCameras>(),
  captureFrames: vi.fn<typeof captureFrames>(),
};
const grant = vi.fn();
const parts = {
  settings: { current: defaultSettings, damagedCopy: null },
  window: {},
  queue: new OpenQueue(),
  grants: new PathGrants(),
  untrustedModel: null,
  writtenPaths: new Set<string>(),
  text: () => new Translator('en').text,
  send: vi.fn(),
  changeSettings: vi.fn((changes) => ({ ...defaultSettings, ...changes })),
  connectPage: vi.fn(),
  camera: new CameraDesk(async () => room, true),
  compute: { grant, restart: vi.fn() },
};
const failures: string[] = [];
/** As the camera room gives them: the bytes of a frame are a view of a larger buffer. */
const jpegView = (): Uint8Array => Uint8Array.of(1, 2, 0xff, 0xd8, 0xff, 0xe0, 9).subarray(2, 6);
const replies: ReplyMessage[] = [];
const gate = new Gate(mainHandlers, parts as unknown as App, {
  isOurPage,
  reply: (message) => replies.push(structuredClone(message)),
  onFailure: (name, code) => failures.push(`${name} ${code}`),
});

const page: Sender = { isOurWindow: true, isMainFrame: true, url: pageUrl };
let lastId = 0;

/** As over IPC: both ways really cloned. */
function send(message: unknown, sender = page): void {
  gate.receive(sender, structuredClone(message));
}

/** Without pauses: answers take microseconds. */
const EVERY_MS = { interval: 0, timeout: 20_000 };

function answerTo(id: number): Promise<Answer<unknown>> {
  return vi.waitFor(() => {
    const reply = replies.find((one) => one.id === id && 'answer' in one);
    if (!reply || !('answer' in reply)) throw new Error('not yet');
    return reply.answer;
  }, EVERY_MS);
}

function ask(name: string, input: unknown, sender = page): Promise<Answer<unknown>> {
  const id = ++lastId;
  send({ id, name, input }, sender);
  return answerTo(id);
}
const progressOf = (id: number): Progress[] =>
  replies.flatMap((one) => (one.id === id && 'progress' in one ? [one.progress] : []));

beforeEach(() => {
  vi.clearAllMocks();
  failures.length = replies.length = 0;
  parts.writtenPaths.clear();
  electron.dialog.showOpenDialog.mockResolvedValue({ canceled: false, filePaths: ['/photos/a b#%.png'] });
  electron.dialog.showSaveDialog.mockResolvedValue({ canceled: false, filePath: '/out/sample.jpg' });
  room.listCameras.mockResolvedValue([{ id: '/dev/video0', label: 'Lab camera' }]);
  room.captureFrames.mockImplementation(async ({ frames, onProgress }) =>
    Array.from({ length: frames }, (_, index) => {
      onProgress?.(index + 1, frames);
      return { index, jpeg: jpegView(), size: { width: 1, height: 1 }, isBlack: false, error: null };
    }),
  );
  grant.mockResolvedValue('token');
  electron.clipboard.readBuffer.mockReturnValue(Buffer.alloc(0));
  electron.clipboard.readImage.mockReturnValue({ isEmpty: () => true, toPNG: () => Buffer.alloc(0) });
});

const burst = { device: '/dev/video0', frames: 5, intervalMs: 200, size: null };

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
      { modelOnTrial: '/a.h5' }, // main's alone
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
  'files:pasted': { good: undefined, bad: [{}, 'image/jpeg'] },
  'files:show': { good: { path: '/out/sample.jpg' }, bad: [{ path: '' }, { path: 7 }] },
  'licences:show': { good: undefined, bad: [{}, 'LICENSE'] },
  'files:place': {
    good: { kind: 'predictions-csv' },
    bad: [
      undefined,
      { kind: 'everything' },
      { kind: 'picture', suggestedName: 7 },
      { kind: 'picture', suggestedName: 'x'.repeat(300) },
    ],
  },
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
  'compute:connect': { good: undefined, bad: [{}] },
  'compute:restart': { good: undefined, bad: [{}] },
};

it('has a case for every request to main', () => {
  const names = Object.keys(requests).filter((name) => wayOf(name) === 'main');
  expect(Object.keys(cases).sort()).toEqual(names.sort());
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
    send({ id: ++lastId, name, input: good }, sender);
    expect(failures).toEqual([' internal/foreign-sender']);
    await ask('settings:read', undefined);
    expect(replies.map(({ id }) => id)).toEqual([lastId]);
    expect(parts.changeSettings).not.toHaveBeenCalled();
    expect(grant).not.toHaveBeenCalled();
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

describe('many malformed requests', () => {
  it('are all answered, and the gate works after them', async () => {
    const random = seededRandom(21);
    const names = Object.keys(cases);
    let refused = 0;
    for (let number = 0; number < REQUEST_COUNT; number++) {
      const name = names[number % names.length]!;
      const { good, bad } = cases[name]!;
      const answer = await ask(name, mutated(random, number % 3 === 0 ? bad[number % bad.length] : good));
      expect(answer).not.toMatchObject({ error: { code: 'internal/unexpected' } });
      if (!answer.ok) refused++;
      replies.length = failures.length = 0;
    }
    expect(refused).toBeGreaterThan(REQUEST_COUNT / 4);
    expect(await ask('settings:read', undefined)).toMatchObject({ ok: true });
  });
});

describe('files:place', () => {
  it('grants compute the chosen place, and gives the page what names it', async () => {
    expect(await ask('files:place', { kind: 'figure' })).toEqual({ ok: true, value: { token: 'token' } });
    expect(grant).toHaveBeenCalledWith('figure', '/out/sample.jpg');
  });

  it('grants nothing when the dialog is closed', async () => {
    electron.dialog.showSaveDialog.mockResolvedValue({ canceled: true, filePath: '' });
    expect(await ask('files:place', { kind: 'figure' })).toEqual({ ok: true, value: { token: null } });
    expect(grant).not.toHaveBeenCalled();
  });

  it('keeps the code of a failure', async () => {
    grant.mockRejectedValue(failed('compute/not-running', {}, { cause: 'it ended' }));
    const answer = await ask('files:place', { kind: 'figure' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'compute/not-running', detail: 'it ended' } });
  });

  it('suggests a name, never a path', async () => {
    await ask('files:place', { kind: 'picture', suggestedName: '../../.bashrc' });
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

describe('files:pasted', () => {
  it('gives a picture as its program wrote it', async () => {
    electron.clipboard.readBuffer.mockImplementation((type: string) =>
      Buffer.from(type === 'image/jpeg' ? [0xff, 0xd8] : []),
    );
    const value = { name: 'clipboard.jpg', bytes: Uint8Array.of(0xff, 0xd8) };
    expect(await ask('files:pasted', undefined)).toEqual({ ok: true, value });
  });

  it('gives pixels as PNG, and nothing where there are none', async () => {
    expect(await ask('files:pasted', undefined)).toEqual({ ok: true, value: null });
    electron.clipboard.readImage.mockReturnValue({ isEmpty: () => false, toPNG: () => Buffer.from([1, 2]) });
    const value = { name: 'clipboard.png', bytes: Uint8Array.of(1, 2) };
    expect(await ask('files:pasted', undefined)).toEqual({ ok: true, value });
  });
});

describe('copying', () => {
  const png = Uint8Array.of(9, 1, 2, 9).subarray(1, 3); // a view of a larger buffer
  const { availableFormats, writeBuffer, writeImage } = electron.clipboard;

  it('hands the file over as it is on Linux, and its pixels elsewhere', () => {
    availableFormats.mockReturnValue(['image/png']);
    expect(copyPicture(png, 'linux')).toBe(true);
    expect(writeBuffer).toHaveBeenCalledExactlyOnceWith('image/png', Buffer.from([1, 2]));
    electron.nativeImage.createFromBuffer.mockReturnValue('pixels');
    expect(copyPicture(png, 'win32')).toBe(true);
    expect(electron.nativeImage.createFromBuffer).toHaveBeenCalledExactlyOnceWith(Buffer.from([1, 2]));
    expect(writeImage).toHaveBeenCalledExactlyOnceWith('pixels');
  });

  it('tells that the clipboard did not take it', () => {
    availableFormats.mockReturnValue(['text/plain']);
    expect(copyPicture(png, 'linux')).toBe(false);
    writeBuffer.mockImplementationOnce(() => {
      throw new Error('no display');
    });
    expect(copyPicture(png, 'linux')).toBe(false);
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
    expect(progressOf(lastId)).toEqual(
      [0.2, 0.4, 0.6, 0.8, 1].map((fraction) => ({ stage: 'capture', fraction })),
    );
    const frames = (answer as { value: { jpeg: Uint8Array }[] }).value;
    expect(frames).toHaveLength(5);
    expect(frames.map(({ jpeg }) => [...jpeg])).toEqual(Array(5).fill([0xff, 0xd8, 0xff, 0xe0]));
    expect(frames.map(({ jpeg }) => jpeg.buffer.byteLength)).toEqual(Array(5).fill(4));
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
      { index: 0, jpeg: jpegView(), size: { width: 1, height: 1 }, isBlack: false, error: null },
      {
        index: 1,
        jpeg: null,
        size: null,
        isBlack: false,
        error: failed('camera/failed', { problem: message('part/frame-empty') }),
      },
    ]);
    expect(await ask('camera:capture', { ...burst, frames: 2 })).toMatchObject({
      value: [
        { error: null },
        {
          index: 1,
          jpeg: null,
          error: { code: 'camera/failed', values: { problem: message('part/frame-empty') }, during: [] },
        },
      ],
    });
  });

  it('takes one burst at a time, and ends it when asked', async () => {
    room.captureFrames.mockImplementation(
      ({ signal }) =>
        new Promise((_, reject) =>
          signal?.addEventListener('abort', () =>
            reject(failed('job/cancelled', { left: message('part/nothing-unfinished-left') })),
          ),
        ),
    );
    const first = ask('camera:capture', burst);
    const firstId = lastId;
    await vi.waitFor(() => expect(room.captureFrames).toHaveBeenCalled());
    expect(await ask('camera:capture', burst)).toMatchObject({ ok: false, error: { code: 'camera/busy' } });
    send({ cancel: firstId });
    room.captureFrames.mockResolvedValue([]);
    // The next one waits until the camera of the cancelled one is closed.
    expect(await ask('camera:capture', burst)).toMatchObject({ ok: true });
    expect(await first).toMatchObject({ ok: false, error: { code: 'job/cancelled' } });
  });

  it('stops when the page is loaded again, which gets no answer of the page before', async () => {
    let signal: AbortSignal | undefined;
    room.captureFrames.mockImplementation((options) => {
      signal = options.signal;
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('closed'))));
    });
    send({ id: ++lastId, name: 'camera:capture', input: burst });
    await vi.waitFor(() => expect(signal).toBeDefined());
    gate.leave();
    expect(signal?.aborted).toBe(true);
    expect(await ask('settings:read', undefined)).toMatchObject({ ok: true });
    expect(replies.map(({ id }) => id)).toEqual([lastId]);
  });

  it('keeps no file in the settings that the user has not opened', async () => {
    for (const changes of [
      { lastPicture: '/etc/passwd' },
      { lastModel: '/etc/a.h5' },
      { recentPictures: ['/etc/passwd'] },
      { recentModels: ['/etc/a.h5'] },
      { modelUses: [{ ...noModelUse, model: '/etc/a.h5' }] },
      { modelUses: [{ ...noModelUse, model: 'inception-v3', labels: '/etc/passwd' }] },
      { modelUses: [{ ...noModelUse, model: 'inception-v3', architecture: '/etc/a.json' }] },
    ])
      expect(await ask('settings:write', changes)).toMatchObject({
        ok: false,
        error: { code: 'internal/file-not-opened' },
      });
    electron.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/mine/a.png'] });
    await ask('files:choose', { kind: 'picture' });
    for (const changes of [
      { lastPicture: '/mine/a.png', recentPictures: ['/mine/a.png'] },
      { lastPicture: '', lastModel: '' },
      { modelUses: [{ ...noModelUse, model: 'inception-v3', labels: '', architecture: 'inception-v3' }] },
    ])
      expect(await ask('settings:write', changes)).toMatchObject({ ok: true });
  });
});
