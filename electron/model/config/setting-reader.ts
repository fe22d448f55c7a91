import { message, type Message, type ValuesOf } from '../../shared/messages/message';
import { failed, type FailureCode, type FeaturescopeError } from '../../shared/errors';
import type { LayerSetting } from './types';

type Named = Pick<LayerSetting, 'name' | 'className' | 'index'>;

/** A layer for a sentence, with its place in `model.layers` where that is known. */
export function layerPart({ name, className, index = -1 }: Named): Message {
  return index >= 0
    ? message('part/layer-at', { name, className, index })
    : message('part/layer', { name, className });
}

/** The same within a sentence. */
export function layerMention({ name, className, index = -1 }: Named): Message {
  return index >= 0
    ? message('part/layer-class-at', { name, className, index })
    : message('part/layer-class', { name, className });
}

/** A failure whose sentence begins with the layer that it is about. */
export function layerFailure<Code extends FailureCode>(
  code: Code,
  layer: Named,
  values: ValuesOf<Code>,
): FeaturescopeError {
  return failed(code, values, { during: [layerPart(layer)] });
}

/** The failure of a model whose layers are joined as no Keras writes it. */
export function badGraph(problem: Message, layer?: Named): FeaturescopeError {
  return layer ? layerFailure('model/bad-graph', layer, { problem }) : failed('model/bad-graph', { problem });
}

/** A value of a configuration for a sentence; JSON has no words for NaN and infinite numbers. */
export function shown(value: unknown): Message | string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value, (_, entry: unknown) =>
    typeof entry === 'number' && !Number.isFinite(entry) ? String(entry) : entry,
  ) as string | undefined;
  return text?.slice(0, 60) ?? message('part/missing');
}

/** The error for a configuration value that no Keras writes. */
export function badSetting(layer: LayerSetting, key: string, wanted: Message): FeaturescopeError {
  return layerFailure('model/bad-setting', layer, { setting: key, value: shown(layer.config[key]), wanted });
}

/** The error for a sound setting that this program cannot compute. */
export function unsupportedSetting(layer: LayerSetting, what: Message): FeaturescopeError {
  return layerFailure('model/unsupported-setting', layer, {
    problem: message('part/not-supported', { what }),
    remedy: message('part/build-without'),
  });
}

/** A whole number of a configuration, within limits that keep sizes sane. */
export function integer(layer: LayerSetting, key: string, fallback?: number, minimum = 1): number {
  const value = layer.config[key] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < minimum || value > 2 ** 31)
    throw badSetting(layer, key, message('part/wanted-whole'));
  return value;
}

/** The error for NaN or an infinite number where a layer computes with it: Keras gives no useful result either. */
export function notFiniteSetting(layer: LayerSetting, key: string, value: unknown): FeaturescopeError {
  return layerFailure('model/unsupported-setting', layer, {
    problem: message('part/not-finite-setting', { setting: key, value: shown(value) }),
    remedy: message('part/set-finite'),
  });
}

/** A finite number of a configuration. An array of one number counts as this number. */
export function number(layer: LayerSetting, key: string, fallback?: number): number {
  const given = layer.config[key] ?? fallback;
  const value: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
  if (typeof value !== 'number') throw badSetting(layer, key, message('part/wanted-number'));
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
  if (!isSound) throw badSetting(layer, key, message('part/wanted-numbers'));
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw notFiniteSetting(layer, key, bad);
  return { shape, values: values as number[] };
}

/** A yes or no of a configuration. */
export function flag(layer: LayerSetting, key: string, fallback: boolean): boolean {
  const value = layer.config[key] ?? fallback;
  if (typeof value !== 'boolean') throw badSetting(layer, key, message('part/wanted-yes-or-no'));
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
    throw badSetting(
      layer,
      key,
      message(count === 1 ? 'part/wanted-whole-from-one' : 'part/wanted-wholes-from-one'),
    );
  return list as number[];
}

/** `same` or `valid`. */
export function padding(layer: LayerSetting): 'same' | 'valid' {
  const value = layer.config['padding'] ?? 'valid';
  if (value !== 'same' && value !== 'valid')
    throw badSetting(layer, 'padding', message('part/wanted-padding'));
  return value;
}

/** A list of whole numbers; -1 is let through where Keras allows it. */
export function integerList(layer: LayerSetting, key: string, minimum = 1): number[] {
  const value = layer.config[key];
  const isSound =
    Array.isArray(value) &&
    value.length <= 16 &&
    value.every((entry) => Number.isInteger(entry) && entry >= minimum && entry <= 2 ** 31);
  if (!isSound) throw badSetting(layer, key, message('part/wanted-wholes'));
  return value as number[];
}

/** An axis counted from the end or the front, as a place in a shape of the given rank. */
export function axisPlace(layer: LayerSetting, axis: number, rank: number): number {
  const place = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || place < 0 || place >= rank)
    throw badSetting(layer, 'axis', message('part/wanted-axis', { rank }));
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
  throw badSetting(layer, key, message('part/wanted-activation'));
}
