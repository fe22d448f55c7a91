// Pictures of the real app: `xvfb-run -a -s "-screen 0 1600x1000x24" node build/screenshots.mjs [OUT_DIR [NAME,NAME]]`.
// Set the project up first. Each picture is a fresh start with settings of its own.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { _electron } from 'playwright-core';
import { electronExecutable, projectRoot } from './electron/version.mjs';

const outDir = path.resolve(process.argv[2] ?? path.join(projectRoot, '.cache/screenshots'));
const only = process.argv[3]?.split(',');

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').ElectronApplication} App */
/** @typedef {{ width?: number, height?: number, theme?: string, language?: string, settings?: object, camera?: 'film' }} Look */
/** @typedef {(page: Page, app: App) => Promise<void>} Act */

const small = { width: 1100, height: 700 };

/** A model of unknown preprocessing that takes any size. */
const fixtureModel = path.join(projectRoot, 'test/fixtures/keras/k3_keras_anysize/model.keras');

/** @type {Record<string, [Look, Act?]>} */
const shots = {
  light: [{}],
  dark: [{ theme: 'dark' }],
  zh: [{ language: 'zh-CN' }],
  small: [small],
  'small-zh-dark': [{ ...small, theme: 'dark', language: 'zh-CN' }],
  smallest: [{ width: 960, height: 600 }],
  large: [{ width: 1920, height: 1040 }],
  inspector: [{}, openInspector],
  'inspector-small-dark': [{ ...small, theme: 'dark' }, openInspector],
  crop: [{ settings: { fit: 'crop' } }],
  pad: [{ settings: { fit: 'pad' } }],
  custom: [{ settings: { customSet: '3, 20-24' } }],
  flipped: [{ settings: { transposed: true } }],
  sorted: [{ settings: { sort: 'max', range: 'layer' } }],
  units: [{ settings: { layers: '136-142, predictions, Dense', sort: 'max' } }],
  models: [{ theme: 'dark' }, (page) => page.getByRole('button', { name: /^Model:/ }).click()],
  download: [{}, openDownload],
  'download-zh-small-dark': [{ ...small, theme: 'dark', language: 'zh-CN' }, openDownload],
  'download-failed': [{}, failDownload],
  'download-failed-zh-dark': [{ theme: 'dark', language: 'zh-CN' }, failDownload],
  export: [{}, (page) => page.getByRole('button', { name: 'Export' }).click()],
  chooser: [{}, (page) => page.getByRole('button', { name: /^Layers:/ }).click()],
  help: [{}, (page) => page.keyboard.press('?')],
  'help-zh-small': [{ ...small, language: 'zh-CN' }, (page) => page.keyboard.press('?')],
  about: [{}, openAbout],
  'about-zh-small-dark': [{ ...small, theme: 'dark', language: 'zh-CN' }, openAbout],
  png: [{ theme: 'dark' }, openPngDialog],
  'png-zh': [{ language: 'zh-CN' }, openPngDialog],
  error: [{}, openDamagedPicture],
  warning: [{}, openTruncatedPicture],
  progress: [{}, startLongAnalysis],
  toasts: [{ theme: 'dark' }, saveTwice],
  input: [{}, openInputForm],
  'input-guessed-dark': [{ theme: 'dark', settings: { lastModel: fixtureModel } }, openInputForm],
  'input-zh-small': [{ ...small, language: 'zh-CN', settings: { lastModel: fixtureModel } }, openInputForm],
  'input-narrow': [{ ...small, settings: { lastModel: fixtureModel } }],
  classes: [{ settings: { layers: '136-142, predictions, Dense' } }],
  webcam: [{ camera: 'film' }, openWebcam],
  'webcam-dark-small': [{ ...small, theme: 'dark', camera: 'film' }, openWebcam],
  'webcam-zh-smallest': [{ width: 960, height: 600, language: 'zh-CN', camera: 'film' }, openWebcam],
  'webcam-countdown': [{ camera: 'film', settings: { cameraCountdownS: 10 } }, startCountdown],
  'webcam-native': [{ settings: { cameraBackEnd: 'node-webcam' } }, useTestPicture],
  'webcam-none': [{}, openWebcamInVain],
  'webcam-none-zh-dark': [{ theme: 'dark', language: 'zh-CN' }, openWebcamInVain],
  'frames-empty': [{}, (page) => page.getByRole('radio', { name: 'Webcam' }).click()],
  frames: [{ camera: 'film' }, analyseFrame],
  'frames-small-dark': [{ ...small, theme: 'dark', camera: 'film' }, analyseFrame],
  'frames-smallest-zh': [{ width: 960, height: 600, language: 'zh-CN', camera: 'film' }, analyseFrame],
  'frames-missing': [{ camera: 'film' }, loseFrames],
  'frames-compared': [{ camera: 'film' }, compareFrames],
  'frames-compared-dark-zh': [{ theme: 'dark', language: 'zh-CN', camera: 'film' }, compareFrames],
  'frames-compared-small': [{ ...small, camera: 'film' }, compareFrames],
  drop: [{}, dragOver],
  zoom: [{}, (page) => page.evaluate('document.documentElement.style.zoom = "2"').then(() => undefined)],
};

