// Pictures of the page with made-up data, taken in Chromium: `npm run screenshots:page [-- FOLDER [NAME,NAME]]`.
import fs from 'node:fs/promises';
import path from 'node:path';
import { openFakePage } from './page-server.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const outDir = path.resolve(process.argv[2] ?? path.join(root, '.cache/screenshots'));
const only = process.argv[3] ?? '';

/** @typedef {{ name: string, query?: string, width?: number, height?: number, act?: (page: import('playwright-core').Page) => Promise<void> }} Shot */
/** @type {Shot[]} */
const shots = [
  { name: 'light' },
  { name: 'dark', query: 'theme=dark' },
  { name: 'zh', query: 'language=zh-CN' },
  { name: 'small', width: 1100, height: 700 },
  { name: 'small-zh-dark', query: 'language=zh-CN&theme=dark', width: 1100, height: 700 },
  { name: 'smallest', width: 960, height: 600 },
  { name: 'large', width: 1920, height: 1080 },
  {
    name: 'inspector',
    act: async (page) => {
      await page.getByRole('gridcell', { name: /^layer 3 .*channel 1,/ }).click();
      await page.mouse.move(300, 800);
    },
  },
  {
    name: 'inspector-small-dark',
    query: 'theme=dark',
    width: 1100,
    height: 700,
    act: async (page) => page.getByRole('gridcell', { name: /^layer 3 .*channel 1,/ }).click(),
  },
  { name: 'crop', act: async (page) => page.getByRole('radio', { name: 'Crop' }).click() },
  { name: 'pad', act: async (page) => page.getByRole('radio', { name: 'Pad' }).click() },
  {
    name: 'flipped',
    act: async (page) => page.getByRole('button', { name: 'Swap rows and columns' }).click(),
  },
  {
    name: 'models',
    query: 'theme=dark',
    act: async (page) => page.getByRole('button', { name: /^Model:/ }).click(),
  },
  { name: 'export', act: async (page) => page.getByRole('button', { name: 'Export' }).click() },
  { name: 'chooser', act: async (page) => page.getByRole('button', { name: /^Layers:/ }).click() },
  { name: 'help', act: async (page) => page.keyboard.press('?') },
  {
    name: 'colormaps',
    act: async (page) =>
      page
        .getByRole('button', { name: /^Colour map/ })
        .first()
        .click(),
  },
  {
    name: 'error',
    act: async (page) => {
      await page.evaluate("fakeApi.failing = 'picture:open'; fakeApi.chosenPaths = ['/home/ada/notes.jpg']");
      await page.getByRole('button', { name: 'Open', exact: true }).first().click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'progress',
    act: async (page) => {
      await page.evaluate("fakeApi.delayMs = 60000; fakeApi.progress = { stage: 'analyse', fraction: 0.6 }");
      await page.getByRole('radio', { name: 'Crop' }).click();
      await page.getByRole('button', { name: 'Cancel' }).waitFor();
    },
  },
  {
    name: 'toasts',
    query: 'theme=dark',
    act: async (page) => {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: /^Figure/ }).click();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.evaluate("fakeApi.failing = 'export:write'");
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: /NPZ/ }).click();
      await page.getByRole('button', { name: 'Details' }).first().click();
    },
  },
  {
    name: 'custom',
    act: async (page) => {
      await page.getByRole('button', { name: 'Custom layer set' }).click();
      await page.getByRole('textbox').fill('3, 20-24');
      await page.getByRole('button', { name: 'Show', exact: true }).click();
    },
  },
  {
    name: 'sorted',
    act: async (page) => {
      await page.getByRole('button', { name: /^Sort/ }).click();
      await page.getByRole('menuitemradio', { name: 'Max' }).click();
      await page.getByRole('radio', { name: 'Layer' }).click();
    },
  },
];

const { browser, url, close } = await openFakePage();
await fs.mkdir(outDir, { recursive: true });
for (const { name, query = '', width = 1440, height = 900, act } of shots) {
  if (only && !only.split(',').includes(name)) continue;
  const tab = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
  tab.on('console', (message) => {
    const isFavicon = message.location().url.endsWith('favicon.ico');
    if (/error|warning/.test(message.type()) && !isFavicon) console.log(`${name}: ${message.text()}`);
  });
  tab.once('pageerror', (error) => console.log(`${name}: ${error.stack ?? error.message}`));
  await tab.goto(`${url}?${query}`);
  await tab.getByText(/^(Ready|就绪)$/).waitFor({ timeout: 10_000 });
  await tab.waitForTimeout(600);
  if (act) await act(tab);
  await tab.waitForTimeout(400);
  await tab.screenshot({ path: path.join(outDir, `${name}.png`) });
  await tab.close();
}
await close();
