// Pictures of the real app: `npm run screenshots [-- FOLDER [NAME,NAME]]`.
// Each picture is a fresh start with settings of its own; screenshots/shots.mjs lists them all.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { launchQuietly } from '../electron/launch-quietly.mjs';
import { projectRoot } from '../electron/version.mjs';
import { withDisplay } from '../electron/with-display.mjs';
import { makeBands, makeFilm, makeFolder, makeLabels, makePicture, makeWideModel } from './made-files.mjs';
import { shots } from './shots.mjs';

const outDir = path.resolve(process.argv[2] ?? path.join(projectRoot, '.cache/screenshots'));
const only = process.argv[3]?.split(',');

/** @typedef {import('./shots.mjs').Look} Look */
/** @typedef {import('./acts.mjs').Act} Act */

/**
 * Settings that open the picture and the model of a look.
 * @param {Look} look
 * @param {string} folder  for made files
 */
async function settingsOf(
  { theme = 'light', language = 'en', settings = {}, model, picture, labels },
  folder,
) {
  const lastPicture =
    picture === 'bands' ? await makeBands(folder) : picture ? await makePicture(folder, picture) : '';
  const lastModel =
    model === 'made'
      ? await makeWideModel(folder)
      : model
        ? path.join(projectRoot, 'test/fixtures/keras', model)
        : '';
  const use = { preprocess: null, resize: null, size: null, head: null };
  const modelUses = labels ? [{ ...use, model: 'efficientnet-lite0', labels: await makeLabels(folder) }] : [];
  const recentPictures = picture ? [lastPicture, path.join(folder, 'harbour.jpg')] : [];
  const recentModels = model ? [lastModel] : [];
  return { lastPicture, lastModel, recentPictures, recentModels, modelUses, ...settings, theme, language };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').ElectronApplication} app
 * @param {number} zoom
 */
async function capture(page, app, zoom) {
  if (zoom === 1) return page.screenshot();
  // Playwright cuts a zoomed window off.
  const base64 = await app.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    return image?.toPNG().toString('base64') ?? '';
  });
  return Buffer.from(base64, 'base64');
}

/**
 * @param {string} name
 * @param {[Look, Act?]} shot
 */
async function take(name, [look, act]) {
  const { width = 1440, height = 900, zoom = 1, forcedColors = false, camera } = look;
  const userData = await fs.mkdtemp(path.join(os.tmpdir(), 'featurescope-shot-'));
  const made = await makeFolder();
  // The page may not name files that nobody has opened: they are written down as of an earlier run.
  await fs.writeFile(
    path.join(userData, 'settings.json'),
    JSON.stringify({ version: 1, ...(await settingsOf(look, made)) }),
  );
  const cameraSwitches =
    camera === 'film'
      ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${await makeFilm(made)}`]
      : ['--use-fake-device-for-media-stream=device-count=0'];
  const app = await launchQuietly(userData, cameraSwitches);
  try {
    const page = await app.firstWindow();
    page.on('pageerror', (error) => console.log(`${name}: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) console.log(`${name}: ${message.text()}`);
    });
    await page.waitForLoadState('load');
    await app.evaluate(
      ({ BrowserWindow }, size) => {
        const [window] = BrowserWindow.getAllWindows();
        window?.setContentSize(size.width, size.height);
        window?.webContents.setZoomFactor(size.zoom);
      },
      { width, height, zoom },
    );
    if (forcedColors) await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await page.reload(); // in this size
    await page.getByText(/^(Ready|就绪)$/).waitFor({ timeout: 60_000 });
    await page.waitForTimeout(1500);
    await act?.(page, app);
    await page.mouse.move((width * 0.6) / zoom, 4); // nowhere: the sample's own point is shown
    await page.waitForTimeout(600);
    await fs.writeFile(path.join(outDir, `${name}.png`), await capture(page, app, zoom));
    console.log(`${name}.png`);
  } finally {
    await app.close();
    await fs.rm(userData, { recursive: true, force: true });
    await fs.rm(made, { recursive: true, force: true });
  }
}

await withDisplay(async () => {
  await fs.mkdir(outDir, { recursive: true });
  for (const [name, shot] of Object.entries(shots)) {
    if (only && !only.includes(name)) continue;
    await take(name, shot).catch((/** @type {Error} */ error) => {
      console.log(`${name} failed: ${error.message}`);
      process.exitCode = 1;
    });
  }
});
