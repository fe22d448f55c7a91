/** What the live camera needs of the browser; tests have one without a browser. */
import type { RgbImage } from '../lib/pixels';

export interface MediaDevice {
  readonly id: string;
  readonly label: string;
}

/** A running stream of one camera. */
export interface MediaFeed {
  readonly deviceId: string;
  readonly stream: MediaStream | null;
  /** The next frame that the camera gives, in its own pixels. */
  nextFrame(): Promise<RgbImage>;
  readonly hasEnded: boolean;
  onEnded(listener: () => void): () => void;
  stop(): void;
}

export interface MediaSource {
  devices(): Promise<MediaDevice[]>;
  /** @throws DOMException as getUserMedia does: NotAllowedError, NotFoundError, NotReadableError ... */
  open(deviceId: string | null): Promise<MediaFeed>;
  /** Tells when cameras come and go; returns the unsubscribe. */
  onDevicesChanged(listener: () => void): () => void;
  /** A JPEG file of a picture. */
  encodeJpeg(image: RgbImage): Promise<Uint8Array<ArrayBuffer>>;
}
