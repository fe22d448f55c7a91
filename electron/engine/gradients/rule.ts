import type { LayerSetting } from '../../model/config/types';
import type { Attribute, GraphNode } from '../graph-proto';
import type { GraphBuilder, NodeName } from '../graph-builder';

/** What a rule is given: an operation of the written graph, and the gradient of the differentiated sum by what it gives. */
export interface Step {
  readonly graph: GraphBuilder;
  readonly node: GraphNode;
  /** What goes into the operation. */
  readonly inputs: readonly NodeName[];
  /** The first result of the operation. */
  readonly output: NodeName;
  /** Gradient by the first result. */
  readonly gradient: NodeName;
  /** Gradients by all results; undefined for those that do not lead to the sum. */
  readonly gradients: readonly (NodeName | undefined)[];
  /** The layer that wrote the operation. */
  readonly layer: LayerSetting | undefined;
  /** Whether the gradient by an input is wanted. */
  wants(place: number): boolean;
}

/** Writes the gradients by the inputs of an operation, in their order; what is left out at the end or undefined is none. */
export type Rule = (step: Step) => readonly (NodeName | undefined)[];

/** Attributes of an operation by name, those that are there. */
export function kept({ node }: Step, ...names: readonly string[]): Record<string, Attribute> {
  return Object.fromEntries(
    names.flatMap((name) => (node.attr[name] === undefined ? [] : [[name, node.attr[name]]])),
  );
}

/** A float operation. */
export type Write = (op: string, ...inputs: readonly NodeName[]) => NodeName;

/** Writes float operations into the graph of a step. */
export const writer =
  ({ graph }: Step): Write =>
  (op, ...inputs) =>
    graph.float(op, inputs);
