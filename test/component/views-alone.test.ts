// Views get what they show by properties: each of these is rendered without the page.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { createRawSnippet, tick } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import type { LayerInfo } from '../../electron/shared/contract';
import { defaultSettings, noModelUse } from '../../electron/shared/default-settings';
import { mapNumbers, STATISTIC_IDS } from '../../electron/shared/map-statistics';
import ErrorPanel from '../../renderer/components/ErrorPanel.svelte';
import type { Cell, MatrixLayer } from '../../renderer/lib/matrix-cells';
import { isShowable } from '../../renderer/lib/matrix-columns';
import type { LayerChoice } from '../../renderer/state/layer-choice.svelte';
import { MatrixModel } from '../../renderer/state/matrix-model.svelte';
import { QuestionForm } from '../../renderer/state/question-form.svelte';
import type { SettingsModel } from '../../renderer/state/settings-model.svelte';
import { Wording } from '../../renderer/state/wording.svelte';
import ModelPicker from '../../renderer/views/bars/ModelPicker.svelte';
import RecentPictures from '../../renderer/views/image/RecentPictures.svelte';
import MapStatistics from '../../renderer/views/inspector/MapStatistics.svelte';
import LayerFacts from '../../renderer/views/layer/LayerFacts.svelte';
import Spread from '../../renderer/views/layer/Spread.svelte';
import LayerChooser from '../../renderer/views/maps/LayerChooser.svelte';
import MatrixCells from '../../renderer/views/maps/MatrixCells.svelte';
import RangeLegend from '../../renderer/views/maps/RangeLegend.svelte';
import OutputNote from '../../renderer/views/predictions/OutputNote.svelte';
import PredictionBars from '../../renderer/views/predictions/PredictionBars.svelte';

const settings = { value: { ...defaultSettings, language: 'en' } } as SettingsModel;
const wording = new Wording(settings, 'en');

function layer(index: number, name: string, className = 'Conv2D'): LayerInfo {
  return {
    index,
    indexPath: String(index),
    depth: 0,
    name,
    ownName: name,
    className,
    shortClassName: className,
    outputShape: [4, 4, 3],
    parameterCount: 0,
    isSpatial: true,
    isSigned: false,
    hasFilters: false,
    isBlockEnd: false,
    isModel: false,
  };
}

const MAPS = { height: 4, width: 4, channels: 3 };
const column = (index: number): MatrixLayer => ({
  layer: layer(index, `conv${index}`),
  ...MAPS,
  shown: 3,
  order: null,
  verdicts: null,
  groups: null,
  statistics: {
    layer: index,
    ...MAPS,
    nonFinite: 0,
    ...mapNumbers(STATISTIC_IDS, (id) => Float32Array.of(0.25, 0.5, id === 'limit' ? NaN : 0.75)),
  },
});

describe('the cells of the matrix', () => {
  it('name tiles anew for other maps, not where pointer or keyboard move', async () => {
    const columns = [column(0), column(1)];
    const matrix = new MatrixModel(settings, { chosen: columns, matrix: columns } as unknown as LayerChoice);
    [matrix.widthPx, matrix.heightPx] = [600, 400];
    const nameOf = vi.fn(({ column: { layer }, filter }: Cell) => `${layer.name}, map ${filter}`);
    const hot = { position: 1, rank: 2 };
    const properties = { grid: matrix, hot, nameOf, headOf: (line: number) => `Channel ${line}` };
    render(MatrixCells, properties);
    expect(screen.getAllByRole('gridcell')).toHaveLength(6);
    expect(screen.getByRole('gridcell', { selected: true })).toHaveAccessibleName('conv1, map 2');
    expect(nameOf).toHaveBeenCalledTimes(6);
    matrix.hovered = { position: 0, rank: 1 };
    matrix.active = { position: 1, rank: 0 };
    await tick();
    expect(screen.getByTitle('conv0, map 1')).toBe(screen.getByRole('gridcell', { name: 'conv0, map 1' }));
    expect(screen.getByRole('gridcell', { name: 'conv1, map 0' })).toHaveAttribute('id', 'active-tile');
    expect(nameOf).toHaveBeenCalledTimes(6);
  });
});

