import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kerasVersionOf, versionByForm } from '../../../electron/model/readers/keras-version';
import { openNetwork } from '../../../electron/model/readers/open-network';
import {
  fixture,
  functional,
  kerasParts,
  layerConfig,
  pictureInput,
  repackedKeras,
  TempFolder,
} from './model-files';

const folder = new TempFolder();

/** The text of the configuration in an .h5 file, and its version attribute, renamed so that nobody finds it. */
function withoutVersion(name: string): Uint8Array {
  const bytes = readFileSync(fixture(name));
  for (let at = bytes.indexOf('keras_version'); at >= 0; at = bytes.indexOf('keras_version', at + 1))
    bytes.write('other_version', at);
  return bytes;
}

describe('a file that does not name the Keras that wrote it', () => {
  it.each([
    ['k3-names_and_order-h5', '3'],
    ['k3-operations-h5', '3'],
    ['k3-vision_transformer-h5', '3'],
    ['k2-activations-h5', '2'],
    ['k2-sequential-h5', '2'],
    ['k2-operations-h5', '2'],
  ])('%s is told by its form', async (name, version) => {
    const file = folder.write('model.h5', withoutVersion(`keras-layers/${name}/model.h5`));
    const { notes, layers } = await openNetwork(file);
    expect(new Set(layers.map(({ kerasMajor }) => kerasMajor))).toEqual(new Set([Number(version)]));
    expect(notes).toContainEqual(expect.objectContaining({ code: 'version-taken', values: { version } }));
  });

  it.each([
    ['k3-named_inputs-keras', '3'],
    ['k2-sequential-keras', '2'],
    ['k2-attention-keras', '2'],
  ])('so are .keras files: %s', (name, version) => {
    const { config } = kerasParts(fixture(`keras-layers/${name}/model.keras`));
    expect(versionByForm(config)).toBe(version);
  });

  it('is taken for Keras 2 where nothing tells', () => {
    const config = functional([pictureInput, layerConfig('ReLU', 'relu', {}, ['image'])]);
    expect(kerasVersionOf(undefined, config)).toMatchObject({
      version: '2',
      notes: [{ code: 'version-taken' }],
    });
  });
});

describe('a version that is newer than this program knows', () => {
  it.each([
    ['4.1.0', true],
    ['3.16.0', true],
    ['3.15.1', false],
    ['3.9.2', false],
    ['2.15.0', false],
    ['2.4.0', false],
  ])('%s: %s', (version, isNewer) => {
    const { notes, ...rest } = kerasVersionOf(version, {});
    expect(rest.version).toBe(version);
    expect(notes.map(({ code, values }) => [code, values])).toEqual(
      isNewer ? [['newer-version', { version }]] : [],
    );
  });

  it('is told of a whole file', async () => {
    const source = fixture('keras-layers/k3-grey-keras/model.keras');
    const metadata = JSON.stringify({ keras_version: '4.1.0' });
    const file = folder.write('new.keras', repackedKeras(source, { 'metadata.json': metadata }));
    const { notes, kerasVersion } = await openNetwork(file);
    expect(kerasVersion).toBe('4.1.0');
    expect(notes).toMatchObject([{ code: 'newer-version', values: { version: '4.1.0' } }]);
  });
});
