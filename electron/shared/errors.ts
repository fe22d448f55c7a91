import type { Message, MessageKey, Told, Values, ValuesOf } from './messages/message';
import { failureSentence } from './messages/sentence';
import { commandLineTable } from './messages/tables';

/** The rooms a failure can come from; the part after the slash names the case, e.g. `image/too-large`. */
type Area =
  | 'usage'
  | 'image'
  | 'model'
  | 'layers'
  | 'labels'
  | 'engine'
  | 'heat'
  | 'output'
  | 'job'
  | 'camera'
  | 'compute'
  | 'internal';

/** Stable, greppable code of a failure. Texts may change, codes do not. */
export type FailureCode = Extract<MessageKey, `${Area}/${string}`>;

/** What must be known of a model file before it can be used. */
export type ModelQuestion =
  /** Which input takes the picture, and which constant each of the others. */
  | { kind: 'inputs'; inputs: { name: string; shape: (number | null)[] }[] }
  /** Which layers the weights belong to: one of these ids, or a file. */
  | { kind: 'architecture'; ids: string[] };

/** A layer of a model that is refused. */
export interface RefusedLayer {
  /** Its index behind those of the models around it; '' for a function, which has none. */
  readonly indexPath: string;
  /** Its name behind those of the models around it. */
  readonly name: string;
  readonly className: string;
  /** What is wrong with it and what would help; absent for a layer that could be computed. */
  readonly why?: Told | undefined;
}

export interface FailureOptions {
  /** What caused it, for the log and the details. */
  readonly cause?: unknown;
  readonly question?: ModelQuestion | undefined;
  /** Layers of the model that was refused. */
  readonly layers?: readonly RefusedLayer[] | undefined;
  /** What was being done, outermost first, where the text of the code does not say it. */
  readonly during?: readonly Message[];
}

/**
 * An expected failure: a code, and the values that its sentence speaks of. The sentence itself is made where it is shown,
 * from the tables in `messages`. Anything else that is thrown is a bug of ours.
 */
export class FeaturescopeError extends Error {
  override readonly name = 'FeaturescopeError';
  readonly values: Values;
  readonly during: readonly Message[];
  /** What the user can answer so that it works the next time. */
  readonly question: ModelQuestion | undefined;
  /** All layers of a model that is refused for some of them. */
  readonly layers: readonly RefusedLayer[] | undefined;

  constructor(
    readonly code: FailureCode,
    values: Values,
    { cause, question, layers, during = [] }: FailureOptions = {},
  ) {
    // For logs and stacks, which are in English whatever the user reads; nobody else is shown it.
    super(failureSentence({ code, values, during }, commandLineTable), { cause });
    this.values = values;
    this.during = during;
    this.question = question;
    this.layers = layers;
  }

  /** The same failure with what a caller knows of what was being done, such as the file that was read. */
  toldDuring(doing: Message): FeaturescopeError {
    return this.#again({ during: [doing, ...this.during] });
  }

  /** The same failure with a question whose answer helps. */
  asking(question: ModelQuestion): FeaturescopeError {
    return this.#again({ question });
  }

  /** The same failure with the layers of the model that it is about. */
  listing(layers: readonly RefusedLayer[]): FeaturescopeError {
    return this.#again({ layers });
  }

  #again(change: FailureOptions): FeaturescopeError {
    const { code, values, question, layers, during } = this;
    // Where the failure came across a process border, its cause is the text that tells where it began.
    return new FeaturescopeError(code, values, {
      cause: this.cause ?? this,
      question,
      layers,
      during,
      ...change,
    });
  }
}

/** A failure whose values are checked against its text: `throw failed('image/not-found', { file })`. */
export function failed<Code extends FailureCode>(
  code: Code,
  values: ValuesOf<Code>,
  options?: FailureOptions,
): FeaturescopeError {
  return new FeaturescopeError(code, values as Values, options);
}

/**
 * Runs work, at once or awaited, whose failures do not know what it is for.
 * @throws what the work throws; a FeaturescopeError says besides what was being done
 */
export function tellDuring<Result>(doing: Message, work: () => Result): Result {
  const tell = (error: unknown): never => {
    throw isFeaturescopeError(error) ? error.toldDuring(doing) : error;
  };
  try {
    const result = work();
    return result instanceof Promise ? (result.catch(tell) as Result) : result;
  } catch (error) {
    return tell(error);
  }
}

/** A failure as a value of another message, whose text it ends. */
export function valueOfFailure({ code, values, during }: FeaturescopeError): Told {
  return { code, values, during };
}

/** True for failures that were expected and have a sentence. */
export function isFeaturescopeError(error: unknown): error is FeaturescopeError {
  return error instanceof FeaturescopeError;
}

/** One line of text for any thrown value: the message without stack or line breaks. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, ' ').trim();
}
