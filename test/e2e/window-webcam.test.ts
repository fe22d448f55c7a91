// The webcam of the real window: Chromium's fake cameras, a film of known frames, and node-webcam's own test picture.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { decodeImage } from '../../electron/image/decode';
import { OpenApps } from './window-apps';
import { film, frameOf, writeFilm, type Pixels } from './window-film';
import {
  answerSaveDialog,
  clickMenu,
  readBars,
  shows,
  temporaryFolder,
  type RunningApp,
  type StartOptions,
} from './window-driver';

const FRAMES = [0, 1, 2, 3, 4];
/** Grey of the film to grey of the page: two roundings, one in Chromium's conversion, one in the canvas. */
const PIXEL_TOLERANCE = 2;
/** JPEG of quality 95 away from edges. */
const JPEG_TOLERANCE = 4;
const NO_CAMERA = '--use-fake-device-for-media-stream=device-count=0';

const hasTool = (() => {
  try {
    execFileSync('which', ['fswebcam']);
    return process.platform === 'linux';
  } catch {
    return false;
  }
})();
if (!hasTool) process.stderr.write('node-webcam in the window: skipped, fswebcam is not installed\n');

const apps = new OpenApps();

async function start(options: StartOptions = {}): Promise<RunningApp> {
  const running = await apps.start(temporaryFolder(), [], options);
  await shows(running.page, 'Egyptian cat');
  return running;
}

async function startWithFilm(): Promise<RunningApp> {
  const file = path.join(temporaryFolder(), 'film.y4m');
  writeFilm(file);
  return start({ switches: [`--use-file-for-fake-video-capture=${file}`] });
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Webcam' });
const frameButton = (page: Page, index: number) =>
  page.getByRole('button', { name: `Analyse frame o-${index}`, exact: true });

async function openWebcam(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Webcam, 5 frames' }).click();
  await dialog(page).waitFor();
}

async function grab(page: Page): Promise<void> {
  await openWebcam(page);
  await shows(page, 'Camera on');
  await page.getByRole('radio', { name: '0.2 s' }).click();
  await page.getByRole('button', { name: 'Grab 5 frames' }).last().click();
  await dialog(page).waitFor({ state: 'detached' });
}

/** Pixels of a canvas of the page. */
async function canvasOf(page: Page, selector: string): Promise<Pixels> {
  const { data, width, height } = await page.evaluate((wanted) => {
    const canvas = document.querySelector<HTMLCanvasElement>(wanted)!;
    const pixels = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return { data: [...pixels.data], width: canvas.width, height: canvas.height };
  }, selector);
  return { data, width, height, channels: 4 };
}

/** Notes the tracks of all cameras that are opened from now on. */
async function watchTracks(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const tracks: MediaStreamTrack[] = [];
    Object.assign(globalThis, { tracks });
    const { mediaDevices } = navigator;
    const given = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wishes) => {
      const stream = await given(wishes);
      tracks.push(...stream.getTracks());
      return stream;
    };
  });
  return () =>
    page.evaluate(() =>
      (globalThis as unknown as { tracks: MediaStreamTrack[] }).tracks.map(
        ({ kind, readyState }) => `${kind} ${readyState}`,
      ),
    );
}

