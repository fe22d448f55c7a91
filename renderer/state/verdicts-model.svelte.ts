import { verdictAt, type LayerVerdicts } from '../../electron/core/map-verdicts';
import type { Analysis, JudgedLayer } from '../../electron/shared/contract';
import {
  modelVerdictOf,
  type ModelVerdict,
  type Verdict,
  type VerdictCounts,
  type VerdictKind,
} from '../../electron/shared/verdicts';
import type { Api } from '../api/api';
import { chosenLayers } from '../lib/matrix-columns';
import { nextKind, withKind } from '../lib/verdict-choice';
import type { Failures } from './failures';
import { follow } from './follow.svelte';
import { Latest } from './latest';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly session: Pick<Session, 'analysis' | 'model' | 'picture'>;
  readonly settings: Pick<SettingsModel, 'update' | 'value'>;
}

/** All 0, here or everywhere. */
const INACTIVE = ['inactive', 'dead'] as const;

/**
 * What is said of the maps on screen: verdicts of the chosen layers, asked for by themselves after each analysis, and of any
 * other layer that somebody looks at (`want`); how many there are, and which of them are to be seen. Who shows a map reads
 * `at`, who shows a layer reads `of`; both are undefined until the answer is here. Which maps the matrix shows follows from
 * `shows`; a layer without height and width has units, no maps, and is never asked about.
 */
export class VerdictsModel {
  /** Only maps with one of these verdicts are shown; empty: all that are not hidden. */
  only = $state.raw<ReadonlySet<VerdictKind>>(new Set());
  /** Maps with these verdicts are not shown. Kept in the settings. */
  readonly hidden: ReadonlySet<VerdictKind> = $derived.by(
    () => new Set(this.parts.settings.value.hiddenVerdicts),
  );

  #fetched = $state.raw<{ of: Analysis | null; list: readonly JudgedLayer[] }>({ of: null, list: [] });
  /** Everything that is known now, by layer. */
  readonly layers: ReadonlyMap<number, JudgedLayer> = $derived.by(() => {
    const fetched = this.#fetched.of === this.parts.session.analysis ? this.#fetched.list : [];
    return new Map(fetched.map((one) => [one.layer, one]));
  });
  /** A layer that is shown by itself: its maps alone are counted then. Null: those of the chosen layers. */
  alone = $state.raw<number | null>(null);
  readonly #chosenSpatial = $derived.by(() => {
    const { session, settings } = this.parts;
    const layers = session.model?.layers ?? [];
    const chosen =
      this.alone === null
        ? chosenLayers(layers, settings.value.layers)
        : layers.filter(({ index }) => index === this.alone);
    return chosen.filter(({ isSpatial }) => isSpatial);
  });
  /** Those of the chosen layers that are known, in the order of the model. */
  readonly chosen: readonly JudgedLayer[] = $derived.by(() =>
    this.#chosenSpatial.flatMap(({ index }) => this.layers.get(index) ?? []),
  );
  /** True when all chosen layers are judged. */
  readonly isWhole = $derived.by(() => this.chosen.length === this.#chosenSpatial.length);
  /** What is said of all chosen layers together. */
  readonly model: ModelVerdict = $derived.by(() =>
    modelVerdictOf(
      this.chosen.map(({ statistics, verdicts: { counts, verdict } }) => ({
        maps: statistics.channels,
        ...{ counts, verdict },
      })),
    ),
  );

  /** Chosen layers that nothing was asked about, after an analysis. */
  readonly #missing = $derived.by(() => {
    const { analysis } = this.parts.session;
    const layers = this.#chosenSpatial.map(({ index }) => index);
    const missing = layers.filter((layer) => !this.layers.has(layer));
    return analysis && missing.length > 0 ? { analysisId: analysis.analysisId, layers: missing } : null;
  });
  readonly #request = new Latest();

  /** The picture that was first on screen with this model. */
  firstPicture = $state<string | null>(null);

  constructor(readonly parts: Parts) {
    const { session } = parts;
    let model = '';
    follow(
      () => session.analysis,
      (analysis) => {
        if (!analysis || analysis.modelId === model) return;
        model = analysis.modelId;
        this.firstPicture = analysis.pictureId;
      },
    );
    follow(
      () => JSON.stringify(this.#missing),
      // Behind what is to be seen at once.
      () => queueMicrotask(() => void this.#askForMissing()),
    );
  }

  /** How many maps of the chosen layers have which verdict. */
  get counts(): VerdictCounts {
    return this.model.counts;
  }

  /** What is said of a layer's maps and of the layer; undefined while that is not known. */
  of(layer: number): LayerVerdicts | undefined {
    return this.layers.get(layer)?.verdicts;
  }

  /** For each map of a layer the first one of its group of alike ones: itself where it stands alone; null while not known. */
  groupsOf(layer: number): Int32Array | null {
    return this.of(layer)?.groups ?? null;
  }

  /** The verdict on a map, with its numbers; null where nothing stands out, undefined while that is not known. */
  at(layer: number, channel: number): Verdict | null | undefined {
    const known = this.layers.get(layer);
    return known && channel < known.statistics.channels
      ? verdictAt(known.statistics, known.verdicts, channel)
      : undefined;
  }

  /** Asks about a layer that need not be one of the chosen ones, where it is not known. Who shows it goes without if that fails. */
  async want(layer: number): Promise<void> {
    const { analysis, model } = this.parts.session;
    if (!analysis || this.layers.has(layer) || !model?.layers[layer]?.isSpatial) return;
    await this.#ask(new Latest(), { analysisId: analysis.analysisId, layers: [layer] });
  }

  /** Shows only maps with this verdict besides those of `only`, or no longer. */
  toggleOnly(kind: VerdictKind): void {
    this.only = withKind(this.only, kind, !this.only.has(kind));
  }

  /** Shows only the next verdict that some map has, and after the last one all. */
  nextOnly(): void {
    this.only = nextKind(this.only, this.counts);
  }

  /** Shows all maps that are not hidden. */
  showAll(): void {
    this.only = new Set();
  }

  /** Hides maps with these verdicts, or no longer. */
  hide(kinds: readonly VerdictKind[], isHidden: boolean): void {
    let hidden = this.hidden;
    for (const kind of kinds) hidden = withKind(hidden, kind, isHidden);
    this.parts.settings.update({ hiddenVerdicts: [...hidden] });
  }

  /** Whether maps that are 0 everywhere are hidden. */
  get hidesInactive(): boolean {
    return INACTIVE.every((kind) => this.hidden.has(kind));
  }

  hideInactive(isHidden: boolean): void {
    this.hide(INACTIVE, isHidden);
  }

  async #askForMissing(): Promise<void> {
    if (!this.#missing) return this.#request.cancel();
    await this.#ask(this.#request, this.#missing);
  }

  async #ask(request: Latest, wish: { analysisId: string; layers: readonly number[] }): Promise<void> {
    const { api, failures, session } = this.parts;
    const { analysis } = session;
    const input = { ...wish, layers: [...wish.layers] };
    const outcome = await request.ask((signal) => api.call('layer:verdicts', input, { signal }), {
      isWanted: () => session.analysis === analysis,
      isPart: true,
    });
    if (outcome.kind === 'failed')
      failures.tell('error.analysis', outcome.failure, { name: session.picture?.name ?? '' });
    if (outcome.kind !== 'done') return;
    const before = this.#fetched.of === analysis ? this.#fetched.list : [];
    this.#fetched = { of: analysis, list: [...before, ...outcome.value] };
  }
}
