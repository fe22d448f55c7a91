/** Figures as the dialog makes them up. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FigureAsked, FigureShows, Settings } from '../../../electron/shared/contract';
import { defaultSettings } from '../../../electron/shared/default-settings';
import type { CameraFrame } from '../../../renderer/camera/camera';
import { FIGURE_SHOWS, MARKED_SHOWS } from '../../../renderer/state/figure-contents';
import type { FigureModel } from '../../../renderer/state/figure-model.svelte';
import { FigurePreviewer } from '../../../renderer/state/figure-preview.svelte';
import type { AppModel } from '../../../renderer/state/app-model.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi, startModel } from '../helpers';
import { inputsOf, namesAsked, refuse } from './alone.svelte';

const previews = (api: FakeApi) => inputsOf(api, 'figure:preview');

/** As node-webcam gives them. */
const burstOf = (count: number): CameraFrame[] =>
  Array.from({ length: count }, (_, index) => {
    const bytes = Uint8Array.of(0xff, 0xd8, 0xff, index);
    return { index, source: { kind: 'bytes', name: `o-${index}.jpg`, bytes }, isBlack: false, failure: null };
  });

describe('what a figure shows', () => {
  async function open(settings: Partial<Settings>): Promise<{ app: AppModel; figures: FigureModel }> {
    const app = await startModel(createApi(settings));
    app.figures.open();
    return { app, figures: app.figures };
  }
  const contentOf = ({ asked }: FigureModel) => asked!.picture.content;

  it('is the matrix: its layers, its filters in their order, its range and colours', async () => {
    const { app, figures } = await open({
      ...{ layers: '1,3', filters: 5, sort: 'max', colormap: 'magma', divergingForSigned: true },
      ...{ range: 'fixed', fixedMin: -1, fixedMax: 2 },
    });
    const orders = app.choice.matrix.map(({ order }) => [...order!.subarray(0, 5)]);
    expect(contentOf(figures)).toEqual({
      kind: 'maps',
      figure: {
        columns: [
          { layer: 1, filters: orders[0] },
          { layer: 3, filters: orders[1] },
        ],
        range: { scope: 'fixed', min: -1, max: 2 },
        ...{ colormap: 'magma', divergingForSigned: true, marks: true, labels: true },
      },
    });
  });

  it('has three filters of each layer where the matrix shows all, unless more are wanted', async () => {
    const { app, figures } = await open({ layers: '1', filters: 'all' });
    const filters = () => {
      const content = contentOf(figures);
      return content.kind === 'maps' ? content.figure.columns[0]!.filters.length : NaN;
    };
    expect(filters()).toBe(3);
    app.settings.update({ figureFilters: 8 });
    expect(filters()).toBe(8);
    app.settings.update({ figureFilters: 'shown' });
    expect(filters()).toBe(32);
  });

  it('has marks where maps have them in the matrix, unless they are switched off', async () => {
    const { app, figures } = await open({ layers: '1-3' });
    const marks = (shows: FigureShows) => {
      figures.choose(shows);
      const content = contentOf(figures);
      return 'figure' in content ? content.figure.marks : 'marks' in content ? content.marks : undefined;
    };
    const all = () => FIGURE_SHOWS.filter(marks);
    expect(all()).toEqual(MARKED_SHOWS);
    app.settings.update({ figureMarks: false });
    expect(all()).toEqual([]);
  });

  it('is that of the tutorial, whatever the matrix shows', async () => {
    const { figures } = await open({ layers: '7', sort: 'max', colormap: 'grey', figureShows: 'classic' });
    const content = contentOf(figures);
    if (content.kind !== 'maps') throw new Error('no maps');
    expect(content.figure.columns).toEqual(
      Array.from({ length: 15 }, (_, layer) => ({ layer, filters: [0, 1, 2] })),
    );
    expect(content.figure).toMatchObject({ range: { scope: 'map' }, colormap: 'viridis', labels: true });
  });

  it('is one layer in the order of the matrix, or one map, beginning with those of the inspector', async () => {
    const { app, figures } = await open({ layers: '1-3', filters: 4, sort: 'max' });
    app.inspector.open(2, 7);
    figures.open('layer');
    const order = [...app.choice.matrix[1]!.order!.subarray(0, 4)];
    expect(contentOf(figures)).toMatchObject({ kind: 'layer', layer: 2, filters: order });
    figures.choose('map');
    expect(contentOf(figures)).toMatchObject({ kind: 'map', layer: 2, filter: 7, statistics: true });
    for (const text of ['32', '-1', '1.5', 'a', '']) {
      figures.filterText = text;
      expect(figures.isBadFilter, text).toBe(true);
      expect(figures.asked).toBeNull();
    }
    figures.chooseLayer(3);
    expect(contentOf(figures)).toMatchObject({ layer: 3, filter: 0 });
  });

  it('is hypercolumns, predictions, or all of the window', async () => {
    const { app, figures } = await open({ layers: '1', topK: 5, hypercolumnOpacity: 0.5 });
    const sets = app.session.analysis!.hypercolumns.map(({ layers }) => layers);
    figures.choose('hypercolumns');
    expect(contentOf(figures)).toEqual({ kind: 'hypercolumns', sets, colormap: 'viridis', opacity: 0.5 });
    figures.choose('predictions');
    expect(contentOf(figures)).toEqual({ kind: 'predictions', top: 5 });
    figures.choose('sheet');
    expect(contentOf(figures)).toMatchObject({
      kind: 'sheet',
      sets,
      top: 5,
      figure: { columns: [{ layer: 1 }] },
    });
  });

  it('is the frames of a burst side by side: maps of the layers of a hypercolumn, or of others', async () => {
    const { app, figures } = await open({ layers: '1-3', figureHypercolumns: false });
    figures.open('comparison');
    // No frames yet.
    expect(figures.offered).not.toContain('comparison');
    expect(figures.shows).not.toBe('comparison');
    app.frames.take(burstOf(5));
    await expect.poll(() => figures.asked?.analysisId).toBe('compared');
    const [set] = app.session.analysis!.hypercolumns;
    const columns = (layers: readonly number[], filters: readonly number[]) =>
      layers.map((layer) => ({ layer, filters: [...filters] }));
    expect(contentOf(figures)).toMatchObject({
      ...{ kind: 'comparison', top: 5, sets: [] },
      figure: { columns: columns(set!.layers, [0]), range: { scope: 'map' }, marks: true },
    });
    figures.comparedId = 'shown';
    app.settings.update({ figureFilters: 3, figureHypercolumns: true });
    expect(contentOf(figures)).toMatchObject({
      figure: { columns: columns([1, 2, 3], [0, 1, 2]) },
      sets: app.session.analysis!.hypercolumns.map(({ layers }) => layers),
    });
    figures.comparedId = '2';
    expect(contentOf(figures)).toMatchObject({ figure: { columns: columns([2], [0, 1, 2]) } });
    expect(figures.fileName).toBe('comparison.jpg');
  });

  it('compares frames as the model is used now: they are analysed again where that changes, and a failure is told', async () => {
    const { app, figures } = await open({});
    const api = app.api as FakeApi;
    app.frames.take(burstOf(3));
    figures.open('comparison');
    await expect.poll(() => figures.asked).not.toBeNull();
    figures.close();
    figures.open('comparison');
    await expect.poll(() => figures.asked).not.toBeNull();
    expect(inputsOf(api, 'frames:compare')).toHaveLength(1);
    app.analysing.setFit('crop');
    await expect.poll(() => inputsOf(api, 'frames:compare').at(-1)).toMatchObject({ fit: 'crop' });
    refuse(api, 'job/unknown-model', 'frames:compare');
    app.frames.take(burstOf(2));
    await expect.poll(() => figures.failure?.code).toBe('job/unknown-model');
    expect(figures.asked).toBeNull();
    app.frames.take(burstOf(1));
    expect(figures.offered).not.toContain('comparison');
  });

  it('is what there is where the matrix shows no maps', async () => {
    const { figures } = await open({ layers: 'predictions' });
    expect(figures.offered).toEqual(['classic', 'hypercolumns', 'predictions']);
    expect(figures.shows).toBe('classic');
  });

  it('is in the language of the window', async () => {
    const { app, figures } = await open({ language: 'zh-CN' });
    expect(figures.asked!.picture.style.language).toBe('zh-CN');
    app.settings.update({ language: 'en' });
    expect(figures.asked!.picture.style.language).toBe('en');
  });
});

