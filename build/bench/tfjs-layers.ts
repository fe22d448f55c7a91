import * as tf from '@tensorflow/tfjs-node';
import type { Tensor } from '../../electron/core/tensor';
import type { Network } from '../../electron/model/network';

type Config = Record<string, unknown>;

/** Settings that only matter for training, or that tfjs names otherwise. */
const LEFT_OUT =
  /initializer|regularizer|constraint|^dtype$|^name$|^groups$|^trainable$|^data_format$|^synchronized$|renorm/;

function camelCase(key: string): string {
  return key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `DepthwiseConv2D` is made by `tf.layers.depthwiseConv2d`. */
function factoryName(className: string): string {
  return className === 'ReLU' ? 'reLU' : className[0]!.toLowerCase() + className.slice(1).replace('2D', '2d');
}

function makeLayer(className: string, config: Config): tf.layers.Layer {
  const settings = Object.entries(config).filter(([key, value]) => value !== null && !LEFT_OUT.test(key));
  const factories = tf.layers as unknown as Record<string, (config: Config) => tf.layers.Layer>;
  return factories[factoryName(className)]!(
    Object.fromEntries(settings.map(([key, value]) => [camelCase(key), value])),
  );
}

/**
 * The same network in tfjs-layers on the same addon, every call an output: the yardstick for speed and results.
 * Only for the layer classes of EfficientNet-Lite0 and InceptionV3; never shipped.
 */
export function tfjsModelOf(network: Network): tf.LayersModel {
  const results: tf.SymbolicTensor[] = [];
  const weighted: [tf.layers.Layer, tf.Tensor[]][] = [];
  for (const call of network.calls) {
    const given = call.inputs.map((ref) => results[ref.call]!);
    if (given.length === 0) {
      results.push(tf.input({ shape: [...call.outputShapes[0]!].slice(1) }));
      continue;
    }
    const layer = makeLayer(call.layer.className, call.layer.config);
    results.push(layer.apply(given.length > 1 ? given : given[0]!) as tf.SymbolicTensor);
    const weights = call.layer.weights.map((weight) => tf.tensor(weight.data, [...weight.shape]));
    if (weights.length > 0) weighted.push([layer, weights]);
  }
  for (const [layer, weights] of weighted) {
    layer.setWeights(weights);
    tf.dispose(weights);
  }
  return tf.model({ inputs: results[0]!, outputs: results });
}

/** The model that gives only some of the outputs. */
export function subModel(model: tf.LayersModel, places: readonly number[]): tf.LayersModel {
  return tf.model({ inputs: model.inputs, outputs: places.map((place) => model.outputs[place]!) });
}

/** Gives a picture to a tfjs model and reads all its outputs. */
export function predictAll(model: tf.LayersModel, input: Tensor): Tensor[] {
  const fed = tf.tensor(input.data, [...input.shape]);
  const outputs = [model.predict(fed)].flat() as tf.Tensor[];
  const values = outputs.map((output) => ({ data: output.dataSync<'float32'>(), shape: output.shape }));
  tf.dispose([fed, ...outputs]);
  return values;
}
