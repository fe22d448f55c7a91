import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { computeJob } from '../fixtures/compute-job';
import { Catalog } from '../../electron/catalog/catalog';
import { FigureDesk } from '../../electron/compute/figure-desk';
import { encodePicture, writeExportFiles } from '../../electron/compute/engine-export';
import { loadEngineModel } from '../../electron/compute/engine-model';
import { openEnginePicture } from '../../electron/compute/engine-picture';
import type { Analysed, LoadedModel } from '../../electron/compute/services';
import { defaultSettings } from '../../electron/shared/default-settings';
import { figureOf } from '../../renderer/lib/figure';
import { mapImage } from '../../renderer/lib/map-colours';
import { inWorkspace, installForTests, PHOTOS } from './cli-process';

const installation = installForTests();
const models = path.join(import.meta.dirname, '../../models');
const job = computeJob();
/** A convolution and the batch normalization behind it, which is folded into it where it is asked for alone; and a later layer. */
const LAYERS = [1, 2, 8];
const folder = mkdtempSync(path.join(os.tmpdir(), 'featurescope-three-ways-'));
let model: LoadedModel;
let analysed: Analysed;

beforeAll(async () => {
  model = await loadEngineModel(
    await Catalog.read(models),
    { kind: 'catalog', id: 'efficientnet-lite0' },
    job,
  );
  const picture = await openEnginePicture({ kind: 'path', path: PHOTOS.chelsea }, models, job);
  const options = { fit: 'stretch', cropShift: 0, layers: [0, 1, 2, 3], sets: [[1, 4, 7]] } as const;
  analysed = await model.analyse(
    picture,
    { ...options, layers: [...options.layers], sets: [[1, 4, 7]] },
    job,
  );
});
afterAll(() => {
  model.close();
  rmSync(folder, { recursive: true });
});

/** A layer as the matrix has it. */
function matrixLayer(index: number) {
  const layer = model.info.layers[index]!;
  const [height, width, channels] = layer.outputShape as [number, number, number];
  return { layer, height, width, channels, shown: channels, order: null, statistics: null };
}

it(
  'a map saved by the window, as one of all maps, and by the command line is the same PNG',
  inWorkspace(installation, async (ws) => {
    await ws.succeed(['maps', PHOTOS.chelsea, '--layers', LAYERS.join(), '--png', 'maps']);
    const names = readdirSync(ws.at('maps')).sort();

    const all = path.join(folder, 'all');
    mkdirSync(all);
    const figure = figureOf(defaultSettings, LAYERS.map(matrixLayer));
    await writeExportFiles(
      analysed,
      { kind: 'maps-png', analysisId: '', figure },
      all,
      job,
      new FigureDesk(''),
    );
    expect(readdirSync(all).sort()).toEqual(names);

    const colours = new Set<string>();
    for (const name of names) {
      const png = readFileSync(path.join(all, name));
      expect(png.equals(ws.read(`maps/${name}`)), name).toBe(true);
      colours.add(png.toString('latin1'));
    }
    // Most maps are pictures of their own; some filters of this model give nothing.
    expect(colours.size).toBeGreaterThan(names.length / 2);

    for (const index of LAYERS)
      for (const filter of [0, 3, 7]) {
        // What "Pane or map as PNG" does in the page, and compute with its pixels.
        const { values, ...size } = await analysed.values(index, filter, job);
        const png = await encodePicture(mapImage(values, size, defaultSettings, matrixLayer(index)), 1);
        const end = `-f${String(filter).padStart(4, '0')}.png`;
        const name = names.find(
          (one) => one.startsWith(String(index).padStart(3, '0')) && one.endsWith(end),
        )!;
        expect(ws.read(`maps/${name}`).equals(png), name).toBe(true);
      }
  }),
);
