import { shownRange, type Limits } from '../core/colour-map';
import { quantiseMap, rangeOf } from '../core/quantise';
import { sizeOf } from '../core/tensor';
import type { ByteMaps, MapStatistics, PassRequest, PassResult } from '../engine/pass';
import { checkClassicSize, classicFigureJpeg } from '../image/grid/classic-figure';
import { classicFigureSize } from '../image/grid/classic-layout';
import { drawGrid, type GridPicture as Drawn } from '../image/grid/draw-grid';
import type { GridColumn, GridFilter, GridInput } from '../image/grid/grid-input';
import { cellsOf } from '../image/grid/layout';
import { inferShapes } from '../model/kinds/infer-shapes';
import type { Layer, ListedLayer, TensorRef } from '../model/network';
import type { Shape } from '../model/shapes';
import type { Figure } from '../shared/contract';
import type { FigureFormat } from '../shared/names';
import { columnsOf, requireSomeMaps, type FigureColumn } from './figure';
import { signedLayers } from './layer-facts';
import { channelOf } from './map-pictures';
import { inGroups, LAYER_BYTES_PER_PASS, requireMemory } from './memory';
import type { ModelSession } from './model-session';
import { explainingNotFinite, warningOf } from './not-finite';
import { formatShown, rank, shortLabel, type RankedLabel } from './predictions';
import { remarksOf, type Remarks } from './remarks';
import type { ModelInput } from './source-picture';

/** Title line of a grid picture: model, picture and best class or largest number. */
export function gridTitle(session: ModelSession, picture: string, best: RankedLabel | undefined): string {
  const parts = [session.title, picture];
  if (best) {
    const isSoftmax = best.probability !== undefined && best.score !== undefined;
    parts.push(`${shortLabel(best.label)} ${formatShown(best)}${isSoftmax ? ' (softmax)' : ''}`);
  }
  return parts.join('  ·  ');
}

/** How a figure is written. */
export interface DrawingOptions {
  /** Folder of the bundled fonts. */
  readonly fontsDir: string;
  readonly format?: FigureFormat;
}

/** A figure as a file. */
export interface DrawnFigure {
  readonly bytes: Uint8Array;
  /** In pixels; points of a PDF. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Number of maps that are drawn. */
  readonly maps: number;
}

const encoded: Readonly<Record<FigureFormat, (drawn: Drawn) => Uint8Array | Promise<Uint8Array>>> = {
  jpeg: (drawn) => drawn.toJpeg(),
  png: (drawn) => drawn.toPng(),
  svg: (drawn) => drawn.toSvg(),
  pdf: (drawn) => drawn.toPdf(),
};

/** A column whose maps were computed. */
interface Computed {
  readonly maps: ByteMaps | undefined;
  readonly isFinite: boolean;
}

/**
 * A figure for one input. Its maps come as bytes from a pass, which may give other results too; maps that the pass cannot
 * colour as the figure says, and those with NaN or infinite values, are read as floats layer by layer.
 */
export class GridPicture {
  readonly #columns: readonly FigureColumn[];
  readonly #rows: number;
  readonly #signed: ReadonlySet<Layer>;
  readonly #shapes: readonly Shape[][];
  readonly #computed = new Map<FigureColumn, Computed>();

