import {
  baseName,
  chooseEach,
  chooseFirst,
  fileKindOf,
  filesOf,
  type ChosenPaths,
} from '../lib/dropped-files';
import type { Api } from '../api/api';
import type { Failures } from './failures';
import type { ModelLoading } from './model-loading';
import type { PictureOpening } from './picture-opening';
import { MOST_RECENT, type SettingsModel } from './settings-model.svelte';
import type { Toasts } from './toasts.svelte';
import type { Wording } from './wording.svelte';

interface Parts {
  readonly api: Pick<Api, 'call' | 'pathOfFile'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly modelLoading: Pick<ModelLoading, 'use'>;
  readonly pictureOpening: Pick<PictureOpening, 'use'>;
  readonly settings: SettingsModel;
  readonly toasts: Toasts;
  readonly wording: Pick<Wording, 't'>;
}

/** Without a path on disk a file's bytes cross two processes; beyond this it is refused. */
const MOST_BYTES = 200e6;
/** Of many pictures the first is opened, and so many stand under Recent beside it. */
const MOST_OFFERED = MOST_RECENT - 1;

/** Everything that comes in from outside: the open dialog, drops, pastes, and files handed over by the system. */
export class Intake {
  constructor(readonly parts: Parts) {}

  /** Asks the user for files and opens the first one that fits. */
  async choose(kind: 'any' | 'picture' | 'model'): Promise<void> {
    try {
      await this.openPaths(await this.parts.api.call('files:choose', { kind }));
    } catch (error) {
      this.parts.failures.tell('error.engine', error);
    }
  }

  /** Opens files of the disk: of many the first picture and the first model. */
  async openPaths(paths: readonly string[]): Promise<void> {
    await this.#open(this.#choose(paths));
  }

  /** Opens what main was asked to open while the page was there: by a second start, the menu or the system. */
  async openAsked(): Promise<void> {
    await this.#open(await this.takeAsked());
  }

  /** What main was asked to open, since the start or since the last time: the newest picture and the newest model. */
  async takeAsked(): Promise<ChosenPaths> {
    let asked: ChosenPaths = {};
    try {
      for (const { paths, missing } of await this.parts.api.call('files:take', undefined)) {
        this.#tellMissing(missing);
        asked = { ...asked, ...this.#choose(paths) };
      }
    } catch (error) {
      this.parts.failures.tell('error.engine', error);
    }
    return asked;
  }

  #choose(paths: readonly string[]): ChosenPaths {
    const chosen = chooseEach(paths);
    const names = Object.values(chosen).map(baseName);
    const others = paths.filter((path) => !Object.values(chosen).includes(path));
    if (names.length > 0) this.#sayWhatWasLeftOut(names.join(', '), others.length, this.#offer(others));
    else if (paths.length > 0) this.#say('drop.nothing');
    return chosen;
  }

  /** What was named with a picture that is opened can be opened after it. */
  #offer(others: readonly string[]): number {
    const { settings } = this.parts;
    const pictures = others.filter((path) => fileKindOf(baseName(path)) === 'picture').slice(0, MOST_OFFERED);
    const { recentPictures } = settings.value;
    const rest = recentPictures.filter((path) => !pictures.includes(path));
    if (pictures.length > 0)
      settings.update({ recentPictures: [...pictures, ...rest].slice(0, MOST_RECENT) });
    return pictures.length;
  }

  async #open({ picture, model }: ChosenPaths): Promise<void> {
    await Promise.all([
      picture !== undefined && this.#openPath(picture, 'picture'),
      model !== undefined && this.#openPath(model, 'model'),
    ]);
  }

  #tellMissing(missing: readonly string[]): void {
    const [path] = missing;
    if (path === undefined) return;
    const text = this.parts.wording.t('open.missing', { path, count: missing.length });
    this.parts.toasts.show({ tone: 'bad', text });
  }

  async drop(transfer: DataTransfer): Promise<void> {
    const hasText = transfer.types.includes('text/plain');
    const files = await filesOf(transfer);
    if (files.length === 0) this.#say(hasText ? 'drop.text' : 'drop.nothing');
    else await this.#openFiles(files);
  }

  async paste(transfer: DataTransfer): Promise<void> {
    const files = Array.from(transfer.files);
    if (files.length > 0) await this.#openFiles(files);
    else this.#say(transfer.types.includes('text/plain') ? 'drop.text' : 'paste.nothing');
  }

  async #openFiles(files: readonly File[]): Promise<void> {
    const first = chooseFirst(files, (file) => file.name);
    if (!first) return this.#say('drop.nothing');
    const file = first.item;
    const path = this.parts.api.pathOfFile(file);
    const others = files.filter((other) => other !== file);
    const offered = others.filter(({ name }) => fileKindOf(name) === 'picture').slice(0, MOST_OFFERED);
    const paths = offered.map((other) => this.parts.api.pathOfFile(other)).filter((one) => one !== '');
    this.#sayWhatWasLeftOut(file.name, others.length, this.#offer(paths));
    if (path !== '') return this.#openPath(path, first.kind);
    if (file.size > MOST_BYTES || first.kind === 'model') return this.#say('drop.tooBig', file.name);
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      await this.parts.pictureOpening.use({ kind: 'bytes', name: file.name, bytes });
    } catch (error) {
      this.parts.failures.tell('error.image', error, { name: file.name });
    }
  }

  #openPath(path: string, kind: 'picture' | 'model'): Promise<void> {
    return kind === 'model'
      ? this.parts.modelLoading.use({ kind: 'file', path })
      : this.parts.pictureOpening.use({ kind: 'path', path });
  }

  /** @param offered  those of them that can be opened with a click now */
  #sayWhatWasLeftOut(name: string, count: number, offered: number): void {
    const { toasts, wording } = this.parts;
    const left = count - offered;
    if (offered > 0 && left > 0)
      toasts.show({ tone: 'ok', text: wording.t('drop.offeredAndLeft', { name, offered, count: left }) });
    else if (offered > 0)
      toasts.show({ tone: 'ok', text: wording.t('drop.offered', { name, count: offered }) });
    else if (left > 0) toasts.show({ tone: 'ok', text: wording.t('drop.first', { name, count: left }) });
  }

  #say(key: 'drop.nothing' | 'drop.text' | 'drop.tooBig' | 'paste.nothing', name = ''): void {
    this.parts.toasts.show({ tone: 'warn', text: this.parts.wording.t(key, { name }) });
  }
}
