import { activeMaps, judgeLayer, type JudgedNumbers, type LayerVerdicts } from '../core/map-verdicts';
import { learnedCalls } from '../model/learned';
import type { ListedLayer, Network } from '../model/network';
import type { MapStatistics } from '../engine/pass';
import type { SeenMaps, SeenPictures } from './seen-pictures';

/** Says what is to be said of the maps of a network's layers. */
export class Judge {
  #learned: boolean[] | undefined;

  constructor(private readonly network: Network) {}

  /**
   * Verdicts on a layer's maps.
   * @param statistics  with twins
   * @param seen        the pictures that count for `dead`, these ones among them
   */
  judge(
    { output }: ListedLayer,
    statistics: JudgedNumbers & Pick<MapStatistics, 'twins'>,
    seen: SeenMaps,
  ): LayerVerdicts {
    this.#learned ??= learnedCalls(this.network);
    return judgeLayer(statistics, statistics.twins!, seen, !this.#learned[output.call]);
  }

  /** The same, by this picture alone. */
  judgeAlone(layer: ListedLayer, statistics: MapStatistics): LayerVerdicts {
    const active = Int32Array.from(activeMaps(statistics), Number);
    return this.judge(layer, statistics, { pictures: 1, active });
  }

  /** The same, after the picture was added to those that were seen. */
  judgeSeen(
    layer: ListedLayer,
    statistics: MapStatistics,
    picture: string,
    seen: SeenPictures,
  ): LayerVerdicts {
    return this.judge(layer, statistics, seen.see(layer.place, picture, activeMaps(statistics)));
  }
}
