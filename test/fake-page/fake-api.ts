import { message } from '../../electron/shared/messages/message';
import type {
  Analysis,
  CameraDevice,
  CapturedFrame,
  ChannelStatistics,
  Hypercolumn,
  LayerInfo,
  LayerMaps,
  MainEvent,
  MapRange,
  ModelInfo,
  ModelUse,
  ModelSummary,
  Picture,
  Progress,
  RequestInput,
  RequestName,
  RequestOutput,
  Settings,
} from '../../electron/shared/contract';
import type { Message } from '../../electron/shared/messages/message';
import { mapsOfChannels } from '../../electron/analysis/byte-maps';
import { defaultSettings } from '../../electron/shared/default-settings';
import { pixelsOf } from '../../electron/core/lengths';
import { likenessTo } from '../../electron/core/likeness';
import { packed } from '../../electron/core/tensor';
import { quantiseMap } from '../../electron/core/quantise';
import { clamp, shownFor } from '../../renderer/lib/coordinates';
import type { RgbImage } from '../../renderer/lib/pixels';
import { abortError, ApiError, failureData, type Api, type CallOptions } from '../../renderer/api/api';
import { fakeField } from './fake-field';
import { describeFake, spreadOf } from './fake-layers';
import { fakeArithmetic, fakeKernel } from './fake-origin';
import { fakeModel, fakeProbabilities } from './fake-models';
import { mapNumbers, STATISTIC_IDS } from '../../electron/shared/map-statistics';
import { FakeMaps, judged, madeOnce, statisticsOf } from './fake-maps';

export interface FakeOptions {
  readonly photo: RgbImage;
  readonly isBig?: boolean;
  readonly delayMs?: number;
  readonly failing?: string;
  readonly settings?: Partial<Settings>;
}

/** English and light whatever the machine, with some history. */
export const defaultFakeSettings: Settings = {
  ...defaultSettings,
  language: 'en',
  theme: 'light',
  fixedMax: 6,
  recentPictures: ['/home/ada/pictures/harbour.jpg', '/home/ada/pictures/tabby on the sofa.png'],
};

/** Requests that no test of the page needs have none. */
type Handlers = {
  [Name in RequestName]?: (input: RequestInput<Name>, options: CallOptions) => RequestOutput<Name>;
};

type Handler<Name extends RequestName> = (
  input: RequestInput<Name>,
  options: CallOptions,
) => RequestOutput<Name>;

/** Answers every request by itself, with believable data; records what it was asked. */
export class FakeApi implements Api {
  readonly asked: { name: RequestName; input: unknown }[] = [];
  /** Names of requests that were given up. */
  readonly cancelled: RequestName[] = [];
  settings: Settings;
  chosenPaths: string[] = [];
  failing: string;
  pictureWarnings: Message[] = [];
  /** What the next picture says of its colours. */
  pictureColours: string | null = null;
  pictureFrames: Picture['frames'] = { number: 1, count: 1, canChoose: true };
  pictureValues: Picture['values'] = null;
  pictureBands: Picture['bands'] = null;
  modelWarnings: ModelInfo['warnings'] = [];
  notFinite: Analysis['notFinite'] = null;
  untrustedModel: string | null = null;
  missingPaths: string[] = [];
  /** A picture in the clipboard that the page is not handed. */
  clipboard: RequestOutput<'files:pasted'> = null;
  /** What main was asked to open and the page has not taken. */
  wanted: RequestOutput<'files:take'> = [];
  cameras: CameraDevice[] = [];
  /** What the model's output gives, and what its numbers are. */
  outputs: Float32Array<ArrayBuffer> = fakeProbabilities();
  outputKind: ModelInfo['outputKind'] = 'softmax';
  /** What the next bursts of node-webcam give; null: frames without fault. */
  captured: CapturedFrame[] | null = null;
  /** What is told of figures. */
  figureWarnings: Message[] = [];
  /** Of an export of activations. */
  npzBytes = 48e6;
  /** Ids of models that have been fetched. */
  downloaded: string[] = [];
  /** Bytes of the InceptionV3 that were kept of an earlier download. */
  keptBytes = 0;
  /** Names the model that is loaded next, as if it were another one. */
  modelId = '';
  delayMs: number;
  progress: Progress | null = null;
  readonly #listeners = new Set<(event: MainEvent) => void>();
  readonly #replaced = new Set<() => void>();
  readonly #maps: FakeMaps;
  readonly #model;
  /** Maps of the big model by shape: a real compute process would not spend the page's time on making them. */
  readonly #templates = new Map<string, LayerMaps>();
  #count = 0;

