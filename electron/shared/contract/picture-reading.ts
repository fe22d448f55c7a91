/** How the file of a picture is read. */
import { z } from 'zod';
import { MOST_BANDS } from '../picture-reading';

/** What the user chose of how a file is read: another choice makes another picture. */
export const pictureReading = z.object({
  frame: z.number().int().min(1).max(1e6).optional(),
  valueRange: z
    .union([
      z.enum(['full', 'data']),
      z
        .object({ low: z.number(), high: z.number() })
        .refine(({ low, high }) => low < high, 'must not be empty'),
    ])
    .optional(),
  bands: z.array(z.number().int().min(1).max(MOST_BANDS)).min(1).max(MOST_BANDS).readonly().optional(),
});
