import { failed, tellDuring } from '../shared/errors';
import { message } from '../shared/messages/message';
import { nearestName } from './nearest-name';

/** What a layer choice needs to know of a layer. */
export interface NamedLayer {
  readonly index: number;
  readonly name: string;
  readonly className: string;
}

/** Parts of a layer choice. Chinese commas and long dashes are what a Chinese keyboard gives. */
export function specParts(spec: string): string[] {
  return spec
    .split(/[,，、]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** First and last index of `7`, `0-14` or `14-0`; undefined for every other part. */
function indexRange(part: string): [number, number] | undefined {
  const range = /^(\d+)\s*(?:[-–—]\s*(\d+))?$/.exec(part);
  return range ? [Number(range[1]), Number(range[2] ?? range[1])] : undefined;
}

/**
 * True if a text fits a pattern with `*` and `?`, upper and lower case alike. Only the last `*` is ever tried again, so
 * that no pattern takes long; a regular expression of many `*` could take years.
 */
function fitsPattern(text: string, pattern: string): boolean {
  const [letters, signs] = [[...text.toLowerCase()], [...pattern.toLowerCase()]];
  let [at, sign] = [0, 0];
  let lastStar: { sign: number; at: number } | undefined;
  while (at < letters.length) {
    if (signs[sign] === '*') {
      lastStar = { sign, at };
      sign++;
    } else if (signs[sign] === '?' || signs[sign] === letters[at]) {
      sign++;
      at++;
    } else if (lastStar) {
      lastStar.at++;
      [at, sign] = [lastStar.at, lastStar.sign + 1];
    } else return false;
  }
  return signs.slice(sign).every((rest) => rest === '*');
}

/**
 * Layers that one part of a choice means, in the order it says: an index, a range, `all`, a name or class, or a pattern
 * with `*` and `?` for either. A name wins over a range, because layers may be called "conv-1" or "3".
 * @returns indices; empty if nothing matches
 */
export function matchLayers(part: string, layers: readonly NamedLayer[]): number[] {
  if (part.toLowerCase() === 'all') return layers.map((layer) => layer.index);
  const named = layers.filter((layer) => layer.name === part);
  if (named.length > 0) return named.map((layer) => layer.index);
  const range = indexRange(part);
  if (range) {
    const [first, last] = range;
    const inside = layers
      .map((layer) => layer.index)
      .filter((index) => index >= Math.min(first, last) && index <= Math.max(first, last));
    return first <= last ? inside : inside.reverse();
  }
  return layers
    .filter((layer) => fitsPattern(layer.name, part) || fitsPattern(layer.className, part))
    .map((layer) => layer.index);
}

function choose(part: string, layers: readonly NamedLayer[]): number[] {
  const isNamed = layers.some((layer) => layer.name === part);
  const beyond = isNamed ? undefined : indexRange(part)?.find((index) => index >= layers.length);
  if (beyond !== undefined)
    throw failed('layers/out-of-range', {
      problem: message('part/no-layer', { layer: beyond, last: layers.length - 1 }),
    });
  const matching = matchLayers(part, layers);
  if (matching.length > 0) return matching;
  if (/[*?]/.test(part)) throw failed('layers/no-match', { hint: message('part/see-layer-list') });
  const nearest = nearestName(
    part,
    layers.map((layer) => layer.name),
  );
  const hint = nearest ? message('part/did-you-mean', { name: nearest }) : message('part/see-layer-list');
  throw failed('layers/unknown-name', { hint });
}

/**
 * Reads a layer choice: `1,4,7`, `0-14`, names, classes, patterns such as `conv2d*`, `all`, or a mixture of these.
 * @param layers  all layers in the model's order
 * @returns layer indices in the given order, each once
 * @throws FeaturescopeError layers/empty, layers/out-of-range, layers/unknown-name (with the nearest name), layers/no-match
 */
export function parseLayerSpec(spec: string, layers: readonly NamedLayer[]): number[] {
  const parts = specParts(spec);
  if (parts.length === 0) throw failed('layers/empty', {});
  const chosen = (part: string) =>
    tellDuring(message('doing/choosing-layers', { part }), () => choose(part, layers));
  return [...new Set(parts.flatMap(chosen))];
}
