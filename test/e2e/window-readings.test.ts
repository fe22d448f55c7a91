// How the file of a picture is read: frames, bands and values are chosen in the window, and each choice is a picture of its own.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../build/electron/version.mjs';
import { OpenApps } from './window-apps';
import { dropFiles, readBars, shows } from './window-driver';

const images = path.join(projectRoot, 'test/fixtures/images');
const apps = new OpenApps();
const soon = { timeout: 15_000 };

describe('a picture that can be read in several ways', () => {
  it('shows the frame, the bands and the values that are chosen, and those again at the next start', async () => {
    const first = await apps.startReady();
    const { page, userData } = first;
    await dropFiles(first, [path.join(images, 'frames/pages.tif')]);
    await shows(page, '20 × 14');
    const frame = page.getByRole('textbox', { name: 'Frame' });
    await page.getByRole('button', { name: 'Next frame' }).click();
    await shows(page, 'pages [frame 2].tif');
    await frame.fill('3');
    await frame.press('Enter');
    await shows(page, '9 × 11'); // a page of another size

    await dropFiles(first, [path.join(images, 'bands/5-floats-tiles.tif')]);
    await shows(page, '32 × 32');
    expect(await frame.count()).toBe(0);
    const before = await readBars(page);
    const bands = page.getByRole('textbox', { name: 'Bands' });
    await expect.poll(() => bands.inputValue(), soon).toBe('1-3');
    await bands.fill('5,4,3');
    await bands.press('Enter');
    await shows(page, '5-floats-tiles [bands 5,4,3].tif');
    await expect.poll(() => readBars(page), soon).not.toEqual(before);
    await page.getByRole('button', { name: /^Values that become/ }).click();
    await page.getByRole('textbox', { name: 'Becomes 255' }).fill('5000');
    await page.getByRole('textbox', { name: 'Becomes 255' }).press('Enter');
    await shows(page, '5-floats-tiles [bands 5,4,3, values');
    const chosen = await page.locator('[data-pane] .meta').first().textContent();
    await expect
      .poll(() => fs.readFileSync(path.join(userData, 'settings.json'), 'utf8'), soon)
      .toContain('"high": 5000');
    await apps.close(first);

    const second = await apps.startReady(userData);
    await shows(second.page, chosen ?? '');
  });
});
