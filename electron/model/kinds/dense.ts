import { message } from '../../shared/messages/message';
import type { WeightSpec } from '../network';
import type { LayerSetting } from '../config/types';
import type { Shape } from '../shapes';
import { badSetting, flag, integer, unsupportedSetting } from '../config/setting-reader';
import { activated } from './activations';
import { channelsOf, onlyInput, type KindTable, type Shapes } from './kind';

/** The equation of an EinsumDense layer with its ellipsis written out, and the length of every letter. */
export interface EinsumPlan {
  readonly input: string;
  readonly kernel: string;
  readonly output: string;
  readonly lengths: ReadonlyMap<string, number | null>;
}

/** Letters that stand for the axes of `...`; Keras' equations use small ones. */
const SPARE = 'ABCDEFGHIJ';

/**
 * Source: Keras EinsumDense, _analyze_einsum_string.
 * @throws FeaturescopeError model/bad-setting
 */
export function einsumPlan(layer: LayerSetting, shape: Shape): EinsumPlan {
  const equation = layer.config['equation'];
  const match = /^([a-zA-Z.]+),([a-zA-Z]+)->([a-zA-Z.]+)$/.exec(
    typeof equation === 'string' ? equation.replace(/\s/g, '') : '',
  );
  if (!match) throw badSetting(layer, 'equation', message('part/wanted-equation'));
  const named = match[1]!.replace('...', '').length;
  const spare = SPARE.slice(0, Math.max(0, shape.length - named));
  const [input, kernel, output] = match.slice(1).map((term) => term.replace('...', spare)) as [
    string,
    string,
    string,
  ];
  if (input.length !== shape.length || /\./.test(input + output))
    throw badSetting(layer, 'equation', message('part/wanted-equation-axes', { axes: shape.length }));
  const given = layer.config['output_shape'];
  const wanted = (Array.isArray(given) ? given : [given]) as unknown[];
  const lengths = new Map<string, number | null>();
  [...input].forEach((letter, axis) => lengths.set(letter, shape[axis]!));
  // output_shape leaves out the batch, and perhaps the axes of the ellipsis: it counts from the end.
  wanted.toReversed().forEach((length, place) => {
    const letter = output.at(-1 - place);
    if (letter !== undefined && lengths.get(letter) == null && typeof length === 'number')
      lengths.set(letter, length);
  });
  if ([...output].some((letter) => !lengths.has(letter)))
    throw badSetting(layer, 'output_shape', message('part/wanted-lengths'));
  return { input, kernel, output, lengths };
}

const einsumDense: Shapes = {
  weights(layer, inputs) {
    const { kernel, output, lengths } = einsumPlan(layer, onlyInput(layer, inputs));
    const length = (letter: string): number => {
      const value = lengths.get(letter);
      if (value == null) throw unsupportedSetting(layer, message('part/open-kernel'));
      return value;
    };
    const weights: WeightSpec[] = [{ name: 'kernel', shape: [...kernel].map(length), isTrainable: true }];
    const axes = layer.config['bias_axes'];
    if (typeof axes === 'string' && axes !== '') {
      const first = Math.min(...[...axes].map((letter) => output.indexOf(letter)));
      if (first < 0) throw badSetting(layer, 'bias_axes', message('part/wanted-output-letters'));
      const shape = [...output.slice(first)].map((letter) => (axes.includes(letter) ? length(letter) : 1));
      weights.push({ name: 'bias', shape, isTrainable: true });
    }
    return weights;
  },
  outputs(layer, inputs) {
    const { output, lengths } = einsumPlan(layer, onlyInput(layer, inputs));
    return [
      activated(
        layer,
        [...output].map((letter) => lengths.get(letter)!),
      ),
    ];
  },
};

const dense: Shapes = {
  weights(layer, inputs) {
    const units = integer(layer, 'units');
    const shape = [channelsOf(layer, onlyInput(layer, inputs)), units];
    const kernel = { name: 'kernel', shape, isTrainable: true };
    return flag(layer, 'use_bias', true)
      ? [kernel, { name: 'bias', shape: [units], isTrainable: true }]
      : [kernel];
  },
  outputs(layer, inputs) {
    return [activated(layer, [...onlyInput(layer, inputs).slice(0, -1), integer(layer, 'units')])];
  },
};

export const denseKinds: KindTable = {
  Dense: {
    ...dense,
    settings: ['units', 'activation', 'use_bias'],
    values: 'any',
    masks: 'passes',
    activation: 'setting',
  },
  EinsumDense: {
    ...einsumDense,
    settings: ['equation', 'output_shape', 'bias_axes', 'activation'],
    values: 'any',
    activation: 'setting',
  },
};