  /**
   * @param columnsInRow  layers side by side, see `layOutGrid`
   * @throws FeaturescopeError layers/out-of-range, output/too-large, engine/no-memory: all that can be known before the maps
   *         are computed
   */
  constructor(
    private readonly session: ModelSession,
    private readonly input: ModelInput,
    private readonly figure: Figure,
    private readonly columnsInRow?: number,
  ) {
    this.#columns = columnsOf(session, figure);
    this.#signed = signedLayers(session.network, session.preprocess);
    this.#shapes = inferShapes(session.network, input.tensor.shape);
    this.#rows = figure.columns.reduce((most, { filters }) => Math.max(most, filters.length), 1);
    const sizes = this.#columns.map(({ layer, filters }) => {
      const [height = 1, width = 1] = this.#shapeOf(layer);
      return { filters: filters.map(() => ({ height, width })) };
    });
    if (figure.labels) cellsOf({ columns: sizes, rows: this.#rows }, { columnsInRow });
    else checkClassicSize(sizes.length, this.#rows);
    const pixels = sizes.flatMap(({ filters }) => filters.map(({ height, width }) => height * width));
    requireMemory(
      session,
      input,
      pixels.reduce((sum, one) => sum + one, 0),
    );
  }

  /** All results that are drawn. */
  get refs(): TensorRef[] {
    return this.#columns.filter(hasMaps).map(({ layer }) => layer.output);
  }

  /**
   * Computes the maps, in one pass unless the layers are so large that their results would fill the memory.
   * @param more             what the first pass gives besides
   * @param withStatistics   of all maps of the layers, with details
   * @returns what the first pass gave, and the statistics of each layer
   */
  run(more: PassRequest, withStatistics = false): { pass: PassResult; statistics: MapStatistics[] } {
    const bytesOf = ({ layer }: FigureColumn) => 4 * sizeOf(this.#shapeOf(layer));
    const groups = inGroups(this.#columns, bytesOf, LAYER_BYTES_PER_PASS);
    const passes = groups.map((group, place) => {
      const pass = this.session.engine.run(
        { ...(place === 0 && more), ...this.#requestOf(group, withStatistics) },
        this.input.tensor,
      );
      this.#keep(group, pass);
      return pass;
    });
    return { pass: passes[0]!, statistics: passes.flatMap(({ statistics }) => statistics) };
  }

  /** True if all drawn maps are finite. */
  get isFinite(): boolean {
    return [...this.#computed.values()].every(({ isFinite }) => isFinite);
  }

  /** The figure as a file. The bare one of 2018 is a JPEG. */
  async draw(title: string, { fontsDir, format = 'jpeg' }: DrawingOptions): Promise<DrawnFigure> {
    const { range, colormap, labels } = this.figure;
    const columns = this.#columns.map((column) => this.#drawn(column));
    const content: GridInput = { title, columns, rows: this.#rows, colormap, range };
    const maps = columns.reduce((count, { filters }) => count + filters.length, 0);
    if (!labels) {
      const [widthPx, heightPx] = classicFigureSize(columns.length, this.#rows);
      return { bytes: await classicFigureJpeg(content), widthPx, heightPx, maps };
    }
    const drawn = drawGrid(content, { fontsDir, columnsInRow: this.columnsInRow });
    const { widthPx, heightPx } = drawn;
    return { bytes: await encoded[format](drawn), widthPx, heightPx, maps };
  }

  #requestOf(group: readonly FigureColumn[], withStatistics: boolean): PassRequest {
    const withMaps = group.filter(hasMaps);
    const inBytes = withMaps.filter(({ layer }) => this.#isInBytes(layer));
    return {
      maps: inBytes.map(({ layer, filters }) => ({ ref: layer.output, channels: filters })),
      finiteness: withMaps.map(({ layer }) => layer.output),
      statistics: withStatistics ? group.map(({ layer }) => layer.output) : [],
      withDetails: withStatistics,
    };
  }

  #keep(group: readonly FigureColumn[], { maps, finiteness }: PassResult): void {
    let next = 0;
    group.filter(hasMaps).forEach((column, place) => {
      const { hasNan, hasInfinite } = finiteness[place]!;
      this.#computed.set(column, {
        maps: this.#isInBytes(column.layer) ? maps[next++] : undefined,
        isFinite: !hasNan && !hasInfinite,
      });
    });
  }

  #isInBytes(layer: ListedLayer): boolean {
    return this.figure.range.scope === 'map' && !this.#isDiverging(layer);
  }

  #isDiverging({ layer }: ListedLayer): boolean {
    return this.figure.divergingForSigned && this.#signed.has(layer);
  }

  #shapeOf(layer: ListedLayer): number[] {
    const { call, output } = layer.output;
    return this.#shapes[call]![output]!.slice(1).map((length) => length ?? 1);
  }

  #drawn(column: FigureColumn): GridColumn {
    const { layer } = column;
    const facts = {
      index: layer.indexPath,
      name: layer.name,
      className: layer.className,
      shape: this.#shapeOf(layer),
    };
    const computed = this.#computed.get(column);
    if (!computed) return { ...facts, filters: [] };
    const { maps, isFinite } = computed;
    if (maps && isFinite) return { ...facts, filters: filtersOf(column, maps) };
    const colormap = this.#isDiverging(layer) ? 'diverging' : undefined;
    return { ...facts, filters: this.#fromFloats(column), ...(colormap && { colormap }) };
  }

  #fromFloats({ layer, filters }: FigureColumn): GridFilter[] {
    const pass = this.session.engine.run({ activations: [layer.output] }, this.input.tensor);
    const { data, shape } = pass.activations[0]!;
    const tensor = { data, shape: shape.slice(1) };
    const [height, width] = tensor.shape as [number, number];
    let known: Limits | undefined;
    const ofLayer = () => (known ??= rangeOf(data));
    return filters.map((filter) => {
      const values = channelOf(tensor, filter);
      const own = rangeOf(values);
      const { min, max } = shownRange(this.figure, own, ofLayer, this.#signed.has(layer.layer));
      return {
        ...{ filter, height, width, min, max },
        indices: quantiseMap(values, min, max),
        constant: own.min === own.max ? own.min : null,
        ...(own.nonFiniteCount > 0 && { nonFiniteCount: own.nonFiniteCount }),
      };
    });
  }
}

const hasMaps = ({ filters }: FigureColumn) => filters.length > 0;

function filtersOf({ filters }: FigureColumn, { height, width, indices, min, max }: ByteMaps): GridFilter[] {
  const size = height * width;
  return filters.map((filter, place) => ({
    ...{ filter, height, width, min: min[place]!, max: max[place]! },
    indices: indices.subarray(place * size, (place + 1) * size),
    constant: min[place] === max[place] ? min[place]! : null,
  }));
}

export interface GridPictureOptions extends DrawingOptions {
  /** Name of the picture, for the title and for warnings. */
  readonly picture: string;
  /** The best class, where it is known; null for none. Otherwise the pass gives it, where the figure has a title. */
  readonly best?: RankedLabel | null;
  /** Layers side by side, see `layOutGrid`. */
  readonly columnsInRow?: number | undefined;
  /** Called when the maps are there. */
  readonly onDraw: () => Promise<void>;
}

/**
 * Draws a figure of feature maps from one native pass.
 * @throws FeaturescopeError layers/no-maps, as GridPicture does, of the area engine, and model/not-finite if the model's output is
 */
export async function drawGridPicture(
  session: ModelSession,
  input: ModelInput,
  figure: Figure,
  { picture, best, onDraw, columnsInRow, ...drawing }: GridPictureOptions,
): Promise<DrawnFigure & { remarks: Remarks }> {
  requireSomeMaps(columnsOf(session, figure));
  const grid = new GridPicture(session, input, figure, columnsInRow);
  const head = figure.labels && best === undefined ? session.head : undefined;
  const { pass } = grid.run({ activations: head ? [head.ref] : [] });
  const outputs = pass.activations[0]?.data;
  const found = outputs && explainingNotFinite(session, input, () => rank(session, outputs, 1)[0]);
  const warning = grid.isFinite ? undefined : warningOf(session, input, grid.refs, picture);
  await onDraw();
  const drawn = await grid.draw(gridTitle(session, picture, best ?? found), drawing);
  return { ...drawn, remarks: remarksOf(warning) };
}
