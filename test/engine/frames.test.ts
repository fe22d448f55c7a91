import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { predictFrames, stackInputs } from '../../electron/analysis/frames';
import { openModel, type ModelSession } from '../../electron/analysis/model-session';
import { PictureAnalysis } from '../../electron/analysis/picture-analysis';
import { makeInput, openSourcePicture, type SourcePicture } from '../../electron/analysis/source-picture';
import { loadEngineModel } from '../../electron/compute/engine-model';
import { openEnginePicture } from '../../electron/compute/engine-picture';
import type { RgbImage } from '../../electron/core/tensor';
import { encodeJpeg } from '../../electron/image/encode';
import { Catalog } from '../../electron/catalog/catalog';
import { largestDifference } from '../fixtures/keras-cases';
import { computeJob } from '../fixtures/compute-job';

const modelsDir = path.join(import.meta.dirname, '../../models');
/** A batch adds the same products in another order; outputs lie in 0..1. */
const TOLERANCE = 1e-5;
const EGYPTIAN_CAT = 285; // models/efficientnet-lite0/README.md

/** Five frames as a camera would give them: the photo, darker and moved a little each time. */
function framesOf({ data, width, height }: RgbImage): RgbImage[] {
  return Array.from({ length: 5 }, (_, frame) => {
    const moved = new Uint8Array(data.length);
    for (let at = 0; at < data.length; at++)
      moved[at] = data[(at + 3 * 9 * frame) % data.length]! * (1 - 0.15 * frame);
    return { data: moved, width, height };
  });
}

describe('five frames in one pass', () => {
  let catalog: Catalog;
  let session: ModelSession;
  let frames: RgbImage[];

  beforeAll(async () => {
    catalog = await Catalog.read(modelsDir);
    session = await openModel(catalog, { model: 'efficientnet-lite0' });
    const photo = await openSourcePicture(path.join(modelsDir, 'sample/chelsea.png'));
    if (photo.kind !== 'picture') throw new Error('no picture');
    frames = framesOf(photo.image);
  });
  afterAll(() => session.dispose());

  const asPicture = (image: RgbImage): SourcePicture => ({
    kind: 'picture',
    name: 'o-0.jpg',
    image,
    colours: null,
    frames: { number: 1, count: 1, canChoose: true },
    values: null,
    bands: null,
    notes: [],
    warnings: [],
  });

  it('are one native run with a batch of five and equal five single passes', () => {
    const inputs = frames.map((image) => makeInput(session, asPicture(image)));
    const singles = inputs.map((input) => new PictureAnalysis(session, input, []).analyse([]).outputs);
    const run = vi.spyOn(session.engine, 'run');
    const { outputs, passMs } = predictFrames(session, stackInputs(inputs));
    expect(run).toHaveBeenCalledTimes(1);
    expect(run.mock.calls[0]![1].shape).toEqual([5, 224, 224, 3]);
    run.mockRestore();
    expect(passMs).toBeGreaterThan(0);
    expect(outputs).toHaveLength(5);
    outputs.forEach((batch, frame) =>
      expect(largestDifference(batch, singles[frame]!)).toBeLessThanOrEqual(TOLERANCE),
    );
    // Not five times the same: the frames differ by far more than the tolerance.
    expect(largestDifference(outputs[0]!, outputs[4]!)).toBeGreaterThan(0.01);
    expect(outputs[0]!.indexOf(Math.max(...outputs[0]!))).toBe(EGYPTIAN_CAT);
  });

  it('stand in a batch of any size, one included', () => {
    const [first, second] = frames.map((image) => makeInput(session, asPicture(image)));
    const two = predictFrames(session, stackInputs([second!, first!])).outputs;
    const one = predictFrames(session, stackInputs([first!])).outputs;
    expect(largestDifference(two[1]!, one[0]!)).toBeLessThanOrEqual(TOLERANCE);
  });

  it('need one shape', () => {
    const input = makeInput(session, asPicture(frames[0]!));
    const other = { ...input, tensor: { data: new Float32Array(12), shape: [1, 2, 2, 3] } };
    const code = expect.objectContaining({ code: 'engine/bad-input' }) as Error;
    expect(() => stackInputs([input, other])).toThrow(code);
    expect(() => stackInputs([])).toThrow(code);
  });

  it('come from live pixels and from JPEG files alike, fitted as the picture is', async () => {
    const job = computeJob();
    const model = await loadEngineModel(catalog, { kind: 'catalog', id: 'efficientnet-lite0' }, job);
    const live = { ...frames[0]!, data: frames[0]!.data.slice() };
    const jpeg = encodeJpeg(frames[0]!, 95).slice();
    const opened = await Promise.all([
      openEnginePicture({ kind: 'pixels', name: 'o-0.jpg', image: live }, modelsDir, job),
      openEnginePicture({ kind: 'bytes', name: 'o-1.jpg', bytes: jpeg }, modelsDir, job),
      openEnginePicture({ kind: 'sample' }, modelsDir, job),
    ]);
    expect(opened[0]!.description).toMatchObject({ name: 'o-0.jpg', path: null, width: 451, height: 300 });
    expect(await opened[0]!.withImage(job, ({ data }) => data)).toEqual(frames[0]!.data);
    for (const options of [
      { fit: 'stretch', cropShift: 0 },
      { fit: 'crop', cropShift: 0.5 },
    ] as const) {
      const { outputs } = await model.predictFrames(opened, options, job);
      const { result } = await model.analyse(opened[2]!, { ...options, layers: [], sets: [] }, job);
      // The first frame is the sample itself.
      expect(largestDifference(outputs[0]!, result.outputs)).toBeLessThanOrEqual(TOLERANCE);
      expect(largestDifference(outputs[2]!, result.outputs)).toBeLessThanOrEqual(TOLERANCE);
      expect(outputs[1]!.indexOf(Math.max(...outputs[1]!))).toBe(EGYPTIAN_CAT);
    }
    model.close();
  });
});
