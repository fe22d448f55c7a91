/** How the file of a picture is read. */
import { z } from 'zod';

/** What the user chose of how a file is read: another choice makes another picture. */
export const pictureReading = z.object({
  valueRange: z
    .union([
      z.enum(['full', 'data']),
      z
        .object({ low: z.number(), high: z.number() })
        .refine(({ low, high }) => low < high, 'must not be empty'),
    ])
    .optional(),
});
