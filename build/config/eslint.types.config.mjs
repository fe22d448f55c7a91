// Lint rules that know types: a promise that nobody waits for, and what is waited for though it is no promise. They take some
// four times as long as all the others, so they are a check of their own.
import path from 'node:path';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['out/**', 'node_modules/**', '.cache/**'] },
  tseslint.configs.base,
  ...svelte.configs.base,
  {
    // Comments that switch off other rules mean the other check.
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  },
  {
    files: ['**/*.ts', '**/*.mjs', '**/*.svelte'],
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        // One program for all: with one for each tsconfig.json, files that they share are checked a dozen times.
        project: path.join(import.meta.dirname, 'tsconfig.lint.json'),
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
);