  constructor(readonly options: FakeOptions) {
    this.settings = { ...defaultFakeSettings, ...options.settings };
    this.failing = options.failing ?? '';
    this.delayMs = options.delayMs ?? 0;
    this.#maps = new FakeMaps(options.photo);
    this.#model = fakeModel(options.isBig ?? false);
    // Made in advance: a real compute process does not spend the page's time.
    if (options.isBig) for (const layer of this.#model.layers) this.#layerMaps(layer.index, { scope: 'map' });
  }

  async call<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
    options: CallOptions = {},
  ): Promise<RequestOutput<Name>> {
    this.asked.push({ name, input });
    if (this.asked.length > 1000) this.asked.splice(0, 500);
    if (this.progress) options.onProgress?.(this.progress);
    options.signal?.addEventListener('abort', () => this.cancelled.push(name), { once: true });
    await this.#wait(options.signal);
    const { path = '' } = (input ?? {}) as { path?: string };
    if (this.failing === name || this.missingPaths.includes(path)) {
      throw new ApiError({
        code: 'image/damaged',
        values: { format: 'JPEG' },
        during: [message('doing/reading', { file: path === '' ? name : path })],
        detail: 'at decode (fake)',
      });
    }
    const handler = this.#handlers[name] as Handler<Name> | undefined;
    if (!handler) throw new ApiError(failureData('internal/unknown-request', { name }));
    return handler(input, options);
  }

