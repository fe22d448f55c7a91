import { takesPictures } from '../core/bands';
import { requireForChannels, type PreprocessName } from '../core/preprocess';
import type { ResizeMethod } from '../core/resize';
import { sizeOf } from '../core/tensor';
import { inferShapes } from '../model/kinds/infer-shapes';
import type { CatalogEntry } from '../catalog/catalog';
import { formatShape, type Shape } from '../model/shapes';
import { shapeOf, type Network } from '../model/network';
import { failed } from '../shared/errors';
import { message, type Value } from '../shared/messages/message';
import { guessPreprocess, isDoubtful, reasonFor, toldBy, type PreprocessGuess } from './input-evidence';
import { noteOf, type Note } from '../shared/note';

/** Picture size of models that leave it open and do not say more. */
const DEFAULT_SIZE = 224;
export const SMALLEST_SIDE = 8;
export const LARGEST_SIDE = 4096;
/** No single result of a layer may take more: the native engine would fill the memory. */
const LARGEST_RESULT_BYTES = 1024 ** 3;

/** The preprocessing that fits a model, and why: the catalogue's or the one that the model points to. */
export type Expected =
  PreprocessGuess | { readonly name: PreprocessName; readonly reason: 'catalogue'; readonly subject: string };

/** The form that pictures are brought to. */
export interface InputForm {
  readonly preprocess: PreprocessName;
  readonly isPreprocessChosen: boolean;
  /** What would be taken without a choice. */
  readonly expected: Expected;
  readonly resize: ResizeMethod;
  /** Height, width and channels to which pictures are brought. Where the model leaves a size open, tensors may have others. */
  readonly inputSize: readonly [height: number, width: number, channels: number];
  /** The model leaves height or width open. */
  readonly isOpenSize: boolean;
}

interface Wishes {
  readonly preprocess?: PreprocessName;
  readonly resize?: ResizeMethod;
  readonly size?: readonly [height: number, width: number];
}
interface Known {
  readonly title: string;
  readonly network: Network;
  readonly entry: CatalogEntry | undefined;
  /** Name of a file beside the model that tells how pictures were prepared in training. */
  readonly metadata?: string | undefined;
}

/**
 * The picture's input: height or null, width or null, channels. A model without an axis for channels, such as `Input((28, 28))`
 * of many MNIST tutorials, takes grey pictures.
 */
function pictureShape({ title, network }: Known): readonly [number | null, number | null, number] {
  const shape = shapeOf(network, network.inputs[0]!);
  const [, height = null, width = null, channels] = shape.length === 3 ? [...shape, 1] : shape;
  if ((shape.length !== 4 && shape.length !== 3) || isSequence(shape))
    throw failed('model/not-for-pictures', { model: title, shape: formatShape(shape) });
  if (channels == null) throw failed('model/open-channels', { model: title });
  return [height, width, channels];
}

/** True for steps of some features, (None, 512), rather than a picture of any size: one of the two lengths alone is open. */
function isSequence(shape: Shape): boolean {
  return shape.length === 3 && (shape[1] === null) !== (shape[2] === null);
}

const preparing = (model: string) => [message('doing/preparing-pictures', { model })];

/** Refuses a size that the model does not take, or whose results would fill the memory. */
function checkSize({ title, network }: Known, size: readonly [number, number, number]): void {
  const during = preparing(title);
  const [height, width] = size;
  for (const side of [height, width])
    if (!Number.isInteger(side) || side < SMALLEST_SIDE || side > LARGEST_SIDE) {
      const problem = message('part/no-picture-size', { height, width });
      const remedy = message('part/whole-sides', { lowest: SMALLEST_SIDE, highest: LARGEST_SIDE });
      throw failed('usage/bad-size', { problem, remedy }, { during });
    }
  const largest = Math.max(
    ...inferShapes(network, [1, ...size]).flatMap((shapes) =>
      shapes.map((shape) => 4 * sizeOf(shape.map((length) => length ?? 1))),
    ),
  );
  if (largest <= LARGEST_RESULT_BYTES) return;
  const problem = message('part/layer-too-large', {
    ...{ height, width },
    megabytes: Math.ceil(largest / 1024 ** 2),
  });
  throw failed('usage/bad-size', { problem, remedy: message('part/use-smaller-size') }, { during });
}

