import path from 'node:path';
import type { PreprocessName } from '../core/preprocess';
import type { ResizeMethod } from '../core/resize';
import { failed, isFeaturescopeError, valueOfFailure } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import { noteOf, type Note } from '../shared/note';
import type { OutputKind } from '../shared/names';
import { isThere } from '../files/place';
import { Engine } from '../engine/engine';
import type { Catalog, CatalogEntry } from '../catalog/catalog';
import { listedLayers, type ListedLayer, type Network } from '../model/network';
import { findArchitecture } from '../model/readers/architecture';
import { constantsOf, withConstants, type Constants } from '../model/assemble/constant-inputs';
import { openNetwork } from '../model/readers/open-network';
import { inputFormOf, type InputForm } from './input-form';
import { teachableMachineBeside } from '../model/labels/teachable-machine';
import { labelsFor, type LabelSet } from './label-set';
import { canTakeSoftmax, findOutputHead, outputHeads, type OutputHead } from './output-head';

/** What the user may say about how a model is used. What is left out is found out or guessed. */
export interface ModelUse {
  /** '' for no labels. */
  readonly labelsFile?: string;
  readonly preprocess?: PreprocessName;
  readonly resize?: ResizeMethod;
  /** For models that leave their picture size open. */
  readonly size?: readonly [height: number, width: number];
  /** Name of the output that is shown. */
  readonly head?: string;
  /** Scores are shown as their softmax; left out, only those of the catalogue's models are. */
  readonly softmax?: boolean;
  /** Values of all inputs but the picture, by name, for a model with several. */
  readonly constants?: Constants;
}

/** A model and how it is used. */
export interface ModelChoice extends ModelUse {
  /** Catalogue id or path of a model file. */
  readonly model: string;
  /** Layers of a file that holds weights alone: a JSON file, or an id that comes with Featurescope. */
  readonly architecture?: string;
  /**
   * The use was remembered from an earlier run: what of it does not fit any more is left out with a warning instead of
   * being refused.
   */
  readonly isRemembered?: boolean;
}

/** Parts of opening a model, in their order: checking the file, reading it, starting TensorFlow. */
export type OpeningStage = 'read' | 'weights' | 'load';
/** Reads a model file; `openNetwork`, or the same in another thread. */
export type ReadNetwork = (file: string, architecture?: string) => Promise<Network>;
/** Called before each part; it may wait, and throw to stop. */
export type OnOpeningStage = (stage: OpeningStage) => Promise<void>;

/** A model that is loaded and ready: network, engine, labels, and how pictures are brought to it. */
export interface ModelSession extends InputForm, LabelSet {
  readonly title: string;
  /** With the picture as its one input. */
  readonly network: Network;
  /** The network as the file has it: perhaps with more inputs. */
  readonly source: Network;
  /** All layers, those inside models behind the model that holds them. */
  readonly layers: readonly ListedLayer[];
  readonly engine: Engine;
  readonly entry: CatalogEntry | undefined;
  /** The output whose numbers are shown. */
  readonly head: OutputHead | undefined;
  /** What its numbers are, as they are shown. */
  readonly outputKind: OutputKind | undefined;
  /** All outputs that can be shown. */
  readonly heads: readonly OutputHead[];
  /** What was assumed and the user should know. */
  readonly warnings: readonly Note[];
  dispose(): void;
}

/** A model's network with what the catalogue knows of it; nothing native yet. */
export interface OpenedNetwork {
  readonly title: string;
  readonly network: Network;
  readonly entry: CatalogEntry | undefined;
}

async function looksLikePath(model: string): Promise<boolean> {
  return /[/\\]|\.(keras|h5|hdf5|json)$/i.test(model) || isThere(model);
}

/**
 * Opens the network of a model by catalogue id (its file is checked first) or path.
 * @throws FeaturescopeError of the area model
 */
export async function openChosenNetwork(
  catalog: Catalog,
  model: string,
  onStage?: OnOpeningStage,
  read: ReadNetwork = openNetwork,
  architecture?: string,
): Promise<OpenedNetwork> {
  const known = catalog.entries.find((entry) => entry.id === model);
  if (!known && (await looksLikePath(model))) {
    await onStage?.('weights');
    const layers =
      architecture === undefined ? undefined : await findArchitecture(catalog.folder, architecture);
    return { title: path.basename(model), network: await read(model, layers), entry: undefined };
  }
  const entry = catalog.find(model);
  if (architecture !== undefined) throw failed('usage/needless-architecture', { model });
  await onStage?.('read');
  const file = await catalog.verifiedFile(entry);
  await onStage?.('weights');
  const network = await read(file, catalog.architectureOf(entry));
  return { title: entry.title, network, entry };
}

/** How a network is used, before and after its engine is there. */
type Use = Omit<ModelSession, 'engine' | 'dispose'>;

