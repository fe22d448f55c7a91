import { FeaturescopeError, type ErrorCode } from '../shared/errors';
import type { LayerSetting } from './network';

type Named = Pick<LayerSetting, 'name' | 'className'>;

/** A layer in any language: `conv_a (Conv2D)`. */
function layerTitle({ name, className }: Named): string {
  return `${name} (${className})`;
}

/** A layer for an error message: `layer conv_a (Conv2D)`. */
export function layerLabel(layer: Named): string {
  return `layer ${layerTitle(layer)}`;
}

/** A failure that is about one layer, which other languages name beside their own sentence. */
export function layerError(code: ErrorCode, layer: Named, message: string): FeaturescopeError {
  return new FeaturescopeError(code, message, { about: layerTitle(layer) });
}

/** `, index 3` where the layer's place in `model.layers` is known. */
export function layerPlace({ index }: Pick<LayerSetting, 'index'>): string {
  return index === undefined || index < 0 ? '' : `, index ${index}`;
}

/** A value of a configuration for a sentence; JSON has no words for NaN and infinite numbers. */
export function shown(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value, (_, entry: unknown) =>
    typeof entry === 'number' && !Number.isFinite(entry) ? String(entry) : entry,
  ) as string | undefined;
  return text?.slice(0, 60) ?? 'missing';
}

/** The error for a configuration value that no Keras writes. */
export function badSetting(layer: LayerSetting, key: string, wanted: string): FeaturescopeError {
  const value = shown(layer.config[key]);
  return layerError(
    'model/bad-setting',
    layer,
    `${layerLabel(layer)}${layerPlace(layer)}: ${key} is ${value}, but ${wanted} is needed; the file is damaged or of an unknown kind.`,
  );
}

/** The error for a sound setting that this program cannot compute. */
export function unsupportedSetting(layer: LayerSetting, what: string): FeaturescopeError {
  return layerError(
    'model/unsupported-setting',
    layer,
    `${layerLabel(layer)}${layerPlace(layer)}: ${what} is not supported; nothing was computed.`,
  );
}

/** A whole number of a configuration, within limits that keep sizes sane. */
export function integer(layer: LayerSetting, key: string, fallback?: number, minimum = 1): number {
  const value = layer.config[key] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < minimum || value > 2 ** 31)
    throw badSetting(layer, key, 'a whole number');
  return value;
}

/** The error for NaN or an infinite number where a layer computes with it: Keras gives no useful result either. */
export function notFiniteSetting(layer: LayerSetting, key: string, value: unknown): FeaturescopeError {
  return layerError(
    'model/unsupported-setting',
    layer,
    `${layerLabel(layer)}${layerPlace(layer)}: ${key} is ${shown(value)}, with which no layer gives useful numbers, in Keras neither; set it to a finite number and save the model again.`,
  );
}

/** A finite number of a configuration. An array of one number counts as this number. */
export function number(layer: LayerSetting, key: string, fallback?: number): number {
  const given = layer.config[key] ?? fallback;
  const value: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
  if (typeof value !== 'number') throw badSetting(layer, key, 'a number');
  if (!Number.isFinite(value)) throw notFiniteSetting(layer, key, value);
  return value;
}

/** Numbers of a configuration with their shape, C order. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A finite number, or a list of such, however nested. */
export function numberArray(layer: LayerSetting, key: string, fallback?: number): NumberArray {
  const given = layer.config[key] ?? fallback;
  const shape: number[] = [];
  for (let level: unknown = given; Array.isArray(level); level = level[0]) shape.push(level.length);
  const values: unknown[] = Array.isArray(given) ? given.flat(shape.length) : [given];
  const isSound =
    values.length === shape.reduce((product, length) => product * length, 1) &&
    values.length > 0 &&
    values.every((value) => typeof value === 'number');
  if (!isSound) throw badSetting(layer, key, 'a number or an array of numbers');
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw notFiniteSetting(layer, key, bad);
  return { shape, values: values as number[] };
}

/** A yes or no of a configuration. */
export function flag(layer: LayerSetting, key: string, fallback: boolean): boolean {
  const value = layer.config[key] ?? fallback;
  if (typeof value !== 'boolean') throw badSetting(layer, key, 'true or false');
  return value;
}

/** Height and width of a configuration: one number for both, or a list of two. */
export function pair(layer: LayerSetting, key: string, fallback?: [number, number]): [number, number] {
  return lengths(layer, key, 2, fallback) as [number, number];
}

/** Whole numbers for each of some axes: one number for all, or a list of that length. */
export function lengths(
  layer: LayerSetting,
  key: string,
  count: number,
  fallback?: readonly number[],
): number[] {
  const value = layer.config[key] ?? fallback;
  const list = typeof value === 'number' ? new Array<number>(count).fill(value) : value;
  const isSound =
    Array.isArray(list) &&
    list.length === count &&
    list.every((entry) => Number.isInteger(entry) && entry >= 1 && entry <= 65536);
  if (!isSound)
    throw badSetting(layer, key, count === 1 ? 'a whole number from 1' : 'one or two whole numbers from 1');
  return list as number[];
}

/** `same` or `valid`. */
export function padding(layer: LayerSetting): 'same' | 'valid' {
  const value = layer.config['padding'] ?? 'valid';
  if (value !== 'same' && value !== 'valid') throw badSetting(layer, 'padding', '"same" or "valid"');
  return value;
}

/** A list of whole numbers; -1 is let through where Keras allows it. */
export function integerList(layer: LayerSetting, key: string, minimum = 1): number[] {
  const value = layer.config[key];
  const isSound =
    Array.isArray(value) &&
    value.length <= 16 &&
    value.every((entry) => Number.isInteger(entry) && entry >= minimum && entry <= 2 ** 31);
  if (!isSound) throw badSetting(layer, key, 'a list of whole numbers');
  return value as number[];
}

/** An axis counted from the end or the front, as a place in a shape of the given rank. */
export function axisPlace(layer: LayerSetting, axis: number, rank: number): number {
  const place = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || place < 0 || place >= rank)
    throw badSetting(layer, 'axis', `an axis of a rank-${rank} tensor`);
  return place;
}

/** One axis or several, as places in a shape of the given rank, in rising order. */
export function axisPlaces(layer: LayerSetting, rank: number, fallback: number): number[] {
  const value = layer.config['axis'] ?? fallback;
  const list = Array.isArray(value) ? value : [value];
  return list.map((axis) => axisPlace(layer, Number(axis), rank)).sort((a, b) => a - b);
}

/** An activation: its Keras name and the settings it was saved with. */
export interface Activation {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Reads an activation, saved as a name or as a serialised function or layer. Absent means linear. */
export function activation(layer: LayerSetting, key = 'activation'): Activation {
  const value = layer.config[key] ?? 'linear';
  if (typeof value === 'string') return { name: value, config: {} };
  if (typeof value === 'object') {
    const { class_name: className, config } = value as { class_name?: unknown; config?: unknown };
    if (typeof config === 'string') return { name: config, config: {} };
    if (typeof className === 'string')
      return { name: className, config: (config ?? {}) as Readonly<Record<string, unknown>> };
  }
  throw badSetting(layer, key, 'the name of an activation');
}
