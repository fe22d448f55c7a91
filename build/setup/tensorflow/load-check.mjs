// Loads the TensorFlow addon in this process and computes something: `node load-check.mjs TFJS_NODE_FOLDER`.
import { createRequire } from 'node:module';
import path from 'node:path';

const folder = path.resolve(process.argv[2] ?? '.');
const require = createRequire(path.join(folder, 'package.json'));

// tfjs-node 4.22.0 calls this function, which Node 23 no longer has.
const util = require('node:util');
util.isNullOrUndefined ??= (/** @type {unknown} */ value) => value == null;

const tf = require(folder);
const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
const values = [...product.dataSync()];
if (tf.getBackend() !== 'tensorflow') throw new Error(`the backend is ${tf.getBackend()}, not tensorflow`);
if (values.join() !== '19,22,43,50') throw new Error(`a matrix product came out as ${values.join()}`);
process.stdout.write(`tensorflow-version=${tf.backend().binding?.TF_Version}\n`);
