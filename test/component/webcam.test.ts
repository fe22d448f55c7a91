import { screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExportWhat, RequestInput } from '../../electron/shared/contract';
import type { CallOptions } from '../../renderer/api/api';
import type { FakeApi } from '../fake-page/fake-api';
import type { AppModel } from '../../renderer/state/app-model.svelte';
import { FakeMedia } from './fake-media';
import { audit, createApi, renderApp, startModel } from './helpers';

const realCamera = { id: '/dev/video0', label: 'Lab camera', isDrawn: false };
const testPicture = { id: 'TEST:colourbars', label: '', isDrawn: true };
const asked = <Input>(api: FakeApi, name: string): Input[] =>
  api.asked.flatMap((one) => (one.name === name ? [one.input as Input] : []));

let media: FakeMedia;
let api: FakeApi;
beforeEach(() => {
  media = new FakeMedia();
  api = createApi();
});
afterEach(() => vi.useRealTimers());

async function openedModel(): Promise<AppModel> {
  const app = await startModel(api, media);
  app.webcam.open();
  await expect.poll(() => app.webcam.state.kind).not.toBe('starting');
  return app;
}

const failureCode = ({ webcam }: AppModel): string =>
  webcam.state.kind === 'failed' ? webcam.state.failure.code : webcam.state.kind;

