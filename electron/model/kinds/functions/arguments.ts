import { byParameter } from '../../config/call-arguments';
import type { Argument, CallArguments, LayerSetting } from '../../config/types';
import type { FunctionKind } from './function-kind';
import type { TensorflowName } from './tensorflow-names';

type Arguments = Readonly<Record<string, Argument>>;

/** Arguments of a function of TensorFlow under Keras' names. */
function tensorflowArguments(name: TensorflowName | undefined, args: CallArguments): Arguments {
  const { renamed = {}, first = 'x', preset = {} } = name ?? {};
  const values: Record<string, Argument> = { ...preset };
  for (const [key, value] of Object.entries(args.named))
    if (key !== 'name') values[Object.hasOwn(renamed, key) ? renamed[key]! : key] = value;
  const [given] = args.positional;
  if (given !== undefined) values[first] = given;
  return values;
}

/** True for the classes in which Keras 2 saves functions of TensorFlow. */
export function isTensorflowFunction(className: string): boolean {
  return className === 'TFOpLambda' || className === 'SlicingOpLambda';
}

/**
 * All arguments of a function by Keras' parameter names, those of its configuration included.
 * @param layer  with `functionName` set
 */
export function argumentsOf(kind: FunctionKind, layer: LayerSetting, args: CallArguments): Arguments {
  if (isTensorflowFunction(layer.className))
    return tensorflowArguments(
      kind.tensorflow?.find(({ saved }) => saved === layer.config['function']),
      args,
    );
  const values = byParameter(args, kind.parameters ?? ['x']);
  // `einsum(subscripts, *operands)`: all positional arguments are operands.
  if (layer.functionName === 'Einsum') values['operands'] = args.positional;
  const settings = Object.entries(layer.config).filter(([key]) => key !== 'name');
  return { ...(Object.fromEntries(settings) as Arguments), ...values };
}
