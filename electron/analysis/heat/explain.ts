import { areProbabilities, shownValues } from '../../core/outputs';
import { sizeOf, type Tensor } from '../../core/tensor';
import { inferShapes } from '../../model/kinds/infer-shapes';
import { refKey, type ListedLayer } from '../../model/network';
import { isSpatial } from '../../model/shapes';
import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import type { HeatBaseline, HeatMethodName } from '../../shared/names';
import type { ModelSession } from '../model-session';
import { rank } from '../predictions';
import type { ModelInput } from '../source-picture';
import { linearHead } from './class-activation-map';
import { withoutWay } from './layer-methods';
import { HEAT_METHODS } from './methods';
import type { Patch } from './occlusion';
import type { HeatContext } from './passes';
import { classOf, scoresOf, targetOf, weightsFor, type ExplainedClass } from './target';

/** Steps of integrated gradients and copies of SmoothGrad where none are chosen. */
export const USUAL_STEPS = 32;

/** What is explained, and how. */
export interface HeatRequest {
  readonly method: HeatMethodName;
  /** Number or name of a class; the most probable one if left out. */
  readonly class?: string;
  /** The class that it is compared with. */
  readonly against?: string;
  /** The layer whose maps are looked at; the last one with maps if left out. */
  readonly layer?: ListedLayer;
  readonly steps?: number;
  readonly baseline?: HeatBaseline;
  readonly seed?: number;
  readonly patch?: Patch;
}

/** What speaks for a class in a picture. */
export interface Explanation {
  readonly method: HeatMethodName;
  /** Of methods that look at a layer. */
  readonly layer: ListedLayer | undefined;
  readonly class: ExplainedClass;
  readonly against: ExplainedClass | undefined;
  /** The score before softmax or sigmoid; the difference of both where two classes are compared. */
  readonly logit: number;
  /** Of the class, 0..1; undefined where the model gives no probabilities. */
  readonly probability: number | undefined;
  /** How far the heat is from adding up to what it should, as a share of that; undefined where it need not. */
  readonly completeness: number | undefined;
  /** Of a layer [height, width] of its maps, of pixels [height, width, channels] of the input, of squares [rows, columns]. */
  readonly heat: Tensor;
}

/** Layers whose maps have more than one pixel and lead to the output, in running order. */
export function layersBehind(session: ModelSession, input: Tensor): ListedLayer[] {
  const shapes = inferShapes(session.network, input.shape);
  const listed = new Map(session.layers.map((layer) => [refKey(layer.output), layer]));
  return session.engine.refsBehind([session.head!.ref]).flatMap((ref) => {
    const shape = shapes[ref.call]![ref.output]!;
    const pixels = sizeOf(shape.slice(1, -1).map((length) => length ?? 1));
    const layer = listed.get(refKey(ref));
    return layer && isSpatial(shape) && pixels > 1 ? [layer] : [];
  });
}

function layerFor(context: HeatContext, { method, layer }: HeatRequest): ListedLayer {
  const { session, input, target } = context;
  if (method === 'cam') return layerOfMaps(context, layer);
  const behind = layersBehind(session, input);
  const last = behind.at(-1);
  if (!last) throw failed('heat/no-maps', { model: session.title });
  if (!layer) return last;
  const shape = inferShapes(session.network, input.shape)[layer.output.call]![layer.output.output]!;
  if (!isSpatial(shape))
    throw failed('layers/no-maps', {
      problem: message('part/layer-without-maps', {
        ...{ layer: layer.indexPath, name: layer.name, rank: shape.length },
      }),
      remedy: message('part/choose-before-flattening'),
    });
  const leads = session.engine.refsBehind([target.output.head.ref]).map(refKey);
  if (!leads.includes(refKey(layer.output))) throw withoutWay(context, layer);
  return layer;
}

/** The layer whose maps a linear head takes the means of: class activation maps have no other. */
function layerOfMaps({ session, target }: HeatContext, wanted: ListedLayer | undefined): ListedLayer {
  const head = linearHead(session.network, target.output.head.ref);
  const found = head && session.layers.find(({ output }) => refKey(output) === refKey(head.maps));
  if (!found) throw failed('heat/no-linear-head', { model: session.title });
  if (wanted && refKey(wanted.output) !== refKey(found.output))
    throw failed('heat/one-layer-only', { layer: found.indexPath, name: found.name });
  return found;
}

/**
 * What speaks for a class in a picture, by one of the methods.
 * @param onPass  called before each pass with the share that is done; it may throw to stop
 * @throws FeaturescopeError of the areas heat, model, layers, engine
 */
export async function explain(
  session: ModelSession,
  { tensor: input }: Pick<ModelInput, 'tensor'>,
  request: HeatRequest,
  onPass: HeatContext['onPass'] = () => Promise.resolve(),
): Promise<Explanation> {
  const { method, steps = USUAL_STEPS, baseline = 'black', seed = 0, patch } = request;
  const { of, make } = HEAT_METHODS[method];
  if (of !== 'layer' && request.layer) throw failed('heat/needs-no-layer', { method });
  const most = Math.min(input.shape[1]!, input.shape[2]!);
  if (patch && patch.size > most) throw failed('heat/square-too-large', { size: patch.size, most });
  const chosen = request.class === undefined ? undefined : classOf(session, request.class);
  const against = request.against === undefined ? undefined : classOf(session, request.against);
  const { head } = session;
  const outputs = head
    ? session.engine.run({ activations: [head.ref] }, input).activations[0]!.data
    : undefined;
  const best = rank(session, outputs ?? new Float32Array(0), 1)[0]!;
  const target = targetOf(session, chosen ?? { index: best.index, label: best.label }, against);
  const context: HeatContext = { session, input, target, onPass };
  const layer = of === 'layer' ? layerFor(context, request) : session.layers[0]!;
  const { heat, completeness } = await make(context, {
    layer,
    steps,
    baseline,
    seed,
    ...(patch && { patch }),
  });
  const { kind } = target.output;
  const summed = session.engine.differentiate(
    { of: head!.ref, beforeActivation: true, by: [] },
    input,
    weightsFor(session, target, 1),
  ).summed.data;
  return {
    method,
    layer: of === 'layer' ? layer : undefined,
    class: target.class,
    against,
    logit: scoresOf(target, summed)[0]!,
    probability: areProbabilities(kind) ? shownValues(kind, outputs!)[target.class.index] : undefined,
    completeness,
    heat,
  };
}
