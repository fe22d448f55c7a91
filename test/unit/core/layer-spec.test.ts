import { describe, expect, it } from 'vitest';
import { parseLayerSpec } from '../../../electron/core/layer-spec';

const layers = [
  ['input_1', 'InputLayer'],
  ['conv2d', 'Conv2D'],
  ['conv2d_1', 'Conv2D'],
  ['3', 'Activation'],
  ['pool-1', 'MaxPooling2D'],
  ['dense', 'Dense'],
].map(([name, className], index) => ({ index, name: name!, className: className! }));

describe('parseLayerSpec', () => {
  it.each([
    ['0', [0]],
    ['1,4', [1, 4]],
    ['4, 1', [4, 1]],
    ['0-2', [0, 1, 2]],
    ['2-0', [2, 1, 0]],
    ['1–2、0', [1, 2, 0]],
    ['all', [0, 1, 2, 3, 4, 5]],
    ['conv2d*', [1, 2]],
    ['Conv2D', [1, 2]],
    ['*pool*', [4]],
    ['pool-1', [4]],
    ['3', [3]], // a name before an index; here both are the same layer
    ['dense,0-1,dense', [5, 0, 1]],
    ['conv2d_?', [2]],
  ])('reads %j', (spec, want) => {
    expect(parseLayerSpec(spec, layers)).toEqual(want);
  });

  it.each([
    ['', 'layers/empty', /the list is empty/],
    [' , ', 'layers/empty', /the list is empty/],
    ['6', 'layers/out-of-range', /there is no layer 6; the model has layers 0 to 5/],
    ['2-99999', 'layers/out-of-range', /there is no layer 99999/],
    ['conv2d_2', 'layers/unknown-name', /did you mean conv2d_1\?/],
    ['zzzzzzzzzzzzzz', 'layers/unknown-name', /the command "layers" lists all names/],
    ['relu*', 'layers/no-match', /no layer has such a name/],
    ['-1', 'layers/unknown-name', /no layer has this name/],
  ])('refuses %j', (spec, code, message) => {
    expect(() => parseLayerSpec(spec, layers)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });
});
