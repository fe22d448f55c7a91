import { spawn } from 'node:child_process';
import { secondsSince } from '../setup/progress.mjs';

/**
 * @typedef {object} Stage
 * @property {string} title
 * @property {string} program
 * @property {string[]} args
 * @property {Record<string, string>} [env] added to the environment
 */

/**
 * Runs commands, some at the same time. What a command prints is kept until it has ended, so that lines do not mix; what
 * a failed one printed comes last, where it is looked for. After a failure no other command is started; those at work are
 * waited for.
 * @param {readonly Stage[]} stages  started in this order
 * @param {{ cwd: string, lanes: number, print?: (text: string) => void }} how  lanes: commands at the same time
 * @returns {Promise<{ failed: string[], notRun: string[] }>} titles, in the order of the stages
 */
export async function runStages(stages, { cwd, lanes, print = (text) => process.stdout.write(text) }) {
  const waiting = [...stages];
  /** @type {Set<string>} */
  const failed = new Set();
  let printedByFailed = '';
  async function lane() {
    while (waiting.length > 0 && failed.size === 0) {
      const stage = /** @type {Stage} */ (waiting.shift());
      print(`--- ${stage.title}: started\n`);
      const startedMs = Date.now();
      const { isPassed, output } = await run(stage, cwd);
      const end = `--- ${stage.title}: ${isPassed ? 'passed' : 'failed'} in ${secondsSince(startedMs)}\n`;
      if (isPassed) print(output + end);
      else {
        failed.add(stage.title);
        printedByFailed += `--- ${stage.title} printed:\n${output}`;
        print(end);
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane));
  print(printedByFailed);
  const titles = stages.map(({ title }) => title);
  return { failed: titles.filter((title) => failed.has(title)), notRun: waiting.map(({ title }) => title) };
}

/**
 * @param {Stage} stage
 * @param {string} cwd
 * @returns {Promise<{ isPassed: boolean, output: string }>}
 */
function run({ program, args, env }, cwd) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      // npm is a script there, which needs one; all words are our own.
      shell: process.platform === 'win32',
    });
    /** @type {Buffer[]} */
    const parts = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => parts.push(part));
    const end = (/** @type {boolean} */ isPassed, words = '') => {
      const text = Buffer.concat(parts).toString() + words;
      resolve({ isPassed, output: text === '' || text.endsWith('\n') ? text : `${text}\n` });
    };
    child.on('error', (error) => end(false, `${program} cannot be started: ${error.message}`));
    child.on('close', (code, signal) => end(code === 0, signal ? `ended by ${signal}` : ''));
  });
}
