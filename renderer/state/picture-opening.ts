import type { Failure, Picture, PictureSource, Settings } from '../../electron/shared/contract';
import type { PictureReading } from '../../electron/shared/picture-reading';
import { baseName } from '../lib/dropped-files';
import { withMostRecent, type SettingsModel } from './settings-model.svelte';
import { isEngineDown, type Session } from './session.svelte';
import type { Analysing } from './analysing.svelte';
import type { Failures } from './failures';
import { readingOf, withReading } from './picture-memory';
import type { PointModel } from './point-model.svelte';
import type { ToastAction, Toasts } from './toasts.svelte';
import type { Wording } from './wording.svelte';

interface Parts {
  readonly analysing: Pick<Analysing, 'cropShift' | 'start'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly point: Pick<PointModel, 'hovered' | 'pinned'>;
  readonly session: Pick<
    Session,
    'openPicture' | 'picture' | 'pictureSource' | 'pictureWanted' | 'pictureWork'
  >;
  readonly settings: SettingsModel;
  readonly toasts: Toasts;
  readonly wording: Pick<Wording, 't'>;
}

type FileSource = Extract<PictureSource, { kind: 'path' | 'bytes' }>;

/** Where the sample photo's point starts: the cat's left eye, so that the first look shows what a point is. */
const SAMPLE_POINT = { x: 172.5, y: 110.5 };

/** Failures of what was chosen of how a file is read: it may have changed since. */
const OF_READING = ['image/no-such-frame', 'image/frame-unread', 'image/no-such-band', 'image/no-bands'];

function nameOf(source: PictureSource): string {
  if (source.kind === 'path') return baseName(source.path);
  return source.kind === 'sample' ? '' : source.name;
}

/** Opens pictures, and remembers the last ones. */
export class PictureOpening {
  /** Counts what the user has asked for: what is opened by itself steps back behind that. */
  #wishes = 0;
  /** Was asked for at the start, and compute died over it: it is tried once more. */
  #unmet: string | undefined;

  constructor(readonly parts: Parts) {}

