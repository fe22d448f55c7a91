/** What can be saved. */
import { z } from 'zod';
import { FRAMES_IN_BURST } from '../names';
import { frameIndex, jpeg } from './camera';
import { figure } from './figure';
import { index, rgbImage } from './plain';

/** Pixels of the saved picture for each of its own, in both directions. */
export const pictureScale = z.union([z.literal(1), z.literal(4)]);

const suggestedName = z.string().max(255);

export const exportWhat = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('grid'), analysisId: z.string(), figure }),
  z.object({ kind: z.literal('maps-png'), analysisId: z.string(), figure }), // a new folder with a file for each map
  z.object({ kind: z.literal('predictions-csv'), analysisId: z.string() }),
  z.object({ kind: z.literal('statistics-csv'), analysisId: z.string(), layers: z.array(index).min(1) }),
  z.object({ kind: z.literal('npz'), analysisId: z.string(), layers: z.array(index).min(1) }),
  z.object({ kind: z.literal('picture'), image: rgbImage, scale: pictureScale }), // PNG of a pane or a tile
  z.object({
    kind: z.literal('original'), // PNG of an opened picture, of which the page has only the preview
    pictureId: z.string(),
    scale: pictureScale,
  }),
  z.object({
    kind: z.literal('frames'), // a new folder with o-0.jpg, o-1.jpg ...
    frames: z
      .array(z.object({ index: frameIndex, jpeg }))
      .min(1)
      .max(FRAMES_IN_BURST)
      .refine(
        (frames) => new Set(frames.map((frame) => frame.index)).size === frames.length,
        'each frame has a number of its own',
      ),
  }),
]);

const exportKinds = exportWhat.options.map((option) => option.shape.kind.value);
/** Asks the user for a place; the name is what the dialog suggests. */
export const placeInput = z.object({ kind: z.enum(exportKinds), suggestedName: suggestedName.optional() });
export const place = z.object({ token: z.string().nullable() }); // null: the user closed the dialog

/** What the dialog suggests as a name. */
export const EXPORT_NAMES: Readonly<Record<ExportKind, string>> = {
  grid: 'sample.jpg',
  'maps-png': 'maps',
  'predictions-csv': 'predictions.csv',
  'statistics-csv': 'stats.csv',
  npz: 'maps.npz',
  picture: 'picture.png',
  original: 'picture.png',
  frames: 'webcam',
};

export type PictureScale = z.infer<typeof pictureScale>;
export type ExportWhat = z.infer<typeof exportWhat>;
export type ExportKind = ExportWhat['kind'];