describe('what is typed', () => {
  let app: AppModel;
  beforeEach(async () => {
    app = await startModel(createApi());
    app.figures.open();
  });

  it('is remembered once it can be drawn, and what cannot is not', async () => {
    const { form } = app.figures;
    form.type('width', '86');
    await expect.poll(() => app.settings.value.figureStyle.width).toEqual({ value: 86, unit: 'mm' });
    form.type('width', '0');
    expect(app.figures.asked).toBeNull();
    expect(app.figures.failure).toMatchObject({ code: 'usage/figure-length' });
    form.type('width', '0x');
    expect(app.figures.asked).toBeNull();
    app.figures.close();
    app.figures.open();
    expect(form.texts.width).toBe('86');
  });

  it('gives way to a preset, which keeps format and look', () => {
    const { form } = app.figures;
    form.format = 'pdf';
    form.legend = false;
    form.type('dpi', 'many');
    form.useSizes('slide');
    expect(form.texts).toMatchObject({ width: '1920', height: '1080', dpi: '144', textPt: '10' });
    expect(form.unit).toBe('px');
    expect(form.style).toMatchObject({ format: 'pdf', legend: false });
    form.useUnit('in');
    expect(form.texts).toMatchObject({ width: '13.33', height: '7.5' });
  });
});

