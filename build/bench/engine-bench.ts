import { rmSync } from 'node:fs';
import path from 'node:path';
import { CLASSIC_SETS } from '../../electron/core/classic-sets';
import { quantiseMap, rangeOf } from '../../electron/core/quantise';
import type { Tensor } from '../../electron/core/tensor';
import { meanHypercolumn } from '../../test/oracles/hypercolumn';
import { Engine } from '../../electron/engine/engine';
import type { PassRequest } from '../../electron/engine/pass';
import type { Network, TensorRef } from '../../electron/model/network';
import { openNetwork } from '../../electron/model/readers/open-network';
import { largestDifference, largestValue } from '../../test/fixtures/keras-cases';
import { writeNsfwjsModel } from '../../test/fixtures/nsfwjs';
import { photoInput } from '../../test/fixtures/photo-input';
import { raceInBlocks } from './measure';
import { PythonKeras, raceKeras } from './python-keras';
import { predictAll, subModel, tfjsModelOf } from './tfjs-layers';

/** One line of the benchmark table: our median beside another's, both of the same run. */
export interface BenchRow {
  readonly model: string;
  readonly work: string;
  readonly oursMs: number;
  readonly against: string;
  readonly theirsMs: number;
}

interface Case {
  readonly title: string;
  readonly file: string;
  readonly input: Tensor;
  /** What Python loads: the same file, or the same architecture where Keras cannot read the file. */
  readonly kerasModel: string;
}

const BLOCKS = 5;
const GRID_LAYERS = 15;
const GRID_FILTERS = 3;

function refsOf(network: Network, indices: readonly number[]): TensorRef[] {
  return indices.map((index) => network.layers[index]!.outputs[0]![0]!);
}

/** Places of the calls behind layer indices, for tfjs; both models are plain, so a layer is one call. */
function placesOf(network: Network, indices: readonly number[]): number[] {
  return refsOf(network, indices).map((ref) => ref.call);
}

/** The 2018 script's work after the forward pass, in JavaScript: 15 x 3 maps as bytes and both hypercolumns. */
function tutorialWork(outputs: readonly Tensor[], stem: readonly number[], input: Tensor): void {
  const [, height, width] = input.shape as [number, number, number];
  const byIndex = new Map(stem.map((index, place) => [index, outputs[place]!]));
  for (let layer = 0; layer < GRID_LAYERS; layer++) {
    const { data, shape } = byIndex.get(layer)!;
    const channels = shape.at(-1)!;
    for (let filter = 0; filter < Math.min(GRID_FILTERS, channels); filter++) {
      const values = Float32Array.from(
        { length: data.length / channels },
        (_, pixel) => data[pixel * channels + filter]!,
      );
      const { min, max } = rangeOf(values);
      quantiseMap(values, min, max);
    }
  }
  for (const set of CLASSIC_SETS) {
    const maps = set.map((index) => ({
      data: byIndex.get(index)!.data,
      shape: byIndex.get(index)!.shape.slice(1),
    }));
    meanHypercolumn(maps, height, width);
  }
}