  onEvent(listener: (event: MainEvent) => void): () => void {
    listener({ kind: 'compute', state: 'ready', detail: '', blamed: null });
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onComputeReplaced(listener: () => void): () => void {
    this.#replaced.add(listener);
    return () => this.#replaced.delete(listener);
  }

  pathOfFile(file: File): string {
    return file.name.startsWith('no-path') ? '' : `/fake/${file.name}`;
  }

  /** Pretends that main pushed something. */
  emit(event: MainEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Pretends that main is asked to open files. */
  askToOpen(...paths: string[]): void {
    this.wanted.push({
      paths: paths.filter((path) => !this.missingPaths.includes(path)),
      missing: paths.filter((path) => this.missingPaths.includes(path)),
    });
    this.emit({ kind: 'open' });
  }

  /** Pretends that compute has died and was started again. */
  crashCompute(blamed: string | null = null): void {
    this.emit({ kind: 'compute', state: 'restarting', detail: '', blamed });
    this.replaceCompute();
  }

  /** Pretends that compute was restarted. */
  replaceCompute(): void {
    this.emit({ kind: 'compute', state: 'ready', detail: '', blamed: null });
    for (const listener of this.#replaced) listener();
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortError());
      const timer = setTimeout(resolve, this.delayMs);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(abortError());
      });
    });
  }

  readonly #handlers: Handlers = {
    'app:info': () => ({
      version: '0.1.0',
      platform: 'linux',
      versions: { electron: '33.2.1', chromium: '130.0.6723.137', node: '20.18.1' },
      systemLanguage: 'en',
      damagedSettings: null,
      untrustedModel: this.untrustedModel,
    }),
    'licences:show': () => undefined,
    'settings:read': () => this.settings,
    'settings:write': (patch) => (this.settings = { ...this.settings, ...(patch as Partial<Settings>) }),
    'files:choose': () => this.chosenPaths,
    'files:take': () => this.wanted.splice(0),
    'files:missing': () => this.missingPaths,
    'files:pasted': () => this.clipboard,
    'files:show': () => undefined,
    'files:place': ({ kind }) => ({ token: kind }),
    'export:write': ({ token }) => ({ path: `/home/ada/${token === 'figure' ? 'sample.jpg' : token}` }),
    'export:size': ({ what }) =>
      what.kind === 'npz'
        ? { files: 1, bytes: this.npzBytes }
        : { files: what.figure.columns.reduce((sum, { filters }) => sum + filters.length, 0), bytes: 2.4e6 },
    'figure:preview': ({ picture: { style }, page }) => ({
      png: FAKE_PNG,
      widthPx: Math.round(style.width === null ? 2055 : pixelsOf(style.width, style.dpi)),
      heightPx: 1000,
      dpi: style.dpi,
      warnings: this.figureWarnings,
      pages: style.format === 'pdf' ? 3 : 1,
      page,
    }),
    'figure:bytes': () => 1_234_567,
    'export:copy': () => undefined,
    'camera:list': () => this.cameras,
    'camera:capture': ({ frames }, { onProgress }) => {
      const taken = this.captured ?? fakeFrames(frames);
      taken.forEach((_, at) => onProgress?.({ stage: 'capture', fraction: (at + 1) / taken.length }));
      return taken;
    },
    'compute:connect': () => undefined,
    'compute:restart': () => undefined,
    'models:list': () => this.#summaries(),
    'model:download': ({ id }) => void this.downloaded.push(id) as undefined,
    'model:load': ({ use }) => this.#modelInfo(use),
    'model:use': ({ use }) => this.#modelInfo(use),
    'picture:open': (source) => this.#picture(source),
    'picture:analyse': (input) => this.#analysis(input),
    'frames:analyse': ({ modelId, frames }) => ({
      modelId,
      outputs: frames.map((_, at) => moved(this.outputs, at)),
      passMs: 31.4,
      isFirstPass: false,
    }),
    'frames:compare': () => ({ analysisId: 'compared' }),
    'layer:facts': ({ layer }) => describeFake(this.#model.layers, this.#model.layers[layer]!),
    'layer:histogram': ({ layer }) => {
      const info = this.#model.layers[layer]!;
      return spreadOf(info.isSpatial ? this.#maps.values(info, 0) : fakeProbabilities());
    },
    'layer:statistics': ({ layers }) => layers.map((layer) => this.#statistics(layer)),
    'layer:field': ({ layer }) => fakeField(this.#model.layers[layer]!, this.#model.inputSize),
    'layer:verdicts': ({ layers }) =>
      layers.map((layer) => judged(this.#model.layers[layer]!, this.#statistics(layer))),
    'layer:maps': ({ layers, range }) =>
      layers.map(({ layer, channels }) => someMaps(this.#layerMaps(layer, range), channels)),
    'map:values': ({ layer, filter }) => {
      const info = this.#model.layers[layer]!;
      const [height, width] = info.outputShape as [number, number];
      return { layer, filter, height, width, values: this.#maps.values(info, filter) };
    },
    'map:kernel': ({ layer, filter }) => fakeKernel(this.#model.layers, this.#model.layers[layer]!, filter),
    'map:arithmetic': ({ layer, ...place }) => {
      const info = this.#model.layers[layer]!;
      const [, width] = info.outputShape as [number, number];
      const value = this.#maps.values(info, place.filter)[place.row * width + place.column]!;
      return fakeArithmetic(this.#model.layers, info, place, value);
    },
    'map:likeness': ({ layer, filter }) => this.#likeness(layer, filter),
    'map:cause': ({ layer }) => {
      const { indexPath, name } = this.#model.layers[layer]!;
      const values = { layer: `${indexPath} ${name}`, factor: 0.8, shift: -2.5, largest: -0.31 };
      return { kind: 'norm', values, by: null };
    },
    'set:hypercolumn': ({ layers }) => this.#hypercolumn(layers),
  };

  #modelInfo(use?: ModelUse): ModelInfo {
    const model = this.#model;
    return {
      ...model,
      modelId: this.modelId || model.modelId,
      warnings: this.modelWarnings,
      ...(use && { use }),
      preprocess: use?.preprocess ?? model.preprocess,
      resize: use?.resize ?? model.resize,
      inputSize: use?.size ?? model.inputSize,
      head: use?.head ?? model.head,
      outputKind: this.outputKind === 'scores' && use?.softmax ? 'softmax-of-scores' : this.outputKind,
      classCount: this.outputKind === 'binary' ? 2 : this.outputs.length,
      labels: use?.labels === '' ? [] : model.labels,
      labelsFile: use?.labels ?? '',
      labelsFrom: use?.labels === '' ? 'none' : model.labelsFrom,
    };
  }

  #summaries(): ModelSummary[] {
    const common = { classCount: 1000, keptBytes: 0, host: '', licence: 'Apache-2.0' };
    return [
      {
        ...common,
        id: 'inceptionv3',
        title: 'InceptionV3',
        inputSize: [299, 299],
        layerCount: 313,
        fileBytes: 92e6,
        isAvailable: this.downloaded.includes('inceptionv3'),
        isBundled: false,
        keptBytes: this.keptBytes,
        fileName: 'inception_v3_weights.h5',
        host: 'storage.example',
        licence: 'MIT',
      },
      {
        ...common,
        id: 'efficientnet-lite0',
        title: 'EfficientNet-Lite0',
        inputSize: [224, 224],
        layerCount: 143,
        fileBytes: 19e6,
        fileName: 'efficientnet-lite0.keras',
        isAvailable: true,
        isBundled: true,
      },
    ];
  }

  #picture(source: RequestInput<'picture:open'>): Picture {
    const { photo } = this.options;
    const isSample = source.kind === 'sample';
    return {
      pictureId: `picture-${++this.#count}`,
      name: isSample ? 'chelsea.png' : source.kind === 'path' ? source.path.split('/').at(-1)! : source.name,
      path: source.kind === 'path' ? source.path : null,
      isSample,
      width: photo.width,
      height: photo.height,
      colours: this.pictureColours,
      frames: this.pictureFrames,
      values: this.pictureValues,
      bands: this.pictureBands,
      preview: photo,
      warnings: this.pictureWarnings,
    };
  }

  #analysis(input: RequestInput<'picture:analyse'>): Analysis {
    const [height, width] = this.#model.inputSize;
    const { photo } = this.options;
    const shown = shownFor(input.fit, photo, { width, height }, input.cropShift);
    return {
      analysisId: `analysis-${++this.#count}`,
      pictureId: input.pictureId,
      modelId: input.modelId,
      outputs: this.outputs,
      modelImage: this.#modelImage(shown, width, height),
      shown,
      hypercolumns: input.sets.map((layers) => this.#hypercolumn(layers)),
      statistics: input.layers.map((layer) => this.#statistics(layer)),
      notFinite: this.notFinite,
      inputRange: [-0.99, 1],
      passMs: 11.4,
      isFirstPass: false,
      memoryBytes: 412e6,
    };
  }

  #modelImage({ source, target }: Analysis['shown'], width: number, height: number): RgbImage {
    const { photo } = this.options;
    const data = new Uint8Array(width * height * 3);
    for (let y = Math.ceil(target.y); y < Math.floor(target.y + target.height); y++) {
      for (let x = Math.ceil(target.x); x < Math.floor(target.x + target.width); x++) {
        const column = Math.floor(source.x + ((x + 0.5 - target.x) / target.width) * source.width);
        const row = Math.floor(source.y + ((y + 0.5 - target.y) / target.height) * source.height);
        const from = (Math.min(row, photo.height - 1) * photo.width + Math.min(column, photo.width - 1)) * 3;
        data.set(photo.data.subarray(from, from + 3), (y * width + x) * 3);
      }
    }
    return { data, width, height };
  }

  #likeness(index: number, filter: number): Float32Array<ArrayBuffer> {
    const layer = this.#model.layers[index]!;
    const [height, width, channels] = layer.outputShape as [number, number, number];
    const data = new Float32Array(height * width * channels);
    for (let channel = 0; channel < channels; channel++)
      this.#maps.values(layer, channel).forEach((value, pixel) => (data[pixel * channels + channel] = value));
    return likenessTo({ data, shape: [height, width, channels] }, filter);
  }

  #hypercolumn(layers: readonly number[]): Hypercolumn {
    const [height, width] = this.#model.inputSize;
    const chosen = layers.map((index) => this.#model.layers[index]!);
    const what = `hypercolumn ${height} x ${width}`;
    return madeOnce(this.options.photo, what, chosen, () => this.#madeHypercolumn(chosen, height, width));
  }

  #madeHypercolumn(layers: readonly LayerInfo[], height: number, width: number): Hypercolumn {
    const values = new Float32Array(width * height);
    let mapCount = 0;
    for (const layer of layers) {
      const [size, , channels] = layer.outputShape as [number, number, number];
      mapCount += channels;
      for (let filter = 0; filter < Math.min(channels, 6); filter++) {
        const map = this.#maps.values(layer, filter);
        addEnlarged(values, map, size, width, height, 1 / (6 * layers.length));
      }
    }
    return { layers: layers.map(({ index }) => index), mapCount, width, height, values };
  }

  #statistics(index: number): ChannelStatistics {
    const layer = this.#model.layers[index]!;
    if (!layer.isSpatial) return unitStatistics(layer);
    const [height, width, channels] = layer.outputShape as [number, number, number];
    if (!this.options.isBig) {
      return madeOnce(this.options.photo, 'statistics', [layer], () =>
        statisticsOf(
          layer,
          Array.from({ length: channels }, (_, filter) => this.#maps.values(layer, filter)),
        ),
      );
    }
    const column = (value: number) => new Float32Array(channels).fill(value);
    return {
      layer: index,
      height,
      width,
      channels,
      ...mapNumbers(STATISTIC_IDS, () => column(0)),
      min: column(-1),
      max: column(2),
      mean: column(0.4),
      nonFinite: 0,
    };
  }

  #layerMaps(index: number, range: MapRange): LayerMaps {
    const layer = this.#model.layers[index]!;
    const what = `maps ${JSON.stringify(range)}`;
    if (this.options.isBig) return this.#madeLayerMaps(layer, range);
    return madeOnce(this.options.photo, what, [layer], () => this.#madeLayerMaps(layer, range));
  }

  #madeLayerMaps(layer: LayerInfo, range: MapRange): LayerMaps {
    const { index } = layer;
    const [height, width, channels] = layer.outputShape as [number, number, number];
    const template = this.#templates.get(layer.outputShape.join());
    if (template) return { ...template, layer: index, indices: template.indices.slice() };
    const size = height * width;
    const indices = new Uint8Array(channels * size);
    const min = new Float32Array(channels);
    const max = new Float32Array(channels);
    const made = this.options.isBig ? Math.min(4, channels) : channels;
    for (let filter = 0; filter < made; filter++) {
      const values = this.#maps.values(layer, filter);
      const { min: low, max: high } = statisticsOf({ ...layer, outputShape: [height, width, 1] }, [values]);
      min[filter] = range.scope === 'fixed' ? range.min : low[0]!;
      max[filter] = range.scope === 'fixed' ? range.max : high[0]!;
      indices.set(quantiseMap(values, min[filter]!, max[filter]!), filter * size);
    }
    for (let filter = made; filter < channels; filter++) {
      indices.copyWithin(filter * size, (filter % made) * size, ((filter % made) + 1) * size);
      min[filter] = min[filter % made]!;
      max[filter] = max[filter % made]!;
    }
    const maps = { layer: index, height, width, channels, indices, min, max, nonFinite: null };
    if (this.options.isBig) this.#templates.set(layer.outputShape.join(), maps);
    return maps;
  }
}

/** Some channels of a layer's maps. */
function someMaps(maps: LayerMaps, channels: readonly number[]): LayerMaps {
  const { indices, min, max, ...size } = mapsOfChannels(maps, channels);
  const { layer, nonFinite } = maps;
  return { ...size, layer, indices: packed(indices), min: packed(min), max: packed(max), nonFinite };
}

/** The shortest beginning of a JPEG file; enough for whoever does not look into it. */
const FAKE_JPEG = [0xff, 0xd8, 0xff, 0xd9];

/** Its first bytes; enough likewise. */
const FAKE_PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);

function fakeFrames(count: number): CapturedFrame[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    jpeg: Uint8Array.from([...FAKE_JPEG, index]),
    isBlack: false,
    error: null,
  }));
}

