import type { ColormapName } from '../../core/colormap';
import type { FitMode, PixelRect, PixelSize } from '../../core/fit';
import type { PreprocessName } from '../../core/preprocess';
import type { RgbImage } from '../../core/tensor';
import type { FigureRange } from '../../shared/contract';
import type { StatisticId } from '../../shared/map-statistics';
import type { VerdictKind } from '../../shared/verdicts';

/** One feature map, ready to be coloured. */
export interface FigureMap {
  /** Channel number in its layer, from 0. */
  readonly filter: number;
  readonly height: number;
  readonly width: number;
  /** Colour table index of each pixel, row-major, length height * width; 0 is `min`, 255 is `max`. */
  readonly indices: Uint8Array;
  /** Value of index 0. */
  readonly min: number;
  /** Value of index 255. */
  readonly max: number;
  /** The value of a map that has only one. */
  readonly constant: number | null;
  /** 1 where a value is NaN or infinite, laid out like `indices`; absent where all are finite. */
  readonly nonFinite?: Uint8Array;
  /** What stands out in it, where marks are wanted. */
  readonly verdict?: VerdictKind;
}

/** What is written of a layer above its maps. */
export interface LayerHead {
  /** The layer's number as the user names it: `7`, or `7#1` for the second call of a shared layer. */
  readonly index: string;
  readonly name: string;
  readonly className: string;
  /** For where the whole one does not fit. */
  readonly shortClassName: string;
  /** Output shape without the batch axis; null where it is open. */
  readonly shape: readonly (number | null)[];
}

/** A layer and those of its maps that are shown, in their order; none if it has no height and width. */
export interface FigureLayer extends LayerHead {
  readonly filters: readonly FigureMap[];
  /** The layer's own colour map, where it is not that of the picture. */
  readonly colormap?: ColormapName;
}

/** How the colours of maps are to be read. */
export interface MapColours {
  readonly colormap: ColormapName;
  /** What the colours cover. */
  readonly range: FigureRange;
}

/** Layers as columns, filters as rows, as in the 2018 script. */
export interface MapsContent extends MapColours {
  readonly kind: 'maps';
  readonly columns: readonly FigureLayer[];
  readonly rows: number;
}

/** All maps of a layer, wrapped. */
export interface LayerContent extends MapColours {
  readonly kind: 'layer';
  readonly layer: FigureLayer;
}

/** One map large. */
export interface MapContent extends MapColours {
  readonly kind: 'map';
  readonly layer: FigureLayer;
  readonly statistics: readonly (readonly [id: StatisticId, value: number])[];
}

/** One hypercolumn, and which part of it covers which part of the picture. */
export interface FigureHypercolumn {
  /** Its layers as the user names them. */
  readonly layers: readonly string[];
  readonly mapCount: number;
  /** float32 [height, width] of the model's input. */
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
}

export interface HypercolumnsContent {
  readonly kind: 'hypercolumns';
  readonly hypercolumns: readonly FigureHypercolumn[];
  readonly colormap: ColormapName;
  /** 1: the hypercolumn alone; below it, the picture shows through. */
  readonly opacity: number;
  /** The part of the picture that the model sees. */
  readonly photo: RgbImage;
  /** Where that part lies in what is fed, and so in the hypercolumns. */
  readonly target: PixelRect;
}

/** A class or quantity with its number. */
export interface FigureClass {
  readonly index: number;
  readonly label: string;
  readonly value: number;
  readonly text: string;
}

export interface PredictionsContent {
  readonly kind: 'predictions';
  readonly classes: readonly FigureClass[];
  /** Bars go from 0 to 1; otherwise over what the numbers cover, with 0. */
  readonly areShares: boolean;
}

/** All of the window on one page. */
export interface SheetContent {
  readonly kind: 'sheet';
  /** The picture, or what of it is fed. */
  readonly photo: RgbImage;
  readonly predictions: PredictionsContent | null;
  readonly hypercolumns: HypercolumnsContent | null;
  readonly maps: MapsContent;
}

/** One of the things that are compared. Layers, maps, classes and hypercolumns are the same in all columns. */
export interface ComparedColumn {
  readonly label: string;
  /** What is fed. */
  readonly photo: RgbImage;
  /** Null where the model gives no numbers for it. */
  readonly classes: readonly FigureClass[] | null;
  /** Their limits are those of all columns. */
  readonly layers: readonly FigureLayer[];
  readonly hypercolumns: readonly FigureHypercolumn[];
}

/** Several things side by side. */
export interface ComparisonContent extends MapColours {
  readonly kind: 'comparison';
  readonly columns: readonly ComparedColumn[];
  /** As of `PredictionsContent`. */
  readonly areShares: boolean;
  readonly hypercolumnColormap: ColormapName;
  readonly opacity: number;
}

export type DrawnContent =
  | MapsContent
  | LayerContent
  | MapContent
  | HypercolumnsContent
  | PredictionsContent
  | SheetContent
  | ComparisonContent;

/** A picture as the caption names it. */
export interface CaptionPicture {
  readonly picture: string;
  /** In its own pixels; null for an array, which is fed as it is. */
  readonly fitted: (PixelSize & { readonly fit: FitMode }) | null;
}

/** What the caption tells of model and pictures. */
export interface CaptionFacts {
  readonly model: string;
  readonly input: PixelSize;
  /** One, or those that are compared. */
  readonly pictures: readonly CaptionPicture[];
  readonly preprocess: PreprocessName;
}

/** A figure before it is made up: everything that is computed for it. */
export interface FigureData {
  readonly content: DrawnContent;
  /** Model, picture and best prediction in one line. */
  readonly title: string;
  readonly facts: CaptionFacts;
}
