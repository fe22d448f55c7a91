import type { Argument, CallArguments, LayerSetting, Size } from '../../config/types';
import type { Shape } from '../../shapes';
import type { Kind } from '../kind';
import { argumentsOf, isTensorflowFunction } from './arguments';
import { assembledFunctions } from './assembled';
import { axesFunctions } from './axes';
import { FunctionCall } from './call';
import { elementwiseFunctions } from './elementwise';
import type { FunctionKind, FunctionTable } from './function-kind';
import { indexingFunctions } from './indexing';
import { joiningFunctions } from './joining';
import { madeFunctions } from './made';
import { pictureFunctions } from './pictures';
import { productFunctions } from './products';
import { reductionFunctions } from './reductions';
import { computedSizes, foldedArguments } from './sizes';

/** Every function that can be computed, by its name here. */
export const FUNCTIONS: FunctionTable = {
  ...elementwiseFunctions,
  ...reductionFunctions,
  ...axesFunctions,
  ...joiningFunctions,
  ...indexingFunctions,
  ...productFunctions,
  ...pictureFunctions,
  ...assembledFunctions,
  ...madeFunctions,
};

const ENTRIES = Object.entries(FUNCTIONS);
const NAME_OF_ALIAS = new Map(
  ENTRIES.flatMap(([name, { aliases = [] }]) => aliases.map((alias) => [alias, name] as const)),
);
/** Names of TensorFlow's functions, as saved, to names here. */
const NAME_IN_TENSORFLOW = new Map(
  ENTRIES.flatMap(([name, { tensorflow = [] }]) => tensorflow.map(({ saved }) => [saved, name] as const)),
);

function entryOf(name: string): FunctionKind | undefined {
  return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
}

const KINDS: ReadonlyMap<string, Kind> = new Map(
  ENTRIES.map(([name, entry]) => [
    name,
    {
      ...entry,
      weights: () => [],
      outputs: (layer, inputs, args) =>
        entry.outputs(
          new FunctionCall(layer, inputs, foldedArguments(argumentsOf(entry, layer, args), args.sizes)),
        ),
    },
  ]),
);

/** What is known of a function, in the form of a layer class; undefined where it is not supported. */
export function functionKind(name: string): Kind | undefined {
  return KINDS.get(name);
}

/**
 * All arguments of a layer that is a function, by Keras' parameter names; none where it is not supported.
 * @param layer  with `functionName` set
 */
export function functionArguments(
  layer: LayerSetting,
  args: CallArguments,
): Readonly<Record<string, Argument>> {
  const entry = entryOf(layer.functionName ?? '');
  return entry ? foldedArguments(argumentsOf(entry, layer, args), args.sizes) : {};
}

/**
 * The sizes that a call computes from shapes, for each result.
 * @param sizes  of its inputs
 */
export function sizesOf(
  layer: LayerSetting,
  args: CallArguments,
  shapes: readonly Shape[],
  sizes: readonly (Size | undefined)[],
): (Size | undefined)[] {
  const entry = entryOf(layer.functionName ?? '');
  return entry ? computedSizes(layer, argumentsOf(entry, layer, args), shapes, sizes) : [];
}

/** Where Keras keeps its functions: `keras.src.ops.numpy`, `keras.ops`, `keras.src.activations.activations`. */
const FUNCTION_MODULE = /^keras\.(src\.)?(ops|activations)(\.|$)/;

/** Classes that are no functions although their configuration has neither `trainable` nor `dtype`. */
const MODEL_CLASSES = /^(InputLayer|Functional|Sequential)$|>/;

/** Functions with a type of their own that cannot be computed (`Operation` classes of keras 3.15.1 with `dtype`). */
const TYPED =
  /^(Arange|Array|EmptyLike|Full|Geomspace|Linspace|Logspace|MultiHot|Nancumprod|Nancumsum|OneHot|SaturateCast|View)$/;

/** Tells a function from a layer by what only layers have in their configuration. */
function isBareFunction(className: string, config: Readonly<Record<string, unknown>>): boolean {
  const name = NAME_OF_ALIAS.get(className) ?? className;
  const isTyped = entryOf(name)?.isTyped === true || TYPED.test(name);
  return !('trainable' in config) && (isTyped || !('dtype' in config)) && !MODEL_CLASSES.test(className);
}

/**
 * The function that a layer of a configuration is, if it is one.
 * @param className  its plain class name
 */
export function functionOf(
  className: string,
  module: unknown,
  config: Readonly<Record<string, unknown>>,
  kerasMajor: number,
): { name: string; isHidden: boolean } | undefined {
  if (isTensorflowFunction(className)) {
    const saved = typeof config['function'] === 'string' ? config['function'] : '';
    return { name: NAME_IN_TENSORFLOW.get(saved) ?? `tf.${saved}`, isHidden: false };
  }
  // An .h5 file of Keras 3 leaves out modules.
  const isBare = module === undefined && kerasMajor >= 3 && isBareFunction(className, config);
  const isNamed = typeof module === 'string' && FUNCTION_MODULE.test(module);
  if (!isBare && !isNamed) return undefined;
  return { name: NAME_OF_ALIAS.get(className) ?? className, isHidden: true };
}
