import { imageDataFromRgb, rgbFromImageData, type RgbImage } from '../lib/pixels';
import type { MediaDevice, MediaFeed, MediaSource } from './media-source';

/** More than any of the models takes, and still sent in a few milliseconds. Cameras give the nearest that they have. */
const WANTED = { width: { ideal: 1280 }, height: { ideal: 720 } };
const JPEG_QUALITY = 0.95;

/** Chromium's cameras. Sound is never asked for. */
export const browserMedia: MediaSource = {
  async devices(): Promise<MediaDevice[]> {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return devices
      .filter(({ kind }) => kind === 'videoinput')
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  },

  async open(deviceId) {
    const video = { ...WANTED, ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }) };
    return feedOf(await navigator.mediaDevices.getUserMedia({ video, audio: false }));
  },

  onDevicesChanged(listener) {
    navigator.mediaDevices?.addEventListener('devicechange', listener);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', listener);
  },

  async encodeJpeg(image) {
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d')!.putImageData(imageDataFromRgb(image), 0, 0);
    const file = await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
    return new Uint8Array(await file.arrayBuffer());
  },
};

async function feedOf(stream: MediaStream): Promise<MediaFeed> {
  const [track] = stream.getVideoTracks();
  const stop = (): void => stream.getTracks().forEach((one) => one.stop());
  try {
    // Its own, not the preview's: frames are taken from it whether or not the preview is painted.
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    return {
      deviceId: track?.getSettings().deviceId ?? '',
      stream,
      nextFrame: () => nextFrame(video),
      get hasEnded() {
        return track?.readyState !== 'live';
      },
      onEnded(listener) {
        // `stop()` sends no event: this is only heard when the camera goes by itself.
        track?.addEventListener('ended', listener);
        return () => track?.removeEventListener('ended', listener);
      },
      stop() {
        stop();
        video.srcObject = null;
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}

function nextFrame(video: HTMLVideoElement): Promise<RgbImage> {
  return new Promise((resolve, reject) => {
    video.requestVideoFrameCallback(() => {
      try {
        const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
        const pen = canvas.getContext('2d', { willReadFrequently: true })!;
        pen.drawImage(video, 0, 0);
        resolve(rgbFromImageData(pen.getImageData(0, 0, canvas.width, canvas.height)));
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}
