import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CauseFinder } from '../../electron/analysis/causes/cause-finder';
import { causeFinderOf, PictureCauses } from '../../electron/analysis/causes/picture-causes';
import { openModel } from '../../electron/analysis/model-session';
import { makeInput, openSourcePicture } from '../../electron/analysis/source-picture';
import { Catalog } from '../../electron/catalog/catalog';
import { idleMaps } from '../../electron/core/map-verdicts';
import { channelOf, sizeOf, type Tensor } from '../../electron/core/tensor';
import { Engine } from '../../electron/engine/engine';
import { listedLayers } from '../../electron/model/network';
import type { Cause } from '../../electron/shared/verdict-causes';
import { seededRandom } from '../contract/mutations';
import { functional, layerConfig } from '../unit/model/model-files';
import { weightedNetwork } from '../unit/model/weighted-network';

const root = path.join(import.meta.dirname, '../..');

const conv = (name: string, filters: number, size: number, from: string, more = {}) =>
  layerConfig('Conv2D', name, { filters, kernel_size: size, strides: 1, padding: 'same', ...more }, [from]);

/** Each channel of its layers has a known fate; pictures are above 0 everywhere. */
const CONFIG = functional([
  layerConfig('InputLayer', 'image', { batch_input_shape: [null, 8, 8, 3] }),
  conv('conv', 4, 3, 'image', { activation: 'relu' }),
  conv('linear', 4, 3, 'image'), // the same without activation
  layerConfig('DepthwiseConv2D', 'dw', { kernel_size: 3, padding: 'same' }, ['conv']),
  conv('plain', 5, 1, 'image', { use_bias: false }),
  layerConfig('BatchNormalization', 'bn', { axis: -1, epsilon: 0 }, ['plain']),
  layerConfig('ReLU', 'act', { max_value: 6 }, ['bn']),
  layerConfig('Activation', 'curve', { activation: 'sigmoid' }, ['bn']),
  layerConfig('Activation', 'late', { activation: 'relu' }, ['linear']),
  layerConfig('LeakyReLU', 'leaky', { alpha: 0.2 }, ['act']),
  layerConfig('MaxPooling2D', 'pool', { pool_size: 2, strides: 2 }, ['act']),
  layerConfig('GlobalAveragePooling2D', 'mean', {}, ['pool']),
  layerConfig('Flatten', 'vector', {}, ['pool']),
  layerConfig('Dense', 'units', { units: 2, activation: 'relu' }, ['one']),
  layerConfig('GlobalMaxPooling2D', 'one', {}, ['last']),
  conv('last', 1, 1, 'image', { use_bias: false }),
  layerConfig('Concatenate', 'cat', { axis: -1 }, ['conv', 'act']),
  layerConfig('Add', 'add', {}, ['conv', 'dw']),
  layerConfig('Multiply', 'mul', {}, ['linear', 'dw']),
  layerConfig('Subtract', 'sub', {}, ['conv', 'conv']),
  layerConfig('Add', 'low', {}, ['plain', 'plain']),
  layerConfig('ReLU', 'lowAct', {}, ['low']),
  conv('tiny', 3, 3, 'image', { use_bias: false }),
  layerConfig('BatchNormalization', 'tinyNorm', { axis: -1, epsilon: 0 }, ['tiny']),
  layerConfig('ReLU', 'tinyAct', {}, ['tinyNorm']),
  conv('none', 2, 3, 'image', { activation: 'relu' }),
  conv('after', 2, 1, 'none', { activation: 'relu' }),
  conv('point', 2, 1, 'flat'),
  layerConfig('BatchNormalization', 'flat', { axis: -1, epsilon: 0 }, ['none']),
  conv('wide', 3, 1, 'image', { use_bias: false }),
  layerConfig('BatchNormalization', 'wideNorm', { axis: -1, epsilon: 0.25 }, ['wide']),
  layerConfig('ReLU', 'wideAct', {}, ['wideNorm']),
  layerConfig('Dense', 'dense', { units: 2, activation: 'softmax' }, ['mean']),
]);

/** One number for each output channel, which is the last axis. */
const byChannel = (shape: readonly number[], values: readonly number[]) =>
  Float32Array.from({ length: sizeOf(shape) }, (_, place) => values[place % values.length]!);

