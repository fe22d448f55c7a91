// npm run package [-- --target NAME ... --fast --release]: packages into out/package. Without a target: all that can be built here.
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { electronVersion, projectRoot } from '../electron/version.mjs';
import { setUpFirst, setUpWindow } from '../commands/set-up-first.mjs';
import { remove, sha256OfFile, sizeOf, writeWhole } from '../setup/files.mjs';
import { secondsSince } from '../setup/progress.mjs';
import { manifest, places, sourceDateEpoch, unpackedApp } from './places.mjs';
import { forTryingOnly, reasonAgainstRelease } from './supported.mjs';
import { targets, whatIsMissing } from './targets.mjs';

/** @import { Target } from './targets.mjs' */

const usage = `usage: npm run package [-- --target NAME] [--fast] [--twice] [--release]
  --target  one of ${targets.map(({ name }) => name).join(', ')}; may be given more than once
  --fast    quick to build, larger files: for tests
  --twice   builds twice and compares the files
  --release for the public: refuses an Electron that gets no more security fixes`;

async function main() {
  const { values } = parseArgs({
    options: {
      target: { type: 'string', multiple: true },
      fast: { type: 'boolean', default: false },
      twice: { type: 'boolean', default: false },
      release: { type: 'boolean', default: false },
    },
  });
  const reason = reasonAgainstRelease(electronVersion, new Date());
  if (values.release && reason !== null) throw new Error(reason);
  const wanted = values.target ?? targets.map(({ name }) => name);
  const unknown = wanted.filter((name) => !targets.some((target) => target.name === name));
  if (unknown.length > 0) throw new UsageError(`there is no target ${unknown.join(', ')}`);
  const chosen = targets.filter(({ name }) => wanted.includes(name));
  /** @type {{ target: Target, missing: string | null }[]} */
  const plan = [];
  for (const target of chosen) plan.push({ target, missing: await whatIsMissing(target) });
  const possible = plan.filter(({ missing }) => missing === null).map(({ target }) => target);
  if (possible.length > 0) {
    if (!(await setUpFirst()) || !(await setUpWindow())) return;
    await buildAll(possible, values.fast);
    if (values.twice) await compareWithSecond(possible, values.fast);
    if (reason !== null) console.log(forTryingOnly);
  }
  for (const { target, missing } of plan)
    if (missing !== null) console.log(`${target.name}: not built, it ${missing}`);
  // Whoever names a target wants it.
  if (values.target && possible.length < chosen.length) process.exitCode = 1;
}

/**
 * @param {Target[]} possible
 * @param {boolean} isFast
 */
async function buildAll(possible, isFast) {
  const { buildApp, buildInstaller } = await import('./build-app.mjs');
  const { packDeb } = await import('./deb.mjs');
  const { packTar } = await import('./tar.mjs');
  const { megabytesOf, sizesOf } = await import('./sizes.mjs');
  const options = { isFast, epoch: sourceDateEpoch(process.env) };
  remove(places.output);
  mkdirSync(places.output, { recursive: true });
  let startedMs = Date.now();
  await buildApp();
  const table = sizesOf(unpackedApp);
  for (const { title, bytes, files } of table)
    console.log(`${title.padEnd(28)}${megabytesOf(bytes)}  ${files} files`);
  const total = table.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`${'installed'.padEnd(28)}${megabytesOf(total)}  built in ${secondsSince(startedMs)}`);
  for (const target of possible) {
    if (target.file === '') continue;
    startedMs = Date.now();
    const file = path.join(places.output, fileNameOf(target));
    // Under its own name only when it is whole.
    const unfinished = path.join(places.work, path.basename(file));
    if (target.name === 'deb') packDeb(unpackedApp, unfinished, options);
    else if (target.name === 'tar.gz') packTar(unpackedApp, unfinished, options);
    else await buildInstaller(target.name.replace(/^(win|mac)-/, ''), isFast);
    if (sizeOf(unfinished) > 0) renameSync(unfinished, file);
    console.log(
      `${path.basename(file).padEnd(40)}${megabytesOf(sizeOf(file))}  in ${secondsSince(startedMs)}`,
    );
  }
  remove(path.join(places.output, 'builder-debug.yml'));
  await writeSums();
}

/**
 * Builds everything once more, from the staging on.
 * @param {Target[]} possible
 * @param {boolean} isFast
 */
async function compareWithSecond(possible, isFast) {
  const first = readFileSync(path.join(places.output, 'SHA256SUMS'), 'utf8');
  // Bundles and stripped libraries too.
  remove(path.join(projectRoot, 'out/electron'), path.join(projectRoot, 'out/renderer'), places.work);
  if (!(await setUpWindow())) return;
  await buildAll(possible, isFast);
  const second = readFileSync(path.join(places.output, 'SHA256SUMS'), 'utf8');
  console.log(first === second ? 'both builds are alike' : `the builds differ:\n${first}${second}`);
  if (first !== second) process.exitCode = 1;
}

/** @param {Target} target */
function fileNameOf({ file }) {
  return file.replace('{version}', manifest.version).replace('{arch}', process.arch);
}

/** SHA-256 of every package, in the form that sha256sum --check reads. */
async function writeSums() {
  const names = readdirSync(places.output).filter((name) => /\.(deb|gz|AppImage|exe|zip|dmg)$/.test(name));
  const lines = [];
  for (const name of names.sort())
    lines.push(`${await sha256OfFile(path.join(places.output, name))}  ${name}\n`);
  if (lines.length > 0) writeWhole(path.join(places.output, 'SHA256SUMS'), lines.join(''));
}

class UsageError extends Error {}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  console.error(error instanceof Error ? error.message : error);
  if (isUsage) console.error(usage);
  process.exitCode = isUsage ? 2 : 1;
}