describe('the live camera', () => {
  it('is turned on by opening the pane and off by closing it', async () => {
    const app = await openedModel();
    expect(app.webcam).toMatchObject({ backEnd: 'live', isOn: true, canGrab: true });
    expect(app.webcam.camera?.deviceId).toBe('one');
    app.webcam.close();
    expect(media.feeds.map(({ isStopped }) => isStopped)).toEqual([true]);
    expect(app.webcam).toMatchObject({ isOn: false, isOpen: false, camera: null });
  });

  it('gives five frames in order, which stay in memory: nothing is analysed or written unasked', async () => {
    const app = await openedModel();
    const before = api.asked.length;
    await app.webcam.grab();
    expect(app.frames.list.map(({ index, source }) => [index, source?.name])).toEqual(
      [0, 1, 2, 3, 4].map((index) => [index, `o-${index}.jpg`]),
    );
    expect(
      app.frames.list.map(({ source }) => (source?.kind === 'pixels' ? source.image.data[0] : null)),
    ).toEqual([0, 1, 2, 3, 4]);
    expect(app.webcam.isOpen).toBe(false);
    expect(media.isOn).toBe(false);
    expect(app.ui.imageTab).toBe('webcam');
    expect(app.announcer.text).toBe('5 of 5 frames taken. The keys 1 to 5 analyse one.');
    expect(api.asked.slice(before)).toEqual([]);
  });

  it('changes to another camera and turns the first one off', async () => {
    const app = await openedModel();
    await app.webcam.start('two');
    expect(media.feeds.map(({ deviceId, isStopped }) => [deviceId, isStopped])).toEqual([
      ['one', true],
      ['two', false],
    ]);
  });

  it('is turned off again if the pane was closed before it came on', async () => {
    let release = (): void => undefined;
    media.opening = new Promise((resolve) => (release = resolve));
    const app = await startModel(api, media);
    app.webcam.open();
    await expect.poll(() => app.webcam.devices.length).toBe(2);
    app.webcam.close();
    release();
    await expect.poll(() => media.feeds.length).toBe(1);
    await expect.poll(() => media.isOn).toBe(false);
    expect(app.webcam.isOpen).toBe(false);
  });

  it('goes off when the window hides, drops a burst, and comes on again only when asked', async () => {
    const app = await openedModel();
    media.isHeld = true;
    const burst = app.webcam.grab();
    await expect.poll(() => app.webcam.state.kind).toBe('burst');
    api.emit({ kind: 'hidden' });
    await burst;
    expect(media.isOn).toBe(false);
    expect(app.webcam.state.kind).toBe('paused');
    expect(app.frames.list).toEqual([]);
    await app.webcam.start();
    expect(app.webcam.state.kind).toBe('ready');
  });

  it('counts down when told to, and can be cancelled meanwhile with the camera staying on', async () => {
    api = createApi({ cameraCountdownS: 3, cameraIntervalMs: 200 });
    const app = await openedModel();
    vi.useFakeTimers();
    const first = app.webcam.grab();
    expect(app.webcam.state).toEqual({ kind: 'countdown', secondsLeft: 3 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(app.webcam.state).toEqual({ kind: 'countdown', secondsLeft: 2 });
    app.webcam.cancel();
    await first;
    expect(app.webcam.state.kind).toBe('ready');
    expect(media.isOn).toBe(true);
    const second = app.webcam.grab();
    await vi.advanceTimersByTimeAsync(3000);
    expect(app.webcam.state.kind).toBe('burst');
    await vi.advanceTimersByTimeAsync(1000);
    await second;
    expect(app.frames.there).toHaveLength(5);
  });

  it('takes the frames as far apart as was chosen', async () => {
    const app = await openedModel();
    app.settings.update({ cameraIntervalMs: 2000 });
    vi.useFakeTimers();
    const burst = app.webcam.grab();
    await vi.advanceTimersByTimeAsync(7900); // four intervals are eight seconds
    expect(app.webcam.state).toEqual({ kind: 'burst', taken: 4 });
    await vi.advanceTimersByTimeAsync(200);
    await burst;
    expect(app.frames.there).toHaveLength(5);
  });

  it.each([
    [
      'NotAllowedError',
      'camera/denied',
      'The system blocks the camera; allow it in the privacy settings of the system.',
      '系统禁止使用摄像头；请在系统的隐私设置中允许使用。',
    ],
    [
      'NotFoundError',
      'camera/none',
      'No camera is connected; connect one and try again.',
      '没有连接摄像头；请连接摄像头后重试。',
    ],
    [
      'NotReadableError',
      'camera/busy',
      'Another program is using the camera; close it (a video call, a browser tab) and try again.',
      '另一个程序正在使用摄像头；请关闭它（视频通话、浏览器标签页等）后重试。',
    ],
    [
      'TypeError',
      'camera/failed',
      'The camera gave no picture; try again, or choose another camera.',
      '摄像头没有返回画面；请重试，或选择其他摄像头。',
    ],
  ])('that cannot be opened (%s) is %s, with a sentence of its own', async (name, code, english, chinese) => {
    media.refuses = name;
    const app = await openedModel();
    const { state } = app.webcam;
    if (state.kind !== 'failed') throw new Error(state.kind);
    expect(state.failure.code).toBe(code);
    expect(app.wording.reasonOf(state.failure)).toBe(english);
    app.settings.update({ language: 'zh-CN' });
    expect(app.wording.reasonOf(state.failure)).toBe(chinese);
    expect(asked(api, 'camera:capture')).toEqual([]); // a refusal is not evaded by the other back end
  });

  it('unplugged in mid-burst leaves the frames of before; the others say why', async () => {
    const app = await openedModel();
    media.endsAfter = 2;
    await app.webcam.grab();
    expect(app.frames.list.map(({ source, failure }) => failure?.code ?? source?.name)).toEqual([
      'o-0.jpg',
      'o-1.jpg',
      'camera/lost',
      'camera/lost',
      'camera/lost',
    ]);
    expect(app.toasts.list.at(-1)).toMatchObject({ tone: 'warn', text: 'Camera gave 2 of 5 frames' });
    app.frames.analyse(3);
    expect(app.toasts.list.at(-1)?.text).toBe('Frame o-3 is missing');
    expect(app.session.picture?.isSample).toBe(true);
  });

  it('unplugged before its first frame, or with the pane open, is a failure, and old frames stay', async () => {
    const app = await openedModel();
    await app.webcam.grab();
    const old = app.frames.list;
    app.webcam.open();
    await expect.poll(() => app.webcam.canGrab).toBe(true);
    media.endsAfter = 0;
    await app.webcam.grab();
    expect(failureCode(app)).toBe('camera/lost');
    expect(app.frames.list).toBe(old);
    media.endsAfter = Infinity;
    await app.webcam.start();
    media.feeds.at(-1)!.end();
    expect(failureCode(app)).toBe('camera/lost');
    expect(app.webcam.camera).toBeNull();
  });

  it('that hangs gives its reason after a while', async () => {
    const app = await openedModel();
    media.isHeld = true;
    vi.useFakeTimers();
    const burst = app.webcam.grab();
    await vi.advanceTimersByTimeAsync(60_000);
    await burst;
    expect(failureCode(app)).toBe('camera/no-frame');
  });

  it('is found when it is plugged in while none is there', async () => {
    media.list = [];
    const app = await openedModel();
    expect(failureCode(app)).toBe('camera/none');
    media.changeDevices([{ id: 'new', label: 'New' }]);
    await expect.poll(() => app.webcam.camera?.deviceId).toBe('new');
  });
});

describe('node-webcam', () => {
  it('takes over where Chromium sees no camera, and is off between frames', async () => {
    media.list = [];
    api.cameras = [realCamera, testPicture];
    const app = await openedModel();
    expect(app.webcam).toMatchObject({ backEnd: 'node-webcam', canGrab: true, isOn: false });
    const seen: boolean[] = [];
    const call = api.call.bind(api);
    api.call = ((name: string, input: never, options?: CallOptions) =>
      call(name as never, input, {
        ...options,
        onProgress: (progress) => {
          options?.onProgress?.(progress);
          if (name === 'camera:capture') seen.push(app.webcam.isOn);
        },
      })) as typeof api.call;
    await app.webcam.grab();
    expect(asked(api, 'camera:capture')).toEqual([
      { device: '/dev/video0', frames: 5, intervalMs: 500, size: null },
    ]);
    expect(seen).toEqual([true, true, true, true, true]);
    expect(app.frames.there.map(({ source }) => source?.kind)).toEqual(Array(5).fill('bytes'));
  });

  it('is not asked where Chromium sees a camera, unless the setting says so', async () => {
    api.cameras = [realCamera];
    const app = await openedModel();
    expect(asked(api, 'camera:list')).toEqual([]);
    app.webcam.chooseBackEnd('node-webcam');
    await expect.poll(() => app.webcam.canGrab).toBe(true);
    expect(app.webcam.backEnd).toBe('node-webcam');
    expect(app.settings.value.cameraBackEnd).toBe('node-webcam');
    expect(media.isOn).toBe(false);
  });

  it('does not take its test picture for a camera', async () => {
    media.list = [];
    api.cameras = [testPicture];
    const app = await openedModel();
    expect(failureCode(app)).toBe('camera/none');
    await app.webcam.start(testPicture.id);
    expect(app.webcam.camera?.deviceId).toBe('TEST:colourbars');
  });

  it('that lacks its program says so to those who want it; others hear that there is no camera', async () => {
    media.list = [];
    api.failing = 'camera:list';
    const app = await openedModel();
    expect(failureCode(app)).toBe('camera/none');
    app.webcam.chooseBackEnd('node-webcam');
    await expect.poll(() => failureCode(app)).toBe('image/damaged'); // the fake's one failure, handed on
    expect(app.webcam.backEnd).toBe('node-webcam');
  });

  it('cancels its burst in main when the pane is closed', async () => {
    media.list = [];
    api.cameras = [realCamera];
    const app = await openedModel();
    api.delayMs = 500;
    const burst = app.webcam.grab();
    await expect.poll(() => asked(api, 'camera:capture').length).toBe(1);
    app.webcam.close();
    await burst;
    expect(api.cancelled.filter((name) => name.startsWith('camera:'))).toEqual(['camera:capture']);
    expect(app.frames.list).toEqual([]);
  });

  it('keeps the reason of a missing frame', async () => {
    media.list = [];
    api.cameras = [realCamera];
    const reason = {
      code: 'camera/failed',
      values: { problem: 'it is gone.' },
      during: [],
      detail: '',
    };
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff);
    api.captured = [
      { index: 0, jpeg, isBlack: false, error: null },
      { index: 1, jpeg: null, isBlack: false, error: reason },
    ];
    const app = await openedModel();
    await app.webcam.grab();
    expect(app.frames.list[1]).toEqual({ index: 1, source: null, failure: reason });
  });
});

describe('the frames', () => {
  async function withFrames(): Promise<AppModel> {
    const app = await openedModel();
    await app.webcam.grab();
    return app;
  }

  it('become the picture by a click, one at a time', async () => {
    const app = await withFrames();
    expect(app.frames.chosen).toBeNull();
    app.frames.analyse(3);
    await expect.poll(() => app.frames.chosen).toBe(3);
    expect(app.session.picture?.name).toBe('o-3.jpg');
    expect(app.settings.value.recentPictures).not.toContain('o-3.jpg'); // it is no file
    await app.pictureOpening.use({ kind: 'sample' });
    expect(app.frames.chosen).toBeNull();
  });

  it('are analysed together by one request, and shown in their order with the gaps', async () => {
    media.endsAfter = 4;
    const app = await withFrames();
    app.settings.update({ fit: 'crop' });
    await app.frames.compare();
    const requests = asked<RequestInput<'frames:analyse'>>(api, 'frames:analyse');
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ modelId: app.session.model?.modelId, fit: 'crop', cropShift: 0 });
    expect(requests[0]?.frames.map(({ name }) => name)).toEqual(
      [0, 1, 2, 3].map((index) => `o-${index}.jpg`),
    );
    const { comparison } = app.frames;
    expect(comparison).toMatchObject({ count: 4, passMs: 31.4 });
    expect(comparison?.rows.map((row) => row?.length ?? null)).toEqual([5, 5, 5, 5, null]);
    // The fake moves the classes by one from frame to frame.
    const best = comparison!.rows.map((row) => row?.[0]?.index);
    expect(best[1]).toBe(best[0]! - 1);
  });

  it('that are replaced meanwhile are not shown', async () => {
    const app = await withFrames();
    api.delayMs = 30;
    const comparing = app.frames.compare();
    app.frames.take(app.frames.list.slice(0, 2));
    await comparing;
    expect(app.frames.comparison).toBeNull();
  });

  it('are saved as JPEG files when asked, live ones coded then', async () => {
    media.endsAfter = 3;
    const app = await withFrames();
    await app.frames.save();
    const { what } = asked<{ what: ExportWhat }>(api, 'export:write')[0]!;
    expect(what).toEqual({
      kind: 'frames',
      frames: [0, 1, 2].map((index) => ({ index, jpeg: Uint8Array.of(0xff, 0xd8, 0xff, index) })),
    });
  });
});

