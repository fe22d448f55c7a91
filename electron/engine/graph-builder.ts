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

const encoder = new TextEncoder();

/** Attribute constructors, by the field that TensorFlow expects. */
export const attribute = {
  type: (name: DataTypeName): Attribute => ({ type: DataType[name] }),
  integer: (i: number): Attribute => ({ i }),
  float: (f: number): Attribute => ({ f }),
  flag: (b: boolean): Attribute => ({ b }),
  text: (s: string): Attribute => ({ s: encoder.encode(s) }),
  integers: (i: readonly number[]): Attribute => ({ list: { i } }),
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

  /** Adds an operation. `T` is float unless attributes say otherwise. */
  add(op: string, input: readonly NodeName[], attr: Readonly<Record<string, Attribute>> = FLOAT): NodeName {
    const name = `n${this.nodes.length}`;
    this.nodes.push({ name, op, input, attr });
    return name;
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
