import type { ColormapName } from '../core/colormap';
import type { RgbImage, Tensor } from '../core/tensor';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
import { renderHypercolumn } from '../image/hypercolumn-picture';
import type { Layer, TensorRef } from '../model/network';
import type { ModelInput } from './source-picture';
import type { ModelSession } from './model-session';
import { notFiniteWarning } from './not-finite';
import type { Note } from '../shared/note';

/** A float result of a layer. */
export interface NamedActivation {
  /** `7`; `7#1` for the second call of a shared layer; `7:1` for its second output. */
  readonly key: string;
  readonly layer: Layer;
  /** Without the batch axis. */
  readonly tensor: Tensor;
}

/** Float activations, and what must be said of them. */
export interface Activations {
  readonly list: NamedActivation[];
  /** Some are no numbers. */
  readonly warning: Note | undefined;
}

/** All results of a layer with their keys. */
function resultsOf(layer: Layer): { key: string; layer: Layer; ref: TensorRef }[] {
  return layer.outputs.flatMap((outputs, call) =>
    outputs.map((ref, output) => ({
      key: `${layer.index}${call > 0 ? `#${call}` : ''}${output > 0 ? `:${output}` : ''}`,
      layer,
      ref,
    })),
  );
}

/**
 * Float activations of layers, every call and output of each, from one pass.
 * @param picture  its name, for the warning
 */
export function activationsOf(
  session: ModelSession,
  input: ModelInput,
  layers: readonly Layer[],
  picture = '',
): Activations {
  const results = layers.flatMap(resultsOf);
  const refs = results.map(({ ref }) => ref);
  const pass = session.engine.run({ activations: refs }, input.tensor);
  const list = results.map(({ key, layer }, place) => {
    const { data, shape } = pass.activations[place]!;
    return { key, layer, tensor: { data, shape: shape.slice(1) } };
  });
  return { list, warning: notFiniteWarning(session, input, pass, refs, picture) };
}

/** One map as a colour picture in its true pixels, from its own minimum to its own maximum. */
export function mapPicture(map: Tensor, channel: number, colormap: ColormapName): RgbImage {
  const [height, width, channels] = map.shape as [number, number, number];
  const values = Float32Array.from(
    { length: height * width },
    (_, pixel) => map.data[pixel * channels + channel]!,
  );
  return renderHypercolumn(values, height, width, colormap);
}

/** Letters of a layer name in a file name: systems allow 255 bytes, and a letter may take four. */
const LONGEST_NAME = 50;

/** File name of a map, safe on every system: `007-conv2d_2-f012.png`. */
export function mapFileName({ key, layer }: NamedActivation, channel: number): string {
  const number = key.replace(/^\d+/, (digits) => digits.padStart(3, '0')).replace(/[#:]/g, '-');
  const name = [...layer.name.replace(/[^\p{L}\p{N}_.-]+/gu, '_')].slice(0, LONGEST_NAME).join('');
  return `${number}-${name}-f${String(channel).padStart(4, '0')}.png`;
}

/**
 * Refuses layers without feature maps where pictures of maps are wanted.
 * @throws FeaturescopeError layers/no-maps
 */
export function requireMaps(activations: readonly NamedActivation[]): NamedActivation[] {
  const spatial = activations.filter(({ tensor }) => tensor.shape.length === 3);
  if (spatial.length === 0)
    throw failed(
      'layers/no-maps',
      { problem: message('part/none-has-maps'), remedy: message('part/choose-before-flattening') },
      { during: [message('doing/drawing-maps')] },
    );
  return spatial;
}
