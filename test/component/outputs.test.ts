import { screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeApi } from '../fake-page/fake-api';
import { exportItems } from '../../renderer/views/bars/export-items';
import { predictionsPng } from '../../renderer/views/predictions/predictions-png';
import { audit, createApi, renderApp, startModel } from './helpers';

/** shared/cases/README.md, n17: what Keras gives. */
const SCORES = [1.3924, -1.1406, 0.4349, 1.3654, 0.0807];
const rows = () =>
  within(screen.getByRole('list', { name: 'Predictions' }))
    .getAllByRole('listitem')
    .map((row) => row.textContent.trim().replace(/\s+/g, ' '));
const pane = () => screen.getByRole('region', { name: 'Predictions' });

let api: FakeApi;
/** A model without class names whose output gives these numbers. */
function gives(outputKind: FakeApi['outputKind'], ...outputs: number[]): void {
  api.outputKind = outputKind;
  api.outputs = Float32Array.from(outputs);
}
const startWithoutNames = async () => {
  const app = await startModel(api);
  await app.modelLoading.change({ labels: '' });
  return app;
};

beforeEach(() => {
  const use = { preprocess: null, resize: null, size: null, head: null, softmax: null, constants: null };
  const modelUses = [{ ...use, architecture: null, labels: '', model: 'efficientnet-lite0' }];
  api = createApi({ modelUses });
});

describe('scores', () => {
  beforeEach(() => gives('scores', ...SCORES));

  it('are numbers, largest first, with bars about zero and no entropy', async () => {
    await renderApp(api);
    expect(rows()).toEqual([
      'output 0 1.392',
      'output 3 1.365',
      'output 2 0.4349',
      'output 4 0.08070',
      'output 1 −1.141',
    ]);
    expect(screen.getByText('no probabilities')).toBeVisible();
    expect(screen.getByText('−1.141 to 1.392')).toBeVisible();
    expect(screen.getByRole('img', { name: /^All 5 numbers on a linear scale/ })).toBeInTheDocument();
    expect(pane()).not.toHaveTextContent(/entropy|%/);
    expect(screen.getByText('chelsea.png analysed: output 0, 1.392.')).toBeInTheDocument();
    const fills = [...document.querySelectorAll<HTMLElement>('.bars .fill')].map(({ style }) => [
      Number.parseFloat(style.left),
      Number.parseFloat(style.width),
    ]);
    const zero = (100 * 1.1406) / (1.1406 + 1.3924);
    expect(fills[0]![0]).toBeCloseTo(zero, 3);
    expect(fills[0]![0]! + fills[0]![1]!).toBeCloseTo(100, 3);
    expect(fills[4]![0]).toBe(0);
    expect(fills[4]![1]).toBeCloseTo(zero, 3);
    expect(await audit(pane())).toEqual([]);
  });

  it('are shown as their softmax where that is chosen, which is said and remembered', async () => {
    await renderApp(api);
    const analyses = api.asked.filter(({ name }) => name === 'picture:analyse').length;
    await userEvent.click(screen.getByRole('radio', { name: 'Softmax' }));
    await screen.findByText('softmax of the scores');
    // numpy.exp(x) / numpy.exp(x).sum()
    expect(rows().slice(0, 2)).toEqual(['0 37.0%', '3 36.0%']);
    expect(document.querySelector('.dist .meta')).toHaveTextContent('entropy 1.94 bit, log scale');
    expect(api.asked.filter(({ name }) => name === 'picture:analyse')).toHaveLength(analyses);
    await waitFor(() =>
      expect(api.settings.modelUses).toMatchObject([{ model: 'efficientnet-lite0', softmax: true }]),
    );
    await userEvent.click(screen.getByRole('radio', { name: 'Scores' }));
    await waitFor(() => expect(rows()[0]).toBe('output 0 1.392'));
    expect(await audit(pane())).toEqual([]);
  });

  it('are told apart from probabilities in the menu of exports', async () => {
    const app = await startWithoutNames();
    const hint = () => exportItems(app).find(({ id }) => id === 'predictions')?.hint;
    expect(hint()).toBe('Every output with its number');
    await app.modelLoading.change({ softmax: true });
    expect(hint()).toBe('Every class with the softmax of its score');
  });

  it('lose the wish for a softmax with another output', async () => {
    const app = await startWithoutNames();
    await app.modelLoading.change({ softmax: true });
    await app.modelLoading.change({ head: 'other', softmax: null });
    expect(app.session.model?.use.softmax).toBeNull();
    expect(app.predictions.kind).toBe('scores');
  });

  it('of several frames have bars of one range', async () => {
    const app = await startWithoutNames();
    const [first, second, third] = app.predictions.compare(
      [Float32Array.of(4, -4), Float32Array.of(1, 0), Float32Array.of(NaN, 0)],
      5,
    );
    expect(first!.map(({ text, bar }) => [text, bar])).toEqual([
      ['4.000', { from: 0.5, to: 1 }],
      ['−4.000', { from: 0, to: 0.5 }],
    ]);
    expect(second![0]!.bar).toEqual({ from: 0.5, to: 0.625 });
    expect(third).toBeNull();
  });
});

