import type { MapStatistics } from '../engine/pass';
import type { ListedLayer } from '../model/network';
import { csv } from '../shared/csv';
import { MAP_STATISTICS, mapNumbers, STATISTIC_IDS, type StatisticId } from '../shared/map-statistics';

/** The statistics of a layer's maps, over all pictures that were added. */
export interface LayerRow {
  readonly layer: ListedLayer;
  /** NaN where the pictures gave maps of several sizes. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** For each statistic one number a channel; NaN where it says nothing. */
  readonly numbers: Readonly<Record<StatisticId, ArrayLike<number>>>;
}

type Numbers = LayerRow['numbers'];

/** The statistics of every map of some layers: the table of `stats`, of stats.csv and of the window's export. */
export class StatisticsTable {
  readonly rows: LayerRow[] = [];
  /** Pixels of a map of each layer, over all pictures. */
  #pixels: number[] = [];
  #pictures = 0;

  constructor(readonly layers: readonly ListedLayer[]) {}

  /** Number of pictures. */
  get pictures(): number {
    return this.#pictures;
  }

  /**
   * Adds a picture.
   * @param statistics  of each layer, in their order, with details
   */
  add(statistics: readonly MapStatistics[]): void {
    this.layers.forEach((layer, place) => {
      const { height, width, channels, ...numbers } = statistics[place]!;
      const row = { layer, height, width, channels, numbers: numbers as Numbers };
      const pixels = height * width;
      const before = this.rows[place];
      this.rows[place] = before ? joined(before, this.#pixels[place]!, row, pixels) : row;
      this.#pixels[place] = (this.#pixels[place] ?? 0) + pixels;
    });
    this.#pictures++;
  }

  /** As CSV, one line a map; a field is empty where a statistic says nothing of the map. */
  toCsv(): string {
    const lines = this.rows.flatMap(({ layer, height, width, channels, numbers }) =>
      Array.from({ length: channels }, (_, filter) => [
        ...[layer.indexPath, layer.name, filter, height, width],
        ...STATISTIC_IDS.map((id) => numbers[id][filter]!),
      ]),
    );
    return csv([['layer', 'name', 'filter', 'height', 'width', ...STATISTIC_IDS], ...lines]);
  }

  /** For JSON: null where a statistic says nothing of the map, or is infinite. */
  toJson(): object[] {
    return this.rows.map(({ layer, channels, numbers }) => ({
      index: layer.layer.index,
      indexPath: layer.indexPath,
      name: layer.name,
      class: layer.className,
      channels: Array.from({ length: channels }, (_, channel) => ({
        channel,
        ...mapNumbers(STATISTIC_IDS, (id) => finiteOrNull(numbers[id][channel]!)),
      })),
    }));
  }
}

const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null);

/** Two rows of a layer as one, in float64. */
function joined(a: LayerRow, pixelsOfA: number, b: LayerRow, pixelsOfB: number): LayerRow {
  const [shareOfA, shareOfB] = [pixelsOfA, pixelsOfB].map((pixels) => pixels / (pixelsOfA + pixelsOfB)) as [
    number,
    number,
  ];
  const each = (id: StatisticId, join: (one: number, other: number, channel: number) => number) =>
    Float64Array.from({ length: b.channels }, (_, channel) =>
      join(a.numbers[id][channel]!, b.numbers[id][channel]!, channel),
    );
  const rules: Record<
    (typeof MAP_STATISTICS)[StatisticId]['overPictures'],
    (id: StatisticId) => Float64Array
  > = {
    smallest: (id) => each(id, (one, other) => Math.min(one, other)),
    largest: (id) => each(id, (one, other) => Math.max(one, other)),
    mean: (id) => each(id, (one, other) => shareOfA * one + shareOfB * other),
    // Chan, Golub, LeVeque, The American Statistician 37(3), 1983.
    spread: (id) =>
      each(id, (one, other, channel) => {
        const difference = a.numbers.mean[channel]! - b.numbers.mean[channel]!;
        return Math.sqrt(shareOfA * one ** 2 + shareOfB * other ** 2 + shareOfA * shareOfB * difference ** 2);
      }),
    none: (id) => each(id, () => NaN),
  };
  return {
    layer: a.layer,
    height: a.height === b.height ? a.height : NaN,
    width: a.width === b.width ? a.width : NaN,
    channels: b.channels,
    numbers: mapNumbers(STATISTIC_IDS, (id) => rules[MAP_STATISTICS[id].overPictures](id)) as Numbers,
  };
}
