import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PreprocessName } from '../core/preprocess';
import type { ResizeMethod } from '../core/resize';
import { FeaturescopeError } from '../shared/errors';
import { Engine } from '../engine/engine';
import type { Catalog, CatalogEntry } from '../model/catalog';
import { readLabels, type ClassLabel } from '../model/labels';
import { formatShape } from '../model/kinds/kind';
import { shapeOf, type Layer, type Network, type TensorRef } from '../model/network';
import { openNetwork } from '../model/open-network';
import { findClassifierHead, type ClassifierHead } from './classifier-head';

/** What the user may say about the model. */
export interface ModelChoice {
  /** Catalogue id or path of a model file. */
  readonly model: string;
  readonly labelsFile?: string;
  readonly preprocess?: PreprocessName;
  readonly resize?: ResizeMethod;
}

/** Picture size of models that leave it open and do not say more. */
const DEFAULT_SIZE = 224;

/** Something that was assumed about a model. */
export interface ModelWarning {
  readonly code: 'open-size' | 'unknown-preprocess' | 'other-precision';
  /** Sentence without its full stop. */
  readonly message: string;
}

/** Parts of opening a model, in their order: checking the file, reading it, starting TensorFlow. */
export type OpeningStage = 'read' | 'weights' | 'load';
/** Called before each part; it may wait, and throw to stop. */
export type OnOpeningStage = (stage: OpeningStage) => Promise<void>;

/** A model that is loaded and ready: network, engine, labels, and how pictures are brought to it. */
export interface ModelSession {
  readonly title: string;
  readonly network: Network;
  readonly engine: Engine;
  readonly labels: readonly ClassLabel[];
  readonly preprocess: PreprocessName;
  readonly resize: ResizeMethod;
  /** Height, width and channels to which pictures are brought. Where the model leaves a size open, tensors may have others. */
  readonly inputSize: readonly [height: number, width: number, channels: number];
  readonly head: ClassifierHead | undefined;
  /** What was assumed and the user should know. */
  readonly warnings: readonly ModelWarning[];
  dispose(): void;
}

/** A model's network with what the catalogue knows of it; nothing native yet. */
export interface OpenedNetwork {
  readonly title: string;
  readonly network: Network;
  readonly entry: CatalogEntry | undefined;
}

function looksLikePath(model: string): boolean {
  return /[/\\]|\.(keras|h5|hdf5|json)$/i.test(model) || existsSync(model);
}

/**
 * Opens the network of a model by catalogue id (its file is checked first) or path.
 * @throws FeaturescopeError of the area model
 */
export async function openChosenNetwork(
  catalog: Catalog,
  model: string,
  onStage?: OnOpeningStage,
): Promise<OpenedNetwork> {
  const known = catalog.entries.find((entry) => entry.id === model);
  if (!known && looksLikePath(model)) {
    await onStage?.('weights');
    return { title: path.basename(model), network: await openNetwork(model), entry: undefined };
  }
  const entry = catalog.find(model);
  await onStage?.('read');
  const file = await catalog.verifiedFile(entry);
  await onStage?.('weights');
  const network = await openNetwork(file);
  return { title: entry.title, network, entry };
}

/** True if the model itself scales its input, so that nothing may be added before it. */
function scalesItself(network: Network): boolean {
  return network.layers.slice(0, 3).some((layer) => ['Rescaling', 'Normalization'].includes(layer.className));
}

function inputSizeOf(
  { title, network, entry }: OpenedNetwork,
  warnings: ModelWarning[],
): [number, number, number] {
  const [ref, ...others] = network.inputs;
  if (!ref || others.length > 0)
    throw new FeaturescopeError(
      'model/several-inputs',
      `opening ${title}: it takes ${network.inputs.length} inputs at a time; only models that take one picture can be used.`,
    );
  const shape = shapeOf(network, ref);
  if (shape.length !== 4)
    throw new FeaturescopeError(
      'model/not-for-pictures',
      `opening ${title}: its input is ${formatShape(shape)}, not a picture, which would be (None, height, width, channels); give a model for pictures.`,
    );
  const [, height, width, channels] = shape;
  if (channels !== 1 && channels !== 3)
    throw new FeaturescopeError(
      'model/unsupported-channels',
      `opening ${title}: its input has ${channels ?? 'an open number of'} channels; pictures have 3 (colour) or 1 (grey), so give another model.`,
    );
  if (height == null || width == null)
    warnings.push({
      code: 'open-size',
      message: `the model leaves its picture size open; ${(entry?.inputSize ?? [DEFAULT_SIZE, DEFAULT_SIZE]).join(' x ')} is used`,
    });
  return [
    height ?? entry?.inputSize[0] ?? DEFAULT_SIZE,
    width ?? entry?.inputSize[1] ?? DEFAULT_SIZE,
    channels,
  ];
}

/**
 * Opens a model for running pictures through it.
 * @throws FeaturescopeError of the areas model, labels, engine
 */
export async function openModel(
  catalog: Catalog,
  choice: ModelChoice,
  onStage?: OnOpeningStage,
): Promise<ModelSession> {
  const opened = await openChosenNetwork(catalog, choice.model, onStage);
  const { title, network, entry } = opened;
  const warnings: ModelWarning[] = network.notes.map((message) => ({ code: 'other-precision', message }));
  const inputSize = inputSizeOf(opened, warnings);
  const labelsFile = choice.labelsFile ?? (entry && catalog.labelsOf(entry));
  const labels = labelsFile === undefined ? [] : await readLabels(labelsFile);
  const head = findClassifierHead(network);
  if (choice.labelsFile !== undefined && head && labels.length !== head.classCount)
    throw new FeaturescopeError(
      'labels/wrong-count',
      `reading the labels ${choice.labelsFile}: it names ${labels.length} classes, but the model has ${head.classCount}; give the labels that the model was trained with.`,
    );
  const preprocess = choice.preprocess ?? entry?.preprocess ?? 'none';
  if (choice.preprocess === undefined && !entry && !scalesItself(network))
    warnings.push({
      code: 'unknown-preprocess',
      message:
        'it is not known how this model was trained, so pixels are fed as 0..255; choose with --preprocess',
    });
  await onStage?.('load');
  const engine = Engine.create(network);
  return {
    title,
    network,
    engine,
    labels,
    preprocess,
    resize: choice.resize ?? entry?.resize ?? 'antialias',
    inputSize,
    head,
    warnings,
    dispose: () => engine.dispose(),
  };
}

/** The first result of a layer: what is meant where only its index is given. */
export function firstOutput(layer: Layer): TensorRef {
  const ref = layer.outputs[0]?.[0];
  if (!ref) throw new Error(`layer ${layer.name} is never called`);
  return ref;
}
