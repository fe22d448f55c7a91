import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { ExportWhat, RequestInput, RequestName } from '../../electron/shared/contract';
import type { CallOptions } from '../../renderer/api/api';
import type { FakeApi } from '../fake-page/fake-api';
import { drawPredictions, type PredictionsPicture } from '../../renderer/lib/predictions-picture';
import type { ThemeColours } from '../../renderer/lib/theme-colours';
import type { AppModel } from '../../renderer/state/app-model.svelte';
import { panes } from '../../renderer/views/panes';
import { audit, createApi, createPhoto, renderApp, startModel } from './helpers';

const last = <Input>(api: FakeApi, wanted: RequestName): Input | undefined =>
  api.asked.findLast(({ name }) => name === wanted)?.input as Input | undefined;
const saved = (api: FakeApi): ExportWhat | undefined => last<{ what: ExportWhat }>(api, 'export:write')?.what;
const nameOf = (api: FakeApi): string | undefined =>
  last<RequestInput<'files:place'>>(api, 'files:place')?.suggestedName;
const subjects = (app: AppModel) => panes.flatMap(({ png }) => png?.(app) ?? []);
const subject = (app: AppModel, id: string) => subjects(app).find((one) => one.id === id)!;

describe('saving a PNG', () => {
  it('asks compute for the original, of which the page has only the preview', async () => {
    const api = createApi();
    const app = await startModel(api);
    app.png.open('original');
    app.png.scale = 4;
    expect(app.png.sizeOf(subject(app, 'original'))).toEqual({ width: 240, height: 160 });
    await app.png.save(subject(app, 'original'));
    expect(saved(api)).toEqual({
      kind: 'original',
      pictureId: app.session.picture?.pictureId,
      scale: 4,
    });
    expect(nameOf(api)).toBe('chelsea-original-4x.png');
    expect(app.png.isOpen).toBe(false);
  });

  it('saves a map in its own pixels with the colours of the screen', async () => {
    const api = createApi({ layers: '3', colormap: 'grey', range: 'layer' });
    const app = await startModel(api);
    app.png.open('map', { layer: 3, filter: 1 });
    await app.png.save(subject(app, 'map'));
    const what = saved(api);
    if (what?.kind !== 'picture') throw new Error('no picture');
    expect(what.scale).toBe(1);
    expect(nameOf(api)).toBe('chelsea-layer-3-filter-1.png');
    const [height, width] = app.session.model!.layers[3]!.outputShape;
    expect([what.image.height, what.image.width]).toEqual([height, width]);
    const values = await api.call('map:values', { analysisId: '', layer: 3, filter: 1 });
    const { min, max } = app.choice.statistics.get(3)!;
    const share = (values.values[0]! - Math.min(...min)) / (Math.max(...max) - Math.min(...min));
    expect(what.image.data[0]).toBe(Math.round(share * 255));
  });

  it('saves a hypercolumn with and without the photo under it', async () => {
    const api = createApi({ hypercolumnOpacity: 0.5, hypercolumnColormap: 'grey' });
    const app = await startModel(api);
    const save = async (withPhoto: boolean) => {
      app.png.withPhoto = withPhoto;
      await app.png.save(subject(app, 'hypercolumn A'));
      const what = saved(api);
      if (what?.kind !== 'picture') throw new Error('no picture');
      return what;
    };
    const bare = await save(false);
    expect(nameOf(api)).toBe('chelsea-hypercolumn-1-4-7.png');
    const over = await save(true);
    expect(nameOf(api)).toBe('chelsea-hypercolumn-1-4-7-photo.png');
    const photo = app.session.analysis!.modelImage.data;
    expect(over.image.data[5]).toBe(Math.round(photo[5]! * 0.5 + bare.image.data[5]! * 0.5));
  });

  it('saves a map although the inspector shows another one meanwhile, and each gets its own', async () => {
    const api = createApi({ layers: '3', colormap: 'grey', range: 'layer' });
    const app = await startModel(api);
    const purposes: (string | undefined)[] = [];
    const call = api.call.bind(api);
    api.call = ((name: string, input: never, options?: CallOptions) => {
      if (name === 'map:values') purposes.push(options?.purpose);
      return call(name as never, input, options);
    }) as typeof api.call;
    api.delayMs = 20;
    app.png.open('map', { layer: 3, filter: 1 });
    const saving = app.png.save(subject(app, 'map'));
    app.inspector.open(3, 2);
    await saving;
    await waitFor(() => expect(app.inspector.state).toMatchObject({ values: { filter: 2 } }));
    // Only requests of one purpose take each other's place.
    expect(purposes).toEqual([undefined, 'inspector']);
    expect(saved(api)?.kind).toBe('picture');
  });

  it('says why a pane could not be drawn', async () => {
    const api = createApi();
    const app = await startModel(api);
    await app.png.save(subject(app, 'matrix')); // jsdom has no canvas
    expect(app.toasts.list.at(-1)?.failure?.values).toEqual({
      what: 'This browser gives no drawing surface.',
    });
    expect(saved(api)).toBeUndefined();
  });
});