describe('views alone', () => {
  it('statistics of a map with their ranks, without what says nothing of it', () => {
    const { statistics } = column(0);
    render(MapStatistics, { wording, statistics, filter: 2 });
    expect(screen.getAllByRole('rowheader').map((head) => head.textContent)).toEqual(
      STATISTIC_IDS.filter((id) => id !== 'limit').map((id) => wording.t(`stat.${id}`)),
    );
    expect(screen.getByRole('row', { name: 'Zeros 75.0% 1st of 3' })).toBeVisible();
  });

  it('bars of predictions', async () => {
    const onsave = vi.fn();
    const top = [
      { index: 1, text: '75.0%', bar: { from: 0, to: 0.75 }, label: 'cat', fullLabel: 'cat', wordNetId: '' },
      { index: 0, text: '25.0%', bar: { from: 0, to: 0.25 }, label: 'dog', fullLabel: 'dog', wordNetId: '' },
    ];
    const predictions = { top, areProbabilities: true, range: { min: 0, max: 1 }, labelLanguage: undefined };
    render(PredictionBars, { predictions, labelledBy: 'h-predictions', isStale: false, onsave });
    expect(screen.getAllByRole('listitem').map((item) => item.textContent.trim())).toEqual([
      expect.stringMatching(/^cat\s+75\.0%$/),
      expect.stringMatching(/^dog\s+25\.0%$/),
    ]);
    await fireEvent.contextMenu(screen.getByRole('list'));
    expect(onsave).toHaveBeenCalledOnce();
  });

  it('the choice between scores and their softmax', async () => {
    const onsoftmax = vi.fn();
    render(OutputNote, { wording, kind: 'scores', onsoftmax });
    await userEvent.click(screen.getByRole('radio', { name: 'Softmax' }));
    expect(onsoftmax).toHaveBeenCalledWith(true);
  });

  it('recent pictures, or what to do without', async () => {
    const onopen = vi.fn();
    const picture = {
      ...{ key: '/a/b.png', name: 'b.png', title: '/a/b.png', thumbnail: null },
      source: { kind: 'path', path: '/a/b.png' },
    } as const;
    const { rerender } = render(RecentPictures, { pictures: [picture], hint: 'Drop one', onopen });
    await userEvent.click(screen.getByRole('button', { name: 'b.png' }));
    expect(onopen).toHaveBeenCalledWith(picture);
    await rerender({ pictures: [] });
    expect(screen.getByText('Drop one')).toBeVisible();
  });

  it('limits of the colours, of which the lower stays below the upper', async () => {
    const onchange = vi.fn();
    const fixed = { ...settings.value, range: 'fixed', fixedMin: 0, fixedMax: 6 } as const;
    render(RangeLegend, { wording, settings: fixed, cell: null, take: [], onchange });
    const lower = screen.getByRole('spinbutton', { name: 'Lower limit' });
    await fireEvent.change(lower, { target: { value: '7' } });
    expect(lower).toHaveValue(0);
    expect(onchange).not.toHaveBeenCalled();
    await fireEvent.change(lower, { target: { value: '-1' } });
    expect(onchange).toHaveBeenCalledWith({ fixedMin: -1 });
  });

  it.each([
    ['en', 'layer 11, channel 2'],
    ['zh-CN', '层 11，通道 2'],
  ] as const)(
    'the legend names in %s the tile under the pointer in words, apart from its values',
    (language, name) => {
      const own = new Wording({ value: { ...defaultSettings, language } } as SettingsModel, 'en');
      const cell = { place: { position: 0, rank: 2 }, column: column(11), filter: 2 };
      const legend = { settings: defaultSettings, take: [], onchange: vi.fn() };
      const { container } = render(RangeLegend, { wording: own, ...legend, cell });
      const texts = [...container.querySelectorAll('.scale > span')].map((part) => part.textContent);
      expect(texts.filter((text) => text?.trim() !== '')).toEqual([name, '0.75', '0.75']);
    },
  );

  it('layers to choose from, searched by number, name and class', async () => {
    const layers = [layer(0, 'stem'), layer(1, 'head', 'Dense')];
    const choice = {
      chosen: [layers[0]!],
      parsed: { indices: [0], unknown: [] },
      presetSpec: () => null,
      toggle: vi.fn(),
    };
    render(LayerChooser, { wording, layers, choice, spec: '0', onspec: vi.fn() });
    expect(screen.getAllByRole('checkbox')).toHaveLength(2);
    await userEvent.type(screen.getByRole('searchbox'), 'dense');
    await userEvent.click(screen.getByRole('checkbox'));
    expect(choice.toggle).toHaveBeenCalledWith(1);
  });

  it('models, those that are gone among them', async () => {
    const session = { catalog: [], model: null, modelSource: null };
    const downloads = { open: vi.fn(), states: new Map() };
    const findMissing = async () => ['/a/gone.h5'];
    const onuse = vi.fn();
    const recent = ['/a/gone.h5', '/a/here.h5'];
    render(ModelPicker, { wording, session, downloads, recent, findMissing, onuse, onopen: vi.fn() });
    await userEvent.click(screen.getByRole('button', { name: /^Model:/ }));
    const gone = await screen.findByRole('menuitemradio', { name: /No longer there/ });
    expect(gone).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(screen.getByRole('menuitemradio', { name: /^here\.h5/ }));
    expect(onuse).toHaveBeenCalledWith({ kind: 'file', path: '/a/here.h5' });
  });

  it('facts of a layer with four branches: each is a link with its width, what has no maps is none', async () => {
    const layers = [
      ...['a', 'b', 'c'].map((name, at) => layer(at, name)),
      { ...layer(3, 'steps', 'LSTM'), isSpatial: false, outputShape: [7, 9] },
      layer(4, 'mixed5', 'Concatenate'),
    ];
    const onopen = vi.fn();
    const link = (one: number, channels: number) => ({ layer: one, shape: [17, 17, channels], through: [] });
    const description = {
      ...{ layer: 4, isOutput: true, settings: [], weights: [], outputs: [] },
      inputs: [link(0, 192), link(1, 64), { ...link(2, 128), through: ['Add', 'Relu'] }, link(3, 9)],
    };
    const here = { wording, layer: layers[4]!, layers, description, histogram: null, verdicts: undefined };
    render(LayerFacts, { ...here, canOpen: isShowable, onopen });
    const inputs = screen.getByRole('heading', { name: 'Inputs' }).parentElement!;
    expect(
      [...inputs.querySelectorAll('li')].map((row) => row.textContent.replace(/\s+/g, ' ').trim()),
    ).toEqual([
      '0a17 × 17 × 192',
      '1b17 × 17 × 64',
      '2c17 × 17 × 128 through Add, Relu',
      '3steps17 × 17 × 9',
    ]);
    const links = screen.getAllByRole('button');
    expect(links).toHaveLength(3);
    await userEvent.click(links[1]!);
    expect(onopen).toHaveBeenCalledExactlyOnceWith(1);
    expect(screen.getByText('An output of the model')).toBeVisible();
  });

  it('numbers that are spread, with what is not finite, or that are all the same', async () => {
    const spread = {
      min: -1,
      max: 3,
      mean: 0.5,
      std: 1,
      total: 10,
      zeros: 2,
      nonFinite: 1,
      counts: [6, 0, 2, 1],
    };
    const { rerender } = render(Spread, { wording, histogram: spread, subject: 'Weights' });
    expect(screen.getByRole('img')).toHaveAccessibleName(
      'Weights: 10 numbers from −1.00 to 3.00 in 4 bins, mean 0.50, standard deviation 1.00, 20.0% zeros',
    );
    expect(screen.getByText('1 NaN or infinite')).toBeVisible();
    expect(screen.getByTitle('−1.00 to 0: 6')).toBeInTheDocument();
    await rerender({ histogram: { ...spread, min: 0, max: 0, mean: 0, std: 0, nonFinite: 0 } });
    expect(screen.getByText('All 0')).toBeVisible();
    await rerender({ histogram: { ...spread, min: 0, max: 0, total: 1, nonFinite: 1 } });
    expect(screen.getByText('No finite number')).toBeVisible();
  });

  it('a failure with its details', async () => {
    const failure = { code: 'image/damaged', values: { format: 'JPEG' }, during: [], detail: 'at decode' };
    const actions = createRawSnippet(() => ({ render: () => '<button>Retry</button>' }));
    render(ErrorPanel, { wording, title: 'Cannot read a.jpg', failure, actions });
    expect(screen.getByRole('button', { name: 'Retry' })).toBeVisible();
    expect(screen.getByRole('alert')).toHaveTextContent('Cannot read a.jpg');
    await userEvent.click(screen.getByRole('button', { name: 'Details' }));
    expect(screen.getByRole('alert')).toHaveTextContent('image/damaged');
  });
});

