import { requireForChannels, type PreprocessName } from '../core/preprocess';
import type { ResizeMethod } from '../core/resize';
import { sizeOf } from '../core/tensor';
import { inferShapes } from '../model/assemble';
import type { CatalogEntry } from '../model/catalog';
import { formatShape } from '../model/kinds/kind';
import { shapeOf, type Network } from '../model/network';
import { FeaturescopeError } from '../shared/errors';
import { guessPreprocess, isDoubtful, reasonText, type PreprocessGuess } from './input-evidence';
import { warn, type ModelWarning } from './model-warning';

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
}

/** The shape of the picture's input: [batch, height or null, width or null, channels]. */
function pictureShape({ title, network }: Known): readonly [number | null, number | null, 1 | 3 | 4] {
  const ref = network.inputs[0]!;
  const shape = shapeOf(network, ref);
  if (shape.length !== 4)
    throw new FeaturescopeError(
      'model/not-for-pictures',
      `opening ${title}: its input is ${formatShape(shape)}, not a picture, which would be (None, height, width, channels); give a model for pictures.`,
    );
  const [, height = null, width = null, channels] = shape;
  if (channels !== 1 && channels !== 3 && channels !== 4)
    throw new FeaturescopeError(
      'model/unsupported-channels',
      `opening ${title}: its input has ${channels ?? 'an open number of'} channels; pictures have 3 (colour), 1 (grey) or 4 (colour and alpha), so give another model.`,
    );
  return [height, width, channels];
}

/** Refuses a size that the model does not take, or whose results would fill the memory. */
function checkSize({ title, network }: Known, size: readonly [number, number, number]): void {
  for (const side of size.slice(0, 2))
    if (!Number.isInteger(side) || side < SMALLEST_SIDE || side > LARGEST_SIDE)
      throw new FeaturescopeError(
        'usage/bad-size',
        `preparing pictures for ${title}: ${size.slice(0, 2).join(' x ')} is no picture size; each side is a whole number from ${SMALLEST_SIDE} to ${LARGEST_SIDE}.`,
      );
  const largest = Math.max(
    ...inferShapes(network, [1, ...size]).flatMap((shapes) =>
      shapes.map((shape) => 4 * sizeOf(shape.map((length) => length ?? 1))),
    ),
  );
  if (largest > LARGEST_RESULT_BYTES)
    throw new FeaturescopeError(
      'usage/bad-size',
      `preparing pictures for ${title}: at ${size.slice(0, 2).join(' x ')} one layer alone would give ${Math.ceil(largest / 1024 ** 2)} MB; use a smaller size.`,
    );
}

function sizeFor(known: Known, wanted: Wishes['size'], warnings: ModelWarning[]) {
  const [height, width, channels] = pictureShape(known);
  const isOpenSize = height === null || width === null;
  const { title, entry } = known;
  const [wantedHeight, wantedWidth] = wanted ?? [];
  const isTaken = (fixed: number | null, side: number | undefined) =>
    fixed === null || side === undefined || fixed === side;
  if (!isTaken(height, wantedHeight) || !isTaken(width, wantedWidth))
    throw new FeaturescopeError(
      'usage/fixed-size',
      `preparing pictures for ${title}: it takes ${height ?? 'any'} x ${width ?? 'any'} only, not ${wantedHeight} x ${wantedWidth}; leave the size out.`,
    );
  const size = [
    height ?? wantedHeight ?? entry?.inputSize[0] ?? DEFAULT_SIZE,
    width ?? wantedWidth ?? entry?.inputSize[1] ?? DEFAULT_SIZE,
    channels,
  ] as const;
  if (isOpenSize) checkSize(known, size);
  if (isOpenSize && !wanted)
    warnings.push(
      warn(
        'open-size',
        `the model leaves its picture size open; ${size[0]} x ${size[1]} is used, choose with --size`,
        {
          height: size[0],
          width: size[1],
        },
      ),
    );
  return { inputSize: size, isOpenSize };
}

/** What each preprocessing makes of the 8-bit values, in words. */
const FED_AS: Readonly<Record<PreprocessName, string>> = {
  tf: '-1..1',
  torch: 'torch does (about -2.1..2.6)',
  caffe: 'caffe does (about -124..151)',
  '127/128': '-1..1',
  '0..1': '0..1',
  none: '0..255',
};

function warnOfPreprocess(
  {
    preprocess,
    isPreprocessChosen,
    expected,
  }: Pick<InputForm, 'preprocess' | 'isPreprocessChosen' | 'expected'>,
  warnings: ModelWarning[],
): void {
  if (!isPreprocessChosen) {
    if (expected.reason === 'catalogue') return;
    if (expected.reason === 'scales-itself' || expected.reason === 'whole-numbers') return;
    const why = reasonText(expected);
    warnings.push(
      warn(
        'unknown-preprocess',
        `it is not known how this model was trained, so pixels are fed as ${FED_AS[preprocess]} (${preprocess}): ${why}; choose with --preprocess`,
        { name: preprocess },
      ),
    );
    return;
  }
  const isOff =
    expected.reason === 'catalogue' ? preprocess !== expected.name : isDoubtful(preprocess, expected);
  if (!isOff) return;
  const why = expected.reason === 'catalogue' ? 'the catalogue says so' : reasonText(expected);
  warnings.push(
    warn(
      'doubtful-preprocess',
      `the preprocessing ${preprocess} feeds pixels as ${FED_AS[preprocess]}, but ${expected.name} (${FED_AS[expected.name]}) is expected: ${why}`,
      { name: preprocess, expected: expected.name },
    ),
  );
}

/**
 * How pictures are brought to a model: as wished, else as the catalogue or the model itself says, else as most models take them.
 * @param warnings  gets what was assumed
 * @throws FeaturescopeError model/not-for-pictures, model/unsupported-channels, model/input-too-small,
 *         usage/bad-size, usage/fixed-size, usage/preprocess-needs-colour
 */
export function inputFormOf(known: Known, wishes: Wishes, warnings: ModelWarning[]): InputForm {
  const { entry, network } = known;
  const size = sizeFor(known, wishes.size, warnings);
  const channels = size.inputSize[2];
  const expected: Expected = entry
    ? { name: entry.preprocess, reason: 'catalogue', subject: entry.title }
    : guessPreprocess(network, channels);
  const preprocess = wishes.preprocess ?? expected.name;
  requireForChannels(preprocess, channels);
  const isPreprocessChosen = wishes.preprocess !== undefined;
  warnOfPreprocess({ preprocess, isPreprocessChosen, expected }, warnings);
  if (channels === 1)
    warnings.push(
      warn('grey-input', 'the model takes one channel, so the picture is fed as grey (ITU-R 601 luma)'),
    );
  if (channels === 4)
    warnings.push(
      warn(
        'alpha-input',
        'the model takes four channels, so alpha is fed as opaque (255) behind red, green and blue',
      ),
    );
  return {
    preprocess,
    isPreprocessChosen,
    expected,
    resize: wishes.resize ?? entry?.resize ?? 'antialias',
    ...size,
  };
}
