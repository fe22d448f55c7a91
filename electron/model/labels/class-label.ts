/** Name of a class: WordNet id where one is known (else ''), and the label with its synonyms. */
export interface ClassLabel {
  readonly wordNetId: string;
  readonly label: string;
}
