import { isObject } from '../config/call-arguments';

/** What Keras writes in place of plain numbers and lists in a configuration: arrays, tensors, tuples, shapes, bytes. */

type Json = Readonly<Record<string, unknown>>;

/**
 * Objects that stand for an array or a number. Keras 3 and 2.12 to 2.15 write `__numpy__` and `__tensor__` with a config;
 * older ones `{"type": "ndarray", "value": ...}`. Sources: keras serialization_lib, get_json_type of Keras 2.0 to 2.3.
 */
const ARRAY = /^(__numpy__|__tensor__|(numpy\.)?ndarray|(numpy\.)?(u?int|float)\d+|EagerTensor|Tensor)$/;
/** Objects that stand for a list. Source: json_utils of Keras 2 and 3. */
const LIST = /^(__tuple__|tuple|TensorShape|ListWrapper)$/;

/** The value inside `{"class_name": ..., "config": {"value": ...}}` and its relatives; undefined where there is none. */
function contentOf(object: Json): unknown {
  const { config } = object;
  const inside = isObject(config) ? (config['value'] ?? config['items']) : config;
  return inside ?? object['value'] ?? object['items'];
}

/** True for a number, a truth value, or a list of such, however nested. */
function isNumeric(value: unknown): boolean {
  return Array.isArray(value)
    ? value.every(isNumeric)
    : typeof value === 'number' || typeof value === 'boolean';
}

/** The plain number, list or text that a value of a configuration stands for; anything else is kept. */
export function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (!isObject(value)) return value;
  const kind = value['class_name'] ?? value['type'];
  const content = typeof kind === 'string' ? contentOf(value) : undefined;
  if (typeof kind === 'string' && content !== undefined) {
    if (ARRAY.test(kind) && isNumeric(content)) return content;
    if (LIST.test(kind) && Array.isArray(content)) return content.map(plainValue);
    if (kind === '__bytes__' && typeof content === 'string') return content;
  }
  return plainSettings(value);
}

/** All values of a configuration as plain numbers, lists and texts, wherever they stand. */
export function plainSettings(config: Json): Json {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, plainValue(value)]));
}
