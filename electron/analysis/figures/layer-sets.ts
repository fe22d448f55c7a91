import type { FigureHypercolumn } from '../../image/figure/content';
import { shapeOf, type TensorRef } from '../../model/network';
import { hypercolumnRefs } from '../hypercolumns';
import { layersAt, type ModelSession } from '../model-session';
import type { ModelInput } from '../source-picture';

/** Sets of layers of which a figure shows the mean hypercolumns. */
export interface LayerSets {
  /** Results of each set. */
  readonly refs: readonly TensorRef[][];
  /** What is drawn of each. @param values  float32 [height, width] of the input */
  drawn(values: (place: number) => Float32Array): FigureHypercolumn[];
}

/** @throws FeaturescopeError layers/out-of-range, layers/no-maps */
export function layerSets(
  session: ModelSession,
  input: ModelInput,
  sets: readonly (readonly number[])[],
): LayerSets {
  const layers = sets.map((set) => layersAt(session, set));
  const [height, width] = input.tensor.shape.slice(1) as [number, number];
  return {
    refs: layers.map((set) => hypercolumnRefs(session, set)),
    drawn: (values) =>
      layers.map((set, place) => ({
        layers: set.map(({ indexPath }) => indexPath),
        mapCount: set.reduce((sum, { output }) => sum + shapeOf(session.network, output).at(-1)!, 0),
        ...{ values: values(place), height, width },
      })),
  };
}
