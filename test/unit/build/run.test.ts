import { expect, it } from 'vitest';
import { SetupFailure } from '../../../build/setup/failure.mjs';
import { createProgress } from '../../../build/setup/progress.mjs';
import { reportState, setUp } from '../../../build/setup/run.mjs';
import { createFakeProject } from './fake-project';

function step(
  id: string,
  state: { ok: boolean },
  run: () => Promise<void> | void = () => void (state.ok = true),
) {
  return {
    id,
    title: `part ${id}`,
    check: () => ({ ok: state.ok, detail: `detail of ${id}` }),
    run: async () => run(),
  };
}

it('runs only the steps that are missing, in order', async () => {
  const ran: string[] = [];
  const states = { a: { ok: false }, b: { ok: true }, c: { ok: false } };
  const steps = (Object.keys(states) as (keyof typeof states)[]).map((id) =>
    step(id, states[id], () => {
      ran.push(id);
      states[id].ok = true;
    }),
  );
  expect(await setUp(createFakeProject().createContext(), steps)).toBe(true);
  expect(ran).toEqual(['a', 'c']);
});

it('stops at the first failure and prints step, reason, command and log', async () => {
  const project = createFakeProject();
  const later = { ok: false };
  const failing = step('a', { ok: false }, () => {
    throw new SetupFailure('the reason', 'the command');
  });
  expect(await setUp(project.createContext(), [failing, step('b', later)])).toBe(false);
  expect(project.takePrinted()).toBe(
    `set-up failed at step "part a": the reason\n  try: the command\n  log: ${project.at('.cache/setup.log')}\n`,
  );
  expect(later.ok).toBe(false);
  expect(project.exists('.cache/setup.lock')).toBe(false);
});

it.each([
  ['ENOSPC', 'the disk is full'],
  ['EACCES', 'no permission to write in'],
  ['EIO', 'write went wrong'],
])('explains %s of our own file work', async (code, reason) => {
  const project = createFakeProject();
  const failing = step('a', { ok: false }, () => {
    throw Object.assign(new Error('write went wrong'), { code });
  });
  expect(await setUp(project.createContext(), [failing])).toBe(false);
  expect(project.takePrinted()).toContain(`step "part a": ${reason}`);
});

it('does not believe a step whose result is not there', async () => {
  const project = createFakeProject();
  expect(await setUp(project.createContext(), [step('a', { ok: false }, () => undefined)])).toBe(false);
  expect(project.takePrinted()).toContain('it ran but something is still missing: detail of a');
});

it('--check prints a line for each part and changes nothing', () => {
  const lines: string[] = [];
  const states = [{ ok: true }, { ok: false }];
  const steps = [step('a', states[0]!), step('bb', states[1]!)];
  expect(reportState(steps, (line) => lines.push(line))).toBe(false);
  expect(lines).toEqual(['ok       part a   detail of a', 'missing  part bb  detail of bb']);
  expect(states).toEqual([{ ok: true }, { ok: false }]);
  expect(reportState([steps[0]!], () => undefined)).toBe(true);
});

it('progress: a line at the start where there is no terminal, one updating line on a terminal', async () => {
  const write = (isTTY: boolean) => {
    const stream = { text: '', isTTY, columns: 40, write: (text: string) => (stream.text += text) };
    return stream;
  };
  const file = write(false);
  await createProgress(file, 'part').watch(Promise.resolve(), () => 'half');
  expect(file.text).toBe('set-up: part: half (0 s)\n');
  const terminal = write(true);
  await createProgress(terminal, 'part').watch(Promise.resolve(), () => 'half of something very long indeed');
  expect(terminal.text).toBe('\r\x1b[Kset-up: part: half of something very lo\r\x1b[K');
});
