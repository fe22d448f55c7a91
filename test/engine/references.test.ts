import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareCase } from '../references/compare';
import { prepareReferences, type References } from '../references/prepare';

/** Small files, and between them every kind of block. */
const SMALL = [
  'MobileNetV2',
  'MobileNetV3Small',
  'EfficientNetB0',
  'NASNetMobile',
  'DenseNet121',
  'InceptionV3',
];
const FULL = [
  ...SMALL,
  ...[
    'ResNet50',
    'VGG16',
    'Xception',
    'ConvNeXtTiny',
    'MobileNet',
    'MobileNetV3Large',
    'ResNet50V2',
    'ResNet101',
  ],
  ...['InceptionResNetV2', 'EfficientNetB3', 'EfficientNetV2B0', 'EfficientNetV2S', 'DenseNet169', 'VGG19'],
];
const choice = process.env['FEATURESCOPE_REFERENCES'] ?? 'small';
const names = choice === 'off' ? [] : choice === 'full' ? FULL : SMALL;

/** Expected values: Keras 3.15 in Python, made on this machine (test/references/README.md). */
describe('Keras applications with random weights', () => {
  let references: References = { missing: 'FEATURESCOPE_REFERENCES is off' };
  beforeAll(async () => {
    if (names.length > 0) references = await prepareReferences(names);
  }, 1_500_000);
  afterAll(() => {
    if ('missing' in references)
      process.stdout.write(`Keras applications were not compared: ${references.missing}.\n`);
  });

  it.for(names.length > 0 ? names : SMALL)(
    '%s gives every layer as Keras does',
    { timeout: 300_000 },
    async (name, context) => {
      if ('missing' in references) return context.skip(references.missing);
      const { failures, layerCount } = await compareCase(path.join(references.folder, `app-${name}`));
      expect(failures).toEqual([]);
      expect(layerCount).toBeGreaterThan(20);
    },
  );
});
