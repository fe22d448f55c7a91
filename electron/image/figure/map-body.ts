import { EM } from '../../core/figure-sizes';
import { pixelsOf } from '../../core/lengths';
import type { StatisticId } from '../../shared/map-statistics';
import { numberWords } from '../../shared/texts/number-words';
import { statisticText } from '../../shared/texts/statistic-text';
import type { Translator } from '../../shared/texts/translator';
import { givenHeight, givenWidth, type Body, type Setting } from './body';
import { mapItems, placeEnds } from './cells';
import type { MapContent } from './content';
import { centredIn, moved, stacked, type Block, type Box, type Item } from './items';
import { legendOfMaps } from './legend';
import { layerLine } from './maps-body';
import type { Metrics } from './metrics';
import { cutEnd, formatValue } from './text';
import { drawnSizeIn } from './tile';

const USUAL_WIDTH = { value: 86, unit: 'mm' } as const;
/** Statistics stand beside the map where that leaves it so much, otherwise below. */
const TABLE_EM = 15;
const LEAST_MAP_EM = 22;
/** A map is not higher than so many widths of the figure. */
const HIGHEST_SHARE = 1.2;

/** One map large, with its layer, its bar and its statistics. */
export function mapBody(content: MapContent, setting: Setting): Body {
  const { layer, statistics, colormap } = content;
  const { metrics, words, style } = setting;
  const [map] = layer.filters;
  const { min, max, constant } = map!;
  const legend = legendOfMaps([layer], { ...content, range: { scope: 'fixed', min, max } }, false, words);
  return {
    // The bar below the map has the numbers.
    legend: { ...legend, bars: [] },
    widthPx: () => givenWidth(style, pixelsOf(USUAL_WIDTH, style.dpi)),
    layOut: (innerPx, aroundPx) => {
      const head = layerLine(layer, innerPx, setting, words.text('figure.channel', { channel: map!.filter }));
      const tablePx = statistics.length === 0 ? 0 : metrics.ems(TABLE_EM);
      const isBeside = tablePx > 0 && innerPx - tablePx >= metrics.ems(LEAST_MAP_EM);
      const gapPx = metrics.ems(isBeside ? 2 : EM.gap);
      const room = isBeside ? innerPx - tablePx - gapPx : innerPx;
      const table = layOutTable(statistics, isBeside ? tablePx : innerPx, isBeside ? 1 : 2, setting);
      const barPx = metrics.ems(EM.caption + EM.bar + EM.caption + EM.line);
      const tableBelow = isBeside || table.heightPx === 0 ? 0 : table.heightPx + gapPx;
      const height = givenHeight(style);
      const mostPx =
        height === null
          ? Math.round(HIGHEST_SHARE * innerPx)
          : Math.max(1, height - aroundPx - head.heightPx - barPx - tableBelow);
      const size = drawnSizeIn(map!, { width: room, height: mostPx });
      const usedPx = isBeside ? size.width + gapPx + tablePx : size.width;
      const left = Math.max(0, Math.floor((innerPx - usedPx) / 2));
      const box = { x: left, y: 0, ...size };
      const picture = mapItems(map!, layer.colormap ?? colormap, box, metrics);
      const bar = constant === null && min <= max ? barBelow(content, box, metrics) : [];
      const beside = isBeside ? moved(table.items, left + size.width + gapPx, 0) : [];
      const block: Block = {
        items: [...picture, ...bar, ...beside],
        heightPx: Math.max(size.height + barPx, isBeside ? table.heightPx : 0),
      };
      const all = stacked([block, ...(isBeside ? [] : [table])], gapPx);
      const items = [...head.items, ...moved(all.items, 0, head.heightPx)];
      return { bands: [{ items, heightPx: head.heightPx + all.heightPx }], gapPx: 0 };
    },
  };
}

function barBelow({ layer, colormap }: MapContent, box: Box, metrics: Metrics): Item[] {
  const width = Math.max(box.width, metrics.ems(8));
  const { x } = centredIn({ ...box, height: 1 }, width, 1);
  const bar = {
    x: Math.max(0, x),
    y: box.y + box.height + metrics.ems(2 * EM.caption),
    width,
    height: metrics.ems(EM.bar),
  };
  const { min, max } = layer.filters[0]!;
  return [
    { kind: 'bar', colormap: layer.colormap ?? colormap, box: bar },
    ...placeEnds({ min, max }, bar, bar.y + bar.height + metrics.ems(EM.caption), metrics),
  ];
}

/** Names and values of statistics in columns. */
function layOutTable(
  statistics: MapContent['statistics'],
  widthPx: number,
  columns: number,
  { metrics, words }: Setting,
): Block {
  const columnPx = Math.floor((widthPx - (columns - 1) * metrics.ems(2)) / columns);
  const rows = Math.ceil(statistics.length / columns);
  const items = statistics.flatMap(([id, value], place) => {
    const x = Math.floor(place / rows) * (columnPx + metrics.ems(2));
    const y = (place % rows) * metrics.ems(EM.line);
    const number = textOf(words, id, value);
    const room = columnPx - metrics.measure(number, 'detail') - metrics.ems(0.6);
    const name = cutEnd(words.text(`stat.${id}`), 'detail', room, metrics.measure);
    return [
      metrics.line(name, 'detail', x, y),
      metrics.line(number, 'detail', x + columnPx, y, { align: 'right', tone: 'ink' }),
    ];
  });
  return { items, heightPx: rows * metrics.ems(EM.line) };
}

/** A statistic as it is shown beside its name. */
function textOf(words: Translator, id: StatisticId, value: number): string {
  if (!Number.isFinite(value)) return words.text('figure.none');
  return statisticText({ ...numberWords(words), value: (one) => formatValue(one, 4) }, id, value);
}
