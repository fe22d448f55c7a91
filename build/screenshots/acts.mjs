// What is done before a picture is taken.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../electron/version.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').ElectronApplication} App */
/** @typedef {(page: Page, app: App) => Promise<void>} Act */

/** @type {Act} */
export async function openInspector(page) {
  await page.getByRole('gridcell', { name: /^(layer|层) 3 .*(channel|通道) 1[,，]/ }).click();
  await page.getByRole('img', { name: /^(Map 1 of layer 3|层 3 )/ }).waitFor();
}

/**
 * A map of the matrix, with a tab of the inspector.
 * @param {string} layer  index path
 * @param {number} channel
 * @param {number} [tab]
 * @returns {Act}
 */
export const inspect =
  (layer, channel, tab = 0) =>
  async (page) => {
    const name = new RegExp(`^(layer|层) ${layer} .*(channel|通道|unit|单元) ${channel}[,，]`);
    await page.getByRole('gridcell', { name }).click();
    await page.getByRole('tab').nth(tab).click();
    await page.waitForTimeout(800);
  };

/** @type {Act} */
export async function openUnit(page) {
  await page.getByRole('grid').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('complementary').waitFor();
}

/** @type {Act} */
export async function openUnitSteps(page, app) {
  await openUnit(page, app);
  await page.getByRole('tab').last().click();
  await page.waitForTimeout(800);
}

/** @type {Act} */
export async function fillWindow(page, app) {
  await openInspector(page, app);
  await page.keyboard.press('f');
}

/** @type {Act} */
export async function takeLimits(page, app) {
  await openInspector(page, app);
  await page.getByRole('button', { name: 'Take from' }).click();
}

/** One layer in place of the matrix, by a click on its head. @type {Act} */
export async function openLayer(page) {
  await page.getByRole('columnheader', { name: /^3 stem_act/ }).click();
  await page.getByRole('region', { name: /stem_act/ }).waitFor();
  await page.waitForTimeout(1500);
}

/** Facts are opened where there is little room, and then one map. @type {Act} */
export async function openLayerAndMap(page, app) {
  await openLayer(page, app);
  await openInspector(page, app);
}

/** What a word means. @type {Act} */
export async function explainWord(page) {
  await page
    .getByRole('heading', { name: /^(Feature maps|特征图)$/ })
    .getByRole('button')
    .click();
  await page.getByRole('tooltip').waitFor();
}

/** @type {Act} */
export async function openAbout(page, app) {
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('about')?.click());
  await page.getByRole('option').nth(3).click();
}

/** @type {Act} */
export async function openInputForm(page) {
  await page.getByRole('button', { name: /^(Model input|模型输入)/ }).click();
}

/** @type {Act} */
export async function openValueForm(page) {
  await page.getByRole('button', { name: /^(Values that become|变为 0 到 255)/ }).click();
}

/** @type {Act} */
export async function showSoftmax(page) {
  await page.getByRole('radio', { name: 'Softmax' }).click();
}

/** @type {Act} */
export async function openDownload(page) {
  await page.getByRole('button', { name: /^(Model|模型)[:：]/ }).click();
  await page.getByRole('menuitemradio', { name: 'InceptionV3' }).click();
  await page.getByRole('dialog').waitFor();
}

/** @type {Act} */
export async function failDownload(page, app) {
  const file = path.join(projectRoot, 'test/fixtures/keras/k2_h5_basic/model.h5');
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
  await openDownload(page, app);
  await page.getByRole('button', { name: /Use a file|使用已有文件/ }).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
}

/** @type {Act} */
export async function openPngDialog(page) {
  await page.getByRole('gridcell', { name: /3 .*stem_act.* 1[,，]/ }).click({ button: 'right' });
  await page.getByRole('dialog').waitFor();
}

/**
 * What is asked before many files are written.
 * @type {Act}
 */
export async function askBeforeMany(page) {
  await page.getByRole('button', { name: /^(Export|导出)/ }).click();
  await page.getByRole('menuitem', { name: /^(Maps as PNG|特征图 PNG)/ }).click();
  await page.getByRole('dialog').waitFor();
}

/**
 * The export menu, with files and bytes of what is large.
 * @type {Act}
 */
export async function openExport(page) {
  await page.getByRole('button', { name: /^(Export|导出)/ }).click();
  await page.getByText(/^(\d+ files|\d+ 个文件)/).waitFor();
}

/**
 * The dialog of figures, with its preview and the size of the file.
 * @type {Act}
 */
export async function openFigure(page) {
  await page.getByRole('button', { name: /^(Export|导出)/ }).click();
  await page.getByRole('menuitem', { name: /^(Figure|插图)/ }).click();
  await figureIsDrawn(page);
}

/** @param {Page} page */
async function figureIsDrawn(page) {
  await page.getByRole('dialog').getByText(SIZE).waitFor();
}

/** How large a figure is, as the dialog says it last. */
const SIZE = / · [\d.]+ [KM]B$/;

/**
 * @param {RegExp} shows
 * @returns {Act}
 */
export function openFigureOf(shows) {
  return async (page, app) => {
    await openFigure(page, app);
    await page.getByRole('button', { name: /^(Shows|内容)[:：]/ }).click();
    await page.getByRole('menuitemradio', { name: shows }).click();
    await page.getByRole('dialog').getByText(SIZE).waitFor({ state: 'hidden' });
    await figureIsDrawn(page);
  };
}

/**
 * A width that no figure can have.
 * @type {Act}
 */
export async function mistypeFigure(page, app) {
  await openFigure(page, app);
  await page.getByRole('textbox', { name: /^(Width|宽度)/ }).fill('0');
  await page.getByRole('textbox', { name: /^(Dots an inch|每英寸点数)/ }).fill('many');
}

