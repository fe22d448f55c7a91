import type { FigureLayer } from '../../image/figure/content';
import { VERDICT_KINDS } from '../../shared/verdicts';
import { Judge } from '../judge';
import { layersAt } from '../model-session';
import { PictureAnalysis } from '../picture-analysis';
import type { FigureSource, JudgedMaps } from './source';

type Judging = Pick<FigureSource, 'session' | 'input' | 'verdicts'>;

/**
 * The layers with what stands out in each of their maps.
 * @param drawn   layers of the figure, at the places of the list; those without maps stay as they are
 * @throws FeaturescopeError of the area engine
 */
export async function markedLayers(
  source: Judging,
  places: readonly number[],
  drawn: readonly FigureLayer[],
): Promise<FigureLayer[]> {
  const withMaps = places.filter((_, column) => drawn[column]!.filters.length > 0);
  const judged = await (source.verdicts ?? verdictsAlone(source))([...new Set(withMaps)]);
  const byPlace = new Map(judged.map(({ layer, verdicts }) => [layer, verdicts.kinds]));
  return drawn.map((layer, column) => withVerdicts(layer, byPlace.get(places[column]!)));
}

/**
 * A layer with what stands out in each of its maps.
 * @param kinds  for each channel the place of its verdict in VERDICT_KINDS, counted from 1; 0: none
 */
export function withVerdicts(layer: FigureLayer, kinds: ArrayLike<number> | undefined): FigureLayer {
  if (!kinds) return layer;
  const filters = layer.filters.map((map) => {
    const verdict = VERDICT_KINDS[(kinds[map.filter] ?? 0) - 1];
    return verdict ? { ...map, verdict } : map;
  });
  return { ...layer, filters };
}

/** Verdicts by this picture alone. */
function verdictsAlone({ session, input }: Judging) {
  return (layers: readonly number[]): JudgedMaps[] => {
    const statistics = new PictureAnalysis(session, input, layers).statisticsOf(layers, false, true);
    const judge = new Judge(session.network);
    return layersAt(session, layers).map((layer, place) => ({
      layer: layer.place,
      verdicts: judge.judgeAlone(layer, statistics[place]!),
    }));
  };
}
