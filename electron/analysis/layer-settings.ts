import { KINDS } from '../model/kinds';
import type { LayerSetting } from '../model/config/types';

/** A setting as Keras calls it, with its value as Keras writes it; sizes are joined by a times sign. */
export interface ToldSetting {
  readonly name: string;
  readonly value: string;
}

/** What does nothing when a trained model is used, or is the same in every model that can be opened. */
const UNTOLD: readonly string[] = [
  ...['data_format', 'seed', 'noise_shape', 'sparse', 'ragged', 'optional', 'dropout', 'recurrent_dropout'],
  ...['momentum', 'synchronized', 'renorm', 'renorm_clipping', 'renorm_momentum', 'virtual_batch_size'],
  ...['stateful', 'unroll', 'implementation', 'time_major'],
];

/** Settings that are worth a word only with another value than this. */
const USUAL: Readonly<Record<string, RegExp>> = {
  dilation_rate: /^1( × 1)*$/,
  groups: /^1$/,
  depth_multiplier: /^1$/,
  rms_scaling: /^False$/,
  invert: /^False$/,
  keepdims: /^False$/,
};

/** Lists that are lengths along axes. */
const SIZES = /(_size|^size|strides|dilation_rate|_shape|output_padding|^dims)$/;

const LONGEST_LIST = 8;
const LONGEST_TEXT = 60;

/**
 * Settings of a layer that say what it computes, in the order in which Keras writes them.
 * @param layer  of a class; a function has none
 */
export function toldSettings(layer: LayerSetting): ToldSetting[] {
  const known = layer.functionName === undefined ? (KINDS[layer.className]?.settings ?? []) : [];
  return Object.entries(layer.config).flatMap(([name, given]) => {
    if (!known.includes(name) || UNTOLD.includes(name)) return [];
    const value = valueOf(name, given);
    return value === '' || USUAL[name]?.test(value) ? [] : [{ name, value }];
  });
}

/** A value as it is shown; '' for one that says nothing. */
function valueOf(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return value.slice(0, LONGEST_TEXT);
  if (Array.isArray(value)) return listOf(name, value as unknown[]);
  return typeof value === 'object' && value !== null ? nameOf(value as Serialized) : '';
}

function listOf(name: string, values: readonly unknown[]): string {
  if (values.length === 0) return '';
  if (SIZES.test(name) && values.every((value) => typeof value === 'number')) return values.join(' × ');
  const shown = values.slice(0, LONGEST_LIST).map((value) => {
    const text = valueOf('', value);
    return Array.isArray(value) ? `(${text})` : text;
  });
  return `${shown.join(', ')}${values.length > LONGEST_LIST ? ', …' : ''}`;
}

/** Without the digits that float32 does not hold: 0.10000000149011612 was 0.1. */
function numberText(value: number): string {
  return String(Number(value.toPrecision(7)));
}

interface Serialized {
  readonly class_name?: unknown;
  readonly config?: unknown;
}

/** What a saved function or layer is called. */
function nameOf({ class_name: className, config }: Serialized): string {
  if (typeof config === 'string') return config;
  return typeof className === 'string' ? className : '';
}