/** Channel by channel. */
const WEIGHTS: Record<string, readonly number[]> = {
  'conv/kernel': [0.1, 0, 0.1, -0.1],
  'conv/bias': [0, -0.5, -100, 0],
  'linear/kernel': [0.1, 0, 0.1, -0.1],
  'linear/bias': [0, -0.5, -100, 0],
  'dw/depthwise_kernel': [1, 1, 1, 1],
  'dw/bias': [0, 0, 0, 0],
  'plain/kernel': [1, 1, 1, 0, -1],
  'bn/gamma': [1, 2, 0, 1, 1],
  'bn/beta': [0, -100, -1, -1, 0],
  'bn/moving_mean': [0, 0, 0, 0, 0],
  'bn/moving_variance': [1, 1, 1, 1, 1],
  'tiny/kernel': [0.1, 1e-7, 1e-3],
  'tinyNorm/gamma': [1, 10, 1],
  'tinyNorm/beta': [0, -2, 0],
  'tinyNorm/moving_mean': [0, 0, 0],
  'tinyNorm/moving_variance': [1, 1, 1],
  'last/kernel': [1],
  'units/kernel': [-1, 1],
  'units/bias': [0, 0],
  'none/kernel': [0, 0],
  'none/bias': [0, 0],
  'after/kernel': [1, 1],
  'after/bias': [-1, -1],
  'point/kernel': [1, 1],
  'point/bias': [0, 0],
  'flat/gamma': [1, 1],
  'flat/beta': [0.25, 0.25],
  'flat/moving_mean': [0, 0],
  'flat/moving_variance': [1, 1],
  'wide/kernel': [1, 1, 1],
  'wideNorm/gamma': [1, 1e-4, 5e-3],
  'wideNorm/beta': [0, 0.1, 0.1],
  'wideNorm/moving_mean': [0, 0, 0],
  'wideNorm/moving_variance': [0, 0, 0],
  'dense/kernel': [0, 0],
  'dense/bias': [0, 200],
};

const network = weightedNetwork(CONFIG, (layer, weight, shape) =>
  byChannel(shape, WEIGHTS[`${layer}/${weight}`]!),
);
const session = { engine: Engine.create(network), layers: listedLayers(network), network };
afterAll(() => session.engine.dispose());

function pictureOf(seed: number): { tensor: Tensor } {
  const random = seededRandom(seed);
  const data = Float32Array.from({ length: 8 * 8 * 3 }, () => 0.1 + random());
  return { tensor: { data, shape: [1, 8, 8, 3] } };
}
const picture = pictureOf(7);
const causes = new PictureCauses(session, picture);

const layerAt = (name: string) => session.layers.find((one) => one.name === name)!;
const nameOf = (name: string) => `${layerAt(name).indexPath} ${name}`;
const causeOf = (name: string, channel: number) => causes.find([{ ref: layerAt(name).output, channel }])[0];

/** Smallest and largest value of a channel, counted here. */
function rangeIn(name: string, channel: number, { tensor } = picture): [number, number] {
  const { data, shape } = session.engine.run({ activations: [layerAt(name).output] }, tensor).activations[0]!;
  const values = data.filter((_, place) => place % shape.at(-1)! === channel);
  return [Math.min(...values), Math.max(...values)];
}

/** A cause with its numbers to five digits, as the engine computes them in single precision. */
const rounded = (cause: Cause | null | undefined): unknown =>
  JSON.parse(
    JSON.stringify(cause, (_, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(5)) : value,
    ),
  );
const expectCause = (name: string, channel: number, want: unknown) => {
  expect(rounded(causeOf(name, channel)), `${name} ${channel}`).toEqual(rounded(want as Cause));
};

const zeroKernel = { kind: 'zero-kernel', values: { layer: nameOf('conv'), bias: -0.5 }, by: null };
const norm = () => ({
  kind: 'norm',
  values: { layer: nameOf('bn'), largest: rangeIn('bn', 1)[1], factor: 2, shift: -100 },
  by: null,
});
const deadInput = (name: string, channel: number, by: unknown) => ({
  kind: 'dead-input',
  values: { layer: nameOf(name), channel },
  by,
});

