/** What is known of one layer: where it stands in the network, its settings, and how its weights and values are spread. */
import { z } from 'zod';
import { index, ints } from './plain';

/** Of an array of numbers, in bins of equal width between the limits. */
export const histogram = z.object({
  min: z.number(), // smallest finite value, where the first bin begins; 0 without one
  max: z.number(), // largest finite value, where the last bin ends
  mean: z.number(), // of the finite values
  std: z.number(), // their population standard deviation
  total: index, // number of all values
  zeros: index, // exact ones
  nonFinite: index, // NaN and infinite values, which are in no bin
  counts: z.array(index).readonly(),
});

/** Another layer of the model. */
export const layerLink = z.object({
  layer: index, // its place in the list of layers
  shape: z.array(z.number().int().nullable()).readonly(), // of what goes from one to the other, without the batch axis
  through: z.array(z.string()).readonly(), // what lies between and is no layer for Keras, such as the addition of a + b
});

export const layerDescription = z.object({
  layer: index,
  inputs: z.array(layerLink).readonly(), // what comes in, in Keras' order; empty for an input of the model
  outputs: z.array(layerLink).readonly(), // layers beside it that take its result, each once
  isOutput: z.boolean(), // the model gives its result, or the model around it
  settings: z.array(z.object({ name: z.string(), value: z.string() })).readonly(), // as Keras calls and writes them
  weights: z.array(z.object({ name: z.string(), shape: z.array(index).readonly(), histogram })).readonly(),
});

/** Which rows, or columns, of the network's input those of a layer depend on; one entry a row of the layer in each list. */
export const axisField = z.object({
  from: ints, // first one, counted on beyond the borders where padding is
  to: ints, // last one
  insideFrom: ints, // the same where only what exists counts, in every layer between; `to` below `from`: none
  insideTo: ints,
  size: index, // of one place far from the borders, in pixels of the input; 0: all of it
  stride: z.number(), // from one place to the next; 0 where all of it counts, a fraction behind up-sampling
});

export const receptiveField = z.object({
  layer: index,
  rows: axisField,
  columns: axisField,
  seesAll: z.boolean(), // every place depends on the whole input
});

export type Histogram = z.infer<typeof histogram>;
export type LayerLink = z.infer<typeof layerLink>;
export type ReceptiveField = z.infer<typeof receptiveField>;
export type LayerDescription = z.infer<typeof layerDescription>;
