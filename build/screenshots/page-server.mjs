// Builds the page with made-up data and serves it, under the policy of the real app, to a Chromium of this machine.
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
const page = path.join(root, '.cache/fake-page');

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

/** @type {Record<string, string>} */
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png' };

/** @param {string} address */
async function readFor(address) {
  const name = path.basename(new URL(address, 'http://x').pathname);
  const folder = address.startsWith('/assets/') ? path.join(page, 'assets') : page;
  return { name, body: await fs.readFile(path.join(folder, name)) };
}

/** @returns {Promise<{ url: string, close: () => void }>} */
function serve() {
  const server = http.createServer((request, response) => {
    readFor(request.url ?? '/').then(
      ({ name, body }) => {
        response.writeHead(200, {
          'content-type': types[path.extname(name)] ?? 'application/octet-stream',
          'content-security-policy': policy,
        });
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
  const { url, close } = await serve();
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
