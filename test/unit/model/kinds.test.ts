import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { assembleNetwork } from '../../../electron/model/assemble/assemble-network';
import { readBlueprint } from '../../../electron/model/blueprint/blueprint';
import { KINDS, lastActivation, shortNameOf, valuesOf } from '../../../electron/model/kinds';
import { ACTIVATIONS } from '../../../electron/model/kinds/activations';
import { FUNCTIONS } from '../../../electron/model/kinds/functions';
import { unknownSettings } from '../../../electron/model/kinds/unknown-settings';
import type { Network } from '../../../electron/model/network';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { casesIn } from '../../references/compare';
import { fixture } from './model-files';

const RELATIONS = ['same', 'of-range', 'means', 'of-sign', 'never-negative', 'any'];
const setting = (className: string, config: Record<string, unknown> = {}) => ({
  name: 'l',
  className,
  config,
  kerasMajor: 3,
});

describe('every layer class and function', () => {
  it.each(Object.entries({ ...KINDS, ...FUNCTIONS }))('%s has its traits', (_, kind) => {
    expect(RELATIONS).toContain(kind.values);
    const { activation } = kind;
    if (typeof activation === 'object') expect(Object.keys(ACTIVATIONS)).toContain(activation.is);
  });

  it.each(Object.entries(KINDS))('%s tells its settings and no name twice', (className, kind) => {
    expect(new Set(kind.settings).size).toBe(kind.settings.length);
    for (const alias of kind.aliases ?? []) expect(KINDS).not.toHaveProperty(alias);
    expect(shortNameOf(className).length).toBeLessThanOrEqual(className.length);
  });

  it('has a model of real Keras whose results are compared (test/engine/keras-layers.test.ts)', async () => {
    const networks = await Promise.all(modelsOfKeras().map((file) => openNetwork(file)));
    const calls = networks.flatMap((network) => network.calls);
    const classes = new Set(
      calls.map(({ layer }) => (layer.functionName === undefined ? layer.className : '')),
    );
    const functions = new Set(calls.map(({ layer }) => layer.functionName));
    expect(Object.keys(KINDS).filter((name) => !classes.has(name))).toEqual([]);
    // An input of a constant is made here, of an input of the model.
    expect(Object.keys(FUNCTIONS).filter((name) => !functions.has(name))).toEqual(['ConstantInput']);
  });
});

/** Models with what Keras makes of them, in test/fixtures. */
function modelsOfKeras(): string[] {
  return ['keras-layers', 'keras', 'several-inputs', 'outputs'].flatMap((folder) =>
    casesIn(fixture(folder)).flatMap((name) => {
      const place = path.join(fixture(folder), name);
      const { files } = JSON.parse(readFileSync(path.join(place, 'expected.json'), 'utf8')) as {
        files?: { model?: string };
      };
      return files?.model === undefined ? [] : [path.join(place, files.model)];
    }),
  );
}

/** Which setting of a layer decides, and what it must come to. */
describe('what is known of results', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['Conv2D', {}, 'any'],
    ['Conv2D', { activation: 'relu' }, 'never-negative'],
    ['Conv2D', { activation: 'tanh' }, 'any'],
    ['Activation', { activation: 'linear' }, 'same'],
    ['Activation', { activation: 'tanh' }, 'of-sign'],
    ['Activation', { activation: 'softmax' }, 'never-negative'],
    ['ReLU', { negative_slope: 0 }, 'never-negative'],
    ['ReLU', { negative_slope: 0.1 }, 'of-sign'],
    ['Dropout', {}, 'same'],
    ['Wavelet2D', {}, 'any'],
  ])('of %s with %o: %s', (className, config, values) => {
    expect(valuesOf(setting(className, config))).toBe(values);
  });

  it('is no activation where there is none', () => {
    expect(lastActivation(setting('Add'))).toBeUndefined();
    expect(lastActivation(setting('Dense', { activation: 'selu' }))?.name).toBe('selu');
  });
});

describe('settings that are not known', () => {
  const written = JSON.parse(readFileSync(fixture('keras-settings.json'), 'utf8')) as Record<
    string,
    string[]
  >;

  /** What `get_config` of keras 3.15.1 and tf_keras 2.16.0 gives (make-keras-settings.py). */
  it.each(Object.entries(written).filter(([className]) => Object.hasOwn(KINDS, className)))(
    'are none of those that Keras writes for %s',
    (className, names) => {
      const config = Object.fromEntries(names.map((name) => [name, true]));
      expect(unknownSettings(setting(className, config))).toEqual([]);
    },
  );

  describe('are none', () => {
    let networks: Network[];
    beforeAll(async () => {
      networks = await Promise.all(modelsOfKeras().map((file) => openNetwork(file)));
    });
    it('in any model of Keras in test/fixtures', () => {
      expect(networks.length).toBeGreaterThan(70);
      const noted = networks.flatMap(({ notes }) => notes.filter(({ code }) => code === 'unknown-settings'));
      expect(noted).toEqual([]);
    });
  });

  it('are noted by name, the first of them, unless they are null', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const layers = names.map((name, place) => ({
      class_name: 'Rescaling',
      module: 'keras.layers',
      config: {
        name,
        ...(place === 0 && { batch_input_shape: [null, 4, 4, 3] }),
        scale: 1,
        newer: place,
        none: null,
      },
    }));
    const blueprint = readBlueprint({ class_name: 'Sequential', config: { name: 'm', layers } }, '3.99.0');
    const { notes } = assembleNetwork(blueprint, '3.99.0', () => () => []);
    expect(notes).toEqual([
      {
        code: 'unknown-settings',
        isNote: true,
        values: {
          settings: {
            key: 'part/names-and-more',
            values: {
              names: ['a', 'b', 'c'].map((layer) => ({
                key: 'part/setting-of',
                values: { setting: 'newer', layer },
              })),
              more: 2,
            },
          },
        },
      },
    ]);
  });
});
