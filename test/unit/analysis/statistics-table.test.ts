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
  const numbers: Record<StatisticId, number> = {
    min: Math.min(...values),
    max: Math.max(...values),
    mean,
    std: Math.sqrt(variance),
    zeros: values.filter((value) => value === 0).length / values.length,
    ...{ limit: NaN, entropy: 1, r: 0.5 },
    ...rest,
  };
  const arrays = mapNumbers(STATISTIC_IDS, (id) => Float32Array.of(numbers[id]));
  return { height: 1, width: values.length, channels: 1, ...arrays };
}

function tableOf(...pictures: MapStatistics[]): StatisticsTable {
  const table = new StatisticsTable([layer]);
  for (const one of pictures) table.add([one]);
  return table;
}

describe('StatisticsTable', () => {
  it('has a line for each map, empty where a statistic says nothing of it', () => {
    expect(tableOf(statisticsOf([0, 0.5])).toCsv()).toBe(
      "layer,name,filter,height,width,min,max,mean,std,zeros,limit,entropy,r\n3,'=conv,0,1,2,0,0.5,0.25,0.25,0.5,,1,0.5\n",
    );
  });

  it('has null for it in JSON, and for infinity', () => {
    expect(tableOf(statisticsOf([0, 0.5], { max: Infinity })).toJson()).toEqual([
      {
        ...{ index: 3, indexPath: '3', name: '=conv', class: 'Conv2D' },
        channels: [
          {
            channel: 0,
            min: 0,
            max: null,
            mean: 0.25,
            std: 0.25,
            zeros: 0.5,
            limit: null,
            entropy: 1,
            r: 0.5,
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
