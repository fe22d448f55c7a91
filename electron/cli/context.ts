import type { ColormapName } from '../core/colormap';
import type { FitMode } from '../core/fit';
import { parseLayerSpec } from '../core/layer-spec';
import type { PreprocessName } from '../core/preprocess';
import type { ResizeMethod } from '../core/resize';
import type { ColourProfileUse } from '../image/decode';
import { firstLayers } from '../analysis/figures/figure';
import { openModel, type ModelSession } from '../analysis/model-session';
import type { Remarks } from '../analysis/remarks';
import type { FileSet } from '../files/file-set';
import {
  bandsLeftOut,
  makeInput,
  openSourcePicture,
  type ModelInput,
  type SourcePicture,
} from '../analysis/source-picture';
import type { Catalog } from '../catalog/catalog';
import type { Constants } from '../model/assemble/constant-inputs';
import type { ListedLayer } from '../model/network';
import { message } from '../shared/messages/message';
import { wholeOf } from '../shared/note';
import type { ValueRange } from '../shared/picture-reading';
import { commandLineNote, type Reporter } from './reporter';

/** Where the installed parts lie. */
export interface Installation {
  readonly modelsDir: string;
  readonly fontsDir: string;
  readonly version: string;
}

/** Everything a command needs from outside. */
export interface CommandContext {
  readonly installation: Installation;
  readonly catalog: Catalog;
  readonly reporter: Reporter;
  /** Files of a command: committed when it is done, removed when it fails or is interrupted. */
  outputs(mayOverwrite: boolean): FileSet;
  /** Removes what was written but not committed. */
  discardUnfinished(): Promise<void>;
  /** Ends the command with `job/cancelled` if the user interrupted it. */
  checkpoint(): Promise<void>;
  /** Aborted when the user interrupts the command. */
  readonly signal: AbortSignal;
}

/** Options that all commands which run a model share. */
export interface ModelOptions {
  readonly model: string;
  readonly architecture?: string;
  readonly labels?: string;
  readonly preprocess?: PreprocessName;
  readonly resize?: ResizeMethod;
  readonly size?: readonly [height: number, width: number];
  readonly head?: string;
  readonly softmax?: boolean;
  readonly constant?: Constants;
  readonly fit: FitMode;
  readonly colormap: ColormapName;
  readonly maxMegapixels: number;
  /** Named as the option is: `--color-profile`. */
  readonly colorProfile: ColourProfileUse;
  readonly valueRange?: ValueRange;
  readonly bands?: readonly number[];
  readonly frame?: number;
  readonly json?: boolean;
}

/** Opens the chosen model. */
export async function openChosenModel(context: CommandContext, options: ModelOptions): Promise<ModelSession> {
  context.reporter.progress(`loading ${options.model}`);
  const session = await openModel(context.catalog, {
    model: options.model,
    ...(options.architecture !== undefined && { architecture: options.architecture }),
    ...(options.labels !== undefined && { labelsFile: options.labels }),
    ...(options.preprocess && { preprocess: options.preprocess }),
    ...(options.resize && { resize: options.resize }),
    ...(options.size && { size: options.size }),
    ...(options.head !== undefined && { head: options.head }),
    ...(options.softmax !== undefined && { softmax: options.softmax }),
    ...(options.constant && { constants: options.constant }),
  });
  await context.checkpoint();
  return session;
}

const said = new WeakMap<ModelSession, Set<string>>();

/** Says once what is assumed about the model. A tensor is fed as it is, so nothing is assumed about pictures for it. */
function warnOfAssumptions(context: CommandContext, session: ModelSession, picture: SourcePicture): void {
  const known = said.get(session) ?? new Set();
  said.set(session, known);
  const ofNetwork = new Set<string>(session.network.notes.map(({ code }) => code));
  for (const note of session.warnings) {
    const text = commandLineNote(wholeOf(note));
    if ((picture.kind === 'tensor' && !ofNetwork.has(note.code)) || known.has(text)) continue;
    known.add(text);
    context.reporter[note.isNote ? 'note' : 'warn'](`${session.title}: ${text}`);
  }
}

/** Opens a picture, passing on what is wrong with it and what is assumed about the model. */
export async function openPicture(
  context: CommandContext,
  session: ModelSession,
  file: string,
  options: ModelOptions,
): Promise<SourcePicture> {
  context.reporter.progress(`reading ${file}`);
  const picture = await openSourcePicture(file, { ...options, colourProfile: options.colorProfile });
  warnOfAssumptions(context, session, picture);
  if (picture.kind === 'picture' && picture.colours !== null && options.colorProfile === 'ignore')
    context.reporter.note(
      commandLineNote(message('note/profile-ignored', { file, colours: picture.colours })),
    );
  const leftOut = bandsLeftOut(session, picture);
  if (leftOut) context.reporter.note(commandLineNote(leftOut));
  if (picture.kind === 'picture')
    for (const note of picture.notes) context.reporter.note(commandLineNote(note));
  for (const warning of picture.warnings) context.reporter.warn(commandLineNote(warning));
  await context.checkpoint();
  return picture;
}

/** How a picture was read, for JSON, where that is not plain. */
export function readingFor(picture: SourcePicture): object {
  if (picture.kind !== 'picture') return {};
  const { bands, frames, values } = picture;
  const told = values?.isScaled === true ? values : undefined;
  return {
    ...(frames.count > 1 && { frame: frames.number, frameCount: frames.count }),
    ...(bands && { bands: bands.taken, bandCount: bands.total }),
    ...(told && {
      values: { type: told.type, lowest: told.lowest, highest: told.highest, low: told.low, high: told.high },
    }),
  };
}

/** Opens a picture and brings it to the model's form. */
export async function openInput(
  context: CommandContext,
  session: ModelSession,
  file: string,
  options: ModelOptions,
): Promise<{ picture: SourcePicture; input: ModelInput }> {
  const picture = await openPicture(context, session, file, options);
  return { picture, input: makeInput(session, picture, options.fit) };
}

/**
 * Gives the files their names and tells which they are.
 * @param more     what JSON tells besides the files
 * @param shorten  what is printed instead of a long list of names
 */
export async function commitAndTell(
  { reporter }: CommandContext,
  files: FileSet,
  { json }: { readonly json?: boolean },
  more: object = {},
  shorten: (names: string[]) => string[] = (names) => names,
): Promise<void> {
  const written = await files.commit();
  if (json) reporter.printJson({ files: written, ...more });
  else reporter.printLines(shorten(written));
}

/** Tells what must be known of results. */
export function remark({ reporter }: CommandContext, { warnings, notes }: Remarks): void {
  for (const warning of warnings) reporter.warn(commandLineNote(warning));
  for (const note of notes) reporter.note(commandLineNote(note));
}

/** Layers by the user's words; the first ones of the 2018 script's figure without any. */
export function chooseLayers(session: ModelSession, spec: string | undefined): ListedLayer[] {
  const { layers } = session;
  if (spec === undefined) return firstLayers(session);
  return parseLayerSpec(spec, layers).map((place) => layers[place]!);
}
