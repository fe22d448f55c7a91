import path from 'node:path';
import { sizeOfActivations, writeActivations } from '../analysis/activation-files';
import type { OnPass } from '../analysis/activations';
import { PictureCauses } from '../analysis/causes/picture-causes';
import { sizeOfMapPictures, writeMapPictures } from '../analysis/map-pictures';
import { layersAt } from '../analysis/model-session';
import { predictionsCsv, rank, requireOutput } from '../analysis/predictions';
import { StatisticsTable } from '../analysis/statistics-table';
import { requireSpace } from '../files/free-space';
import { writeNew } from '../files/write-new';
import { encodePng } from '../image/encode';
import type { ExportSize, Figure, LargeWhat, PictureScale } from '../shared/contract';
import { failed } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import type { EngineAnalysed } from './engine-model';
import { namingSession, type FigureDesk } from './figure-desk';
import type { Analysed, AnalysisExport, ComputeJob, JobContext, PictureExport } from './services';
import { step } from './step';

/** An enlarged picture beyond this would take over a gigabyte while it is written. */
const MOST_ENLARGED_PIXELS = 200e6;

/** What writing has to do with besides what is wished. */
interface Writing {
  readonly engine: EngineAnalysed;
  /** A new file, or an empty folder for those that are folders. */
  readonly target: string;
  readonly job: ComputeJob;
  readonly figures: FigureDesk;
  readonly doing: Message;
}

type Kinds = { readonly [What in AnalysisExport as What['kind']]: What };
type Write<What> = (what: What, writing: Writing) => Promise<void>;

/** Everything that is saved of an analysis. */
const WRITES: { readonly [Kind in keyof Kinds]: Write<Kinds[Kind]> } = {
  figure: async ({ picture }, { engine, target, job, figures, doing }) => {
    const bytes = await figures.file(engine, picture, job);
    await requireSpace(target, bytes.length, doing);
    await writeNew(target, bytes);
  },
  'maps-png': ({ figure }, writing) => writeMaps(figure, writing),
  'predictions-csv': (_, { engine, target }) => writeNew(target, predictions(engine)),
  'statistics-csv': ({ layers }, { engine, target }) => writeNew(target, statistics(engine, layers)),
  npz: async ({ layers }, { engine: { session, analysis, name }, target, job, doing }) => {
    const options = { picture: name, doing, onPass: stepOf(job) };
    await writeActivations(session, analysis.input, layersAt(session, layers), target, options);
  },
};

/**
 * Writes what the page asks for.
 * @param target  a new file, or for `maps-png` a new empty folder
 * @param named   what it will be called, for failures
 */
export async function writeExportFiles(
  analysed: Analysed,
  what: AnalysisExport,
  target: string,
  job: ComputeJob,
  figures: FigureDesk,
  named = target,
): Promise<void> {
  const engine = analysed as EngineAnalysed;
  const doing = message('doing/saving', { file: named });
  await (WRITES[what.kind] as Write<AnalysisExport>)(what, { engine, target, job, figures, doing });
}

export function sizeOfExport(analysed: Analysed, what: LargeWhat): ExportSize {
  const {
    session,
    analysis: { input },
  } = analysed as EngineAnalysed;
  return what.kind === 'npz'
    ? sizeOfActivations(session, input, layersAt(session, what.layers))
    : sizeOfMapPictures(session, input, what.figure);
}

/**
 * A picture, enlarged, as a PNG file.
 * @throws FeaturescopeError output/too-large; what `signal` was aborted with
 */
export async function encodePicture(
  image: PictureExport['image'],
  scale: PictureScale,
  signal?: AbortSignal,
): Promise<Uint8Array> {
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
  return encodePng(image, { scale, signal });
}

const stepOf =
  (job: JobContext): OnPass =>
  (_next, share) =>
    step(job, 'write', share);

function predictions(engine: EngineAnalysed): string {
  const session = namingSession(engine);
  const output = requireOutput(session);
  return predictionsCsv(output, rank(session, engine.result.outputs, output.head.classCount));
}

async function writeMaps(figure: Figure, { engine, target, job, doing }: Writing): Promise<void> {
  const { session, name, analysis } = engine;
  await writeMapPictures(session, analysis.input, figure, {
    ...{ picture: name, folder: target, doing, onPass: stepOf(job), signal: job.signal },
    write: (name, png) => writeNew(path.join(target, name), png, { isSynced: false }),
  });
}

function statistics({ session, analysis }: EngineAnalysed, layers: readonly number[]): string {
  const listed = layersAt(session, layers);
  const table = new StatisticsTable(session, listed);
  const found = analysis.statisticsOf(layers, true);
  table.add(found, PictureCauses.factsOf(session, analysis.input, listed, found));
  return table.toCsv();
}
