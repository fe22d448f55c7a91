import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Constants } from '../model/assemble/constant-inputs';
import {
  COLORMAP_NAMES,
  COLOUR_PROFILE_USES,
  FIT_MODES,
  PREPROCESS_NAMES,
  RESIZE_METHODS,
} from '../shared/names';
import { parseBands, parseValueRange, type ValueRange } from '../shared/picture-reading';
import { toCount, toNumber, toPositive } from './option-values';

/** How layers are chosen. */
export const LAYERS_SPEC =
  'layers: 1,4,7 or 0-14 or names or conv2d* or all; 1/164 or base/mixed5 inside a model';

function toInputSize(text: string): [number, number] {
  const [, height, width = height] = /^(\d{1,5})(?:x(\d{1,5}))?$/i.exec(text.trim()) ?? [];
  if (height === undefined || width === undefined)
    throw new InvalidArgumentError('It is neither a number of pixels nor HEIGHTxWIDTH.');
  return [Number(height), Number(width)];
}

function toValueRange(text: string): ValueRange {
  const range = parseValueRange(text);
  if (range === undefined)
    throw new InvalidArgumentError('It is not like LOW..HIGH, such as 0..4095, nor full or data.');
  return range;
}

function toBands(text: string): readonly number[] {
  const bands = parseBands(text);
  if (bands === undefined) throw new InvalidArgumentError('It is not like 3,2,1 or 1-4, counted from 1.');
  return bands;
}

/** Reads one more NAME=VALUE; a name may hold `=` itself. */
function toConstants(text: string, others: Constants = {}): Constants {
  const [, name, number] = /^(.+)=([^=]+)$/s.exec(text) ?? [];
  if (name === undefined || number === undefined)
    throw new InvalidArgumentError('It is not like NAME=VALUE, such as age=0.5.');
  if (Object.hasOwn(others, name)) throw new InvalidArgumentError(`${name} has a value already.`);
  const value = toNumber(number);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('The value is not a finite number.');
  return { ...others, [name]: value };
}

/** Adds what all commands on models share. */
export function withModel(command: Command): Command {
  return command
    .option(
      '--model <id or file>',
      'catalogue id, or a .keras, .h5 or tfjs model.json file',
      'efficientnet-lite0',
    )
    .option(
      '--architecture <file or id>',
      'layers of an .h5 that holds only weights: JSON of model.to_json(), or an id such as inception-v3',
    )
    .addOption(
      new Option(
        '--constant <name=value>',
        'value of every element of an input besides the picture; once for each such input',
      ).argParser(toConstants),
    )
    .option('--json', 'print JSON');
}

/** Adds what all commands on pictures share. */
export function withPictures(command: Command): Command {
  return withModel(command)
    .option('--labels <file>', 'class names: JSON, CSV or text')
    .option('--head <name>', 'the output whose numbers are shown, where a model has several')
    .option('--softmax', 'show scores as their softmax, in per cent (default: as the numbers they are)')
    .option('--no-softmax', "show scores as the numbers they are, also those of the catalogue's models")
    .addOption(
      new Option('--size <n or HxW>', 'picture size of a model that leaves it open').argParser(toInputSize),
    )
    .addOption(new Option('--preprocess <name>', 'how pixels become numbers').choices(PREPROCESS_NAMES))
    .addOption(
      new Option('--resize <name>', 'how the picture is brought to model size').choices(RESIZE_METHODS),
    )
    .addOption(
      new Option('--fit <name>', 'what happens to other aspect ratios').choices(FIT_MODES).default('stretch'),
    )
    .addOption(new Option('--colormap <name>', 'colours of maps').choices(COLORMAP_NAMES).default('viridis'))
    .addOption(
      new Option('--max-megapixels <n>', 'larger pictures are refused').argParser(toPositive).default(100),
    )
    .addOption(
      new Option(
        '--color-profile <name>',
        'ignore an embedded colour profile, as Keras, Pillow and OpenCV do, or convert the colours to sRGB',
      )
        .choices(COLOUR_PROFILE_USES)
        .default('ignore'),
    )
    .addOption(
      new Option(
        '--value-range <range>',
        'values of a TIFF picture that become 0 to 255: LOW..HIGH such as 0..4095, full (what its type can hold) or data (what it holds); default: full for 8 and 16 bits and for floats within 0..1, else data',
      ).argParser(toValueRange),
    )
    .addOption(
      new Option(
        '--frame <n>',
        'frame of an animation (GIF, PNG, WebP) or page of a TIFF file, counted from 1 (default: the first)',
      ).argParser(toCount([1, 1_000_000])),
    )
    .addOption(
      new Option(
        '--bands <list>',
        'bands of a TIFF picture in the order in which they are fed, such as 3,2,1 or 1-13 (default: the first ones)',
      ).argParser(toBands),
    );
}
