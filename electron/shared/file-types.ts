/**
 * The files that are offered for opening, by the ends of their names. What a file really is, its content says. The list is JSON
 * because the packages' scripts read it too.
 */
import types from './file-types.json';

export const PICTURE_EXTENSIONS: readonly string[] = types.pictures.map(({ extension }) => extension);
export const MODEL_EXTENSIONS: readonly string[] = types.models;
export const LABEL_EXTENSIONS: readonly string[] = types.labels;
