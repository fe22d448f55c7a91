import { FunctionCall } from '../../../model/kinds/functions/call';
import type { Shape } from '../../../model/shapes';
import { functionArguments } from '../../../model/kinds/functions';
import { isOpen, type Operand } from '../../../model/config/operand';
import type { Argument } from '../../../model/config/types';
import type { GraphBuilder, NodeName } from '../../graph-builder';
import type { OpContext } from '../op';

/** A function being written: its arguments by name, as nodes. */
export class Writer extends FunctionCall {
  readonly graph: GraphBuilder;

  constructor(private readonly context: OpContext) {
    super(context.layer, context.inputShapes, functionArguments(context.layer, context.args));
    this.graph = context.graph;
  }

  get outputShape(): Shape {
    return this.context.outputShapes[0]!;
  }

  get outputShapes(): readonly Shape[] {
    return this.context.outputShapes;
  }

  nodeOf(operand: Operand, name: string): NodeName {
    if (operand.is === 'input') return this.context.inputs[operand.place]!;
    return operand.shape.length === 0
      ? this.graph.scalar(operand.values[0]!)
      : this.context.constant(name, operand.shape, operand.values);
  }

  node(name: string): NodeName {
    return this.nodeOf(this.operand(name), name);
  }

  /** Sizes as an int32 list; those that are open are computed. */
  sizeList(name: string): NodeName {
    const { graph } = this;
    const value = this.argument(name);
    const list = Array.isArray(value) ? (value as readonly Argument[]) : [value];
    if (!list.some(isOpen)) return graph.integers(list as number[]);
    const parts = list.map((entry) => {
      if (!isOpen(entry)) return graph.integers([entry as number]);
      const computed = graph.cast(this.context.inputs[entry.place]!, 'float', 'int32');
      const flat = graph.reshape(computed, graph.integers([-1]), 'int32');
      return graph.sliceOfList(flat, entry.element, entry.element + 1);
    });
    return graph.concat(parts, 0, 'int32');
  }

  nodes(name: string): NodeName[] {
    return this.operands(name).map((operand, place) => this.nodeOf(operand, `${name}${place}`));
  }
}

/** Adds the nodes of a function: one for each result. */
export type Write = (call: Writer) => NodeName | NodeName[];
