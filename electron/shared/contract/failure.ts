/** Failures as data, for the way across a process border. */
import { z } from 'zod';
import { messageData, messageValues } from './message';
import { modelInput } from './model';

/** Failure as data: errors thrown across processes lose name and code, these do not. */
export const failure = z.object({
  code: z.string(),
  values: messageValues,
  during: z.array(messageData).readonly(), // what was being done, outermost first
  detail: z.string(),
  question: z // what must be known of a model before it can be used
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('inputs'), inputs: z.array(modelInput) }),
      z.object({ kind: z.literal('architecture'), ids: z.array(z.string()) }),
    ])
    .optional(),
  layers: z // of a model that is refused, and what is wrong with them
    .array(
      z.object({
        indexPath: z.string(),
        name: z.string(),
        className: z.string(),
        why: z
          .object({ code: z.string(), values: messageValues, during: z.array(messageData).readonly() })
          .optional(),
      }),
    )
    .optional(),
});

export type Failure = z.infer<typeof failure>;
export type Answer<Value> = { ok: true; value: Value } | { ok: false; error: Failure };
