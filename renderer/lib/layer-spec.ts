/** The layer SPEC of the command line and the chooser: `0-14`, `1,4,7`, `1/164`, names, `conv2d*`, `all`. */
import { readLayerSpec, type NamedLayer } from '../../electron/core/layer-spec';
import { nearestName } from '../../electron/core/nearest-name';
import type { Words } from './words';

export interface ParsedSpec {
  readonly indices: readonly number[]; // places in the list of layers, ascending, each once
  readonly unknown: readonly string[]; // parts that match no layer
}

/** Reads a SPEC while it is being typed: what matches, and which parts do not match yet. */
export function parseLayerSpec(spec: string, layers: readonly NamedLayer[]): ParsedSpec {
  const parts = readLayerSpec(spec, layers);
  const unknown = parts.filter(({ places }) => places.length === 0).map(({ text }) => text);
  const found = new Set(parts.flatMap(({ places }) => places));
  return { indices: [...found].sort((a, b) => a - b), unknown };
}

/** The name that a part that matches no layer most likely meant; a number is no name. */
export function nearestLayer(part: string, layers: readonly NamedLayer[]): string | undefined {
  if (/^[\d/#.\s-]+$/.test(part)) return undefined;
  return nearestName(part, [...new Set(layers.flatMap(({ name, ownName }) => [name, ownName]))]);
}

/** Says which parts of a SPEC match no layer, each with what was most likely meant. */
export function unknownLayers(
  parts: readonly string[],
  layers: readonly NamedLayer[],
  { t, listOf }: Pick<Words, 'listOf' | 't'>,
): string {
  const named = parts.map((part) => {
    const name = nearestLayer(part, layers);
    return name === undefined ? t('chooser.unknownPart', { part }) : t('chooser.unknownNear', { part, name });
  });
  return t('chooser.unknown', { parts: listOf(named) });
}

/** Two of them follow each other in their model, each at its first call. */
function isNext(before: string, path: string): boolean {
  const [start, end] = [before.lastIndexOf('/') + 1, path.lastIndexOf('/') + 1];
  return (
    before.slice(0, start) === path.slice(0, end) &&
    Number(before.slice(start)) + 1 === Number(path.slice(end))
  );
}

/**
 * The shortest SPEC of some layers: runs become ranges.
 * @param paths  their index paths
 * @param dash   a hyphen for storing, an en dash for showing
 */
export function formatLayerSpec(paths: readonly string[], dash = '-'): string {
  const parts: string[] = [];
  for (let at = 0; at < paths.length;) {
    let end = at;
    while (end + 1 < paths.length && isNext(paths[end]!, paths[end + 1]!)) end++;
    if (end - at >= 2)
      parts.push(`${paths[at]}${dash}${paths[end]!.slice(paths[end]!.lastIndexOf('/') + 1)}`);
    else parts.push(...paths.slice(at, end + 1));
    at = end + 1;
  }
  return parts.join(', ');
}

/** Layers whose number, name or class holds what is searched for. */
export function findLayers<Layer extends NamedLayer>(layers: readonly Layer[], query: string): Layer[] {
  const wanted = query.trim().toLowerCase();
  return layers.filter(({ indexPath, name, className }) =>
    `${indexPath} ${name} ${className}`.toLowerCase().includes(wanted),
  );
}
