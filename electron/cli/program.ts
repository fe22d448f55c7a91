import { Command, InvalidArgumentError, Option } from 'commander';
import { CAPTURE_LIMITS } from '../camera/camera';
import { nearestName } from '../core/nearest-name';
import {
  COLORMAP_NAMES,
  FIT_MODES,
  PREPROCESS_NAMES,
  RESIZE_METHODS,
  COLOUR_PROFILE_USES,
} from '../shared/names';
import type { FigureRange } from '../shared/contract';
import { capture, type CaptureCommandOptions } from './commands/capture';
import { exportAll, type ExportOptions } from './commands/export';
import { grid, type GridOptions } from './commands/grid';
import { hypercolumn, type HypercolumnOptions } from './commands/hypercolumn';
import { listLayers, type LayersOptions } from './commands/layers';
import { maps, type MapsOptions } from './commands/maps';
import { downloadModel, listModels, verifyModels } from './commands/models';
import { predict, type PredictOptions } from './commands/predict';
import { stats, type StatsOptions } from './commands/stats';
import type { Constants } from '../model/assemble/constant-inputs';
import { parseBands, parseValueRange, type ValueRange } from '../shared/picture-reading';
import type { CommandContext } from './context';
import { withChannelChoice, withVerdictChoice } from './channel-options';
import { CONTENT_OPTION_NAMES, withFigureContent } from './content-options';
import { FIGURE_OPTION_NAMES, withFigureStyle } from './figure-options';
import { toCount, toNumber } from './option-values';

/** Runs a command with the context made for it; supplied by the entry. */
export type RunCommand = (work: (context: CommandContext) => Promise<void>) => Promise<void>;

function toPositive(text: string): number {
  const value = toNumber(text);
  if (!(value > 0)) throw new InvalidArgumentError('It is not above 0.');
  return value;
}

function toFrameSize(text: string): { width: number; height: number } {
  const sides = /^(\d{1,5})x(\d{1,5})$/.exec(text)?.slice(1).map(Number) ?? [];
  const [lowest, highest] = CAPTURE_LIMITS.side;
  if (sides.length !== 2 || sides.some((side) => side < lowest || side > highest))
    throw new InvalidArgumentError(`It is not like 640x480, with sides from ${lowest} to ${highest}.`);
  return { width: sides[0]!, height: sides[1]! };
}

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

