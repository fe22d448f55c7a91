import type { LayerKind } from '../kind';
import { OperationCall } from './call';
import { axesRules } from './axes';
import { constantInputRules } from './constant-input';
import { elementwiseRules } from './elementwise';
import { indexingRules } from './indexing';
import { joiningRules } from './joining';
import { picturesRules } from './pictures';
import { productsRules } from './products';
import { reductionsRules } from './reductions';
import type { ShapeRule } from './rule';

const rules: Readonly<Record<string, ShapeRule>> = {
  ...elementwiseRules,
  ...reductionsRules,
  ...axesRules,
  ...joiningRules,
  ...indexingRules,
  ...productsRules,
  ...picturesRules,
  ...constantInputRules,
};

/** The shape half of an operation; undefined where it is not supported. */
export function operationKind(name: string): LayerKind | undefined {
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (!rule) return undefined;
  return {
    weights: () => [],
    outputs: (layer, inputs, args) => rule(new OperationCall(layer, inputs, args)),
  };
}

/** Names of all operations whose shapes are known. */
export const OPERATION_NAMES: readonly string[] = Object.keys(rules);