describe('the pane', () => {
  const openPane = async () => {
    await renderApp(api, media);
    await userEvent.click(screen.getByRole('button', { name: 'Webcam, 5 frames' }));
    return screen.getByRole('dialog', { name: 'Webcam' });
  };

  it('leads from the compared frames to their figure', async () => {
    URL.createObjectURL = vi.fn(() => 'blob:1'); // jsdom has none
    URL.revokeObjectURL = vi.fn();
    const pane = await openPane();
    await within(pane).findAllByText('Camera on');
    await userEvent.click(within(pane).getByRole('button', { name: 'Grab 5 frames' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Analyse all five' }, { timeout: 10_000 }),
    );
    await userEvent.click(await screen.findByRole('button', { name: 'As figure' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Figure' }));
    await dialog.findByRole('img', { name: 'Comparison' });
    const last = () => asked<RequestInput<'figure:preview'>>(api, 'figure:preview').at(-1)!;
    expect(last()).toMatchObject({ analysisId: 'compared', picture: { content: { kind: 'comparison' } } });
    await userEvent.click(dialog.getByRole('button', { name: 'Layers: A: 1, 4, 7' }));
    await userEvent.click(screen.getByRole('menuitemradio', { name: /^2 / }));
    await userEvent.click(dialog.getByRole('checkbox', { name: 'Hypercolumns' }));
    await waitFor(() =>
      expect(last().picture.content).toMatchObject({
        ...{ kind: 'comparison', sets: [] },
        figure: { columns: [{ layer: 2, filters: [0] }] },
      }),
    );
    expect(await audit()).toEqual([]);
  });

  it('is accessible, by keyboard from button to frame', async () => {
    const pane = await openPane();
    await within(pane).findAllByText('Camera on');
    const grab = within(pane).getByRole('button', { name: 'Grab 5 frames' });
    expect(grab).toHaveFocus();
    expect(within(pane).getByRole('radio', { name: '0.5 s' })).toBeChecked();
    expect(await audit()).toEqual([]);
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(pane).not.toBeInTheDocument(), { timeout: 5000 });
    await waitFor(() => expect(screen.getByRole('button', { name: 'Analyse frame o-0' })).toHaveFocus());
    await userEvent.keyboard('4');
    const fourth = screen.getByRole('button', { name: 'Analyse frame o-3' });
    await waitFor(() => expect(fourth).toHaveAttribute('aria-pressed', 'true'));
    await waitFor(() => expect(fourth).toHaveFocus());
    expect(await audit()).toEqual([]);
  });

  it('shows the rows of all frames side by side, accessibly, and a click takes one', async () => {
    media.endsAfter = 4;
    const pane = await openPane();
    await userEvent.click(within(pane).getByRole('button', { name: 'Grab 5 frames' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Analyse all 4' }, { timeout: 5000 }));
    const rows = await screen.findByRole('dialog', { name: 'Predictions of the frames' });
    expect(rows).toHaveTextContent('EfficientNet-Lite0: 4 frames in one pass of 31 ms');
    expect(within(rows).getByText(/The camera was unplugged/)).toBeVisible();
    expect(await audit()).toEqual([]);
    await userEvent.click(within(rows).getByRole('button', { name: 'Analyse frame o-1' }));
    expect(rows).not.toBeInTheDocument();
    await screen.findByText('o-1.jpg');
  });

  it('tells what is wrong and leads on, in both languages', async () => {
    media.refuses = 'NotAllowedError';
    const pane = await openPane();
    const alert = await within(pane).findByRole('alert');
    expect(alert).toHaveTextContent(
      'The system blocks the camera; allow it in the privacy settings of the system.',
    );
    expect(await audit()).toEqual([]);
    expect(within(pane).getByRole('button', { name: 'Grab 5 frames' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    media.refuses = '';
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    await within(pane).findAllByText('Camera on');
  });

  it('leads to a file instead', async () => {
    media.list = [];
    const pane = await openPane();
    await userEvent.click(await within(pane).findByRole('button', { name: 'Open a file' }));
    expect(pane).not.toBeInTheDocument();
    expect(asked(api, 'files:choose')).toEqual([{ kind: 'picture' }]);
  });

  it('offers five empty places before the first burst', async () => {
    await renderApp(api, media);
    await userEvent.click(screen.getByRole('radio', { name: 'Webcam' }));
    expect(within(screen.getByRole('list', { name: 'Webcam frames' })).getAllByRole('listitem')).toHaveLength(
      5,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Grab 5 frames' }));
    expect(screen.getByRole('dialog', { name: 'Webcam' })).toBeInTheDocument();
  });
});
