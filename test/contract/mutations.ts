/** Requests that are nearly right: what a page that is broken, or in strange hands, may send. */

export type Random = () => number;

/** A fixed pseudo-random sequence, 0 <= x < 1 (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const oneOf = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

/** Made anew each time: some hold themselves, and all are cloned on their way. */
const odd: readonly (() => unknown)[] = [
  ...[undefined, null, true, false, 0, -0, -1, 0.5, NaN, Infinity, -Infinity, 2 ** 53, 1e308].map(
    (value) => () => value,
  ),
  ...['', ' ', '\0', '../../etc/passwd', '/dev/zero', '__proto__', 'constructor', '\ud800', '\u202e'].map(
    (text) => () => text,
  ),
  () => 'x'.repeat(100_000),
  () => 10n ** 30n,
  () => [],
  () => ({}),
  () => Array.from({ length: 2000 }, (_, index) => index),
  () => new Array<number>(1000),
  () => ({ length: { toString: {} } }),
  () => ({ toString: 'no', valueOf: {}, toJSON: 1 }),
  () => Object.assign(Object.create(null) as object, { kind: 'grid', __proto__: { kind: 'npz' } }),
  () => new Map([['kind', 'grid']]),
  () => new Set([1]),
  () => new Date(NaN),
  () => /(a+)+$/,
  () => new Error('not a value'),
  () => new Uint8Array(0),
  () => new Float64Array(3),
  () => new ArrayBuffer(8),
  () => new DataView(new ArrayBuffer(2)),
  () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle['input'] = circle;
    return circle;
  },
  () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 300; depth++) deep = { input: deep };
    return deep;
  },
];

/** A copy of a value in which some places hold something else, are missing, or are there twice. */
export function mutated(random: Random, value: unknown): unknown {
  if (random() < 0.12) return oneOf(random, odd)();
  if (Array.isArray(value)) {
    const list = value.map((entry) => (random() < 0.5 ? mutated(random, entry) : entry));
    if (random() < 0.2) list.splice(Math.floor(random() * (list.length + 1)), 1);
    if (random() < 0.2) list.push(...(list.slice(0, 2) as unknown[]), oneOf(random, odd)());
    return list;
  }
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value).filter(() => random() > 0.08);
    const copy = Object.fromEntries(
      entries.map(([key, entry]) => [key, random() < 0.5 ? mutated(random, entry) : (entry as unknown)]),
    );
    if (random() < 0.15)
      copy[oneOf(random, ['kind', 'id', 'path', 'length', 'extra'])] = oneOf(random, odd)();
    return copy;
  }
  if (typeof value === 'number' && random() < 0.5)
    return value * oneOf(random, [-1, 0, 0.5, 1e3, 1e9, 1e300]);
  return random() < 0.5 ? oneOf(random, odd)() : value;
}

/** How many malformed requests are tried; `FEATURESCOPE_REQUESTS=100000` for a long look. */
export const REQUEST_COUNT = Number(process.env['FEATURESCOPE_REQUESTS'] ?? 1000);
