import { describe, expect, it } from 'vitest';
import type { ModelSession } from '../../../electron/analysis/model-session';
import {
  formatPercent,
  predictionsCsv,
  predictionsJson,
  probabilitiesOf,
  rank,
  shortLabel,
} from '../../../electron/analysis/predictions';
import { FeaturescopeError } from '../../../electron/shared/errors';

const labels = [
  { wordNetId: 'n02123045', label: 'tabby, tabby cat' },
  { wordNetId: '', label: 'say "cheese"' },
  { wordNetId: '', label: '' },
];

/** The part of a session that predictions use. */
function sessionWith(gives: 'softmax' | 'sigmoid' | 'binary' | 'logits' | undefined): ModelSession {
  const head = gives && { ref: { call: 0, output: 0 }, classCount: 3, gives };
  return { title: 'Net', preprocess: 'tf', resize: 'antialias', labels, head } as unknown as ModelSession;
}

describe('probabilitiesOf', () => {
  it('sends only raw scores through a softmax', () => {
    const scores = Float32Array.of(0.25, 0.5, 0.25);
    expect(probabilitiesOf(sessionWith('softmax'), scores)).toBe(scores);
    expect(probabilitiesOf(sessionWith('sigmoid'), scores)).toBe(scores);
    expect([...probabilitiesOf(sessionWith('logits'), Float32Array.of(5, 5))]).toEqual([0.5, 0.5]);
  });

  it('makes two classes of a single sigmoid', () => {
    expect([...probabilitiesOf(sessionWith('binary'), Float32Array.of(0.75))]).toEqual([0.25, 0.75]);
  });

  it('refuses NaN, which would be ranked somewhere', () => {
    for (const bad of [NaN, Infinity]) {
      const work = () => probabilitiesOf(sessionWith('softmax'), Float32Array.of(0.5, bad));
      expect(work).toThrow(FeaturescopeError);
      expect(work).toThrow(/predicting with Net: it gives NaN or infinite values/);
    }
  });

  it('refuses a model without classes', () => {
    expect(() => probabilitiesOf(sessionWith(undefined), Float32Array.of(1))).toThrow(
      /predicting with Net: the model has no output that names classes; use the commands maps, grid or hypercolumn\./,
    );
  });
});

describe('rank', () => {
  it('names classes by their labels, and by number where there is none', () => {
    expect(rank(sessionWith('softmax'), Float32Array.of(0.25, 0.125, 0.5, 0.125), 4)).toEqual([
      { index: 2, wordNetId: '', label: 'class 2', probability: 0.5 },
      { index: 0, wordNetId: 'n02123045', label: 'tabby, tabby cat', probability: 0.25 },
      { index: 1, wordNetId: '', label: 'say "cheese"', probability: 0.125 },
      { index: 3, wordNetId: '', label: 'class 3', probability: 0.125 },
    ]);
  });
});

describe('formatting', () => {
  it.each([
    [0.791172, '79.1 %'],
    [1, '100.0 %'],
    [0.1, '10.0 %'],
    [0.09996, '10.0 %'],
    [0.09994, '9.99 %'],
    [0.0996, '9.96 %'],
    [0.08846, '8.85 %'],
    [0.00001, '0.00 %'],
    [0, '0.00 %'],
  ])('%d is %s', (probability, want) => {
    expect(formatPercent(probability)).toBe(want);
  });

  it('shortens a label to its first name', () => {
    expect(shortLabel('tabby, tabby cat')).toBe('tabby');
    expect(shortLabel('cat')).toBe('cat');
  });

  const ranking = rank(sessionWith('softmax'), Float32Array.of(0.25, 0.625, 0.125), 3);

  it('writes CSV that quotes what must be quoted (RFC 4180)', () => {
    expect(predictionsCsv(ranking)).toBe(
      [
        'rank,index,wordnet_id,label,probability',
        '1,1,,"say ""cheese""",0.625',
        '2,0,n02123045,"tabby, tabby cat",0.25',
        '3,2,,class 2,0.125',
        '',
      ].join('\n'),
    );
    const odd = [{ index: 0, wordNetId: '', label: 'a\r\nb', probability: 1 }];
    expect(predictionsCsv(odd)).toContain('"a\r\nb"');
  });

  it('writes JSON that says how the numbers came about', () => {
    const text = predictionsJson(sessionWith('softmax'), 'cat.png', ranking);
    expect(text.endsWith('}\n')).toBe(true);
    expect(JSON.parse(text)).toEqual({
      image: 'cat.png',
      model: 'Net',
      preprocess: 'tf',
      resize: 'antialias',
      predictions: ranking,
    });
  });
});
