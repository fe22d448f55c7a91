/** The webcam and its frames, each alone; test/component/webcam.test.ts has them together. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CameraFrame } from '../../../renderer/camera/camera';
import { Activities } from '../../../renderer/state/activities.svelte';
import { Announcer } from '../../../renderer/state/announcer.svelte';
import { FramesModel } from '../../../renderer/state/frames-model.svelte';
import { Toasts } from '../../../renderer/state/toasts.svelte';
import { UiModel } from '../../../renderer/state/ui-model.svelte';
import { WebcamModel } from '../../../renderer/state/webcam-model.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { FakeMedia } from '../fake-media';
import { createApi } from '../helpers';
import { createSettings, createStage, createWording, inputsOf, namesAsked, Told, type Stage } from './alone.svelte'; // prettier-ignore

let api: FakeApi;
let media: FakeMedia;
beforeEach(() => {
  api = createApi();
  media = new FakeMedia();
});

describe('WebcamModel', () => {
  const onFrames = vi.fn((_frames: readonly CameraFrame[]) => undefined);
  async function opened(): Promise<WebcamModel> {
    onFrames.mockClear();
    const webcam = new WebcamModel({ api, settings: createSettings() }, media, onFrames);
    webcam.open();
    await expect.poll(() => webcam.state.kind).not.toBe('starting');
    return webcam;
  }

  it('hands on the frames of a burst and turns the camera off', async () => {
    const webcam = await opened();
    await webcam.grab();
    expect(onFrames).toHaveBeenCalledOnce();
    expect(onFrames.mock.lastCall?.[0]).toHaveLength(5);
    expect([webcam.isOpen, media.isOn]).toEqual([false, false]);
  });

  it('lets black frames pass that a camera gives when it has just been turned on', async () => {
    media.blackFrames = 3;
    const webcam = await opened();
    await webcam.grab();
    const frames = onFrames.mock.lastCall?.[0] ?? [];
    expect(frames.map((frame) => frame.source !== null && frame.isBlack)).toEqual(
      [...Array<boolean>(5)].fill(false),
    );
  });

  it('takes black frames in the end, each called one', async () => {
    const webcam = await opened();
    media.blackFrames = Infinity;
    vi.useFakeTimers();
    try {
      const grabbed = webcam.grab();
      await vi.advanceTimersByTimeAsync(6000);
      await grabbed;
    } finally {
      vi.useRealTimers();
    }
    const frames = onFrames.mock.lastCall?.[0] ?? [];
    expect(frames.map((frame) => frame.source !== null && frame.isBlack)).toEqual(
      [...Array<boolean>(5)].fill(true),
    );
  });

  it('gives up a camera that does not open, and turns it off should it come on later', async () => {
    let open = (): void => undefined;
    media.opening = new Promise((resolve) => (open = resolve));
    vi.useFakeTimers();
    const webcam = new WebcamModel({ api, settings: createSettings() }, media, onFrames);
    webcam.open();
    await vi.advanceTimersByTimeAsync(20_000);
    vi.useRealTimers();
    expect(webcam.state).toMatchObject({ kind: 'failed', failure: { code: 'camera/failed' } });
    open();
    await expect.poll(() => media.feeds.map(({ isStopped }) => isStopped)).toEqual([true]);
  });

  it.each([
    ['cancelled', (webcam: WebcamModel) => webcam.cancel(), 'ready', true],
    ['in a hidden window', (webcam: WebcamModel) => webcam.pause(), 'paused', false],
    ['closed', (webcam: WebcamModel) => webcam.close(), 'closed', false],
  ] as const)('drops a burst that is %s', async (_how, stop, kind, isOn) => {
    const webcam = await opened();
    media.isHeld = true;
    const burst = webcam.grab();
    await expect.poll(() => webcam.state.kind).toBe('burst');
    stop(webcam);
    await burst;
    expect([webcam.state.kind, media.isOn]).toEqual([kind, isOn]);
    expect(onFrames).not.toHaveBeenCalled();
  });

  it('fails where the camera gives nothing, and is turned off', async () => {
    const webcam = await opened();
    media.endsAfter = 0;
    await webcam.grab();
    expect(webcam.state).toMatchObject({ kind: 'failed', failure: { code: 'camera/lost' } });
    expect(webcam.camera).toBeNull();
  });

  it('looks again when a camera is plugged in where none was', async () => {
    media.list = [];
    const webcam = new WebcamModel(
      { api, settings: createSettings({ cameraBackEnd: 'live' }) },
      media,
      onFrames,
    );
    await webcam.start();
    expect(webcam.state).toMatchObject({ kind: 'failed', failure: { code: 'camera/none' } });
    media.changeDevices([{ id: 'one', label: '' }]);
    await expect.poll(() => webcam.state.kind).toBe('ready');
    webcam.close();
  });
});

describe('FramesModel', () => {
  const pictureOpening = { use: vi.fn(async () => null) };
  const exporter = { save: vi.fn(async () => undefined) };
  const frame = (index: number): CameraFrame => ({
    ...{ index, isBlack: false, failure: null },
    source: {
      kind: 'pixels',
      name: `o-${index}.jpg`,
      image: { data: new Uint8Array(24).fill(index), width: 4, height: 2 },
    },
  });
  const lost: CameraFrame = { index: 2, source: null, failure: { code: 'camera/lost', values: {}, during: [], detail: '' } }; // prettier-ignore
  let stage: Stage;
  let failures: Told;
  const compare = vi.fn((outputs: readonly Float32Array[]) => outputs.map(() => []));
  beforeEach(async () => {
    vi.clearAllMocks();
    stage = await createStage(api);
    failures = new Told();
  });
  function create() {
    const [activities, announcer, toasts] = [new Activities(), new Announcer(), new Toasts()];
    const ui = new UiModel(createSettings());
    const analysing = { framing: { fit: 'crop', cropShift: 0.5 } as const };
    const parts = { activities, analysing, announcer, api, exporter, failures, pictureOpening, toasts, ui };
    const frames = new FramesModel(
      { ...parts, predictions: { compare }, session: stage, wording: createWording() },
      media,
    );
    frames.take([frame(0), frame(1), lost]);
    return frames;
  }

  it('says how many came and why one did not, and shows them', () => {
    const frames = create();
    expect(frames.parts.announcer.text).toMatch(/^2 of 3 frames taken/);
    expect(frames.parts.toasts.list).toMatchObject([{ tone: 'warn', failure: { code: 'camera/lost' } }]);
    expect(frames.parts.ui.imageTab).toBe('webcam');
  });

  it('makes one the picture, and says why that is missing', () => {
    const frames = create();
    frames.analyse(1);
    frames.analyse(7);
    expect(pictureOpening.use).toHaveBeenCalledExactlyOnceWith(frames.list[1]!.source);
    stage.pictureSource = frames.list[1]!.source;
    expect(frames.chosen).toBe(1);
    frames.analyse(2);
    expect(frames.parts.toasts.list.at(-1)?.text).toBe('Frame o-2 is missing');
  });

  it('compares all in one pass, framed as the picture is', async () => {
    const frames = create();
    await frames.compare();
    expect(inputsOf(api, 'frames:analyse')).toMatchObject([{ fit: 'crop', cropShift: 0.5 }]);
    expect(frames.comparison).toMatchObject({ rows: [[], [], null], count: 2 });
  });

  it.each([
    ['frames', (frames: FramesModel) => frames.take([frame(0)])],
    ['model', () => (stage.model = { ...stage.model! })],
  ])('shows no comparison when another %s came meanwhile', async (_what, change) => {
    const frames = create();
    const comparing = frames.compare();
    change(frames);
    await comparing;
    expect(frames.comparison).toBeNull();
    expect(frames.isComparing).toBe(false);
  });

  it('can be cancelled, and says why it failed', async () => {
    const frames = create();
    api.delayMs = 60_000;
    const comparing = frames.compare();
    (frames.parts.activities as Activities).list[0]!.cancel();
    await comparing;
    expect(failures.list).toEqual([]);
    [api.delayMs, api.failing] = [0, 'frames:analyse'];
    await frames.compare();
    expect(failures.list).toMatchObject([{ title: 'error.analysis' }]);
    expect(namesAsked(api)).toEqual(['frames:analyse', 'frames:analyse']);
  });

  it('saves those that are there as JPEG', async () => {
    await create().save();
    const jpegs = [0, 1].map((index) => ({ index, jpeg: Uint8Array.of(0xff, 0xd8, 0xff, index) }));
    expect(exporter.save).toHaveBeenCalledExactlyOnceWith({ kind: 'frames', frames: jpegs }, 'Webcam frames');
  });
});
