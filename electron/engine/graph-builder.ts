import type { Shape } from '../model/shapes';
import { DataType, type Attribute, type DataTypeName, type GraphNode } from './graph-proto';

/** Name of a node, standing for its first output. */
export type NodeName = string;

/** A value that is given to the graph at every run. */
export interface Feed {
  readonly node: NodeName;
  readonly dtype: 'float' | 'int32';
  readonly shape: Shape;
}

/** A trained array that is fed at every run: weights are no constants, so no graph ever holds a copy of them. */
export interface WeightFeed {
  readonly node: NodeName;
  /** Says whose weight it is; equal keys mean the same array. */
  readonly key: string;
  readonly shape: readonly number[];
  readonly compute: () => Float32Array;
}

/** A loop while its body is written. */
interface Loop {
  readonly name: string;
  /** Its own nodes. */
  readonly nodes: Set<NodeName>;
  /** Its nodes for those outside that it uses. */
  readonly entered: Map<NodeName, NodeName>;
}

/** Operations that give truth values. */
const COMPARISONS = ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual'];
/** Attributes that tell the type of a result, those first that other attributes do not overrule. */
const OUTPUT_TYPES = ['dtype', 'DstT', 'out_type', 'Tparams', 'T'];

const encoder = new TextEncoder();

function unrolled(
  rounds: number,
  start: readonly NodeName[],
  body: (round: number, values: readonly NodeName[]) => readonly NodeName[],
): NodeName[] {
  let values = start;
  for (let round = 0; round < rounds; round++) values = body(round, values);
  return [...values];
}

/** Attribute constructors, by the field that TensorFlow expects. */
export const attribute = {
  type: (name: DataTypeName): Attribute => ({ type: DataType[name] }),
  integer: (i: number): Attribute => ({ i }),
  float: (f: number): Attribute => ({ f }),
  flag: (b: boolean): Attribute => ({ b }),
  text: (s: string): Attribute => ({ s: encoder.encode(s) }),
  integers: (i: readonly number[]): Attribute => ({ list: { i } }),
  floats: (f: readonly number[]): Attribute => ({ list: { f } }),
};

const FLOAT = { T: attribute.type('float') };