describe('the preview', () => {
  const asked = (layer: number): FigureAsked => ({
    analysisId: 'a',
    picture: {
      content: { kind: 'predictions', top: layer },
      style: { ...defaultSettings.figureStyle, language: 'en' },
    },
  });

  it('is drawn at once when the dialog opens, and again when typing comes to rest', async () => {
    vi.useFakeTimers();
    const api = createApi();
    const preview = new FigurePreviewer(api);
    preview.show(asked(1), 700, 0);
    await vi.advanceTimersByTimeAsync(20);
    expect(preview.shown).toMatchObject({ widthPx: 2055, of: asked(1) });
    expect(preview.bytes).toBe(1_234_567);
    for (const top of [2, 3, 4]) {
      preview.show(asked(top), 700, 0);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(preview.isStale).toBe(true);
    expect(preview.bytes).toBeNull();
    await vi.advanceTimersByTimeAsync(100);
    expect(preview.isStale).toBe(false);
    expect(previews(api).map(({ picture: { content } }) => content)).toEqual([
      asked(1).picture.content,
      asked(4).picture.content,
    ]);
    vi.useRealTimers();
  });

  it('shows only the newest, whichever answer comes last', async () => {
    const api = createApi();
    const preview = new FigurePreviewer(api);
    api.delayMs = 60;
    preview.show(asked(1), 700, 0);
    preview.show(asked(2), 700, 1);
    api.delayMs = 0;
    await expect.poll(() => preview.shown?.of).toEqual(asked(2));
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(preview.shown).toMatchObject({ of: asked(2), page: 1 });
    expect(api.cancelled).toContain('figure:preview');
  });

  it('keeps the last picture when the next one cannot be drawn, and says why', async () => {
    const api = createApi();
    const preview = new FigurePreviewer(api);
    preview.show(asked(1), 700, 0);
    await expect.poll(() => preview.bytes).not.toBeNull();
    refuse(api, 'output/figure-too-large', 'figure:preview');
    preview.show(asked(2), 700, 0);
    await expect.poll(() => preview.failure?.code).toBe('output/figure-too-large');
    expect(preview.shown!.of).toEqual(asked(1));
    preview.close();
    expect([preview.shown, preview.failure]).toEqual([null, null]);
  });
});

describe('saving and copying', () => {
  it('writes what was shown, under a name of its kind and format, and leaves when a place is chosen', async () => {
    const api = createApi();
    const app = await startModel(api);
    app.figures.open('map', { layer: 3, filter: 9 });
    app.figures.form.format = 'pdf';
    const { asked } = app.figures;
    await app.figures.save();
    expect(inputsOf(api, 'files:place')).toEqual([
      { kind: 'figure', suggestedName: 'chelsea-layer-3-filter-9.pdf' },
    ]);
    expect(inputsOf(api, 'export:write')[0]!.what).toEqual({ kind: 'figure', ...asked });
    expect(app.figures.isOpen).toBe(false);
    app.figures.open('maps');
    app.figures.form.format = 'jpeg';
    expect(app.figures.fileName).toBe('sample.jpg');
  });

  it('stays open where no place is chosen', async () => {
    const api = createApi();
    const app = await startModel(api);
    app.figures.open();
    const call = api.call.bind(api);
    api.call = ((name: string, ...rest: never[]) =>
      name === 'files:place'
        ? Promise.resolve({ token: null })
        : call(name as never, ...(rest as unknown as [never]))) as typeof api.call;
    await app.figures.save();
    expect(app.figures.isOpen).toBe(true);
    expect(namesAsked(api)).not.toContain('export:write');
  });

  it('copies the figure that is shown', async () => {
    const api = createApi();
    const app = await startModel(api);
    app.figures.open('predictions');
    const { asked } = app.figures;
    await app.figures.copy();
    expect(inputsOf(api, 'export:copy')).toEqual([{ what: { kind: 'figure', ...asked } }]);
    expect(app.toasts.list.at(-1)).toMatchObject({ text: 'Predictions copied' });
  });
});
