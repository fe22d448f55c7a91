import path from 'node:path';
import { activationsOf, mapFileName, mapPicture, requireMaps } from '../analysis/activations';
import { gridInput, gridMaps, gridTitle } from '../analysis/grid';
import type { ModelSession } from '../analysis/model-session';
import { predictionsCsv, rank, requireOutput, type RankedLabel } from '../analysis/predictions';
import { writeNew } from '../files/write-aside';
import { encodePng } from '../image/encode';
import { drawGrid } from '../image/grid/draw-grid';
import { writeNpz } from '../image/npz';
import type { Layer } from '../model/network';
import type { PictureScale } from '../shared/contract';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { EngineAnalysed } from './engine-model';
import type { Analysed, AnalysisExport, JobContext, PictureExport } from './services';
import { step } from './step';
import { statisticsCsv } from './statistics-csv';

/** An enlarged picture beyond this would take over a gigabyte while it is written. */
const MOST_ENLARGED_PIXELS = 200e6;

type What<Kind extends AnalysisExport['kind']> = Extract<AnalysisExport, { kind: Kind }>;

export async function writeExportFiles(
  analysed: Analysed,
  what: AnalysisExport,
  target: string,
  job: JobContext,
  fontsDir: string,
): Promise<void> {
  const engine = analysed as EngineAnalysed;
  switch (what.kind) {
    case 'grid':
      return writeNew(target, await gridJpeg(engine, what, job, fontsDir));
    case 'maps-png':
      return writeMaps(engine, what, target, job);
    case 'npz':
      return writeNew(target, await npz(engine, what, job));
    case 'predictions-csv':
      return writeNew(target, predictions(engine));
    case 'statistics-csv':
      return writeNew(target, statisticsCsv(engine, what.layers));
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

function layersAt({ session }: EngineAnalysed, indices: readonly number[]): Layer[] {
  return indices.map((index) => {
    const layer = session.network.layers[index];
    if (layer !== undefined) return layer;
    const last = session.network.layers.length - 1;
    throw failed('layers/out-of-range', { problem: message('part/no-layer', { layer: index, last }) });
  });
}

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
function bestOf(engine: EngineAnalysed): RankedLabel | undefined {
  const { outputs } = engine.result;
  return outputs.length > 0 && outputs.every(Number.isFinite)
    ? rank(namingSession(engine), outputs, 1)[0]
    : undefined;
}

/** The same picture as the command `grid` draws. */
async function gridJpeg(
  engine: EngineAnalysed,
  { layers, filters, colormap }: What<'grid'>,
  job: JobContext,
  fontsDir: string,
): Promise<Uint8Array> {
  const { session, name, analysis } = engine;
  const choice = { layers: layersAt(engine, layers), filters };
  await step(job, 'maps', 0);
  const { maps } = session.engine.run({ maps: gridMaps(session, choice) }, analysis.input.tensor);
  await step(job, 'draw', 0.5);
  const title = gridTitle(session, name, bestOf(engine));
  return drawGrid(gridInput(session, choice, maps, colormap, title), { fontsDir }).toJpeg();
}

async function npz(engine: EngineAnalysed, { layers }: What<'npz'>, job: JobContext): Promise<Uint8Array> {
  await step(job, 'maps', 0);
  const { list: activations } = activationsOf(
    engine.session,
    engine.analysis.input,
    layersAt(engine, layers),
  );
  await step(job, 'write', 0.5);
  return writeNpz(activations.map(({ key, tensor }) => [key, tensor]));
}

/** One layer at a time, so that memory stays flat and a cancel is heard. */
async function writeMaps(
  engine: EngineAnalysed,
  { layers, filters, colormap }: What<'maps-png'>,
  folder: string,
  job: JobContext,
): Promise<void> {
  const chosen = layersAt(engine, layers);
  for (const [place, layer] of chosen.entries()) {
    await step(job, 'write', place / chosen.length);
    const { list: activations } = activationsOf(engine.session, engine.analysis.input, [layer]);
    for (const activation of chosen.length === 1 ? requireMaps(activations) : activations) {
      const [, , channels = 0] = activation.tensor.shape.length === 3 ? activation.tensor.shape : [];
      for (let channel = 0; channel < Math.min(channels, filters ?? channels); channel++) {
        const picture = mapPicture(activation.tensor, channel, colormap);
        const file = path.join(folder, mapFileName(activation, channel));
        await writeNew(file, await encodePng(picture), { isSynced: false });
        job.signal.throwIfAborted();
      }
    }
  }
}
