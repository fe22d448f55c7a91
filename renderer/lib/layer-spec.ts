/** The layer SPEC of the command line and the chooser: `0-14`, `1,4,7`, names, `conv2d*`, `all`. */
import { matchLayers, specParts, type NamedLayer } from '../../electron/core/layer-spec';

export interface ParsedSpec {
  readonly indices: readonly number[]; // ascending, each once
  readonly unknown: readonly string[]; // parts that match no layer
}

/** Reads a SPEC while it is being typed: what matches, and which parts do not match yet. */
export function parseLayerSpec(spec: string, layers: readonly NamedLayer[]): ParsedSpec {
  const matches = specParts(spec).map((part) => ({ part, indices: matchLayers(part, layers) }));
  const unknown = matches.filter(({ indices }) => indices.length === 0).map(({ part }) => part);
  const found = new Set(matches.flatMap(({ indices }) => indices));
  return { indices: [...found].sort((a, b) => a - b), unknown };
}

/** The shortest SPEC of some layers: runs become ranges. `dash` is a hyphen for storing, an en dash for showing. */
export function formatLayerSpec(indices: readonly number[], dash = '-'): string {
  const parts: string[] = [];
  for (let at = 0; at < indices.length;) {
    let end = at;
    while (indices[end + 1] === indices[end]! + 1) end++;
    if (end - at >= 2) parts.push(`${indices[at]}${dash}${indices[end]}`);
    else for (let one = at; one <= end; one++) parts.push(String(indices[one]));
    at = end + 1;
  }
  return parts.join(', ');
}
