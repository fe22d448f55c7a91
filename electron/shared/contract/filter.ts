/** How one map comes about: the kernel behind it, and the arithmetic of one of its values. */
import { z } from 'zod';
import { floats, index, ints } from './plain';

const place = index.nullable(); // of a layer in the list; null: of none that is listed

export const kernelView = z.object({
  layer: place, // that the kernel belongs to: the convolution before an activation or a batch normalization
  input: place, // what goes into it, to which `channels` belong
  kind: z.enum(['colour', 'channels', 'bars']), // of the picture's red, green and blue; one picture a channel; one number a channel
  height: index,
  width: index,
  channels: ints, // of the input, that are shown: in order for `colour`, else those with the largest norm first
  values: floats, // [channels, height, width]
  norms: floats, // root of the sum of squares of each shown channel's weights
  inputs: index, // channels that the filter looks at
  limit: z.number(), // largest absolute weight of the whole filter
  bias: z.number().nullable(),
  normalizations: z
    .array(
      z.object({
        layer: place,
        factor: z.number(), // gamma / root(variance + epsilon)
        shift: z.number(), // beta - mean * factor
        gamma: z.number(),
        beta: z.number(),
        mean: z.number(),
        variance: z.number(),
        epsilon: z.number(),
      }),
    )
    .readonly(), // behind the kernel, up to the layer that was asked about
});

const step = { layer: place, after: z.number() }; // the layer that does it, and the value after it

const products = z.object({
  layer: place, // with the kernel
  height: index,
  width: index,
  channels: ints, // of the input, under the kernel
  rows: ints, // of the input, one for each row of the kernel; -1: in the padding
  columns: ints,
  patch: floats, // [height, width, channels]; 0 in the padding
  weights: floats, // laid out alike
  sum: z.number(), // of all products
});

export const arithmetic = z.object({
  input: place, // of the kernel, or of the softmax
  products: products.nullable(), // null where a softmax alone makes the value
  steps: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('bias'), bias: z.number(), ...step }),
        z.object({ kind: z.literal('norm'), factor: z.number(), shift: z.number(), ...step }),
        z.object({ kind: z.literal('activation'), name: z.string(), ...step }),
        z.object({
          kind: z.literal('softmax'),
          name: z.enum(['softmax', 'log_softmax']),
          logits: floats, // what goes in, one for each channel of the place
          channel: index,
          largest: z.number(), // of the logits
          total: z.number(), // of exp(logit - largest)
          ...step,
        }),
      ]),
    )
    .readonly(),
  result: z.number(), // after the last step
  value: z.number(), // of the map, as the network gave it
});

export type KernelView = z.infer<typeof kernelView>;
export type Arithmetic = z.infer<typeof arithmetic>;
export type ArithmeticProducts = z.infer<typeof products>;
