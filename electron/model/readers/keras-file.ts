import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { assembleNetwork } from '../assemble/assemble-network';
import { readBlueprint } from '../blueprint/blueprint';
import { kerasVersionOf, withNotes } from './keras-version';
import type { Network } from '../network';
import { groupedWeights } from './grouped-weights';
import { openHdf5Bytes } from './hdf5';
import { parseModelJson } from './model-json';
import { checkWeightBytes } from './weights';
import { unpackZip } from './zip';

const MEGABYTE = 1024 ** 2;
/** Largest unpacked size of each part: configurations of the largest real models stay far below 10 MB. */
const PART_LIMITS: ReadonlyMap<string, number> = new Map([
  ['config.json', 32 * MEGABYTE],
  ['metadata.json', MEGABYTE],
  ['model.weights.h5', 2048 * MEGABYTE],
]);

/**
 * Reads a .keras file (zip) of Keras 2.12 to 3. No code in it is run.
 * @throws FeaturescopeError model/damaged, model/too-large, model/no-config, model/no-weights and what assembling throws
 */
export async function readKerasFile(bytes: Uint8Array): Promise<Network> {
  const parts = unpackZip(bytes, PART_LIMITS);
  const config = parts.get('config.json');
  if (!config) throw failed('model/no-config', { problem: message('part/zip-without-config') });
  const packedWeights = parts.get('model.weights.h5');
  if (!packedWeights) throw failed('model/no-weights', { problem: message('part/zip-without-weights') });
  const decoder = new TextDecoder();
  const metadataPart = parts.get('metadata.json');
  const metadata = metadataPart && parseModelJson(decoder.decode(metadataPart));
  const given = (metadata as { keras_version?: unknown } | undefined)?.keras_version;
  const json = parseModelJson(decoder.decode(config));
  const { version, notes } = kerasVersionOf(given, json);
  const blueprint = readBlueprint(json, version);
  const file = await openHdf5Bytes(packedWeights);
  try {
    const network = assembleNetwork(blueprint, version, (layers) => {
      checkWeightBytes(layers, bytes.length);
      return groupedWeights(file, layers);
    });
    return withNotes(network, notes);
  } finally {
    file.close();
  }
}
