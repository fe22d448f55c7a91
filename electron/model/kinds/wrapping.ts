import { message } from '../../shared/messages/message';
import type { LayerSetting } from '../config/types';
import { unsupportedSetting } from '../config/setting-reader';

/** Types whose results wrap where pixels are added or multiplied. */
const SMALL = /^u?int(8|16)$/;
/** What may leave the range of its operands. */
const WIDENING: readonly string[] = [
  ...['Add', 'Subtract', 'Multiply', 'Negative', 'Square', 'Power', 'SquaredDifference', 'Dot', 'Matmul'],
  ...['Einsum', 'Tensordot', 'Cumsum', 'Cumprod'],
];

/**
 * Refuses arithmetic in small whole numbers, whose results wrap in Keras and would not here, where all is float32.
 * @param layer  what gave a result
 * @param dtype  type of the result, where the file tells it
 * @throws FeaturescopeError model/unsupported-setting
 */
export function refuseWrapping(layer: LayerSetting, dtype: string | undefined): void {
  if (dtype === undefined || !SMALL.test(dtype) || !WIDENING.includes(layer.operation ?? layer.className))
    return;
  throw unsupportedSetting(layer, message('part/wrapping', { dtype }));
}
