import { failureSentence, sentenceOf } from '../shared/messages/sentence';
import { commandLineTable } from '../shared/messages/tables';
import type { FeaturescopeError } from '../shared/errors';
import type { Message } from '../shared/messages/message';

/** What the command line says of a note. */
export function commandLineNote(note: Message): string {
  return sentenceOf(note, commandLineTable);
}

/** What the command line says of a failure. */
export function commandLineSentence(failure: FeaturescopeError): string {
  return failureSentence(failure, commandLineTable);
}
