import type { CallArguments, LayerSetting } from '../../model/config/types';
import type { Shape } from '../../model/shapes';
import type { GraphBuilder, NodeName } from '../graph-builder';

/** What a layer class gets to write its part of the graph. */
export interface OpContext {
  readonly graph: GraphBuilder;
  readonly layer: LayerSetting;
  readonly inputs: readonly NodeName[];
  readonly inputShapes: readonly Shape[];
  readonly args: CallArguments;
  readonly outputShapes: readonly Shape[];
  /** Node of one of the layer's weights, by Keras' name; undefined where the layer has none of that name. */
  weight(name: string): NodeName | undefined;
  /** Node of an array that the configuration holds, such as position embeddings; large ones are fed like weights. */
  constant(name: string, shape: readonly number[], values: readonly number[]): NodeName;
}

/** The compute half of a layer class: writes the nodes and returns one for each output. */
export type Op = (context: OpContext) => NodeName[];
