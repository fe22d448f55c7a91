// What the compute process keeps while large pictures are opened one after the other.
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { encodeJpeg } from '../../electron/image/encode';
import { writeNsfwjsModel } from '../fixtures/nsfwjs';
import { OpenApps } from './window-apps';
import { computePid, dropFiles, shows, temporaryFolder } from './window-driver';

/** Of the compute process with InceptionV3. */
const BUDGET_BYTES = 800e6;
const PICTURES = 3;
/** 100 megapixels, the most that is opened. */
const [WIDTH, HEIGHT] = [12_500, 8_000];

const apps = new OpenApps();
const folder = temporaryFolder();
const model = writeNsfwjsModel();
afterAll(() => {
  for (const made of [folder, model.folder]) fs.rmSync(made, { recursive: true });
});

/** A picture of slopes and noise, whose file is about as large as that of a photo. */
function largePicture(): Uint8Array {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  let random = 1;
  for (let y = 0, at = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++, at += 3) {
      random = (random * 1103515245 + 12345) & 0x7fffffff;
      data[at] = (x >> 6) + ((random >> 16) & 15);
      data[at + 1] = (y >> 6) + ((random >> 20) & 15);
      data[at + 2] = (x + y) >> 7;
    }
  return encodeJpeg({ data, width: WIDTH, height: HEIGHT }, 90);
}

/** Resident memory of a process, as the system counts it. */
function residentBytes(pid: number): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
}

it.runIf(process.platform === 'linux')(
  'stays within the budget with InceptionV3 and several pictures of 100 megapixels',
  { timeout: 600_000 },
  async () => {
    const bytes = largePicture();
    const running = await apps.startReady();
    const { app, page } = running;
    await dropFiles(running, [model.file]);
    await shows(page, '299 × 299');
    const pid = (await computePid(app))!;
    for (let number = 1; number <= PICTURES; number++) {
      const name = `large-${number}.jpg`;
      fs.writeFileSync(path.join(folder, name), bytes);
      await dropFiles(running, [path.join(folder, name)]);
      const footer = page.locator('footer');
      await footer.getByText(name).waitFor({ timeout: 120_000 });
      await footer.getByText('Ready').waitFor({ timeout: 120_000 });
    }
    expect(await computePid(app)).toBe(pid);
    // What was used last is given back right behind the answer.
    await expect.poll(() => residentBytes(pid), { timeout: 30_000 }).toBeLessThan(BUDGET_BYTES);
  },
);
