import type { PassRequest, PassResult } from '../../engine/pass';
import type { DrawnContent, FigureLayer, HypercolumnsContent, MapsContent } from '../../image/figure/content';
import type { Figure, FigureColours, FigureContent, FigureLook } from '../../shared/contract';
import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { STATISTIC_IDS } from '../../shared/map-statistics';
import { layersAt } from '../model-session';
import type { RankedLabel } from '../predictions';
import { classesContent, unknownClasses } from './classes';
import { prepareComparison } from './comparison';
import { channelsOf, columnsOf, requireSomeMaps } from './figure';
import { FigureMaps } from './figure-maps';
import { layerSets } from './layer-sets';
import { markedLayers } from './marks';
import { NOTHING, type PreparedFigure } from './prepared-figure';
import { seenPhoto, seenSize, wholePhoto, type FigureSource } from './source';

type Contents = { readonly [Content in FigureContent as Content['kind']]: Content };
type Prepare<Content> = (source: FigureSource, content: Content, isExact: boolean) => PreparedFigure;

const KINDS: { readonly [Kind in keyof Contents]: Prepare<Contents[Kind]> } = {
  maps: (source, { figure }, isExact) => prepareMaps(source, figure, isExact),
  layer: (source, content, isExact) => {
    const { layer, filters } = content;
    const all = Array.from({ length: channelsAt(source, layer) }, (_, filter) => filter);
    return onlyLayer(source, content, layer, filters ?? all, isExact, (shown) => ({
      kind: 'layer',
      layer: shown,
      ...coloursOf(content),
    }));
  },
  map: (source, content, isExact) => {
    const { layer, filter, statistics } = content;
    const last = channelsAt(source, layer) - 1;
    const [listed] = layersAt(source.session, [layer]);
    if (filter > last && last >= 0)
      throw failed('layers/out-of-range', {
        problem: message('part/no-filter', { layer: listed!.indexPath, filter, last }),
      });
    const ids = statistics ? STATISTIC_IDS : [];
    return onlyLayer(
      source,
      content,
      layer,
      [filter],
      isExact,
      (shown, known) => ({
        kind: 'map',
        layer: shown,
        statistics: ids.map((id) => [id, known?.[0]?.[id]?.[filter] ?? NaN] as const),
        ...coloursOf(content),
      }),
      statistics,
    );
  },
  hypercolumns: (source, content) => prepareHypercolumns(source, content),
  predictions: (source, { top }) => ({
    refs: source.session.head ? [source.session.head.ref] : [],
    outline: () => classesContent(source.session, unknownClasses(top)),
    // Where the classes are known, nothing is left to be computed.
    run: (more) =>
      more.activations?.length ? source.session.engine.run(more, source.input.tensor) : NOTHING,
    isFinite: () => true,
    content: (rank) => classesContent(source.session, rank(top)),
  }),
  sheet: (source, content, isExact) => prepareSheet(source, content, isExact),
  comparison: prepareComparison,
};

/**
 * What a figure shows, ready to be computed.
 * @param isExact  every map is the one of `writeMapPictures`, pixel for pixel; it takes a pass for each layer
 * @throws FeaturescopeError layers/…, model/no-classes
 */
export function prepareContent(
  source: FigureSource,
  content: FigureContent,
  isExact: boolean,
): PreparedFigure {
  return (KINDS[content.kind] as Prepare<FigureContent>)(source, content, isExact);
}

const coloursOf = ({ range, colormap }: FigureColours) => ({ range, colormap });

function channelsAt({ session }: FigureSource, place: number): number {
  return channelsOf(session, layersAt(session, [place])[0]!);
}

function mapsOf({ session, input }: FigureSource, figure: Figure, isExact: boolean): FigureMaps {
  requireSomeMaps(columnsOf(session, figure));
  return new FigureMaps(session, input, figure, isExact);
}

function prepareMaps(source: FigureSource, figure: Figure, isExact: boolean) {
  const maps = mapsOf(source, figure, isExact);
  const content = (columns: FigureLayer[]): MapsContent => {
    return { kind: 'maps', columns, rows: maps.rows, ...coloursOf(figure) };
  };
  return {
    refs: maps.refs,
    outline: () => content(maps.outlines()),
    run: (more: PassRequest) => {
      maps.requireMemory();
      return maps.run(more).pass;
    },
    isFinite: () => maps.isFinite,
    content: async () => content(await marked(source, figure, maps.layers())),
  };
}

