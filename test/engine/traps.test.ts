import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tensor } from '../../electron/core/tensor';
import { Engine } from '../../electron/engine/engine';
import type { PassRequest } from '../../electron/engine/pass';
import type { Layer, Network } from '../../electron/model/network';
import { openNetwork } from '../../electron/model/readers/open-network';
import { KINDS } from '../../electron/model/kinds';
import { opOf, ops } from '../../electron/engine/ops';
import { largestDifference, readKerasCase } from '../fixtures/keras-cases';

/** Each trap of TensorFlow that was measured: what would abort the process or compute garbage is refused before the native call. */
describe('inputs that TensorFlow must never see', () => {
  const testCase = readKerasCase('k3_keras_inception'); // takes (None, 75, 75, 3)
  let network: Network;
  let engine: Engine;
  let request: PassRequest;

  beforeAll(async () => {
    network = await openNetwork(testCase.modelFile);
    engine = Engine.create(network);
    request = { activations: [network.outputs[0]!] };
  });
  afterAll(() => {
    // After all refusals the engine still works and gives what Keras gives.
    const entry = testCase.entries.at(-1)!;
    const { activations } = engine.run(request, testCase.input);
    expect(largestDifference(activations[0]!.data, testCase.values(entry))).toBeLessThanOrEqual(3e-5);
    engine.dispose();
  });

  const filled = (shape: number[], length = shape.reduce((a, b) => a * b, 1)): Tensor => ({
    data: new Float32Array(length),
    shape,
  });

  it.each([
    ['rank 3, which aborts the process', filled([75, 75, 3]), /has rank 3/],
    ['rank 5', filled([1, 1, 75, 75, 3]), /has rank 5/],
    [
      'another size, which computes on with garbage',
      filled([1, 76, 75, 3]),
      /has the shape \(1, 76, 75, 3\)/,
    ],
    ['another number of channels', filled([1, 75, 75, 4]), /the model takes \(None, 75, 75, 3\)/],
    ['an empty batch', filled([0, 75, 75, 3]), /has the shape \(0, 75, 75, 3\)/],
    ['a fractional length', { data: new Float32Array(10), shape: [1, 75, 7.5, 3] }, /has the shape/],
    ['fewer values than the shape says', filled([1, 75, 75, 3], 100), /holds 100 values/],
    ['more values than the shape says', filled([1, 75, 75, 3], 20_000), /holds 20000 values/],
  ])('refuses %s', (_, input, message) => {
    expect(() => engine.run(request, input)).toThrow(
      expect.objectContaining({ code: 'engine/bad-input', message: expect.stringMatching(message) }),
    );
  });

  it.each([NaN, Infinity, -Infinity])(
    'refuses %s, which fused layers turn into a normal-looking prediction',
    (value) => {
      const data = testCase.input.data.slice();
      data[1234] = value;
      expect(() => engine.run(request, { data, shape: testCase.input.shape })).toThrow(
        expect.objectContaining({
          code: 'engine/not-finite',
          message: expect.stringContaining('value 1234 of the input is'),
        }),
      );
    },
  );

  it('refuses integers in place of floats', () => {
    const data = new Int32Array(75 * 75 * 3) as unknown as Float32Array;
    expect(() => engine.run(request, { data, shape: [1, 75, 75, 3] })).toThrow(
      expect.objectContaining({ code: 'engine/bad-input' }),
    );
  });

  it.each<[string, PassRequest, RegExp]>([
    ['nothing', {}, /no result was asked for/],
    [
      'a call that does not exist',
      { activations: [{ call: 9999, output: 0 }] },
      /result 9999:0 does not exist/,
    ],
    ['an output that does not exist', { activations: [{ call: 1, output: 3 }] }, /result 1:3 does not exist/],
    [
      'a channel that does not exist',
      { maps: [{ ref: { call: 1, output: 0 }, channels: [0, 99] }] },
      /channels 0, 99 were asked for/,
    ],
    [
      'a negative channel',
      { maps: [{ ref: { call: 1, output: 0 }, channels: [-1] }] },
      /channels -1 were asked for/,
    ],
    ['no channel', { maps: [{ ref: { call: 1, output: 0 }, channels: [] }] }, /no channels were asked for/],
    ['an empty layer set', { hypercolumns: [[]] }, /at least one layer/],
    [
      'a reversed range',
      { maps: [{ ref: { call: 1, output: 0 } }], mapScope: 'fixed', fixedRange: [1, 0] },
      /range 1 to 0 is empty/,
    ],
    ['no range', { maps: [{ ref: { call: 1, output: 0 } }], mapScope: 'fixed' }, /is empty or not a range/],
  ])('refuses a request for %s', (_, wanted, message) => {
    expect(() => engine.run(wanted, testCase.input)).toThrow(
      expect.objectContaining({ code: 'engine/bad-request', message: expect.stringMatching(message) }),
    );
  });

  it('refuses maps and hypercolumns of a layer without height and width', () => {
    const dense = network.outputs[0]!;
    for (const wanted of [{ maps: [{ ref: dense }] }, { hypercolumns: [[dense]] }])
      expect(() => engine.run(wanted, testCase.input)).toThrow(
        expect.objectContaining({
          code: 'engine/bad-request',
          message: expect.stringContaining('has no maps'),
        }),
      );
  });

  it('gives the input itself and the same result twice, which TensorFlow alone refuses as "both fed and fetched"', () => {
    const picture = network.inputs[0]!;
    const { activations } = engine.run(
      { activations: [picture, picture, network.outputs[0]!] },
      testCase.input,
    );
    expect(activations[0]!.data).toEqual(testCase.input.data);
    expect(activations[1]!.data).toEqual(testCase.input.data);
  });

  it('refuses a picture too small for the model by naming the layer that would get no pixel', async () => {
    const [picture, ...others] = network.calls;
    const small = Engine.create({
      ...network,
      calls: [{ ...picture!, outputShapes: [[null, null, null, 3]] }, ...others],
    });
    expect(() => small.run(request, filled([1, 8, 8, 3]))).toThrow(
      expect.objectContaining({
        code: 'model/input-too-small',
        message: expect.stringMatching(
          /an input of 8 x 8 x 3 is too small for the model: layer \S+ \(class \w+, index \d+\) would get no pixel/,
        ),
      }),
    );
    small.dispose();
  });

  it('refuses a picture that leaves a recurrent layer no step, over which a loop would fail', async () => {
    const file = path.join(
      import.meta.dirname,
      '../fixtures/keras-layers/k3-recurrent_any_size-keras/model.keras',
    );
    const columns = await openNetwork(file);
    const narrow = Engine.create(columns);
    expect(() => narrow.run({ activations: [...columns.outputs] }, filled([1, 8, 1, 3]))).toThrow(
      expect.objectContaining({ code: 'model/input-too-small' }),
    );
    narrow.dispose();
  });

  it('refuses a picture whose layers would need more than 2 GB each', async () => {
    const open = await openNetwork(readKerasCase('k3_keras_anysize').modelFile);
    const large = Engine.create(open);
    const input = filled([1, 12_000, 12_000, 3]);
    expect(() => large.run({ activations: [open.outputs[0]!] }, input)).toThrow(
      expect.objectContaining({ code: 'engine/too-large' }),
    );
    large.dispose();
  });

  it('refuses a layer class that it cannot compute by naming layer and class', async () => {
    const [first, ...others] = network.calls;
    const strange = { ...others[0]!, layer: { ...others[0]!.layer, className: 'Wavelet2D' } as Layer };
    const broken = Engine.create({ ...network, calls: [first!, strange, ...others.slice(1)] });
    expect(() => broken.run({ activations: [{ call: 1, output: 0 }] }, testCase.input)).toThrow(/Wavelet2D/);
    broken.dispose();
  });

  it('knows how to compute every class whose shapes it knows', () => {
    for (const className of Object.keys(KINDS)) expect(opOf({ className }), className).toBeDefined();
    expect(Object.keys(KINDS)).toEqual(expect.arrayContaining(Object.keys(ops)));
  });
});
