import { verdictKindOf, type Cell } from './matrix-cells';
import type { Words } from './words';

/** What a tile is called by screen readers and tooltips. */
export function tileName(words: Words, cell: Cell, className: string = ''): string {
  const kind = verdictKindOf(cell);
  const name = plainName(words.translator, cell, className);
  return kind ? words.t('maps.tileVerdict', { name, verdict: words.verdictOf(kind) }) : name;
}

function plainName(translator: Words['translator'], cell: Cell, className: string): string {
  const { column, filter, place } = cell;
  const { name, indexPath: layer } = column.layer;
  if (filter < 0) return translator.text('maps.tileNone', { layer, name, filter: String(place.rank) });
  const { statistics } = column;
  if (!statistics) return translator.text('maps.tileLoading', { layer, name, filter: String(filter) });
  const min = statistics.min[filter]!;
  const max = statistics.max[filter]!;
  if (!column.layer.isSpatial) {
    const unit = className === '' ? String(filter) : `${filter} ${className}`;
    return translator.text('maps.unit', { layer, name, unit, value: translator.value(min) });
  }
  if (min === max) {
    return translator.text('maps.tileConstant', {
      layer,
      name,
      filter: String(filter),
      value: translator.value(min),
    });
  }
  const zeros = statistics.zeros[filter] ?? 0;
  return translator.text(verdictKindOf(cell) === 'sparse' ? 'maps.tileSparse' : 'maps.tile', {
    layer,
    name,
    filter: String(filter),
    min: translator.value(min),
    max: translator.value(max),
    zeros: translator.percent(zeros),
  });
}