describe('the answer to a question about a model', () => {
  const ask = {
    kind: 'inputs' as const,
    inputs: [
      { name: 'facts', shape: [null, 3] },
      { name: 'mask', shape: [null, 8, 8, 1] },
      { name: 'photo', shape: [null, 8, 8, 3] },
    ],
  };

  it('gives the picture to the input of three channels, a mask that hides nothing, and no facts', () => {
    const form = new QuestionForm(ask, noModelUse);
    expect(form.picture).toBe('photo');
    expect(form.answer).toEqual({ constants: { facts: 0, mask: 1 } });
  });

  it('remembers what was given before, and is none while a number is missing', () => {
    const form = new QuestionForm(ask, { ...noModelUse, constants: { facts: 0.75 } });
    form.picture = 'mask';
    form.values['photo'] = ' ';
    expect(form.answer).toBeNull();
    form.values['photo'] = '2';
    expect(form.answer).toEqual({ constants: { facts: 0.75, photo: 2 } });
  });

  it('is an architecture for a file of weights', () => {
    const form = new QuestionForm({ kind: 'architecture', ids: ['vgg16', 'vgg19'] }, noModelUse);
    expect(form.answer).toEqual({ architecture: 'vgg16' });
    form.architecture = '';
    expect(form.answer).toBeNull();
  });
});
