import path from 'node:path';
import type { Settings } from '../shared/contract';

type Naming =
  'recentPictures' | 'recentModels' | 'lastModel' | 'lastPicture' | 'modelUses' | 'pictureReadings';
type Named = { readonly [Name in Naming]?: Settings[Name] | undefined };

/** The files that settings name. Catalogue ids stand in the same places as files. */
export function pathsIn(settings: Named): string[] {
  const {
    recentPictures = [],
    recentModels = [],
    lastModel = '',
    lastPicture = '',
    modelUses = [],
    pictureReadings = [],
  } = settings;
  const used = modelUses.flatMap(({ model, labels, architecture }) => [model, labels, architecture]);
  const read = pictureReadings.map(({ picture }) => picture);
  return [...recentPictures, ...recentModels, lastModel, lastPicture, ...used, ...read].filter(
    (file): file is string => file != null && isPath(file),
  );
}

/** True for what names a file; an id of the catalogue has no place in any folder. */
function isPath(file: string): boolean {
  return path.basename(file) !== file;
}

/**
 * The files that the user has opened, now or in an earlier run: by a dialog, a drop, the command line or the system. The page
 * may name these and no others, so that whoever got hold of it could not read the disk.
 */
export class PathGrants {
  readonly #granted = new Set<string>();

  allow(paths: readonly string[]): void {
    for (const file of paths) this.#granted.add(file);
  }

  /** The first path that was not granted; null if all were. */
  refused(paths: readonly string[]): string | null {
    return paths.find((file) => !this.#granted.has(file)) ?? null;
  }
}
