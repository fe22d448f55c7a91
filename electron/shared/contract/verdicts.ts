/** What is said of maps by their numbers. Sentences are made by `../verdict-words`. */
import { z } from 'zod';
import { CAUSE_KINDS, type Cause } from '../verdict-causes';
import { LAYER_VERDICT_KINDS, VERDICT_KINDS, type VerdictKind } from '../verdicts';
import { channelStatistics } from './picture';
import { bytes, floats, index, ints } from './plain';

const counts = z.object(
  Object.fromEntries(VERDICT_KINDS.map((kind) => [kind, index])) as Record<VerdictKind, typeof index>,
);

/** Of one layer; each list has one entry a channel. */
export const layerVerdicts = z.object({
  kinds: bytes, // 0: nothing stands out; else the place in VERDICT_KINDS, counted from 1
  twins: ints, // the most alike map of the layer, with |r| above 0.98, whatever its verdict; -1: none
  twinR: floats, // r with it; NaN: none
  groups: ints, // number of the first map of its group of twins; its own where it is in none
  active: ints, // in how many of the pictures that the model has seen some value was not 0
  seen: index, // how many these are; a picture counts once
  isInput: z.boolean(), // the picture itself, as it is fed or changed by nothing that was learned
  counts,
  verdict: z
    .object({
      kind: z.enum(LAYER_VERDICT_KINDS),
      values: counts.extend({ maps: index, spare: index, repeats: index }),
    })
    .nullable(),
});

/** A layer with the numbers that its verdicts are made of: `core/map-verdicts` gives the verdict on one map from both. */
export const judgedLayer = z.object({
  layer: index,
  statistics: channelStatistics, // with `limit` and `r`
  verdicts: layerVerdicts,
});

/** Why a map is 0 or constant, and what was the cause of that. */
export const cause = z.object({
  kind: z.enum(CAUSE_KINDS),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()).max(1000)])),
  by: z.lazy((): z.ZodType<Cause | null> => cause.nullable()),
}) as unknown as z.ZodType<Cause>;

export type JudgedLayer = z.infer<typeof judgedLayer>;
