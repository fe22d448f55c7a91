import type { Analysis } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import type { MapPlace } from '../lib/matrix-cells';
import type { Likeness } from '../lib/matrix-columns';
import type { Failures } from './failures';
import { follow } from './follow.svelte';
import { Latest } from './latest';
import type { Session } from './session.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly session: Pick<Session, 'analysis' | 'model' | 'picture'>;
}

/**
 * How alike the maps of one layer are to one of them, by which they are ordered. Which one that is changes only by `compareWith`,
 * not with the map that is looked at: nothing is sorted anew by itself. Another picture is compared anew, another model ends it.
 */
export class LikenessModel {
  /** The map that others are compared with. */
  to = $state.raw<MapPlace | null>(null);
  #answer = $state.raw<{ of: Analysis; known: Likeness } | null>(null);
  /** r with it; null while it is not known. */
  readonly known: Likeness | null = $derived.by(() => {
    const answer = this.#answer;
    return answer && answer.of === this.parts.session.analysis && isSame(answer.known, this.to)
      ? answer.known
      : null;
  });
  readonly #request = new Latest();

  constructor(readonly parts: Parts) {
    const { session } = parts;
    follow(
      () => session.model?.modelId,
      () => void (this.to = null),
    );
    follow(
      () => ({ analysis: session.analysis, to: this.to }),
      ({ analysis, to }) => void this.#ask(analysis, to),
    );
  }

  /** Orders the maps of a layer by their likeness to one of them; null: as the others are. */
  compareWith(map: MapPlace | null): void {
    this.to = map;
  }

  async #ask(analysis: Analysis | null, to: MapPlace | null): Promise<void> {
    this.#request.cancel();
    if (!analysis || !to) return;
    const { api, failures, session } = this.parts;
    const { layer, filter } = to;
    const input = { analysisId: analysis.analysisId, layer, filter };
    const outcome = await this.#request.ask((signal) => api.call('map:likeness', input, { signal }), {
      isWanted: () => session.analysis === analysis && this.to === to,
      isPart: true,
    });
    if (outcome.kind === 'done') this.#answer = { of: analysis, known: { layer, filter, r: outcome.value } };
    if (outcome.kind !== 'failed') return;
    failures.tell('error.analysis', outcome.failure, { name: session.picture?.name ?? '' });
    this.to = null;
  }
}

function isSame(known: MapPlace, map: MapPlace | null): boolean {
  return known.layer === map?.layer && known.filter === map.filter;
}
