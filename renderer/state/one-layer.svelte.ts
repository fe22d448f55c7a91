import type { LayerInfo } from '../../electron/shared/contract';
import type { MatrixLayer } from '../lib/matrix-cells';
import { follow } from './follow.svelte';
import { Latest } from './latest';
import type { LayerChoice } from './layer-choice.svelte';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';
import type { VerdictsModel } from './verdicts-model.svelte';

interface Parts {
  readonly choice: Pick<LayerChoice, 'chosen' | 'columnOf' | 'fetchDetails' | 'showable'>;
  readonly session: Pick<Session, 'analysis' | 'model'>;
  readonly settings: SettingsModel;
  readonly verdicts: Pick<VerdictsModel, 'alone'>;
}

/**
 * The layer that is shown by itself in place of the matrix: one that was opened, chosen or not, until it is closed or other layers
 * are chosen; or the only chosen one, until it is closed.
 */
export class OneLayer {
  #opened = $state.raw<{ choice: string; layer: number } | null>(null);
  /** The choice of a single layer that was left for the matrix. */
  #left = $state.raw('');

  /** Names the model and the choice of its layers. */
  readonly #choice = $derived.by(
    () => `${this.parts.session.model?.modelId ?? ''} ${this.parts.settings.value.layers}`,
  );
  readonly layer: LayerInfo | null = $derived.by(() => {
    const { choice, session } = this.parts;
    if (this.#opened?.choice === this.#choice) return session.model?.layers[this.#opened.layer] ?? null;
    const [only, another] = choice.chosen;
    return only && !another && this.#choice !== this.#left ? only : null;
  });
  /** As the grid shows it. */
  readonly column: MatrixLayer | null = $derived.by(
    () => this.layer && this.parts.choice.columnOf(this.layer),
  );

  readonly #details = new Latest();

  constructor(readonly parts: Parts) {
    const { choice, session, verdicts } = parts;
    // What was opened or left does not come back with its choice.
    follow(
      () => this.#choice,
      (now) => {
        if (this.#opened?.choice !== now) this.#opened = null;
        if (this.#left !== now) this.#left = '';
      },
    );
    follow(
      () => ({ layer: this.layer, analysis: session.analysis }),
      ({ layer }) => {
        verdicts.alone = layer?.index ?? null;
        if (layer) void choice.fetchDetails(layer.index, this.#details);
      },
    );
  }

  /** Shows a layer, if it has maps or units. */
  open(layer: number): void {
    if (this.parts.choice.showable.some(({ index }) => index === layer))
      this.#opened = { choice: this.#choice, layer };
  }

  /** Back to the matrix. */
  close(): void {
    this.#opened = null;
    this.#left = this.#choice;
  }

  /** The next or previous layer of the model that has maps or units. */
  step(layers: number): void {
    const next = this.#neighbour(layers);
    if (next) this.open(next.index);
  }

  canStep(layers: number): boolean {
    return this.#neighbour(layers) !== null;
  }

  #neighbour(layers: number): LayerInfo | null {
    const { showable } = this.parts.choice;
    const place = showable.findIndex(({ index }) => index === this.layer?.index);
    return place < 0 ? null : (showable[place + layers] ?? null);
  }
}