it('a single number stands large with its name, and nothing is ranked', async () => {
  gives('value', 0.93597);
  await renderApp(api);
  expect(screen.getByText('0.9360')).toBeVisible();
  expect(screen.getByText('0.9360').previousElementSibling).toHaveTextContent(/^predictions$/);
  expect(screen.getByText('One number, no probability')).toBeVisible();
  expect(screen.queryByRole('list', { name: 'Predictions' })).toBeNull();
  expect(screen.queryByRole('radiogroup', { name: 'Top' })).toBeNull();
  expect(screen.getByText('chelsea.png analysed: predictions, 0.9360.')).toBeInTheDocument();
  expect(await audit(pane())).toEqual([]);
});

it('probabilities of a class each have no sum and no entropy', async () => {
  gives('sigmoid', 0.9, 0.8, 0.1);
  await renderApp(api);
  expect(rows()).toEqual(['0 90.0%', '1 80.0%', '2 10.0%']);
  expect(screen.getByText('Each class on its own: no sum of 100%')).toBeVisible();
  expect(screen.getByRole('img', { name: /^Probability of each of 3 classes/ })).toBeInTheDocument();
  expect(document.body).not.toHaveTextContent('entropy');
});

it('a single sigmoid is the probability of one of two classes', async () => {
  gives('binary', 0.75);
  await renderApp(api);
  expect(rows()).toEqual(['1 75.0%', '0 25.0%']);
  expect(screen.getByText('One sigmoid: class 1, class 0 is the rest')).toBeVisible();
});

it('NaN is no ranking: it is said, and nothing of it can be saved', async () => {
  gives('softmax', NaN, NaN);
  await renderApp(api);
  expect(
    screen.getByText(/^Output predictions holds NaN or infinite values for this picture\./),
  ).toBeVisible();
  expect(
    screen.getByText('chelsea.png analysed: the output holds NaN or infinite values.'),
  ).toBeInTheDocument();
  const app = await startModel(api);
  expect(exportItems(app).map(({ id }) => id)).not.toContain('predictions');
  expect(predictionsPng(app)).toEqual([]);
});

it('a model of maps alone has no predictions, and before an analysis nothing is claimed of classes', async () => {
  gives(null);
  await renderApp(api);
  expect(screen.getByText(/^The model gives maps or sequences, no list of numbers/)).toBeVisible();
  expect(document.body).not.toHaveTextContent(/All 0|entropy/);
});

it('an analysis that failed leaves no classes and no entropy', async () => {
  const app = await startModel(api);
  app.session.analysis = null;
  expect(app.predictions.values).toHaveLength(0);
  expect(app.predictions.top).toEqual([]);
});

it('the picture of the pane is as high as what it holds', async () => {
  const heightOfPicture = async () => predictionsPng(await startModel(api))[0]!.size!.height;
  gives('scores', ...SCORES);
  const scores = await heightOfPicture();
  gives('value', 1);
  const value = await heightOfPicture();
  gives('softmax', 0.5, 0.5, 0, 0, 0);
  const shares = await heightOfPicture();
  expect(scores - shares).toBe(20); // the line that says what the numbers are
  expect(value).toBeLessThan(shares);
});

it('says where all classes are nearly the same', async () => {
  const api = createApi();
  api.outputs = new Float32Array(1000).fill(1e-3);
  await renderApp(api);
  expect(screen.getByText(/^Nearly the same for all classes/)).toBeVisible();
});
