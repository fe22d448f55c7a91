import type { Failure } from '../../electron/shared/contract';
import {
  baseName,
  candidatesOf,
  chooseEach,
  fileKindOf,
  filesOf,
  type ChosenPaths,
  type Dropped,
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
  readonly modelLoading: Pick<ModelLoading, 'use' | 'useDropped'>;
  readonly pictureOpening: Pick<PictureOpening, 'use'>;
  readonly settings: SettingsModel;
  readonly toasts: Toasts;
  readonly wording: Pick<Wording, 't'>;
}

/** Without a path on disk a file's bytes cross two processes; beyond this it is refused. */
const MOST_BYTES = 200e6;
/** Of many pictures the first is opened, and so many stand under Recent beside it. */
const MOST_OFFERED = MOST_RECENT - 1;

/** So many pictures are tried until one can be opened. */
const MOST_TRIED = 30;
/** Failures of a file that was there when it was dropped. */
const GONE = ['image/not-found', 'image/unreadable', 'image/bad-name'];

/** A picture that may be opened. */
interface Candidate {
  readonly name: string;
  /** '' where it has none on this disk. */
  readonly path: string;
  /** Its bytes, where the page can read them; null where they are too many or gone. */
  readonly bytes?: () => Promise<Uint8Array<ArrayBuffer> | null>;
}

async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer> | null> {
  if (file.size > MOST_BYTES) return null;
  return file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => null,
  );
}

/** What is said of a drop or a paste without files. To be asked at once: later the transfer is empty. */
function textIn(transfer: DataTransfer): 'drop.address' | 'drop.text' | null {
  const { types } = transfer;
  if (!types.includes('text/plain') && !types.includes('text/uri-list')) return null;
  const text = transfer.getData('text/uri-list') || transfer.getData('text/plain');
  return /^\s*(https?|ftp|data|blob):/i.test(text) ? 'drop.address' : 'drop.text';
}

/** What is said where nothing was opened. */
type Nothing = 'drop.address' | 'drop.badName' | 'drop.gone' | 'drop.nothing' | 'drop.text';

