import type { PassRequest, PassResult } from '../../engine/pass';
import type {
  DrawnContent,
  FigureLayer,
  HypercolumnsContent,
  MapsContent,
  PredictionsContent,
} from '../../image/figure/content';
import { areProbabilities } from '../../core/outputs';
import { shapeOf, type TensorRef } from '../../model/network';
import type { Figure, FigureColours, FigureContent, FigureLook } from '../../shared/contract';
import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { STATISTIC_IDS } from '../../shared/map-statistics';
import { hypercolumnRefs } from '../hypercolumns';
import { layersAt } from '../model-session';
import { formatShown, requireOutput, shortLabel, type RankedLabel } from '../predictions';
import { channelsOf, columnsOf, requireSomeMaps } from './figure';
import { FigureMaps } from './figure-maps';
import { markedLayers } from './marks';
import { seenPhoto, seenSize, wholePhoto, type FigureSource } from './source';

type Rank = (count: number) => readonly RankedLabel[];

/** The figure of one kind for one source. */
export interface PreparedFigure {
  /** Results that it shows. */
  readonly refs: readonly TensorRef[];
  /** What it will hold, with the sizes of everything and no values: enough to lay it out. */
  outline(): DrawnContent;
  /** Computes it. The pass gives `more` besides. */
  run(more: PassRequest): PassResult;
  /** False where a map that it shows holds NaN or infinite values, of whatever pass. */
  isFinite(): boolean;
  /** What it holds, when it was computed. */
  content(rank: Rank): DrawnContent | Promise<DrawnContent>;
}

const NOTHING: PassResult = {
  ...{ activations: [], maps: [], statistics: [], hypercolumns: [], finiteness: [], elapsedMs: 0 },
};

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
    outline: () => classesContent(source, unknownClasses(top)),
    // Where the classes are known, nothing is left to be computed.
    run: (more) =>
      more.activations?.length ? source.session.engine.run(more, source.input.tensor) : NOTHING,
    isFinite: () => true,
    content: (rank) => classesContent(source, rank(top)),
  }),
  sheet: (source, content, isExact) => prepareSheet(source, content, isExact),
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
  const layers = sets.map((set) => layersAt(session, set));
  const refs = layers.map((set) => hypercolumnRefs(session, set));
  const [height, width] = input.tensor.shape.slice(1) as [number, number];
  let computed: readonly Float32Array[] = [];
  const content = (
    photo: HypercolumnsContent['photo'],
    values: (place: number) => Float32Array,
  ): HypercolumnsContent => ({
    ...{ kind: 'hypercolumns', colormap, opacity, photo, target: input.target },
    hypercolumns: layers.map((set, place) => ({
      layers: set.map(({ indexPath }) => indexPath),
      mapCount: set.reduce((sum, { output }) => sum + shapeOf(session.network, output).at(-1)!, 0),
      ...{ values: values(place), height, width },
    })),
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
    session.head ? classesContent(source, ranking) : null;
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

/** Stand for the best classes while they are not known. */
function unknownClasses(count: number): RankedLabel[] {
  return Array.from({ length: count }, (_, index) => ({ index, wordNetId: '', label: '', score: 0 }));
}

function classesContent({ session }: FigureSource, ranking: readonly RankedLabel[]): PredictionsContent {
  const { kind } = requireOutput(session);
  return {
    kind: 'predictions',
    areShares: areProbabilities(kind),
    classes: ranking.map((one) => ({
      index: one.index,
      label: shortLabel(one.label),
      value: one.probability ?? one.score ?? NaN,
      text: formatShown(one),
    })),
  };
}