describe('the cause of a map without a response', () => {
  it('is in the weights or in the sums before the activation of its own layer', () => {
    expectCause('conv', 1, zeroKernel);
    const largest = rangeIn('linear', 2)[1];
    expect(largest).toBeLessThan(-90);
    const found = causeOf('conv', 2);
    if (found?.kind !== 'bias') throw new Error(`it is ${found?.kind}`);
    const { without } = found.values;
    expectCause('conv', 2, { ...found, values: { layer: nameOf('conv'), bias: -100, largest, without } });
    // 100 less 90 and more costs two digits of single precision.
    expect(without).toBeCloseTo(largest + 100, 3);
    expect(without).toBeGreaterThan(0);
    const below = { layer: nameOf('conv'), largest: rangeIn('linear', 3)[1] };
    expectCause('conv', 3, { kind: 'below-zero', values: below, by: null });
  });

  it('is found behind an activation that is a layer of its own', () => {
    expectCause('late', 1, { ...zeroKernel, values: { ...zeroKernel.values, layer: nameOf('linear') } });
    const [, largest] = rangeIn('linear', 3);
    expectCause('late', 3, { kind: 'below-zero', values: { layer: nameOf('linear'), largest }, by: null });
  });

  it('is a batch normalization, where that leaves nothing above 0 of what was, or only adds', () => {
    expectCause('act', 1, norm());
    const zeroFactor = {
      kind: 'zero-factor',
      values: { layer: nameOf('bn'), factor: 0, shift: -1 },
      by: null,
    };
    expectCause('act', 2, zeroFactor);
    expectCause('curve', 2, zeroFactor); // constant, not 0
    expectCause('act', 3, { kind: 'zero-kernel', values: { layer: nameOf('plain'), bias: 0 }, by: null });
    // What goes in is below 0 already.
    const [, largest] = rangeIn('bn', 4);
    expectCause('act', 4, { kind: 'below-zero', values: { layer: nameOf('bn'), largest }, by: null });
    expectCause('leaky', 1, norm());
  });

  it('is a kernel so small that no picture could tell, by a bound of what it can give', () => {
    const small = causeOf('tiny', 1);
    if (small?.kind !== 'small-kernel') throw new Error(`it is ${small?.kind}`);
    const { weight, span } = small.values;
    expect(weight).toBeCloseTo(1e-7, 12);
    const [least, largest] = rangeIn('tiny', 1);
    const [, strongest] = [0, 1, 2]
      .map((channel) => rangeIn('image', channel)[1])
      .sort((a, b) => a - b)
      .slice(1);
    expect(span).toBeGreaterThanOrEqual(largest - least);
    expect(span).toBeLessThanOrEqual(27 * 1e-7 * strongest! * (1 + 1e-6));
    expect(causeOf('tinyNorm', 1)).toEqual(small);
    const values = { layer: nameOf('tinyNorm'), factor: 10, shift: -2, largest: rangeIn('tinyNorm', 1)[1] };
    expectCause('tinyAct', 1, { kind: 'norm', values, by: small });
    // A hundredth of the others is no small kernel yet.
    expect(causeOf('tiny', 2)).toBeNull();
  });

  it('is a factor of a batch normalization that leaves hardly anything of a map that varies', () => {
    const [spread, after] = ['wide', 'wideNorm'].map((name) => {
      const [least, largest] = rangeIn(name, 1);
      return largest - least;
    }) as [number, number];
    const small = causeOf('wideNorm', 1);
    if (small?.kind !== 'small-factor') throw new Error(`it is ${small?.kind}`);
    const { values } = small;
    expect(values.factor).toBeCloseTo(1e-4 / Math.sqrt(0.25), 10);
    expect(values.before).toBeCloseTo(spread, 5);
    // The values are about 0.1, of which single precision keeps eight digits.
    expect(Math.abs(values.after - after)).toBeLessThanOrEqual(2e-8);
    expect(Math.abs(values.before * values.factor - values.after)).toBeLessThanOrEqual(2e-8);
    const all = [0, 1, 2].map((channel) => rangeIn('wideNorm', channel));
    const span = Math.max(...all.map(([, most]) => most)) - Math.min(...all.map(([least]) => least));
    expect(values.span).toBeCloseTo(span, 5);
    expect(values.after).toBeLessThanOrEqual(values.span / 1000);
    expect(causeOf('wideAct', 1)).toEqual(small);
    expect(causeOf('wideNorm', 2)).toBeNull(); // 1/200 of the layer's is not constant
  });

  it('is handed on, with the layer and the channel that it comes from', () => {
    expectCause('dw', 1, deadInput('conv', 1, zeroKernel));
    expectCause('pool', 1, deadInput('act', 1, norm()));
    expectCause('mean', 1, deadInput('pool', 1, deadInput('act', 1, norm())));
    expectCause('vector', 5 * 7 + 1, deadInput('pool', 1, deadInput('act', 1, norm())));
    expectCause('cat', 1, deadInput('conv', 1, zeroKernel));
    expectCause('cat', 5, deadInput('act', 1, norm()));
    const layers = [nameOf('conv'), nameOf('dw')];
    expectCause('add', 1, {
      kind: 'dead-channels',
      values: { layer: nameOf('add'), channel: 1, layers },
      by: null,
    });
    expectCause('mul', 1, deadInput('dw', 1, deadInput('conv', 1, zeroKernel)));
    expectCause('after', 0, { kind: 'dead-inputs', values: { layer: nameOf('after') }, by: null });
    const [, largest] = rangeIn('low', 4);
    expectCause('lowAct', 4, { kind: 'below-zero', values: { layer: nameOf('low'), largest }, by: null });
  });

  it('of a unit is no input of one value, which every unit is', () => {
    const largest = -rangeIn('one', 0)[1];
    expectCause('units', 0, { kind: 'below-zero', values: { layer: nameOf('units'), largest }, by: null });
  });

  it('is not claimed where it is not proven', () => {
    expect(causeOf('vector', 5 * 7)).toBeNull();
    expect(causeOf('sub', 0)).toBeNull(); // 0, since both are the same
    expect(rangeIn('sub', 0)).toEqual([0, 0]);
    expect(causeOf('dense', 0)).toBeNull(); // a softmax sets its units against each other
    expect(rangeIn('dense', 0)).toEqual([0, 0]);
    for (const name of ['conv', 'act', 'bn', 'dw', 'pool', 'cat', 'add', 'image']) {
      expect(rangeIn(name, 0)[1]).toBeGreaterThan(0);
      expect(causeOf(name, 0), name).toBeNull();
    }
    expect(causeOf('conv', 99)).toBeNull();
    // Nothing is known.
    const finder = causeFinderOf(session);
    const unknown = {
      rangeOf: () => undefined,
      rangesOf: () => undefined,
      spanOf: () => undefined,
      largestBefore: () => undefined,
    };
    expect(finder).toBeInstanceOf(CauseFinder);
    expect(finder.causeOf(unknown, layerAt('act').output, 1)).toBeNull();
  });

  it('holds over several pictures where it holds in all of them', () => {
    const another = pictureOf(8);
    const ref = layerAt('act').output;
    const both = [picture, another].map((one) => {
      const found = new PictureCauses(session, one);
      found.find([
        { ref, channel: 1 },
        { ref: layerAt('conv').output, channel: 2 },
      ]);
      return found.facts;
    });
    const finder = causeFinderOf(session);
    const joined = both[0]!.joined(both[1]!);
    const [here, there] = [rangeIn('bn', 1)[1], rangeIn('bn', 1, another)[1]];
    expect(here).not.toBe(there);
    const largest = Math.max(here, there);
    expect(finder.causeOf(joined, ref, 1)!.values).toEqual({ ...norm().values, largest });
    expect(finder.causeOf(joined, layerAt('conv').output, 2)!.kind).toBe('bias');
    // What was not looked at in one of them is not known of both.
    const alone = both[0]!.joined(new PictureCauses(session, another).facts);
    expect(finder.causeOf(alone, ref, 1)).toBeNull();
  });
});

