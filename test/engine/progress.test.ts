import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadEngineModel } from '../../electron/compute/engine-model';
import { openEnginePicture } from '../../electron/compute/engine-picture';
import { Catalog } from '../../electron/catalog/catalog';
import type { Progress } from '../../electron/shared/contract';
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
});
