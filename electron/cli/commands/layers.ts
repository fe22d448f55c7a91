import type { Command } from 'commander';
import path from 'node:path';
import { openChosenNetwork } from '../../analysis/model-session';
import { formatShape } from '../../model/shapes';
import { inputsOfCall } from '../../model/layer-links';
import { parameterCount, refKey, shapeOf, type Layer, type Network } from '../../model/network';
import { withConstants, type Constants } from '../../model/assemble/constant-inputs';
import type { CommandContext } from '../context';
import type { Reporter } from '../reporter';
import { isFeaturescopeError, type RefusedLayer } from '../../shared/errors';
import { failureSentence } from '../../shared/messages/sentence';
import { commandLineTable } from '../../shared/messages/tables';
import { table } from '../table';
import type { RunCommand } from '../command';
import { withModel } from '../picture-options';

interface LayerRow {
  readonly index: number;
  readonly name: string;
  readonly class: string;
  /** Of the first call's first output, without the batch axis. */
  readonly outputShape: readonly (number | null)[];
  readonly parameters: number;
  /** Names of the layers that feed the first call. */
  readonly inputs: readonly string[];
  /** Index and name with those of the models around, as `--layers` takes them. */
  readonly indexPath: string;
  readonly path: string;
  /** Number of calls, where there are several: `7#1` is the second. */
  readonly calls?: number;
  /** Layers of a model inside the model. */
  readonly layers?: readonly LayerRow[];
}

/** Which layer of some gives a result. What comes into their model from outside, its input gives. */
function giversOf(layers: readonly Layer[]): ReadonlyMap<string, string> {
  const givers = new Map<string, string>();
  for (const { name, outputs } of layers)
    for (const ref of outputs.flat()) if (!givers.has(refKey(ref))) givers.set(refKey(ref), name);
  return givers;
}

/** Rows of layers that are side by side in a model. */
function rowsOf(network: Network, layers: readonly Layer[], indices = ''): LayerRow[] {
  const givers = giversOf(layers);
  return layers.map((layer) => {
    const ref = layer.outputs[0]?.[0];
    const indexPath = `${indices}${layer.index}`;
    return {
      index: layer.index,
      name: layer.name,
      class: layer.className,
      outputShape: ref ? shapeOf(network, ref).slice(1) : [],
      parameters: layer.parameterCount,
      inputs: inputsOfCall(network, layer).map(
        (input) => givers.get(refKey(input)) ?? network.calls[input.call]!.layer.name,
      ),
      indexPath,
      path: [...layer.path, layer.name].join('/'),
      ...(layer.outputs.length > 1 && { calls: layer.outputs.length }),
      ...(layer.inner && { layers: rowsOf(network, layer.inner, `${indexPath}/`) }),
    };
  });
}

/** Rows with those inside models behind the model. */
function flatRows(rows: readonly LayerRow[]): LayerRow[] {
  return rows.flatMap((row) => [row, ...flatRows(row.layers ?? [])]);
}

interface LayersOptions {
  readonly model: string;
  readonly architecture?: string;
  /** Layers are the same for all values; names that no input has are refused like everywhere. */
  readonly constant?: Constants;
  readonly json?: boolean;
}

/** Prints the layers of a model that is refused, and what is wrong with some of them. The failure itself follows. */
function printRefused(
  reporter: Reporter,
  layers: readonly RefusedLayer[],
  { model, json }: LayersOptions,
): void {
  const rows = layers.map(({ indexPath, name, className, why }) => ({
    indexPath,
    path: name,
    class: className,
    ...(why && { refused: failureSentence({ ...why, during: [] }, commandLineTable) }),
  }));
  if (json) {
    reporter.printJson({ model: path.basename(model), layers: rows });
    return;
  }
  const lines = rows.map((row) => [row.indexPath, row.path, row.class, row.refused ?? '']);
  reporter.print(table([['index', 'name', 'class', 'cannot be computed'], ...lines], [0]));
}

/** Prints the model's layers as Keras' `summary()` does. */
async function listLayers(
  { catalog, reporter, checkpoint }: CommandContext,
  options: LayersOptions,
): Promise<void> {
  const { title, network } = await openChosenNetwork(
    catalog,
    options.model,
    undefined,
    undefined,
    options.architecture,
  ).catch((error: unknown) => {
    if (isFeaturescopeError(error) && error.layers) printRefused(reporter, error.layers, options);
    throw error;
  });
  if (options.constant) withConstants(title, network, options.constant);
  await checkpoint();
  const rows = rowsOf(network, network.layers);
  if (options.json) {
    reporter.printJson({ model: title, parameters: parameterCount(network), layers: rows });
    return;
  }
  const head = ['index', 'name', 'class', 'output shape', 'parameters', 'inputs'];
  const all = flatRows(rows);
  const lines = all.map((row) => [
    row.indexPath,
    row.path,
    row.class,
    formatShape([null, ...row.outputShape]),
    row.parameters.toLocaleString('en'),
    row.inputs.join(', '),
  ]);
  reporter.print(table([head, ...lines], [0, 4]));
  const inside = all.length > rows.length ? ` and ${all.length - rows.length} inside them` : '';
  reporter.printLines([
    `${title}: ${rows.length} layers${inside}, ${parameterCount(network).toLocaleString('en')} parameters`,
  ]);
}

export function addLayers(program: Command, run: RunCommand): void {
  withModel(program.command('layers'))
    .description('index, name, class, output shape, parameters and inputs of every layer')
    .action((options: LayersOptions) => run((context) => listLayers(context, options)));
}
