// Lint rules that need no types (those that do: eslint.types.config.mjs). The first blocks repeat the arrows of the architecture: a folder may import only the folders named beside it.
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
    {
      regex: '^(\\.\\./)+renderer/',
      message: 'The page imports electron/shared, never the other way round.',
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

/**
 * Layers of the page. What lies above them (App.svelte, main.ts) may import all.
 * @type {Record<string, string[]>}
 */
const pageLayers = {
  lib: [],
  api: ['lib'],
  camera: ['lib', 'api'],
  state: ['lib', 'api', 'camera'],
  components: ['lib'],
  views: ['lib', 'state', 'components'],
};

const sandbox = [
  {
    regex: '^(node:|electron$|zod$)|electron/(?!shared/|core/)[a-z]+/',
    message: 'The page runs in a sandbox and imports only electron/shared and electron/core.',
  },
  {
    regex: 'electron/shared/contract(/|$)',
    allowTypeImports: true,
    message: 'Types only: the validators belong to the receiving ends.',
  },
];

/**
 * @param {string} folder  of the page's files
 * @param {{ regex: string, message: string }[]} more  what they may not import besides
 * @returns {import('typescript-eslint').ConfigArray[number]}
 */
const pageRule = (folder, more = []) => ({
  files: [`${folder}/**/*.ts`, `${folder}/**/*.svelte`],
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', { patterns: [...sandbox, ...more] }],
  },
});

const pageArrows = Object.entries(pageLayers).map(([layer, allowed]) => {
  const forbidden = Object.keys(pageLayers).filter((other) => other !== layer && !allowed.includes(other));
  return pageRule(`renderer/${layer}`, [
    {
      regex: `^(\\.\\./)+(?:${forbidden.join('|')})/`,
      message: `renderer/${layer} may import only: ${allowed.join(', ') || 'nothing of the page'}.`,
    },
  ]);
});

const LITERAL =
  ':matches(Literal:not([regex]), UnaryExpression[argument.type="Literal"], BinaryExpression[left.type="Literal"][right.type="Literal"])';
const CONSTANT = `VariableDeclaration[kind="const"] > VariableDeclarator[id.name!=/^[A-Z][A-Z0-9_]*$/] > ${LITERAL}.init`;

/** One style for names and members. */
const style = [
  {
    selector: `:matches(Program, ExportNamedDeclaration) > ${CONSTANT}`,
    message: 'A constant of a file that is a literal has a name in UPPER_CASE.',
  },
  {
    selector: ':matches(PropertyDefinition, MethodDefinition[kind!="constructor"])[accessibility="private"]',
    message: 'Private members begin with #; only properties of a constructor are called private.',
  },
];

/** It makes a test: a function around it would end without having run that. */
const ranTests = {
  selector: 'ArrowFunctionExpression > CallExpression.body[callee.name="inWorkspace"]',
  message: 'inWorkspace gives a test: hand it over as it is, or call it.',
};

/** Where modules are shared by files, a double of one would be met by all of them. */
const noDoubles = {
  selector: 'CallExpression[callee.object.name="vi"][callee.property.name=/^(do)?[mM]ock$/]',
  message: 'A file that puts a double in the place of a module is named .mocked.test.ts.',
};

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
  { rules: { 'no-restricted-syntax': ['error', ...style, ranTests] } },
  {
    files: ['test/unit/**/*.test.ts', 'test/component/**/*.ts'],
    ignores: ['**/*.mocked.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...style, noDoubles] },
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
  pageRule('renderer'),
  ...pageArrows,
);
