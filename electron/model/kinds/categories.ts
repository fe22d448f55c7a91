import { message } from '../../shared/messages/message';
import { badSetting, integer, numberArray, unsupportedSetting } from '../config/setting-reader';
import type { LayerSetting } from '../config/types';
import type { Shape } from '../shapes';
import { onlyInput, weightless, type KindTable } from './kind';

/** What categories are given as: their numbers, or vectors of as many places as there are categories. */
export type CategoryMode = 'int' | 'one_hot' | 'multi_hot' | 'count';

/** How a layer gives categories; `fallback` is Keras' default. */
export function categoryMode(layer: LayerSetting, fallback: 'int' | 'multi_hot'): CategoryMode {
  const given = layer.config['output_mode'] ?? fallback;
  // Keras 2 knew it by this name first.
  if (given === 'binary') return 'multi_hot';
  const modes: readonly unknown[] = ['one_hot', 'multi_hot', 'count', ...(fallback === 'int' ? ['int'] : [])];
  if (!modes.includes(given)) throw badSetting(layer, 'output_mode', message('part/wanted-output-mode'));
  return given as CategoryMode;
}

/** Where one bin ends and the next begins, in rising order: a number on a boundary belongs to the bin above it. */
export function binBoundaries(layer: LayerSetting): readonly number[] {
  if (layer.config['bin_boundaries'] == null) throw unsupportedSetting(layer, message('part/learned-bins'));
  const { values } = numberArray(layer, 'bin_boundaries');
  if (values.some((value, place) => value < values[place - 1]!))
    throw badSetting(layer, 'bin_boundaries', message('part/wanted-rising'));
  return values;
}

/** True where a vector takes the place of the last axis, which is of one number. */
export function replacesLast(input: Shape): boolean {
  return input.length > 1 && input.at(-1) === 1;
}

/** Source: encode_categorical_inputs of Keras 2 and 3; a vector for several numbers joins those along the second axis. */
function encodedShape(mode: CategoryMode, input: Shape, depth: number): Shape {
  if (mode === 'int') return input;
  if (mode === 'one_hot') return [...(replacesLast(input) ? input.slice(0, -1) : input), depth];
  return [...input.slice(0, 1), ...input.slice(2), depth];
}

const discretization = weightless((layer, inputs) => {
  const depth = binBoundaries(layer).length + 1;
  return [encodedShape(categoryMode(layer, 'int'), onlyInput(layer, inputs), depth)];
});

const categoryEncoding = weightless((layer, inputs) => {
  if (inputs.length > 1) throw unsupportedSetting(layer, message('part/count-weights'));
  const input = onlyInput(layer, inputs);
  const mode = categoryMode(layer, 'multi_hot');
  // Of more axes Keras itself says one shape and computes another.
  if (mode !== 'one_hot' && input.length > 2)
    throw unsupportedSetting(layer, message('part/categories-of-rank', { mode, rank: input.length }));
  return [encodedShape(mode, input, integer(layer, 'num_tokens'))];
});

/** Numbers as categories, for values that stand beside a picture or for its pixels. */
export const categoryKinds: KindTable = {
  Discretization: {
    ...discretization,
    settings: ['bin_boundaries', 'num_bins', 'epsilon', 'output_mode', 'sparse'],
    values: 'never-negative',
  },
  CategoryEncoding: {
    ...categoryEncoding,
    settings: ['num_tokens', 'output_mode', 'sparse'],
    values: 'never-negative',
  },
};
