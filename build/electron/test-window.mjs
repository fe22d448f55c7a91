/** Runs the tests that drive the real window, on a virtual display where there is no other. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { createContext } from '../setup/context.mjs';
import { isInPath } from '../setup/steps/system-tools.mjs';
import { hasDisplay } from './launch-window.mjs';
import { createWindowSteps } from './steps.mjs';
import { projectRoot } from './version.mjs';

const missing = createWindowSteps(createContext()).filter((step) => !step.check().ok);
if (missing.length > 0) {
  for (const { title, check } of missing) console.log(`window tests skipped: ${title}: ${check().detail}`);
} else {
  const vitest = path.join(projectRoot, 'node_modules/vitest/vitest.mjs');
  const command = [
    process.execPath,
    vitest,
    'run',
    '--config',
    'build/vitest.config.mjs',
    '--project',
    'window',
  ];
  const virtual =
    hasDisplay() || !isInPath('xvfb-run', process.env)
      ? []
      : ['xvfb-run', '-a', '-s', '-screen 0 1920x1080x24'];
  const [program = '', ...args] = [...virtual, ...command, ...process.argv.slice(2)];
  const { status } = spawnSync(program, args, { cwd: projectRoot, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
