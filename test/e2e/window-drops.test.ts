// What is dropped: folders with files of systems, files that are no pictures, and pictures so thin that they can hardly be seen.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../build/electron/version.mjs';
import { encodePng } from '../../electron/image/encode';
import { OpenApps } from './window-apps';
import { dropFiles, shows, temporaryFolder } from './window-driver';

const apps = new OpenApps();
const photo = path.join(projectRoot, 'models/sample/chelsea.png');

/** A folder with some files: of a text, or of the photo. */
function folderOf(name: string, files: Readonly<Record<string, string | null>>): string {
  const folder = path.join(temporaryFolder(), name);
  fs.mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) {
    if (text === null) fs.copyFileSync(photo, path.join(folder, file));
    else fs.writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

describe('a dropped folder', () => {
  it('gives its first picture that can be opened, and says so only of that one', async () => {
    const running = await apps.startReady();
    const { page } = running;
    const text = () => page.locator('body').innerText();
    await dropFiles(running, [folderOf('mac', { '._IMG_1.png': '\0\x05\x16\x07', 'IMG_1.png': null })]);
    await shows(page, 'IMG_1.png');
    await dropFiles(running, [folderOf('hidden', { '.DS_Store': 'x', '.a.png': 'x', 'b.png': null })]);
    await shows(page, 'b.png');
    await dropFiles(running, [
      folderOf('drawing', { 'a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>', 'c.png': null }),
    ]);
    await shows(page, 'Opened c.png; 1 other file was left out.');
    await dropFiles(running, [folderOf('mixed', { 'a.jpg': '', 'b.jpg': 'no picture', 'd.png': null })]);
    await shows(page, 'Opened d.png; 2 other files were left out.');
    expect(await text()).not.toContain('Opened a.jpg');
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe('a picture of one row or column', () => {
  it('can be seen, and stays inside its pane', async () => {
    const running = await apps.startReady();
    const { page } = running;
    const folder = temporaryFolder();
    for (const [width, height] of [
      [1, 600],
      [3000, 1],
      [1, 60000],
      [60000, 1],
    ] as const) {
      const data = new Uint8Array(3 * width * height).map((_, i) => i % 256);
      const file = path.join(folder, `${width}x${height}.png`);
      fs.writeFileSync(file, await encodePng({ data, width, height }));
      await dropFiles(running, [file]);
      await shows(page, path.basename(file));
      for (const fit of ['Pad', 'Crop', 'Stretch']) {
        await page.getByRole('radio', { name: fit }).click();
        for (const [part, around] of [
          ['.photo .frame', '.image-box'],
          ['.view .layered', '.views'],
        ] as const) {
          const [inner, outer] = await Promise.all(
            [part, around].map((each) => page.locator(each).first().boundingBox()),
          );
          expect(Math.min(inner!.width, inner!.height)).toBeGreaterThanOrEqual(1);
          expect(inner!.x).toBeGreaterThanOrEqual(outer!.x);
          expect(inner!.x + inner!.width).toBeLessThanOrEqual(outer!.x + outer!.width);
          expect(inner!.y + inner!.height).toBeLessThanOrEqual(outer!.y + outer!.height);
        }
      }
    }
  });
});
