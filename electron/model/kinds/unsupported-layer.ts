import { failed, type FeaturescopeError } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';
import type { LayerSetting } from '../config/types';
import { layerMention } from '../config/setting-reader';

/** Why a class is refused, where more can be said than "not supported". */
function reasonFor(className: string, functionName: string | undefined): Message {
  if (functionName !== undefined) return message('part/is-function', { operation: functionName });
  if (className === 'Lambda') return message('part/is-lambda');
  if (/3D/.test(className)) return message('part/is-for-volumes');
  if (/RNN|LSTM|GRU|Bidirectional/.test(className)) return message('part/is-recurrent');
  if (/Embedding|TextVectorization|Hashing|StringLookup/.test(className)) return message('part/is-for-text');
  return message('part/is-unknown');
}

type Named = Pick<LayerSetting, 'name' | 'className' | 'functionName' | 'index'>;

/** The failure of a layer of a class, or a function, that cannot be computed. */
export function unsupportedLayer(layer: Named): FeaturescopeError {
  const reason = reasonFor(layer.className, layer.functionName);
  return failed('model/unsupported-layer', { layer: layerMention(layer), reason });
}
