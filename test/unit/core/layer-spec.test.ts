import { describe, expect, it } from 'vitest';
import { parseLayerSpec } from '../../../electron/core/layer-spec';
import { nearestName } from '../../../electron/core/nearest-name';
import { FeaturescopeError } from '../../../electron/shared/errors';

const named = (...names: string[]) => names.map((name, index) => ({ index, name, className: 'Dense' }));
const LAYERS = [
  { index: 0, name: 'input', className: 'InputLayer' },
  { index: 1, name: 'conv2d_1', className: 'Conv2D' },
  { index: 2, name: 'bn_1', className: 'BatchNormalization' },
  { index: 3, name: 'conv2d_2', className: 'Conv2D' },
  { index: 4, name: 'mixed0/concat', className: 'Concatenate' },
  { index: 5, name: 'a.b', className: 'ReLU' },
  { index: 6, name: 'predictions', className: 'Dense' },
];

function refusal(spec: string, layers = LAYERS): { code: string; message: string } {
  try {
    parseLayerSpec(spec, layers);
  } catch (error) {
    if (error instanceof FeaturescopeError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error(`${spec} was not refused`);
}

describe('parseLayerSpec', () => {
  it.each([
    ['1,4,3', [1, 4, 3]],
    ['0-3', [0, 1, 2, 3]],
    ['3-1', [3, 2, 1]],
    ['2-2', [2]],
    ['006', [6]],
    ['all', [0, 1, 2, 3, 4, 5, 6]],
    ['conv2d_2,input', [3, 0]],
    ['conv2d*', [1, 3]],
    ['*_1', [1, 2]],
    ['*', [0, 1, 2, 3, 4, 5, 6]],
    ['mixed0/concat', [4]],
    ['1-3, 2, conv2d*, 6', [1, 2, 3, 6]],
    [' 1 , ,4,', [1, 4]],
    ['a.b', [5]],
    ['a.*', [5]],
    ['a?b', [5]],
    ['conv2d_?', [1, 3]],
    ['Conv2D', [1, 3]],
    ['dense', [6]],
    ['Con*', [1, 3, 4]],
    ['CONV2D_2', [3]],
    ['1，4、3', [1, 4, 3]],
    ['0–2', [0, 1, 2]],
    ['ALL', [0, 1, 2, 3, 4, 5, 6]],
  ])('reads %s', (spec, want) => {
    expect(parseLayerSpec(spec, LAYERS)).toEqual(want);
  });

  it('takes a name before a range or a number', () => {
    const odd = named('a', '3', '0-1', 'all');
    expect(parseLayerSpec('3', odd)).toEqual([1]);
    expect(parseLayerSpec('0-1', odd)).toEqual([2]);
    expect(parseLayerSpec('0-3', odd)).toEqual([0, 1, 2, 3]);
  });

  it('takes only * and ? for a wildcard', () => {
    expect(refusal('a|b').code).toBe('layers/unknown-name');
    expect(refusal('(*').code).toBe('layers/no-match');
    expect(parseLayerSpec('[x]*', named('[x]1', 'x1'))).toEqual([0]);
  });

  it.each([
    ['99999', 'layers/out-of-range', 'there is no layer 99999; the model has layers 0 to 6.'],
    ['0-7', 'layers/out-of-range', 'there is no layer 7; the model has layers 0 to 6.'],
    ['99999999999999999999', 'layers/out-of-range', 'there is no layer'],
    ['conv2d_3', 'layers/unknown-name', 'no layer has this name; did you mean conv2d_1?'],
    ['CONV2D_3', 'layers/unknown-name', 'did you mean conv2d_1?'],
    ['-1', 'layers/unknown-name', 'no layer has this name'],
    ['zzzzzzzzzzzz', 'layers/unknown-name', 'the command "layers" lists all names.'],
    ['pool*', 'layers/no-match', 'no layer has such a name; the command "layers" lists all names.'],
    ['', 'layers/empty', 'the list is empty; give for example 1,4,7 or 0-14 or all.'],
    [' , ', 'layers/empty', 'the list is empty'],
  ])('refuses "%s"', (spec, code, words) => {
    const found = refusal(spec);
    expect(found.code).toBe(code);
    expect(found.message).toContain(words);
  });

  it('reads a hostile wildcard in no time', () => {
    const layers = named('a'.repeat(200));
    expect(refusal(`${'a*'.repeat(30)}b`, layers).code).toBe('layers/no-match');
  });
});

describe('nearestName', () => {
  it.each([
    ['conv2d_11', ['conv2d_1', 'conv2d_2', 'dense'], 'conv2d_1'],
    ['CONV', ['dense', 'conv'], 'conv'],
    ['prdict', ['layers', 'predict', 'maps'], 'predict'],
    ['cnov', ['dense', 'conv'], 'conv'],
    ['same', ['sane', 'same'], 'same'],
    ['ab', ['ax', 'xb'], 'ax'],
  ])('%s among %j is %s', (typed, names, want) => {
    expect(nearestName(typed, names)).toBe(want);
  });

  it('gives nothing where more than half of the letters would change', () => {
    expect(nearestName('xyz', ['conv', 'dense'])).toBeUndefined();
    expect(nearestName('anything', [])).toBeUndefined();
    expect(nearestName('abcd', ['abxy'])).toBe('abxy');
    expect(nearestName('abcd', ['axyz'])).toBeUndefined();
  });
});
