/** What can be drawn as a figure: each kind made of what is on screen. */
import type { FigureContent, FigureLook, FigureShows } from '../../electron/shared/contract';
import { USUAL_COMPARISON } from '../../electron/shared/figure-styles';
import { classicFigure, coloursOf, figureOf } from '../lib/figure';
import type { MatrixLayer } from '../lib/matrix-cells';
import type { FramesModel } from './frames-model.svelte';
import type { HypercolumnsModel } from './hypercolumns-model.svelte';
import type { LayerChoice } from './layer-choice.svelte';
import type { PredictionsModel } from './predictions-model.svelte';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';

export interface ContentParts {
  readonly choice: Pick<LayerChoice, 'matrixSpatial'>;
  readonly frames: Pick<FramesModel, 'there'>;
  readonly hypercolumns: Pick<HypercolumnsModel, 'views'>;
  readonly predictions: Pick<PredictionsModel, 'values'>;
  readonly session: Pick<Session, 'model'>;
  readonly settings: SettingsModel;
}

/** What is chosen in the dialog besides. */
export interface ContentWish {
  /** Filters of each layer, of those that the matrix shows. */
  readonly filters: number;
  /** The layer, for one layer and one map. */
  readonly column: MatrixLayer | null;
  readonly filter: number;
  /** The layers of a comparison, by their places. */
  readonly compared: readonly number[];
}

/** Fewer cannot be compared. */
export const LEAST_COMPARED = 2;

type Make = (parts: ContentParts, wish: ContentWish) => FigureContent | null;

/** Null where there is nothing of the kind to be seen. */
const CONTENTS: Readonly<Record<FigureShows, Make>> = {
  maps: ({ choice, settings }, { filters }) =>
    choice.matrixSpatial.length === 0
      ? null
      : {
          kind: 'maps',
          figure: { ...figureOf(settings.value, choice.matrixSpatial, filters), ...marksOf(settings) },
        },
  classic: ({ session }) => {
    const figure = classicFigure(session.model?.layers ?? []);
    return figure.columns.some(({ filters }) => filters.length > 0) ? { kind: 'maps', figure } : null;
  },
  layer: ({ settings }, { column }) => {
    if (!column || column.shown === 0) return null;
    const [shown] = figureOf(settings.value, [column]).columns;
    return { kind: 'layer', ...shown!, ...lookOf(settings) };
  },
  map: ({ settings }, { column, filter }) =>
    column && Number.isInteger(filter) && filter >= 0 && filter < column.channels
      ? { kind: 'map', layer: column.layer.index, filter, statistics: true, ...lookOf(settings) }
      : null,
  hypercolumns: ({ hypercolumns, settings }) => {
    const sets = setsOf(hypercolumns);
    const { hypercolumnColormap: colormap, hypercolumnOpacity: opacity } = settings.value;
    return sets.length === 0 ? null : { kind: 'hypercolumns', sets, colormap, opacity };
  },
  predictions: ({ predictions, settings }) =>
    predictions.values.length === 0 ? null : { kind: 'predictions', top: settings.value.topK },
  sheet: (parts, wish) => {
    const { hypercolumns, settings } = parts;
    const maps = CONTENTS.maps(parts, wish);
    if (maps?.kind !== 'maps') return null;
    const { hypercolumnColormap, hypercolumnOpacity: opacity, topK: top } = settings.value;
    const { figure } = maps;
    return { kind: 'sheet', figure, top, sets: setsOf(hypercolumns), hypercolumnColormap, opacity };
  },
  comparison: (parts, { compared, filters }) => {
    const { frames, hypercolumns, settings } = parts;
    const columns = compared.flatMap((layer) => comparedColumn(parts, layer, filters) ?? []);
    if (columns.length === 0 || frames.there.length < LEAST_COMPARED) return null;
    const { hypercolumnColormap, hypercolumnOpacity: opacity, figureHypercolumns } = settings.value;
    const figure = { ...lookOf(settings), columns, labels: true };
    const sets = figureHypercolumns ? setsOf(hypercolumns) : [];
    return {
      kind: 'comparison',
      figure,
      ...{ top: USUAL_COMPARISON.top, sets, hypercolumnColormap, opacity },
    };
  },
};

/** Channels of a layer: as the matrix orders them, or by number where it does not show the layer. */
function comparedColumn({ choice, session, settings }: ContentParts, place: number, filters: number) {
  const shown = choice.matrixSpatial.find(({ layer }) => layer.index === place);
  if (shown) return figureOf(settings.value, [shown], filters).columns[0];
  const layer = session.model?.layers[place];
  if (!layer?.isSpatial) return undefined;
  const count = Math.min(filters, layer.outputShape.at(-1) ?? 0);
  return { layer: place, filters: Array.from({ length: count }, (_, filter) => filter) };
}

const marksOf = ({ value }: SettingsModel) => ({ marks: value.figureMarks });
const lookOf = (settings: SettingsModel): FigureLook => ({
  ...coloursOf(settings.value),
  ...marksOf(settings),
});

const setsOf = ({ views }: ContentParts['hypercolumns']) =>
  views.flatMap(({ result }) => (result ? [[...result.layers]] : []));

/** Those with maps as the matrix shows them. */
export const MARKED_SHOWS: readonly FigureShows[] = ['maps', 'layer', 'map', 'sheet', 'comparison'];

export const FIGURE_SHOWS = Object.keys(CONTENTS) as FigureShows[];

/** What a figure shows; null where there is nothing of the kind. */
export function contentOf(shows: FigureShows, parts: ContentParts, wish: ContentWish): FigureContent | null {
  return CONTENTS[shows](parts, wish);
}