describe('causes in the bundled model on the sample', () => {
  it('are found of every map of the first 15 layers without a response, and hold in the maps themselves', async () => {
    const opened = await openModel(await Catalog.read(path.join(root, 'models')), {
      model: 'efficientnet-lite0',
    });
    const photo = await openSourcePicture(path.join(root, 'models/sample/chelsea.png'));
    const { tensor } = makeInput(opened, photo);
    const layers = opened.layers.slice(0, 15);
    const refs = layers.map(({ output }) => output);
    const { activations, statistics } = opened.engine.run({ activations: refs, statistics: refs }, tensor);
    const here = new PictureCauses(opened, { tensor });
    const kinds: string[] = [];
    /** What is said of a layer is checked in its floats, and so is what is said of that. */
    const check = (cause: Cause, channel: number): void => {
      kinds.push(cause.kind);
      const place = layers.findIndex(({ indexPath, name }) => `${indexPath} ${name}` === cause.values.layer);
      const of = cause.kind === 'dead-input' ? cause.values.channel : channel;
      const values = channelOf(activations[place]!, of);
      const [least, largest] = [Math.min(...values), Math.max(...values)];
      if (cause.kind === 'dead-input') expect([least, largest]).toEqual([0, 0]);
      else if (cause.kind === 'norm') {
        // Another pass may fold the normalization into the convolution, which changes the last digits.
        expect(Math.abs(cause.values.largest - largest)).toBeLessThanOrEqual(1e-5 * Math.abs(largest));
        expect(largest).toBeLessThan(0);
      } else if (cause.kind === 'small-kernel')
        expect(largest - least).toBeLessThanOrEqual(cause.values.span);
      else expect(cause).toMatchObject({ kind: 'zero-kernel', values: { bias: 0 }, by: null });
      if (cause.kind === 'zero-kernel') expect([least, largest]).toEqual([0, 0]);
      if (cause.by) check(cause.by, of);
    };
    let maps = 0;
    layers.forEach(({ output: ref }, place) => {
      for (const channel of idleMaps(statistics[place]!)) {
        maps++;
        check(here.find([{ ref, channel }])[0]!, channel);
      }
    });
    expect(maps).toBe(51); // 28 inactive, 23 constant: test/fixtures/make-verdicts.py
    expect([...new Set(kinds)].sort()).toEqual(['dead-input', 'norm', 'small-kernel', 'zero-kernel']);
    opened.dispose();
  });
});
