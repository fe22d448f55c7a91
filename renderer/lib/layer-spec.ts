/** The layer SPEC of the command line and the chooser: `0-14`, `1,4,7`, names, `conv2d*`, `all`. */
import type { LayerInfo } from '../../electron/shared/contract';

export interface ParsedSpec {
  readonly indices: readonly number[]; // ascending, each once
  readonly unknown: readonly string[]; // parts that match no layer
}

type Named = Pick<LayerInfo, 'index' | 'name' | 'className'>;

/** Reads a SPEC against the layers of a model. Parts are joined by commas; dashes may be hyphens or en dashes. */
export function parseLayerSpec(spec: string, layers: readonly Named[]): ParsedSpec {
  const found = new Set<number>();
  const unknown: string[] = [];
  for (const raw of spec.split(/[,，、]/)) {
    const part = raw.trim();
    if (part === '') continue;
    const matches = matchPart(part, layers);
    if (matches.length === 0) unknown.push(part);
    for (const layer of matches) found.add(layer.index);
  }
  return { indices: [...found].sort((a, b) => a - b), unknown };
}

function matchPart(part: string, layers: readonly Named[]): readonly Named[] {
  if (part.toLowerCase() === 'all') return layers;
  const exact = layers.filter((layer) => layer.name === part);
  if (exact.length > 0) return exact;
  const range = /^(\d+)\s*(?:[-–—]\s*(\d+))?$/.exec(part);
  if (range) {
    const from = Number(range[1]);
    const to = range[2] === undefined ? from : Number(range[2]);
    return layers.filter((layer) => layer.index >= Math.min(from, to) && layer.index <= Math.max(from, to));
  }
  const pattern = new RegExp(
    `^${part
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
    'i',
  );
  return layers.filter((layer) => pattern.test(layer.name) || pattern.test(layer.className));
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
