import { goWhereTheUserIs, runCli } from './run-cli.mjs';
import { setUpFirst } from './set-up-first.mjs';

/** @param {string[]} args */
export async function main(args) {
  if (!(await setUpFirst())) return;
  goWhereTheUserIs();
  await runCli(args);
}
