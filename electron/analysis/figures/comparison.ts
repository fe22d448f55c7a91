import type { PassResult } from '../../engine/pass';
import type { ComparedColumn, ComparisonContent, FigureLayer } from '../../image/figure/content';
import type { TensorRef } from '../../model/network';
import type { FigureContent } from '../../shared/contract';
import { failed } from '../../shared/errors';
import { holdsNotFinite, passHoldsNotFinite, warningOf } from '../not-finite';
import { rank, type RankedLabel } from '../predictions';
import { areShares, comparedClasses, unknownClasses } from './classes';
import { ComparedMaps, onSharedScales } from './compared-maps';
import { columnsOf, requireSomeMaps } from './figure';
import { layerSets } from './layer-sets';
import { markedLayers } from './marks';
import { NOTHING, type PreparedFigure } from './prepared-figure';
import type { ComparedSource, FigureSource } from './source';

type Content = Extract<FigureContent, { kind: 'comparison' }>;

/** What is seen side by side; more would be too small on any paper. */
const COMPARED = { least: 2, most: 12 } as const;

/**
 * Refuses a comparison of one picture, or of so many that nothing would be seen of them.
 * @throws FeaturescopeError usage/compared-pictures
 */
export function checkComparedCount(count: number): void {
  if (count < COMPARED.least || count > COMPARED.most)
    throw failed('usage/compared-pictures', { count, ...COMPARED });
}

/** One column while it is computed. */
class Column {
  readonly maps: ComparedMaps;
  readonly #sets;
  #ranking: readonly RankedLabel[] | null = null;
  #hypercolumns: readonly Float32Array[] = [];
  #isFinite = true;

  constructor(
    private readonly source: ComparedSource,
    { figure, sets }: Content,
    isExact: boolean,
  ) {
    this.maps = new ComparedMaps(source, figure, isExact);
    this.#sets = layerSets(source.session, source.input, sets);
  }

  get refs(): TensorRef[] {
    const { head } = this.source.session;
    return [...(head ? [head.ref] : []), ...this.maps.refs, ...this.#sets.refs.flat()];
  }

  run(): void {
    const pass = this.maps.run({ hypercolumns: this.#sets.refs });
    this.#hypercolumns = pass.hypercolumns.map(({ data }) => data);
    this.#ranking = this.#ranked();
    this.#isFinite = this.maps.isFinite && !passHoldsNotFinite(pass);
  }

  /** That something in it is no number. */
  warning() {
    const { session, input, picture } = this.source;
    const isSound = this.#isFinite && (this.#ranking !== null || !session.head);
    return isSound ? undefined : warningOf(session, input, this.refs, picture);
  }

  get ranking() {
    return this.#ranking;
  }

  content(classes: ComparedColumn['classes'], layers: readonly FigureLayer[]): ComparedColumn {
    const { input, picture } = this.source;
    const hypercolumns = this.#sets.drawn((place) => this.#hypercolumns[place] ?? Float32Array.of(0, 1));
    return { label: picture, photo: input.image, classes, layers, hypercolumns };
  }

  /** All classes, by a pass of their own: so the window has them, and so their numbers are the same to the last digit. */
  #ranked(): readonly RankedLabel[] | null {
    const { session, input, rank: known } = this.source;
    const { head } = session;
    if (!head) return null;
    if (known) return [known(head.classCount)].find(({ length }) => length > 0) ?? null;
    const { activations } = session.engine.run({ activations: [head.ref] }, input.tensor);
    const outputs = activations[0]!.data;
    return holdsNotFinite(outputs) ? null : rank(session, outputs, head.classCount);
  }
}

/**
 * Several pictures side by side: the same classes, maps and hypercolumns of each, on scales that all share.
 * @param isExact  see `prepareContent`
 * @throws FeaturescopeError usage/compared-pictures, layers/…
 */
export function prepareComparison(source: FigureSource, asked: Content, isExact: boolean): PreparedFigure {
  const { compared = [], session } = source;
  checkComparedCount(compared.length);
  const { figure, top, hypercolumnColormap, opacity } = asked;
  requireSomeMaps(columnsOf(session, figure));
  const columns = compared.map((one) => new Column(one, asked, isExact));
  const content = (
    classes: readonly ComparedColumn['classes'][],
    layers: readonly (readonly FigureLayer[])[],
  ): ComparisonContent => ({
    kind: 'comparison',
    ...{ range: figure.range, colormap: figure.colormap, hypercolumnColormap, opacity },
    areShares: session.head !== undefined && areShares(session),
    columns: columns.map((one, place) => one.content(classes[place]!, layers[place]!)),
  });
  return {
    refs: columns[0]!.refs,
    outline: () => {
      const unknown = session.head ? unknownClasses(Math.min(top, session.head.classCount)) : null;
      const rankings = columns.map(() => unknown);
      return content(
        comparedClasses(rankings, top),
        columns.map(({ maps }) => maps.layers.outlines()),
      );
    },
    run: (): PassResult => {
      columns[0]!.maps.requireMemory(columns.length);
      for (const one of columns) one.run();
      return NOTHING;
    },
    isFinite: () => true,
    warning: () => columns.map((one) => one.warning()).find((warning) => warning !== undefined),
    content: async () => {
      const places = figure.columns.map(({ layer }) => layer);
      const all = onSharedScales(
        columns.map(({ maps }) => maps),
        figure,
      );
      const layers = [];
      for (const [place, one] of all.entries())
        layers.push(figure.marks ? await markedLayers(compared[place]!, places, one) : one);
      const rankings = columns.map(({ ranking }) => ranking);
      return content(comparedClasses(rankings, top), layers);
    },
  };
}
