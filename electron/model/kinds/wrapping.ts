import { message } from '../../shared/messages/message';
import type { LayerSetting } from '../config/types';
import { unsupportedSetting } from '../config/setting-reader';
import { kindOf } from '.';

/** Types whose results wrap where pixels are added or multiplied. */
const SMALL = /^u?int(8|16)$/;

/**
 * Refuses arithmetic in small whole numbers, whose results wrap in Keras and would not here, where all is float32.
 * @param layer  what gave a result
 * @param dtype  type of the result, where the file tells it
 * @throws FeaturescopeError model/unsupported-setting
 */
export function refuseWrapping(layer: LayerSetting, dtype: string | undefined): void {
  if (dtype === undefined || !SMALL.test(dtype) || !kindOf(layer)?.widens) return;
  throw unsupportedSetting(layer, message('part/wrapping', { dtype }));
}
