import { chosenFigure, takesAll } from '../analysis/figures/chosen-figure';
import { columnsOf, firstFilters, requireSomeMaps } from '../analysis/figures/figure';
import { usableSets } from '../analysis/hypercolumns';
import type { ModelSession } from '../analysis/model-session';
import type { ModelInput } from '../analysis/source-picture';
import type { ColormapName } from '../core/colormap';
import type { ListedLayer } from '../model/network';
import type { Figure, FigureContent, FigureKind, FigureRange } from '../shared/contract';
import { failed } from '../shared/errors';
import { USUAL_COMPARISON } from '../shared/figure-styles';
import { channelChoiceOf, type ChannelOptions } from './channel-options';
import { chooseLayers } from './context';

/** Filters of each layer of the tutorial's figure. */
const FEW_FILTERS = 3;
/** As the window has it where nothing else is chosen. */
const USUAL = { top: 10, opacity: 0.8 } as const;

/** What a figure shows, as options say it. */
export interface ContentOptions extends ChannelOptions {
  readonly kind?: FigureKind;
  readonly layers?: string;
  readonly filter?: number;
  readonly top?: number;
  readonly opacity?: number;
  readonly hypercolumns?: boolean;
  readonly range?: FigureRange;
  readonly diverging?: boolean;
  readonly marks?: boolean;
  readonly colormap: ColormapName;
}

interface Asked {
  readonly session: ModelSession;
  readonly options: ContentOptions;
}

/** Makes the content when the input is there; what cannot be made is refused before. */
type Make = (asked: Asked) => (input: ModelInput) => FigureContent;

const CONTENTS: Readonly<Record<FigureKind, Make>> = {
  maps: (asked) => {
    const figureFor = figureOf(asked, chooseLayers(asked.session, asked.options.layers), FEW_FILTERS);
    return (input) => ({ kind: 'maps', figure: figureFor(input) });
  },
  layer: (asked) => {
    const figureFor = figureOf(asked, [onlyLayer(asked)], undefined);
    return (input) => {
      const { columns, labels: _, ...look } = figureFor(input);
      return { kind: 'layer', ...columns[0]!, ...look };
    };
  },
  map: (asked) => {
    const { session, options } = asked;
    const { filter = 0, colormap } = options;
    const figure = lookOf(asked, firstFilters(session, [onlyLayer(asked)], 1, colormap));
    requireSomeMaps(columnsOf(session, figure));
    const { columns, labels: _, ...look } = figure;
    return () => ({ kind: 'map', layer: columns[0]!.layer, filter, statistics: true, ...look });
  },
  hypercolumns: ({ session, options }) => {
    const { layers, colormap, opacity = USUAL.opacity } = options;
    const sets = layers === undefined ? setsOf(session) : [chooseLayers(session, layers).map(placeOf)];
    return () => ({ kind: 'hypercolumns', sets, colormap, opacity });
  },
  predictions: ({ options: { top = USUAL.top } }) => {
    return () => ({ kind: 'predictions', top });
  },
  sheet: (asked) => {
    const { session, options } = asked;
    const figureFor = figureOf(asked, chooseLayers(session, options.layers), FEW_FILTERS);
    const besides = besidesMaps(asked, USUAL.top);
    return (input) => ({ kind: 'sheet', figure: figureFor(input), ...besides });
  },
  comparison: (asked) => {
    const { session, options } = asked;
    const [set] = usableSets(session);
    const layers = options.layers === undefined && set ? set.layers : chooseLayers(session, options.layers);
    const figureFor = figureOf(asked, layers, USUAL_COMPARISON.filters);
    const besides = besidesMaps(asked, USUAL_COMPARISON.top);
    return (input) => ({ kind: 'comparison', figure: figureFor(input), ...besides });
  },
};

export const FIGURE_KINDS = Object.keys(CONTENTS) as FigureKind[];

/**
 * What a figure shows.
 * @returns makes it for an input; filters are sorted there
 * @throws FeaturescopeError usage/one-layer, layers/…
 */
export function contentOf(
  session: ModelSession,
  options: ContentOptions,
): (input: ModelInput) => FigureContent {
  return CONTENTS[options.kind ?? 'maps']({ session, options });
}

/** Classes and hypercolumns beside maps. */
function besidesMaps({ session, options }: Asked, usualTop: number) {
  const { colormap: hypercolumnColormap, top = usualTop, opacity = USUAL.opacity } = options;
  const sets = options.hypercolumns === false ? [] : setsOf(session);
  return { top, sets, hypercolumnColormap, opacity };
}

const placeOf = ({ place }: ListedLayer) => place;
const setsOf = (session: ModelSession) => usableSets(session).map(({ layers }) => layers.map(placeOf));

function onlyLayer({ session, options }: Asked): ListedLayer {
  const layers = chooseLayers(session, options.layers);
  if (layers.length !== 1) throw failed('usage/one-layer', { count: layers.length });
  return layers[0]!;
}

function lookOf({ options }: Asked, figure: Figure): Figure {
  const { range, marks, diverging = false } = options;
  return {
    ...figure,
    ...(range && { range }),
    ...(marks !== undefined && { marks }),
    divergingForSigned: diverging,
  };
}

/** @param usual  filters of each layer where none are asked for; undefined: all */
function figureOf(asked: Asked, layers: readonly ListedLayer[], usual: number | undefined) {
  const { session, options } = asked;
  const { only, colormap } = options;
  const { filters = only ? undefined : usual } = options;
  const choice = channelChoiceOf(options);
  const first = lookOf(asked, firstFilters(session, layers, filters, colormap));
  requireSomeMaps(columnsOf(session, first));
  if (takesAll(choice)) return () => first;
  return (input: ModelInput) => chosenFigure(session, input, first, choice, filters);
}

/** Which channels a figure draws, by layer, in their order; none where it shows something else. */
export function channelsIn(session: ModelSession, content: FigureContent) {
  const columns = columnsIn(content);
  return columns.map(({ layer: place, filters }) => {
    const { layer, indexPath, name } = session.layers[place]!;
    return { index: layer.index, indexPath, name, channels: filters };
  });
}

function columnsIn(content: FigureContent): Figure['columns'] {
  if ('figure' in content) return content.figure.columns;
  if (content.kind === 'map') return [{ layer: content.layer, filters: [content.filter] }];
  return content.kind === 'layer' ? [{ layer: content.layer, filters: content.filters ?? [] }] : [];
}
