import path from 'node:path';
import { expect, it } from 'vitest';
import { chooseFolder } from '../../../build/commands/sample.mjs';
import { countTests, summaryLine } from '../../../build/commands/test-counts.mjs';
import { createFakeProject } from './fake-project';

it('the sample goes into a new folder or one of our own, never into somebody else’s', () => {
  const project = createFakeProject();
  const choice = () => path.relative(project.root, chooseFolder(project.root));
  expect(choice()).toBe('featurescope-sample');
  project.write('featurescope-sample/holiday.jpg', '');
  expect(choice()).toBe('featurescope-sample-2');
  project.write('featurescope-sample-2/.made-by-npm-start', '');
  expect(choice()).toBe('featurescope-sample-2');
});

it('counts tests, and a file that could not be run as one failure', () => {
  const results = {
    numPassedTests: 7,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: 'passed', assertionResults: [1] },
      { status: 'failed', assertionResults: [1] },
      { status: 'failed', assertionResults: [] },
    ],
  };
  expect(countTests([results])).toEqual({ passed: 7, failed: 2, skipped: 3 });
  expect(countTests([results, null, results])).toEqual({ passed: 14, failed: 4, skipped: 6 });
  expect(countTests([null])).toBeNull();
});

it('last line of npm test', () => {
  expect(summaryLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  expect(summaryLine({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped');
});
