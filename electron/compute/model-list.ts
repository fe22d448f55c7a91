import path from 'node:path';
import type { Catalog } from '../catalog/catalog';
import { PartFile } from '../catalog/download/part-file';
import type { ModelSummary } from '../shared/contract';

/** The catalogue as the model picker shows it. */
export function listCatalog(catalog: Catalog): Promise<ModelSummary[]> {
  return Promise.all(
    catalog.entries.map(async (entry) => {
      const isAvailable = await catalog.isPresent(entry);
      return {
        id: entry.id,
        title: entry.title,
        inputSize: entry.inputSize,
        classCount: entry.classes,
        layerCount: entry.layers,
        fileBytes: entry.bytes,
        isAvailable,
        isBundled: entry.isBundled,
        keptBytes: entry.isBundled ? 0 : await new PartFile(catalog.fileOf(entry)).bytes(),
        fileName: path.posix.basename(entry.file),
        host: entry.url === undefined ? '' : new URL(entry.url).host,
        licence: entry.licence,
      };
    }),
  );
}
