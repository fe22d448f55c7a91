import { failed, tellDuring, type FeaturescopeError } from '../shared/errors';
import { message } from '../shared/messages/message';
import { nearestName } from './nearest-name';

/** What a layer choice needs to know of a layer, or of a further call of one. */
export interface NamedLayer {
  /** Its index behind those of the models around it, `7` or `1/164`; `7#1` for its second call. */
  readonly indexPath: string;
  /** Its name behind those of the models around it, `conv2d_3` or `base/mixed5`; `conv2d_3#1` for its second call. */
  readonly name: string;
  /** The name without the models. */
  readonly ownName: string;
  readonly className: string;
}

/** A part of a choice and the places of the layers that it means, in the order it says. */
export interface SpecPart {
  readonly text: string;
  readonly places: readonly number[];
}

/** Chinese commas are what a Chinese keyboard gives. */
const COMMA = /[,，、]/;
const REST = '\\s*(?:[,，、]|$)';
const PART = new RegExp(`\\s*(?:"([^"]+)"|'([^']+)')${REST}|([^,，、]*)(?:[,，、]|$)`, 'y');

interface Word {
  readonly text: string;
  /** Written in quotes: a name, whatever it looks like. */
  readonly isQuoted: boolean;
}

/** Cuts a choice at its commas. Those in quotes stay, and those of a layer's name. */
function wordsOf(spec: string, layers: readonly NamedLayer[]): Word[] {
  const withComma = layers.flatMap(({ name, ownName }) => [name, ownName]).filter((name) => COMMA.test(name));
  const longestFirst = [...new Set(withComma)].sort((a, b) => b.length - a.length);
  const words: Word[] = [];
  let at = 0;
  while (at < spec.length) {
    at += /^\s*/.exec(spec.slice(at))![0].length;
    const rest = spec.slice(at);
    const name = longestFirst.find(
      (one) => rest.startsWith(one) && /^\s*([,，、]|$)/.test(rest.slice(one.length)),
    );
    if (name !== undefined) {
      words.push({ text: name, isQuoted: true });
      at += name.length + /^\s*[,，、]?/.exec(rest.slice(name.length))![0].length;
      continue;
    }
    PART.lastIndex = at;
    const [whole, double, single, plain = ''] = PART.exec(spec)!;
    const quoted = double ?? single;
    words.push(
      quoted === undefined ? { text: plain.trim(), isQuoted: false } : { text: quoted, isQuoted: true },
    );
    at += whole.length;
  }
  return words.filter(({ text }) => text !== '');
}

/** `1/164`, and where it stands: behind which indices, at which place, at which call. */
interface Address {
  readonly level: string;
  readonly index: number;
  readonly call: number;
}

const INDEX = '(\\d+(?:\\/\\d+)*)';
const RANGE = new RegExp(`^${INDEX}(?:#(\\d+))?(?:\\s*[-–—]\\s*${INDEX})?$`);

function addressOf(path: string, call = '0'): Address {
  const indices = path.split('/').map(Number);
  const index = indices.pop()!;
  return { level: indices.join('/'), index, call: Number(call) };
}

function addressOfLayer({ indexPath }: NamedLayer): Address {
  const [path, call] = indexPath.split('#');
  return addressOf(path!, call);
}

function pathOf({ level, index }: Address): string {
  return level === '' ? String(index) : `${level}/${index}`;
}

