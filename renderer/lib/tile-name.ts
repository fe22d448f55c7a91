import type { Translator } from '../../electron/shared/texts/translator';
import type { Cell } from './matrix-cells';

/** A map with more zeros than this answers at few places only, which is worth a word. */
const SPARSE_SHARE = 0.9;

/** What a tile is called by screen readers and tooltips. */
export function tileName(
  translator: Translator,
  { column, filter, place }: Cell,
  className: string = '',
): string {
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
  return translator.text(zeros > SPARSE_SHARE ? 'maps.tileSparse' : 'maps.tile', {
    layer,
    name,
    filter: String(filter),
    min: translator.value(min),
    max: translator.value(max),
    zeros: translator.percent(zeros),
  });
}
