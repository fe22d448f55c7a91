import type { ReceptiveField } from '../../electron/shared/contract';
import type { Translator } from '../../electron/shared/texts/translator';
import { fieldSize } from './field-box';

/** How much of the picture a place sees, in a few words: "sees 83 × 83 px". */
export function fieldLabel({ text }: Translator, field: ReceptiveField, isAll: boolean): string {
  const size = fieldSize(field);
  if (!size) return text('field.all');
  return text(isAll ? 'field.sizeAll' : 'field.size', { width: size.width, height: size.height });
}

/** The same as a sentence, with the way from one place to the next. */
export function fieldSentence(translator: Translator, field: ReceptiveField): string {
  const { text, number } = translator;
  const size = fieldSize(field);
  if (!size) return text('field.sentenceAll');
  const { rows, columns } = field;
  const step = (stride: number) => number(stride, Number.isInteger(stride) ? 0 : 2);
  const steps =
    rows.stride === columns.stride
      ? step(columns.stride)
      : text('field.steps', { width: step(columns.stride), height: step(rows.stride) });
  return text('field.sentence', { width: size.width, height: size.height, stride: steps });
}