async function benchCase(
  { title, file, input, kerasModel }: Case,
  keras: PythonKeras | null,
): Promise<BenchRow[]> {
  const network = await openNetwork(file);
  const engine = Engine.create(network);
  const prediction: PassRequest = { activations: [network.outputs[0]!] };
  const stem14 = Array.from({ length: 14 }, (_, place) => place + 1);
  const stem: PassRequest = { activations: refsOf(network, stem14) };
  const gridRefs = refsOf(
    network,
    Array.from({ length: GRID_LAYERS }, (_, place) => place),
  );
  const job: PassRequest = {
    ...prediction,
    maps: gridRefs.map((ref, layer) => ({
      ref,
      channels: Array.from({ length: GRID_FILTERS }, (_, filter) => filter).filter(
        (filter) => layer > 0 || filter < input.shape[3]!,
      ),
    })),
    hypercolumns: CLASSIC_SETS.map((set) => refsOf(network, set)),
  };
  const jobWithStatistics: PassRequest = { ...job, statistics: gridRefs };
  const jobWithVerdicts: PassRequest = { ...jobWithStatistics, withVerdicts: true };
  const all = refsOf(network, Array.from(network.layers.keys()));
  const allVerdicts: PassRequest = { ...prediction, statistics: all, withVerdicts: true };

  const reference = tfjsModelOf(network);
  const last = placesOf(network, [network.layers.length - 1]);
  const needed = Array.from({ length: 18 }, (_, place) => place);
  const models = {
    predict: subModel(reference, last),
    stem: subModel(reference, placesOf(network, stem14)),
    job: subModel(reference, [...placesOf(network, needed), ...last]),
  };
  const want = predictAll(models.predict, input)[0]!.data;
  const got = engine.run(prediction, input).activations[0]!.data;
  if (!(largestDifference(got, want) <= 1e-6 + 3e-5 * largestValue(want)))
    throw new Error(`${title}: results differ`);

  const pair = async (
    work: string,
    ours: () => unknown,
    against: string,
    theirs: () => unknown,
  ): Promise<BenchRow> => {
    const [oursMs, theirsMs] = (await raceInBlocks([ours, theirs], BLOCKS)) as [number, number];
    return { model: title, work, oursMs, against, theirsMs };
  };
  const predict = () => engine.run(prediction, input);
  const rows: BenchRow[] = [
    await pair('predict', predict, 'tfjs-layers', () => predictAll(models.predict, input)),
    await pair(
      '14 stem layers, floats',
      () => engine.run(stem, input),
      'tfjs-layers',
      () => predictAll(models.stem, input),
    ),
    await pair(
      'predict + 15 x 3 maps + 2 hypercolumns',
      () => engine.run(job, input),
      'tfjs-layers',
      () => {
        tutorialWork(predictAll(models.job, input), needed, input);
      },
    ),
    await pair(
      'the same + statistics of 15 layers',
      () => engine.run(jobWithStatistics, input),
      'predict alone',
      predict,
    ),
    await pair(
      'the same + their verdicts',
      () => engine.run(jobWithVerdicts, input),
      'without statistics',
      () => engine.run(job, input),
    ),
    await pair(
      `predict + verdicts of all ${all.length} layers`,
      () => engine.run(allVerdicts, input),
      'predict alone',
      predict,
    ),
  ];
  if (keras) {
    const race = await raceKeras(keras, kerasModel, () => engine.run(prediction, input), 5, 6);
    rows.push({
      model: title,
      work: 'predict',
      oursMs: race.ours,
      against: 'Keras model.predict',
      theirsMs: race.predict,
    });
    rows.push({
      model: title,
      work: 'predict',
      oursMs: race.ours,
      against: 'Keras as tf.function',
      theirsMs: race.function,
    });
  }
  engine.dispose();
  reference.dispose();
  return rows;
}

/**
 * Runs the engine benchmarks: each number beside another engine's in the same process and run, or beside Keras in Python.
 * @param python  a Python with keras and tensorflow, or null to leave Keras out
 */
export async function benchEngine(python: string | null): Promise<BenchRow[]> {
  const root = path.resolve(import.meta.dirname, '../..');
  const lite = path.join(root, 'models/efficientnet-lite0/efficientnet-lite0.keras');
  const { folder, file } = writeNsfwjsModel();
  const keras = python === null ? null : new PythonKeras(python);
  try {
    return [
      ...(await benchCase(
        {
          title: 'EfficientNet-Lite0',
          file: lite,
          input: photoInput('chelsea.png', 224, '127/128'),
          kerasModel: lite,
        },
        keras,
      )),
      ...(await benchCase(
        {
          title: 'InceptionV3',
          file,
          input: photoInput('chelsea.png', 299, 'tf'),
          kerasModel: 'inception-v3',
        },
        keras,
      )),
    ];
  } finally {
    keras?.close();
    rmSync(folder, { recursive: true });
  }
}