function toFigureRange(text: string): FigureRange {
  if (text === 'map' || text === 'layer') return { scope: text };
  const range = parseValueRange(text);
  if (typeof range !== 'object')
    throw new InvalidArgumentError('It is not map, layer or MIN..MAX, such as 0..6.');
  return { scope: 'fixed', min: range.low, max: range.high };
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

function channelCount(): Option {
  return new Option('--filters <n>', 'channels of each layer')
    .argParser(toNumber)
    .default(undefined, '3; with --only all');
}

function withModel(command: Command): Command {
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

function withPictures(command: Command): Command {
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

function unknownCommand(typed: string, parent: Command): string {
  const names = parent.commands.map((command) => command.name());
  const nearest = nearestName(typed, names);
  return `unknown command '${typed}' of ${parent.name()}; ${nearest ? `did you mean ${nearest}? It has` : 'it has'} ${names.join(', ')}`;
}

const SPEC = 'layers: 1,4,7 or 0-14 or names or conv2d* or all; 1/164 or base/mixed5 inside a model';

/** The command line, as a commander program. */
export function createProgram(version: string, run: RunCommand): Command {
  const program = new Command('featurescope')
    .description(
      'Shows what a convolutional network sees: predictions, feature maps and hypercolumns of a Keras CNN.',
    )
    .version(version)
    .showHelpAfterError(false)
    .helpCommand(true);

  const models = program.command('models').description('the model catalogue');
  models
    .command('list', { isDefault: true })
    .description('every model with source, size, hash and licence')
    .option('--json', 'print JSON')
    // What is no command of `models` comes here as a word too many.
    .allowExcessArguments()
    .action((options: { json?: boolean }, { args }: Command) => {
      if (args.length > 0) models.error(unknownCommand(args[0]!, models));
      return run((context) => listModels(context, options));
    });
  models
    .command('verify')
    .description('check the model files on this disk against their hashes')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) => run((context) => verifyModels(context, options)));
  models
    .command('download <id>')
    .description('fetch a model, check it and keep it for the window and the command line')
    .option(
      '--from <file or address>',
      'take the file that is there already, or fetch it from another https address',
    )
    .action((id: string, options: { from?: string }) =>
      run((context) => downloadModel(context, id, options)),
    );

  withModel(program.command('layers'))
    .description('index, name, class, output shape, parameters and inputs of every layer')
    .action((options: LayersOptions) => run((context) => listLayers(context, options)));

  withPictures(program.command('predict'))
    .argument('<images...>')
    .description('the most probable classes, or the numbers that the model gives')
    .addOption(new Option('--top <n>', 'number of classes').argParser(toNumber).default(5))
    .action((files: string[], options: PredictOptions) => run((context) => predict(context, files, options)));

  withVerdictChoice(withPictures(program.command('maps')), 'pictures of maps')
    .argument('<image>')
    .description('activations as NPZ, or every map as a PNG')
    .requiredOption('--layers <spec>', SPEC)
    .option('--npz <file>', 'float32 arrays, one a layer')
    .option('--png <folder>', 'one picture a map')
    .option('--force', 'replace existing files')
    .action((file: string, options: MapsOptions) => run((context) => maps(context, file, options)));

  withChannelChoice(withFigureContent(withFigureStyle(withPictures(program.command('grid')))))
    .argument('<image>')
    .description('a picture of feature maps: rows are channels, columns are layers; or another figure')
    .option('--layers <spec>', `${SPEC} (default: the first 15; of hypercolumns both classic sets)`)
    .addOption(
      new Option(
        '--filters <n>',
        'channels of each layer (default: 3; of one layer, and with --only, all)',
      ).argParser(toNumber),
    )
    .option('--out <file>', 'file to write; its ending tells the format', 'sample.jpg')
    .addOption(
      new Option(
        '--range <range>',
        'values from the lowest to the highest colour: those of each map, of each layer, or MIN..MAX such as 0..6',
      )
        .argParser(toFigureRange)
        .default(undefined, 'map'),
    )
    .addOption(
      new Option('--classic', 'the figure of the 2018 script: 300 x 1500 pixels, no labels').conflicts([
        ...FIGURE_OPTION_NAMES,
        ...CONTENT_OPTION_NAMES,
      ]),
    )
    .option('--force', 'replace an existing file')
    .action((file: string, options: GridOptions) => run((context) => grid(context, file, options)));

  withPictures(program.command('hypercolumn'))
    .argument('<image>')
    .description('the mean hypercolumn of some layers at input size')
    .requiredOption('--layers <spec>', SPEC)
    .option('--out <file>', 'PNG file (default hypercolumn-<layers>.png)')
    .option('--overlay', 'lay it over the picture')
    .option('--npy <file>', 'the numbers, float32')
    .option('--force', 'replace existing files')
    .action((file: string, options: HypercolumnOptions) =>
      run((context) => hypercolumn(context, file, options)),
    );

  withPictures(program.command('stats'))
    .argument('<images...>')
    .description('statistics of every map, over all pictures')
    .requiredOption('--layers <spec>', SPEC)
    .option('--csv <file>', 'a CSV file instead of a printed table')
    .option('--force', 'replace an existing file')
    .action((files: string[], options: StatsOptions) => run((context) => stats(context, files, options)));

  withChannelChoice(withFigureStyle(withPictures(program.command('export'))))
    .argument('<images...>')
    .description('everything at once: original, predictions, sample.jpg, statistics, both hypercolumns')
    .requiredOption('--out <folder>', 'folder for the files; several pictures get a folder each in it')
    .option('--layers <spec>', `${SPEC} (default: the first 15)`)
    .addOption(channelCount())
    .option('--force', 'replace existing files')
    .action((files: string[], options: ExportOptions) =>
      run((context) => exportAll(context, files, options)),
    );

  program
    .command('capture')
    .description('frames of a webcam as o-0.jpg, o-1.jpg ...')
    .option('--list', 'list the cameras instead')
    .option(
      '--device <name>',
      'a camera of the list, or TEST:colourbars, a drawn picture for trying it without a camera (default: the first camera)',
    )
    .addOption(
      new Option('--frames <n>', 'number of frames').argParser(toCount(CAPTURE_LIMITS.frames)).default(5),
    )
    .addOption(
      new Option('--interval <ms>', 'time from one frame to the next; 0: as fast as the camera gives them')
        .argParser(toCount(CAPTURE_LIMITS.intervalMs))
        .default(0),
    )
    .addOption(
      new Option(
        '--size <size>',
        'wanted size; the camera gives the nearest that it has (default: 1280x720)',
      ).argParser(toFrameSize),
    )
    .option('--out <folder>', 'folder for the files', '.')
    .option('--force', 'replace existing files')
    .option('--json', 'print JSON')
    .action((options: CaptureCommandOptions) => run((context) => capture(context, options)));
  return program;
}
