import path from 'node:path';
import { Catalog } from '../catalog/catalog';
import { writePictureFile, writeExportFiles } from './engine-export';
import { downloadFor } from './download-for';
import { loadEngineModel } from './engine-model';
import { openEnginePicture } from './engine-picture';
import { readInThread } from './read-in-thread';
import { listCatalog } from './model-list';
import type { ComputeServices } from './services';

/** Where the installed parts lie. */
export interface Installation {
  readonly modelsDir: string;
  readonly fontsDir: string;
}

/**
 * The engine room of the app.
 * @param readerEntry  bundle of the thread that reads model files
 */
export function createServices(appFolder: string, readerEntry: string): ComputeServices {
  const installation: Installation = {
    modelsDir: path.join(appFolder, 'models'),
    fontsDir: path.join(appFolder, 'electron/image/fonts'),
  };
  let catalog: Promise<Catalog> | null = null;
  const readCatalog = (): Promise<Catalog> => (catalog ??= Catalog.read(installation.modelsDir));
  return {
    listModels: async () => listCatalog(await readCatalog()),
    downloadModel: async (wish, job) => downloadFor(await readCatalog(), wish, job),
    loadModel: async (source, job) =>
      loadEngineModel(await readCatalog(), source, job, (file, architecture) =>
        job.outside(() => readInThread(readerEntry, { file, architecture }, job)),
      ),
    openPicture: (source, job) => openEnginePicture(source, installation.modelsDir, job),
    writeExport: (analysed, what, target, job) =>
      writeExportFiles(analysed, what, target, job, installation.fontsDir),
    writePicture: writePictureFile,
  };
}
