// Lint rules that need no types (those that do: eslint.types.config.mjs). The first block repeats the arrows of the architecture: a folder may import only the folders named beside it.
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

/** @type {Record<string, string[]>} */
const allowedImports = {
  shared: [],
  core: ['shared'],
  files: ['shared'],
  image: ['shared', 'files', 'core'],
  camera: ['shared', 'core', 'image'],
  model: ['shared', 'files', 'core'],
  catalog: ['shared', 'files', 'core'],
  engine: ['shared', 'core', 'files', 'model'],
  analysis: ['shared', 'core', 'files', 'image', 'model', 'catalog', 'engine'],
  cli: ['shared', 'core', 'files', 'image', 'camera', 'model', 'catalog', 'engine', 'analysis'],
  compute: ['shared', 'core', 'files', 'image', 'model', 'catalog', 'engine', 'analysis'],
  main: ['shared', 'files', 'camera'],
  preload: ['shared'],
};
/** Rooms that run inside Electron; the others run under plain Node. */
const electronRooms = ['compute', 'main', 'preload'];

const rooms = Object.keys(allowedImports);
/** Pure rooms: no Node built-in, no native package. */
const pureRooms = ['shared', 'core'];

/** @type {import('typescript-eslint').ConfigArray} */
const importArrows = Object.entries(allowedImports).map(([room, allowed]) => {
  const forbidden = rooms.filter((other) => other !== room && !allowed.includes(other));
  /** @type {{ message: string, group?: string[], regex?: string }[]} */
  const patterns = [
    {
      // From outside: `./camera` is a file beside, whatever its name.
      regex: `^(\\.\\./)+(?:${forbidden.join('|')})(?:/|$)`,
      message: `electron/${room} may import only: ${allowed.join(', ') || 'nothing of ours'}.`,
    },
  ];
  if (!electronRooms.includes(room))
    patterns.push({ group: ['electron', 'electron/*'], message: 'This room must run under plain Node.' });
  if (room !== 'engine')
    patterns.push({ group: ['@tensorflow/*'], message: 'Only electron/engine touches TensorFlow.' });
  if (room !== 'camera')
    patterns.push({ group: ['node-webcam'], message: 'Only electron/camera touches node-webcam.' });
  if (pureRooms.includes(room))
    patterns.push({ group: ['node:*', '@napi-rs/*'], message: 'This room is pure: no Node built-ins.' });
  return {
    files: [`electron/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': ['error', { patterns }],
    },
  };
});

export default tseslint.config(
  { ignores: ['out/**', 'node_modules/**', '.cache/**', 'test/fixtures/**/*.py'] },
  ...tseslint.configs.strict,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  { files: ['build/**/*.mjs'], rules: { 'no-console': 'off' } },
  ...importArrows,
  ...svelte.configs.recommended,
  {
    files: ['renderer/**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // Rows of the matrix are recycled by position on purpose.
      'svelte/require-each-key': 'off',
      // Maps and sets are replaced, never changed in place.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['renderer/**/*.svelte'],
    ignores: [
      'renderer/App.svelte',
      'renderer/views/**/*{Pane,Dialog,Sheet}.svelte',
      'renderer/views/bars/*Bar.svelte',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/state/context'],
              message:
                'Only panes, bars and dialogs read the state of the page; views in them take properties.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.svelte'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(node:|electron$|zod$)|electron/(?!shared/|core/)[a-z]+/',
              message: 'The page runs in a sandbox and imports only electron/shared and electron/core.',
            },
            {
              regex: 'electron/shared/contract(/|$)',
              allowTypeImports: true,
              message: 'Types only: the validators belong to the receiving ends.',
            },
          ],
        },
      ],
    },
  },
);
