import type { FigureShows, PictureScale, PictureWhat } from '../../electron/shared/contract';
import type { Size } from '../lib/coordinates';
import type { MapPlace } from '../lib/matrix-cells';
import type { Exporter } from './exporter';
import type { Failures } from './failures';
import type { Session } from './session.svelte';

interface Parts {
  readonly exporter: Pick<Exporter, 'copy' | 'save'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly session: Pick<Session, 'analysis' | 'picture'>;
}

/** Something that can be saved as one PNG. */
export interface PngSubject {
  /** Tells it from the others. */
  readonly id: string;
  /** What the dialog calls it. */
  readonly label: string;
  /** What the name of the file says of it. */
  readonly name: string;
  /** At its own size; null where that is known only when it is drawn. */
  readonly size: Size | null;
  /** The figure that shows it with title and legend. */
  readonly figure?: FigureShows;
  /** It may be laid over the photo. */
  readonly hasPhoto?: boolean;
  readonly draw: (look: PngLook) => PictureWhat | Promise<PictureWhat>;
}

export interface PngLook {
  readonly scale: PictureScale;
  readonly withPhoto: boolean;
}

/** Saves or copies a pane, a tile or the picture itself as PNG, at its own size or four times enlarged. */
export class PngModel {
  isOpen = $state(false);
  /** The subject that the dialog was opened on, or that was chosen in it; '': the first. */
  wanted = $state('');
  /** The tile that the dialog was opened on. */
  tile = $state.raw<MapPlace | null>(null);
  scale = $state<PictureScale>(1);
  withPhoto = $state(true);

  constructor(readonly parts: Parts) {}

  /** Opens the dialog, on one subject if it is named and there. */
  open(wanted = '', tile: MapPlace | null = null): void {
    if (!this.parts.session.analysis) return;
    this.wanted = wanted;
    this.tile = tile;
    this.isOpen = true;
  }

  close(): void {
    this.isOpen = false;
  }

  /** Pixels of the file. */
  sizeOf({ size }: PngSubject): Size | null {
    const scaled = (side: number) => Math.round(side * this.scale);
    return size && { width: scaled(size.width), height: scaled(size.height) };
  }

  /** Makes the picture and asks where to save it. */
  async save(subject: PngSubject): Promise<void> {
    const { exporter, failures } = this.parts;
    this.close();
    try {
      const name = this.#nameOf(subject);
      const { scale, withPhoto } = this;
      await exporter.save(await subject.draw({ scale, withPhoto }), name, name);
    } catch (error) {
      failures.tell('error.export', error);
    }
  }

  /** Makes the picture and puts it into the clipboard. */
  async copy(subject: PngSubject, scale = this.scale): Promise<void> {
    const { exporter, failures } = this.parts;
    this.close();
    try {
      await exporter.copy(await subject.draw({ scale, withPhoto: this.withPhoto }), subject.label);
    } catch (error) {
      failures.tell('error.copyPicture', error);
    }
  }

  #nameOf({ name, hasPhoto = false }: PngSubject): string {
    const stem = (this.parts.session.picture?.name ?? '').replace(/\.[^.]*$/, '');
    const photo = hasPhoto && this.withPhoto ? '-photo' : '';
    return `${stem}-${name}${photo}${this.scale === 1 ? '' : `-${this.scale}x`}.png`;
  }
}
