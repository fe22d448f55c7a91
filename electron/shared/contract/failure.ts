/** Failures as data, for the way across a process border. */
import { z } from 'zod';
import type { Message, MessageKey, Told, Value } from '../messages/message';
import { modelInput } from './model';

const messageKey = z.string() as unknown as z.ZodType<MessageKey>;

/** A message of `messages`, as data. */
export const messageData: z.ZodType<Message> = z.object({
  key: messageKey,
  values: z.lazy(() => messageValues),
});
const toldData: z.ZodType<Told> = z.object({
  code: messageKey,
  values: z.lazy(() => messageValues),
  during: z.array(messageData).readonly(),
});
const messageValue: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string(), z.number(), messageData, toldData, z.array(messageValue)]),
);
const messageValues = z.record(z.string(), messageValue);

/** Failure as data: errors thrown across processes lose name and code, these do not. */
export const failure = z.object({
  code: z.string(),
  values: messageValues,
  during: z.array(messageData).readonly(), // what was being done, outermost first
  message: z.string(), // only until every failure has a text in the tables
  detail: z.string(),
  about: z.string().optional(), // the layer, where it is one
  question: z // what must be known of a model before it can be used
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('inputs'), inputs: z.array(modelInput) }),
      z.object({ kind: z.literal('architecture'), ids: z.array(z.string()) }),
    ])
    .optional(),
});

export type Failure = z.infer<typeof failure>;
export type Answer<Value> = { ok: true; value: Value } | { ok: false; error: Failure };
