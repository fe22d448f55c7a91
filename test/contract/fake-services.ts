import { judgeLayer } from '../../electron/core/map-verdicts';
import { mapNumbers, STATISTIC_IDS } from '../../electron/shared/map-statistics';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { FigurePicture, ModelInfo, RequestInput } from '../../electron/shared/contract';
import type { Analysed, ComputeServices, JobContext, LoadedModel } from '../../electron/compute/services';
import { noModelUse } from '../../electron/shared/default-settings';
import { failed } from '../../electron/shared/errors';

/** A step of a job that a test lets go when it likes. */
export interface Step {
  name: string;
  job: JobContext;
  release(): void;
}

const axisField = () => {
  const [one, two] = [Int32Array.of(0, 1), Int32Array.of(0, 1)];
  return { from: one, to: two, insideFrom: one, insideTo: two, size: 1, stride: 1 };
};

const info: ModelInfo = {
  modelId: 'tiny',
  title: 'Tiny',
  inputSize: [2, 2],
  channels: 3,
  classCount: 2,
  preprocess: 'none',
  resize: 'nearest',
  layers: [
    {
      index: 0,
      indexPath: '0',
      depth: 0,
      name: 'input',
      ownName: 'input',
      className: 'InputLayer',
      shortClassName: 'Input',
      outputShape: [2, 2, 3],
      parameterCount: 0,
      isSpatial: true,
      isSigned: false,
      hasFilters: false,
      isBlockEnd: false,
      isModel: false,
    },
  ],
  labels: [
    { wordNetId: 'n1', label: 'cat' },
    { wordNetId: '', label: '' },
  ],
  engine: 'Fake 1.0',
  threads: 2,
  use: noModelUse,
  inputs: [{ name: 'input', shape: [null, 4, 4, 3] }],
  isOpenSize: false,
  expected: { name: 'none', reason: 'usual', subject: '' },
  heads: ['output'],
  head: 'output',
  outputKind: 'softmax',
  labelsFrom: 'none',
  labelsFile: '',
  warnings: [],
};

const rgb = { data: new Uint8Array(2 * 2 * 3).fill(7), width: 2, height: 2 };
const rectangle = { x: 0, y: 0, width: 2, height: 2 };

const histogram = {
  ...{ min: -1, max: 1, mean: 0, std: 1, total: 4, zeros: 0, nonFinite: 1 },
  counts: [1, 2],
};

/**
 * An engine room of constants. Every call is noted in `calls`; with `holdSteps` each waits in `steps` until the test
 * releases it, as a native pass that takes its time would.
 */
export class FakeServices implements ComputeServices {
  readonly calls: string[] = [];
  readonly steps: Step[] = [];
  readonly closed: string[] = [];
  holdSteps = false;
  /** What the next pictures and analyses take. */
  pictureBytes = 100;
  analysisBytes = 100;
  /** What an analysis takes more after each layer's maps. */
  mapsBytes = 0;

  async listModels() {
    await this.#step('list', null);
    return [
      {
        id: 'tiny',
        title: 'Tiny',
        inputSize: [2, 2] as [number, number],
        classCount: 2,
        layerCount: 1,
        fileBytes: 10,
        isAvailable: true,
        isBundled: true,
        keptBytes: 0,
        fileName: 'tiny.h5',
        host: '',
        licence: 'MIT',
      },
    ];
  }

  async downloadModel({ id }: RequestInput<'model:download'>, job: JobContext) {
    await this.#step(`download ${id}`, job);
    if (id === 'nowhere') throw failed('job/unknown-model', { model: id });
  }

  async loadModel(
    source: Parameters<ComputeServices['loadModel']>[0],
    job: JobContext,
  ): Promise<LoadedModel> {
    const modelId = source.kind === 'catalog' ? source.id : source.path;
    await this.#step(`load ${modelId}`, job);
    if (modelId === 'broken') throw failed('model/bad-address', { problem: 'changed' });
    if (modelId === 'bug') throw new TypeError('x is not a function');
    job.progress({ stage: 'read', fraction: 0.5 });
    return {
      info: { ...info, modelId },
      use: async (use, useJob) => {
        await this.#step(`use ${modelId} ${use.preprocess}`, useJob);
        const used = { ...info, modelId, use, preprocess: use.preprocess ?? info.preprocess };
        return { info: used, keepsAnalyses: use.constants === null };
      },
      describe: async (layer, layerJob) => {
        await this.#step(`describe ${layer}`, layerJob);
        return {
          layer,
          inputs: [],
          outputs: [{ layer, shape: [2, 2, 3], through: ['Add'] }],
          isOutput: true,
          settings: [{ name: 'kernel_size', value: '3 × 3' }],
          weights: [{ name: 'kernel', shape: [1, 1, 3, 1], histogram }],
        };
      },
      kernel: async (layer) => ({
        ...{ layer, input: null, kind: 'bars', height: 1, width: 1, inputs: 1, limit: 1, bias: null },
        ...{ channels: Int32Array.of(0), values: Float32Array.of(1), norms: Float32Array.of(1) },
        normalizations: [],
      }),
      close: () => void this.closed.push(modelId),
      predictFrames: async (pictures, _options, framesJob) => {
        await this.#step(`frames ${pictures.length}`, framesJob);
        return {
          outputs: pictures.map(() => new Float32Array([0.9, 0.1])),
          passMs: 1,
          isFirstPass: false,
        };
      },
      compare: async (pictures, _options, compareJob) => {
        await this.#step(`compare ${pictures.length}`, compareJob);
        return this.#analysed([], []);
      },
      analyse: async (_picture, options, analyseJob) => {
        await this.#step(`analyse ${modelId}`, analyseJob);
        return this.#analysed(options.layers, options.sets);
      },
    };
  }

