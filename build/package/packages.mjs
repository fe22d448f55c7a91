// The npm packages that are shipped: everything that is not named here stays out.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../electron/version.mjs';

/**
 * Files of the packages that lie beside the bundles, because they are native, load files of their own, or are looked up by
 * name. `*` stands for any name within a folder.
 * @type {Record<string, string[]>}
 */
const beside = {
  '@tensorflow/tfjs-node': [
    'package.json',
    'lib/napi-v*/*.node',
    'lib/napi-v*/*.dll',
    // Under the one name that the addon looks for; TensorFlow's own download has two more for each library.
    'deps/lib/*.so.2',
    'deps/lib/*.2.dylib',
    'deps/lib/*.dll',
  ],
  '@napi-rs/canvas': ['package.json', '*.js'],
  commander: ['package.json', 'esm.mjs', 'index.js', 'lib/*.js'],
  fflate: ['package.json', 'esm/index.mjs'],
  h5wasm: ['package.json', 'dist/esm/*.js'],
  'libheif-js': ['package.json', 'LICENSE', 'wasm-bundle.js', 'libheif-wasm/libheif-bundle.js'],
  'node-webcam': [
    'package.json',
    'index.js',
    'src/*.js',
    'src/utils/*.js',
    'src/webcams/*.js',
    'src/bindings/*/*.exe',
  ],
  protobufjs: ['package.json', 'index.js', 'src/*.js', 'src/*/*.js'],
  'protobufjs/node_modules/long': ['package.json', 'umd/*.js', 'umd/package.json'],
  undici: ['package.json', 'index.js', 'lib/*.js', 'lib/*/*.js', 'lib/*/*/*.js'],
};

/** Packages whose code is inside the bundles. A test compares them with what the bundles are made of. */
export const insideBundles = ['clsx', 'electron-log', 'svelte', 'zod'];

/** The package with the native part of the canvas; npm installs the one that fits the machine. */
function nativeCanvas() {
  const names = readdirSync(path.join(projectRoot, 'node_modules/@napi-rs'));
  const [name, ...others] = names.filter((candidate) => candidate.startsWith('canvas-'));
  if (name === undefined || others.length > 0)
    throw new Error(`expected one package @napi-rs/canvas-*, found ${names.join(', ')}; run "npm run setup"`);
  return `@napi-rs/${name}`;
}

/**
 * Packages of node_modules and the files that are taken of each.
 * @returns {Record<string, string[]>}
 */
export function packagesBeside() {
  return { ...beside, [nativeCanvas()]: ['package.json', '*.node', '*.dat'] };
}

/** Kept outside the archive: native code, and a library under the LGPL, which users may replace. */
export const unpacked = [
  '**/*.node',
  '**/*.dll',
  'node_modules/@tensorflow/**',
  'node_modules/libheif-js/**',
];

/**
 * Tells names that fit one of the patterns; `*` stands for any part of a name without a slash.
 * @param {string[]} patterns
 * @returns {(name: string) => boolean}
 */
export function matcher(patterns) {
  const expressions = patterns.map((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('[^/]*')}$`);
  });
  return (name) => expressions.some((expression) => expression.test(name));
}
