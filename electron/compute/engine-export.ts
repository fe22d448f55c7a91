import path from 'node:path';
import { writeActivations } from '../analysis/activation-files';
import type { OnPass } from '../analysis/activations';
import { drawGridPicture } from '../analysis/grid-picture';
import { writeMapPictures } from '../analysis/map-pictures';
import { layersAt, type ModelSession } from '../analysis/model-session';
import { predictionsCsv, rank, requireOutput, type RankedLabel } from '../analysis/predictions';
import { StatisticsTable } from '../analysis/statistics-table';
import { writeNew } from '../files/write-new';
import { encodePng } from '../image/encode';
import type { Figure, PictureScale } from '../shared/contract';
import { failed } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import type { EngineAnalysed } from './engine-model';
import type { Analysed, AnalysisExport, JobContext, PictureExport } from './services';
import { step } from './step';

/** An enlarged picture beyond this would take over a gigabyte while it is written. */
const MOST_ENLARGED_PIXELS = 200e6;

/**
 * Writes what the page asks for.
 * @param target  a new file, or for `maps-png` a new empty folder
 * @param named   what it will be called, for failures
 */
export async function writeExportFiles(
  analysed: Analysed,
  what: AnalysisExport,
  target: string,
  job: JobContext,
  fontsDir: string,
  named = target,
): Promise<void> {
  const engine = analysed as EngineAnalysed;
  const { session, analysis } = engine;
  const doing = message('doing/saving', { file: named });
  switch (what.kind) {
    case 'grid':
      return writeNew(target, await gridJpeg(engine, what.figure, job, fontsDir));
    case 'maps-png':
      return writeMaps(engine, what.figure, target, job, doing);
    case 'npz': {
      const layers = layersAt(session, what.layers);
      const options = { picture: engine.name, doing, onPass: stepOf(job) };
      await writeActivations(session, analysis.input, layers, target, options);
      return;
    }
    case 'predictions-csv':
      return writeNew(target, predictions(engine));
    case 'statistics-csv':
      return writeNew(target, statistics(engine, what.layers));
  }
}

export async function writePictureFile(
  image: PictureExport['image'],
  scale: PictureScale,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  const pixels = image.width * image.height * scale ** 2;
  if (scale > 1 && pixels > MOST_ENLARGED_PIXELS)
    throw failed('output/too-large', {
      problem: message('part/enlarged-too-large', {
        scale,
        megapixels: Math.round(pixels / 1e6),
        limit: MOST_ENLARGED_PIXELS / 1e6,
      }),
      remedy: message('part/save-own-size'),
    });
  return writeNew(target, await encodePng(image, { scale, signal }));
}

const stepOf =
  (job: JobContext): OnPass =>
  (_next, share) =>
    step(job, 'write', share);

/** The session whose words fit the numbers of an analysis: as the model is used now, unless that is another output. */
function namingSession({ session, currentSession }: EngineAnalysed): ModelSession {
  const now = currentSession();
  return now.head?.name === session.head?.name ? now : session;
}

function predictions(engine: EngineAnalysed): string {
  const session = namingSession(engine);
  const output = requireOutput(session);
  return predictionsCsv(output, rank(session, engine.result.outputs, output.head.classCount));
}

/** The best class or largest number; none where the model gives NaN. */
function bestOf(engine: EngineAnalysed): RankedLabel | null {
  const { outputs } = engine.result;
  const isRanked = outputs.length > 0 && outputs.every(Number.isFinite);
  return (isRanked && rank(namingSession(engine), outputs, 1)[0]) || null;
}

async function gridJpeg(
  engine: EngineAnalysed,
  figure: Figure,
  job: JobContext,
  fontsDir: string,
): Promise<Uint8Array> {
  const { session, name, analysis } = engine;
  await step(job, 'maps', 0);
  const { jpeg } = await drawGridPicture(session, analysis.input, figure, {
    ...{ picture: name, best: bestOf(engine), fontsDir },
    onDraw: () => step(job, 'draw', 0.5),
  });
  return jpeg;
}

async function writeMaps(
  { session, name, analysis }: EngineAnalysed,
  figure: Figure,
  folder: string,
  job: JobContext,
  doing: Message,
): Promise<void> {
  await writeMapPictures(session, analysis.input, figure, {
    ...{ picture: name, folder, doing, onPass: stepOf(job), signal: job.signal },
    write: (name, png) => writeNew(path.join(folder, name), png, { isSynced: false }),
  });
}

function statistics({ session, analysis }: EngineAnalysed, layers: readonly number[]): string {
  const table = new StatisticsTable(layersAt(session, layers));
  table.add(analysis.statisticsOf(layers, true));
  return table.toCsv();
}
