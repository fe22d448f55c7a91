import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixture, inWorkspace, installForTests, type Workspace } from './cli-process';

const installation = installForTests();
const picture = fixture('outputs/n17.png');
const model = (name: string) => ['--model', fixture(`outputs/${name}.keras`)];

/** By Keras 3.15.1 on TensorFlow 2.16.2: test/fixtures/outputs/make.py. */
const { outputs: expected } = JSON.parse(readFileSync(fixture('outputs/expected.json'), 'utf8')) as {
  outputs: Record<string, Record<string, number[]>>;
};

interface Shown {
  readonly output?: { name: string; kind: string; softmax?: boolean };
  readonly results: {
    value?: number;
    predictions: { index: number; label: string; probability?: number; score?: number }[];
  }[];
}

/** An export of these small models, whose layer 4 of the classic hypercolumns is a Dense layer. */
async function exported(ws: Workspace, options: readonly string[]): Promise<void> {
  const { code, stderr } = await ws.run(['export', picture, ...options]);
  expect([code, stderr]).toEqual([
    0,
    'note: layer 4 d has no feature maps, so the hypercolumns are made without it.\n',
  ]);
}

describe.concurrent('outputs that are not one softmax', () => {
  it.each([
    ['n17-linear5', '  1.392  0    output 0\n', 'gives scores and no probabilities'],
    ['n17-tanh2', '0.7496  0    output 0\n0.3206  1    output 1\n', 'gives scores and no probabilities'],
    ['n17-linear1', '0.9360  d\n', 'gives one number and no probability'],
    ['sigmoid3', '56.2 %  1    class 1\n', 'need not sum to 100 %'],
    ['sigmoid1', '61.5 %  1    class 1\n38.5 %  0    class 0\n', 'class 0 has the rest'],
  ])('%s: numbers as they are, and a note that says what they are', (name, begin, note) =>
    inWorkspace(installation, async (ws) => {
      const { code, stdout, stderr } = await ws.run(['predict', picture, ...model(name)]);
      expect(code).toBe(0);
      expect(stdout.slice(0, begin.length)).toBe(begin);
      expect(stderr).toMatch(/^note: /);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      expect(stderr).toContain(note);
    })(),
  );

  it(
    'JSON has the scores of Keras under a key of their own',
    inWorkspace(installation, async (ws) => {
      for (const name of ['n17-linear5', 'n17-tanh2']) {
        const shown = await ws.run(['predict', picture, ...model(name), '--json']);
        const { output, results } = JSON.parse(shown.stdout) as Shown;
        expect(output).toEqual({ name: 'd', kind: 'scores', softmax: false });
        const want = expected[name]!['d']!;
        expect(results[0]!.predictions).toHaveLength(want.length);
        for (const { index, score, probability } of results[0]!.predictions) {
          expect(score).toBeCloseTo(want[index]!, 5);
          expect(probability).toBeUndefined();
        }
      }
    }),
  );

  it(
    'a single number has a key of its own, and is no ranking',
    inWorkspace(installation, async (ws) => {
      const shown = await ws.run(['predict', picture, picture, ...model('n17-linear1'), '--json']);
      const { output, results } = JSON.parse(shown.stdout) as Shown;
      expect(output).toEqual({ name: 'd', kind: 'value' });
      expect(results).toHaveLength(2);
      expect(results[1]!.value).toBeCloseTo(expected['n17-linear1']!['d']![0]!, 5);
      expect(results[1]!.predictions).toEqual([]);
      expect(shown.stderr.match(/note: /g)).toHaveLength(1);
    }),
  );

  it(
    'their softmax is shown on wish, and that is said in words, JSON and CSV',
    inWorkspace(installation, async (ws) => {
      const wish = [...model('n17-linear5'), '--softmax'];
      const { stdout, stderr } = await ws.run(['predict', picture, ...wish]);
      expect(stdout).toMatch(/^37\.0 % {2}0 {4}class 0\n36\.0 % {2}3 /);
      expect(stderr).toContain('the softmax of the scores that output d gives');
      const json = JSON.parse((await ws.run(['predict', picture, ...wish, '--json'])).stdout) as Shown;
      expect(json.output).toEqual({ name: 'd', kind: 'scores', softmax: true });
      const [best] = json.results[0]!.predictions;
      // numpy.exp(x) / numpy.exp(x).sum() of Keras' scores
      expect(best!.probability).toBeCloseTo(0.36955034, 6);
      expect(best!.score).toBeCloseTo(1.3924, 5);
      await exported(ws, [...wish, '--out', 'out']);
      const csv = ws.read('out/predictions.csv').toString().split('\n');
      expect(csv[0]).toBe('rank,index,wordnet_id,label,softmax_of_scores,score');
      expect(csv[1]).toMatch(/^1,0,,class 0,0\.36955\d*,1\.39240\d*$/);
      expect(ws.json<Shown>('out/predictions.json').output).toMatchObject({ softmax: true });
    }),
  );

  it(
    'export writes scores, and a single number, each with a header that says so',
    inWorkspace(installation, async (ws) => {
      await exported(ws, [...model('n17-linear5'), '--out', 'scores']);
      const scores = ws.read('scores/predictions.csv').toString().split('\n');
      expect(scores[0]).toBe('rank,index,wordnet_id,label,score');
      expect(scores).toHaveLength(7);
      await exported(ws, [...model('n17-linear1'), '--out', 'value']);
      const value = ws.read('value/predictions.csv').toString();
      expect(value).toMatch(/^name,value\nd,0\.93596\d*\n$/);
      expect(ws.json<Shown & { value: number }>('value/predictions.json').value).toBeCloseTo(0.93597, 5);
    }),
  );

  it.each([
    ['n17-linear1', ['--softmax'], 'usage/needless-softmax', ['output d gives one number']],
    ['sigmoid3', ['--softmax'], 'usage/needless-softmax', ['gives probabilities already']],
    ['nan', [], 'model/not-finite', ['it gives NaN or infinite values']],
    ['maps', [], 'model/no-classes', ['only maps or sequences', 'use the commands maps']],
    ['heads', ['--head', 'bax'], 'model/unknown-head', ['those that can be shown are kind, box, age']],
  ])('%s %j is refused in a sentence', (name, more, code, words) =>
    inWorkspace(installation, (ws) =>
      ws.refuse(['predict', picture, ...model(name), ...more], code, words),
    )(),
  );

  it(
    'of several outputs any can be chosen',
    inWorkspace(installation, async (ws) => {
      const age = await ws.run(['predict', picture, ...model('heads'), '--head', 'age', '--json']);
      const { output, results } = JSON.parse(age.stdout) as Shown;
      expect(output).toEqual({ name: 'age', kind: 'value' });
      expect(results[0]!.value).toBeCloseTo(expected['heads']!['age']![0]!, 5);
    }),
  );
});
