import type { Analysis } from '../../electron/shared/contract';
import { IDLE_KINDS } from '../../electron/shared/verdicts';
import type { Cause } from '../../electron/shared/verdict-causes';
import type { Api } from '../api/api';
import type { MapPlace } from '../lib/matrix-cells';
import { follow } from './follow.svelte';
import type { InspectorModel } from './inspector-model.svelte';
import { Latest } from './latest';
import type { Session } from './session.svelte';
import type { VerdictsModel } from './verdicts-model.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly inspector: Pick<InspectorModel, 'map'>;
  readonly session: Pick<Session, 'analysis'>;
  readonly verdicts: Pick<VerdictsModel, 'at'>;
}

/** Why the open map is 0 or constant: asked for by itself where it is. Who shows it goes without where that is not known. */
export class CauseModel {
  #answer = $state.raw<{ of: Analysis; map: MapPlace; cause: Cause | null } | null>(null);
  /** The open map, if it says nothing. */
  readonly #idle: MapPlace | null = $derived.by(() => {
    const { inspector, verdicts } = this.parts;
    const { map } = inspector;
    const kind = map && verdicts.at(map.layer, map.filter)?.kind;
    return kind && IDLE_KINDS.includes(kind) ? map : null;
  });
  readonly cause: Cause | null = $derived.by(() => {
    const { of, map, cause } = this.#answer ?? {};
    return cause && of === this.parts.session.analysis && map === this.#idle ? cause : null;
  });
  readonly #request = new Latest();

  constructor(readonly parts: Parts) {
    follow(
      () => ({ map: this.#idle, analysis: this.parts.session.analysis }),
      ({ map, analysis }) => void this.#fetch(map, analysis),
    );
  }

  async #fetch(map: MapPlace | null, analysis: Analysis | null): Promise<void> {
    this.#request.cancel();
    if (!map || !analysis) return;
    const { api, session } = this.parts;
    const outcome = await this.#request.ask(
      (signal) => api.call('map:cause', { analysisId: analysis.analysisId, ...map }, { signal }),
      { isWanted: () => session.analysis === analysis, isPart: true },
    );
    if (outcome.kind === 'done') this.#answer = { of: analysis, map, cause: outcome.value };
  }
}
