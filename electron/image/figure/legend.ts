import { EM } from '../../core/figure-sizes';
import type { ColormapName } from '../../core/colormap';
import { textOf } from '../../shared/messages/sentence';
import { windowTables } from '../../shared/messages/tables';
import type { Translator } from '../../shared/texts/translator';
import { VERDICT_KINDS, type VerdictKind } from '../../shared/verdicts';
import { verdictWord } from '../../shared/verdict-words';
import type { FigureLayer, FigureMap, MapColours } from './content';
import { stacked, type Block, type Box, type Item } from './items';
import type { Metrics } from './metrics';
import { formatValue, wrap } from './text';

const BAR_EM = 9;
const LABEL_EM = 0.5;
const MOST_LINES = 6;

/** A bar of colours with what its ends mean. */
interface LegendBar {
  readonly colormap: ColormapName;
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** What a mark in the figure means. */
interface LegendMark {
  readonly mark: 'hatch' | 'nonFinite' | 'missing' | VerdictKind;
  readonly label: string;
}

/** Everything that must be told of the colours of a figure. */
export interface Legend {
  readonly bars: readonly LegendBar[];
  readonly marks: readonly LegendMark[];
}

const NO_LEGEND: Legend = { bars: [], marks: [] };

/** Several legends as one: what is the same is told once. */
export function joined(legends: readonly Legend[]): Legend {
  const once = <Entry>(entries: readonly Entry[]) => [
    ...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values(),
  ];
  return {
    bars: once(legends.flatMap(({ bars }) => bars)),
    marks: once(legends.flatMap(({ marks }) => marks)),
  };
}

/** What is said of the scales of maps. */
interface ScaleText {
  readonly label: string;
  /** All maps share one, whose limits stand in the legend. */
  readonly isOne: boolean;
}

/** The legend of maps: which values their colours are, as their range says, or `scale` in its place. */
export function legendOfMaps(
  layers: readonly FigureLayer[],
  { range, colormap }: MapColours,
  isAnyMissing: boolean,
  words: Translator,
  scale: ScaleText = { label: words.text(`figure.scale.${range.scope}`), isOne: range.scope === 'fixed' },
): Legend {
  const maps = layers.flatMap(({ filters }) => filters);
  const plain = layers.some((layer) => layer.filters.length > 0 && layer.colormap === undefined);
  const signed = layers.find((layer) => layer.filters.length > 0 && layer.colormap !== undefined);
  const ends = ({ min, max }: Pick<FigureMap, 'min' | 'max'>) => ({
    from: formatValue(min),
    to: formatValue(max),
  });
  const open = { from: words.text('figure.lowest'), to: words.text('figure.highest') };
  const { label, isOne } = scale;
  const shared = range.scope === 'fixed' ? range : maps[0];
  const bars = [
    ...(plain ? [{ colormap, ...(isOne && shared ? ends(shared) : open), label }] : []),
    ...(signed
      ? [
          {
            colormap: signed.colormap!,
            ...(isOne ? ends(signed.filters[0]!) : { from: '−m', to: 'm' }),
            label: [
              ...(plain ? [] : [label]),
              words.text(isOne ? 'figure.signedFixed' : 'figure.signed'),
            ].join(words.language === 'zh-CN' ? '' : ' '),
          },
        ]
      : []),
  ];
  const marks: LegendMark[] = [
    ...(maps.some(({ constant }) => constant !== null)
      ? [{ mark: 'hatch', label: words.text('figure.hatched') } as const]
      : []),
    ...(maps.some(({ nonFinite }) => nonFinite !== undefined)
      ? [{ mark: 'nonFinite', label: words.text('figure.nonFinite') } as const]
      : []),
    ...(isAnyMissing ? [{ mark: 'missing', label: words.text('figure.missing') } as const] : []),
    ...verdictMarks(maps, words),
  ];
  return maps.length === 0 ? { ...NO_LEGEND, marks } : { bars, marks };
}

/** The word of each verdict that a map has, in the order of the verdicts. */
function verdictMarks(maps: readonly FigureMap[], { language }: Translator): LegendMark[] {
  const found = new Set(maps.map(({ verdict }) => verdict));
  return VERDICT_KINDS.filter((kind) => found.has(kind)).map((kind) => ({
    mark: kind,
    label: textOf(verdictWord(kind), windowTables[language]),
  }));
}

/** Bars, each with its label beside it or below, then the marks. */
export function layOutLegend({ bars, marks }: Legend, widthPx: number, metrics: Metrics): Block {
  const blocks = bars.map((bar) => placeBar(bar, widthPx, metrics));
  if (marks.length > 0) blocks.push(placeMarks(marks, widthPx, metrics));
  return stacked(blocks, metrics.ems(0.3));
}

function placeBar({ colormap, from, to, label }: LegendBar, widthPx: number, metrics: Metrics): Block {
  const text = (words: string, x: number, line = 0) =>
    metrics.line(words, 'detail', x, line * metrics.ems(EM.line));
  const between = metrics.ems(LABEL_EM);
  const barX = Math.ceil(metrics.measure(from, 'detail')) + between;
  const box = {
    ...{ x: barX, y: metrics.ems(0.05), height: metrics.ems(EM.bar) },
    width: Math.min(metrics.ems(BAR_EM), Math.round(widthPx / 3)),
  };
  const toX = barX + box.width + between;
  const labelX = toX + Math.ceil(metrics.measure(to, 'detail')) + metrics.ems(1);
  const items: Item[] = [text(from, 0), { kind: 'bar', colormap, box }, text(to, toX)];
  const lineHeight = metrics.ems(EM.line);
  const beside = wrap(label, 'detail', widthPx - labelX, 2, metrics.measure);
  if (beside.length < 2 && labelX < widthPx)
    return { items: [...items, ...beside.map((line) => text(line, labelX))], heightPx: lineHeight };
  const below = wrap(label, 'detail', widthPx, MOST_LINES, metrics.measure);
  return {
    items: [...items, ...below.map((line, place) => text(line, 0, place + 1.1))],
    heightPx: Math.round((below.length + 1.1) * lineHeight),
  };
}

/** Swatches with their meanings, as many in a line as fit. */
function placeMarks(marks: readonly LegendMark[], widthPx: number, metrics: Metrics): Block {
  const swatch = { width: metrics.ems(1.4), height: metrics.ems(EM.bar) };
  const items: Item[] = [];
  const lineHeight = metrics.ems(EM.line);
  let [x, line] = [0, 0];
  for (const { mark, label } of marks) {
    const labelPx = Math.ceil(metrics.measure(label, 'detail'));
    const entryPx = swatch.width + metrics.ems(LABEL_EM) + labelPx;
    if (x > 0 && x + entryPx > widthPx) [x, line] = [0, line + 1];
    const top = line * lineHeight;
    const box = { x, y: top + metrics.ems(0.05), ...swatch };
    items.push(...swatchOf(mark, box));
    const labelX = x + swatch.width + metrics.ems(LABEL_EM);
    const lines = wrap(label, 'detail', widthPx - labelX, MOST_LINES, metrics.measure);
    items.push(...lines.map((text, below) => metrics.line(text, 'detail', labelX, top + below * lineHeight)));
    x += entryPx + metrics.ems(1.5);
    line += lines.length - 1;
  }
  return { items, heightPx: (line + 1) * lineHeight };
}

function swatchOf(mark: LegendMark['mark'], box: Box): Item[] {
  const frame: Item = { kind: 'frame', tone: 'outline', box };
  switch (mark) {
    case 'missing':
      return [frame];
    case 'hatch':
      return [{ kind: 'hatch', box }, frame];
    case 'nonFinite':
      return [{ kind: 'fill', tone: 'nonFinite', box }, frame];
    default:
      return [{ kind: 'badge', verdict: mark, box }, frame];
  }
}
