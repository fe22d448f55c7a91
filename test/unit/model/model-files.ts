import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterAll } from 'vitest';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { FeaturescopeError } from '../../../electron/shared/errors';

/** A folder that is removed when the tests of the file or `describe` are done. */
export class TempFolder {
  readonly path = mkdtempSync(path.join(os.tmpdir(), 'featurescope-test-'));

  constructor() {
    afterAll(() => {
      rmSync(this.path, { recursive: true });
    });
  }

  /** Writes a file and returns its path. */
  write(name: string, content: Uint8Array | string): string {
    const file = path.join(this.path, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }
}

/** Path of a file of test/fixtures. */
export function fixture(name: string): string {
  return path.join(import.meta.dirname, '../../fixtures', name);
}

/** What a promise is rejected with, which must be an error that is meant for the user. */
export async function refusal(promise: Promise<unknown>): Promise<FeaturescopeError> {
  const error: unknown = await promise.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof FeaturescopeError)) throw error;
  return error;
}

/** What a model file is refused with. */
export const refusalOf = (file: string): Promise<FeaturescopeError> => refusal(openNetwork(file));

export interface KerasConfig {
  class_name: string;
  config: {
    name: string;
    layers: {
      name: string;
      class_name: string;
      config: Record<string, unknown>;
      inbound_nodes: unknown[];
    }[];
    input_layers: unknown;
    output_layers: unknown;
  };
}

/** The parts of a .keras file. */
export function kerasParts(file: string): {
  config: KerasConfig;
  metadata: Uint8Array;
  weights: Uint8Array;
} {
  const parts = unzipSync(readFileSync(file));
  return {
    config: JSON.parse(new TextDecoder().decode(parts['config.json'])) as KerasConfig,
    metadata: parts['metadata.json']!,
    weights: parts['model.weights.h5']!,
  };
}

/** A zip with other parts in place of, or beside, those of a .keras file; `null` leaves one out. */
export function repackedKeras(
  file: string,
  changes: Readonly<Record<string, Uint8Array | string | null>>,
): Uint8Array {
  const encode = (content: Uint8Array | string) =>
    typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const parts: Record<string, Uint8Array | string | null> = { ...unzipSync(readFileSync(file)), ...changes };
  const kept = Object.entries(parts).flatMap(([name, content]) =>
    content === null ? [] : [[name, encode(content)] as const],
  );
  return zipSync(Object.fromEntries(kept));
}

type Json = Readonly<Record<string, unknown>>;

/** A layer in the configuration of Keras 2; `inputs` are names of layers or `[name, call, output]`. */
export function layerConfig(
  className: string,
  name: string,
  config: Json = {},
  ...calls: readonly (readonly (string | readonly [string, number, number])[])[]
): Json {
  const nodes = calls.map((inputs) =>
    inputs.map((input) => (typeof input === 'string' ? [input, 0, 0, {}] : [...input, {}])),
  );
  return { class_name: className, name, config: { name, ...config }, inbound_nodes: nodes };
}

/** The input layer of a picture of 4 x 4 pixels. */
export const pictureInput = layerConfig('InputLayer', 'image', { batch_input_shape: [null, 4, 4, 3] });

/** A functional model in the configuration of Keras 2. */
export function functional(layers: readonly Json[], input = 'image', output?: string): Json {
  const last = output ?? (layers.at(-1)!['name'] as string);
  return {
    class_name: 'Functional',
    name: 'net',
    config: { name: 'net', layers, input_layers: [[input, 0, 0]], output_layers: [[last, 0, 0]] },
  };
}

/** A weightless model as text of a tfjs model.json. */
export function tfjsText(modelConfig: unknown, kerasVersion = '2.15.0'): string {
  return JSON.stringify({
    modelTopology: { keras_version: kerasVersion, model_config: modelConfig },
    weightsManifest: [{ paths: [], weights: [] }],
  });
}
