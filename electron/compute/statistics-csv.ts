import type { EngineAnalysed } from './engine-model';

const header = 'layer,name,filter,height,width,min,max,mean,std,zeros';

/** Statistics of every map of some layers, one line a map. */
export function statisticsCsv({ session, analysis }: EngineAnalysed, layers: readonly number[]): string {
  const lines = analysis.statisticsOf(layers).flatMap((one, place) => {
    const layer = layers[place] ?? 0;
    const name = quoted(session.network.layers[layer]?.name ?? '');
    return Array.from(one.min, (min, filter) =>
      [
        layer,
        name,
        filter,
        one.height,
        one.width,
        min,
        one.max[filter],
        one.mean[filter],
        one.std[filter],
        one.zeros[filter],
      ].join(),
    );
  });
  return [header, ...lines, ''].join('\n');
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
