import path from 'node:path';
import type { ColormapName } from '../core/colormap';
import type { FitMode } from '../core/fit';
import type { FileSet } from '../files/file-set';
import { encodePng } from '../image/encode';
import { drawGrid } from '../image/grid/draw-grid';
import { renderHypercolumn } from '../image/hypercolumn-picture';
import { checkFilterCount, gridInput, gridMaps, gridTitle, withoutEmptyRows, type GridChoice } from './grid';
import { hypercolumnRefs, usableSets } from './hypercolumns';
import type { ModelSession } from './model-session';
import { explainingNotFinite, notFiniteWarning } from './not-finite';
import { predictionsCsv, predictionsJson, rank, requireOutput } from './predictions';
import { makeInput, type SourcePicture } from './source-picture';
import type { Note } from '../shared/note';

/** How many classes predictions.json and predictions.csv list. */
const LISTED_CLASSES = 20;

/** What an export of a picture shows. */
export interface ExportOptions {
  readonly grid: GridChoice;
  readonly colormap: ColormapName;
  readonly fit: FitMode;
  /** Folder of the bundled fonts. */
  readonly fontsDir: string;
}

/** Names of the files that an export of one picture writes. */
export function exportFileNames(session: ModelSession): string[] {
  return [
    'original.png',
    ...(session.head ? ['predictions.json', 'predictions.csv'] : []),
    'sample.jpg',
    ...usableSets(session).map(({ name }) => `${name}.png`),
  ];
}

/**
 * The tutorial's whole job for one picture, from one native pass: the upright picture itself, predictions,
 * sample.jpg and both hypercolumns.
 * @param folder  where the files go
 * @returns a warning where results are no numbers
 * @throws FeaturescopeError of the areas engine, layers, output
 */
export async function exportPicture(
  session: ModelSession,
  picture: SourcePicture,
  folder: string,
  files: FileSet,
  options: ExportOptions,
): Promise<Note | undefined> {
  checkFilterCount(options.grid.filters);
  const choice = withoutEmptyRows(session, options.grid);
  for (const name of exportFileNames(session)) await files.reserve(path.join(folder, name));
  const input = makeInput(session, picture, options.fit);
  const sets = usableSets(session);
  const maps = gridMaps(session, choice);
  const hypercolumns = sets.map(({ layers }) => hypercolumnRefs(session, layers));
  const result = session.engine.run(
    {
      activations: session.head ? [session.head.ref] : [],
      maps,
      hypercolumns,
      finiteness: maps.map(({ ref }) => ref),
    },
    input.tensor,
  );
  const write = (name: string, bytes: Uint8Array | string) => files.add(path.join(folder, name), bytes);
  await write('original.png', await encodePng(picture.kind === 'picture' ? picture.image : input.image));
  const outputs = result.activations[0]?.data;
  const ranking = outputs
    ? explainingNotFinite(session, input, () => rank(session, outputs, LISTED_CLASSES))
    : [];
  if (session.head) {
    await write('predictions.json', predictionsJson(session, picture.name, ranking));
    await write('predictions.csv', predictionsCsv(requireOutput(session), ranking));
  }
  const title = gridTitle(session, picture.name, ranking[0]);
  const grid = gridInput(session, choice, result.maps, options.colormap, title);
  await write('sample.jpg', await drawGrid(grid, { fontsDir: options.fontsDir }).toJpeg());
  for (const [place, { name }] of sets.entries()) {
    const { data, shape } = result.hypercolumns[place]!;
    const [height, width] = [shape[1]!, shape[2]!];
    await write(`${name}.png`, await encodePng(renderHypercolumn(data, height, width, options.colormap)));
  }
  const refs = [...maps.map(({ ref }) => ref), ...hypercolumns.flat()];
  return notFiniteWarning(session, input, result, refs, picture.name);
}
