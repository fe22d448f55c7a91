import type { Op } from '../op';
import { assembledWriters } from './assembled';
import { axesWriters } from './axes';
import { elementwiseWriters } from './elementwise';
import { indexingWriters } from './indexing';
import { joiningWriters } from './joining';
import { madeWriters } from './made';
import { picturesWriters } from './pictures';
import { productsWriters } from './products';
import { reductionsWriters } from './reductions';
import { Writer, type Write } from './writer';

const writers: Readonly<Record<string, Write>> = {
  ...elementwiseWriters,
  ...reductionsWriters,
  ...axesWriters,
  ...joiningWriters,
  ...indexingWriters,
  ...productsWriters,
  ...picturesWriters,
  ...assembledWriters,
  ...madeWriters,
};

/** The compute half of a function; its names equal those of the shape half (a test compares them). */
export function functionOp(name: string): Op | undefined {
  const write = Object.hasOwn(writers, name) ? writers[name] : undefined;
  return write && ((context) => [write(new Writer(context))].flat());
}
