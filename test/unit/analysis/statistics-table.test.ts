import { describe, expect, it } from 'vitest';
import { StatisticsTable } from '../../../electron/analysis/statistics-table';
import type { MapStatistics } from '../../../electron/engine/pass';
import type { ListedLayer } from '../../../electron/model/network';
import { mapNumbers, STATISTIC_IDS, type StatisticId } from '../../../electron/shared/map-statistics';

const layer = {
  layer: { index: 3 },
  indexPath: '3',
  name: '=conv',
  className: 'Conv2D',
} as ListedLayer;

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
  return { height: 1, width: values.length, channels: 1, ...arrays };
}

/** Of the values 0 and 0.5; the table has others too, which say nothing here. */
const OF_0_AND_HALF: Partial<Record<StatisticId, number>> = {
  ...{ min: 0, max: 0.5, mean: 0.25, std: 0.25, zeros: 0.5, entropy: 1, r: 0.5 },
};

function tableOf(...pictures: MapStatistics[]): StatisticsTable {
  const table = new StatisticsTable([layer]);
  for (const one of pictures) table.add([one]);
  return table;
}

describe('StatisticsTable', () => {
  it('has a line for each map, empty where a statistic says nothing of it', () => {
    const [head = '', line = '', end] = tableOf(statisticsOf([0, 0.5]))
      .toCsv()
      .split('\n');
    expect(head.split(',')).toEqual(['layer', 'name', 'filter', 'height', 'width', ...STATISTIC_IDS]);
    const numbers = STATISTIC_IDS.map((id) => String(OF_0_AND_HALF[id] ?? ''));
    expect(line.split(',')).toEqual(['3', "'=conv", '0', '1', '2', ...numbers]);
    expect(end).toBe('');
  });

  it('has null for it in JSON, and for infinity', () => {
    expect(tableOf(statisticsOf([0, 0.5], { max: Infinity })).toJson()).toEqual([
      {
        ...{ index: 3, indexPath: '3', name: '=conv', class: 'Conv2D' },
        channels: [
          {
            channel: 0,
            ...mapNumbers(STATISTIC_IDS, (id) => OF_0_AND_HALF[id] ?? null),
            max: null,
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
});
