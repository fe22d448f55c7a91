import type { AppModel } from '../../state/app-model.svelte';

/** What each line of tiles is called by screen readers: its channel or its layer, and of one layer the channels in it. */
export function lineNames({ choice, grid, matrix, oneLayer, wording: { t } }: AppModel) {
  const { lanes } = grid.layout;
  const { column } = oneLayer;
  if (column) {
    return (line: number): string => {
      const from = line * lanes;
      const to = Math.min(from + lanes, column.shown) - 1;
      return t(column.order ? 'layer.ranks' : 'layer.channels', { from: String(from), to: String(to) });
    };
  }
  if (!matrix.isFlipped)
    return (line: number): string => `${t(choice.isByRank ? 'maps.rank' : 'maps.filter')} ${line}`;
  const { matrix: columns } = choice;
  return (line: number): string => {
    const layer = columns[line]?.layer;
    return layer ? `${t('maps.layer')} ${layer.indexPath} ${layer.name}` : '';
  };
}
