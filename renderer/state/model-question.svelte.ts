import type { Failure, ModelUse } from '../../electron/shared/contract';
import type { ModelSource, UseModel } from './session.svelte';
import type { Api } from '../api/api';
import type { Failures } from './failures';
import type { ModelMemory } from './model-memory';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly memory: Pick<ModelMemory, 'useOf'>;
  readonly useModel: UseModel;
}

/** A model that waits for an answer. */
export interface OpenQuestion {
  readonly source: ModelSource;
  readonly name: string;
  readonly failure: Failure;
  readonly ask: NonNullable<Failure['question']>;
}

/** What must be known of a model before it can be opened: values of its other inputs, or the layers of its weights. */
export class ModelQuestion {
  /** Null: nothing is asked. */
  open = $state.raw<OpenQuestion | null>(null);

  constructor(readonly parts: Parts) {}

  close(): void {
    this.open = null;
  }

  /** Opens the model again, now that the user has said what was missing. */
  async answer(answer: Partial<ModelUse>): Promise<void> {
    const { open } = this;
    this.open = null;
    if (!open) return;
    const use = { ...this.parts.memory.useOf(open.source), ...answer };
    await this.parts.useModel(open.source, use);
  }

  /** Asks for a JSON file with the layers of a file of weights. */
  async chooseArchitecture(): Promise<void> {
    try {
      const [architecture] = await this.parts.api.call('files:choose', { kind: 'architecture' });
      if (architecture !== undefined) await this.answer({ architecture });
    } catch (error) {
      this.parts.failures.tell('error.engine', error);
    }
  }
}