function whyNothing([lost]: Dropped['lost'], text: Nothing | null = null): Nothing {
  if (lost !== undefined) return lost === 'name' ? 'drop.badName' : 'drop.gone';
  return text ?? 'drop.nothing';
}

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

  /** Opens files of the disk: of many the first picture that can be opened, and the first model. */
  async openPaths(paths: readonly string[]): Promise<void> {
    const chosen = this.#choose(paths);
    await this.#open(chosen, (place) => this.#sayWhatIsOpen(chosen, paths, place));
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
        const chosen = this.#choose(paths);
        this.#sayWhatIsOpen(chosen, paths);
        const { others: _older, ...before } = asked;
        asked = chosen.picture === undefined ? { ...asked, ...chosen } : { ...before, ...chosen };
      }
    } catch (error) {
      this.parts.failures.tell('error.engine', error);
    }
    return asked;
  }

  #choose(paths: readonly string[]): ChosenPaths {
    const chosen = chooseEach(paths);
    if (paths.length > 0 && Object.keys(chosen).length === 0) this.#say('drop.nothing');
    return chosen;
  }

  #sayWhatIsOpen({ picture, others = [], model }: ChosenPaths, paths: readonly string[], place = 0): void {
    const pictures = picture === undefined ? [] : [picture, ...others];
    const open = [pictures[place], model].filter((path) => path !== undefined);
    if (open.length === 0) return;
    const offered = this.#offer(pictures.slice(place + 1), pictures[place]);
    this.#sayWhatWasLeftOut(open.map(baseName).join(', '), paths.length - open.length, offered);
  }

  /** What was named with a picture that is opened can be opened after it. @returns how many there are */
  #offer(others: readonly string[], opened?: string): number {
    const { settings } = this.parts;
    const pictures = others.filter((path) => fileKindOf(baseName(path)) === 'picture').slice(0, MOST_OFFERED);
    const { recentPictures } = settings.value;
    const [first] = recentPictures.filter((path) => path === opened);
    const front = first === undefined ? pictures : [first, ...pictures];
    const rest = recentPictures.filter((path) => !front.includes(path));
    if (pictures.length > 0) settings.update({ recentPictures: [...front, ...rest].slice(0, MOST_RECENT) });
    return pictures.length;
  }

  async #open(
    { picture, others = [], model }: ChosenPaths,
    onOpened?: (place: number) => void,
  ): Promise<void> {
    const pictures = picture === undefined ? [] : [picture, ...others];
    const opening = this.#openFirst(
      pictures.map((path) => ({ name: baseName(path), path })),
      (place) => onOpened?.(place),
    );
    await Promise.all([
      opening,
      model !== undefined && this.parts.modelLoading.use({ kind: 'file', path: model }),
    ]);
    if (picture === undefined && model !== undefined) onOpened?.(0);
  }

  /** Opens the first picture that can be; where none can, what is wrong with the first one is shown. */
  async #openFirst(pictures: readonly Candidate[], onOpened: (place: number) => void): Promise<void> {
    const tried = pictures.slice(0, MOST_TRIED);
    for (const [place, picture] of tried.entries())
      if (!(await this.#try(picture, () => onOpened(place)))) return;
    if (tried.length > 1) await this.#try(tried[0]!);
  }

  /** Opens a picture by its path, which is remembered; by its bytes where it has none, or is gone already. True if it is none. */
  async #try({ name, path, bytes }: Candidate, onOpened?: () => void): Promise<boolean> {
    const { pictureOpening } = this.parts;
    let failure: Failure | null = null;
    if (path !== '') {
      failure = await pictureOpening.use({ kind: 'path', path }, onOpened);
      if (!failure || !GONE.includes(failure.code)) return failure?.code.startsWith('image/') === true;
    }
    const read = await bytes?.();
    if (read) failure = await pictureOpening.use({ kind: 'bytes', name, bytes: read }, onOpened);
    else if (path === '') this.#say('drop.tooBig', name);
    return failure?.code.startsWith('image/') === true;
  }

  #tellMissing(missing: readonly string[]): void {
    const [path] = missing;
    if (path === undefined) return;
    const text = this.parts.wording.t('open.missing', { path, count: missing.length });
    this.parts.toasts.show({ tone: 'bad', text });
  }

  async drop(transfer: DataTransfer): Promise<void> {
    const text = textIn(transfer);
    const { files, lost } = await filesOf(transfer);
    if (files.length > 0) await this.#openFiles(files, lost);
    else this.#say(whyNothing(lost, text));
  }

  async paste(transfer: DataTransfer): Promise<void> {
    const files = Array.from(transfer.files);
    if (files.length > 0) return this.#openFiles(files);
    const text = textIn(transfer);
    if (text !== null) return this.#say(text);
    const picture = await this.parts.api.call('files:pasted', undefined).catch(() => null);
    if (picture) await this.parts.pictureOpening.use({ kind: 'bytes', ...picture });
    else this.#say('paste.nothing');
  }

  async #openFiles(files: readonly File[], lost: Dropped['lost'] = []): Promise<void> {
    const found = candidatesOf(files, (file) => file.name);
    if (!found) return this.#say(whyNothing(lost));
    const { kind, items } = found;
    const count = found.count + lost.length;
    const first = items[0]!;
    if (kind === 'model') {
      const path = this.parts.api.pathOfFile(first);
      if (path === '') return this.#say('drop.noPlace', first.name);
      this.#sayWhatWasLeftOut(first.name, count - 1, 0);
      return this.parts.modelLoading.useDropped(path);
    }
    // Whoever gave the file may remove it before it is read: browsers and archives do.
    const spare = bytesOf(first);
    const tried = items.slice(0, MOST_TRIED).map((file) => ({ file, path: this.parts.api.pathOfFile(file) }));
    await this.#openFirst(
      tried.map(({ file, path }) => ({
        name: file.name,
        path,
        bytes: () => (file === first ? spare : bytesOf(file)),
      })),
      (place) => {
        const offered = tried.slice(place + 1).flatMap(({ path }) => (path === '' ? [] : [path]));
        const offers = this.#offer(offered, tried[place]!.path);
        this.#sayWhatWasLeftOut(tried[place]!.file.name, count - 1, offers);
      },
    );
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

  #say(key: Nothing | 'drop.noPlace' | 'drop.tooBig' | 'paste.nothing', name = ''): void {
    this.parts.toasts.show({ tone: 'warn', text: this.parts.wording.t(key, { name }) });
  }
}
