// Builds the page with made-up data (test/fake-page) and serves it, with the headers of the real app, to a Chromium of this machine.
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { build, runnerImport } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
const fakePage = path.join(root, '.cache/fake-page');

/** What the real app says of a file: what breaks under its policy must break here. */
async function headersOfApp() {
  /** @type {{ module: { securityHeaders: Record<string, string>, contentTypeOf: (file: string) => string } }} */
  const { module } = await runnerImport(path.join(root, 'electron/main/app-url.ts'));
  return (/** @type {string} */ file) => ({
    ...module.securityHeaders,
    'content-type': module.contentTypeOf(file),
  });
}

/**
 * @param {string} page  folder
 * @param {string} address
 */
async function readFor(page, address) {
  const name = path.basename(new URL(address, 'http://x').pathname);
  const folder = address.startsWith('/assets/') ? path.join(page, 'assets') : page;
  return { name, body: await fs.readFile(path.join(folder, name)) };
}

/**
 * @param {string} [page]  folder of a built page
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function servePage(page = fakePage) {
  const headersOf = await headersOfApp();
  const server = http.createServer((request, response) => {
    readFor(page, request.url ?? '/').then(
      ({ name, body }) => {
        response.writeHead(200, headersOf(name));
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      resolve({ url: `http://127.0.0.1:${port}/fake.html`, close: () => server.close() });
    });
  });
}

/** Opens the page in a browser; the caller closes it. */
export async function openFakePage() {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    console.error(
      `there is no Chromium at ${executablePath}. Install it, or name another by CHROMIUM=PROGRAM`,
    );
    process.exit(1);
  }
  await build({ configFile: path.join(root, 'build/config/vite.page.config.mjs'), mode: 'fake' });
  const { url, close } = await servePage();
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info'],
  });
  return {
    /** @param {string} query @param {{ width: number, height: number }} viewport */
    async newPage(query, viewport) {
      const tab = await browser.newPage({ viewport, reducedMotion: 'reduce' });
      await tab.goto(`${url}?${query}`);
      await tab.getByText(/^(Ready|就绪)$/).waitFor({ timeout: 20_000 });
      return tab;
    },
    browser,
    url,
    async close() {
      await browser.close();
      close();
    },
  };
}
