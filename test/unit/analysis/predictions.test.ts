import { commandLineNote } from '../../../electron/cli/reporter';
import { describe, expect, it } from 'vitest';
import type { ModelSession } from '../../../electron/analysis/model-session';
import {
  formatPercent,
  formatShown,
  noteOnOutput,
  predictionsCsv,
  predictionsJson,
  rank,
  requireOutput,
  shortLabel,
  shownOutputs,
} from '../../../electron/analysis/predictions';
import type { OutputKind } from '../../../electron/shared/names';
import { FeaturescopeError } from '../../../electron/shared/errors';

const labels = [
  { wordNetId: 'n02123045', label: 'tabby, tabby cat' },
  { wordNetId: '', label: 'say "cheese"' },
  { wordNetId: '', label: '' },
];

/** The part of a session that predictions use. */
function sessionWith(outputKind: OutputKind | undefined, named = labels): ModelSession {
  const gives = outputKind === 'softmax-of-scores' ? 'scores' : outputKind;
  const head = gives && { ref: { call: 0, output: 0 }, name: 'd', classCount: 3, gives };
  const session = { title: 'Net', preprocess: 'tf', resize: 'antialias', labels: named, head, outputKind };
  return session as unknown as ModelSession;
}
const output = (kind: OutputKind) => requireOutput(sessionWith(kind));

describe('shownOutputs', () => {
  it('refuses NaN, which would be ranked somewhere', () => {
    for (const bad of [NaN, Infinity])
      for (const kind of ['softmax', 'scores', 'value'] as const) {
        const work = () => shownOutputs(sessionWith(kind), Float32Array.of(0.5, bad));
        expect(work).toThrow(FeaturescopeError);
        expect(work).toThrow(/predicting with Net: it gives NaN or infinite values; its weights/);
      }
  });

  it('refuses a model that gives no list of numbers', () => {
    expect(() => shownOutputs(sessionWith(undefined), Float32Array.of(1))).toThrow(
      /predicting with Net: the model has no output of classes or numbers, only maps or sequences; use the commands maps, grid or hypercolumn\./,
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

  it('gives scores as they are, and calls those without labels outputs', () => {
    expect(rank(sessionWith('scores'), Float32Array.of(-2, 1.5, 40), 2)).toEqual([
      { index: 2, wordNetId: '', label: 'output 2', score: 40 },
      { index: 1, wordNetId: '', label: 'say "cheese"', score: 1.5 },
    ]);
  });

  it('gives the softmax of scores with them, and a single number by its name', () => {
    expect(rank(sessionWith('softmax-of-scores'), Float32Array.of(5, 5), 1)).toEqual([
      { index: 0, wordNetId: 'n02123045', label: 'tabby, tabby cat', probability: 0.5, score: 5 },
    ]);
    expect(rank(sessionWith('value', []), Float32Array.of(-7.5), 5)).toEqual([
      { index: 0, wordNetId: '', label: 'd', score: -7.5 },
    ]);
  });
});

it('says what numbers are, unless they are a plain softmax', () => {
  const told = (kind: Parameters<typeof output>[0]) => {
    const note = noteOnOutput(output(kind));
    return note && commandLineNote(note);
  };
  expect(told('softmax')).toBeUndefined();
  expect(told('scores')).toBe(
    'output d gives scores and no probabilities, so they are shown as they are; --softmax shows their softmax.',
  );
  expect(told('softmax-of-scores')).toBe(
    'the probabilities are the softmax of the scores that output d gives.',
  );
  expect(told('sigmoid')).toBe(
    'output d gives each class a probability of its own (sigmoid), so they need not sum to 100 %.',
  );
  expect(told('binary')).toBe(
    'output d gives one probability (sigmoid), that of class 1; class 0 has the rest.',
  );
  expect(told('value')).toBe('output d gives one number and no probability.');
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
    [0, '0 %'],
  ])('%d is %s', (probability, want) => {
    expect(formatPercent(probability)).toBe(want);
  });

  it('shortens a label to its first name', () => {
    expect(shortLabel('tabby, tabby cat')).toBe('tabby');
    expect(shortLabel('cat')).toBe('cat');
  });

  const ranking = rank(sessionWith('softmax'), Float32Array.of(0.25, 0.625, 0.125), 3);

  it('writes CSV that quotes what must be quoted (RFC 4180)', () => {
    expect(predictionsCsv(output('softmax'), ranking)).toBe(
      [
        'rank,index,wordnet_id,label,probability',
        '1,1,,"say ""cheese""",0.625',
        '2,0,n02123045,"tabby, tabby cat",0.25',
        '3,2,,class 2,0.125',
        '',
      ].join('\n'),
    );
    const odd = [{ index: 0, wordNetId: '', label: 'a\r\nb', probability: 1 }];
    expect(predictionsCsv(output('softmax'), odd)).toContain('"a\r\nb"');
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

  it('says in CSV and JSON what the numbers are where they are no plain softmax', () => {
    const written = (kind: OutputKind, ...outputs: number[]) => {
      const session = sessionWith(kind, []);
      const ranking = rank(session, Float32Array.from(outputs), 5);
      const { image: _image, ...json } = JSON.parse(predictionsJson(session, 'a.png', ranking)) as object & {
        image: string;
      };
      return { csv: predictionsCsv(requireOutput(session), ranking).split('\n'), json };
    };
    const scores = written('scores', -1.5, 4);
    expect(scores.csv).toEqual([
      'rank,index,wordnet_id,label,score',
      '1,1,,output 1,4',
      '2,0,,output 0,-1.5',
      '',
    ]);
    expect(scores.json).toMatchObject({
      output: { name: 'd', kind: 'scores', softmax: false },
      predictions: [{ score: 4 }, { score: -1.5 }],
    });
    const shares = written('softmax-of-scores', 2, 2);
    expect(shares.csv.slice(0, 2)).toEqual([
      'rank,index,wordnet_id,label,softmax_of_scores,score',
      '1,0,,class 0,0.5,2',
    ]);
    expect(shares.json).toMatchObject({
      output: { name: 'd', kind: 'scores', softmax: true },
      predictions: [{ probability: 0.5, score: 2 }, {}],
    });
    const value = written('value', 0.5);
    expect(value.csv).toEqual(['name,value', 'd,0.5', '']);
    expect(value.json).toMatchObject({ output: { name: 'd', kind: 'value' }, value: 0.5, predictions: [] });
    expect(written('sigmoid', 0.5).csv[0]).toBe('rank,index,wordnet_id,label,probability');
    expect(written('sigmoid', 0.5).json).toMatchObject({ output: { kind: 'sigmoid' } });
  });

  it('writes a probability as per cent and a score as a number', () => {
    const one = { index: 0, wordNetId: '', label: '' };
    expect(formatShown({ ...one, probability: 0.5 })).toBe('50.0 %');
    expect(formatShown({ ...one, probability: 0.5, score: 4 })).toBe('50.0 %');
    expect(formatShown({ ...one, score: 0.5 })).toBe('0.5000');
  });
});
