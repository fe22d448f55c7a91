import type { LayerSetting, CallArguments } from './config/types';
import type { Shape } from './shapes';
import type { Note } from '../shared/note';

/** Which result is meant: a call (position in `Network.calls`) and one of its outputs. */
export interface TensorRef {
  readonly call: number;
  readonly output: number;
}

/** Key of a result, for sets and maps. */
export function refKey({ call, output }: TensorRef): string {
  return `${call}:${output}`;
}

/** One trained array, C order, as Keras stores it (kernels are [height, width, in, out]). */
export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What a weight must be according to the layer's configuration. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly isTrainable: boolean;
  /** Path of the layer inside the layer that owns it, where files keep such apart (`query_dense`, `forward_layer/cell`). */
  readonly part?: string;
  /** Number of gates beside each other along the last axis, where files may have the weight in the layout of cuDNN, too. */
  readonly gates?: number;
  /** Count of trained values, where some of them are added up on reading. */
  readonly storedCount?: number;
}

/** A layer of `model.layers`, or of a model used as a layer. */
export interface Layer extends LayerSetting {
  /** Place in `model.layers` of the model that holds it, as Keras counts. */
  readonly index: number;
  /** Names of the models around it, outermost first; empty for the layers of the model itself. */
  readonly path: readonly string[];
  readonly weights: readonly Weight[];
  /** Number of trained values, as `summary()` prints it. */
  readonly parameterCount: number;
  /** What each call of this layer gives. A model used as a layer gives what its output layers give. */
  readonly outputs: readonly (readonly TensorRef[])[];
  /** Layers of a model used as a layer, in its order; absent for plain layers. */
  readonly inner?: readonly Layer[];
  /** The layer that this one applies to every step. It has all the weights. */
  readonly wrapped?: Layer;
}

/** One use of a layer on certain inputs: a node of the graph. Models used as layers are unrolled into such calls. */
export interface Call {
  readonly layer: Layer;
  /** 0 for the first use of the layer, 1 for the next: shared layers have several. */
  readonly callIndex: number;
  readonly inputs: readonly TensorRef[];
  /** All arguments; those that are results of other calls refer to `inputs`. */
  readonly args: CallArguments;
  /** Output shapes for the model's own input shape. */
  readonly outputShapes: readonly Shape[];
}

/** A Keras model in memory: the one form that every reader makes and the engine runs. */
export interface Network {
  readonly name: string;
  readonly className: 'Functional' | 'Sequential';
  /** Version of the Keras that wrote the file, e.g. "3.15.1"; "" where the file does not say. */
  readonly kerasVersion: string;
  /** Where results differ from Keras' own, or what was taken without the file saying it. */
  readonly notes: readonly Note[];
  /** `model.layers`, in Keras' order. */
  readonly layers: readonly Layer[];
  /** All calls of plain layers, each after its inputs. */
  readonly calls: readonly Call[];
  readonly inputs: readonly TensorRef[];
  readonly outputs: readonly TensorRef[];
}

/** A layer as it is listed and chosen: at one of its calls, with its place among the models around it. */
export interface ListedLayer {
  /** Place in the list. */
  readonly place: number;
  readonly layer: Layer;
  /** 0 for the first use. */
  readonly call: number;
  /** Number of models around it. */
  readonly depth: number;
  /** Keras' index of the layer behind those of the models around it: `7`, `1/164`; `1/164#1` for a second call. */
  readonly indexPath: string;
  /** Names in the same way: `conv2d_3`, `base/mixed5`, `base/mixed5#1`. */
  readonly name: string;
  /** The name without the models. */
  readonly ownName: string;
  readonly className: string;
  /** First result of the call. */
  readonly output: TensorRef;
}

/**
 * Every layer at every depth and call, in Keras' order: further calls behind the first, then the layers inside, if it is a
 * model. The same number of a layer inside counts on where its model is called again.
 */
export function listedLayers(network: Network): ListedLayer[] {
  const all = network.layers.flatMap((layer) => listedAt(layer, '', ''));
  return all.map((one, place) => ({ ...one, place }));
}

function listedAt(layer: Layer, indices: string, names: string): Omit<ListedLayer, 'place'>[] {
  const calls = layer.outputs.flatMap(([output], call) => {
    if (output === undefined) return [];
    const end = call === 0 ? '' : `#${call}`;
    return [
      {
        layer,
        call,
        depth: indices.split('/').length - 1,
        indexPath: `${indices}${layer.index}${end}`,
        name: `${names}${layer.name}${end}`,
        ownName: `${layer.name}${end}`,
        className: layer.className,
        output,
      },
    ];
  });
  const inside = layer.inner?.flatMap((inner) =>
    listedAt(inner, `${indices}${layer.index}/`, `${names}${layer.name}/`),
  );
  return [...calls, ...(inside ?? [])];
}

/** Output shape of a result. */
export function shapeOf(network: Network, ref: TensorRef): Shape {
  return network.calls[ref.call]!.outputShapes[ref.output]!;
}

/** All layers, those of inner models behind the model that holds them. */
export function allLayers(layers: readonly Layer[]): Layer[] {
  return layers.flatMap((layer) => [layer, ...allLayers(layer.inner ?? [])]);
}

/** All plain layers, those of inner models and those that others wrap included, in order. */
export function plainLayers(layers: readonly Layer[]): Layer[] {
  return layers.flatMap((layer) => {
    if (layer.inner) return plainLayers(layer.inner);
    return layer.wrapped ? [layer, ...plainLayers([layer.wrapped])] : [layer];
  });
}

/** Number of trained values of the whole model; those of a layer that several models share count once. */
export function parameterCount(network: Network): number {
  const arrays = new Set(
    plainLayers(network.layers).flatMap(({ weights }) => weights.map(({ data }) => data)),
  );
  return [...arrays].reduce((sum, { length }) => sum + length, 0);
}
