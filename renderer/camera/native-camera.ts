import { frameName } from '../../electron/shared/names';
import type { CameraDevice, CapturedFrame } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import { cameraFailure, type BurstOptions, type Camera, type CameraFrame, type OpenCamera } from './camera';

/** node-webcam in the main process: opens the camera for each frame, so there is no preview and a burst takes longer. */
export class NativeCamera implements Camera {
  readonly backEnd = 'node-webcam';

  constructor(readonly api: Api) {}

  devices(): Promise<CameraDevice[]> {
    return this.api.call('camera:list', undefined);
  }

  async open(deviceId: string | null): Promise<OpenCamera> {
    const { api } = this;
    return {
      deviceId: deviceId ?? '',
      stream: null,
      burst: (options) => burst(api, deviceId, options),
      onLost: () => () => undefined, // it is open only while it gives a frame
      close: () => undefined,
    };
  }
}

async function burst(
  api: Api,
  device: string | null,
  { frames, intervalMs, signal, onProgress }: BurstOptions,
): Promise<CameraFrame[]> {
  const wish = { device, frames, intervalMs, size: null };
  const taken = await api.call('camera:capture', wish, {
    signal,
    onProgress: ({ fraction }) => onProgress(Math.round((fraction ?? 0) * frames)),
  });
  return taken.map(asFrame);
}

function asFrame({ index, jpeg, isBlack, error }: CapturedFrame): CameraFrame {
  return jpeg
    ? { index, source: { kind: 'bytes', name: frameName(index), bytes: jpeg }, isBlack, failure: null }
    : { index, source: null, failure: error ?? cameraFailure('failed') };
}
