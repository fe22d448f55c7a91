import type { CameraDevice, Failure } from '../../electron/shared/contract';

/** A frame as a JPEG file, the form in which it is analysed, saved and shown. */
export interface GrabbedFrame {
  readonly jpeg: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** A camera that the page itself can open; a test gives the model another one. */
export interface LiveSource {
  /** Cameras that Chromium sees. Labels are empty until one was opened. */
  list(): Promise<CameraDevice[]>;
  /** Opens a camera, '' for the first; the returned stream is running. */
  open(deviceId: string): Promise<LiveStream>;
}

export interface LiveStream {
  readonly preview: MediaStream | null;
  /** The id of the camera that was opened. */
  readonly deviceId: string;
  readonly isOn: boolean;
  /** The next frame that the camera gives. */
  grab(): Promise<GrabbedFrame>;
  /** Called when the camera goes away by itself. */
  onended: (() => void) | null;
  close(): void;
}

const jpegQuality = 0.95;
const frameWithinMs = 4000;
const wantedSize = { width: { ideal: 1280 }, height: { ideal: 720 } };

/** Cameras by getUserMedia. Frames never leave the page's memory. */
export const liveCamera: LiveSource = {
  async list() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices
      .filter(({ kind }) => kind === 'videoinput')
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  },
  async open(deviceId) {
    const device = deviceId === '' ? {} : { deviceId: { exact: deviceId } };
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { ...wantedSize, ...device },
      audio: false,
    });
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    try {
      await video.play();
    } catch (error) {
      for (const track of stream.getTracks()) track.stop();
      throw error;
    }
    return new OpenStream(stream, video);
  },
};

class OpenStream implements LiveStream {
  onended: (() => void) | null = null;
  readonly #track: MediaStreamTrack;
  readonly #canvas = document.createElement('canvas');

  constructor(
    readonly preview: MediaStream,
    readonly video: HTMLVideoElement,
  ) {
    this.#track = preview.getVideoTracks()[0]!;
    this.#track.onended = () => this.onended?.();
  }

  get deviceId(): string {
    return this.#track.getSettings().deviceId ?? '';
  }

  get isOn(): boolean {
    return this.#track.readyState === 'live';
  }

  async grab(): Promise<GrabbedFrame> {
    await this.#nextFrame();
    const { videoWidth: width, videoHeight: height } = this.video;
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#canvas.getContext('2d')!.drawImage(this.video, 0, 0);
    const blob = await new Promise<Blob | null>((resolve) =>
      this.#canvas.toBlob(resolve, 'image/jpeg', jpegQuality),
    );
    if (!blob) throw new DOMException('The frame could not be encoded', 'EncodingError');
    return { jpeg: new Uint8Array(await blob.arrayBuffer()), width, height };
  }

  close(): void {
    this.onended = null;
    for (const track of this.preview.getTracks()) track.stop();
    this.video.srcObject = null;
  }

  #nextFrame(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.isOn) return reject(new DOMException('The camera is gone', 'NotReadableError'));
      const timer = setTimeout(
        () => reject(new DOMException('The camera gives no frames', 'TimeoutError')),
        frameWithinMs,
      );
      this.video.requestVideoFrameCallback(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

const codes: Readonly<Record<string, string>> = {
  NotAllowedError: 'camera/denied',
  SecurityError: 'camera/denied',
  NotFoundError: 'camera/none',
  OverconstrainedError: 'camera/none',
  NotReadableError: 'camera/busy',
  AbortError: 'camera/busy',
  TimeoutError: 'camera/no-frames',
};

/** Why a camera of the page failed. The page has a text for each code. */
export function cameraFailure(error: unknown): Failure {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return { code: codes[name] ?? 'camera/failed', message: '', detail: String(error) };
}
