import { histogramOf, type Histogram } from '../core/histogram';
import { inferShapes } from '../model/kinds/infer-shapes';
import { LayerLinks } from '../model/layer-links';
import { listedLayers, type Network } from '../model/network';
import type { Shape } from '../model/shapes';
import { toldSettings, type ToldSetting } from './layer-settings';
import { layersAt, type ModelSession } from './model-session';

/** A layer beside another one, with what goes from one to the other. */
export interface Neighbour {
  /** Its place in the session's list. */
  readonly layer: number;
  /** Without the batch axis. */
  readonly shape: Shape;
  readonly through: readonly string[];
}

/** One trained array of a layer, without its numbers. */
export interface WeightSpread {
  readonly name: string;
  readonly shape: readonly number[];
  readonly histogram: Histogram;
}

/** Where a layer stands in its network, and what it was told. */
export interface LayerDescription {
  readonly inputs: readonly Neighbour[];
  readonly outputs: readonly Neighbour[];
  /** The model gives its result, or the model around it. */
  readonly isOutput: boolean;
  readonly settings: readonly ToldSetting[];
}

/** Where a layer is looked up. */
type Described = Pick<ModelSession, 'inputSize' | 'layers' | 'network' | 'source'>;

/** Links do not change while a model is open, however it is used. */
const linksOfNetworks = new WeakMap<Network, LayerLinks>();

function linksOf({ source }: Described): LayerLinks {
  let links = linksOfNetworks.get(source);
  // As the file has it: an input that is given a constant takes nothing there.
  if (!links) linksOfNetworks.set(source, (links = new LayerLinks(source, listedLayers(source))));
  return links;
}

/**
 * What is known of a layer without computing anything.
 * @param place  in the session's list
 * @throws FeaturescopeError layers/out-of-range
 */
export function describeLayer(session: Described, place: number): LayerDescription {
  const { network, inputSize, layers } = session;
  const shapes = inferShapes(network, [1, ...inputSize]);
  const shapeAt = (from: number, output: number): Shape => {
    const { layer, call } = layers[from]!;
    const ref = layer.outputs[call]![output]!;
    return (shapes[ref.call]?.[ref.output] ?? []).slice(1);
  };
  const { layer } = layersAt(session, [place])[0]!;
  const links = linksOf(session);
  const listed = links.layers[place]!;
  return {
    inputs: links.inputsOf(listed).map(({ from, output, through }) => ({
      ...{ layer: from.place, shape: shapeAt(from.place, output), through },
    })),
    outputs: links.outputsOf(listed).map(({ place: to }) => ({
      ...{ layer: to, shape: shapeAt(place, 0), through: [] },
    })),
    isOutput: links.isOutput(listed),
    settings: toldSettings(layer),
  };
}

/**
 * How the numbers of each weight of a layer are spread, in Keras' order. A model has those of its layers, not its own.
 * @param pause  called between slices of large arrays; it may wait, and throw to stop
 */
export async function weightSpreads(
  session: Pick<Described, 'layers'>,
  place: number,
  pause: () => Promise<void>,
): Promise<WeightSpread[]> {
  const { layer } = layersAt(session, [place])[0]!;
  const { weights } = layer.wrapped ?? layer;
  const spreads: WeightSpread[] = [];
  for (const { name, shape, data } of weights)
    spreads.push({ name, shape, histogram: await histogramOf(data, pause) });
  return spreads;
}
