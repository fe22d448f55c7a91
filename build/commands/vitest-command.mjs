import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * What Node is to run, from the project's folder, for the tests of one project of `build/config/vitest.config.mjs`.
 * @param {string} project
 */
export function vitestCommand(project) {
  const program = path.join(root, 'node_modules/vitest/vitest.mjs');
  return [program, 'run', '--config', 'build/config/vitest.config.mjs', '--project', project];
}
