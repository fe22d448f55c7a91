import { beforeEach, describe, expect, it } from 'vitest';
import type { ModelInfo } from '../../../electron/shared/contract';
import { PredictionsModel } from '../../../renderer/state/predictions-model.svelte';
import { createApi } from '../helpers';
import { createSettings, createStage, createWording, type Stage } from './alone.svelte';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage(createApi());
});
function create(
  outputKind: ModelInfo['outputKind'] = 'softmax',
  outputs?: number[],
  labels?: ModelInfo['labels'],
) {
  stage.model = { ...stage.model!, outputKind, ...(labels && { labels }) };
  if (outputs) stage.analysis = { ...stage.analysis!, outputs: Float32Array.from(outputs) };
  return new PredictionsModel(createSettings({ topK: 5 }), stage, createWording());
}

it('ranks the classes with their names and shares', () => {
  const predictions = create();
  expect(predictions.top).toHaveLength(5);
  expect(predictions.top[0]).toMatchObject({ index: 285, label: 'Egyptian cat', text: '77.1%' });
  expect(predictions.labelLanguage).toBe('en');
  stage.analysis = null;
  expect(predictions.top).toEqual([]);
});

it('numbers stand in for names that are missing', () => {
  expect(create('softmax', [0.25, 0.75], []).top.map(({ label }) => label)).toEqual(['1', '0']);
  expect(create('scores', [-1, 3], []).top.map(({ label }) => label)).toEqual(['output 1', 'output 0']);
});

describe('what is counted of probabilities', () => {
  it('is their entropy, where they sum to one', () => {
    expect(create('softmax', [0.5, 0.5]).entropy).toBe(1);
    expect(create('sigmoid', [0.5, 0.5]).entropy).toBeNull();
    expect(create('scores', [0.5, 0.5]).entropy).toBeNull();
  });
});

it('scores have one range about zero, in one picture and in several', () => {
  const predictions = create('scores', [4, -4]);
  expect(predictions.top.map(({ bar }) => bar)).toEqual([
    { from: 0.5, to: 1 },
    { from: 0, to: 0.5 },
  ]);
  const [first, second, third] = predictions.compare([[4, -4], [1, 0], [NaN, 0]].map((one) => Float32Array.from(one)), 5); // prettier-ignore
  expect(first![0]!.text).toBe('4.000');
  expect(second![0]!.bar).toEqual({ from: 0.5, to: 0.625 });
  expect(third).toBeNull();
});

it('nothing is ranked where a number is none', () => {
  const predictions = create('softmax', [NaN, 1]);
  expect(predictions.isFinite).toBe(false);
  expect(predictions.values).toHaveLength(0);
});

it('units of the layer that classifies have names, of others none', () => {
  const predictions = create();
  const { layers, head } = stage.model!;
  const classifier = layers.find(({ name }) => name === head)!;
  expect(predictions.labelOfUnit(classifier, 285)).toBe('Egyptian cat');
  expect(predictions.labelOfUnit(layers[1]!, 3)).toBe('');
});
