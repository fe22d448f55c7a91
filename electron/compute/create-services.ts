import { FeaturescopeError } from '../shared/errors';
import type { ComputeServices } from './services';

/** The engine room of the app. */
export function createServices(_appFolder: string): ComputeServices {
  const notConnected = (): never => {
    throw new FeaturescopeError('engine/not-connected', 'This build has no engine yet');
  };
  return {
    listModels: async () => [],
    loadModel: async () => notConnected(),
    openPicture: async () => notConnected(),
    writeExport: async () => notConnected(),
    writePicture: async () => notConnected(),
  };
}