/** Both ends of `7`, `0-14`, `14-0`, `1/0-14` or `1/0-1/14`; undefined for every other part. */
function rangeOf(text: string): [Address, Address] | undefined {
  const match = RANGE.exec(text);
  if (!match) return undefined;
  const first = addressOf(match[1]!, match[2]);
  if (match[3] === undefined) return [first, first];
  const given = addressOf(match[3]);
  const last = match[3].includes('/') ? given : { ...given, level: first.level };
  return last.level === first.level && match[2] === undefined ? [first, last] : undefined;
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

function placesWhere(layers: readonly NamedLayer[], test: (layer: NamedLayer) => boolean): number[] {
  return layers.flatMap((layer, place) => (test(layer) ? [place] : []));
}

const isFirstCall = ({ indexPath }: NamedLayer) => !indexPath.includes('#');

function inRange(layers: readonly NamedLayer[], [first, last]: [Address, Address]): number[] {
  const [low, high] = [Math.min(first.index, last.index), Math.max(first.index, last.index)];
  const inside = placesWhere(layers, (layer) => {
    const { level, index, call } = addressOfLayer(layer);
    return level === first.level && index >= low && index <= high && call === first.call;
  });
  return first.index <= last.index ? inside : inside.reverse();
}

/**
 * Layers that one part of a choice means. A name wins over a range, because layers may be called "conv-1" or "3", and a name
 * with all its models over one without. Further calls are meant where they are named only.
 */
function matching({ text, isQuoted }: Word, layers: readonly NamedLayer[]): number[] {
  const named = placesWhere(layers, ({ name }) => name === text);
  if (named.length > 0) return named;
  if (!isQuoted && text.toLowerCase() === 'all') return placesWhere(layers, isFirstCall);
  const range = isQuoted ? undefined : rangeOf(text);
  const owned = placesWhere(layers, ({ ownName }) => ownName === text);
  if (owned.length > 0 || isQuoted) return owned;
  if (range) return inRange(layers, range);
  const wantsCalls = text.includes('#');
  return placesWhere(
    layers,
    (layer) =>
      (wantsCalls || isFirstCall(layer)) &&
      [layer.name, layer.ownName, layer.className].some((one) => fitsPattern(one, text)),
  );
}

/** Reads a choice part by part; parts that mean no layer have no places. */
export function readLayerSpec(spec: string, layers: readonly NamedLayer[]): SpecPart[] {
  return wordsOf(spec, layers).map((word) => ({ text: word.text, places: matching(word, layers) }));
}

/** The failure for an end of a range that no layer has; undefined where it has one. */
function beyond(address: Address, layers: readonly NamedLayer[]): FeaturescopeError | undefined {
  const { level, index, call } = address;
  const beside = layers.map(addressOfLayer).filter((other) => other.level === level);
  const same = beside.filter((other) => other.index === index);
  if (same.some((other) => other.call === call)) return undefined;
  const layer = pathOf(address);
  if (same.length > 0)
    return failed('layers/out-of-range', {
      problem: message('part/no-call-of-layer', { layer, count: same.length, call }),
    });
  if (beside.length === 0)
    return (
      beyond(addressOf(level), layers) ??
      failed('layers/out-of-range', { problem: message('part/no-layers-inside', { layer: level }) })
    );
  const last = Math.max(...beside.map((other) => other.index));
  return failed('layers/out-of-range', {
    problem:
      level === ''
        ? message('part/no-layer', { layer: index, last })
        : message('part/no-layer-inside', { layer, model: level, last }),
  });
}

function choose(word: Word, layers: readonly NamedLayer[]): number[] {
  const { text, isQuoted } = word;
  const places = matching(word, layers);
  const isNamed = isQuoted || layers.some(({ name, ownName }) => name === text || ownName === text);
  const ends = isNamed ? undefined : rangeOf(text);
  const failure = ends?.map((end) => beyond(end, layers)).find((one) => one !== undefined);
  if (failure) throw failure;
  if (places.length > 0) return places;
  if (!isQuoted && /[*?]/.test(text))
    throw failed('layers/no-match', { hint: message('part/see-layer-list') });
  const names = layers.flatMap(({ name, ownName }) => [name, ownName]);
  const nearest = nearestName(text, [...new Set(names)]);
  const hint = nearest ? message('part/did-you-mean', { name: nearest }) : message('part/see-layer-list');
  throw failed('layers/unknown-name', { hint });
}

/**
 * Reads a layer choice: `1,4,7`, `0-14`, `1/164`, names, classes, patterns such as `conv2d*` or `base/mixed*`, names in
 * quotes, `all`, or a mixture of these.
 * @param layers  all layers, those inside models behind the model that holds them
 * @returns places in `layers` in the given order, each once
 * @throws FeaturescopeError layers/empty, layers/out-of-range, layers/unknown-name (with the nearest name), layers/no-match
 */
export function parseLayerSpec(spec: string, layers: readonly NamedLayer[]): number[] {
  const words = wordsOf(spec, layers);
  if (words.length === 0) throw failed('layers/empty', {});
  const chosen = (word: Word) =>
    tellDuring(message('doing/choosing-layers', { part: word.text }), () => choose(word, layers));
  return [...new Set(words.flatMap(chosen))];
}
