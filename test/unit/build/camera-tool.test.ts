import { expect, it } from 'vitest';
import { setUpOptional } from '../../../build/setup/optional.mjs';
import { reportState } from '../../../build/setup/run.mjs';
import { cameraTool } from '../../../build/setup/steps/camera-tool.mjs';
import { createFakeProject, type FakeProject } from './fake-project';

function run(project: FakeProject, isAskedFor = false): Promise<boolean> {
  const context = project.createContext();
  return setUpOptional(context, cameraTool(context), { isAskedFor });
}

const installer = (project: FakeProject) =>
  `const fs = require('fs');
   if (args[0] !== 'install') process.exit(0);
   fs.writeFileSync(${JSON.stringify(project.at('bin/fswebcam'))}, '#!/bin/sh\\n', { mode: 0o755 });`;

it('is silent where fswebcam is there', async () => {
  const project = createFakeProject({ isRoot: true });
  project.addProgram('fswebcam', '');
  project.addProgram('apt-get', '');
  expect(await run(project)).toBe(true);
  expect(project.takePrinted()).toBe('');
  expect(project.takeCalls()).toEqual([]);
});

it('as root, installs fswebcam with apt-get', async () => {
  const project = createFakeProject({ isRoot: true });
  project.addProgram('apt-get', installer(project));
  expect(await run(project)).toBe(true);
  expect(project.takeCalls()).toEqual(['apt-get update', 'apt-get install -y --no-install-recommends']);
  expect(project.takePrinted()).toContain('set-up: webcam program: ready (fswebcam)\n');
});

it.each([
  ['linux', 'apt-get', 'fswebcam', 'sudo apt-get install -y fswebcam'],
  ['linux', 'dnf', 'fswebcam', 'sudo dnf install -y fswebcam'],
  ['darwin', 'brew', 'imagesnap', 'brew install imagesnap'],
  ['win32', 'choco', 'CommandCam.exe', 'npm rebuild node-webcam'],
])('on %s with %s, names the command once and goes on', async (platform, manager, tool, command) => {
  const project = createFakeProject({ platform });
  project.addProgram(manager, '');
  expect(await run(project)).toBe(false);
  expect(project.takePrinted()).toBe(
    `set-up: webcam program: ${tool}, which only the webcam needs, is not installed; everything else works. To have it: ${command}\n`,
  );
  expect(project.takeCalls()).toEqual([]);
  expect(project.exists('.cache/setup.lock')).toBe(false);
  expect(await run(project)).toBe(false);
  expect(project.takePrinted()).toBe('');
  expect(await run(project, true)).toBe(false);
  expect(project.takePrinted()).toContain(command);
});

it('as root without network: says why, does not try again at every start, but when asked', async () => {
  const project = createFakeProject({ isRoot: true });
  project.addProgram(
    'apt-get',
    `console.error("E: Failed to fetch http://packages.example.org/f.deb  Temporary failure resolving 'packages.example.org'");
     process.exit(args[0] === 'install' ? 100 : 0);`,
  );
  expect(await run(project)).toBe(false);
  expect(project.takePrinted()).toContain(
    'webcam program: installing system packages: the host packages.example.org could not be reached; everything else works.',
  );
  expect(project.takeCalls()).toHaveLength(2);
  expect(await run(project)).toBe(false);
  expect(project.takeCalls()).toEqual([]);
  project.addProgram('apt-get', installer(project));
  expect(await run(project, true)).toBe(true);
  expect(project.exists('.cache/camera-tool.tried')).toBe(false);
});

it('as root, does not believe apt-get that installed nothing', async () => {
  const project = createFakeProject({ isRoot: true });
  project.addProgram('apt-get', '');
  expect(await run(project)).toBe(false);
  expect(project.takePrinted()).toContain(
    'webcam program: fswebcam is not installed: apt-get install -y fswebcam\n',
  );
});

it('--check has a line for it and needs nothing of it', () => {
  const project = createFakeProject();
  const lines: string[] = [];
  const report = () => reportState([], (line) => lines.push(line), [cameraTool(project.createContext())]);
  expect(report()).toBe(true);
  project.addProgram('fswebcam', '');
  expect(report()).toBe(true);
  expect(lines).toEqual([
    'without  webcam program  fswebcam is not installed: sudo apt-get install -y fswebcam',
    'ok       webcam program  fswebcam',
  ]);
});
