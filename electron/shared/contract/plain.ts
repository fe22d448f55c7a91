/** Values that many parts of the contract are made of. */
import { z } from 'zod';

export const nothing = z.undefined();
export const bytes = z.instanceof(Uint8Array);
export const floats = z.instanceof(Float32Array);
export const ints = z.instanceof(Int32Array);
export const index = z.number().int().nonnegative();
export const pixels = z.number().int().positive().max(100_000);
export const path = z.string().min(1).max(4096);

export const rectangle = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** 8-bit sRGB, 3 bytes a pixel, rows from the top. */
export const rgbImage = z
  .object({ data: bytes, width: pixels, height: pixels })
  .refine(
    (image) => image.data.length === image.width * image.height * 3,
    'length must be width x height x 3',
  );
