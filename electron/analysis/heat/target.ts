import { nearestName } from '../../core/nearest-name';
import type { Tensor } from '../../core/tensor';
import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { shapeOf } from '../../model/network';
import type { ModelSession } from '../model-session';
import { requireOutput, type ShownOutput } from '../predictions';

/** A class that is explained. */
export interface ExplainedClass {
  readonly index: number;
  readonly label: string;
}

/** What is explained: the score of a class before softmax or sigmoid, or by how much it is above that of another one. */
export interface HeatTarget {
  readonly output: ShownOutput;
  readonly class: ExplainedClass;
  readonly against: ExplainedClass | undefined;
  /** Weight of each number of the output, of which the explained score is the sum. */
  readonly weights: Float32Array;
}

function classAt(session: ModelSession, index: number): ExplainedClass {
  return { index, label: session.labels[index]?.label || `class ${index}` };
}

/** Names of a class: its label, each of its synonyms, its WordNet id. */
function namesOf({ label, wordNetId }: ModelSession['labels'][number]): string[] {
  return [label, ...label.split(','), wordNetId].map((name) => name.trim().toLowerCase());
}

/**
 * A class by its number or by its name: its whole label, one of the synonyms in it, or its WordNet id.
 * @throws FeaturescopeError model/no-classes, heat/no-such-class, heat/unknown-class, heat/several-classes
 */
export function classOf(session: ModelSession, wanted: string): ExplainedClass {
  const { head } = requireOutput(session);
  const text = wanted.trim();
  if (/^-?\d+$/.test(text)) {
    const index = Number(text);
    if (index >= 0 && index < head.classCount) return classAt(session, index);
    throw failed('heat/no-such-class', {
      ...{ model: session.title, wanted: text, count: head.classCount, last: head.classCount - 1 },
    });
  }
  const names = session.labels.map(namesOf);
  const name = text.toLowerCase();
  const found = names.flatMap((list, index) => (list.includes(name) ? [index] : []));
  if (found.length > 1) throw failed('heat/several-classes', { name: text, classes: found });
  if (found[0] !== undefined && found[0] < head.classCount) return classAt(session, found[0]);
  const nearest = nearestName(name, names.flat().filter(Boolean));
  const hint = nearest ? message('part/did-you-mean', { name: nearest }) : message('part/give-class-number');
  throw failed('heat/unknown-class', { name: text, hint });
}

/** The target for a class, and for the class that it is compared with. */
export function targetOf(
  session: ModelSession,
  explained: ExplainedClass,
  against?: ExplainedClass,
): HeatTarget {
  const output = requireOutput(session);
  const units = output.kind === 'binary' ? 1 : output.head.classCount;
  const weights = new Float32Array(units);
  const add = (index: number, factor: number) => {
    // A single sigmoid tells two classes apart: its number speaks for the second and against the first.
    if (output.kind === 'binary') weights[0]! += index === 1 ? factor : -factor;
    else weights[index]! += factor;
  };
  add(explained.index, 1);
  if (against) add(against.index, -1);
  return { output, class: explained, against, weights };
}

/** The weights of the sum for a batch of pictures, in the shape of the output. */
export function weightsFor(session: ModelSession, target: HeatTarget, pictures: number): Tensor {
  const shape = shapeOf(session.network, target.output.head.ref).map((length, axis) =>
    axis === 0 ? pictures : (length ?? 1),
  );
  const data = new Float32Array(pictures * target.weights.length);
  for (let picture = 0; picture < pictures; picture++)
    data.set(target.weights, picture * target.weights.length);
  return { data, shape };
}

/** The explained score of each picture, from what the output is before its activation. */
export function scoresOf({ weights }: HeatTarget, summed: Float32Array): number[] {
  return Array.from({ length: summed.length / weights.length }, (_, picture) =>
    weights.reduce((sum, weight, unit) => sum + weight * summed[picture * weights.length + unit]!, 0),
  );
}
