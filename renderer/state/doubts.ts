import type { Analysis, ModelInfo, Picture } from '../../electron/shared/contract';
import type { Message } from '../../electron/shared/messages/message';
import { asSentence } from '../lib/as-sentence';
import type { Translator } from '../../electron/shared/texts/translator';

/** Something doubtful about the picture, the model or the results on screen; `message` is the whole sentence. */
export interface Doubt {
  readonly key: string;
  readonly text: string;
  readonly message: string;
}

/** All doubts, those about the results first. Notes of the model are none: its form tells them. */
export function doubtsOf(
  picture: Picture | null,
  model: ModelInfo | null,
  analysis: Pick<Analysis, 'notFinite'> | null,
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
  const notFinite = analysis?.notFinite;
  const ofResults = notFinite
    ? [
        {
          key: 'not-finite',
          text: t(`warning.${notFinite.kind}`, { layer: notFinite.layer }),
          message: asSentence(notFinite.message),
        },
      ]
    : [];
  return [...ofResults, ...ofPicture, ...ofModel];
}
