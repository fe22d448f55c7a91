// npm run bench:package [-- --command PROGRAM --starts N --wait SECONDS --json]: how fast the packaged app starts. Nothing is
// asserted. The window is opened hardened as it is shipped, and watched from outside. `npm run package` first.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { waitForQuiet } from './quiet.mjs';
import { projectRoot } from '../electron/version.mjs';
import { withDisplay } from '../electron/with-display.mjs';
import { packagedProgram } from '../package/places.mjs';

const { values } = parseArgs({
  options: {
    command: { type: 'string', default: packagedProgram },
    starts: { type: 'string', default: '7' },
    wait: { type: 'string', default: '180' },
    json: { type: 'boolean', default: false },
  },
});
if (!fs.existsSync(values.command)) {
  console.error(`there is no ${values.command}. Run this first: npm run package`);
  process.exit(1);
}
const isRoot = process.getuid?.() === 0;
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-bench-'));
const photo = path.join(projectRoot, 'test/fixtures/photos/rocket.jpg');

/** @param {number[]} numbers */
function summary(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b).map(Math.round);
  return { median: sorted[sorted.length >> 1] ?? 0, least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0 };
}

/**
 * One start with a profile of its own.
 * @param {number} number
 */
async function measureWindow(number) {
  const profile = path.join(temporary, `profile-${number}`);
  const args = ['--disable-gpu', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const startedMs = Date.now();
  const app = spawn(values.command, [...args, ...(isRoot ? ['--no-sandbox'] : [])]);
  const ended = new Promise((resolve) => app.on('exit', resolve));
  const address = await new Promise((resolve, reject) => {
    let output = '';
    app.stderr.on('data', (chunk) => {
      output += chunk;
      const found = /DevTools listening on (ws:\S+)/.exec(output);
      if (found) resolve(found[1]);
    });
    app.on('error', reject);
    app.on('exit', (code) => reject(new Error(`${values.command} ended with ${code}: ${output}`)));
  });
  const browser = await chromium.connectOverCDP(address);
  const context = browser.contexts()[0];
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
  if (!page) throw new Error('the app shows no page');
  await page
    .locator('.app > .news')
    .filter({ hasText: 'chelsea.png analysed' })
    .waitFor({ state: 'attached', timeout: 60_000 });
  const analysedMs = /** @type {number} */ (await page.evaluate('Date.now()'));
  const paintMs = /** @type {number} */ (
    await page.evaluate(
      `performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0].startTime`,
    )
  );
  await page.close();
  await ended;
  const log = fs.readFileSync(path.join(profile, 'logs/featurescope.log'), 'utf8');
  return {
    paintMs: paintMs - startedMs,
    shownMs: Number(/Window shown (\d+) ms/.exec(log)?.[1] ?? 0),
    analysedMs: analysedMs - startedMs,
  };
}

/** @param {string[]} args */
function measureCommand(args) {
  const startedMs = performance.now();
  const { status, stderr } = spawnSync(values.command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${values.command} ${args.join(' ')}: ${stderr}`);
  return performance.now() - startedMs;
}

async function main() {
  await waitForQuiet(Number(values.wait));
  const loadBefore = os.loadavg()[0] ?? 0;
  const windows = [];
  const [versions, predictions] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  for (let number = 0; number < Number(values.starts); number++) {
    windows.push(await measureWindow(number));
    versions.push(measureCommand(['--version']));
    predictions.push(measureCommand(['predict', photo]));
  }
  const rows = {
    'start -> first paint, ms': summary(windows.map(({ paintMs }) => paintMs)),
    'start -> window shown (own clock), ms': summary(windows.map(({ shownMs }) => shownMs)),
    'start -> sample analysed, ms': summary(windows.map(({ analysedMs }) => analysedMs)),
    'featurescope --version, ms': summary(versions),
    'featurescope predict, ms': summary(predictions),
  };
  const machine = `${os.cpus()[0]?.model ?? ''}, ${os.availableParallelism()} cores`;
  const load = { before: loadBefore, after: os.loadavg()[0] ?? 0 };
  if (values.json) console.log(JSON.stringify({ machine, load, ...rows }, null, 2));
  else {
    console.log(`${machine}; load ${load.before.toFixed(1)} -> ${load.after.toFixed(1)}`);
    for (const [name, { median, least, most }] of Object.entries(rows))
      console.log(`${name.padEnd(40)}median ${median}, least ${least}, most ${most}`);
  }
}

try {
  await withDisplay(main);
} finally {
  fs.rmSync(temporary, { recursive: true, force: true });
}
