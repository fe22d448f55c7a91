/** What configurations say, before anything is computed from it. */
import type { Shape } from '../shapes';

/** An array that a call was given besides results of other layers, such as position embeddings computed once. */
export interface ConstantArgument {
  readonly is: 'constant';
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A size that is only known when the model runs: an element of the call's input of that place. */
export interface OpenSize {
  readonly is: 'open';
  readonly place: number;
  readonly element: number;
}

/** One argument of a call, as saved: a number, text, list, or one of the things that JSON has no form for. */
export type Argument =
  | null
  | boolean
  | number
  | string
  | readonly Argument[]
  | ConstantArgument
  /** The call's input of that place. */
  | { readonly is: 'input'; readonly place: number }
  /** `start:stop:step` of an index. */
  | { readonly is: 'slice'; readonly start: Argument; readonly stop: Argument; readonly step: Argument }
  | { readonly is: 'ellipsis' }
  | OpenSize
  /** Something that no supported layer takes. */
  | { readonly is: 'unknown'; readonly what: string };

/** What a layer was called with. Arguments that are results of other layers refer to the inputs of the call. */
export interface CallArguments {
  readonly positional: readonly Argument[];
  readonly named: Readonly<Record<string, Argument>>;
  /** What the inputs come to that are sizes, computed from shapes by the model itself. */
  readonly sizes?: readonly (Size | undefined)[];
}

/** One size or a list of them; null where it is open until a picture is fed. */
export interface Size {
  readonly isList: boolean;
  readonly values: readonly (number | null)[];
}

/** A call as the configuration describes it: its inputs by name, in the order in which its arguments mention them. */
export interface CallBlueprint {
  readonly inputs: readonly NamedRef[];
  readonly args: CallArguments;
  /** Names of the inputs, where they were given as a dictionary: one for each of `inputs`. */
  readonly inputKeys?: readonly string[];
}

/** A result named as configurations name it: layer, call, output. */
export interface NamedRef {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
  /** Type of its numbers, where the file tells it. */
  readonly dtype?: string;
}

/** A layer as the configuration describes it, not yet joined to others. */
export interface LayerBlueprint extends LayerSetting {
  readonly calls: readonly CallBlueprint[];
  /** True for what computes but is no layer for Keras 3, such as the addition of `a + b`: not in `model.layers`. */
  readonly isHidden: boolean;
  /** True for a layer that other models may have too: its weights are written for one of them alone. */
  readonly isShared?: true;
  /** Set for a model used as a layer. */
  readonly inner?: ModelBlueprint;
  readonly inside?: Readonly<Record<string, LayerBlueprint>>;
}

/** A model as its configuration describes it. */
export interface ModelBlueprint {
  readonly name: string;
  readonly className: 'Functional' | 'Sequential';
  readonly layers: readonly LayerBlueprint[];
  /** Input and output tensors; a Sequential model is a plain chain and has none. */
  readonly inputs: readonly NamedRef[];
  readonly outputs: readonly NamedRef[];
  /** Names under which the inputs are given, where the model takes a dictionary of them. */
  readonly inputKeys?: readonly string[];
  /** True for a wrapper that only holds the model that is meant. */
  readonly isWrapper?: boolean;
  /** Shape that a Sequential model was built for, with the batch axis. */
  readonly sequentialInput: Shape | null;
}

/** The part of a layer that its configuration alone decides. */
export interface LayerSetting {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /**
   * Set for a layer that is one function, as `keras.ops` and TensorFlow functions in a functional model become: its name
   * among the functions of this program (`Mean`, `GetItem`). The class may have a layer's name (`Add`).
   */
  readonly functionName?: string;
  /** Layers that this one is made of, by the attributes in which Keras keeps them: `layer`, `cell`, `cells/0`. */
  readonly inside?: Readonly<Record<string, LayerSetting>>;
  /** Place in `model.layers`, where it is known. */
  readonly index?: number;
  /** Major version of the Keras that wrote the file: some activations differ between 2 and 3. */
  readonly kerasMajor: number;
}