/** @type {Act} */
async function openInspector(page) {
  await page.getByRole('gridcell', { name: /^layer 3 .*filter 1,/ }).click();
  await page.getByRole('img', { name: /^Map 1 of layer 3/ }).waitFor();
}

/** @type {Act} */
async function openAbout(page, app) {
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('about')?.click());
  await page.getByRole('option').nth(3).click();
}

/** @type {Act} */
async function openInputForm(page) {
  await page.getByRole('button', { name: /^(Model input|模型输入)/ }).click();
}

/** @type {Act} */
async function openDownload(page) {
  await page.getByRole('button', { name: /^(Model|模型)[:：]/ }).click();
  await page.getByRole('menuitemradio', { name: 'InceptionV3' }).click();
  await page.getByRole('dialog').waitFor();
}

/** @type {Act} */
async function failDownload(page, app) {
  const file = path.join(projectRoot, 'test/fixtures/keras/k2_h5_basic/model.h5');
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
  await openDownload(page, app);
  await page.getByRole('button', { name: /Use a file|使用已有文件/ }).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
}

/** @type {Act} */
async function openPngDialog(page) {
  await page.getByRole('gridcell', { name: /3 .*stem_act.* 1[,，]/ }).click({ button: 'right' });
  await page.getByRole('dialog').waitFor();
}

/**
 * @param {Page} page
 * @param {App} app
 * @param {string} file
 */
async function choose(page, app, file) {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, file);
  await page.getByRole('button', { name: 'Open', exact: true }).first().click();
}

/** @type {Act} */
async function openDamagedPicture(page, app) {
  const file = path.join(os.tmpdir(), 'notes.jpg');
  await fs.writeFile(file, 'These are notes, not a picture.');
  await choose(page, app, file);
  await page.getByRole('alert').waitFor();
}

/** @type {Act} */
async function openTruncatedPicture(page, app) {
  const file = path.join(os.tmpdir(), 'cut-off.png');
  const whole = await fs.readFile(path.join(projectRoot, 'models/sample/chelsea.png'));
  await fs.writeFile(file, whole.subarray(0, whole.length / 2));
  await choose(page, app, file);
  await page.getByText('cut-off.png may be incomplete').first().waitFor();
}

/** Compute is held for a moment, so that there is time for a picture. @type {Act} */
async function startLongAnalysis(page, app) {
  const metrics = await app.evaluate(({ app: electron }) => electron.getAppMetrics());
  const compute = metrics.find((one) => one.type === 'Utility' && one.name?.startsWith('Featurescope'));
  const pid = compute?.pid ?? 0;
  await page.getByRole('radio', { name: 'Crop' }).click();
  if (pid > 0) process.kill(pid, 'SIGSTOP');
  setTimeout(() => pid > 0 && process.kill(pid, 'SIGCONT'), 4000);
  await page.getByRole('button', { name: 'Cancel' }).waitFor();
}

/** @type {Act} */
async function saveTwice(page, app) {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'featurescope-saved-'));
  for (const target of [path.join(folder, 'sample.jpg'), path.join(folder, 'gone/sample.jpg')]) {
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, target);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: /Grid picture/ }).click();
    await page
      .getByText(/sample.jpg saved|Cannot export/)
      .nth(target.includes('gone') ? 1 : 0)
      .waitFor();
  }
  await page.getByRole('button', { name: 'Details' }).click();
}

/** A film for Chromium's fake camera: the sample photo, seen by a hand that is not quite steady. */
async function makeFilm() {
  const [width, height] = [960, 720];
  const photo = await loadImage(path.join(projectRoot, 'models/sample/chelsea.png'));
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  const frames = [];
  for (let frame = 0; frame < 30; frame++) {
    const turn = (frame * Math.PI) / 15;
    pen.drawImage(photo, 40 + 30 * Math.sin(turn), 12 + 10 * Math.cos(turn), 360, 270, 0, 0, width, height);
    frames.push(canvas.toBuffer('image/jpeg', 90));
  }
  const file = path.join(await fs.mkdtemp(path.join(os.tmpdir(), 'featurescope-film-')), 'Desk camera.mjpeg');
  await fs.writeFile(file, Buffer.concat(frames));
  return file;
}

