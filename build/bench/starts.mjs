// npm run bench:starts [-- --starts N --at-once N --only NAME,NAME --json]: is what the app is started with what it shows?
// Each kind of start is done N times by the command (npm start -- FILE, without npm) and as the desktop does it (the line of the
// .desktop file, through the launcher of the package), several at once, so that the machine is busy.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { electronExecutable, projectRoot } from '../electron/version.mjs';
import { withDisplay } from '../electron/with-display.mjs';
import { desktopEntry } from '../package/linux/desktop-entry.mjs';

/** @typedef {import('playwright-core').Page} Page */

const { values } = parseArgs({
  options: {
    starts: { type: 'string', default: '100' },
    'at-once': { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-starts-'));
const fixtures = path.join(projectRoot, 'test/fixtures/start');
const [model, picture] = ['my model.h5', 'ref-base.png'].map((name) => path.join(fixtures, name));
const MISSING = '/nowhere/gone.png';
const MODEL_NAME = 'Model: my model';
const OWN_MODEL = 'Model: EfficientNet-Lite0';

/** What is given, and what has to be in the window: its news, its model, its complaint; and its exit code. */
const kinds = {
  model: { files: [model], news: 'chelsea.png analysed', model: MODEL_NAME, alert: '', code: 0 },
  picture: { files: [picture], news: 'ref-base.png analysed: Windsor tie', model: OWN_MODEL, alert: '', code: 0 },
  both: { files: [model, picture], news: 'ref-base.png analysed', model: MODEL_NAME, alert: '', code: 0 },
  missing: { files: [MISSING], news: 'chelsea.png analysed', model: OWN_MODEL, alert: `There is no file ${MISSING}.`, code: 1 },
}; // prettier-ignore

const forRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const switches = ['--disable-gpu', '--remote-debugging-port=0', '--log-level=3'];

/** The launcher of the package, whose program is the project's window. */
function createLauncher() {
  const folder = path.join(temporary, 'package');
  fs.mkdirSync(folder);
  fs.copyFileSync(
    path.join(projectRoot, 'build/package/linux/featurescope.sh'),
    path.join(folder, 'featurescope'),
  );
  fs.writeFileSync(path.join(folder, 'featurescope-bin'), `#!/bin/sh\nexec "${electronExecutable()}" "${projectRoot}" "$@"\n`); // prettier-ignore
  for (const name of ['featurescope', 'featurescope-bin']) fs.chmodSync(path.join(folder, name), 0o755);
  return path.join(folder, 'featurescope');
}

const launcher = createLauncher();
/** The words of the .desktop file's Exec line; %F stands for the files. */
const execWords = (/^Exec=(.*)$/m.exec(desktopEntry(launcher))?.[1] ?? '').split(' ');

/** @type {Record<string, (files: (string | undefined)[]) => { words: string[], cwd: string }>} */
const ways = {
  command: (files) => ({
    words: [process.execPath, path.join(projectRoot, 'build/start.mjs'), ...switches, ...named(files)],
    cwd: fixtures,
  }),
  desktop: (files) => ({
    words: execWords
      .flatMap((word) => (word === '%F' ? [...forRoot, ...switches, ...files] : [word]))
      .map(String),
    cwd: '/',
  }),
};
/** As a user names them who stands in their folder. @param {(string | undefined)[]} files */
const named = (files) => files.map((file) => (file === MISSING ? file : path.basename(String(file))));

let profiles = 0;

/**
 * Starts the app once, in a profile of its own.
 * @param {keyof typeof kinds} kind @param {string} way
 * @returns {Promise<string>}  what was wrong, '' for nothing
 */
async function start(kind, way) {
  const { files, news, model: wantedModel, alert, code } = kinds[kind];
  const { words, cwd } = /** @type {NonNullable<(typeof ways)[string]>} */ (ways[way])(files);
  const [program = '', ...args] = words;
  const profile = path.join(temporary, `profile-${profiles++}`);
  fs.mkdirSync(profile);
  const env = { ...process.env, XDG_CONFIG_HOME: profile };
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  let stderr = '';
  try {
    const address = await new Promise((resolve, reject) => {
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
        const found = /DevTools listening on (ws:\S+)/.exec(stderr)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.on('exit', (status) => reject(new Error(`ended with ${status}: ${stderr}`)));
    });
    const browser = await chromium.connectOverCDP(address);
    const context = browser.contexts()[0];
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
    if (page === undefined) return 'no page';
    const shown = await lookAt(page, { news, wantedModel, alert });
    if (shown !== '') return shown;
    await page.close();
    const status = await ended;
    return status === code ? '' : `exit code ${status}`;
  } catch (error) {
    return String(error).split('\n')[0] ?? '';
  } finally {
    try {
      process.kill(-Number(child.pid), 'SIGKILL');
    } catch {
      // ended by itself
    }
    await ended;
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Waits for what has to be there, then for the end of all work, and looks once more: nothing may come after it.
 * @param {Page} page @param {{ news: string, wantedModel: string, alert: string }} wanted
 */
async function lookAt(page, { news, wantedModel, alert }) {
  const limit = { timeout: 60_000, state: /** @type {const} */ ('attached') };
  const newsLine = page.locator('.app > .news').filter({ hasText: news });
  const modelButton = page.getByRole('button', { name: new RegExp(`^${wantedModel}`) });
  const alerts = page.getByRole('alert');
  const look = async () => {
    const texts = (await alerts.allInnerTexts()).join(' ');
    if ((await newsLine.count()) === 0) return `news: ${await page.locator('.app > .news').innerText()}`;
    if ((await modelButton.count()) === 0) return 'another model';
    return texts.includes(alert) && (alert !== '' || texts === '') ? '' : `alert: ${texts}`;
  };
  try {
    await page.locator('footer').getByText('Ready').waitFor(limit);
    await newsLine.waitFor(limit);
    await modelButton.waitFor(limit);
    if (alert !== '') await alerts.filter({ hasText: alert }).waitFor(limit);
    await page.locator('footer').getByText('Ready').waitFor(limit);
    return await look();
  } catch {
    return (await look()) || 'late';
  }
}

async function main() {
  const chosen = values.only === '' ? Object.keys(kinds) : values.only.split(',');
  /** @type {Record<string, { good: number, starts: number, wrong: Record<string, number> }>} */
  const results = {};
  for (const way of Object.keys(ways))
    for (const kind of chosen) {
      const result = { good: 0, starts: 0, wrong: /** @type {Record<string, number>} */ ({}) };
      results[`${kind} by ${way}`] = result;
      const lane = async () => {
        while (result.starts < Number(values.starts)) {
          result.starts++;
          const wrong = await start(/** @type {keyof typeof kinds} */ (kind), way);
          if (wrong === '') result.good++;
          else result.wrong[wrong] = (result.wrong[wrong] ?? 0) + 1;
        }
      };
      await Promise.all(Array.from({ length: Number(values['at-once']) }, lane));
      if (!values.json) console.log(`${kind} by ${way}: ${result.good} of ${result.starts}`, result.wrong, `load ${os.loadavg()[0]?.toFixed(1)}`); // prettier-ignore
    }
  if (values.json) console.log(JSON.stringify(results));
  if (Object.values(results).some(({ good, starts }) => good < starts)) process.exitCode = 1;
}

await withDisplay(main).finally(() => fs.rmSync(temporary, { recursive: true, force: true }));
