import { describe, expect, it } from 'vitest';
import { KnownFacts } from '../../../electron/analysis/causes/facts';
import { StatisticsTable } from '../../../electron/analysis/statistics-table';
import type { MapStatistics } from '../../../electron/engine/pass';
import type { ListedLayer, Network } from '../../../electron/model/network';
import { noCounts } from '../../../electron/shared/verdicts';
import { mapNumbers, STATISTIC_IDS, type StatisticId } from '../../../electron/shared/map-statistics';

const layer = {
  layer: { index: 3 },
  indexPath: '3',
  name: '=conv',
  className: 'Conv2D',
  output: { call: 0, output: 0 },
} as ListedLayer;
/** Something was learned before the layer. */
const network = {
  calls: [{ layer: { weights: [{}], className: 'Conv2D' }, inputs: [] }],
} as unknown as Network;

/** What NumPy gives for the values of one map. */
function statisticsOf(
  values: readonly number[],
  rest: Partial<Record<StatisticId, number>> = {},
): MapStatistics {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const numbers: Partial<Record<StatisticId, number>> = {
    min: Math.min(...values),
    max: Math.max(...values),
    mean,
    std: Math.sqrt(variance),
    zeros: values.filter((value) => value === 0).length / values.length,
    ...{ entropy: 1, r: 0.5 },
    ...rest,
  };
  const arrays = mapNumbers(STATISTIC_IDS, (id) => Float32Array.of(numbers[id] ?? NaN));
  const places = Int32Array.of(values.indexOf(Math.max(...values)));
  return { height: 1, width: values.length, channels: 1, ...arrays, places };
}

/** Of the values 0 and 0.5; the table has others too, which say nothing here. */
const OF_0_AND_HALF: Partial<Record<StatisticId, number>> = {
  ...{ min: 0, max: 0.5, mean: 0.25, std: 0.25, zeros: 0.5, entropy: 1, r: 0.5 },
};

function tableOf(...pictures: MapStatistics[]): StatisticsTable {
  const table = new StatisticsTable({ network, layers: [layer] }, [layer]);
  for (const one of pictures) table.add([one], new KnownFacts());
  return table;
}

describe('StatisticsTable', () => {
  it('has a line for each map, empty where a statistic says nothing of it', () => {
    const [head = '', line = '', end] = tableOf(statisticsOf([0, 0.5]))
      .toCsv()
      .split('\n');
    const verdict = ['x', 'y', 'verdict', 'reason', 'cause'];
    expect(head.split(',')).toEqual([
      'layer',
      'name',
      'channel',
      'height',
      'width',
      ...STATISTIC_IDS,
      ...verdict,
    ]);
    const numbers = STATISTIC_IDS.map((id) => String(OF_0_AND_HALF[id] ?? ''));
    expect(line.split(',')).toEqual(['3', "'=conv", '0', '1', '2', ...numbers, '1', '0', '', '', '']);
    expect(end).toBe('');
  });

  it('has null for it in JSON, and for infinity', () => {
    expect(tableOf(statisticsOf([0, 0.5], { max: Infinity })).toJson()).toEqual([
      {
        ...{ index: 3, indexPath: '3', name: '=conv', class: 'Conv2D' },
        ...{ verdict: null, counts: noCounts() },
        channels: [
          {
            channel: 0,
            ...mapNumbers(STATISTIC_IDS, (id) => OF_0_AND_HALF[id] ?? null),
            ...{ max: null, place: [1, 0], verdict: null, cause: null },
          },
        ],
      },
    ]);
  });

  it('is over all values of several pictures, whatever their sizes', () => {
    const pictures = [
      [0, 1, 2, 5],
      [-3, 0],
      [0, 0, 0, 7, 1, 1],
    ];
    const table = tableOf(...pictures.map((values) => statisticsOf(values)));
    const want = statisticsOf(pictures.flat());
    const { numbers, height, width } = table.rows[0]!;
    for (const id of ['min', 'max', 'mean', 'std', 'zeros'] as const)
      expect(numbers[id][0]).toBeCloseTo(want[id][0]!, 6);
    // They are those of one picture.
    for (const id of ['entropy', 'r'] as const) expect(numbers[id][0]).toBeNaN();
    expect(table.pictures).toBe(3);
    expect([height, width]).toEqual([1, NaN]);
  });

  it('says what is to be said of the maps over all pictures', () => {
    const zero = statisticsOf([0, 0, 0], { r: NaN });
    const verdictOf = (...pictures: MapStatistics[]) =>
      tableOf(...pictures)
        .judged()[0]!
        .at(0);
    const [four, five] = [4, 5].map((count) => new Array<MapStatistics>(count).fill(zero));
    expect(verdictOf(...four!)).toEqual({ kind: 'inactive', values: { seen: 4, active: 0 } });
    expect(verdictOf(...five!)).toEqual({ kind: 'dead', values: { seen: 5 } });
    // Something in one of them: 1 of 18 values, so it is sparse.
    expect(verdictOf(...five!, statisticsOf([0, 0, 4]))).toMatchObject({ kind: 'sparse' });
    // A copy on the mean over the pictures that have an r.
    const copies = [0.99, 0.97, NaN].map((r) => statisticsOf([1, 2, 3], { r }));
    expect(verdictOf(...copies)?.kind).toBe('copy');
    expect(verdictOf(...copies, statisticsOf([1, 2, 3], { r: 0.5 }))).toBeNull();
  });

  it('calls maps twins that are alike in every picture', () => {
    const two = (...pairs: [number, number, number][]): MapStatistics => {
      const { height, width, places, twins: _none, ...numbers } = statisticsOf([1, 2, 3]);
      const twice = mapNumbers(STATISTIC_IDS, (id) =>
        Float32Array.of(...numbers[id]!, ...numbers[id]!, ...numbers[id]!),
      );
      const column = (place: number) => pairs.map((pair) => pair[place]!);
      const twins = {
        lower: Int32Array.from(column(0)),
        higher: Int32Array.from(column(1)),
        r: Float32Array.from(column(2)),
      };
      return { height, width, channels: 3, places: places!, ...twice, twins };
    };
    const judged = tableOf(two([0, 1, 0.99], [1, 2, 0.985]), two([1, 2, 0.995], [0, 1, -0.99])).judged()[0]!;
    expect([...judged.verdicts.twins]).toEqual([-1, 2, 1]); // 0 and 1 turn round
    expect(judged.at(1)).toMatchObject({ kind: 'twin', values: { of: 2, r: Math.fround(0.99) } });
  });
});
