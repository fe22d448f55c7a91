import { formatScore } from '../shared/plain-text';
import { message, type Message, type Value } from '../shared/messages/message';
import { wholeOf, type Note } from '../shared/note';
import { rangeOf } from '../core/quantise';
import type { ListedLayer } from '../model/network';

/** What must be told of results beside them. */
export interface Remarks {
  readonly warnings: readonly Message[];
  /** Good to know, no cause for concern. */
  readonly notes: readonly Message[];
}

/** Remarks from what there is to say. */
export function remarksOf(warning: Note | undefined, notes: readonly (Message | undefined)[] = []): Remarks {
  return { warnings: warning ? [wholeOf(warning)] : [], notes: notes.filter((note) => note !== undefined) };
}

/** More names than these help nobody. */
const MOST_NAMES = 8;

function namesOf(layers: readonly ListedLayer[]): Value {
  const names = layers.slice(0, MOST_NAMES).map(({ indexPath, name }) => `${indexPath} ${name}`);
  const more = layers.length - names.length;
  return more > 0 ? message('part/names-and-more', { names, more }) : names;
}

/** That layers without height and width have no pictures of maps; undefined where there are none. */
export function noPicturesOf(layers: readonly ListedLayer[]): Message | undefined {
  if (layers.length === 0) return undefined;
  return message('note/layers-without-maps', { count: layers.length, layers: namesOf(layers) });
}

/** That hypercolumns are made without some layers; undefined where there are none. */
export function hypercolumnsWithout(layers: readonly ListedLayer[]): Message | undefined {
  if (layers.length === 0) return undefined;
  return message('note/hypercolumns-without', { count: layers.length, layers: namesOf(layers) });
}

/** That a hypercolumn has one value everywhere; undefined where it has several. */
export function constantHypercolumn(name: string, values: Float32Array): Message | undefined {
  const { min, max } = rangeOf(values);
  return min === max ? message('note/constant-hypercolumn', { name, value: formatScore(min) }) : undefined;
}
