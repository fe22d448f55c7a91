import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failureSentence } from '../../../electron/shared/messages/sentence';
import { windowTables } from '../../../electron/shared/messages/tables';
import type { FailureCode } from '../../../electron/shared/errors';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { badModel } from '../../fixtures/keras-cases';
import { fixture, refusalOf, TempFolder } from './model-files';

const folder = new TempFolder();
const LIST = JSON.parse(readFileSync(badModel('bad.json'), 'utf8')) as { file: string; kind: string }[];

/** Code and the words that must be in the message: the reason, and the layer and class where there is one. */
const EXPECTED: Readonly<Record<string, readonly [code: string, ...words: string[]]>> = {
  'empty.h5': ['model/not-a-model', 'the file is empty'],
  'empty.keras': ['model/not-a-model', 'the file is empty'],
  'missing_weight.h5': ['model/missing-weight', 'layer conv_b lists the weight conv_b/kernel:0'],
  'missing_weight.keras': [
    'model/missing-weight',
    'layer conv_b (Conv2D), index 3: it needs 2 weights (kernel, bias), but the file holds 1',
  ],
  'missing_weight_unlisted.h5': [
    'model/missing-weight',
    'layer bn_a (BatchNormalization)',
    'missing: moving_variance',
  ],
  'no_config.h5': ['model/needs-architecture', 'it holds only weights', 'add --architecture FILE'],
  'no_config.keras': ['model/no-config', 'no config.json'],
  'no_weights.keras': ['model/no-weights', 'no model.weights.h5'],
  'picture.h5': ['model/not-a-model', 'it is a picture, not a model'],
  'truncated.h5': ['model/damaged', 'perhaps cut short'],
  'truncated.keras': ['model/damaged', 'perhaps cut short'],
  'wrong_shape.h5': [
    'model/wrong-shape',
    'layer conv_b (Conv2D), index 3: it needs kernel of shape (3, 3, 4, 5)',
    'the file holds (3, 3, 7, 5)',
  ],
  'wrong_shape.keras': [
    'model/wrong-shape',
    'layer conv_b (Conv2D), index 3: it needs kernel of shape (3, 3, 4, 5)',
    'the file holds (3, 3, 7, 5)',
  ],
  'lambda.h5': ['model/unsupported-layer', 'layer halve (class Lambda', 'code', 'never run'],
  'lambda.keras': ['model/unsupported-layer', 'layer halve (class Lambda', 'code', 'never run'],
  'conv3d.h5': ['model/unsupported-layer', 'layer conv3d (class Conv3D', 'not on pictures'],
  'conv3d.keras': ['model/unsupported-layer', 'layer conv3d (class Conv3D', 'not on pictures'],
  'custom_layer.h5': [
    'model/unsupported-layer',
    'layer shift (class fixtures>ScaleShift',
    'layer of your own',
  ],
  'custom_layer.keras': [
    'model/unsupported-layer',
    'layer shift (class fixtures>ScaleShift',
    'layer of your own',
  ],
  'embedding.keras': ['model/unsupported-layer', 'layer embedding (class Embedding', 'not for pictures'],
  'giant_dense.keras': [
    'model/too-large',
    'layer big_a (class Dense, index ',
    'GB of weights',
    'this file of 23 KB',
  ],
  'zip_bomb.keras': ['model/too-large', 'config.json would unpack to 200 MB'],
};

describe('the bad models of test/fixtures/keras/bad', () => {
  it('are all in the table of this test', () => {
    expect(LIST.map(({ file }) => file).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(LIST)('$file ($kind) is refused with one clear sentence in each language', async ({ file }) => {
    const failure = await refusalOf(badModel(file));
    const { code, message } = failure;
    const [expectedCode, ...words] = EXPECTED[file]!;
    expect(code).toBe(expectedCode);
    for (const word of [badModel(file), ...words]) expect(message).toContain(word);
    const [, name] = / layer (\S+) \(/.exec(message) ?? [];
    const chinese = failureSentence({ ...failure, code: failure.code as FailureCode }, windowTables['zh-CN']);
    for (const word of [badModel(file), name]) expect(chinese).toContain(word ?? '');
    expect(message).toMatch(/^opening [^\n]*\.$/);
    expect(chinese).toMatch(/^打开 [^\n]*。$/);
  });

  it('leave nothing behind that would disturb the next model', async () => {
    const network = await openNetwork(fixture('keras/k3_h5_nested/model.h5'));
    expect(network.layers).toHaveLength(10);
  });
});

describe('a false length in an HDF5 file', () => {
  it('does not make the reader take gigabytes before it refuses', async () => {
    const bytes = readFileSync(fixture('keras/k2_h5_basic/model.h5'));
    // Here stands the size of a local heap or string; without a limit HDF5 takes 1.8 GB for this value.
    bytes.writeUInt32LE(0x70000000, 888);
    const before = process.resourceUsage().maxRSS;
    const { code, message } = await refusalOf(folder.write('false-length.h5', bytes));
    expect(code).toBe('model/damaged');
    expect(message).toContain('its HDF5 data are not sound');
    expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(500); // MB
  });
});
