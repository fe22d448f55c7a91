import type { Picture, PictureSource } from '../../electron/shared/contract';
import { baseName } from '../lib/dropped-files';
import type { RgbImage } from '../lib/pixels';
import { packThumbnail, thumbnailOf, unpackThumbnail } from '../lib/thumbnail';
import { follow } from './follow.svelte';
import type { Session } from './session.svelte';
import { MOST_RECENT, type SettingsModel } from './settings-model.svelte';

interface Parts {
  /** Frames of the webcam have a place of their own. */
  readonly isFrame: (source: PictureSource) => boolean;
  readonly session: Pick<Session, 'picture' | 'pictureSource'>;
  readonly settings: SettingsModel;
}

/** A picture that can be opened again. */
export interface RecentPicture {
  readonly key: string;
  readonly name: string;
  /** Where it lies; its name for one that lies in memory only. */
  readonly title: string;
  /** Null where it is not known. */
  readonly thumbnail: RgbImage | null;
  readonly source: PictureSource;
}

type InMemory = Extract<PictureSource, { kind: 'bytes' }>;

interface Kept {
  readonly key: string;
  readonly source: InMemory;
  readonly thumbnail: RgbImage;
}

/** Pasted pictures are in memory only, so no more of them are kept: screenshots have a few megabytes. */
const MOST_KEPT_BYTES = 64e6;

/** The pictures that were opened last: files, with a small picture of each, and those that were pasted in this run. */
export class RecentPictures {
  #kept = $state.raw<readonly Kept[]>([]);
  /** Keys of what was opened in this run, the newest first. */
  #order = $state.raw<readonly string[]>([]);
  #count = 0;

  readonly list: readonly RecentPicture[] = $derived.by(() => {
    const { recentPictures, thumbnails } = this.parts.settings.value;
    const files = recentPictures.map((path) => {
      const found = thumbnails.find(({ picture }) => picture === path);
      const thumbnail = found ? unpackThumbnail(found) : null;
      const source = { kind: 'path', path } as const;
      return { key: path, name: baseName(path), title: path, thumbnail, source };
    });
    const kept = this.#kept.map(({ key, source, thumbnail }) => ({
      ...{ key, source, thumbnail },
      ...{ name: source.name, title: source.name },
    }));
    const place = (key: string) => {
      const at = this.#order.indexOf(key);
      return at < 0 ? Infinity : at;
    };
    return [...kept, ...files].sort((a, b) => {
      const [first, second] = [place(a.key), place(b.key)];
      return first === second ? 0 : first - second;
    });
  });

  constructor(readonly parts: Parts) {
    follow(
      () => parts.session.picture,
      (picture) => {
        const { pictureSource } = parts.session;
        if (picture && pictureSource) this.#take(picture, pictureSource);
      },
    );
  }

  #take({ preview }: Picture, source: PictureSource): void {
    if (source.kind === 'path') this.#takeFile(source.path, thumbnailOf(preview));
    else if (source.kind === 'bytes' && !this.parts.isFrame(source)) this.#keep(source, thumbnailOf(preview));
  }

  #takeFile(path: string, thumbnail: RgbImage): void {
    const { settings } = this.parts;
    const { recentPictures, thumbnails } = settings.value;
    const others = thumbnails.filter(({ picture }) => picture !== path && recentPictures.includes(picture));
    settings.update({ thumbnails: [packThumbnail(path, thumbnail), ...others].slice(0, MOST_RECENT) });
    this.#putFirst(path);
  }

  /** The same bytes, read in another way, are the same picture. */
  #keep(source: InMemory, thumbnail: RgbImage): void {
    const known = this.#kept.find((one) => one.source.bytes === source.bytes);
    const key = known?.key ?? `memory-${++this.#count}`;
    const others = this.#kept.filter((one) => one !== known);
    let bytes = 0;
    this.#kept = [{ key, source, thumbnail }, ...others].filter((one, at) => {
      bytes += one.source.bytes.byteLength;
      return at === 0 || bytes <= MOST_KEPT_BYTES;
    });
    this.#putFirst(key);
  }

  #putFirst(key: string): void {
    this.#order = [key, ...this.#order.filter((other) => other !== key)];
  }
}
