import { EM } from '../../core/figure-sizes';
import type { PixelSize } from '../../core/fit';
import type { Translator } from '../../shared/texts/translator';
import type { CaptionFacts, CaptionPicture } from './content';
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

function captionText({ model, input, pictures, preprocess }: CaptionFacts, words: Translator): string {
  const isAnyFitted = pictures.some(({ fitted }) => fitted !== null);
  return [
    words.text('figure.captionModel', { model: oneLine(model), input: sizeText(input) }),
    pictures.length === 1 ? onlyPicture(pictures[0]!, words) : severalPictures(pictures, words),
    ...(isAnyFitted
      ? [
          words.text('figure.captionPreprocess', {
            preprocess: unbroken(words.text(`preprocess.${preprocess}`)),
          }),
        ]
      : []),
  ].join(words.language === 'zh-CN' ? '' : ' ');
}

const sizeText = ({ width, height }: PixelSize) => unbroken(`${width} × ${height}`);

function onlyPicture({ fitted, ...name }: CaptionPicture, words: Translator): string {
  const picture = oneLine(name.picture);
  if (!fitted) return words.text('figure.captionArray', { picture });
  const fit = words.text(`figure.fit.${fitted.fit}`);
  return words.text('figure.captionPicture', { picture, size: sizeText(fitted), fit });
}

/** With their numbers, as above the columns; what is the same of all is told once. */
function severalPictures(pictures: readonly CaptionPicture[], words: Translator): string {
  const sizes = pictures.map(({ fitted }) =>
    fitted ? words.text('figure.captionSize', { size: sizeText(fitted) }) : words.text('figure.captionAsIs'),
  );
  const fits = new Set(
    pictures.flatMap(({ fitted }) => (fitted ? [words.text(`figure.fit.${fitted.fit}`)] : [])),
  );
  const areAlike = new Set(sizes).size === 1;
  const comma = words.language === 'zh-CN' ? '，' : ', ';
  const names = pictures.map(({ picture }, place) => {
    const name = `${place + 1} ${oneLine(picture)}`;
    return areAlike ? name : words.text('figure.captionWithSize', { name, size: sizes[place]! });
  });
  const list = names.join(comma);
  const facts = [...(areAlike ? [sizes[0]!] : []), ...fits].join(comma);
  return words.text('figure.captionPictures', { pictures: list, facts });
}

function block(lines: readonly string[], style: 'title' | 'detail', lineEm: number, metrics: Metrics): Block {
  return {
    items: lines.map((text, place) => metrics.line(text, style, 0, place * metrics.ems(lineEm))),
    heightPx: lines.length * metrics.ems(lineEm),
  };
}