/**
 * Collects the nodes of a TensorFlow graph. Node names are our own ids (`n12`): Keras names have other rules than
 * TensorFlow's, and names reach the runtime joined by commas.
 */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly weights: WeightFeed[] = [];
  readonly feeds: Feed[] = [];
  readonly #constants = new Map<string, NodeName>();
  readonly #weightNodes = new Map<string, NodeName>();
  /** The loop whose body is being written. */
  #loop: Loop | undefined;

  /**
   * @param unrolls  true: rounds of known number are written one after the other in place of a loop, for what cannot go back
   *                 through a loop
   */
  constructor(private readonly unrolls = false) {}

  /** Adds an operation. `T` is float unless attributes say otherwise. */
  add(op: string, input: readonly NodeName[], attr: Readonly<Record<string, Attribute>> = FLOAT): NodeName {
    // Constants and feeds stay outside a loop, whose nodes may only use what came into it.
    if (!this.#loop || input.length === 0) return this.#push(op, input, attr);
    const name = this.#push(
      op,
      input.map((node) => this.#broughtIn(node)),
      attr,
    );
    this.#loop.nodes.add(name);
    return name;
  }

  #push(op: string, input: readonly NodeName[], attr: Readonly<Record<string, Attribute>>): NodeName {
    const name = `n${this.nodes.length}`;
    this.nodes.push({ name, op, input, attr });
    return name;
  }

  /** A node of the loop for one outside it. */
  #broughtIn(node: NodeName): NodeName {
    const loop = this.#loop!;
    if (loop.nodes.has(node.split(':')[0]!)) return node;
    const known = loop.entered.get(node);
    if (known !== undefined) return known;
    const entered = this.#enter(loop, node, true);
    loop.entered.set(node, entered);
    return entered;
  }

  #enter(loop: Loop, node: NodeName, isConstant: boolean): NodeName {
    const name = this.#push('Enter', [node], {
      T: { type: this.#typeOf(node) },
      frame_name: attribute.text(loop.name),
      is_constant: attribute.flag(isConstant),
      parallel_iterations: attribute.integer(1),
    });
    loop.nodes.add(name);
    return name;
  }

  /** Place of the operation of a result among `nodes`. */
  placeOf(name: NodeName): number {
    return Number(name.split(':')[0]!.slice(1));
  }

  /** Number of the type of a result. */
  #typeOf(node: NodeName): number {
    const { op, attr } = this.nodes[this.placeOf(node)]!;
    const [, output] = node.split(':');
    if (op === 'TensorArrayV3') return output === undefined ? DataType.resource : DataType.float;
    if (COMPARISONS.includes(op)) return DataType.bool;
    const given = OUTPUT_TYPES.map((key) => attr[key]).find((value) => value !== undefined);
    return given && 'type' in given ? given.type : DataType.float;
  }

  /** How many rounds of a loop are written one after the other; undefined where it is written as a loop. */
  roundsToWrite(count: NodeName): number | undefined {
    const { value } = this.nodes[this.placeOf(count)]!.attr;
    if (!this.unrolls || value === undefined || !('tensor' in value)) return undefined;
    return new Int32Array(value.tensor.content.slice().buffer)[0];
  }

  /**
   * Goes through a loop in which some float values change, in the form of TensorFlow 1, which needs no function library.
   * @param count  how often, int32 of rank 0
   * @param start  the values at the start
   * @param body   writes one round: gets its number (int32) and the values, and returns the next values
   * @returns the values at the end
   */
  loop(
    count: NodeName,
    start: readonly NodeName[],
    body: (round: NodeName, values: readonly NodeName[]) => readonly NodeName[],
  ): NodeName[] {
    const rounds = this.roundsToWrite(count);
    if (rounds !== undefined)
      return unrolled(rounds, start, (round, values) => body(this.integers(round), values));
    if (this.#loop) throw new Error('loops do not nest');
    const loop: Loop = { name: `loop${this.nodes.length}`, nodes: new Set(), entered: new Map() };
    this.#loop = loop;
    const member = (op: string, input: readonly NodeName[], attr: Readonly<Record<string, Attribute>>) => {
      const name = this.#push(op, input, attr);
      loop.nodes.add(name);
      return name;
    };
    const int32 = { T: attribute.type('int32') };
    const values = [this.integers(0), ...start].map((node, place) => {
      const type = place === 0 ? int32 : FLOAT;
      // The way back is known when the body is written.
      const inputs = [this.#enter(loop, node, false), ''];
      return { type, inputs, merge: member('Merge', inputs, { ...type, N: attribute.integer(2) }) };
    });
    const goesOn = this.add('LoopCond', [this.add('Less', [values[0]!.merge, count], int32)], {});
    const switches = values.map(({ type, merge }) => member('Switch', [merge, goesOn], type));
    const [round, ...current] = switches.map((node) => `${node}:1`);
    const next = [this.add('AddV2', [round!, this.integers(1)], int32), ...body(round!, current)];
    values.forEach(({ type, inputs }, place) => {
      inputs[1] = member('NextIteration', [this.#broughtIn(next[place]!)], type);
    });
    this.#loop = undefined;
    return switches.slice(1).map((node) => this.#push('Exit', [node], FLOAT));
  }

  /** Adds a float operation with more attributes than its type. */
  float(op: string, input: readonly NodeName[], attr: Readonly<Record<string, Attribute>> = {}): NodeName {
    return this.add(op, input, { ...FLOAT, ...attr });
  }

  /** An integer constant of rank 0 (a number), 1 (a list) or 2 (a list of lists of equal length). */
  integers(value: number | readonly number[] | readonly (readonly number[])[]): NodeName {
    const rows = Array.isArray(value) && Array.isArray(value[0]) ? (value as number[][]) : null;
    const flat = rows ? rows.flat() : typeof value === 'number' ? [value] : (value as number[]);
    const shape = rows ? [rows.length, rows[0]!.length] : typeof value === 'number' ? [] : [flat.length];
    return this.#constant('int32', shape, new Int32Array(flat));
  }

  /** A float constant of rank 0. */
  scalar(value: number): NodeName {
    return this.#constant('float', [], Float32Array.of(value));
  }

  /** A small float list as a constant. */
  floats(values: readonly number[], shape: readonly number[] = [values.length]): NodeName {
    return this.#constant('float', shape, Float32Array.from(values));
  }

  #constant(dtype: 'float' | 'int32', shape: readonly number[], data: Float32Array | Int32Array): NodeName {
    const key = `${dtype}[${shape.join()}]${data.join()}`;
    const known = this.#constants.get(key);
    if (known) return known;
    const content = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const dim = shape.map((size) => ({ size }));
    const tensor = { dtype: DataType[dtype], shape: { dim }, content };
    const name = this.add('Const', [], { dtype: attribute.type(dtype), value: { tensor } });
    this.#constants.set(key, name);
    return name;
  }

  /** A value given at every run. Open lengths (null) fit any size, so one graph serves every batch and picture size. */
  feed(dtype: 'float' | 'int32', shape: Shape): NodeName {
    const node = this.#placeholder(dtype, shape);
    this.feeds.push({ node, dtype, shape });
    return node;
  }

  /** A trained array, fed by reference at every run; asked for only when a run needs it. */
  weight(key: string, shape: readonly number[], compute: () => Float32Array): NodeName {
    const known = this.#weightNodes.get(key);
    if (known) return known;
    const node = this.#placeholder('float', shape);
    this.weights.push({ node, key, shape, compute });
    this.#weightNodes.set(key, node);
    return node;
  }

  #placeholder(dtype: DataTypeName, shape: Shape): NodeName {
    const dim = shape.map((length) => ({ size: length ?? -1 }));
    return this.add('Placeholder', [], { dtype: attribute.type(dtype), shape: { shape: { dim } } });
  }

  /* Compositions that many layers share. */

  /** Reduces over axes (`Mean`, `Max`, `Min`, `Sum`, `Prod`). */
  reduce(
    op: 'Mean' | 'Max' | 'Min' | 'Sum' | 'Prod',
    input: NodeName,
    axes: readonly number[],
    keepDims: boolean,
  ): NodeName {
    return this.float(op, [input, this.integers(axes)], {
      Tidx: attribute.type('int32'),
      keep_dims: attribute.flag(keepDims),
    });
  }

  reshape(input: NodeName, shape: NodeName, dtype: DataTypeName = 'float'): NodeName {
    return this.add('Reshape', [input, shape], { T: attribute.type(dtype), Tshape: attribute.type('int32') });
  }

  /** Inserts an axis of length 1. */
  expandDims(input: NodeName, place: number): NodeName {
    return this.float('ExpandDims', [input, this.integers(place)], { Tdim: attribute.type('int32') });
  }

  /** Takes axes of length 1 out. */
  squeeze(input: NodeName, places: readonly number[]): NodeName {
    return this.float('Squeeze', [input], { squeeze_dims: attribute.integers(places) });
  }

  /** Entries of an axis by int32 indices. */
  gather(input: NodeName, indices: NodeName, axis: number): NodeName {
    return this.add('GatherV2', [input, indices, this.integers(axis)], {
      Tparams: attribute.type('float'),
      Tindices: attribute.type('int32'),
      Taxis: attribute.type('int32'),
    });
  }

  transpose(input: NodeName, order: readonly number[]): NodeName {
    return this.float('Transpose', [input, this.integers(order)], { Tperm: attribute.type('int32') });
  }

  cast(input: NodeName, from: DataTypeName, to: DataTypeName): NodeName {
    return this.add('Cast', [input], { SrcT: attribute.type(from), DstT: attribute.type(to) });
  }

  /** The shape of a tensor as int32 [rank]. */
  shape(input: NodeName): NodeName {
    return this.float('Shape', [input], { out_type: attribute.type('int32') });
  }

  /** Elements `begin` to `end` (exclusive) of an int32 list. */
  sliceOfList(list: NodeName, begin: number, end: number): NodeName {
    return this.add(
      'StridedSlice',
      [list, this.integers([begin]), this.integers([end]), this.integers([1])],
      { T: attribute.type('int32'), Index: attribute.type('int32') },
    );
  }

  /** Length of an axis as int32 of rank 0. */
  lengthOf(input: NodeName, axis: number): NodeName {
    return this.add(
      'StridedSlice',
      [this.shape(input), this.integers([axis]), this.integers([axis + 1]), this.integers([1])],
      {
        T: attribute.type('int32'),
        Index: attribute.type('int32'),
        shrink_axis_mask: attribute.integer(1),
      },
    );
  }

  /** Parts of equal length along an axis. */
  split(input: NodeName, parts: number, axis: number): NodeName[] {
    const node = this.float('Split', [this.integers(axis), input], { num_split: attribute.integer(parts) });
    return Array.from({ length: parts }, (_, place) => (place === 0 ? node : `${node}:${place}`));
  }

  /** Height and width of an NHWC tensor as int32 [2]. */
  spatialSize(input: NodeName): NodeName {
    return this.sliceOfList(this.shape(input), 1, 3);
  }

  concat(inputs: readonly NodeName[], axis: number, dtype: DataTypeName = 'float'): NodeName {
    if (inputs.length === 1) return inputs[0]!;
    return this.add('ConcatV2', [...inputs, this.integers(axis)], {
      T: attribute.type(dtype),
      N: attribute.integer(inputs.length),
      Tidx: attribute.type('int32'),
    });
  }

  /** Bilinear enlargement with half-pixel centres, edges clamped: what Keras, TF 2 and Pillow compute. */
  resizeBilinear(input: NodeName, size: NodeName): NodeName {
    return this.float('ResizeBilinear', [input, size], { half_pixel_centers: attribute.flag(true) });
  }
}
