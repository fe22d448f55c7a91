/** Pictures of many feature maps. */
import { z } from 'zod';
import { index } from './plain';
import { colormapName } from './choices';

/** Which values the colours of a map cover. */
export const figureRange = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('map') }), // those of the map itself
  z.object({ scope: z.literal('layer') }), // those of all maps of its layer
  z.object({ scope: z.literal('fixed'), min: z.number(), max: z.number() }),
]);

/** How values become colours. */
export const figureColours = z.object({
  range: figureRange,
  colormap: colormapName,
  divergingForSigned: z.boolean(), // layers with values below zero in blue and red about zero
});

/** How each map is shown. */
export const figureLook = figureColours.extend({
  marks: z.boolean().optional(), // what stands out in a map, as a badge in its corner; absent: none
});

/**
 * A figure of feature maps: what the matrix shows, what an export of it draws and what the command `grid` takes. A layer has
 * its filters in the order in which they stand; one without feature maps has none.
 */
export const figure = figureLook.extend({
  columns: z
    .array(z.object({ layer: index, filters: z.array(index).max(100_000) }))
    .min(1)
    .max(10_000),
  labels: z.boolean(), // false: the bare figure of the 2018 script
});

export type FigureRange = z.infer<typeof figureRange>;
export type FigureColours = z.infer<typeof figureColours>;
export type FigureLook = z.infer<typeof figureLook>;
export type Figure = z.infer<typeof figure>;
