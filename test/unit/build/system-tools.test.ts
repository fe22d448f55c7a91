import { expect, it } from 'vitest';
import { setUp } from '../../../build/setup/run.mjs';
import { tensorflow } from '../../../build/setup/steps/tensorflow.mjs';
import { createFakeProject } from './fake-project';
import type { FakeProject } from './fake-project';

function run(project: FakeProject, changes: Record<string, string> = {}): Promise<boolean> {
  const context = project.createContext(changes);
  return setUp(context, [tensorflow(context)]);
}

it.each([
  [['g++'], {}, 'python3 and python3-pip are needed', 'sudo apt-get install -y python3 python3-pip'],
  [['python3'], {}, 'g++ is needed', 'sudo apt-get install -y g++'],
  [
    ['python3', 'g++'],
    { FAKE_PIP: 'missing' },
    'python3-pip is needed',
    'sudo apt-get install -y python3-pip',
  ],
  [[], {}, 'python3, python3-pip and g++ are needed', 'sudo apt-get install -y python3 python3-pip g++'],
] as const)(
  'with only %j: names the missing tools and the command',
  async (programs, env, reason, command) => {
    const project = createFakeProject({ programs: [...programs], env });
    expect(await run(project)).toBe(false);
    const printed = project.takePrinted();
    expect(printed).toContain(
      `set-up failed at step "system tools": ${reason} and not installed\n  try: ${command}\n`,
    );
  },
);

it.each([
  ['dnf', 'sudo dnf install -y gcc-c++'],
  ['pacman', 'sudo pacman -S --needed gcc'],
])('where the package manager is %s, gives its command', async (manager, command) => {
  const project = createFakeProject({ programs: ['python3'] });
  project.addProgram(manager, '');
  await run(project);
  expect(project.takePrinted()).toContain(`  try: ${command}\n`);
});

it('a pip that is too old: says which one is needed', async () => {
  const project = createFakeProject({ env: { FAKE_PIP_VERSION: '20.0.2' } });
  expect(await run(project)).toBe(false);
  const printed = project.takePrinted();
  expect(printed).toContain('step "system tools": pip 20.0 is too old, 20.3 or newer is needed');
  expect(printed).toContain('try: python3 -m pip install --user --upgrade pip');
});

it('as root, installs what is missing with apt-get and goes on', async () => {
  const project = createFakeProject({ programs: ['python3'], isRoot: true });
  project.addProgram(
    'apt-get',
    `const fs = require('fs');
     if (args[0] !== 'install') process.exit(0);
     const compiler = ${JSON.stringify(project.at('bin/g++'))};
     fs.writeFileSync(compiler, "#!${process.execPath}\\nconst args = process.argv.slice(2); require('fs').writeFileSync(args[args.indexOf('-o') + 1], process.env.DEBIAN_FRONTEND ?? 'addon');");
     fs.chmodSync(compiler, 0o755);`,
  );
  expect(await run(project)).toBe(true);
  expect(project.takeCalls().slice(0, 3)).toEqual([
    'python3 -m pip --version',
    'apt-get update',
    'apt-get install -y --no-install-recommends',
  ]);
});

it('as root, does not call apt-get when nothing is missing', async () => {
  const project = createFakeProject({ isRoot: true });
  project.addProgram('apt-get', '');
  expect(await run(project)).toBe(true);
  expect(project.takeCalls().filter((call) => call.startsWith('apt-get'))).toEqual([]);
});

it('as root without network: the host that apt-get could not reach', async () => {
  const project = createFakeProject({ programs: ['python3'], isRoot: true });
  project.addProgram(
    'apt-get',
    `console.error("E: Failed to fetch http://packages.example.org/g++.deb  Temporary failure resolving 'packages.example.org'");
     process.exit(args[0] === 'install' ? 100 : 0);`,
  );
  expect(await run(project)).toBe(false);
  expect(project.takePrinted()).toContain(
    'step "system tools": installing system packages: the host packages.example.org could not be reached\n  try: apt-get update',
  );
});

it('as root, when apt-get says it succeeded but the tool is still missing', async () => {
  const project = createFakeProject({ programs: ['python3'], isRoot: true });
  project.addProgram('apt-get', '');
  expect(await run(project)).toBe(false);
  expect(project.takePrinted()).toContain(
    'step "system tools": apt-get succeeded, but g++ cannot be used\n  try: apt-get install -y g++\n',
  );
});
