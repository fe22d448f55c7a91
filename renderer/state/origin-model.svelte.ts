import type { Analysis, Arithmetic, Failure, KernelView } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import { mapFromUnit } from '../lib/coordinates';
import type { MapPlace } from '../lib/matrix-cells';
import { follow } from './follow.svelte';
import type { InspectorModel } from './inspector-model.svelte';
import { Latest, type Outcome } from './latest';
import type { MapLook } from './map-look.svelte';
import type { PointModel } from './point-model.svelte';
import type { Session } from './session.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly inspector: Pick<InspectorModel, 'layer' | 'map' | 'state'>;
  readonly look: Pick<MapLook, 'tab'>;
  readonly point: Pick<PointModel, 'inUnit'>;
  readonly session: Pick<Session, 'analysis' | 'model'>;
}

/** An answer on the origin of a map; null: no kernel makes it. */
export type Origin<Value> =
  | { readonly kind: 'ready'; readonly value: Value | null }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A value of a map: for a unit, row and column are 0. */
export interface ValuePlace extends MapPlace {
  readonly row: number;
  readonly column: number;
}

/** While the point moves, nothing is asked: it comes to rest first. */
const REST_MS = 80;

const isSame = (one: MapPlace | undefined, other: MapPlace) => JSON.stringify(one) === JSON.stringify(other);
const isOfMap = (one: MapPlace | undefined, other: MapPlace) =>
  one?.layer === other.layer && one.filter === other.filter;

function originOf<Value>(outcome: Outcome<Value | null>): Origin<Value> | null {
  if (outcome.kind === 'failed') return outcome;
  return outcome.kind === 'done' ? { kind: 'ready', value: outcome.value } : null;
}

/**
 * How the inspected map comes about: its kernel, and the arithmetic of the value under the point. Each is asked for while the tab
 * that shows it is open, beside the values of the map. What was there before stays until the answer comes, unless it belongs to
 * another layer or result.
 */
export class OriginModel {
  #kernel = $state.raw<{ of: object; map: MapPlace; origin: Origin<KernelView> } | null>(null);
  #arithmetic = $state.raw<{ of: Analysis; place: ValuePlace; origin: Origin<Arithmetic> } | null>(null);
  readonly #requests = { kernel: new Latest(), arithmetic: new Latest() };

  /** Of the inspected map; null while it is not known, or not looked at. */
  readonly kernel: Origin<KernelView> | null = $derived.by(() => {
    const { inspector, session } = this.parts;
    const isOfLayer = this.#kernel?.of === session.model && this.#kernel?.map.layer === inspector.map?.layer;
    return isOfLayer ? (this.#kernel?.origin ?? null) : null;
  });
  /** The value under the point; null where the point is on none, or the map is not here. */
  readonly place: ValuePlace | null = $derived.by(() => {
    const { inspector, point } = this.parts;
    const { map, state } = inspector;
    if (!map || state.kind !== 'ready' || state.values.layer !== map.layer) return null;
    if (inspector.layer?.isSpatial === false) return { ...map, row: 0, column: 0 };
    if (!point.inUnit) return null;
    const { x, y } = mapFromUnit(point.inUnit, state.values);
    return { ...map, row: y, column: x };
  });
  /** The last one of this layer, with the value that it belongs to; null while none is known. */
  readonly arithmetic: { readonly place: ValuePlace; readonly origin: Origin<Arithmetic> } | null =
    $derived.by(() => {
      const { inspector, session } = this.parts;
      const known = this.#arithmetic;
      return known?.of === session.analysis && known?.place.layer === inspector.map?.layer ? known : null;
    });
  /** The arithmetic is of another value than the one under the point. */
  readonly isStale = $derived.by(
    () => this.arithmetic !== null && this.place !== null && !isSame(this.arithmetic.place, this.place),
  );

  constructor(readonly parts: Parts) {
    const { inspector, look, session } = parts;
    follow(
      // While there is no result, the map may be one that another model had.
      () => ({ map: look.tab === 'looks' && session.analysis ? inspector.map : null, model: session.model }),
      ({ map }) => void this.#fetchKernel(map),
    );
    follow(
      // As a text, so that nothing happens while the point moves within a value.
      () =>
        look.tab === 'steps' && this.place ? JSON.stringify([this.place, session.analysis?.analysisId]) : '',
      (wish) => void this.#fetchArithmetic(wish === '' ? null : this.place),
    );
  }

  async #fetchKernel(map: MapPlace | null): Promise<void> {
    const { api, session } = this.parts;
    const { model } = session;
    const known =
      this.#kernel?.of === model && this.#kernel?.origin.kind === 'ready' ? this.#kernel.map : undefined;
    if (!map || !model || isOfMap(known, map)) return this.#requests.kernel.cancel();
    const outcome = await this.#requests.kernel.ask(
      (signal) => api.call('map:kernel', { modelId: model.modelId, ...map }, { signal }),
      { isWanted: () => session.model === model },
    );
    const origin = originOf(outcome);
    if (origin) this.#kernel = { of: model, map, origin };
  }

  async #fetchArithmetic(place: ValuePlace | null): Promise<void> {
    const { api, session } = this.parts;
    const { analysis } = session;
    const shown = this.arithmetic;
    const isKnown = place && shown?.origin.kind === 'ready' && isSame(shown.place, place);
    if (!place || !analysis || isKnown) return this.#requests.arithmetic.cancel();
    const isMoved = isOfMap(shown?.place, place);
    const outcome = await this.#requests.arithmetic.ask(
      async (signal) => {
        if (isMoved) await new Promise((resolve) => setTimeout(resolve, REST_MS));
        signal.throwIfAborted();
        return api.call('map:arithmetic', { analysisId: analysis.analysisId, ...place }, { signal });
      },
      { isWanted: () => session.analysis === analysis, isPart: true },
    );
    const origin = originOf(outcome);
    if (origin) this.#arithmetic = { of: analysis, place, origin };
  }
}