/** The same probabilities for other classes. */
function moved(probabilities: Float32Array<ArrayBuffer>, by: number): Float32Array<ArrayBuffer> {
  return probabilities.map((_, at) => probabilities[(at + by) % probabilities.length]!);
}

/** One value for each unit, the made-up probabilities. */
function unitStatistics({ index, outputShape }: LayerInfo): ChannelStatistics {
  const channels = outputShape[0]!;
  const probabilities = fakeProbabilities();
  const values = Float32Array.from({ length: channels }, (_, unit) => probabilities[unit] ?? 0);
  return {
    ...{ layer: index, height: 1, width: 1, channels, nonFinite: 0 },
    ...mapNumbers(STATISTIC_IDS, () => new Float32Array(channels)),
    ...{ min: values, max: values, mean: values },
    zeros: values.map((value) => (value === 0 ? 1 : 0)),
  };
}

/** Adds a square map, enlarged bilinearly (half-pixel centres). */
function addEnlarged(
  values: Float32Array,
  map: Float32Array,
  size: number,
  width: number,
  height: number,
  weight: number,
): void {
  for (let y = 0; y < height; y++) {
    const row = clamp(((y + 0.5) * size) / height - 0.5, 0, size - 1);
    const top = Math.min(Math.floor(row), size - 2);
    for (let x = 0; x < width; x++) {
      const column = clamp(((x + 0.5) * size) / width - 0.5, 0, size - 1);
      const left = Math.min(Math.floor(column), size - 2);
      const at = top * size + left;
      const upper = map[at]! + (map[at + 1]! - map[at]!) * (column - left);
      const lower = map[at + size]! + (map[at + size + 1]! - map[at + size]!) * (column - left);
      values[y * width + x]! += (upper + (lower - upper) * (row - top)) * weight;
    }
  }
}