describe('five frames of the live camera', () => {
  it('are those of the camera, pixel by pixel, in the strip, in the photo and on the disk', async () => {
    const running = await startWithFilm();
    const { page } = running;
    const tracks = await watchTracks(page);
    await grab(page);

    const shown: number[] = [];
    for (const index of FRAMES) {
      const pixels = await canvasOf(page, `.strip li:nth-child(${index + 1}) canvas`);
      expect([pixels.width, pixels.height]).toEqual([film.width, film.height]);
      const { frame, worst } = frameOf(pixels);
      expect(worst).toBeLessThanOrEqual(PIXEL_TOLERANCE);
      shown.push(frame);
    }
    // Each frame is a new one of the film, which goes on and starts again at its end.
    shown.slice(1).forEach((frame, at) => expect(frame).not.toBe(shown[at]));
    expect(new Set(shown).size).toBeGreaterThanOrEqual(4);

    // The camera is off, and it gave no sound.
    expect(await tracks()).toEqual(['video ended']);
    // Nothing was analysed and nothing written yet; the keyboard stands on the first frame.
    expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Analyse frame o-0');
    expect((await readBars(page))[0]?.label).toBe('Egyptian cat');

    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Analyse frame o-0', pressed: true }).waitFor();
    await shows(page, 'o-0.jpg');
    await vi.waitFor(async () => expect((await readBars(page))[0]?.label).not.toBe('Egyptian cat'), 15_000);
    expect(frameOf(await canvasOf(page, '.photo canvas'))).toMatchObject({ frame: shown[0] });

    await page.keyboard.press('5');
    await page.getByRole('button', { name: 'Analyse frame o-4', pressed: true }).waitFor();
    expect(frameOf(await canvasOf(page, '.photo canvas'))).toMatchObject({ frame: shown[4] });

    const folder = path.join(running.userData, 'my frames');
    await answerSaveDialog(running, folder);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await shows(page, 'my frames saved');
    expect(fs.readdirSync(folder).sort()).toEqual(FRAMES.map((index) => `o-${index}.jpg`));
    for (const index of FRAMES) {
      const name = `o-${index}.jpg`;
      const { image } = await decodeImage(fs.readFileSync(path.join(folder, name)), name);
      const { frame, worst } = frameOf({ ...image, channels: 3 });
      expect(frame).toBe(shown[index]);
      expect(worst).toBeLessThanOrEqual(JPEG_TOLERANCE);
    }
    // Once more: what is there is kept, and the new frames go beside it.
    await page.getByRole('button', { name: 'Close' }).first().click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await shows(page, 'my frames-2 saved');
    expect(fs.readdirSync(`${folder}-2`)).toHaveLength(5);
  });

  it('stand side by side after one pass, which agrees with single ones', async () => {
    const { page } = await startWithFilm();
    await grab(page);
    await page.getByRole('button', { name: 'Analyse all five' }).click();
    const comparison = page.getByRole('dialog', { name: 'Predictions of the frames' });
    await comparison.getByText(/5 frames in one pass of/).waitFor();
    const rows: string[][] = [];
    for (const index of FRAMES)
      rows.push(await comparison.getByRole('list', { name: `o-${index}` }).getByRole('listitem').allInnerTexts()); // prettier-ignore
    expect(rows.map((row) => row.length)).toEqual([5, 5, 5, 5, 5]);
    await comparison.getByRole('button', { name: 'Analyse frame o-3' }).click();
    await comparison.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Analyse frame o-3', pressed: true }).waitFor();
    const top = rows[3]!.map((row) => row.split('\n').map((part) => part.trim()));
    await vi.waitFor(async () => {
      const bars = (await readBars(page)).slice(0, 5);
      expect(bars.map(({ label }) => label)).toEqual(top.map(([label]) => label));
      expect(bars.map(({ percent }) => percent)).toEqual(
        top.map(([, percent]) => Number.parseFloat(percent ?? '')),
      );
    }, 15_000);
  });
});

describe('the camera is on only while its pane is open', () => {
  it('goes off when the pane is closed, by button, Escape and a press beside it', async () => {
    const { page } = await start();
    const tracks = await watchTracks(page);
    const closings = [
      () => dialog(page).getByRole('button', { name: 'Close' }).click(),
      () => page.keyboard.press('Escape'),
      () => page.mouse.click(5, 5),
    ];
    for (const [at, close] of closings.entries()) {
      await openWebcam(page);
      await vi.waitFor(async () => expect((await tracks())[at]).toBe('video live'));
      // Escape in the menu of cameras closes the menu only.
      await dialog(page).getByRole('button', { name: /^Camera: fake_device_0/ }).click(); // prettier-ignore
      await page.getByRole('menuitemradio').first().waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('menuitemradio').first().waitFor({ state: 'detached' });
      expect((await tracks())[at]).toBe('video live');
      await close();
      await vi.waitFor(async () => expect((await tracks())[at]).toBe('video ended'));
      await dialog(page).waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Webcam, 5 frames');
    }
  });

  it('goes off when the window hides, and on again only when asked', async () => {
    const running = await start();
    const { app, page } = running;
    const tracks = await watchTracks(page);
    await clickMenu(running, 'webcam');
    await shows(page, 'Camera on');
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await vi.waitFor(async () => expect(await tracks()).toEqual(['video ended']), 10_000);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
    await shows(page, 'The camera is off, because the window was hidden.');
    expect(await tracks()).toEqual(['video ended']);
    await page.getByRole('button', { name: 'Turn it on' }).click();
    await shows(page, 'Camera on');
    expect(await tracks()).toEqual(['video ended', 'video live']);
  });

  it('goes off when a burst is under way, which is dropped; a countdown can be cancelled', async () => {
    const { page } = await start();
    const tracks = await watchTracks(page);
    await openWebcam(page);
    await shows(page, 'Camera on');
    await page.getByRole('radio', { name: '10 s' }).click();
    await page.getByRole('button', { name: 'Grab 5 frames' }).last().click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await tracks()).toEqual(['video live']);
    await page.getByRole('radio', { name: 'Off' }).click();
    await page.getByRole('button', { name: 'Grab 5 frames' }).last().click();
    await page.keyboard.press('Escape');
    await vi.waitFor(async () => expect(await tracks()).toEqual(['video ended']));
    await page.waitForTimeout(1500);
    expect(await frameButton(page, 0).count()).toBe(0);
  });
});

