import {
  computeFigure,
  drawFigure,
  holdsMaps,
  lettersWarning,
  planFigure,
  type ComputedFigure,
} from '../analysis/figures/make-figure';
import { comparisonSource, type ComparedSource, type FigureSource } from '../analysis/figures/source';
import type { ModelSession } from '../analysis/model-session';
import { rank } from '../analysis/predictions';
import type { Remarks } from '../analysis/remarks';
import { packed } from '../core/tensor';
import { prepareFigure, type DrawableFigure } from '../image/figure/draw-figure';
import type { FigureContent, FigurePicture, FigurePreview } from '../shared/contract';
import type { EngineAnalysed } from './engine-model';
import type { ComputeJob } from './services';
import { step } from './step';

/** The last thing that was made of an analysis; it goes with the analysis. */
class Last<Thing> {
  #made = new WeakMap<
    EngineAnalysed,
    {
      /** Names of classes are its own. */
      readonly session: WeakRef<ModelSession>;
      /** The description, as text. */
      readonly key: string;
      readonly thing: Thing;
    }
  >();

  get(engine: EngineAnalysed, key: string): Thing | null {
    const made = this.#made.get(engine);
    return made?.key === key && made.session.deref() === engine.currentSession() ? made.thing : null;
  }

  keep(engine: EngineAnalysed, key: string, thing: Thing): void {
    const session = new WeakRef(engine.currentSession());
    this.#made = new WeakMap([[engine, { session, key, thing }]]);
  }
}

/**
 * Figures of analyses. What the last one shows is kept, so that typing another width computes nothing again, and so is the last
 * file: what was weighed is what is saved.
 */
export class FigureDesk {
  readonly #computed = new Last<ComputedFigure>();
  readonly #file = new Last<Uint8Array>();

  constructor(private readonly fontsDir: string) {}

  /**
   * How a figure will look.
   * @param longestPx  of the longer side of the picture that is returned
   * @param page       from 0 on; the last one where it has less
   * @throws FeaturescopeError usage/figure-…, output/figure-… before anything is computed; of the areas layers, model, engine
   */
  async preview(
    engine: EngineAnalysed,
    picture: FigurePicture,
    longestPx: number,
    page: number,
    job: ComputeJob,
  ): Promise<FigurePreview> {
    const { drawable, remarks } = await this.#made(engine, picture, false, job);
    const { widthPx, heightPx, dpi, pages } = drawable;
    const warnings = [...remarks.warnings, ...lettersWarning(drawable)];
    const shown = Math.min(page, pages - 1);
    const png = packed(await drawable.toPreview(longestPx, shown));
    return { png, widthPx, heightPx, dpi, pages, page: shown, warnings };
  }

  /**
   * A figure as a file, byte for byte the one that the command line writes.
   * @throws FeaturescopeError as `preview` does
   */
  async file(engine: EngineAnalysed, picture: FigurePicture, job: ComputeJob): Promise<Uint8Array> {
    const key = JSON.stringify(picture);
    const known = this.#file.get(engine, key);
    if (known) return known;
    const bytes = await this.#bytes(engine, picture, job);
    this.#file.keep(engine, key, bytes);
    return bytes;
  }

  async #bytes(engine: EngineAnalysed, picture: FigurePicture, job: ComputeJob): Promise<Uint8Array> {
    const { content } = picture;
    if (content.kind !== 'maps' || content.figure.labels)
      return (await this.#made(engine, picture, holdsMaps(picture), job)).drawable.toFile();
    // The bare figure of 2018 has a drawing of its own.
    const { fontsDir } = this;
    return (await drawFigure(sourceOf(engine, job), picture, { fontsDir })).bytes;
  }

  async #made(
    engine: EngineAnalysed,
    picture: FigurePicture,
    isExact: boolean,
    job: ComputeJob,
  ): Promise<{ drawable: DrawableFigure; remarks: Remarks }> {
    const source = sourceOf(engine, job);
    await step(job, 'maps', 0);
    planFigure(source, picture, this.fontsDir);
    const { data, remarks } = await this.#compute(engine, source, picture.content, isExact);
    await step(job, 'draw', 0.5);
    return { drawable: prepareFigure(data, picture.style, this.fontsDir), remarks };
  }

  async #compute(
    engine: EngineAnalysed,
    source: FigureSource,
    content: FigureContent,
    isExact: boolean,
  ): Promise<ComputedFigure> {
    const key = JSON.stringify([content, isExact]);
    const known = this.#computed.get(engine, key);
    if (known) return known;
    const computed = await computeFigure(source, content, isExact);
    this.#computed.keep(engine, key, computed);
    return computed;
  }
}

/** The session whose words fit the numbers of an analysis: as the model is used now, unless that is another output. */
export function namingSession({ session, currentSession }: EngineAnalysed): ModelSession {
  const now = currentSession();
  return now.head?.name === session.head?.name ? now : session;
}

/** What figures are made from: without classes where the model gives NaN. */
function sourceOf(engine: EngineAnalysed, job: ComputeJob): FigureSource {
  if (engine.compared) return comparisonSource(engine.compared.map((one) => comparedSource(one, job)));
  const { photo, verdicts } = engine;
  return {
    ...namedInput(engine),
    photo: photo(job),
    verdicts: (layers) => verdicts([...layers], job),
  };
}

/** As the command line has it: with verdicts by each picture alone. */
function comparedSource(engine: EngineAnalysed, job: ComputeJob): ComparedSource {
  const photo = engine.photo(job);
  return { ...namedInput(engine), photo: photo && { width: photo.width, height: photo.height } };
}

function namedInput(engine: EngineAnalysed) {
  const { session, analysis, name, fit, result } = engine;
  const { outputs } = result;
  const isRanked = outputs.length > 0 && outputs.every(Number.isFinite);
  return {
    ...{ session, input: analysis.input, picture: name, fit },
    rank: (count: number) => (isRanked ? rank(namingSession(engine), outputs, count) : []),
  };
}
