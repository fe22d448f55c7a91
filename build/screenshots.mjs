// Pictures of the real app: `xvfb-run -a -s "-screen 0 1600x1000x24" node build/screenshots.mjs [OUT_DIR]`.
// Set the project up first. Each picture is a fresh start with settings of its own.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron } from 'playwright-core';
import { electronExecutable, projectRoot } from './electron/version.mjs';

const outDir = path.resolve(process.argv[2] ?? path.join(projectRoot, '.cache/screenshots'));
const only = process.argv[3];

/** @typedef {import('playwright-core').Page} Page */
/** @type {{ name: string, width: number, height: number, theme: string, language: string, act?: (page: Page) => Promise<void> }[]} */
const shots = [
  { name: 'light', width: 1440, height: 900, theme: 'light', language: 'en' },
  { name: 'dark', width: 1440, height: 900, theme: 'dark', language: 'en' },
  { name: 'zh', width: 1440, height: 900, theme: 'light', language: 'zh-CN' },
  { name: 'small', width: 1100, height: 700, theme: 'light', language: 'en' },
  { name: 'small-zh-dark', width: 1100, height: 700, theme: 'dark', language: 'zh-CN' },
  { name: 'inspector', width: 1440, height: 900, theme: 'light', language: 'en', act: openInspector },
  {
    name: 'inspector-small-dark',
    width: 1100,
    height: 700,
    theme: 'dark',
    language: 'en',
    act: openInspector,
  },
];

/** @param {Page} page */
async function openInspector(page) {
  await page.getByRole('gridcell', { name: /^layer 3 .*filter 1,/ }).click();
  await page.getByText('Histogram').or(page.getByText('Min')).first().waitFor();
}

/** @param {(typeof shots)[number]} shot */
async function take({ name, width, height, theme, language, act }) {
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
    ],
    chromiumSandbox: !isRoot,
    colorScheme: null,
  });
  try {
    const page = await app.firstWindow();
    await page.waitForFunction('document.readyState === "complete"');
    await app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    );
    await page.evaluate(`featurescope.writeSettings(${JSON.stringify({ theme, language })})`);
    await page.reload();
    await page.getByText('79.1').first().waitFor({ timeout: 60_000 });
    await act?.(page);
    await page.mouse.move(width * 0.09, height * 0.17);
    await page.waitForTimeout(1500);
    await page.screenshot({ path: path.join(outDir, `${name}.png`) });
    console.log(`${name}.png`);
  } finally {
    await app.close();
    await fs.rm(userData, { recursive: true, force: true });
  }
}

await fs.mkdir(outDir, { recursive: true });
for (const shot of shots) if (only === undefined || shot.name === only) await take(shot);
