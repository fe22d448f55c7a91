import type { ModelInfo, Picture } from '../../electron/shared/contract';
import type { Message } from '../../electron/shared/messages/message';
import { asSentence } from '../lib/as-sentence';
import type { Translator } from '../../electron/shared/texts/translator';

/** Something doubtful about the picture or the model on screen; `message` is the whole sentence. */
export interface Doubt {
  readonly key: string;
  readonly text: string;
  readonly message: string;
}

/** All doubts, the picture's first. Notes of the model are none: its form tells them. */
export function doubtsOf(
  picture: Picture | null,
  model: ModelInfo | null,
  t: Translator['text'],
  sentenceOf: (note: Message) => string,
): readonly Doubt[] {
  const ofPicture =
    picture && picture.warnings.length > 0
      ? [
          {
            key: 'picture',
            text: t('warning.picture', { name: picture.name }),
            message: picture.warnings.map(sentenceOf).join(' '),
          },
        ]
      : [];
  const ofModel = (model?.warnings ?? [])
    .filter(({ isNote }) => !isNote)
    .map(({ code, message, values }) => ({
      key: code,
      text: t(`warning.${code}`, values),
      message: asSentence(message),
    }));
  return [...ofPicture, ...ofModel];
}
