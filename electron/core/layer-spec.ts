import { FeaturescopeError } from '../shared/errors';
import { nearestName } from './nearest-name';

/** What a layer choice needs to know of a layer. */
export interface NamedLayer {
  readonly index: number;
  readonly name: string;
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*')}$`);
}

function outOfRange(token: string, index: number, count: number): FeaturescopeError {
  return new FeaturescopeError(
    'layers/out-of-range',
    `choosing layers "${token}": there is no layer ${index}; the model has layers 0 to ${count - 1}.`,
  );
}

function choose(token: string, layers: readonly NamedLayer[]): number[] {
  if (token === 'all') return layers.map((layer) => layer.index);
  // A name wins over a range: layers may be called "conv-1" or "3".
  const named = layers.find((layer) => layer.name === token);
  if (named) return [named.index];
  const range = /^(\d+)(?:-(\d+))?$/.exec(token);
  if (range) {
    const [first, last] = [Number(range[1]), Number(range[2] ?? range[1])];
    for (const index of [first, last])
      if (index >= layers.length) throw outOfRange(token, index, layers.length);
    const step = first <= last ? 1 : -1;
    return Array.from({ length: Math.abs(last - first) + 1 }, (_, place) => first + step * place);
  }
  if (token.includes('*')) {
    const pattern = wildcard(token);
    const matching = layers.filter((layer) => pattern.test(layer.name));
    if (matching.length > 0) return matching.map((layer) => layer.index);
    throw new FeaturescopeError(
      'layers/no-match',
      `choosing layers "${token}": no layer has such a name; the command "layers" lists all names.`,
    );
  }
  const nearest = nearestName(
    token,
    layers.map((layer) => layer.name),
  );
  throw new FeaturescopeError(
    'layers/unknown-name',
    `choosing layers "${token}": no layer has this name; ${nearest ? `did you mean ${nearest}?` : 'the command "layers" lists all names.'}`,
  );
}

/**
 * Reads a layer choice: `1,4,7`, `0-14`, names, names with `*`, `all`, or a mixture of these.
 * @param layers  all layers in the model's order
 * @returns layer indices in the given order, each once
 * @throws FeaturescopeError layers/empty, layers/out-of-range, layers/unknown-name (with the nearest name), layers/no-match
 */
export function parseLayerSpec(spec: string, layers: readonly NamedLayer[]): number[] {
  const tokens = spec
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '');
  if (tokens.length === 0)
    throw new FeaturescopeError(
      'layers/empty',
      'choosing layers: the list is empty; give for example 1,4,7 or 0-14 or all.',
    );
  return [...new Set(tokens.flatMap((token) => choose(token, layers)))];
}
