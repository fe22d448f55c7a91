import type { NetworkNoteCode } from '../model/network';

/** Things that were assumed about a model, each with a text of this name in the window. */
export type ModelWarningCode =
  | NetworkNoteCode
  | 'open-size' // its picture size is open, one was taken
  | 'unknown-preprocess' // guessed
  | 'doubtful-preprocess' // chosen, but something speaks against it
  | 'grey-input'
  | 'alpha-input'
  | 'several-heads'
  | 'softmax-of-one' // 1 for every picture
  | 'labels-beside' // a labels file in the model's folder is used
  | 'labels-unfit' // one is there, but does not fit
  | 'labels-guessed' // 1000 classes: those of ImageNet
  | 'labels-gap'
  | 'labels-duplicate'
  | 'choice-left-out'; // a remembered choice does not fit any more

/** Something that was assumed about a model. */
export interface ModelWarning {
  readonly code: ModelWarningCode;
  /** English sentence without its full stop. */
  readonly message: string;
  /** True for what is good to know but needs no look. */
  readonly isNote: boolean;
  /** What the sentence speaks of, for other languages. */
  readonly values: Readonly<Record<string, string | number>>;
}

const NOTES: readonly ModelWarningCode[] = [
  'other-precision',
  'own-statistics',
  'version-taken',
  'newer-version',
  'unknown-settings',
  'grey-input',
  'alpha-input',
  'labels-beside',
  'several-heads',
];

export function warn(
  code: ModelWarningCode,
  message: string,
  values: ModelWarning['values'] = {},
): ModelWarning {
  return { code, message, isNote: NOTES.includes(code), values };
}
