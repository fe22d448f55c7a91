import { STATISTIC_IDS } from '../shared/map-statistics';
import type { EngineAnalysed } from './engine-model';

const header = ['layer', 'name', 'filter', 'height', 'width', ...STATISTIC_IDS].join();

/** Statistics of every map of some layers, one line a map; a field is empty where a statistic says nothing of the map. */
export function statisticsCsv({ session, analysis }: EngineAnalysed, layers: readonly number[]): string {
  const lines = analysis.statisticsOf(layers, true).flatMap((one, place) => {
    const layer = layers[place] ?? 0;
    const name = quoted(session.network.layers[layer]?.name ?? '');
    return Array.from(one.min, (_, filter) =>
      [
        layer,
        name,
        filter,
        one.height,
        one.width,
        ...STATISTIC_IDS.map((id) => (Number.isNaN(one[id]![filter]) ? '' : one[id]![filter])),
      ].join(),
    );
  });
  return [header, ...lines, ''].join('\n');
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
