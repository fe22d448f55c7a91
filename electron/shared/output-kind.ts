/** What the numbers of a model's output are, and so how they are shown. */
export const OUTPUT_KINDS = [
  'softmax', // probabilities of classes that exclude each other: they sum to 1
  'sigmoid', // each class has a probability of its own
  'binary', // a single sigmoid: the probability of the second of two classes
  'scores', // other numbers, one for each class or quantity: logits, tanh, a regression of several values
  'softmax-of-scores', // scores whose softmax is shown, because somebody chose it
  'value', // one number
] as const;

export type OutputKind = (typeof OUTPUT_KINDS)[number];
