import type { ModelUse } from '../../electron/shared/contract';
import type { OpenQuestion } from './model-question.svelte';

type Shape = readonly (number | null)[];

const PICTURE_AXES = 4;

/** What the user answers to a question about a model. */
export class QuestionForm {
  /** The input that takes the picture. */
  picture = $state('');
  /** What every other input gets, as it is typed. */
  readonly values: Record<string, string> = $state({});
  architecture = $state('');
  readonly inputs;

  /** How the model is then used; null while something is missing. */
  readonly answer: Partial<ModelUse> | null = $derived.by(() => {
    if (this.ask.kind === 'architecture')
      return this.architecture === '' ? null : { architecture: this.architecture };
    const others = this.inputs.filter(({ name }) => name !== this.picture);
    const constants = others.map(({ name }) => [name, numberOf(this.values[name])] as const);
    return constants.every(([, value]) => Number.isFinite(value))
      ? { constants: Object.fromEntries(constants) }
      : null;
  });

  /** @param before  how the model was used the last time */
  constructor(
    readonly ask: OpenQuestion['ask'],
    before: ModelUse,
  ) {
    this.inputs = ask.kind === 'inputs' ? ask.inputs : [];
    if (ask.kind === 'architecture') this.architecture = ask.ids[0] ?? '';
    // Colour is a picture sooner than one channel, which may be a mask.
    const pictures = this.inputs.filter(({ shape }) => isPicture(shape));
    const picture = pictures.find(({ shape }) => shape.at(-1) === 3) ?? pictures[0] ?? this.inputs[0];
    this.picture = picture?.name ?? '';
    // A mask that hides nothing, no facts.
    for (const { name, shape } of this.inputs)
      this.values[name] = String(before.constants?.[name] ?? (isPicture(shape) ? 1 : 0));
  }
}

function isPicture(shape: Shape): boolean {
  return shape.length === PICTURE_AXES;
}

/** NaN where nothing is written. */
function numberOf(text: string | undefined): number {
  return text === undefined || text.trim() === '' ? NaN : Number(text);
}
