import { EM, figureSizes, type FigureCells, type FigureSizes } from '../../core/figure-sizes';
import type { Translator } from '../../shared/texts/translator';
import type { Body, LaidBody, Setting } from './body';
import { placeColumn, type CellColumn } from './cells';
import type { FigureLayer, LayerContent, MapColours, MapsContent } from './content';
import { moved, type Block, type Item } from './items';
import { legendOfMaps } from './legend';
import { cutEnd, formatShape, oneLine, wrap } from './text';

/** About what title, legend and caption take, until the width is known. */
const AROUND_EM = 12;

/** The matrix: a column for each layer with its head, a row for each filter. */
export function mapsBody(content: MapsContent, setting: Setting): Body {
  const { columns, rows, range } = content;
  const { words, metrics } = setting;
  // Sorted filters have their numbers below them, and the rows count places.
  const isByNumber = columns.every(({ filters }) => filters.every(({ filter }, row) => filter === row));
  const rowWord = words.text(isByNumber ? 'figure.filter' : 'figure.place');
  const rowNames = Array.from({ length: rows }, (_, row) => String(isByNumber ? row : row + 1));
  const widest = Math.max(
    metrics.measure(rowWord, 'detail'),
    ...rowNames.map((name) => metrics.measure(name, 'row')),
  );
  const cells: FigureCells = {
    columns: columns.length,
    rows,
    nameLetters: Math.max(...columns.map(({ name }) => Array.from(name).length)),
    headerLines: 2,
    withNumbers: !isByNumber,
    withLimits: range.scope === 'map',
    hasBars: range.scope === 'layer',
    rowHeaderEm: widest / metrics.em,
  };
  const isMissing = columns.some(({ filters }) => filters.length < rows);
  const cellColumns = columns.map((layer) => ({
    ...cellColumnOf(layer, content),
    head: layer,
    maps: Array.from({ length: rows }, (_, row) => layer.filters[row] ?? null),
    reason: (row: number) => reasonFor(layer, row, words),
  }));
  const rowItems = (sizes: FigureSizes): Item[] => {
    const x = sizes.rowHeaderPx - metrics.ems(EM.rowHeader);
    const middle = (row: number) => sizes.headerPx + row * sizes.rowStepPx + sizes.cellPx / 2;
    const wordY =
      metrics.ems(EM.indexLine) + sizes.nameLines * metrics.ems(EM.nameLine) + metrics.ems(EM.line);
    return [
      metrics.line(rowWord, 'detail', x, wordY, { align: 'right' }),
      ...rowNames.map((name, row) =>
        metrics.line(name, 'row', x, middle(row) - 0.42 * metrics.sizePx('row'), { align: 'right' }),
      ),
    ];
  };
  const legend = legendOfMaps(columns, content, isMissing, words);
  return { legend, ...cellsBody(cells, cellColumns, setting, rowItems) };
}

/** All maps of one layer side by side and below each other, each with its number. */
export function layerBody(content: LayerContent, setting: Setting): Body {
  const { layer, range } = content;
  const { words } = setting;
  const cells: FigureCells = {
    ...{ columns: layer.filters.length, rows: 1, nameLetters: 0, headerLines: 0, rowHeaderEm: 0 },
    ...{ withNumbers: true, withLimits: range.scope === 'map', hasBars: false },
  };
  const columns = layer.filters.map((map) => ({
    ...cellColumnOf(layer, content),
    ...{ head: null, bar: null, maps: [map], reason: () => '' },
  }));
  const body = cellsBody(cells, columns, setting, () => []);
  const isOneScale = range.scope === 'layer';
  const oneScale = { label: words.text('figure.scale.oneLayer'), isOne: true };
  return {
    legend: legendOfMaps([layer], content, false, words, isOneScale ? oneScale : undefined),
    widthPx: () => body.widthPx(),
    layOut: (innerPx, aroundPx) => {
      const head = layerLine(layer, innerPx, setting);
      const laid = body.layOut(innerPx, aroundPx + head.heightPx);
      const [band, ...more] = laid.bands;
      return { ...laid, bands: [below(head, band!), ...more] };
    },
  };
}

/** Number, name, class and shape of a layer, in as few lines as fit. */
export function layerLine(layer: FigureLayer, innerPx: number, { metrics }: Setting, more = ''): Block {
  const { index, name, className, shape } = layer;
  const indexText = cutEnd(oneLine(index), 'index', innerPx / 3, metrics.measure);
  const x = Math.ceil(metrics.measure(indexText, 'index')) + metrics.ems(0.7);
  const facts = [name, className, formatShape(shape), ...(more === '' ? [] : [more])].map(oneLine);
  const lines = wrap(facts.join('  ·  '), 'name', innerPx - x, 3, metrics.measure);
  const drop = 0.78 * (metrics.sizePx('index') - metrics.sizePx('name'));
  return {
    items: [
      metrics.line(indexText, 'index', 0, 0),
      ...lines.map((text, line) => metrics.line(text, 'name', x, drop + line * metrics.ems(EM.nameLine))),
    ],
    heightPx: metrics.ems(EM.indexLine + (lines.length - 1) * EM.nameLine + EM.header),
  };
}

function below(head: Block, band: Block): Block {
  return {
    heightPx: head.heightPx + band.heightPx,
    get items() {
      return [...head.items, ...moved(band.items, 0, head.heightPx)];
    },
  };
}

function cellColumnOf(
  layer: FigureLayer,
  { colormap, range }: MapColours,
): Pick<CellColumn, 'colormap' | 'bar'> {
  const [first] = layer.filters;
  return {
    colormap: layer.colormap ?? colormap,
    bar: first && range.scope === 'layer' ? { min: first.min, max: first.max } : null,
  };
}

function reasonFor({ shape, filters }: FigureLayer, row: number, words: Translator): string {
  const channels = shape[2];
  if (shape.length !== 3) return words.text('figure.noMaps');
  if (channels == null || row < channels || filters.length < channels) return words.text('figure.notShown');
  return words.text('figure.onlyFilters', { count: channels });
}

function cellsBody(
  cells: FigureCells,
  columns: readonly CellColumn[],
  setting: Setting,
  rowItems: (sizes: FigureSizes) => readonly Item[],
): Omit<Body, 'legend'> {
  const { style, metrics, words } = setting;
  const { withNumbers, withLimits } = cells;
  return {
    widthPx: () => figureSizes(style, cells, metrics.ems(AROUND_EM)).widthPx,
    layOut: (innerPx, aroundPx): LaidBody => {
      const sizes = figureSizes(style, cells, aroundPx);
      const usedPx = sizes.rowHeaderPx + sizes.columnsInRow * sizes.columnStepPx - sizes.gapPx;
      const left = Math.max(0, Math.floor((innerPx - usedPx) / 2));
      const itemsOf = (band: number) => {
        const begin = band * sizes.columnsInRow;
        const items = columns.slice(begin, begin + sizes.columnsInRow).flatMap((column, place) => {
          const x = sizes.rowHeaderPx + place * sizes.columnStepPx;
          return placeColumn(column, x, { sizes, metrics, words, withNumbers, withLimits });
        });
        return moved([...rowItems(sizes), ...items], left, 0);
      };
      const heightPx = sizes.bandPx - sizes.bandGapPx;
      // What is too large is refused by its height, before thousands of maps have their places.
      const bands = Array.from({ length: sizes.bands }, (_, band): Block => {
        return {
          heightPx,
          get items() {
            return itemsOf(band);
          },
        };
      });
      return { bands, gapPx: sizes.bandGapPx };
    },
  };
}
