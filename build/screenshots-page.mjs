// Pictures of the page with made-up data, taken in Chromium: `node build/screenshots-page.mjs [OUT_DIR]`.
// Build the page first: vite build --config build/vite.renderer.config.mjs --mode fake
import fs from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '..');
const page = path.join(root, '.cache/fake-page');
const outDir = path.resolve(process.argv[2] ?? path.join(root, '.cache/screenshots'));
const only = process.argv[3] ?? '';

/** The policy of the real app: what breaks under it must break here. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png' };

/** Serves the built page; resolves with its address. */
function serve() {
  const server = http.createServer(async (request, response) => {
    const name = path.basename(new URL(request.url ?? '/', 'http://x').pathname);
    const folder = request.url?.startsWith('/assets/') ? path.join(page, 'assets') : page;
    try {
      const body = await fs.readFile(path.join(folder, name));
      const type =
        types[/** @type {keyof typeof types} */ (path.extname(name))] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'content-security-policy': policy });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        server,
        url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/fake.html`,
      });
    });
  });
}

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
      await page.getByRole('gridcell', { name: /^layer 3 .*filter 1,/ }).click();
      await page.mouse.move(300, 800);
    },
  },
  {
    name: 'inspector-small-dark',
    query: 'theme=dark',
    width: 1100,
    height: 700,
    act: async (page) => page.getByRole('gridcell', { name: /^layer 3 .*filter 1,/ }).click(),
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
      await page.getByRole('menuitem', { name: /Grid picture/ }).click();
      await page.evaluate("fakeApi.failing = 'export:save'");
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

const { server, url } = await serve();
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
await fs.mkdir(outDir, { recursive: true });
for (const { name, query = '', width = 1440, height = 900, act } of shots) {
  if (only && !only.split(',').includes(name)) continue;
  const tab = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
  tab.on('console', (message) => {
    if (/error|warning/.test(message.type()) && !message.location().url.endsWith('favicon.ico'))
      console.log(`${name}: ${message.text()}`);
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
await browser.close();
server.close();