  /**
   * Opens a picture and analyses it.
   * @param onOpened  called when it is there, before it is analysed
   * @returns the failure if it is no picture that can be opened; null also where something else has come instead
   */
  async use(wanted: PictureSource, onOpened?: () => void): Promise<Failure | null> {
    const wish = ++this.#wishes;
    const { analysing, session } = this.parts;
    const isOpen = await this.#open(wanted);
    const { pictureWork } = session;
    const failure = pictureWork.kind === 'failed' && wish === this.#wishes ? pictureWork.failure : null;
    if (isOpen) {
      this.#remember(wanted);
      onOpened?.();
    } else if (session.picture !== null || wish !== this.#wishes) return failure;
    else await this.#openOwn();
    await analysing.start();
    return isOpen ? null : failure;
  }

  /**
   * The first picture of a start. What the user asks for after this call comes before it.
   * @returns opens the picture that the app was asked for; without it, or where it cannot be opened, that of the last run
   *          or the sample
   */
  first(): (asked: string | undefined) => Promise<void> {
    const wish = this.#wishes;
    return async (asked) => {
      if (wish !== this.#wishes) return;
      const path = asked ?? this.#unmet;
      const isSecondTime = path === this.#unmet;
      this.#unmet = undefined;
      if (path !== undefined) {
        const { session } = this.parts;
        if (await this.#open({ kind: 'path', path })) return this.#remember({ kind: 'path', path });
        if (wish !== this.#wishes) return;
        if (isEngineDown(session.pictureWork) && !isSecondTime) this.#unmet = path;
        else this.#tellFailure();
      }
      await this.#openOwn();
    };
  }

  /** Opens the picture of the last run, or the sample. */
  async #openOwn(): Promise<void> {
    const wish = this.#wishes;
    const { session, settings } = this.parts;
    const { lastPicture } = settings.value;
    if (lastPicture !== '') {
      if (await this.#open({ kind: 'path', path: lastPicture })) return this.#take();
      if (wish !== this.#wishes) return;
      this.#tellFailure();
      settings.update({ lastPicture: '' });
    }
    if (await session.openPicture({ kind: 'sample' }, '')) this.#take();
  }

  /** From now on, colours are fed as stored or become sRGB; the picture on screen is opened again so. */
  async useColours(colourProfile: Settings['colourProfile']): Promise<void> {
    const { analysing, session, settings } = this.parts;
    settings.update({ colourProfile });
    const { picture, pictureSource } = session;
    if (picture && pictureSource && (await session.openPicture(pictureSource, picture.name)))
      await analysing.start();
  }

  /** How the picture on screen is read, where the user has chosen. */
  get reading(): PictureReading {
    return readingOf(this.parts.session.pictureSource);
  }

  /** Reads the picture on screen in another way: it is another picture then. */
  async read(change: PictureReading): Promise<void> {
    const { analysing, session, settings } = this.parts;
    const { picture, pictureSource } = session;
    if (!picture || (pictureSource?.kind !== 'path' && pictureSource?.kind !== 'bytes')) return;
    const source = { ...pictureSource, reading: { ...pictureSource.reading, ...change } };
    if (!(await session.openPicture(source, nameOf(source)))) return;
    const now = session.picture!;
    // Another frame may have another size, and troubles of its own.
    if (now.width !== picture.width || now.height !== picture.height) this.#take();
    else if (change.frame !== undefined) this.#tellWarnings(now);
    if (source.kind === 'path') settings.update(withReading(settings.value, source.path, source.reading));
    await analysing.start();
  }

  /**
   * What may help with a picture that could not be opened, as long as nothing else was wanted; undefined for most.
   * @param failure  what was wrong with it
   */
  remedyOf({ code }: Failure): ToastAction | undefined {
    const { session, wording } = this.parts;
    const { pictureWanted: source } = session;
    if (code !== 'image/dark-values' || (source?.kind !== 'path' && source?.kind !== 'bytes'))
      return undefined;
    return { label: wording.t('values.useOwn'), run: () => void this.#useOwnValues(source) };
  }

  async #useOwnValues(source: FileSource): Promise<void> {
    const { settings } = this.parts;
    const reading = { ...source.reading, valueRange: 'data' } as const;
    if (source.kind === 'path') settings.update(withReading(settings.value, source.path, reading));
    await this.use({ ...source, reading });
  }

  /** Opens a picture as it was read before, or plainly where that does not fit any more. */
  async #open(source: PictureSource): Promise<boolean> {
    const { session, settings } = this.parts;
    const remembered = this.#asRemembered(source);
    if (await session.openPicture(remembered, nameOf(source))) return true;
    const { pictureWork } = session;
    const isUnfit = pictureWork.kind === 'failed' && OF_READING.includes(pictureWork.failure.code);
    if (source.kind !== 'path' || remembered === source || !isUnfit) return false;
    settings.update(withReading(settings.value, source.path, {}));
    return session.openPicture(source, nameOf(source));
  }

  #asRemembered(source: PictureSource): PictureSource {
    if (source.kind !== 'path') return source;
    const found = this.parts.settings.value.pictureReadings.find(({ picture }) => picture === source.path);
    if (!found) return source;
    const { picture: _picture, ...reading } = found;
    return { ...source, reading };
  }

  #tellFailure(): void {
    const { failures, session } = this.parts;
    const { pictureWork } = session;
    if (pictureWork.kind === 'failed')
      failures.tell(
        'error.image',
        pictureWork.failure,
        { name: pictureWork.what },
        this.remedyOf(pictureWork.failure),
      );
  }

  #remember(source: PictureSource): void {
    const { settings } = this.parts;
    this.#take();
    if (source.kind === 'path') {
      const recentPictures = withMostRecent(source.path, settings.value.recentPictures);
      settings.update({ recentPictures, lastPicture: source.path });
    } else settings.update({ lastPicture: '' });
  }

  /** Point and crop frame start anew on a picture, and its warnings are told. */
  #take(): void {
    const { analysing, point, session } = this.parts;
    const { picture } = session;
    if (!picture) return;
    analysing.cropShift = 0;
    point.hovered = null;
    point.pinned = picture.isSample ? SAMPLE_POINT : null;
    this.#tellWarnings(picture);
  }

  #tellWarnings(picture: Picture): void {
    const { toasts, wording } = this.parts;
    for (const { key, values } of picture.warnings) {
      const failure = { code: key, values, during: [], detail: '' };
      toasts.show({ tone: 'warn', text: wording.t('warning.picture', { name: picture.name }), failure });
    }
  }
}