/** @type {Act} */
async function openWebcam(page) {
  await page.getByRole('button', { name: /Webcam, 5 frames|摄像头 5 连拍/ }).click();
  await page
    .getByText(/^(Camera on|摄像头已开启)$/)
    .first()
    .waitFor();
}

/** @type {Act} */
async function openWebcamInVain(page) {
  await page.getByRole('button', { name: /Webcam, 5 frames|摄像头 5 连拍/ }).click();
  await page.getByRole('alert').waitFor();
}

/** @type {Act} */
async function useTestPicture(page, app) {
  await openWebcamInVain(page, app);
  await page.getByRole('button', { name: 'Use a test picture' }).click();
}

/** @type {Act} */
async function startCountdown(page, app) {
  await openWebcam(page, app);
  await page.getByRole('button', { name: 'Grab 5 frames' }).last().click();
}

/** @type {Act} */
async function grabFrames(page, app) {
  await openWebcam(page, app);
  await page
    .getByRole('button', { name: /Grab 5 frames|连拍 5 帧/ })
    .last()
    .click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** @type {Act} */
async function analyseFrame(page, app) {
  await grabFrames(page, app);
  await page.keyboard.press('2');
  await page.getByText('o-1.jpg').first().waitFor();
}

/** @type {Act} */
async function compareFrames(page, app) {
  await analyseFrame(page, app);
  await page.getByRole('button', { name: /Analyse all five|分析全部五帧/ }).click();
  await page.getByRole('dialog').waitFor();
}

/** The camera goes after two frames, as if it were unplugged. @type {Act} */
async function loseFrames(page, app) {
  await openWebcam(page, app);
  await page.evaluate(`
    const [track] = document.querySelector('video').srcObject.getVideoTracks();
    const sign = document.querySelector('.sign');
    new MutationObserver(() => {
      if (!sign.textContent.includes('3 of 5')) return;
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }).observe(sign, { subtree: true, childList: true, characterData: true });
  `);
  await page.getByRole('button', { name: 'Grab 5 frames' }).last().click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** @type {Act} */
async function dragOver(page) {
  await page.evaluate(`
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'x.png', { type: 'image/png' }));
    for (const type of ['dragenter', 'dragover'])
      document.body.dispatchEvent(new DragEvent(type, { bubbles: true, dataTransfer }));
  `);
}

/**
 * @param {string} name
 * @param {[Look, Act?]} shot
 */
async function take(name, [look, act]) {
  const { width = 1440, height = 900, theme = 'light', language = 'en', settings = {}, camera } = look;
  const userData = await fs.mkdtemp(path.join(os.tmpdir(), 'featurescope-shot-'));
  const isRoot = process.getuid?.() === 0;
  const app = await _electron.launch({
    executablePath: electronExecutable(),
    args: [
      projectRoot,
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--log-level=3',
      `--user-data-dir=${userData}`,
      ...(camera === 'film'
        ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${await makeFilm()}`]
        : ['--use-fake-device-for-media-stream=device-count=0']),
    ],
    chromiumSandbox: !isRoot,
    colorScheme: null,
  });
  try {
    const page = await app.firstWindow();
    page.on('pageerror', (error) => console.log(`${name}: ${error.stack ?? error.message}`));
    await page.waitForLoadState('load');
    await app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    );
    await page.evaluate(`featurescope.writeSettings(${JSON.stringify({ ...settings, theme, language })})`);
    await page.reload();
    await page.getByText(/^(Ready|就绪)$/).waitFor({ timeout: 60_000 });
    await page.waitForTimeout(1500);
    await act?.(page, app);
    await page.mouse.move(width * 0.6, 4); // nowhere: the sample's own point is shown
    await page.waitForTimeout(600);
    await page.screenshot({ path: path.join(outDir, `${name}.png`) });
    console.log(`${name}.png`);
  } finally {
    await app.close();
    await fs.rm(userData, { recursive: true, force: true });
  }
}

await fs.mkdir(outDir, { recursive: true });
for (const [name, shot] of Object.entries(shots)) {
  if (only && !only.includes(name)) continue;
  await take(name, shot).catch((/** @type {Error} */ error) => {
    console.log(`${name} failed: ${error.message}`);
    process.exitCode = 1;
  });
}
