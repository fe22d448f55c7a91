import { describe, expect, it } from 'vitest';
import {
  mapFileName,
  mapPicture,
  requireMaps,
  type NamedActivation,
} from '../../../electron/analysis/activations';
import { colormapTable } from '../../../electron/core/colormap';
import type { Layer } from '../../../electron/model/network';
import { FeaturescopeError } from '../../../electron/shared/errors';

function activation(key: string, name: string, shape: readonly number[] = [2, 2, 1]): NamedActivation {
  const length = shape.reduce((a, b) => a * b, 1);
  return {
    key,
    layer: { index: Number.parseInt(key, 10), name } as Layer,
    tensor: { data: new Float32Array(length), shape },
  };
}

describe('file names of maps', () => {
  it.each([
    ['7', 'conv2d_2', 12, '007-conv2d_2-f0012.png'],
    ['7#1', 'twice', 0, '007-1-twice-f0000.png'],
    ['12:1', 'split', 3, '012-1-split-f0003.png'],
    ['1234', 'deep', 2047, '1234-deep-f2047.png'],
    ['0', 'block1/conv:0', 0, '000-block1_conv_0-f0000.png'],
    ['0', '../../etc/passwd', 0, '000-.._.._etc_passwd-f0000.png'],
    ['0', 'a\\b|c?d*e"f<g>h\n', 0, '000-a_b_c_d_e_f_g_h_-f0000.png'],
    ['0', '卷积层', 1, '000-卷积层-f0001.png'],
  ])('of result %s of %j, channel %d', (key, name, channel, want) => {
    expect(mapFileName(activation(key, name), channel)).toBe(want);
  });

  it('fit into the 255 bytes that systems allow, also in letters of four bytes', () => {
    for (const letter of ['n', '卷', '𠀀']) {
      const name = mapFileName(activation('100#10:1', letter.repeat(300)), 12345);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      // No letter is cut in half.
      expect(Buffer.from(name).toString()).toBe(name);
    }
  });
});

describe('pictures of maps', () => {
  it('colour each map from its own minimum to its own maximum', () => {
    const data = Float32Array.of(-1, 10, 0, 20, 3, 30, 1, 40);
    const picture = mapPicture({ data, shape: [2, 2, 2] }, 1, 'viridis');
    expect([picture.width, picture.height]).toEqual([2, 2]);
    const table = colormapTable('viridis');
    // Channel 1 is 10, 20, 30, 40: thirds of the range, in 256 steps.
    const want = [0, 85, 170, 255].flatMap((index) => [...table.subarray(3 * index, 3 * index + 3)]);
    expect([...picture.data]).toEqual(want);
  });

  it('draw a constant map in the lowest colour', () => {
    const picture = mapPicture({ data: new Float32Array(4).fill(7), shape: [2, 2, 1] }, 0, 'viridis');
    const lowest = [...colormapTable('viridis').subarray(0, 3)];
    expect([...picture.data]).toEqual([...lowest, ...lowest, ...lowest, ...lowest]);
  });
});

describe('requireMaps', () => {
  it('leaves out layers without feature maps', () => {
    const spatial = activation('1', 'conv');
    expect(requireMaps([spatial, activation('2', 'dense', [10])])).toEqual([spatial]);
  });

  it('refuses if none is left', () => {
    const work = () => requireMaps([activation('2', 'dense', [10]), activation('3', 'rows', [4, 4])]);
    expect(work).toThrow(FeaturescopeError);
    expect(work).toThrow(/none of the chosen layers has feature maps/);
  });
});
