// The webcam in the real window: Chromium's fake camera for the live back end, fswebcam's own test picture for node-webcam.
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decodeImage } from '../../electron/image/decode';
import {
  answerSaveDialog,
  clickMenu,
  readBars,
  shows,
  startApp,
  temporaryFolder,
  type RunningApp,
} from './window-driver';

/** What the fake camera shows, one after the other, five times a second. */
const colours = [
  [200, 40, 40],
  [40, 180, 60],
  [50, 70, 210],
  [220, 200, 50],
  [128, 128, 128],
] as const;
const [width, height] = [320, 240];
/** 4:2:0 film, its colours by BT.601 in video range, JPEG files of quality 0.95: worth some levels of 255. */
const colourTolerance = 8;

const webcamButton = (page: Page) => page.getByRole('button', { name: 'Webcam, 5 frames' });
const grabButton = (page: Page) => page.getByRole('button', { name: 'Grab 5 frames' });
const frameButtons = (page: Page) => page.getByRole('button', { name: /^Analyse frame o-\d$/ });

/** A film of one frame of each colour (YUV4MPEG2). */
function writeFilm(file: string): void {
  const plane = (size: number, value: number) => Buffer.alloc(size, Math.round(value));
  const frames = colours.flatMap(([r, g, b]) => [
    Buffer.from('FRAME\n'),
    plane(width * height, 16 + 0.2568 * r + 0.5041 * g + 0.0979 * b),
    plane((width * height) / 4, 128 - 0.1482 * r - 0.291 * g + 0.4392 * b),
    plane((width * height) / 4, 128 + 0.4392 * r - 0.3678 * g - 0.0714 * b),
  ]);
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F5:1 Ip A1:1 C420jpeg\n`);
  fs.writeFileSync(file, Buffer.concat([header, ...frames]));
}

/** The place of the colour that fills a picture, -1 if it is none of the film's. */
function colourOf({ data }: { data: Uint8Array }): number {
  return colours.findIndex((colour) =>
    data.every((value, place) => Math.abs(value - colour[place % 3]!) <= colourTolerance),
  );
}

/** Notes every stream that the page opens from now on. */
function watchStreams(page: Page): Promise<void> {
  return page.evaluate(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    const streams: MediaStream[] = [];
    Object.assign(globalThis, { streams });
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      streams.push(stream);
      return stream;
    };
  });
}

const trackStates = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    (globalThis as unknown as { streams: MediaStream[] }).streams.flatMap((stream) =>
      stream.getTracks().map(({ readyState, kind }) => `${kind} ${readyState}`),
    ),
  );

describe('the webcam', () => {
  let running: RunningApp;
  let folder: string;

  describe('of the page', () => {
    beforeAll(async () => {
      folder = temporaryFolder();
      const film = path.join(folder, 'film.y4m');
      writeFilm(film);
      const switches = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
      running = await startApp(undefined, [], { switches });
      await shows(running.page, 'Egyptian cat');
      await watchStreams(running.page);
    });
    afterAll(() => running.app.close());

    it('is off until it is asked for, then on and says so', async () => {
      const { page } = running;
      expect(await trackStates(page)).toEqual([]);
      await webcamButton(page).click();
      await shows(page, 'Camera on');
      expect(await trackStates(page)).toEqual(['video live']);
    });

    it('takes five frames of what is before it, and goes off', async () => {
      const { page } = running;
      await grabButton(page).click();
      await shows(page, 'Grab again');
      expect(await frameButtons(page).count()).toBe(5);
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(await trackStates(page)).toEqual(['video ended']);
    });

    it('saves them as o-0.jpg to o-4.jpg, with the pixels that the camera gave', async () => {
      const { page } = running;
      const target = path.join(folder, 'webcam-frames');
      await answerSaveDialog(running, target);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await shows(page, 'webcam-frames saved');
      expect(fs.readdirSync(target).sort()).toEqual([0, 1, 2, 3, 4].map((index) => `o-${index}.jpg`));
      const pictures = await Promise.all(
        fs
          .readdirSync(target)
          .sort()
          .map(async (name) => (await decodeImage(fs.readFileSync(path.join(target, name)), name)).image),
      );
      const seen = pictures.map(colourOf);
      expect(seen).not.toContain(-1);
      expect(new Set(seen).size).toBeGreaterThanOrEqual(3); // different moments, not one picture five times
    });

    it('never replaces frames that were saved before', async () => {
      const { page } = running;
      const before = fs.readFileSync(path.join(folder, 'webcam-frames/o-0.jpg'));
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await shows(page, 'webcam-frames-2 saved');
      expect(fs.readFileSync(path.join(folder, 'webcam-frames/o-0.jpg')).equals(before)).toBe(true);
      expect(fs.readdirSync(path.join(folder, 'webcam-frames-2'))).toHaveLength(5);
      expect(fs.readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    });

    it('analyses a frame at a click or by its key, and all five in one pass with the same results', async () => {
      const { page } = running;
      await frameButtons(page).nth(1).click();
      await shows(page, 'o-1.jpg');
      await page.keyboard.press('4');
      await page.getByText('o-3.jpg').waitFor();
      await page.waitForFunction(() => document.body.innerText.includes('Ready'));
      expect(await frameButtons(page).nth(3).getAttribute('aria-pressed')).toBe('true');
      const alone = (await readBars(page))[0]!;

      await page.getByRole('button', { name: 'Analyse all 5' }).click();
      await page.getByRole('dialog', { name: 'Frames side by side' }).waitFor();
      await shows(page, '5 frames in one pass');
      const rows = await page.getByRole('dialog').getByRole('row').allInnerTexts();
      expect(rows).toHaveLength(6); // with the head
      expect(rows[4]).toContain(alone.label);
      expect(rows[4]).toContain(String(alone.percent));
      await page.keyboard.press('Escape');
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    });

    it('goes off when its dialog closes and when the window is hidden', async () => {
      const { page, app } = running;
      await clickMenu(running, 'webcam');
      await shows(page, 'Camera on');
      await page.keyboard.press('Escape');
      await expect.poll(() => trackStates(page)).toEqual(['video ended', 'video ended']);

      await webcamButton(page).click();
      await shows(page, 'Camera on');
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
      await expect.poll(() => trackStates(page)).toEqual(['video ended', 'video ended', 'video ended']);
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
      expect(await page.getByRole('dialog').count()).toBe(0);
    });

    it('says that it was unplugged in mid-view, and can be tried again', async () => {
      const { page } = running;
      await webcamButton(page).click();
      await shows(page, 'Camera on');
      await page.evaluate(() => {
        const { streams } = globalThis as unknown as { streams: MediaStream[] };
        streams.at(-1)!.getTracks()[0]!.dispatchEvent(new Event('ended'));
      });
      await shows(page, 'The camera was unplugged.');
      await page.getByRole('button', { name: 'Try again' }).click();
      await shows(page, 'Camera on');
      await page.keyboard.press('Escape');
    });

    it('says that the system blocks it, and offers a file', async () => {
      const { page, app } = running;
      await app.evaluate(({ session }) =>
        session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false)),
      );
      await webcamButton(page).click();
      await shows(page, 'The system blocks the camera.');
      expect(await page.getByRole('button', { name: 'Open a picture instead' }).isVisible()).toBe(true);
      expect(await grabButton(page).isDisabled()).toBe(true);
      await page.keyboard.press('Escape');
    });
  });

  describe('by node-webcam', () => {
    afterEach(() => running.app.close());

    it('says that there is no camera where neither Chromium nor the system has one', async () => {
      running = await startApp(undefined, [], { switches: [] });
      await shows(running.page, 'Egyptian cat');
      await webcamButton(running.page).click();
      await shows(running.page, 'No camera found. Connect one and try again.');
    });

    it('says that fswebcam is missing, and goes on with the live camera', async () => {
      running = await startApp(undefined, [], { env: { PATH: temporaryFolder() } });
      const { page } = running;
      await shows(page, 'Egyptian cat');
      await webcamButton(page).click();
      await page.getByRole('radio', { name: 'node-webcam' }).click();
      await shows(page, 'fswebcam');
      await page.getByRole('button', { name: 'Use the live camera' }).click();
      await shows(page, 'Camera on');
    });

    it('takes five frames over IPC, and refuses hostile names before anything runs', async () => {
      running = await startApp();
      const capture = (device: string) =>
        running.page.evaluate(async (name) => {
          const answer = await globalThis.featurescope.captureFrames({ device: name, frames: 5 });
          return answer.ok
            ? { frames: answer.value.map(({ jpeg }) => (jpeg ? [...jpeg.subarray(0, 2)] : null)) }
            : { code: answer.error.code };
        }, device);
      const mark = path.join(temporaryFolder(), 'mark');
      for (const name of [
        `video0; touch ${mark}`,
        `$(touch ${mark})`,
        `TEST:bars; touch ${mark}`,
        '-d',
        '../x',
      ])
        expect(await capture(name)).toEqual({ code: 'camera/unknown-device' });
      expect(fs.existsSync(mark)).toBe(false);
      expect(await capture('TEST:colourbars')).toEqual({
        frames: Array.from({ length: 5 }, () => [0xff, 0xd8]),
      });
    });
  });
});
