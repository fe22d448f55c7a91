import { describe, expect, it } from 'vitest';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { fixture, functional, layerConfig, refusalOf, TempFolder, tfjsText } from './model-files';

const folder = new TempFolder();
const rows = layerConfig('InputLayer', 'rows', { batch_input_shape: [null, 5, 4] });
const bad = (...layers: ReturnType<typeof layerConfig>[]) =>
  refusalOf(folder.write('model.json', tfjsText(functional([rows, ...layers], 'rows'))));
const held = (className: string, config: object) => ({ class_name: className, config });

describe('recurrent layers that are refused', () => {
  it.each<[string, string, object, string, string]>([
    ['without units', 'LSTM', {}, 'model/bad-setting', 'layer loop (LSTM), index 1: units is missing'],
    [
      'with an activation of its author',
      'GRU',
      { units: 2, activation: 'mine' },
      'model/unsupported-setting',
      'the activation mine is not known here',
    ],
    [
      'with a recurrent activation of its author',
      'LSTM',
      { units: 2, recurrent_activation: 'mine' },
      'model/unsupported-setting',
      'the activation mine is not known here',
    ],
    [
      'with an activation that halves the state',
      'SimpleRNN',
      { units: 2, activation: 'glu' },
      'model/unsupported-setting',
      'the activation glu is not supported',
    ],
    [
      'without its cell',
      'RNN',
      {},
      'model/bad-setting',
      'layer loop (RNN), index 1: cell is missing, but a cell of Keras',
    ],
    [
      'with a cell of its author',
      'RNN',
      { cell: held('my_package>Cell', { name: 'mine' }) },
      'model/unsupported-layer',
      'layer loop (RNN), index 1: layer mine (class my_package>Cell) is not supported',
    ],
    [
      'with a stack that holds one',
      'RNN',
      { cell: held('StackedRNNCells', { cells: [held('my_package>Cell', { name: 'mine' })] }) },
      'model/unsupported-layer',
      'layer loop (RNN), index 1: layer mine (class my_package>Cell) is not supported',
    ],
    [
      'around a layer that is none',
      'Bidirectional',
      { layer: held('Dense', { name: 'units', units: 2 }) },
      'model/unsupported-layer',
      'layer loop (Bidirectional), index 1: layer units (class Dense)',
    ],
    [
      'joined in an unknown way',
      'Bidirectional',
      { merge_mode: 'best', layer: held('LSTM', { name: 'inside', units: 2 }) },
      'model/bad-setting',
      'merge_mode is "best"',
    ],
    [
      'for another rank',
      'ConvLSTM2D',
      { filters: 2, kernel_size: 2 },
      'model/bad-graph',
      'it needs an input of rank 5, but gets (None, 5, 4)',
    ],
  ])('%s', async (_, className, config, code, words) => {
    const error = await bad(layerConfig(className, 'loop', { ...config }, ['rows']));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  it('with states of another number or size, which TensorFlow may stretch in silence', async () => {
    const state = layerConfig('GlobalAveragePooling1D', 'state', {}, ['rows']);
    const loop = (units: number, ...states: string[]) =>
      layerConfig('LSTM', 'loop', { units }, ['rows', ...states]);
    const one = await bad(state, loop(4, 'state'));
    expect(one.message).toContain('it needs 2 states to start from, but gets 1');
    const narrow = await bad(state, loop(3, 'state', 'state'));
    expect(narrow.message).toContain('it needs a state of shape (None, 3) to start from, but gets (None, 4)');
  });

  it('over more steps than can be gone through in a reasonable time', async () => {
    const long = layerConfig('UpSampling1D', 'long', { size: 20_000 }, ['rows']);
    const { message } = await bad(long, layerConfig('GRU', 'loop', { units: 1 }, ['long']));
    expect(message).toContain('a sequence of 100000 steps, more than 65536, is not supported');
    const wide = await bad(
      layerConfig('UpSampling1D', 'long', { size: 10_000 }, ['rows']),
      layerConfig('LSTM', 'loop', { units: 2000 }, ['long']),
    );
    expect(wide.message).toContain('going through 50000 steps of this size, which needs more than 1 GB,');
  });
});

it('a model that keeps states says that every prediction starts from zeros', async () => {
  const { notes } = await openNetwork(fixture('keras-layers/k3-stateful-keras/model.keras'));
  expect(notes).toEqual([
    { code: 'stateful-layers', isNote: true, values: { layers: ['lstm', 'gru', 'bidirectional'] } },
  ]);
});
