import type { Direction } from '../../../model/kinds/recurrent/directions';
import type { Shape } from '../../../model/shapes';
import { attribute, type GraphBuilder, type NodeName } from '../../graph-builder';
import { where } from '../activation-formulas';
import type { OpContext } from '../op';
import { cellWriter } from './cells';

const INT32 = { T: attribute.type('int32') };

/** Swaps the axes of pictures and steps. */
export function swapped(graph: GraphBuilder, x: NodeName, rank: number): NodeName {
  return graph.transpose(x, [1, 0, ...Array.from({ length: rank - 2 }, (_, place) => place + 2)]);
}

/** Zeros of the shape of a state, for as many pictures as there are. */
function zeros(graph: GraphBuilder, batch: NodeName, axes: NodeName): NodeName {
  return graph.float('Fill', [graph.concat([batch, axes], 0, 'int32'), graph.scalar(0)], {
    index_type: attribute.type('int32'),
  });
}

/** All outputs, one for each round. */
interface Outputs {
  /** The value that goes from round to round, so that one writes after the other; none where rounds are written as such. */
  readonly start: readonly NodeName[];
  add(round: NodeName, value: NodeName, before: NodeName): readonly NodeName[];
  /** All of them, the rounds along the first axis. */
  all(end: NodeName): NodeName;
}

function listed(graph: GraphBuilder): Outputs {
  const outputs: NodeName[] = [];
  return {
    start: [],
    add(_round, value) {
      outputs.push(value);
      return [];
    },
    all: () =>
      graph.float('Pack', outputs, { N: attribute.integer(outputs.length), axis: attribute.integer(0) }),
  };
}

/** Outputs of a loop. */
class Collected implements Outputs {
  readonly #graph: GraphBuilder;
  readonly #count: NodeName;
  readonly #list: NodeName;

  constructor(graph: GraphBuilder, count: NodeName) {
    this.#graph = graph;
    this.#count = count;
    this.#list = graph.add('TensorArrayV3', [count], {
      dtype: attribute.type('float'),
      element_shape: { shape: { unknownRank: true } },
      dynamic_size: attribute.flag(false),
      clear_after_read: attribute.flag(true),
      identical_element_shapes: attribute.flag(true),
      tensor_array_name: attribute.text(''),
    });
  }

  get start(): NodeName[] {
    return [`${this.#list}:1`];
  }

  add(round: NodeName, value: NodeName, before: NodeName): NodeName[] {
    return [this.#graph.float('TensorArrayWriteV3', [this.#list, round, value, before])];
  }

  all(end: NodeName): NodeName {
    const graph = this.#graph;
    const rounds = graph.add('Range', [graph.integers(0), this.#count, graph.integers(1)], {
      Tidx: attribute.type('int32'),
    });
    return graph.add('TensorArrayGatherV3', [this.#list, rounds, end], {
      dtype: attribute.type('float'),
      element_shape: { shape: { unknownRank: true } },
    });
  }
}

/** What a layer goes through. */
interface Given {
  /** Pictures along the first axis, steps along the second. */
  readonly sequence: NodeName;
  readonly shape: Shape;
  readonly initial: readonly NodeName[];
  /** [pictures, steps] */
  readonly mask: NodeName | undefined;
}

/**
 * Goes through the steps in one direction.
 * @returns output (of all steps, in the order in which it went, or of the last one) and states
 */
export function writeDirection(
  context: OpContext,
  direction: Direction,
  given: Given,
): [NodeName, ...NodeName[]] {
  const { graph } = context;
  const { cells, returnsSequences, givesZeros } = direction;
  const writers = cells.map((cell) => cellWriter(context, cell, given.shape));
  const rank = given.shape.length - 1;
  const projected = writers[0]!.project(given.sequence, true);
  const steps = given.shape[1];
  const count = steps == null ? graph.lengthOf(projected, 1) : graph.integers(steps);
  const batch = graph.sliceOfList(graph.shape(projected), 0, 1);
  const empty = cells.map(({ kind, units }) =>
    kind === 'convolution'
      ? zeros(
          graph,
          batch,
          graph.concat(
            [graph.sliceOfList(graph.shape(projected), 2, rank), graph.integers([units])],
            0,
            'int32',
          ),
        )
      : zeros(graph, batch, graph.integers([units])),
  );
  const startStates = cells.flatMap(({ stateCount }, place) =>
    new Array<NodeName>(stateCount).fill(empty[place]!),
  );
  const states = given.initial.length > 0 ? given.initial : startStates;
  const isListed = graph.roundsToWrite(count) !== undefined;
  const collected = (): Outputs => (isListed ? listed(graph) : new Collected(graph, count));
  const outputs = returnsSequences ? collected() : undefined;
  const start = [...states, empty.at(-1)!, ...(outputs?.start ?? [])];
  const end = graph.loop(count, start, (round, values) => {
    const last = graph.add('Sub', [count, graph.integers(1)], INT32);
    const at = direction.goesBackwards ? graph.add('Sub', [last, round], INT32) : round;
    const seen = given.mask === undefined ? undefined : seenAt(graph, given.mask, at, rank);
    let output = '';
    let place = 0;
    const next = writers.flatMap((writer, number) => {
      const own = values.slice(place, place + writer.cell.stateCount);
      place += writer.cell.stateCount;
      const added = number === 0 ? graph.gather(projected, at, 1) : writer.project(output, false);
      const made = writer.step(added, own);
      output = made[0]!;
      return seen === undefined ? made : made.map((state, index) => where(graph, seen, state, own[index]!));
    });
    const before = values[states.length]!;
    const hidden = givesZeros ? graph.float('ZerosLike', [before]) : before;
    const shown = seen === undefined ? output : where(graph, seen, output, hidden);
    return [...next, shown, ...(outputs?.add(round, shown, values.at(-1)!) ?? [])];
  });
  const result = outputs ? swapped(graph, outputs.all(end.at(-1)!), rank + 1) : end[states.length]!;
  return [result, ...end.slice(0, states.length)];
}

/** Which pictures have a step that counts, as truth values that fit a state. */
function seenAt(graph: GraphBuilder, mask: NodeName, at: NodeName, rank: number): NodeName {
  const column = graph.integers([-1, ...new Array<number>(rank - 1).fill(1)]);
  return graph.float('NotEqual', [graph.reshape(graph.gather(mask, at, 1), column), graph.scalar(0)]);
}