function sizeFor(known: Known, wanted: Wishes['size'], warnings: Note[]) {
  const [height, width, channels] = pictureShape(known);
  const isOpenSize = height === null || width === null;
  const { title, entry } = known;
  const [wantedHeight, wantedWidth] = wanted ?? [];
  const anyLength = message('part/any-length');
  const isTaken = (fixed: number | null, side: number | undefined) =>
    fixed === null || side === undefined || fixed === side;
  if (!isTaken(height, wantedHeight) || !isTaken(width, wantedWidth))
    throw failed(
      'usage/fixed-size',
      {
        height: height ?? anyLength,
        width: width ?? anyLength,
        wantedHeight: wantedHeight!,
        wantedWidth: wantedWidth!,
      },
      { during: preparing(title) },
    );
  const size = [
    height ?? wantedHeight ?? entry?.inputSize[0] ?? DEFAULT_SIZE,
    width ?? wantedWidth ?? entry?.inputSize[1] ?? DEFAULT_SIZE,
    channels,
  ] as const;
  if (isOpenSize) checkSize(known, size);
  if (isOpenSize && !wanted) warnings.push(noteOf('open-size', { height: size[0], width: size[1] }));
  return { inputSize: size, isOpenSize };
}

/** What each preprocessing makes of the 8-bit values, and its name where that does not say it. */
const FED_AS: Readonly<Record<PreprocessName, Value>> = {
  tf: message('part/fed-as-range', { range: '-1..1', name: 'tf' }),
  torch: message('part/fed-as-torch'),
  caffe: message('part/fed-as-caffe'),
  '127/128': message('part/fed-as-range', { range: '-1..1', name: '127/128' }),
  '0..1': '0..1',
  none: message('part/fed-as-range', { range: '0..255', name: 'none' }),
};

function warnOfPreprocess(
  {
    preprocess,
    isPreprocessChosen,
    expected,
  }: Pick<InputForm, 'preprocess' | 'isPreprocessChosen' | 'expected'>,
  warnings: Note[],
): void {
  if (!isPreprocessChosen) {
    if (expected.reason === 'catalogue') return;
    if (expected.reason === 'scales-itself' || expected.reason === 'whole-numbers') return;
    const code = expected.reason === 'usual' ? 'unknown-preprocess' : 'known-preprocess';
    const fed = FED_AS[preprocess];
    warnings.push(noteOf(code, { name: preprocess, fed, why: reasonFor(expected) }));
    return;
  }
  const isOff =
    expected.reason === 'catalogue' ? preprocess !== expected.name : isDoubtful(preprocess, expected);
  if (!isOff) return;
  const why = expected.reason === 'catalogue' ? message('part/why-catalogue') : reasonFor(expected);
  warnings.push(
    noteOf('doubtful-preprocess', {
      name: preprocess,
      fed: FED_AS[preprocess],
      expected: expected.name,
      expectedFed: FED_AS[expected.name],
      why,
    }),
  );
}

/**
 * How pictures are brought to a model: as wished, else as the catalogue or the model itself says, else as most models take them.
 * @param warnings  gets what was assumed
 * @throws FeaturescopeError model/not-for-pictures, model/open-channels, model/input-too-small,
 *         usage/bad-size, usage/fixed-size, usage/preprocess-needs-colour
 */
export function inputFormOf(known: Known, wishes: Wishes, warnings: Note[]): InputForm {
  const { entry, network, metadata } = known;
  const size = sizeFor(known, wishes.size, warnings);
  const channels = size.inputSize[2];
  const expected: Expected = entry
    ? { name: entry.preprocess, reason: 'catalogue', subject: entry.title }
    : metadata !== undefined
      ? toldBy(metadata)
      : guessPreprocess(network, channels);
  const preprocess = wishes.preprocess ?? expected.name;
  requireForChannels(preprocess, channels);
  const isPreprocessChosen = wishes.preprocess !== undefined;
  if (!takesPictures(channels)) warnings.push(noteOf('array-input', { channels }));
  warnOfPreprocess({ preprocess, isPreprocessChosen, expected }, warnings);
  if (channels === 1) warnings.push(noteOf('grey-input', {}));
  if (channels === 4) warnings.push(noteOf('alpha-input', {}));
  return {
    preprocess,
    isPreprocessChosen,
    expected,
    resize: wishes.resize ?? entry?.resize ?? 'antialias',
    ...size,
  };
}