/**
 * @param {Page} page
 * @param {App} app
 * @param {string} file
 */
export async function choose(page, app, file) {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, file);
  await page
    .getByRole('button', { name: /^(Open|打开)$/ })
    .first()
    .click();
}

/** @type {Act} */
export async function openDamagedPicture(page, app) {
  const file = path.join(os.tmpdir(), 'notes.jpg');
  await fs.writeFile(file, 'These are notes, not a picture.');
  await choose(page, app, file);
  await page.getByRole('alert').waitFor();
}

/** @type {Act} */
export async function openTruncatedPicture(page, app) {
  const file = path.join(os.tmpdir(), 'cut-off.png');
  const whole = await fs.readFile(path.join(projectRoot, 'models/sample/chelsea.png'));
  await fs.writeFile(file, whole.subarray(0, whole.length / 2));
  await choose(page, app, file);
  await page.getByText('cut-off.png may be incomplete').first().waitFor();
}

/**
 * Compute is held for a moment, so that there is time for a picture.
 * @param {App} app
 */
async function holdCompute(app) {
  const metrics = await app.evaluate(({ app: electron }) => electron.getAppMetrics());
  const compute = metrics.find((one) => one.type === 'Utility' && one.name?.startsWith('Featurescope'));
  const pid = compute?.pid ?? 0;
  if (pid === 0) throw new Error('no compute process');
  process.kill(pid, 'SIGSTOP');
  setTimeout(() => process.kill(pid, 'SIGCONT'), 4000);
}

/** @type {Act} */
export async function startLongAnalysis(page, app) {
  await page.getByRole('radio', { name: 'Crop' }).click();
  await holdCompute(app);
  await page.getByRole('button', { name: 'Cancel' }).waitFor();
}

/** @type {Act} */
export async function startDownload(page, app) {
  await openDownload(page, app);
  await holdCompute(app);
  await page.getByRole('button', { name: /^(Download|下载)$/ }).click();
  await page.getByRole('progressbar').waitFor();
}

/** @type {Act} */
export async function openRefusedModel(page, app) {
  await choose(page, app, path.join(projectRoot, 'test/fixtures/keras/bad/lambda.keras'));
  await page.getByRole('alert').waitFor();
}

/** @type {Act} */
export async function askForInputs(page, app) {
  await choose(
    page,
    app,
    path.join(projectRoot, 'test/fixtures/several-inputs/image_and_vector/model.keras'),
  );
  await page.getByRole('dialog').waitFor();
}

/** @type {Act} */
export async function askForLayers(page, app) {
  await choose(page, app, path.join(projectRoot, 'test/fixtures/keras/k3_weights_names/weights.h5'));
  await page.getByRole('dialog').waitFor();
}

/** @type {Act} */
export async function killCompute(page, app) {
  const metrics = await app.evaluate(({ app: electron }) => electron.getAppMetrics());
  const compute = metrics.find((one) => one.type === 'Utility' && one.name?.startsWith('Featurescope'));
  if (compute) process.kill(compute.pid, 'SIGKILL');
  await page
    .getByText(/The engine stopped|引擎曾停止/)
    .first()
    .waitFor();
}

/** @type {Act} */
export async function focusMatrix(page) {
  await page.getByRole('grid').focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
}

/** @type {Act} */
export async function saveTwice(page, app) {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'featurescope-saved-'));
  for (const target of [path.join(folder, 'sample.jpg'), path.join(folder, 'gone/sample.jpg')]) {
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, target);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: /^Figure/ }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page
      .getByText(/sample.jpg saved|Cannot export/)
      .nth(target.includes('gone') ? 1 : 0)
      .waitFor();
  }
  await page.getByRole('button', { name: 'Details' }).click();
}

/** @type {Act} */
export async function openWebcam(page) {
  await page.getByRole('button', { name: /Webcam, 5 frames|摄像头 5 连拍/ }).click();
  await page
    .getByText(/^(Camera on|摄像头已开启)$/)
    .first()
    .waitFor();
}

/** @type {Act} */
export async function openWebcamInVain(page) {
  await page.getByRole('button', { name: /Webcam, 5 frames|摄像头 5 连拍/ }).click();
  await page.getByRole('alert').waitFor();
}

/** @type {Act} */
export async function useTestPicture(page, app) {
  await openWebcamInVain(page, app);
  await page.getByRole('button', { name: 'Use a test picture' }).click();
}

/** @type {Act} */
export async function startCountdown(page, app) {
  await openWebcam(page, app);
  await page.getByRole('button', { name: 'Grab 5 frames' }).last().click();
}

/** @type {Act} */
export async function grabFrames(page, app) {
  await openWebcam(page, app);
  await page
    .getByRole('button', { name: /Grab 5 frames|连拍 5 帧/ })
    .last()
    .click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** @type {Act} */
export async function analyseFrame(page, app) {
  await grabFrames(page, app);
  await page.keyboard.press('2');
  await page.getByText('o-1.jpg').first().waitFor();
}

/** @type {Act} */
export async function compareFrames(page, app) {
  await analyseFrame(page, app);
  await page.getByRole('button', { name: /Analyse all five|分析全部五帧/ }).click();
  await page.getByRole('dialog').waitFor();
}

/** The camera goes after two frames, as if it were unplugged. @type {Act} */
export async function loseFrames(page, app) {
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
export async function dragOver(page) {
  await page.evaluate(`
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'x.png', { type: 'image/png' }));
    for (const type of ['dragenter', 'dragover'])
      document.body.dispatchEvent(new DragEvent(type, { bubbles: true, dataTransfer }));
  `);
}
