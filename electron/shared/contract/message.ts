/** Messages as data. */
import { z } from 'zod';
import type { Message, MessageKey, Told, Value } from '../messages/message';

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
export const messageValues = z.record(z.string(), messageValue);
