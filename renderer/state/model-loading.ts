import type { Failure, ModelUse } from '../../electron/shared/contract';
import { message } from '../../electron/shared/messages/message';
import { baseName } from '../lib/dropped-files';
import { withMostRecent, type SettingsModel } from './settings-model.svelte';
import type { ModelSource, Session } from './session.svelte';
import type { Analysing } from './analysing.svelte';
import type { Api } from '../api/api';
import type { Failures } from './failures';
import type { ModelMemory } from './model-memory';
import type { ModelQuestion } from './model-question.svelte';

interface Parts {
  readonly analysing: Pick<Analysing, 'start'>;
  readonly api: Pick<Api, 'call'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly memory: Pick<ModelMemory, 'remember' | 'useOf'>;
  readonly question: Pick<ModelQuestion, 'close' | 'open'>;
  readonly session: Session;
  readonly settings: SettingsModel;
}

/** What was there when it was dropped needs no check of its path. */
function asDropped(failure: Failure): Failure {
  if (failure.code !== 'model/not-found') return failure;
  return { ...failure, values: { problem: message('part/gone-since-drop') } };
}

/** Loads models, as each was used before, and changes how the loaded one is used. */
export class ModelLoading {
  /** Counts what the user has asked for: what is loaded by itself steps back behind that. */
  #wishes = 0;

  constructor(readonly parts: Parts) {}

  /**
   * Loads another model and analyses the picture with it.
   * @param use  how it is used, which is remembered; as before where it is left out
   */
  use(source: ModelSource, use?: ModelUse): Promise<void> {
    return this.#use(source, use);
  }

  /** Loads a model file that was dropped; whoever gave it may remove it before it is read. */
  useDropped(path: string): Promise<void> {
    return this.#use({ kind: 'file', path }, undefined, true);
  }

  async #use(source: ModelSource, use?: ModelUse, isDropped = false): Promise<void> {
    const wish = ++this.#wishes;
    const { analysing, session } = this.parts;
    if (await this.load(source, this.#nameOf(source), use)) {
      // What was asked about another model does not lie over this one.
      this.parts.question.close();
      this.#remember(source, use);
    } else {
      this.#tellFailure(source, isDropped);
      if (session.model !== null || wish !== this.#wishes) return;
      await this.#loadOwn();
    }
    await analysing.start();
  }

  /** Loads a model. True when it is there. */
  load(source: ModelSource, name: string, use?: ModelUse): Promise<boolean> {
    const { memory, session } = this.parts;
    return session.loadModel({ ...source, use: use ?? memory.useOf(source) }, name);
  }

  /**
   * The first model of a start. What the user asks for after this call comes before it.
   * @returns loads the model that the app was asked for; without it, or where it cannot be loaded, the one of the last run
   */
  first(): (asked: string | undefined) => Promise<void> {
    const wish = this.#wishes;
    return async (asked) => {
      if (wish !== this.#wishes) return;
      if (asked !== undefined) {
        const source = { kind: 'file', path: asked } as const;
        if (await this.load(source, baseName(asked))) return this.#remember(source);
        if (wish !== this.#wishes) return;
        this.#tellFailure(source);
      }
      await this.#loadOwn();
    };
  }

  /** Loads the model of the last run, or the one of the catalogue that was used last. */
  async #loadOwn(): Promise<void> {
    const wish = this.#wishes;
    const { failures, session, settings } = this.parts;
    try {
      await session.readCatalog();
    } catch (error) {
      failures.tell('error.engine', error);
      return;
    }
    const { lastModel } = settings.value;
    if (lastModel !== '' && wish === this.#wishes) {
      const source = { kind: 'file', path: lastModel } as const;
      if (await this.load(source, baseName(lastModel))) return;
      if (session.modelWork.kind !== 'failed') return; // another model took its place, or the engine died
      this.#tellFailure(source);
      settings.update({ lastModel: '' });
    }
    if (wish === this.#wishes) await this.loadFromCatalog();
  }

  /** Loads the model of the catalogue that was used last, or another one that is there. */
  async loadFromCatalog(): Promise<void> {
    const { session, settings } = this.parts;
    const available = session.catalog.filter((model) => model.isAvailable);
    const model = available.find(({ id }) => id === settings.value.modelId) ?? available[0];
    if (!model) return;
    const source = { kind: 'catalog', id: model.id } as const;
    if (!(await this.load(source, model.title))) this.#tellFailure(source);
  }

  #remember(source: ModelSource, use?: ModelUse): void {
    const { memory, settings } = this.parts;
    if (use) memory.remember(source, use);
    if (source.kind === 'catalog') settings.update({ modelId: source.id, lastModel: '' });
    else {
      const recentModels = withMostRecent(source.path, settings.value.recentModels);
      settings.update({ recentModels, lastModel: source.path });
    }
  }

  /** Uses the model in another way, remembers that for its file, and analyses again. */
  async change(patch: Partial<ModelUse>): Promise<void> {
    const { analysing, failures, memory, session } = this.parts;
    const { model, modelSource } = session;
    if (!model || !modelSource) return;
    const use = { ...model.use, ...patch };
    if (!(await session.changeUse(use))) {
      const { useWork } = session;
      if (useWork.kind === 'failed') failures.tell('error.use', useWork.failure, { name: useWork.what });
      return;
    }
    memory.remember(modelSource, use);
    if (Object.keys(patch).every((key) => key === 'labels' || key === 'softmax')) return; // the numbers stay the same
    await analysing.start();
  }

  /** Asks for a file with class names and uses it. */
  async chooseLabels(): Promise<void> {
    try {
      const [labels] = await this.parts.api.call('files:choose', { kind: 'labels' });
      if (labels !== undefined) await this.change({ labels });
    } catch (error) {
      this.parts.failures.tell('error.engine', error);
    }
  }

  /** Files of recent models that are gone. Without an answer all count as there: choosing one then tells. */
  findMissing(): Promise<readonly string[]> {
    return this.parts.api.call('files:missing', undefined).catch(() => []);
  }

  #nameOf(source: ModelSource): string {
    if (source.kind === 'file') return baseName(source.path);
    return this.parts.session.catalog.find((model) => model.id === source.id)?.title ?? source.id;
  }

  /** Asks what must be known of the model, or says what is wrong. */
  #tellFailure(source: ModelSource, isDropped = false): void {
    const { failures, question, session } = this.parts;
    const { modelWork } = session;
    if (modelWork.kind !== 'failed') return;
    const { what: name, failure } = modelWork;
    if (failure.question) question.open = { source, name, failure, ask: failure.question };
    else failures.tell('error.model', isDropped ? asDropped(failure) : failure, { name });
    session.dismissModelFailure();
  }
}
