import { requireSpace } from '../files/free-space';
import { colourMap, shownRange, type Limits } from '../core/colour-map';
import { rangeOf } from '../core/quantise';
import { channelOf, sizeOf, type RgbImage, type Tensor } from '../core/tensor';
import { encodePng } from '../image/encode';
import type { ListedLayer } from '../model/network';
import type { ExportSize, Figure, FigureColours } from '../shared/contract';
import { failed } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import {
  eachActivation,
  resultsOf,
  type LayerResult,
  type NamedActivation,
  type OnPass,
} from './activations';
import { columnsOf, requireSomeMaps } from './figures/figure';
import { inFileName } from './hypercolumns';
import { signedLayers } from './layer-facts';
import type { ModelSession } from './model-session';
import { noPicturesOf, remarksOf, type Remarks } from './remarks';
import type { ModelInput } from './source-picture';

/** More single files than this in one folder help nobody and may fill the disk. */
const MOST_PICTURES = 20_000;
/** A pixel of maps takes about so many bytes in a PNG: an estimate, from three photos in two models: 0.3 to 0.6. */
const BYTES_PER_PIXEL = 0.3;

/** Letters of a layer name in a file name: systems allow 255 bytes, and a letter may take four. */
const LONGEST_NAME = 50;

/** File name of a map, safe on every system: `007-conv2d_2-f0012.png`. */
export function mapFileName({ key, layer }: Pick<LayerResult, 'key' | 'layer'>, channel: number): string {
  const number = inFileName(key.replace(/^\d+/, (digits) => digits.padStart(3, '0')));
  const name = [...layer.layer.name.replace(/[^\p{L}\p{N}_.-]+/gu, '_')].slice(0, LONGEST_NAME).join('');
  return `${number}-${name}-f${String(channel).padStart(4, '0')}.png`;
}

/**
 * One map as a colour picture in its true pixels.
 * @param ofLayer  limits of the whole result
 */
export function mapPicture(
  { shape }: Tensor,
  values: Float32Array,
  colours: FigureColours,
  ofLayer: () => Limits,
  isSigned: boolean,
): RgbImage {
  const [height, width] = shape as [number, number, number];
  return colourMap(values, { height, width }, shownRange(colours, rangeOf(values), ofLayer, isSigned));
}

export interface MapPicturesOptions {
  /** Name of the picture, for warnings. */
  readonly picture: string;
  /** Where they go: looked at for the space on its disk. */
  readonly folder: string;
  /** What failures say of the folder, which may have another name yet. */
  readonly doing: Message;
  /** Keeps a file. */
  write(name: string, png: Uint8Array): Promise<void>;
  readonly onPass: OnPass;
  readonly signal: AbortSignal;
}

/** What is written of a figure's maps, before any of it is computed. */
class Pictures {
  readonly #filters: ReadonlyMap<ListedLayer, readonly number[]>;
  /** Of all layers, those without maps too. */
  readonly all: readonly LayerResult[];
  readonly withMaps: readonly LayerResult[];

  /** @throws FeaturescopeError layers/no-maps, layers/out-of-range */
  constructor(session: ModelSession, input: ModelInput, figure: Figure) {
    const columns = columnsOf(session, figure);
    requireSomeMaps(columns, [message('doing/drawing-maps')]);
    this.#filters = new Map(columns.map(({ layer, filters }) => [layer, filters]));
    this.all = resultsOf(
      session,
      input,
      columns.map(({ layer }) => layer),
    );
    this.withMaps = this.all.filter(({ shape }) => shape.length === 3);
  }

  /** The maps that are wanted of a result, in their order. */
  filtersOf({ layer, shape }: LayerResult): number[] {
    return this.#filters.get(layer)!.filter((filter) => filter < shape[2]!);
  }

  get size(): ExportSize {
    let files = 0;
    let pixels = 0;
    for (const result of this.withMaps) {
      const count = this.filtersOf(result).length;
      files += count;
      pixels += count * sizeOf(result.shape.slice(0, 2));
    }
    return { files, bytes: Math.ceil(BYTES_PER_PIXEL * pixels) };
  }
}

/**
 * How many files `writeMapPictures` gives, and about how many bytes.
 * @throws FeaturescopeError layers/no-maps, layers/out-of-range
 */
export function sizeOfMapPictures(session: ModelSession, input: ModelInput, figure: Figure): ExportSize {
  return new Pictures(session, input, figure).size;
}

/**
 * Writes each map of a figure as a PNG in its true pixels, one layer after the other. A layer that is called several times has
 * maps of each call.
 * @throws FeaturescopeError layers/no-maps, output/too-many, output/no-space, engine/no-memory before anything is written
 */
export async function writeMapPictures(
  session: ModelSession,
  input: ModelInput,
  figure: Figure,
  { picture, folder, doing, write, onPass, signal }: MapPicturesOptions,
): Promise<Remarks> {
  const pictures = new Pictures(session, input, figure);
  const signed = signedLayers(session.network, session.preprocess);
  const { files, bytes } = pictures.size;
  if (files > MOST_PICTURES)
    throw failed('output/too-many', { maps: files, limit: MOST_PICTURES }, { during: [doing] });
  await requireSpace(folder, bytes, doing);
  const take = async (activation: NamedActivation) => {
    const { layer, tensor } = activation;
    let known: Limits | undefined;
    const ofLayer = () => (known ??= rangeOf(tensor.data));
    for (const channel of pictures.filtersOf(activation)) {
      const image = mapPicture(tensor, channelOf(tensor, channel), figure, ofLayer, signed.has(layer.layer));
      await write(mapFileName(activation, channel), await encodePng(image, { signal }));
      signal.throwIfAborted();
    }
  };
  // One result a pass: the same map gives the same file, whatever else is asked for.
  const warning = await eachActivation(session, input, pictures.withMaps, picture, take, onPass, 0);
  const withoutMaps = pictures.all.filter(({ shape }) => shape.length !== 3).map(({ layer }) => layer);
  return remarksOf(warning, [noPicturesOf([...new Set(withoutMaps)])]);
}
