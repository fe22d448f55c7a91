import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadEngineModel } from '../../electron/compute/engine-model';
import { openEnginePicture } from '../../electron/compute/engine-picture';
import { Catalog } from '../../electron/catalog/catalog';
import type { Progress } from '../../electron/shared/contract';
import type { ComputeJob } from '../../electron/compute/services';
import { computeJob } from '../fixtures/compute-job';

const modelsDir = path.resolve(import.meta.dirname, '../../models');

/** A job that notes its stages and may be dropped when one of them begins. */
function noteStages(dropAt?: Progress['stage']) {
  const stages: string[] = [];
  const abort = new AbortController();
  const progress = ({ stage }: Progress) => {
    stages.push(stage);
    if (stage === dropAt) abort.abort(new Error('dropped'));
  };
  return { stages, job: { ...computeJob(progress), signal: abort.signal } };
}

const options = { fit: 'stretch' as const, cropShift: 0, layers: [1, 2, 3], sets: [[1, 4, 7]] };

describe('progress of real jobs', () => {
  it('names every part of loading and analysing, the slow first run too, and stops between them', async () => {
    const catalog = await Catalog.read(modelsDir);
    const source = { kind: 'catalog', id: 'efficientnet-lite0' } as const;
    await expect(loadEngineModel(catalog, source, noteStages('weights').job)).rejects.toThrow('dropped');

    const loading = noteStages();
    const model = await loadEngineModel(catalog, source, loading.job);
    expect(loading.stages).toEqual(['read', 'weights', 'load']);
    const opening = noteStages();
    const picture = await openEnginePicture({ kind: 'sample' }, modelsDir, opening.job);
    expect(opening.stages).toEqual(['read', 'decode']);

    const dropped = noteStages('warmup');
    await expect(model.analyse(picture, options, dropped.job)).rejects.toThrow('dropped');
    expect(dropped.stages).toEqual(['resize', 'graph', 'warmup']);
    // The graph is there from the dropped job.
    const second = noteStages();
    const { result } = await model.analyse(picture, options, second.job);
    expect(second.stages).toEqual(['resize', 'graph', 'analyse']);
    const more = noteStages();
    await model.analyse(picture, { ...options, layers: [1, 142] }, more.job);
    expect(more.stages).toEqual(['resize', 'graph', 'warmup', 'statistics']);
    expect(result.inputRange[0]).toBeGreaterThanOrEqual(-1);
    expect(result.inputRange[1]).toBeLessThanOrEqual(1);
    model.close();
  });

  it('counts what takes long in parts, lets others run between them, and stops where the model is gone', async () => {
    const catalog = await Catalog.read(modelsDir);
    const model = await loadEngineModel(catalog, { kind: 'catalog', id: 'efficientnet-lite0' }, computeJob());
    const picture = await openEnginePicture({ kind: 'sample' }, modelsDir, computeJob());
    const analysed = await model.analyse(picture, { ...options, sets: [] }, computeJob());
    const layers = Array.from({ length: 40 }, (_, layer) => layer);
    let turns = 0;
    let onTurn = (): void => undefined;
    const job: ComputeJob = {
      ...computeJob(),
      outside: async (work) => {
        turns++;
        onTurn();
        return work();
      },
    };
    const statistics = await analysed.statistics(layers, true, job);
    expect(statistics.map(({ layer }) => layer)).toEqual(layers);
    expect(turns).toBeGreaterThan(1);
    expect(statistics.every(({ entropy }) => entropy !== undefined)).toBe(true);
    await analysed.statistics(layers, true, job);
    const known = turns;
    onTurn = () => model.close();
    await expect(analysed.statistics([100, 101], true, job)).rejects.toMatchObject({
      code: 'job/unknown-analysis',
    });
    expect(turns).toBe(known + 1); // nothing was left to count before
  });
});
