// npm run bench:window [-- --starts N --wait SECONDS --json]: times and memory of the real window.
// Nothing is asserted. The load of the machine stands beside the numbers: above 1.5 they say little.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { worstDelays } from './beat.mjs';
import { waitForQuiet } from './quiet.mjs';
import { launchQuietly } from '../electron/launch-quietly.mjs';
import { projectRoot } from '../electron/version.mjs';
import { withDisplay } from '../electron/with-display.mjs';

/** @typedef {import('playwright-core').ElectronApplication} App */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {Record<string, number | string | Record<string, number>>} Numbers */

const { values } = parseArgs({
  options: {
    starts: { type: 'string', default: '5' },
    wait: { type: 'string', default: '180' },
    json: { type: 'boolean', default: false },
  },
});
const photos = ['coffee.png', 'rocket.jpg'].map((name) =>
  path.join(projectRoot, 'test/fixtures/photos', name),
);
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-bench-'));

/** @param {readonly number[]} numbers @param {number} share */
function at(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return Math.round((sorted[Math.round(share * (sorted.length - 1))] ?? 0) * 10) / 10;
}
/** @param {readonly number[]} numbers */
const summary = (numbers) => ({ median: at(numbers, 0.5), least: at(numbers, 0), most: at(numbers, 1) });

let launches = 0;
/** Starts the app with a profile of its own; `started` is the moment of the start, in ms since 1970. */
async function launch() {
  const started = Date.now();
  const app = await launchQuietly(path.join(temporary, `profile-${launches++}`));
  return { app, page: await app.firstWindow(), started };
}

/** Waits until the window says that a picture was analysed. @param {Page} page @param {string} name */
const analysed = (page, name) =>
  page
    .locator('.app > .news')
    .filter({ hasText: `${name} analysed` })
    .waitFor({ state: 'attached', timeout: 60_000 });

/**
 * First paint and the first result of a cold start. Playwright, which holds each process for a moment, costs some of it.
 */
async function measureStart() {
  const { app, page, started } = await launch();
  await analysed(page, 'chelsea.png');
  const paint = /** @type {number} */ (
    await page.evaluate(
      `performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0].startTime`,
    )
  );
  const profile = path.join(temporary, `profile-${launches - 1}`);
  const result = /** @type {number} */ (await page.evaluate('Date.now()'));
  await app.close();
  const log = fs.readFileSync(path.join(profile, 'logs/featurescope.log'), 'utf8');
  const shown = Number(/Window shown (\d+) ms/.exec(log)?.[1] ?? 0);
  return { firstPaintMs: paint - started, windowShownMs: shown, sampleAnalysedMs: result - started };
}

/** @param {App} app @param {Page} page */
async function createDropper(app, page) {
  const session = await app.context().newCDPSession(page);
  /** @param {string} file */
  return async (file) => {
    const data = { items: [], files: [file], dragOperationsMask: 1 };
    for (const type of /** @type {const} */ (['dragEnter', 'dragOver', 'drop']))
      await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  };
}

/**
 * From the drop event until every canvas of the four panes has stopped changing, in ms: all maps on screen are painted.
 * The page watches itself once a frame, so the answer is exact to a frame.
 */
const watch = `(() => {
  globalThis.painted = new Promise((resolve) => {
    addEventListener('drop', () => {
      const dropped = performance.now();
      const before = document.querySelector('.app > .news').textContent;
      let last = '';
      let since = 0;
      const look = () => {
        const now = performance.now();
        const isNew = document.querySelector('.app > .news').textContent !== before;
        if (isNew) {
          const state = [...document.querySelectorAll('canvas')].map((canvas) => {
            const { width, height } = canvas;
            if (width < 2 || height < 2) return '';
            const { data } = canvas.getContext('2d').getImageData(0, height >> 1, width, 1);
            let sum = 0;
            for (let at = 0; at < data.length; at++) sum = (sum * 31 + data[at]) | 0;
            return sum;
          }).join() + [...document.querySelectorAll('.bar')].map((bar) => bar.textContent).join();
          if (state !== last) { last = state; since = now; }
          else if (now - since > 400) return resolve(since - dropped);
        }
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, { once: true, capture: true });
  });
})()`;

/** Resident memory in MB of each process, from the system. @param {App} app */
async function memoryOf(app) {
  const processes = await app.evaluate((electron) =>
    electron.app
      .getAppMetrics()
      .map(({ pid, type, name, memory }) => ({ pid, type, name, kB: memory.workingSetSize })),
  );
  /** @type {Record<string, number>} */
  const sizes = {};
  for (const { type, name, kB } of processes) {
    const key = name === 'Featurescope compute' ? 'compute' : type === 'Tab' ? 'page' : (name ?? type);
    sizes[key] = (sizes[key] ?? 0) + Math.round(kB / 1024);
  }
  return sizes;
}

/** @param {Page} page */
async function chooseAllLayers(page) {
  await page.getByRole('button', { name: /^Layers: / }).click();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.keyboard.press('Escape');
}

/** From the press on a map until it and its numbers stand in the inspector, in ms, for some maps. @param {Page} page */
async function measureInspector(page) {
  const times = [];
  for (const channel of [0, 1, 2, 4, 5, 6, 7, 8]) {
    const cell = page.getByRole('gridcell', { name: new RegExp(`^layer 3 .*channel ${channel},`) });
    await page.evaluate(`(() => { globalThis.filled = new Promise((resolve) => {
      addEventListener('pointerdown', () => {
        const pressed = performance.now();
        const look = () => {
          const isThere = document.querySelector('[aria-label^="Map ${channel} of layer 3 "]') &&
            document.querySelector('aside .panel td');
          if (isThere) resolve(performance.now() - pressed);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }, { once: true, capture: true });
    }); })()`);
    await cell.click();
    times.push(/** @type {number} */ (await page.evaluate('filled')));
  }
  await page.keyboard.press('Escape');
  return summary(times.slice(1)); // the first opens it
}

