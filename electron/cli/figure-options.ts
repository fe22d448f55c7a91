import { InvalidArgumentError, Option, type Command } from 'commander';
import { FIGURE_LIMITS } from '../core/figure-style';
import type { FigureLength, FigureStyle } from '../shared/contract';
import { DEFAULT_FIGURE_STYLE, FIGURE_PRESETS, type FigurePreset } from '../shared/figure-styles';
import { FIGURE_BACKGROUNDS, FIGURE_FORMATS, LANGUAGES, type FigureFormat } from '../shared/names';
import { toCount, toNumber } from './option-values';

/** How a figure is made up, as options say it. */
export interface FigureOptions {
  readonly preset?: FigurePreset;
  readonly format?: FigureFormat;
  readonly width?: FigureLength;
  readonly height?: FigureLength;
  readonly dpi?: number;
  readonly text?: number;
  readonly columns?: number;
  readonly cell?: FigureLength;
  readonly gap?: FigureLength;
  readonly background?: FigureStyle['background'];
  readonly caption?: boolean;
  readonly legend?: boolean;
  readonly marks?: boolean;
  readonly language?: FigureStyle['language'];
}

/** Everything that changes how a figure is made up, but its format. */
export const FIGURE_OPTION_NAMES = [
  ...['preset', 'width', 'height', 'dpi', 'text', 'columns', 'cell', 'gap', 'background', 'caption'],
  ...['legend', 'language', 'marks'],
] as const;

/** Reads `174mm`, `17.4cm`, `6.85in` or `1920px`. */
function toLength(text: string): FigureLength {
  const [, number, unit] = /^(-?[\d.]+(?:e[+-]?\d+)?)\s*(mm|cm|in|px)$/i.exec(text.trim()) ?? [];
  const value = Number(number);
  if (unit === undefined || Number.isNaN(value))
    throw new InvalidArgumentError('It is not a length such as 174mm, 17.4cm, 6.85in or 1920px.');
  const name = unit.toLowerCase();
  return name === 'cm' ? { value: value * 10, unit: 'mm' } : { value, unit: name as FigureLength['unit'] };
}

/** Reads `8pt` or `8`. */
function toPoints(text: string): number {
  try {
    return toNumber(text.trim().replace(/\s*pt$/i, ''));
  } catch {
    throw new InvalidArgumentError('It is not a size in points such as 8pt.');
  }
}

/** Adds the options of a figure's make-up. */
export function withFigureStyle(command: Command): Command {
  return command
    .addOption(
      new Option('--format <name>', 'format of the figure (default: by the file, jpeg)').choices(
        FIGURE_FORMATS,
      ),
    )
    .addOption(
      new Option('--preset <name>', 'size and text for a slide, a column, two columns or a poster').choices(
        Object.keys(FIGURE_PRESETS),
      ),
    )
    .addOption(
      new Option(
        '--width <length>',
        'printed width of the figure: 174mm, 6.85in or 2055px (default: 174mm, or more where it would be too high)',
      ).argParser(toLength),
    )
    .addOption(
      new Option(
        '--height <length>',
        'height into which it is fitted (default: as high as needed)',
      ).argParser(toLength),
    )
    .addOption(new Option('--dpi <n>', 'pixels an inch (default: 300)').argParser(toNumber))
    .addOption(
      new Option(
        '--text <points>',
        'size of the smallest text at the printed width (default: 7pt)',
      ).argParser(toPoints),
    )
    .addOption(
      new Option(
        '--columns <n>',
        'layers side by side, the others below (default: as many as are legible, up to 8)',
      ).argParser(toCount(FIGURE_LIMITS.columnsInRow)),
    )
    .addOption(new Option('--cell <length>', 'edge of each map (default: by the width)').argParser(toLength))
    .addOption(new Option('--gap <length>', 'between maps (default: by the text)').argParser(toLength))
    .addOption(
      new Option('--background <name>', 'what lies behind the figure (default: white)').choices(
        FIGURE_BACKGROUNDS,
      ),
    )
    .option('--marks', 'a sign on each map in which something stands out, such as inactive or duplicate')
    .option('--no-caption', 'without title and caption')
    .option('--no-legend', 'without colour bars and what marks mean')
    .addOption(
      new Option('--language <name>', 'of the words in the figure (default: en)').choices(LANGUAGES),
    );
}

/** The style that options describe. */
export function styleOf(options: FigureOptions, format: FigureFormat | undefined): FigureStyle {
  const { preset, width, height, dpi, text, columns, cell, gap, background, caption, legend, language } =
    options;
  return {
    ...DEFAULT_FIGURE_STYLE,
    ...(preset && FIGURE_PRESETS[preset]),
    ...(format && { format }),
    ...(width && { width }),
    ...(height && { height }),
    ...(dpi !== undefined && { dpi }),
    ...(text !== undefined && { textPt: text }),
    ...(columns !== undefined && { columnsInRow: columns }),
    ...(cell && { cell }),
    ...(gap && { gap }),
    ...(background && { background }),
    ...(caption !== undefined && { caption }),
    ...(legend !== undefined && { legend }),
    ...(language && { language }),
  };
}
