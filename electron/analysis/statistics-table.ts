import { verdictAt, type JudgedNumbers, type LayerVerdicts } from '../core/map-verdicts';
import type { MapStatistics } from '../engine/pass';
import type { ListedLayer } from '../model/network';
import { csv } from '../shared/csv';
import { mapNumbers, STATISTIC_IDS } from '../shared/map-statistics';
import { sentenceOf } from '../shared/messages/sentence';
import { commandLineTable } from '../shared/messages/tables';
import { formatScore } from '../shared/plain-text';
import type { Cause } from '../shared/verdict-causes';
import { IDLE_KINDS, modelVerdictOf, type ModelVerdict, type Verdict } from '../shared/verdicts';
import { causeMessages, verdictMessage } from '../shared/verdict-words';
import type { StatisticWords } from '../shared/texts/statistic-text';
import type { CauseFinder } from './causes/cause-finder';
import type { KnownFacts } from './causes/facts';
import { causeFinderOf } from './causes/picture-causes';
import { Judge } from './judge';
import { joinedRow, rowOf, type LayerRow } from './layer-row';
import type { ModelSession } from './model-session';
import { formatPercent } from './predictions';

/** How tables and their sentences write numbers. */
export const TABLE_NUMBERS: StatisticWords = {
  value: formatScore,
  share: formatPercent,
  coefficient: (r) => (r === 0 ? '0' : r.toFixed(3)),
  bits: formatScore,
  whole: String,
};

/** What is said of the maps of a row, and of its layer. */
export interface JudgedRow {
  readonly row: LayerRow;
  readonly verdicts: LayerVerdicts;
  /** The verdict on a map; null where nothing stands out. */
  at(channel: number): Verdict | null;
  /** Why the map is 0 or constant; null where it is neither, or where no cause is proven in all pictures. */
  causeAt(channel: number): Cause | null;
}

/** The statistics of every map of some layers: the table of `stats`, of stats.csv and of the window's export. */
export class StatisticsTable {
  readonly rows: LayerRow[] = [];
  readonly #judge: Judge;
  readonly #causes: CauseFinder;
  #facts: KnownFacts | undefined;
  #pictures = 0;

  constructor(
    session: Pick<ModelSession, 'layers' | 'network'>,
    readonly layers: readonly ListedLayer[],
  ) {
    this.#judge = new Judge(session.network);
    this.#causes = causeFinderOf(session);
  }

  /** Number of pictures. */
  get pictures(): number {
    return this.#pictures;
  }

  /**
   * Adds a picture.
   * @param statistics  of each layer, in their order, with details
   * @param facts       that causes are found from
   */
  add(statistics: readonly MapStatistics[], facts: KnownFacts): void {
    this.layers.forEach((layer, place) => {
      const row = rowOf(layer, statistics[place]!);
      const before = this.rows[place];
      this.rows[place] = before ? joinedRow(before, row) : row;
    });
    this.#facts = this.#facts?.joined(facts) ?? facts;
    this.#pictures++;
  }

  /**
   * Verdicts on the maps over all pictures: r with the input and with twins is the mean over them, and twins are alike in each;
   * dead is what was 0 in all of at least five.
   */
  judged(): JudgedRow[] {
    return this.rows.map((row) => {
      const { layer, channels, pixels, numbers, meanR, twins, active, pictures } = row;
      const { min, max, zeros, limit } = numbers;
      const judged: JudgedNumbers = { height: pixels, width: 1, channels, min, max, zeros, limit, r: meanR };
      const verdicts = this.#judge.judge(layer, { ...judged, twins }, { pictures, active });
      const at = (channel: number) => verdictAt(judged, verdicts, channel);
      const causeAt = (channel: number) => {
        const kind = at(channel)?.kind;
        const isIdle = kind !== undefined && IDLE_KINDS.includes(kind) && this.#facts !== undefined;
        return isIdle ? this.#causes.causeOf(this.#facts!, layer.output, channel) : null;
      };
      return { row, verdicts, at, causeAt };
    });
  }

  /** What is said of all layers of the table together. */
  verdict(judged: readonly JudgedRow[]): ModelVerdict {
    return modelVerdictOf(
      judged.map(({ row, verdicts: { counts, verdict } }) => ({ maps: row.channels, counts, verdict })),
    );
  }

  /** As CSV, one line a map; a field is empty where a statistic says nothing of the map. */
  toCsv(): string {
    const lines = this.judged().flatMap(({ row, at, causeAt }) => {
      const { layer, height, width, channels, numbers } = row;
      return Array.from({ length: channels }, (_, channel) => {
        const verdict = at(channel);
        return [
          ...[layer.indexPath, layer.name, channel, height, width],
          ...STATISTIC_IDS.map((id) => numbers[id][channel]!),
          ...(placeOf(row, channel) ?? [NaN, NaN]),
          ...(verdict ? [verdict.kind, sentence(verdict)] : ['', '']),
          causeText(causeAt(channel)),
        ];
      });
    });
    const head = [
      'layer',
      'name',
      'channel',
      'height',
      'width',
      ...STATISTIC_IDS,
      'x',
      'y',
      'verdict',
      'reason',
      'cause',
    ];
    return csv([head, ...lines]);
  }

  /** For JSON: null where a statistic says nothing of the map, or is infinite. */
  toJson(): object[] {
    return this.judged().map(({ row, verdicts, at, causeAt }) => ({
      index: row.layer.layer.index,
      indexPath: row.layer.indexPath,
      name: row.layer.name,
      class: row.layer.className,
      verdict: verdicts.verdict,
      counts: verdicts.counts,
      channels: Array.from({ length: row.channels }, (_, channel) => ({
        channel,
        ...mapNumbers(STATISTIC_IDS, (id) => finiteOrNull(row.numbers[id][channel]!)),
        place: placeOf(row, channel),
        verdict: at(channel),
        cause: causeAt(channel),
      })),
    }));
  }
}

const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null);

/** Column and row of a map's largest value; null over several pictures, and for units. */
export function placeOf({ places, width, pixels }: LayerRow, channel: number): [number, number] | null {
  const place = places?.[channel];
  return place === undefined || pixels === 1 ? null : [place % width, Math.floor(place / width)];
}

/** Why a map is 0 or constant, step by step, in English, as all of the table; '' where that is not known. */
export function causeText(cause: Cause | null): string {
  const said = cause ? causeMessages(cause, TABLE_NUMBERS) : [];
  return said.map((one) => sentenceOf(one, commandLineTable)).join(' ');
}

function sentence(verdict: Verdict): string {
  return sentenceOf(verdictMessage(verdict, TABLE_NUMBERS), commandLineTable);
}
