import { rangeOf } from '../../core/quantise';
import type { Setting } from './body';
import { isConstant } from './comparison-rows';
import type { ComparisonContent } from './content';
import { joined, legendOfMaps, type Legend } from './legend';

const SCALES = {
  map: 'figure.scale.rows',
  layer: 'figure.scale.rowsOfLayer',
  fixed: 'figure.scale.fixed',
} as const;

/** What the colours of a comparison are: scales that all columns share, each with its bar before its row. */
export function legendOfComparison(content: ComparisonContent, { words }: Setting): Legend {
  const { columns, range, hypercolumnColormap } = content;
  const layers = columns.flatMap((column) => column.layers);
  const maps = legendOfMaps(layers, content, false, words, {
    label: words.text(SCALES[range.scope]),
    isOne: range.scope === 'fixed',
  });
  const hypercolumns = columns.flatMap((column) => column.hypercolumns);
  if (hypercolumns.length === 0) return maps;
  const label = words.text(range.scope === 'map' ? 'figure.scale.rows' : 'figure.scale.rowsOfHypercolumn');
  const open = { from: words.text('figure.lowest'), to: words.text('figure.highest') };
  const hasNonFinite = hypercolumns.some(({ values }) => rangeOf(values).nonFiniteCount > 0);
  const ofHypercolumns: Legend = {
    bars: [{ colormap: hypercolumnColormap, ...open, label }],
    marks: [
      ...(hypercolumns.some(isConstant)
        ? [{ mark: 'hatch', label: words.text('figure.hatched') } as const]
        : []),
      ...(hasNonFinite ? [{ mark: 'nonFinite', label: words.text('figure.nonFinite') } as const] : []),
    ],
  };
  return joined([maps, ofHypercolumns]);
}
