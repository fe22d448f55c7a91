import { expect, it } from 'vitest';
import { runStages } from '../../../build/commands/run-stages.mjs';
import { createFakeProject } from './fake-project';

function stage(title: string, code: string) {
  return { title, program: process.execPath, args: ['-e', code] };
}

async function run(stages: Parameters<typeof runStages>[0], lanes: number) {
  const { root } = createFakeProject();
  let printed = '';
  const outcome = await runStages(stages, { cwd: root, lanes, print: (text) => (printed += text) });
  return { ...outcome, printed: printed.replaceAll(/in [\d.]+ s/g, 'in N s') };
}

it('runs one after the other in one lane, and prints what each printed behind its start', async () => {
  const { failed, notRun, printed } = await run(
    [stage('a', 'console.log("one"); console.error("two")'), stage('b', '')],
    1,
  );
  expect({ failed, notRun }).toEqual({ failed: [], notRun: [] });
  expect(printed).toBe(
    '--- a: started\none\ntwo\n--- a: passed in N s\n--- b: started\n--- b: passed in N s\n',
  );
});

it('runs two at the same time in two lanes: each waits for the file that the other writes', async () => {
  const meet = (own: string, other: string) => `
    const fs = require('node:fs');
    fs.writeFileSync('${own}', '');
    const timer = setInterval(() => { if (fs.existsSync('${other}')) clearInterval(timer); }, 5);`;
  const { failed } = await run([stage('a', meet('one', 'two')), stage('b', meet('two', 'one'))], 2);
  expect(failed).toEqual([]);
});

it('starts nothing after a failure, and names what failed and what was not run', async () => {
  const { failed, notRun, printed } = await run(
    [stage('a', 'process.exit(3)'), stage('b', ''), stage('c', '')],
    1,
  );
  expect({ failed, notRun }).toEqual({ failed: ['a'], notRun: ['b', 'c'] });
  expect(printed).toBe('--- a: started\n--- a: failed in N s\n--- a printed:\n');
});

it('waits for what is at work when something else fails, and prints what failed last', async () => {
  const slow = stage('slow', 'setTimeout(() => console.log("done"), 300)');
  const { failed, notRun, printed } = await run(
    [stage('a', 'console.log("why"); process.exit(1)'), slow, stage('c', '')],
    2,
  );
  expect({ failed, notRun }).toEqual({ failed: ['a'], notRun: ['c'] });
  expect(printed).toMatch(/done\n--- slow: passed in N s\n--- a printed:\nwhy\n$/);
});

it('fails where a program ends by a signal or cannot be started, and says so', async () => {
  const killed = await run([stage('a', 'process.kill(process.pid, "SIGKILL")')], 1);
  expect(killed.failed).toEqual(['a']);
  expect(killed.printed).toContain('ended by SIGKILL');
  const absent = await run([{ title: 'a', program: './absent', args: [] }], 1);
  expect(absent.failed).toEqual(['a']);
  expect(absent.printed).toContain('./absent cannot be started');
});
