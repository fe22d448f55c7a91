/** What can be saved. */
import { z } from 'zod';
import { FRAMES_IN_BURST } from '../names';
import { frameIndex, jpeg } from './camera';
import { figure } from './figure';
import { figurePicture } from './figure-picture';
import { messageData } from './message';
import { bytes, index, pixels, rgbImage } from './plain';

/** Pixels of the saved picture for each of its own, in both directions. */
export const pictureScale = z.union([z.literal(1), z.literal(4)]);

const suggestedName = z.string().max(255);

/** Everything that can be saved: what the page says of it, and the name that the dialog suggests. */
const kinds = {
  figure: {
    what: z.object({ kind: z.literal('figure'), analysisId: z.string(), picture: figurePicture }),
    name: 'sample.jpg',
  },
  /** A file for each map. */
  'maps-png': {
    what: z.object({ kind: z.literal('maps-png'), analysisId: z.string(), figure }),
    name: 'maps',
    isFolder: true,
  },
  'predictions-csv': {
    what: z.object({ kind: z.literal('predictions-csv'), analysisId: z.string() }),
    name: 'predictions.csv',
  },
  'statistics-csv': {
    what: z.object({
      kind: z.literal('statistics-csv'),
      analysisId: z.string(),
      layers: z.array(index).min(1),
    }),
    name: 'stats.csv',
  },
  npz: {
    what: z.object({ kind: z.literal('npz'), analysisId: z.string(), layers: z.array(index).min(1) }),
    name: 'maps.npz',
  },
  /** PNG of a pane or a tile. */
  picture: {
    what: z.object({ kind: z.literal('picture'), image: rgbImage, scale: pictureScale }),
    name: 'picture.png',
  },
  /** PNG of an opened picture, of which the page has only the preview. */
  original: {
    what: z.object({ kind: z.literal('original'), pictureId: z.string(), scale: pictureScale }),
    name: 'picture.png',
  },
  /** Files o-0.jpg, o-1.jpg ... */
  frames: {
    what: z.object({
      kind: z.literal('frames'),
      frames: z
        .array(z.object({ index: frameIndex, jpeg }))
        .min(1)
        .max(FRAMES_IN_BURST)
        .refine(
          (frames) => new Set(frames.map((frame) => frame.index)).size === frames.length,
          'each frame has a number of its own',
        ),
    }),
    name: 'webcam',
    isFolder: true,
  },
} as const;

export type ExportKind = keyof typeof kinds;
type What = (typeof kinds)[ExportKind]['what'];

export const exportWhat = z.discriminatedUnion(
  'kind',
  Object.values(kinds).map(({ what }) => what) as [What, ...What[]],
);

/** One picture as PNG. */
export const pictureWhat = z.discriminatedUnion('kind', [kinds.picture.what, kinds.original.what]);
/** What the clipboard takes: a figure as PNG, whatever format its style names. */
export const copyWhat = z.discriminatedUnion('kind', [
  kinds.picture.what,
  kinds.original.what,
  kinds.figure.what,
]);
/** A figure of an analysis. */
export const figureAsked = kinds.figure.what.omit({ kind: true });
/** How a figure will look, and how large it is. */
export const figurePreview = z.object({
  png: bytes, // a page, made smaller as a whole
  widthPx: pixels,
  heightPx: pixels,
  dpi: z.number(), // less than the style's where the figure would be too large and no width was asked for
  pages: index,
  page: index, // the one that the picture shows
  warnings: z.array(messageData), // NaN in it, letters without a font
});

/** What of an analysis may be large. */
export const largeWhat = z.discriminatedUnion('kind', [kinds['maps-png'].what, kinds.npz.what]);
/** Before it is written: the bytes are about so many. */
export const exportSize = z.object({ files: index, bytes: index });

/** Asks the user for a place; the name is what the dialog suggests. */
export const placeInput = z.object({
  kind: z.enum(Object.keys(kinds) as ExportKind[]),
  suggestedName: suggestedName.optional(),
});
export const place = z.object({ token: z.string().nullable() }); // null: the user closed the dialog

/** What the dialog suggests as a name, and whether it is that of a new folder. */
export const EXPORT_FILES: Readonly<Record<ExportKind, { name: string; isFolder?: boolean }>> = kinds;

export type PictureScale = z.infer<typeof pictureScale>;
export type PictureWhat = z.infer<typeof pictureWhat>;
export type CopyWhat = z.infer<typeof copyWhat>;
export type FigureAsked = z.infer<typeof figureAsked>;
export type FigurePreview = z.infer<typeof figurePreview>;
export type LargeWhat = z.infer<typeof largeWhat>;
export type ExportSize = z.infer<typeof exportSize>;
export type ExportWhat = z.infer<typeof exportWhat>;