describe('the dialog', () => {
  it('opens from the export menu, works by keyboard and is accessible', async () => {
    const { api } = await renderApp();
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    await userEvent.click(screen.getByRole('menuitem', { name: /Pane or map as PNG/ }));
    const dialog = screen.getByRole('dialog', { name: 'Save as PNG' });
    expect(await audit()).toEqual([]);
    await userEvent.click(screen.getByRole('radio', { name: 'Picture as the model sees it' }));
    await userEvent.click(screen.getByRole('radio', { name: '4 ×' }));
    expect(dialog).toHaveTextContent('896 × 896');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(saved(api)).toMatchObject({ scale: 4 }));
    expect(nameOf(api)).toBe('chelsea-model-input-4x.png');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('opens on the map in focus from the keyboard', async () => {
    await renderApp();
    const grid = screen.getByRole('grid');
    grid.focus();
    await userEvent.keyboard('{ArrowRight}{ArrowDown}');
    await fireEvent.contextMenu(grid, { button: 0 });
    expect(screen.getByRole('radio', { name: 'Map: layer 1, channel 1' })).toBeChecked();
  });
});

describe('copying', () => {
  /** Ctrl C, which arrives as an event of the clipboard. */
  const copy = () => fireEvent(document.body, new Event('copy', { bubbles: true, cancelable: true }));
  const copied = (api: FakeApi) => last<RequestInput<'export:copy'>>(api, 'export:copy')?.what;

  it('takes the picture that has the focus, in its own pixels, and says so', async () => {
    const { api } = await renderApp();
    screen.getByRole('application', { name: /^chelsea.png, 60 × 40/ }).focus();
    expect(await copy()).toBe(false); // the event is taken
    await screen.findByText('Original picture copied');
    expect(copied(api)).toMatchObject({ kind: 'original', scale: 1 });
    screen.getByRole('application', { name: /^Hypercolumn B/ }).focus();
    await copy();
    await screen.findByText('Hypercolumn B copied');
    expect(copied(api)).toMatchObject({ kind: 'picture', scale: 1 });
  });

  it('takes the map where the keyboard is in the matrix, and the one of the inspector', async () => {
    const { api } = await renderApp();
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{ArrowRight}{ArrowDown}');
    await copy();
    await screen.findByText('Map: layer 1, channel 1 copied');
    await userEvent.keyboard('{Enter}{ArrowDown}');
    screen.getByRole('complementary').focus();
    await copy();
    await waitFor(() => expect(screen.getAllByText('Map: layer 1, channel 1 copied')).toHaveLength(2));
    expect(copied(api)).toMatchObject({ kind: 'picture', image: { width: 112, height: 112 } });
  });

  it('leaves text to the system, and what has no picture alone', async () => {
    const { api } = await renderApp();
    expect(await copy()).toBe(true);
    screen.getByRole('banner').focus();
    expect(await copy()).toBe(true);
    screen.getByRole('application', { name: /^chelsea.png/ }).focus();
    getSelection()!.selectAllChildren(screen.getByRole('heading', { name: 'Predictions' }));
    expect(await copy()).toBe(true);
    getSelection()!.removeAllRanges();
    expect(copied(api)).toBeUndefined();
  });

  it('has a button in the dialog, for the size that is chosen there', async () => {
    const { api } = await renderApp();
    await fireEvent.contextMenu(screen.getByRole('application', { name: /^chelsea.png/ }));
    await userEvent.click(screen.getByRole('radio', { name: '4 ×' }));
    await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
    await screen.findByText('Original picture copied');
    expect(copied(api)).toMatchObject({ kind: 'original', scale: 4 });
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('says why nothing was copied', async () => {
    const { api } = await renderApp();
    api.failing = 'export:copy';
    screen.getByRole('application', { name: /^chelsea.png/ }).focus();
    await copy();
    await screen.findByText('Cannot copy');
  });
});

/** What is written, and the rectangles behind the ground, as a picture of the pane is drawn. */
function draw(picture: PredictionsPicture) {
  const words: string[] = [];
  const rectangles: [x: number, y: number, width: number, height: number][] = [];
  const pen = {
    fillRect: (...rectangle: [number, number, number, number]) => rectangles.push(rectangle),
    fillText: (text: string) => words.push(text),
    measureText: (text: string) => ({ width: text.length * 7 }),
  };
  const colours = new Proxy({}, { get: () => '#000000' }) as ThemeColours;
  drawPredictions(pen as unknown as CanvasRenderingContext2D, picture, colours);
  return { words, rectangles: rectangles.slice(1) };
}

describe('drawPredictions', () => {
  it('writes every row and shortens only what does not fit', () => {
    const { data } = createPhoto(4, 4);
    const { words } = draw({
      title: 'chelsea.png',
      note: '',
      rows: [
        { label: 'Egyptian cat', text: '79.1%', bar: { from: 0, to: 0.791 } },
        { label: 'German short-haired pointer', text: '8.85%', bar: { from: 0, to: 0.0885 } },
      ],
      range: { min: 0, max: 1 },
      strip: {
        title: 'All 48 classes',
        meta: 'log scale',
        values: Float32Array.from(data, (value) => value / 255),
        scale: 'log',
      },
    });
    expect(words).toEqual([
      'chelsea.png',
      'Egyptian cat',
      '79.1%',
      'German short-ha…',
      '8.85%',
      'All 48 classes',
      'log scale',
    ]);
  });

  const noStrip = { title: '', meta: '', values: new Float32Array(), scale: 'log' } as const;

  it('draws scores about one line at zero, and says what they are', () => {
    const range = { min: -1, max: 3 };
    const { words, rectangles } = draw({
      title: 'a.png',
      note: 'no probabilities',
      rows: [
        { label: 'up', text: '3.000', bar: { from: 0.25, to: 1 } },
        { label: 'down', text: '−1.000', bar: { from: 0, to: 0.25 } },
      ],
      range,
      strip: { title: 'All 2 numbers', meta: 'linear', values: Float32Array.of(3, -1), scale: range },
    });
    expect(words).toEqual([
      'a.png',
      'no probabilities',
      'up',
      '3.000',
      'down',
      '−1.000',
      'All 2 numbers',
      'linear',
    ]);
    const [zero, up, down] = rectangles;
    expect(Math.abs(up![0] - zero![0])).toBeLessThanOrEqual(0.5);
    expect(down![0] + down![2]).toBeCloseTo(up![0]);
    expect(up![2]).toBeCloseTo(3 * down![2]);
    const [axis, above, below] = rectangles.slice(3);
    expect(above![1] + above![3]).toBeCloseTo(axis![1]);
    expect(below![1]).toBeCloseTo(axis![1]);
    expect(above![3]).toBeCloseTo(3 * below![3]);
  });

  it('writes a single number with its name and draws nothing else', () => {
    const { words, rectangles } = draw({
      title: 'a.png',
      note: '',
      rows: [{ label: 'age', text: '41.70', bar: { from: 0, to: 1 } }],
      range: null,
      strip: noStrip,
    });
    expect(words).toEqual(['a.png', 'age', '41.70']);
    expect(rectangles).toEqual([]);
  });
});

describe('what is large', () => {
  it('is named in the export menu, and asked about with a way back', async () => {
    const { api } = await renderApp();
    api.npzBytes = 620e6;
    const button = screen.getByRole('button', { name: 'Export' });
    await userEvent.click(button);
    await screen.findByText('99 files, about 2.4 MB');
    await screen.findByText('float32, one array for each layer, 620 MB');
    const choose = () => userEvent.click(screen.getByRole('menuitem', { name: /^Activations as NPZ/ }));
    await choose();
    const dialog = await screen.findByRole('dialog', { name: 'Activations as NPZ' });
    expect(dialog).toHaveTextContent('One file of 620 MB.');
    expect(await audit()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(saved(api)).toBeUndefined();
    await userEvent.click(button);
    await choose();
    await userEvent.click(await screen.findByRole('button', { name: 'Choose a place' }));
    await waitFor(() => expect(saved(api)).toMatchObject({ kind: 'npz', layers: [0, 1, 2, 3] }));
  });
});
