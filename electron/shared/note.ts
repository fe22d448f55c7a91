import type { Message, NoteCode, NoteValues, Values } from './messages/message';

/** Something that was assumed about a model, or is doubtful about its results: `note/<code>` tells it whole, `short/<code>` in a few words. */
export interface Note {
  readonly code: NoteCode;
  readonly values: Values;
  /** True for what is good to know but needs no look. */
  readonly isNote: boolean;
}

const GOOD_TO_KNOW: readonly NoteCode[] = [
  'known-preprocess',
  'other-precision',
  'own-statistics',
  'stateful-layers',
  'version-taken',
  'newer-version',
  'unknown-settings',
  'grey-input',
  'alpha-input',
  'array-input',
  'labels-beside',
  'several-heads',
];

export function noteOf<Code extends NoteCode>(code: Code, values: NoteValues<Code>): Note {
  return { code, values: values as Values, isNote: GOOD_TO_KNOW.includes(code) };
}

/** A note as it is told whole. */
export function wholeOf({ code, values }: Note): Message {
  return { key: `note/${code}`, values };
}

/** A note in a few words. */
export function shortOf({ code, values }: Note): Message {
  return { key: `short/${code}`, values };
}
