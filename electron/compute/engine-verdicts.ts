import { createHash } from 'node:crypto';
import { Judge } from '../analysis/judge';
import { layersAt, type ModelSession } from '../analysis/model-session';
import type { PictureAnalysis } from '../analysis/picture-analysis';
import { SeenPictures } from '../analysis/seen-pictures';
import type { JudgedLayer } from '../shared/contract';
import { asStatistics } from './as-statistics';
import type { OpenedPicture } from './services';

/** What tells a picture from others, whoever opens it and however it is fitted. */
export function pictureKey({ description }: OpenedPicture): string {
  const { data, width } = description.preview;
  return `${width} ${createHash('sha1').update(data).digest('hex')}`;
}

/** Verdicts in a model, with what it has seen since it is fed in this way. */
export class EngineVerdicts {
  #of: Pick<ModelSession, 'engine' | 'preprocess'> | undefined;
  #judge: Judge | undefined;
  #seen = new SeenPictures();

  /** @param picture  its key */
  of(
    session: ModelSession,
    analysis: PictureAnalysis,
    layers: readonly number[],
    picture: string,
  ): JudgedLayer[] {
    const judge = this.#judgeOf(session);
    const statistics = analysis.statisticsOf(layers, false, true);
    return layersAt(session, layers).map((layer, place) => {
      const one = statistics[place]!;
      const verdicts = judge.judgeSeen(layer, one, picture, this.#seen);
      return { layer: layer.place, statistics: asStatistics(layer.place, one), verdicts };
    });
  }

  /** Other numbers are other pictures to a model. */
  #judgeOf({ engine, preprocess, network }: ModelSession): Judge {
    if (this.#judge && this.#of?.engine === engine && this.#of.preprocess === preprocess) return this.#judge;
    this.#of = { engine, preprocess };
    this.#seen = new SeenPictures();
    return (this.#judge = new Judge(network));
  }
}
