import path from 'node:path';
import type { ColormapName } from '../core/colormap';
import type { FitMode } from '../core/fit';
import type { FileSet } from '../files/file-set';
import { encodePng } from '../image/encode';
import { renderHypercolumn } from '../image/hypercolumn-picture';
import type { ListedLayer } from '../model/network';
import { prepareFigure } from '../image/figure/draw-figure';
import type { ChannelChoice } from '../shared/channel-choice';
import type { FigureStyle } from '../shared/contract';
import { FIGURE_ENDINGS } from '../shared/names';
import { PictureCauses } from './causes/picture-causes';
import { chosenFigure, takesAll } from './figures/chosen-figure';
import { firstFilters } from './figures/figure';
import { FigureMaps } from './figures/figure-maps';
import { withVerdicts } from './figures/marks';
import { figureTitle, holdsMaps, lettersWarning, planFigure } from './figures/make-figure';
import { captionFactsOf, figureSource } from './figures/source';
import { hypercolumnRefs, layersLeftOut, usableSets } from './hypercolumns';
import type { ModelSession } from './model-session';
import { explainingNotFinite, passHoldsNotFinite, warningOf } from './not-finite';
import { predictionsCsv, predictionsJson, rank, requireOutput } from './predictions';
import { constantHypercolumn, hypercolumnsWithout, remarksOf, type Remarks } from './remarks';
import { PictureAnalysis } from './picture-analysis';
import { makeInput, type SourcePicture } from './source-picture';
import { StatisticsTable } from './statistics-table';

/** How many classes predictions.json and predictions.csv list. */
const LISTED_CLASSES = 20;

/** What an export of a picture shows. */
export interface ExportOptions {
  /** Layers of the grid and of the statistics. */
  readonly layers: readonly ListedLayer[];
  /** Channels of each layer in the grid; undefined: all of them. */
  readonly filters: number | undefined;
  /** Which of them, and in which order. */
  readonly channels: ChannelChoice;
  readonly colormap: ColormapName;
  readonly fit: FitMode;
  /** What stands out in the grid's maps is marked. */
  readonly marks: boolean;
  /** How the grid is made up. */
  readonly style: FigureStyle;
  /** Folder of the bundled fonts. */
  readonly fontsDir: string;
}

const gridName = ({ format }: FigureStyle) => `sample.${FIGURE_ENDINGS[format][0]}`;

/** Names of the files that an export of one picture writes. */
export function exportFileNames(session: ModelSession, style: FigureStyle): string[] {
  return [
    'original.png',
    ...(session.head ? ['predictions.json', 'predictions.csv'] : []),
    gridName(style),
    'stats.csv',
    ...usableSets(session).map(({ name }) => `${name}.png`),
  ];
}

/**
 * The tutorial's whole job for one picture, from one native pass: the upright picture itself, predictions, the grid, the
 * statistics of its layers' maps, and both hypercolumns.
 * @param folder  where the files go
 * @throws FeaturescopeError of the areas engine, layers, output
 */
export async function exportPicture(
  session: ModelSession,
  picture: SourcePicture,
  folder: string,
  files: FileSet,
  { layers, filters, channels, colormap, fit, marks, style, fontsDir }: ExportOptions,
): Promise<Remarks> {
  for (const name of exportFileNames(session, style)) await files.reserve(path.join(folder, name));
  const input = makeInput(session, picture, fit);
  const sets = usableSets(session);
  const first = firstFilters(session, layers, filters, colormap);
  const places = layers.map(({ place }) => place);
  const known = takesAll(channels)
    ? undefined
    : new PictureAnalysis(session, input, places).statisticsOf(places, true);
  const figure = known ? chosenFigure(session, input, first, channels, filters, known) : first;
  const source = figureSource(session, picture, input, fit);
  planFigure(source, { content: { kind: 'maps', figure }, style }, fontsDir);
  const grid = new FigureMaps(session, input, figure, holdsMaps({ style }));
  grid.requireMemory();
  const hypercolumns = sets.map((set) => hypercolumnRefs(session, set.layers));
  const { pass, statistics: counted } = grid.run(
    { activations: session.head ? [session.head.ref] : [], hypercolumns },
    !known,
  );
  const statistics = known ?? counted;
  const write = (name: string, bytes: Uint8Array | string) => files.add(path.join(folder, name), bytes);
  await write('original.png', await encodePng(picture.kind === 'picture' ? picture.image : input.image));
  const outputs = pass.activations[0]?.data;
  const ranking = outputs
    ? explainingNotFinite(session, input, () => rank(session, outputs, LISTED_CLASSES))
    : [];
  if (session.head) {
    await write('predictions.json', predictionsJson(session, picture.name, ranking));
    await write('predictions.csv', predictionsCsv(requireOutput(session), ranking));
  }
  const table = new StatisticsTable(session, layers);
  table.add(statistics, PictureCauses.factsOf(session, input, layers, statistics));
  const { range } = figure;
  const judged = new Map(marks ? table.judged().map(({ row, verdicts }) => [row.layer.place, verdicts]) : []);
  const columns = grid
    .layers()
    .map((layer, place) => withVerdicts(layer, judged.get(figure.columns[place]!.layer)?.kinds));
  const content = { kind: 'maps', columns, rows: grid.rows, range, colormap } as const;
  const title = figureTitle(source, ranking[0]);
  const drawable = prepareFigure({ content, title, facts: captionFactsOf(source) }, style, fontsDir);
  await write(gridName(style), await drawable.toFile());
  await write('stats.csv', table.toCsv());
  for (const [place, { name }] of sets.entries()) {
    const { data, shape } = pass.hypercolumns[place]!;
    const [height, width] = [shape[1]!, shape[2]!];
    await write(`${name}.png`, await encodePng(renderHypercolumn(data, height, width, colormap)));
  }
  const isSound = grid.isFinite && !passHoldsNotFinite({ ...pass, statistics });
  const shown = [...grid.refs, ...layers.map(({ output }) => output), ...hypercolumns.flat()];
  const warning = isSound ? undefined : warningOf(session, input, shown, picture.name);
  const remarks = remarksOf(warning, [
    hypercolumnsWithout(layersLeftOut(session)),
    ...sets.map(({ name }, place) => constantHypercolumn(name, pass.hypercolumns[place]!.data)),
  ]);
  return { ...remarks, warnings: [...remarks.warnings, ...lettersWarning(drawable)] };
}
