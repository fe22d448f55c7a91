/** The rooms an error can come from; the part after the slash names the case, e.g. `image/too-large`. */
export type ErrorArea =
  | 'usage'
  | 'image'
  | 'model'
  | 'layers'
  | 'labels'
  | 'engine'
  | 'output'
  | 'job'
  | 'camera'
  | 'compute'
  | 'internal';

/** Stable, greppable error code. Texts may change, codes do not. */
export type ErrorCode = `${ErrorArea}/${string}`;

/** What must be known of a model file before it can be used. */
export type ModelQuestion =
  /** Which input takes the picture, and which constant each of the others. */
  | { kind: 'inputs'; inputs: { name: string; shape: (number | null)[] }[] }
  /** Which layers the weights belong to: one of these ids, or a file. */
  | { kind: 'architecture'; ids: string[] };

/**
 * An expected failure, told in one sentence: what was being done, to which file or thing, what is wrong with
 * which value, and what the user can do next. Anything else that is thrown is a bug of ours.
 */
export class FeaturescopeError extends Error {
  override readonly name = 'FeaturescopeError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: { cause?: unknown; question?: ModelQuestion | undefined; about?: string | undefined },
  ) {
    super(message, options);
    this.question = options?.question;
    this.about = options?.about;
  }

  /** What the user can answer so that it works the next time. */
  readonly question: ModelQuestion | undefined;
  /** What it is about, such as a layer, where sentences in other languages do not take their words from the message. */
  readonly about: string | undefined;

  /** The same failure with what a caller knows besides: the file in its message, or a question. */
  retold({
    message = this.message,
    question = this.question,
  }: {
    message?: string;
    question?: ModelQuestion;
  }): FeaturescopeError {
    // Where the failure came across a process border, its cause is the text that tells where it began.
    const cause = this.cause ?? this;
    return new FeaturescopeError(this.code, message, { cause, question, about: this.about });
  }
}

/** True for errors whose text is meant for the user. */
export function isFeaturescopeError(error: unknown): error is FeaturescopeError {
  return error instanceof FeaturescopeError;
}

/** One line of text for any thrown value: the message without stack or line breaks. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, ' ').trim();
}
