import type { GraphNode } from '../graph-proto';
import { arithmeticRules } from './arithmetic-rules';
import { convolutionRules } from './convolution-rules';
import { elementwiseRules } from './elementwise-rules';
import { pictureRules } from './picture-rules';
import { productRules } from './product-rules';
import { reductionRules } from './reduction-rules';
import type { Rule } from './rule';
import { shapeRules } from './shape-rules';
import { listOf } from './written';

/** How each differentiable operation that the engine writes is differentiated, by its name in TensorFlow. */
export const RULES: Readonly<Record<string, Rule>> = {
  ...elementwiseRules,
  ...arithmeticRules,
  ...reductionRules,
  ...convolutionRules,
  ...shapeRules,
  ...productRules,
  ...pictureRules,
};

/** Operations whose result does not change with small changes of what goes in: their gradient is 0 nearly everywhere. */
export const FLAT: ReadonlySet<string> = new Set([
  ...['Sign', 'Floor', 'Ceil', 'Round', 'FloorDiv', 'Bucketize', 'ZerosLike', 'OnesLike', 'ArgMax', 'ArgMin'],
  ...['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual', 'LogicalAnd', 'LogicalOr'],
  // Of shapes, or of numbers that do not depend on the picture.
  ...['Shape', 'Size', 'Fill', 'Range', 'Const', 'Placeholder'],
  // From or to whole numbers and truth values: no other types are cast here.
  'Cast',
]);

/**
 * Why an operation cannot be differentiated: TensorFlow has no gradient of it, it is part of a loop, its patches are of a form for
 * which no operation gives it, or nobody wrote a rule.
 */
export type WhyNoRule = 'no-kernel' | 'loop' | 'patches' | 'unknown';

/** Operations without a rule, and why. */
export const WITHOUT_RULE: Readonly<Record<string, WhyNoRule>> = {
  // TensorFlow has no gradient of it either.
  ResizeArea: 'no-kernel',
  // Steps of an open number run in a loop; those of a known number are written one after the other (`loop` of the graph).
  ...Object.fromEntries(
    [
      ...['Enter', 'Merge', 'Switch', 'LoopCond', 'NextIteration', 'Exit'],
      ...['TensorArrayV3', 'TensorArrayWriteV3', 'TensorArrayGatherV3'],
    ].map((op) => [op, 'loop'] as const),
  ),
};

/** Why an operation cannot be differentiated; undefined if it can. */
export function whyNoRule(node: GraphNode): WhyNoRule | undefined {
  const { op } = node;
  if (Object.hasOwn(WITHOUT_RULE, op)) return WITHOUT_RULE[op];
  if (!Object.hasOwn(RULES, op)) return FLAT.has(op) ? undefined : 'unknown';
  if (op !== 'ExtractImagePatches') return undefined;
  // A depthwise convolution wants equal strides, and no dilation where oneDNN is off.
  const [, down, right] = listOf(node, 'strides');
  return down !== right || Math.max(...listOf(node, 'rates')) > 1 ? 'patches' : undefined;
}
