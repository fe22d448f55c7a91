/** What the user saves: files of results, and panes as PNG. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Activities } from '../../../renderer/state/activities.svelte';
import type { Settings } from '../../../electron/shared/contract';
import { Exporter } from '../../../renderer/state/exporter';
import { LargeExports } from '../../../renderer/state/large-exports.svelte';
import { LayerChoice } from '../../../renderer/state/layer-choice.svelte';
import { PngModel, type PngSubject } from '../../../renderer/state/png-model.svelte';
import { Toasts } from '../../../renderer/state/toasts.svelte';
import type { FakeApi } from '../../fake-page/fake-api';
import { createApi } from '../helpers';
import {
  createSettings,
  createStage,
  createWording,
  inputsOf,
  namesAsked,
  OpenMenu,
  Told,
  unjudged,
} from './alone.svelte';

let api: FakeApi;
let failures: Told;
beforeEach(() => {
  api = createApi();
  failures = new Told();
});

describe('Exporter', () => {
  const csv = { kind: 'predictions-csv', analysisId: 'a' } as const;
  const statistics = { kind: 'statistics-csv' as const, analysisId: 'a', layers: [0] };
  const create = () =>
    new Exporter({
      activities: new Activities(),
      api,
      failures,
      toasts: new Toasts(),
      wording: createWording(),
    });

  it('asks for a place, writes there, says so, and shows the file where it lies', async () => {
    const exporter = create();
    await exporter.save(csv, 'predictions', 'cat.csv');
    expect(inputsOf(api, 'files:place')).toEqual([{ kind: csv.kind, suggestedName: 'cat.csv' }]);
    expect(inputsOf(api, 'export:write')).toEqual([{ token: csv.kind, what: csv }]);
    const [toast] = exporter.parts.toasts.list;
    expect(toast).toMatchObject({ tone: 'ok', text: 'predictions-csv saved' });
    toast?.action?.run();
    expect(inputsOf(api, 'files:show')).toEqual([{ path: '/home/ada/predictions-csv' }]);
  });

  it('writes nothing where no place is chosen', async () => {
    const call = api.call.bind(api);
    api.call = ((name: string, ...rest: never[]) =>
      name === 'files:place'
        ? Promise.resolve({ token: null })
        : call(name as never, ...(rest as unknown as [never]))) as typeof api.call;
    const exporter = create();
    await exporter.save(csv, 'predictions');
    expect(namesAsked(api)).toEqual([]);
    expect(exporter.parts.toasts.list).toEqual([]);
  });

  it('says why it failed', async () => {
    api.failing = 'export:write';
    await create().save(csv, 'predictions');
    expect(failures.list).toMatchObject([{ title: 'error.export', code: 'image/damaged' }]);
  });

  it('shows the progress of each save by itself, and cancels only that one', async () => {
    api.progress = { stage: 'write', fraction: 0.5 };
    api.delayMs = 60;
    const exporter = create();
    const activities = exporter.parts.activities as Activities;
    const first = exporter.save(csv, 'predictions');
    const second = exporter.save(statistics, 'statistics');
    await expect.poll(() => activities.list.map(({ progress }) => progress?.fraction)).toEqual([0.5, 0.5]);
    activities.list[0]?.cancel();
    await first;
    expect(activities.list.map(({ name }) => name)).toEqual(['statistics']);
    await second;
    expect(api.cancelled).toEqual(['export:write']);
    expect(exporter.parts.toasts.list.map(({ text }) => text)).toEqual(['statistics-csv saved']);
  });
});

describe('LargeExports', () => {
  async function create(settings: Partial<Settings> = {}) {
    const session = await createStage(api);
    const parts = { api, failures, session, settings: createSettings({ layers: '1-3', ...settings }) };
    const choice = new LayerChoice({ ...unjudged, ...parts });
    const ui = new OpenMenu();
    const exporter = { save: vi.fn(async () => undefined) };
    return { exporter, ui, large: new LargeExports({ ...parts, choice, exporter, ui }) };
  }

  it('tells files and bytes of what the open menu offers', async () => {
    const { large, ui } = await create();
    expect(namesAsked(api)).not.toContain('export:size');
    ui.isExportOpen = true;
    await expect.poll(() => large.sizes.npz).toEqual({ files: 1, bytes: 48e6 });
    expect(large.sizes['maps-png']).toEqual({ files: 3 * 32, bytes: 2.4e6 });
  });

  it('saves at once what is small', async () => {
    const { exporter, large } = await create();
    await large.save('npz', 'Activations');
    const { analysisId } = large.parts.session.analysis!;
    expect(exporter.save).toHaveBeenCalledExactlyOnceWith(
      { kind: 'npz', analysisId, layers: [1, 2, 3] },
      'Activations',
    );
    expect(large.question).toBeNull();
  });

  it('asks before more than 500 MB, and before more than 500 files', async () => {
    api.npzBytes = 500_000_001;
    const { exporter, large } = await create({ layers: '0-40' });
    await large.save('npz', 'Activations');
    expect(large.question).toMatchObject({ name: 'Activations', size: { files: 1, bytes: 500_000_001 } });
    large.close();
    await large.save('maps-png', 'Maps');
    expect(large.question!.size.files).toBeGreaterThan(500);
    expect(exporter.save).not.toHaveBeenCalled();
    const { what } = large.question!;
    await large.goOn();
    expect(exporter.save).toHaveBeenCalledExactlyOnceWith(what, 'Maps');
    expect(large.question).toBeNull();
  });

  it('saves nothing of layers that give nothing, and says why a size is not known', async () => {
    const { exporter, large } = await create({ layers: 'nothing*' });
    await large.save('maps-png', 'Maps');
    expect(namesAsked(api)).not.toContain('export:size');
    large.parts.settings.update({ layers: '1' });
    api.failing = 'export:size';
    await large.save('npz', 'Activations');
    expect(failures.list).toMatchObject([{ title: 'error.export' }]);
    expect(exporter.save).not.toHaveBeenCalled();
  });
});

describe('PngModel', () => {
  const what = { kind: 'original', scale: 4, pictureId: 'picture' } as const;
  const subject: PngSubject = {
    ...{ id: 'set', label: 'Set A', name: 'hypercolumn-1-4-7', hasPhoto: true },
    size: { width: 60, height: 40 },
    draw: () => what,
  };
  async function create() {
    const exporter = { copy: vi.fn(async () => undefined), save: vi.fn(async () => undefined) };
    return { exporter, png: new PngModel({ exporter, failures, session: await createStage(api) }) };
  }

  it('is opened on a subject, and only where there is a result', async () => {
    const { png } = await create();
    png.open('map', { layer: 3, filter: 1 });
    expect(png).toMatchObject({ isOpen: true, wanted: 'map', tile: { layer: 3, filter: 1 } });
    png.close();
    (png.parts.session as { analysis: null }).analysis = null;
    png.open();
    expect(png.isOpen).toBe(false);
  });

  it('names the file after picture, subject, photo and scale, and tells its pixels', async () => {
    const { exporter, png } = await create();
    png.scale = 4;
    expect(png.sizeOf(subject)).toEqual({ width: 240, height: 160 });
    expect(png.sizeOf({ ...subject, size: null })).toBeNull();
    await png.save(subject);
    const name = 'chelsea-hypercolumn-1-4-7-photo-4x.png';
    expect(exporter.save).toHaveBeenCalledExactlyOnceWith(what, name, name);
    [png.scale, png.withPhoto] = [1, false];
    await png.save(subject);
    expect(exporter.save).toHaveBeenLastCalledWith(what, ...Array(2).fill('chelsea-hypercolumn-1-4-7.png'));
  });

  it('copies a subject as it is drawn, and names it as the dialog does', async () => {
    const { exporter, png } = await create();
    const draw = vi.fn(() => what);
    png.scale = 4;
    await png.copy({ ...subject, draw });
    expect(exporter.copy).toHaveBeenCalledExactlyOnceWith(what, 'Set A');
    await png.copy({ ...subject, draw }, 1);
    expect(draw.mock.calls).toEqual([[{ scale: 4, withPhoto: true }], [{ scale: 1, withPhoto: true }]]);
    expect(exporter.save).not.toHaveBeenCalled();
  });

  it('says why it could not be drawn', async () => {
    const { exporter, png } = await create();
    await png.save({
      ...subject,
      draw: () => Promise.reject(Object.assign(new Error(), { code: 'no-canvas' })),
    });
    expect(failures.list).toMatchObject([{ title: 'error.export', code: 'no-canvas' }]);
    expect(exporter.save).not.toHaveBeenCalled();
  });
});
