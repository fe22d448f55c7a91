// Lint rules that know types: a promise that nobody waits for, and what is waited for though it is no promise. They take some
// twice as long as all the others, so they are a check of their own.
import path from 'node:path';
import tseslint from 'typescript-eslint';

// The program reads components as they are linted, so that it is made once and not again for each of them. It also knows
// what a component takes.
process.env['SVELTE_ESLINT_PARSER_EXPERIMENTAL_TS_SYS_HOOK'] = '1';
// Looks at that while it is loaded.
const { default: svelte } = await import('eslint-plugin-svelte');

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
  // Svelte's parser changes the text of modules with runes, and the program would be made again for each.
  { files: ['**/*.svelte.ts'], languageOptions: { parser: tseslint.parser } },
);