/** The same use with every part left out that does not fit, and a warning for each. */
async function settleRemembered(
  catalog: Catalog,
  opened: OpenedNetwork,
  file: string | undefined,
  use: ModelUse,
): Promise<Use> {
  const warnings: Note[] = [];
  const kept: { -readonly [Key in keyof ModelUse]: ModelUse[Key] } = {};
  // Nothing can be judged of a model with several inputs before they are given, nor of a softmax before the output is.
  const placeOf = (key: keyof ModelUse) => ['constants', 'head'].indexOf(key) + 1 || 3;
  const keys = (Object.keys(use) as (keyof ModelUse)[]).sort((a, b) => placeOf(a) - placeOf(b));
  for (const key of keys) {
    try {
      await settle(catalog, opened, file, { ...kept, [key]: use[key] });
      Object.assign(kept, { [key]: use[key] });
    } catch (error) {
      if (!isFeaturescopeError(error)) throw error;
      warnings.push(noteOf('choice-left-out', { why: valueOfFailure(error) }));
    }
  }
  const settled = await settle(catalog, opened, file, kept);
  return { ...settled, warnings: [...warnings, ...settled.warnings] };
}

/** What the numbers of a head are as they are shown. The catalogue's scores are those of classes that exclude each other. */
function outputKindOf({ title, entry }: OpenedNetwork, head: OutputHead | undefined, softmax?: boolean) {
  if (softmax === true && !canTakeSoftmax(head))
    throw failed('usage/needless-softmax', { model: title, problem: whyNoSoftmax(head) });
  return canTakeSoftmax(head) && (softmax ?? entry !== undefined) ? 'softmax-of-scores' : head?.gives;
}

function whyNoSoftmax(head: OutputHead | undefined): Message {
  if (!head || head.gives === 'scores') return message('part/no-scores');
  const { name } = head;
  if (head.gives === 'value') return message('part/gives-one-number', { name });
  return message(head.gives === 'binary' ? 'part/gives-probability' : 'part/gives-probabilities', { name });
}

async function settle(
  catalog: Catalog,
  given: OpenedNetwork,
  file: string | undefined,
  use: ModelUse,
): Promise<Use> {
  const { title, entry } = given;
  const network = withConstants(title, given.network, use.constants);
  const opened = { title, network, entry };
  const warnings = [...network.notes];
  const beside = file === undefined ? undefined : await teachableMachineBeside(file);
  const metadata = beside === undefined ? undefined : path.basename(beside);
  const form = inputFormOf({ ...opened, metadata }, use, warnings);
  const heads = outputHeads(network);
  const head = findOutputHead(network, use.head);
  const outputKind = outputKindOf(given, head, use.softmax);
  if (heads.length > 1 && use.head === undefined)
    warnings.push(noteOf('several-heads', { count: heads.length, name: head!.name }));
  if (head?.isAlwaysOne) warnings.push(noteOf('softmax-of-one', { name: head.name }));
  const labels = await labelsFor({ catalog, entry, file, head }, use.labelsFile, warnings);
  return {
    title,
    network,
    source: given.network,
    layers: listedLayers(network),
    entry,
    heads,
    head,
    outputKind,
    warnings,
    ...form,
    ...labels,
  };
}

/**
 * Opens a model for running pictures through it.
 * @throws FeaturescopeError of the areas model, labels, usage, engine
 */
export async function openModel(
  catalog: Catalog,
  { model, architecture, isRemembered = false, ...use }: ModelChoice,
  onStage?: OnOpeningStage,
  read?: ReadNetwork,
): Promise<ModelSession> {
  const opened = await openChosenNetwork(catalog, model, onStage, read, architecture);
  const file = opened.entry ? undefined : model;
  const settled = await (isRemembered ? settleRemembered : settle)(catalog, opened, file, use);
  await onStage?.('load');
  const engine = Engine.create(settled.network);
  return { ...settled, engine, dispose: () => engine.dispose() };
}

/**
 * The same loaded model, used in another way: the session given is not to be used or disposed any more.
 * @param file  the model's file where it is not one of the catalogue, for labels beside it
 * @throws FeaturescopeError of the areas model, labels, usage
 */
export async function useOtherwise(
  session: ModelSession,
  catalog: Catalog,
  file: string | undefined,
  use: ModelUse,
): Promise<ModelSession> {
  const settled = await settle(catalog, { ...session, network: session.source }, file, use);
  if (JSON.stringify(constantsOf(settled.network)) === JSON.stringify(constantsOf(session.network)))
    return { ...session, ...settled, network: session.network, layers: session.layers };
  // Constants are part of the graphs.
  const engine = Engine.create(settled.network);
  session.dispose();
  return { ...settled, engine, dispose: () => engine.dispose() };
}

/**
 * Layers by their places in the list.
 * @throws FeaturescopeError layers/out-of-range
 */
export function layersAt({ layers }: Pick<ModelSession, 'layers'>, places: readonly number[]): ListedLayer[] {
  return places.map((place) => {
    const layer = layers[place];
    if (layer) return layer;
    const problem = message('part/no-layer', { layer: place, last: layers.length - 1 });
    throw failed('layers/out-of-range', { problem });
  });
}