async function marked(source: FigureSource, { marks, columns }: Figure, layers: FigureLayer[]) {
  if (!marks) return layers;
  return markedLayers(
    source,
    columns.map(({ layer }) => layer),
    layers,
  );
}

type Known = ReturnType<FigureMaps['run']>['statistics'];

function onlyLayer(
  source: FigureSource,
  look: FigureLook,
  layer: number,
  filters: readonly number[],
  isExact: boolean,
  content: (layer: FigureLayer, statistics: Known | undefined) => DrawnContent,
  withStatistics = false,
): PreparedFigure {
  const columns = [{ layer, filters: [...filters] }];
  const { range, colormap, divergingForSigned, marks } = look;
  const figure = { range, colormap, divergingForSigned, marks, columns, labels: true };
  const maps = mapsOf(source, figure, isExact);
  let known: Known | undefined;
  return {
    refs: maps.refs,
    outline: () => content(maps.outlines()[0]!, undefined),
    run: (more) => {
      maps.requireMemory();
      const { pass, statistics } = maps.run(more, withStatistics);
      known = statistics;
      return pass;
    },
    isFinite: () => maps.isFinite,
    content: async () => content((await marked(source, figure, maps.layers()))[0]!, known),
  };
}

function prepareHypercolumns(
  source: FigureSource,
  { sets, colormap, opacity }: Omit<Extract<FigureContent, { kind: 'hypercolumns' }>, 'kind'>,
) {
  const { session, input } = source;
  const { refs, drawn } = layerSets(session, input, sets);
  let computed: readonly Float32Array[] = [];
  const content = (
    photo: HypercolumnsContent['photo'],
    values: (place: number) => Float32Array,
  ): HypercolumnsContent => ({
    ...{ kind: 'hypercolumns', colormap, opacity, photo, target: input.target },
    hypercolumns: drawn(values),
  });
  return {
    refs: refs.flat(),
    request: { hypercolumns: refs },
    keep: (pass: PassResult) => {
      computed = pass.hypercolumns.map(({ data }) => data);
    },
    outline: () => content({ ...seenSize(source), data: new Uint8Array(0) }, () => Float32Array.of(0, 1)),
    run(more: PassRequest) {
      const pass = session.engine.run({ ...more, hypercolumns: refs }, input.tensor);
      this.keep(pass);
      return pass;
    },
    isFinite: () => true,
    content: async () => content(await seenPhoto(source), (place) => computed[place]!),
  };
}

/** On a sheet the picture is small. */
const SHEET_PHOTO = { width: 4000, height: 4000 };

function prepareSheet(
  source: FigureSource,
  { figure, top, sets, hypercolumnColormap, opacity }: Contents['sheet'],
  isExact: boolean,
): PreparedFigure {
  const { session, input, photo } = source;
  const maps = prepareMaps(source, figure, isExact);
  const hypercolumns =
    sets.length > 0 ? prepareHypercolumns(source, { sets, colormap: hypercolumnColormap, opacity }) : null;
  const classes = (ranking: readonly RankedLabel[]) =>
    session.head ? classesContent(session, ranking) : null;
  return {
    refs: [...maps.refs, ...(hypercolumns?.refs ?? [])],
    outline: () => ({
      kind: 'sheet',
      photo: { ...(photo ?? input.image), data: new Uint8Array(0) },
      predictions: classes(unknownClasses(top)),
      hypercolumns: hypercolumns?.outline() ?? null,
      maps: maps.outline(),
    }),
    run: (more) => {
      const pass = maps.run({ ...more, ...hypercolumns?.request });
      hypercolumns?.keep(pass);
      return pass;
    },
    isFinite: maps.isFinite,
    content: async (rank) => ({
      kind: 'sheet',
      photo: await wholePhoto(source, SHEET_PHOTO),
      predictions: classes(session.head ? rank(top) : []),
      hypercolumns: hypercolumns ? await hypercolumns.content() : null,
      maps: await maps.content(),
    }),
  };
}
