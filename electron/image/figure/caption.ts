import { EM } from '../../core/figure-sizes';
import type { PixelSize } from '../../core/fit';
import type { Translator } from '../../shared/texts/translator';
import type { CaptionFacts } from './content';
import type { Block } from './items';
import type { Metrics } from './metrics';
import { oneLine, wrap } from './text';

const MOST_TITLE_LINES = 3;
const MOST_CAPTION_LINES = 8;

/** The title above everything. */
export function layOutTitle(title: string, widthPx: number, metrics: Metrics): Block {
  const lines = wrap(oneLine(title), 'title', widthPx, MOST_TITLE_LINES, metrics.measure);
  return block(lines, 'title', EM.titleLine, metrics);
}

/** What was fed to which model, below everything. */
export function layOutCaption(
  facts: CaptionFacts,
  words: Translator,
  widthPx: number,
  metrics: Metrics,
): Block {
  const text = captionText(facts, words);
  const lines = wrap(text, 'detail', widthPx, MOST_CAPTION_LINES, metrics.measure);
  return block(lines, 'detail', EM.line, metrics);
}

/** What no line is broken in. */
const unbroken = (text: string) => text.replaceAll(' ', '\u00A0');

function captionText({ input, fitted, preprocess, ...names }: CaptionFacts, words: Translator): string {
  const [model, picture] = [oneLine(names.model), oneLine(names.picture)];
  const size = ({ width, height }: PixelSize) => unbroken(`${width} × ${height}`);
  return [
    words.text('figure.captionModel', { model, input: size(input) }),
    fitted
      ? words.text('figure.captionPicture', {
          ...{ picture, size: size(fitted) },
          fit: words.text(`figure.fit.${fitted.fit}`),
        })
      : words.text('figure.captionArray', { picture }),
    ...(fitted
      ? [
          words.text('figure.captionPreprocess', {
            preprocess: unbroken(words.text(`preprocess.${preprocess}`)),
          }),
        ]
      : []),
  ].join(words.language === 'zh-CN' ? '' : ' ');
}

function block(lines: readonly string[], style: 'title' | 'detail', lineEm: number, metrics: Metrics): Block {
  return {
    items: lines.map((text, place) => metrics.line(text, style, 0, place * metrics.ems(lineEm))),
    heightPx: lines.length * metrics.ems(lineEm),
  };
}
