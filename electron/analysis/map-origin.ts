import { packed, type Tensor } from '../core/tensor';
import { inferShapes } from '../model/kinds/infer-shapes';
import { shapeOf, type ListedLayer, type TensorRef } from '../model/network';
import type { Arithmetic, KernelView } from '../shared/contract';
import type { Cause } from '../shared/verdict-causes';
import { failed } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import { arithmeticInput, arithmeticOf, type ValuePlace } from './arithmetic';
import type { PictureCauses } from './causes/picture-causes';
import { kernelOf } from './kernel-view';
import { layersAt, type ModelSession } from './model-session';
import type { ModelInput } from './source-picture';

/** Place in the list of the layer that a call belongs to; null for what is not listed, such as the layer of each step. */
function placeOfCall({ layers }: ModelSession, call: number): number | null {
  return layers.find(({ output }) => output.call === call)?.place ?? null;
}

/** Refuses a channel, row or column that a result of a shape does not have. */
function requirePlace(
  { indexPath }: ListedLayer,
  shape: readonly (number | null)[],
  { row, column, channel }: ValuePlace,
): void {
  const refuse = (problem: Message) => failed('layers/out-of-range', { problem });
  const last = (shape.at(-1) ?? 1) - 1;
  if (channel > last) throw refuse(message('part/no-filter', { layer: indexPath, filter: channel, last }));
  const [rows, columns] = [shape.length > 2 ? shape[1] : 1, shape.length === 4 ? shape[2] : 1];
  if (row >= (rows ?? Infinity) || column >= (columns ?? Infinity))
    throw refuse(message('part/no-place', { layer: indexPath, row, column }));
}

/**
 * The kernel behind a map of a layer.
 * @returns null where no kernel makes it
 * @throws FeaturescopeError layers/out-of-range
 */
export function mapKernel(session: ModelSession, layer: number, channel: number): KernelView | null {
  const [listed] = layersAt(session, [layer]);
  const shape = shapeOf(session.network, listed!.output);
  requirePlace(listed!, shape, { row: 0, column: 0, channel });
  const view = kernelOf(session.network, listed!.output, channel);
  if (!view) return null;
  const { unit, input, normalizations, channels, values, norms, ...rest } = view;
  return {
    ...rest,
    ...{ channels: packed(channels), values: packed(values), norms: packed(norms) },
    layer: placeOfCall(session, unit),
    input: placeOfCall(session, input.call),
    normalizations: normalizations.map(({ call, ...norm }) => ({
      layer: placeOfCall(session, call),
      ...norm,
    })),
  };
}

/**
 * Why a map of a layer is 0 everywhere or constant in a picture.
 * @returns null where it is neither, and where no cause is proven
 * @throws FeaturescopeError layers/out-of-range, and of the area engine
 */
export function mapCause(
  session: ModelSession,
  causes: PictureCauses,
  layer: number,
  channel: number,
): Cause | null {
  const listed = layersAt(session, [layer])[0]!;
  requirePlace(listed, shapeOf(session.network, listed.output), { row: 0, column: 0, channel });
  return causes.find([{ ref: listed.output, channel }])[0]!;
}

/** What the arithmetic of a layer's values starts from: one picture's results. */
interface Sources {
  readonly layer: number;
  /** What goes into the layer with the kernel. */
  readonly input: Tensor;
  /** Shape of that layer's result. */
  readonly unitShape: readonly number[];
  readonly result: Tensor;
}

/** Bytes of results that are kept: those around one layer of 112 x 112 x 96 take 10 MB. */
const KEPT_BYTES = 48_000_000;

/**
 * The arithmetic of values of maps, for one picture. What it starts from is kept for the layer that was asked about last, for a
 * point that moves asks about one value after the other.
 */
export class MapArithmetic {
  #kept: Sources | undefined;

  constructor(
    private readonly session: ModelSession,
    private readonly input: ModelInput,
  ) {}

  /** Of memory that is kept. */
  get bytes(): number {
    return this.#kept ? bytesOf(this.#kept) : 0;
  }

  /**
   * The arithmetic of one value of a map.
   * @returns null where no kernel makes it
   * @throws FeaturescopeError layers/out-of-range, and of the area engine
   */
  of(layer: number, place: ValuePlace): Arithmetic | null {
    const { session } = this;
    const { network, engine } = session;
    const listed = layersAt(session, [layer])[0]!;
    const { output: ref } = listed;
    requirePlace(listed, inferShapes(network, this.input.tensor.shape)[ref.call]![ref.output]!, place);
    const sources = this.#sourcesOf(layer, ref);
    if (!sources) return null;
    const { input, unitShape, result } = sources;
    const found = arithmeticOf(network, ref, place, {
      ...{ input, shape: unitShape },
      activate: (one, value) => engine.activate(one, value),
    });
    const { filter, rows, columns, patch, sum, steps } = found;
    const width = result.shape.length === 4 ? result.shape[2]! : 1;
    const channels = result.shape.at(-1)!;
    return {
      layer: placeOfCall(session, found.unit),
      input: placeOfCall(session, found.input.call),
      ...{ height: filter.height, width: filter.width, channels: packed(filter.channels) },
      ...{ rows: packed(rows), columns: packed(columns), sum, result: found.result },
      patch: Float32Array.from(patch),
      weights: Float32Array.from(filter.weights),
      steps: steps.map(({ call, ...step }) => ({ ...step, layer: placeOfCall(session, call) })),
      value: result.data[(place.row * width + place.column) * channels + place.channel]!,
    };
  }

  #sourcesOf(layer: number, ref: TensorRef): Sources | undefined {
    if (this.#kept?.layer === layer) return this.#kept;
    const { network, engine } = this.session;
    const source = arithmeticInput(network, ref);
    if (!source) return undefined;
    this.#kept = undefined; // before others of their size are made
    const wanted = [source.input, { call: source.unit, output: 0 }, ref];
    const [input, unit, result] = engine.run({ activations: wanted }, this.input.tensor).activations;
    const sources = { layer, input: input!, unitShape: unit!.shape, result: result! };
    if (bytesOf(sources) <= KEPT_BYTES) this.#kept = sources;
    return sources;
  }
}

const bytesOf = ({ input, result }: Sources) => input.data.byteLength + result.data.byteLength;
