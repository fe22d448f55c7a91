import type { Analysis, ModelInfo, Picture } from '../../electron/shared/contract';
import type { Note } from '../../electron/shared/note';
import type { Wording } from './wording.svelte';

/** Something doubtful about the picture, the model or the results on screen; `message` is the whole sentence. */
export interface Doubt {
  readonly text: string;
  readonly message: string;
}

/** All doubts, those about the results first. Notes of the model are none: its form tells them. */
export function doubtsOf(
  picture: Picture | null,
  model: ModelInfo | null,
  analysis: Pick<Analysis, 'notFinite'> | null,
  wording: Pick<Wording, 't' | 'sentenceOf' | 'noteOf' | 'shortNoteOf'>,
): readonly Doubt[] {
  const doubtOf = (note: Note): Doubt => ({ text: wording.shortNoteOf(note), message: wording.noteOf(note) });
  const ofPicture =
    picture && picture.warnings.length > 0
      ? [
          {
            text: wording.t('warning.picture', { name: picture.name }),
            message: picture.warnings.map((note) => wording.sentenceOf(note)).join(' '),
          },
        ]
      : [];
  const ofModel = (model?.warnings ?? []).filter(({ isNote }) => !isNote).map(doubtOf);
  const ofResults = analysis?.notFinite ? [doubtOf(analysis.notFinite)] : [];
  return [...ofResults, ...ofPicture, ...ofModel];
}