/** Opens the layer with the most channels as a grid. @param {Page} page */
async function openWidestLayer(page) {
  const head = page.getByRole('columnheader', { name: / mixed10\b/ });
  await head.scrollIntoViewIfNeeded();
  await head.click();
  await page.getByRole('region', { name: /mixed10/ }).waitFor();
}

/** Frame times while the maps on the page are scrolled. @param {Page} page */
async function measureScroll(page) {
  await page.locator('footer').getByText('Ready').waitFor();
  await page.waitForTimeout(1500);
  const frames = /** @type {number[]} */ (
    await page.evaluate(`(async () => {
      const box = document.querySelector('.matrix');
      const times = [];
      const run = async (axis, limit) => {
        const frames = 200;
        let last = performance.now();
        for (let frame = 0; frame <= frames; frame++) {
          box[axis] = (limit * frame) / frames;
          await new Promise(requestAnimationFrame);
          const now = performance.now();
          times.push(now - last);
          last = now;
        }
      };
      await run('scrollLeft', box.scrollWidth - box.clientWidth);
      await run('scrollTop', Math.min(8000, box.scrollHeight - box.clientHeight));
      return times;
    })()`)
  );
  return {
    median: at(frames, 0.5),
    p95: at(frames, 0.95),
    worst: at(frames, 1),
    over50: frames.filter((ms) => ms > 50).length,
    frames: frames.length,
  };
}

/** Writes InceptionV3 of the package nsfwjs as model.json with its shards. */
function writeInception() {
  const source = path.join(projectRoot, 'node_modules/nsfwjs/dist/models/inception_v3');
  const require = createRequire(import.meta.url);
  const model = require(path.join(source, 'model.min.js'));
  for (const name of model.weightsManifest.flatMap((/** @type {{ paths: string[] }} */ group) => group.paths))
    fs.writeFileSync(
      path.join(temporary, name),
      Buffer.from(require(path.join(source, `${name}.min.js`)), 'base64'),
    );
  const file = path.join(temporary, 'model.json');
  fs.writeFileSync(file, JSON.stringify(model));
  return file;
}

async function main() {
  await waitForQuiet(Number(values.wait));
  const loadBefore = at([os.loadavg()[0] ?? 0], 0.5);
  const starts = [];
  for (let number = 0; number < Number(values.starts); number++) starts.push(await measureStart());

  const { app, page } = await launch();
  await analysed(page, 'chelsea.png');
  const drop = await createDropper(app, page);
  const turns = [];
  for (let number = 0; number < 12; number++) {
    await page.evaluate(watch);
    await drop(photos[number % 2] ?? '');
    turns.push(/** @type {number} */ (await page.evaluate('painted')));
  }
  const pauses = [];
  for (const photo of [...photos, ...photos])
    pauses.push(
      await worstDelays({ app, page }, async () => {
        await drop(photo);
        await analysed(page, path.basename(photo));
      }),
    );
  const memoryAfterTen = await memoryOf(app);
  for (let number = 0; number < 50; number++) {
    const photo = photos[number % 2] ?? '';
    await drop(photo);
    await analysed(page, path.basename(photo));
  }
  const memoryAfterSixty = await memoryOf(app);
  const inspector = await measureInspector(page);
  await chooseAllLayers(page);
  const scrollLite = await measureScroll(page);
  await drop(writeInception());
  await page.getByText('299 × 299').first().waitFor({ timeout: 60_000 });
  await analysed(page, 'rocket.jpg');
  await chooseAllLayers(page);
  const scrollInception = await measureScroll(page);
  await openWidestLayer(page);
  const scrollOne = await measureScroll(page);
  const memoryInception = await memoryOf(app);
  await app.close();

  /** @type {Numbers} */
  const numbers = {
    machine: `${os.cpus()[0]?.model ?? ''}, ${os.availableParallelism()} cores`,
    'load before': loadBefore,
    'load after': at([os.loadavg()[0] ?? 0], 0.5),
    'start -> first paint, ms': summary(starts.map(({ firstPaintMs }) => firstPaintMs)),
    'start -> window shown (own clock), ms': summary(starts.map(({ windowShownMs }) => windowShownMs)),
    'start -> sample analysed, ms': summary(starts.map(({ sampleAnalysedMs }) => sampleAnalysedMs)),
    'drop -> all panes painted, ms': summary(turns.slice(2)), // the first two warm up
    'press on a map -> inspector filled, ms': inspector,
    'longest work of main without a pause, ms': summary(pauses.map(({ main }) => main)),
    'longest pause of the page, ms': summary(pauses.map(({ page }) => page)),
    'memory after 12 pictures, MB': memoryAfterTen,
    'memory after 62 pictures, MB': memoryAfterSixty,
    'scroll all of EfficientNet-Lite0, frame ms': scrollLite,
    'scroll all of InceptionV3, frame ms': scrollInception,
    'scroll one layer of 2,048 channels, frame ms': scrollOne,
    'memory with InceptionV3, MB': memoryInception,
  };
  if (values.json) console.log(JSON.stringify(numbers, null, 2));
  else
    for (const [name, value] of Object.entries(numbers))
      console.log(
        `${name.padEnd(48)}${typeof value === 'object' ? Object.entries(value).map(([key, one]) => `${key} ${one}`).join(', ') : value}`, // prettier-ignore
      );
}

try {
  await withDisplay(main);
} finally {
  fs.rmSync(temporary, { recursive: true, force: true });
}
