import { sizeOf } from '../../core/tensor';
import type { FigureLayer, LayerHead } from '../../image/figure/content';
import { shortNameOf } from '../../model/kinds';
import { inferShapes } from '../../model/kinds/infer-shapes';
import type { Layer, ListedLayer, TensorRef } from '../../model/network';
import type { Shape } from '../../model/shapes';
import type { Figure } from '../../shared/contract';
import { signedLayers } from '../layer-facts';
import type { ModelSession } from '../model-session';
import type { ModelInput } from '../source-picture';
import { columnsOf, type FigureColumn } from './figure';

/** What is known of the layers of a figure before anything is computed. */
export class FigureLayers {
  readonly columns: readonly FigureColumn[];
  readonly #signed: ReadonlySet<Layer>;
  readonly #shapes: readonly Shape[][];

  /** @throws FeaturescopeError layers/out-of-range */
  constructor(
    session: ModelSession,
    input: ModelInput,
    private readonly figure: Figure,
  ) {
    this.columns = columnsOf(session, figure);
    this.#signed = signedLayers(session.network, session.preprocess);
    this.#shapes = inferShapes(session.network, input.tensor.shape);
  }

  /** Those of which maps are drawn. */
  get withMaps(): readonly FigureColumn[] {
    return this.columns.filter(({ filters }) => filters.length > 0);
  }

  /** All results that are drawn. */
  get refs(): TensorRef[] {
    return this.withMaps.map(({ layer }) => layer.output);
  }

  /** Pixels of all maps that are drawn. */
  get pixels(): number {
    return this.columns.reduce((sum, { layer, filters }) => {
      const [height = 1, width = 1] = this.#shapeOf(layer);
      return sum + filters.length * height * width;
    }, 0);
  }

  /** Bytes of a layer's whole result. */
  bytesOf({ layer }: FigureColumn): number {
    return 4 * sizeOf(this.#shapeOf(layer));
  }

  isSigned({ layer }: ListedLayer): boolean {
    return this.#signed.has(layer);
  }

  isDiverging(layer: ListedLayer): boolean {
    return this.figure.divergingForSigned && this.isSigned(layer);
  }

  /** What is written of a layer, and its own colour map. */
  headOf(layer: ListedLayer): LayerHead & Pick<FigureLayer, 'colormap'> & { readonly shape: number[] } {
    const { indexPath: index, name, className } = layer;
    const shortClassName = shortNameOf(layer.layer.className);
    const colormap = this.isDiverging(layer) ? ({ colormap: 'diverging' } as const) : {};
    return { index, name, className, shortClassName, shape: this.#shapeOf(layer), ...colormap };
  }

  /** The layers before anything is computed: maps have their sizes and no values. */
  outlines(): FigureLayer[] {
    return this.columns.map(({ layer, filters }) => {
      const head = this.headOf(layer);
      const [height = 1, width = 1] = head.shape;
      const empty = { height, width, indices: new Uint8Array(0), min: 0, max: 1, constant: null };
      return { ...head, filters: filters.map((filter) => ({ filter, ...empty })) };
    });
  }

  #shapeOf(layer: ListedLayer): number[] {
    const { call, output } = layer.output;
    return this.#shapes[call]![output]!.slice(1).map((length) => length ?? 1);
  }
}