describe('without a picture there is a reason and a way on', () => {
  it('when permission is refused', async () => {
    const { app, page } = await start();
    await app.evaluate(({ session }) =>
      session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false)),
    );
    await openWebcam(page);
    await shows(page, 'The system blocks the camera; allow it in the privacy settings of the system.');
    await dialog(page).getByRole('button', { name: 'Use node-webcam' }).waitFor();
    await dialog(page).getByRole('button', { name: 'Open a file' }).waitFor();
  });

  it('when there is no camera', async () => {
    const { page } = await start({ switches: [NO_CAMERA] });
    await openWebcam(page);
    await shows(page, 'No camera is connected; connect one and try again.');
    expect(await page.evaluate(() => document.body.innerText)).not.toContain('Camera on');
    await dialog(page).getByRole('button', { name: 'Open a file' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
  });

  it('when the program of node-webcam is missing', async () => {
    const { page } = await start({ env: { PATH: temporaryFolder() } });
    await openWebcam(page);
    await page.getByRole('radio', { name: 'node-webcam' }).click();
    await shows(page, 'fswebcam');
    await shows(page, 'is not installed');
    await dialog(page).getByRole('button', { name: 'Use the live camera' }).click();
    await shows(page, 'Camera on');
  });

  it('when the camera is unplugged in mid-burst: the frames of before stay, the others say why', async () => {
    const { page } = await start();
    await openWebcam(page);
    await shows(page, 'Camera on');
    // As an unplugged camera does: its track ends and tells so.
    await page.evaluate(() => {
      const video = document.querySelector('video')!;
      const [track] = (video.srcObject as MediaStream).getVideoTracks();
      const sign = document.querySelector('.sign')!;
      new MutationObserver(() => {
        if (!sign.textContent?.includes('3 of 5')) return;
        track!.stop();
        track!.dispatchEvent(new Event('ended'));
      }).observe(sign, { subtree: true, childList: true, characterData: true });
    });
    await page.getByRole('button', { name: 'Grab 5 frames' }).last().click();
    await dialog(page).waitFor({ state: 'detached' });
    await shows(page, 'Camera gave 2 of 5 frames');
    expect(await frameButton(page, 1).count()).toBe(1);
    await page
      .getByRole('button', {
        name: 'Frame o-3 is missing: The camera was unplugged or taken away; plug it in and try again.',
      })
      .waitFor();
    await page.getByRole('button', { name: 'Analyse all 2' }).waitFor();
  });
});

describe.skipIf(!hasTool)('node-webcam', () => {
  it('gives five frames of its test picture, which are analysed and saved as they came', async () => {
    const running = await start({ switches: [NO_CAMERA] });
    const { page } = running;
    await openWebcam(page);
    await page.getByRole('button', { name: 'Use a test picture' }).click();
    await shows(page, 'No preview with node-webcam.');
    expect(await page.evaluate(() => document.body.innerText)).not.toContain('Camera on');
    await page.getByRole('button', { name: 'Grab 5 frames' }).last().click();
    await dialog(page).waitFor({ state: 'detached', timeout: 60_000 });
    await frameButton(page, 4).click();
    await page.getByRole('button', { name: 'Analyse frame o-4', pressed: true }).waitFor();
    const folder = path.join(running.userData, 'frames');
    await answerSaveDialog(running, folder);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await shows(page, 'frames saved');
    for (const index of FRAMES) {
      const { image } = await decodeImage(fs.readFileSync(path.join(folder, `o-${index}.jpg`)), 'frame');
      expect([image.width, image.height]).toEqual([1280, 720]);
      // fswebcam's colour bars begin with white and end with black, as television's do.
      const at = (x: number): number[] => [...image.data.subarray((100 * 1280 + x) * 3, (100 * 1280 + x) * 3 + 3)]; // prettier-ignore
      expect(Math.min(...at(40))).toBeGreaterThan(150);
      expect(Math.max(...at(1240))).toBeLessThan(60);
    }
  });
});
