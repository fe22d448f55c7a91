import { message } from '../../shared/messages/message';
import { damagedConfig } from '../config/call-arguments';
import { KINDS } from '../kinds';

/** Other names under which files know a class; a functional model was a `Model` before Keras 2.4. */
const CLASS_OF_ALIAS = new Map([
  ['Model', 'Functional'],
  ...Object.entries(KINDS).flatMap(([name, { aliases = [] }]) =>
    aliases.map((alias) => [alias, name] as const),
  ),
]);

/** Parts of Keras itself, as far as their names say: `keras.src.layers`, `tensorflow.python.keras...`, `tf_keras.src...`. */
const KERAS_MODULE = /^(tensorflow\.(python\.)?|tf\.)?(tf_)?keras(\.|$)/;

/**
 * `keras.layers>Conv2D`, `keras.src.layers.Conv2D` and old aliases become the one name used everywhere. Classes of other
 * packages keep their full name, so that nobody's `my_package>Conv2D` is taken for Keras' own.
 * @throws FeaturescopeError model/bad-config
 */
export function plainClassName(value: unknown, module: unknown): string {
  if (typeof value !== 'string' || value === '') throw damagedConfig(message('part/a-class'));
  const isForeign = typeof module === 'string' && module !== '' && !KERAS_MODULE.test(module);
  const [, prefix, bare] = /^(.*)[.>]([^.>]+)$/.exec(value) ?? [undefined, '', value];
  if (prefix && !KERAS_MODULE.test(prefix)) return (!isForeign && CLASS_OF_ALIAS.get(value)) || value;
  const name = CLASS_OF_ALIAS.get(bare!) ?? bare!;
  return isForeign ? `${module}>${name}` : name;
}