  async openPicture(source: Parameters<ComputeServices['openPicture']>[0], job: JobContext) {
    await this.#step(`open ${source.kind}`, job);
    return {
      bytes: this.pictureBytes,
      withImage: async <Result>(_job: JobContext, work: (image: typeof rgb) => Result | Promise<Result>) =>
        work(rgb),
      letGo: async () => void this.calls.push('let go'),
      description: {
        name: source.kind === 'bytes' ? source.name : 'chelsea.png',
        path: source.kind === 'path' ? source.path : null,
        isSample: source.kind === 'sample',
        width: 2,
        height: 2,
        colours: null,
        frames: { number: 1, count: 1, canChoose: true },
        values: null,
        bands: null,
        preview: rgb,
        warnings: [],
      },
    };
  }

  async writeExport(
    _analysed: Analysed,
    what: { kind: string },
    target: string,
    job: JobContext,
  ): Promise<void> {
    job.progress({ stage: 'write', fraction: 0 });
    if (what.kind === 'maps-png') await fs.writeFile(path.join(target, '0-0.png'), 'png');
    else await fs.writeFile(target, what.kind);
    await this.#step(`export ${what.kind}`, job);
  }

  async previewFigure(_analysed: Analysed, { page }: { page: number }) {
    return { png: new Uint8Array(4), widthPx: 20, heightPx: 10, dpi: 300, pages: 1, page, warnings: [] };
  }

  async figureFile(_analysed: Analysed, { content, style }: FigurePicture) {
    return Buffer.from(`${content.kind} ${style.format}`);
  }

  sizeOf(_analysed: Analysed, what: { kind: string }) {
    return what.kind === 'npz' ? { files: 1, bytes: 600e6 } : { files: 3, bytes: 12 };
  }

  async encodePicture(image: typeof rgb, scale: number): Promise<Uint8Array> {
    return Buffer.from(`png ${image.width}x${image.height} at ${scale}`);
  }

  #analysed(layers: number[], sets: number[][]): Analysed {
    const one = (): Float32Array<ArrayBuffer> => new Float32Array([0.5]);
    const statistics = (layer: number) => ({
      layer,
      height: 2,
      width: 2,
      channels: 1,
      ...mapNumbers(STATISTIC_IDS, one),
      nonFinite: 0,
    });
    const hypercolumn = (set: number[]) => ({
      layers: set,
      mapCount: 3,
      width: 2,
      height: 2,
      values: new Float32Array(4),
    });
    const step = (name: string, job: JobContext): Promise<void> => this.#step(name, job);
    let bytes = this.analysisBytes;
    return {
      get bytes() {
        return bytes;
      },
      result: {
        outputs: new Float32Array([0.9, 0.1]),
        modelImage: rgb,
        shown: { source: rectangle, target: rectangle },
        hypercolumns: sets.map(hypercolumn),
        statistics: layers.map(statistics),
        notFinite: null,
        inputRange: [0, 1] as [number, number],
        passMs: 1,
        isFirstPass: false,
        memoryBytes: 1,
      },
      statistics: async (wanted, _withDetails, job) => {
        await step('statistics', job);
        return wanted.map(statistics);
      },
      arithmetic: async (layer) => ({
        products: {
          ...{ layer, height: 1, width: 1, sum: 1, patch: one(), weights: one() },
          ...{ channels: Int32Array.of(0), rows: Int32Array.of(0), columns: Int32Array.of(0) },
        },
        ...{ input: null, result: 1.5, value: 1.5 },
        steps: [{ kind: 'bias', bias: 0.5, layer, after: 1.5 }],
      }),
      cause: async (layer) => ({
        kind: 'dead-input',
        values: { layer: `${layer} relu`, channel: 1 },
        by: {
          kind: 'dead-channels',
          values: { layer: '2 add', channel: 1, layers: ['0 a', '1 b'] },
          by: null,
        },
      }),
      field: async (layer) => ({ layer, rows: axisField(), columns: axisField(), seesAll: false }),
      verdicts: async (wanted, job) => {
        await step('verdicts', job);
        const seen = { pictures: 1, active: Int32Array.of(1) };
        const pairs = { lower: new Int32Array(0), higher: new Int32Array(0), r: one() };
        return wanted.map((layer) => ({
          layer,
          statistics: statistics(layer),
          verdicts: judgeLayer(statistics(layer), pairs, seen, false),
        }));
      },
      histogram: async (layer, job) => {
        await step(`histogram ${layer}`, job);
        return histogram;
      },
      maps: async (wanted, _range, job) => {
        await step(`maps ${wanted.map(({ layer }) => layer).join()}`, job);
        bytes += this.mapsBytes;
        const size = { height: 2, width: 2, channels: 1 };
        return wanted.map(({ layer }) => {
          const indices = new Uint8Array(4);
          return { layer, ...size, indices, min: one(), max: one(), nonFinite: null };
        });
      },
      values: async (layer, filter, job) => {
        await step(`values ${layer} ${filter}`, job);
        return { layer, filter, height: 2, width: 2, values: new Float32Array(4) };
      },
      likeness: async (layer, filter, job) => {
        await step(`likeness ${layer} ${filter}`, job);
        return new Float32Array(3);
      },
      mapsAhead: () => false,
      hypercolumn: async (set, job) => {
        await step(`hypercolumn ${set.join()}`, job);
        return hypercolumn(set);
      },
    };
  }

  async #step(name: string, job: JobContext | null): Promise<void> {
    this.calls.push(name);
    if (!this.holdSteps || job === null) return;
    await new Promise<void>((resolve) => this.steps.push({ name, job, release: resolve }));
  }
}
