/** What can be drawn as a figure: each kind made of what is on screen. */
import type { FigureContent, FigureLook, FigureShows } from '../../electron/shared/contract';
import { classicFigure, coloursOf, figureOf } from '../lib/figure';
import type { MatrixLayer } from '../lib/matrix-cells';
import type { HypercolumnsModel } from './hypercolumns-model.svelte';
import type { LayerChoice } from './layer-choice.svelte';
import type { PredictionsModel } from './predictions-model.svelte';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';

export interface ContentParts {
  readonly choice: Pick<LayerChoice, 'matrixSpatial'>;
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
}

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
};

const marksOf = ({ value }: SettingsModel) => ({ marks: value.figureMarks });
const lookOf = (settings: SettingsModel): FigureLook => ({
  ...coloursOf(settings.value),
  ...marksOf(settings),
});

const setsOf = ({ views }: ContentParts['hypercolumns']) =>
  views.flatMap(({ result }) => (result ? [[...result.layers]] : []));

/** Those with maps as the matrix shows them. */
export const MARKED_SHOWS: readonly FigureShows[] = ['maps', 'layer', 'map', 'sheet'];

export const FIGURE_SHOWS = Object.keys(CONTENTS) as FigureShows[];

/** What a figure shows; null where there is nothing of the kind. */
export function contentOf(shows: FigureShows, parts: ContentParts, wish: ContentWish): FigureContent | null {
  return CONTENTS[shows](parts, wish);
}
