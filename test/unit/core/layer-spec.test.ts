import { describe, expect, it } from 'vitest';
import { parseLayerSpec } from '../../../electron/core/layer-spec';
import { nearestName } from '../../../electron/core/nearest-name';
import { FeaturescopeError } from '../../../electron/shared/errors';

const listed = (indexPath: string, name: string, className: string, ownName = name) => ({
  indexPath,
  name,
  ownName,
  className,
});
const named = (...names: string[]) => names.map((name, index) => listed(String(index), name, 'Dense'));
const LAYERS = [
  listed('0', 'input', 'InputLayer'),
  listed('1', 'conv2d_1', 'Conv2D'),
  listed('2', 'bn_1', 'BatchNormalization'),
  listed('3', 'conv2d_2', 'Conv2D'),
  listed('4', 'mixed0/concat', 'Concatenate'),
  listed('5', 'a.b', 'ReLU'),
  listed('6', 'predictions', 'Dense'),
];
/** A model whose layer 1 is a model that is called twice and holds another. */
const NESTED = [
  listed('0', 'input', 'InputLayer'),
  listed('1', 'base', 'Functional'),
  listed('1#1', 'base#1', 'Functional', 'base#1'),
  listed('1/0', 'base/image', 'InputLayer', 'image'),
  listed('1/0#1', 'base/image#1', 'InputLayer', 'image#1'),
  listed('1/1', 'base/conv', 'Conv2D', 'conv'),
  listed('1/1#1', 'base/conv#1', 'Conv2D', 'conv#1'),
  listed('1/2', 'base/block', 'Sequential', 'block'),
  listed('1/2#1', 'base/block#1', 'Sequential', 'block#1'),
  listed('1/2/0', 'base/block/conv', 'Conv2D', 'conv'),
  listed('1/2/0#1', 'base/block/conv#1', 'Conv2D', 'conv#1'),
  listed('2', 'conv_top', 'Conv2D'),
];

function refusal(
  spec: string,
  layers: Parameters<typeof parseLayerSpec>[1] = LAYERS,
): { code: string; message: string } {
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

describe('layers inside models', () => {
  it.each([
    ['1', [1]], // as in model.layers
    ['0-2', [0, 1, 11]],
    ['1/1', [5]],
    ['1/01', [5]],
    ['1/2/0', [9]],
    ['1/0-2', [3, 5, 7]],
    ['1/0-1/1', [3, 5]],
    ['1/1-0', [5, 3]],
    ['1#1', [2]],
    ['1/1#1', [6]],
    ['1/1#0', [5]],
    ['base/conv', [5]],
    ['base/conv#1', [6]],
    ['base/*', [3, 5, 7, 9]],
    ['base/?onv', [5]],
    ['*/conv', [5, 9]],
    ['conv*', [5, 9, 11]],
    ['*#1', [2, 4, 6, 8, 10]],
    ['conv', [5, 9]], // by its own name
    ['block', [7]],
    ['Conv2D', [5, 9, 11]],
    ['all', [0, 1, 3, 5, 7, 9, 11]],
  ])('are chosen by %s', (spec, want) => {
    expect(parseLayerSpec(spec, NESTED)).toEqual(want);
  });

  it.each([
    ['3', 'there is no layer 3; the model has layers 0 to 2.'],
    ['1/3', 'there is no layer 1/3; layer 1 has layers 0 to 2 inside.'],
    ['1/0-7', 'there is no layer 1/7; layer 1 has layers 0 to 2 inside.'],
    ['2/0', 'layer 2 is no model, so it has no layers inside.'],
    ['9/0', 'there is no layer 9; the model has layers 0 to 2.'],
    ['1/1#2', 'there is no 1/1#2; layer 1/1 is called 2 times, the first of which is #0.'],
    ['2#1', 'there is no 2#1; layer 2 is called 1 time.'],
    ['base/cnov', 'did you mean base/conv?'],
    ['blok', 'did you mean block?'],
    ['1/0-2/0', 'no layer has this name'],
  ])('that do not exist are named: %s', (spec, words) => {
    expect(refusal(spec, NESTED).message).toContain(words);
  });
});

describe('names that look like something else', () => {
  const odd = named('a', 'b', '2', 'x, y', 'all', 'say "hi"', '0-1', 'conv*');
  it.each([
    ['x, y', [3]],
    ['a,x, y,b', [0, 3, 1]],
    ['"x, y",a', [3, 0]],
    ["'x, y'，a", [3, 0]],
    ['"2"', [2]],
    ["'all'", [4]],
    ["'0-1', 0", [6, 0]],
    ['\'say "hi"\'', [5]],
    ['say "hi"', [5]],
    ['"conv*"', [7]],
  ])('are read from %s', (spec, want) => {
    expect(parseLayerSpec(spec, odd)).toEqual(want);
  });

  it('in quotes mean a name and nothing else', () => {
    for (const spec of ['"1"', '"Dense"', '"con*"', "'ALL'"])
      expect(refusal(spec, odd).code).toBe('layers/unknown-name');
    expect(refusal('"a', odd).code).toBe('layers/unknown-name');
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
