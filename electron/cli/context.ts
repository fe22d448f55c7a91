import type { ColormapName } from '../core/colormap';
import type { FitMode } from '../core/fit';
import { parseLayerSpec } from '../core/layer-spec';
import type { PreprocessName } from '../core/preprocess';
import type { ResizeMethod } from '../core/resize';
import { openModel, type ModelSession } from '../analysis/model-session';
import type { OutputFiles } from '../analysis/output-files';
import {
  makeInput,
  openSourcePicture,
  type ModelInput,
  type SourcePicture,
} from '../analysis/source-picture';
import type { Catalog } from '../model/catalog';
import type { Layer, Network } from '../model/network';
import type { Reporter } from './reporter';

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
  outputs(mayOverwrite: boolean): OutputFiles;
  /** Ends the command with `job/cancelled` if the user interrupted it. */
  checkpoint(): Promise<void>;
}

/** Options that all commands which run a model share. */
export interface ModelOptions {
  readonly model: string;
  readonly labels?: string;
  readonly preprocess?: PreprocessName;
  readonly resize?: ResizeMethod;
  readonly fit: FitMode;
  readonly colormap: ColormapName;
  readonly maxMegapixels: number;
  readonly json?: boolean;
}

/** Opens the chosen model, passing on what was assumed. */
export async function openChosenModel(context: CommandContext, options: ModelOptions): Promise<ModelSession> {
  context.reporter.progress(`loading ${options.model}`);
  const session = await openModel(context.catalog, {
    model: options.model,
    ...(options.labels !== undefined && { labelsFile: options.labels }),
    ...(options.preprocess && { preprocess: options.preprocess }),
    ...(options.resize && { resize: options.resize }),
  });
  for (const warning of session.warnings) context.reporter.warn(`${session.title}: ${warning}.`);
  await context.checkpoint();
  return session;
}

/** Opens a picture, passing on what is wrong with it. */
export async function openPicture(
  context: CommandContext,
  file: string,
  options: ModelOptions,
): Promise<SourcePicture> {
  context.reporter.progress(`reading ${file}`);
  const picture = await openSourcePicture(file, { maxMegapixels: options.maxMegapixels });
  for (const warning of picture.warnings) context.reporter.warn(warning);
  await context.checkpoint();
  return picture;
}

/** Opens a picture and brings it to the model's form. */
export async function openInput(
  context: CommandContext,
  session: ModelSession,
  file: string,
  options: ModelOptions,
): Promise<{ picture: SourcePicture; input: ModelInput }> {
  const picture = await openPicture(context, file, options);
  return { picture, input: makeInput(session, picture, options.fit) };
}

/** Layers by the user's words. */
export function chooseLayers(network: Network, spec: string): Layer[] {
  return parseLayerSpec(spec, network.layers).map((index) => network.layers[index]!);
}
