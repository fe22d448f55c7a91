/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 *
 * @typedef {object} VitestResults
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: unknown[] }[]} testResults one for each file
 */

/**
 * Adds up what test runners wrote. A file that failed before any of its tests could run counts as one failed test.
 * @param {readonly (VitestResults | null)[]} all  null for a runner that wrote nothing
 * @returns {Counts | null} null if none wrote anything
 */
export function countTests(all) {
  const written = all.filter((results) => results !== null);
  if (written.length === 0) return null;
  const sum = (/** @type {(results: VitestResults) => number} */ count) =>
    written.reduce((total, results) => total + count(results), 0);
  return {
    passed: sum((results) => results.numPassedTests),
    failed: sum(
      (results) =>
        results.numFailedTests +
        results.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
          .length,
    ),
    skipped: sum((results) => results.numPendingTests + results.numTodoTests),
  };
}

/** @param {Counts} counts */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
