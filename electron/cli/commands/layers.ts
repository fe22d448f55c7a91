import { openChosenNetwork } from '../../analysis/model-session';
import { formatShape } from '../../model/shapes';
import { parameterCount, shapeOf, type Layer, type Network } from '../../model/network';
import { withConstants, type Constants } from '../../model/assemble/constant-inputs';
import type { CommandContext } from '../context';
import { table } from '../table';

interface LayerRow {
  readonly index: number;
  readonly name: string;
  readonly class: string;
  /** Of the first call's first output, without the batch axis. */
  readonly outputShape: readonly (number | null)[];
  readonly parameters: number;
  /** Names of the layers that feed the first call. */
  readonly inputs: readonly string[];
}

/** Names, at this layer's own level, of what feeds its first call. */
function inputNames(network: Network, layer: Layer): string[] {
  if (layer.inner) {
    const first = layer.inner[0];
    return first?.className === 'InputLayer'
      ? namesOf(network, first.outputs[0] ?? [])
      : first
        ? inputNames(network, first)
        : [];
  }
  const call = network.calls.find((candidate) => candidate.layer === layer);
  return namesOf(network, call?.inputs ?? []);
}

function namesOf(network: Network, refs: readonly { call: number }[]): string[] {
  return refs.map((ref) => {
    const source = network.calls[ref.call]!.layer;
    return source.path[0] ?? source.name;
  });
}

function rowOf(network: Network, layer: Layer): LayerRow {
  const ref = layer.outputs[0]?.[0];
  return {
    index: layer.index,
    name: layer.name,
    class: layer.className,
    outputShape: ref ? shapeOf(network, ref).slice(1) : [],
    parameters: layer.parameterCount,
    inputs: inputNames(network, layer),
  };
}

export interface LayersOptions {
  readonly model: string;
  readonly architecture?: string;
  /** Layers are the same for all values; names that no input has are refused like everywhere. */
  readonly constant?: Constants;
  readonly json?: boolean;
}

/** Prints the model's layers as Keras' `summary()` does. */
export async function listLayers(
  { catalog, reporter, checkpoint }: CommandContext,
  options: LayersOptions,
): Promise<void> {
  const { title, network } = await openChosenNetwork(
    catalog,
    options.model,
    undefined,
    undefined,
    options.architecture,
  );
  if (options.constant) withConstants(title, network, options.constant);
  await checkpoint();
  const rows = network.layers.map((layer) => rowOf(network, layer));
  if (options.json) {
    reporter.printJson({ model: title, parameters: parameterCount(network), layers: rows });
    return;
  }
  const head = ['index', 'name', 'class', 'output shape', 'parameters', 'inputs'];
  const lines = rows.map((row) => [
    String(row.index),
    row.name,
    row.class,
    formatShape([null, ...row.outputShape]),
    row.parameters.toLocaleString('en'),
    row.inputs.join(', '),
  ]);
  reporter.print(table([head, ...lines], [0, 4]));
  reporter.printLines([
    `${title}: ${rows.length} layers, ${parameterCount(network).toLocaleString('en')} parameters`,
  ]);
}
