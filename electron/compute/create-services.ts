import path from 'node:path';
import { Catalog } from '../catalog/catalog';
import { encodePicture, sizeOfExport, writeExportFiles } from './engine-export';
import { downloadFor } from './download-for';
import { loadEngineModel, type EngineAnalysed } from './engine-model';
import { openEnginePicture } from './engine-picture';
import { FigureDesk } from './figure-desk';
import { ReadAhead } from './read-ahead';
import { readInThread } from './read-in-thread';
import { listCatalog } from './model-list';
import type { FirstModel } from '../shared/contract';
import type { ComputeServices } from './services';

/** Where the installed parts lie. */
export interface Installation {
  readonly modelsDir: string;
  readonly fontsDir: string;
}

/**
 * The engine room of the app.
 * @param readerEntry  bundle of the thread that reads model files
 * @param first        read at once
 * @param onReading    called when a thread reads a model, or none is to be read at the start
 */
export function createServices(
  appFolder: string,
  readerEntry: string,
  first: FirstModel | null,
  onReading: () => void,
): ComputeServices {
  const installation: Installation = {
    modelsDir: path.join(appFolder, 'models'),
    fontsDir: path.join(appFolder, 'electron/image/fonts'),
  };
  const figures = new FigureDesk(installation.fontsDir);
  let catalog: Promise<Catalog> | null = null;
  const readCatalog = (): Promise<Catalog> => (catalog ??= Catalog.read(installation.modelsDir));
  const ahead = new ReadAhead((source, job) =>
    readInThread(readerEntry, source, job, { onStart: onReading }),
  );
  if (first === null) onReading();
  else if ('file' in first) ahead.begin({ file: first.file });
  else
    void readCatalog()
      .then((read) => beginCatalogModel(ahead, read, first.id))
      .then((isBegun) => isBegun || onReading(), onReading);
  return {
    listModels: async () => listCatalog(await readCatalog()),
    downloadModel: async (wish, job) => downloadFor(await readCatalog(), wish, job),
    loadModel: async (source, job) =>
      loadEngineModel(await readCatalog(), source, job, (file, architecture) =>
        job.outside(() => ahead.take({ file, architecture }, job)),
      ),
    openPicture: (source, job) => openEnginePicture(source, installation.modelsDir, job),
    writeExport: (analysed, what, target, job, name) =>
      writeExportFiles(analysed, what, target, job, figures, name),
    previewFigure: (analysed, { picture, longestPx, page }, job) =>
      figures.preview(analysed as EngineAnalysed, picture, longestPx, page, job),
    figureFile: (analysed, picture, job) => figures.file(analysed as EngineAnalysed, picture, job),
    sizeOf: sizeOfExport,
    encodePicture,
  };
}

/** False where the model is not there: that is told when the page asks for it. */
async function beginCatalogModel(ahead: ReadAhead, catalog: Catalog, id: string): Promise<boolean> {
  const entry = catalog.entries.find((known) => known.id === id);
  if (entry === undefined || !(await catalog.isPresent(entry))) return false;
  ahead.begin({ file: catalog.fileOf(entry), architecture: catalog.architectureOf(entry) });
  return true;
}
