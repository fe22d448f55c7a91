import type { Analysis, Failure } from '../../electron/shared/contract';
import type { CameraFrame } from '../camera/camera';
import type { Api } from '../api/api';
import type { Analysing } from './analysing.svelte';
import { Latest } from './latest';
import type { Session } from './session.svelte';

interface Parts {
  readonly analysing: Pick<Analysing, 'framing'>;
  readonly api: Pick<Api, 'call'>;
  readonly session: Pick<Session, 'analysis' | 'model'>;
}

/** What is compared, and the analysis on screen, which says how. */
interface Compared {
  readonly frames: readonly CameraFrame[];
  readonly analysis: Analysis;
}

/** Frames that compute keeps for the figure of a comparison, as the model is used now. */
export class ComparedFrames {
  /** By which they are asked for; null: they are not there yet. */
  analysisId = $state.raw<string | null>(null);
  failure = $state.raw<Failure | null>(null);
  #kept: Compared | null = null;
  readonly #asking = new Latest();

  constructor(private readonly parts: Parts) {}

  /** Analyses them, unless they are there. */
  async keep(wanted: Compared): Promise<void> {
    const { frames, analysis } = wanted;
    if (this.#kept?.frames === frames && this.#kept.analysis === analysis) return;
    this.#kept = wanted;
    [this.analysisId, this.failure] = [null, null];
    const { analysing, api, session } = this.parts;
    const input = {
      modelId: session.model?.modelId ?? '',
      ...analysing.framing,
      frames: frames.flatMap(({ source }) => (source ? [source] : [])),
    };
    const outcome = await this.#asking.ask((signal) => api.call('frames:compare', input, { signal }), {
      isWanted: () => session.analysis === analysis,
    });
    if (outcome.kind === 'done') this.analysisId = outcome.value.analysisId;
    else if (outcome.kind !== 'overtaken') this.#kept = null;
    if (outcome.kind === 'failed') this.failure = outcome.failure;
  }
}
