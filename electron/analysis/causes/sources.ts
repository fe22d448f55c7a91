import { axisPlace } from '../../model/config/setting-reader';
import { mergeOperands } from '../../model/kinds/merge';
import { shapeOf, type Network, type TensorRef } from '../../model/network';

/** Layers that make each channel of the same channel of what goes in, and 0 of nothing but 0. */
const PER_CHANNEL =
  /^((Max|Average|Global(Max|Average)|Adaptive(Max|Average))Pooling[12]D|(ZeroPadding|Cropping|UpSampling)[12]D|Resizing)$/;
const SUMS = ['Add', 'Subtract', 'Average', 'Maximum', 'Minimum'];

/** From which channels of which results a channel is made. */
export interface Sources {
  readonly places: readonly { readonly ref: TensorRef; readonly channel: number }[];
  /** How several become one: `sum`: 0 where all are; `product`: 0 where one is; `none`: there is one. */
  readonly join: 'none' | 'sum' | 'product';
  /** It is handed on unchanged. */
  readonly isSame: boolean;
}

/**
 * Where a channel of a call's result comes from, for layers without weights that hand channels on or join them.
 * @returns undefined where channels are mixed, or where it is not known
 */
export function sourcesOf(network: Network, call: number, channel: number): Sources | undefined {
  const { layer, inputs, args } = network.calls[call]!;
  if (layer.functionName !== undefined || layer.wrapped) return undefined;
  const { className } = layer;
  if (PER_CHANNEL.test(className))
    return { places: [{ ref: inputs[0]!, channel }], join: 'none', isSame: false };
  if (className === 'Flatten') {
    const channels = shapeOf(network, inputs[0]!).at(-1) ?? 1;
    return { places: [{ ref: inputs[0]!, channel: channel % channels }], join: 'none', isSame: false };
  }
  const operands = mergeOperands(
    inputs.map((ref) => shapeOf(network, ref)),
    args,
  );
  if (operands.length !== inputs.length || operands.some(({ is }) => is !== 'input')) return undefined;
  if (className === 'Concatenate') return concatenated(network, call, channel);
  const join = SUMS.includes(className) ? 'sum' : className === 'Multiply' ? 'product' : undefined;
  if (!join) return undefined;
  // One channel is stretched over all.
  const of = (ref: TensorRef) => (shapeOf(network, ref).at(-1) === 1 ? 0 : channel);
  return { places: inputs.map((ref) => ({ ref, channel: of(ref) })), join, isSame: false };
}

function concatenated(network: Network, call: number, channel: number): Sources | undefined {
  const { layer, inputs } = network.calls[call]!;
  const { length } = shapeOf(network, inputs[0]!);
  if (axisPlace(layer, Number(layer.config['axis'] ?? -1), length) !== length - 1) return undefined;
  let left = channel;
  for (const ref of inputs) {
    const count = shapeOf(network, ref).at(-1) ?? 0;
    if (left < count) return { places: [{ ref, channel: left }], join: 'none', isSame: true };
    left -= count;
  }
  return undefined;
}
