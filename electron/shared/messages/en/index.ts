import { app } from './app';
import { camera } from './cameras';
import { pictureKinds } from './picture-kinds';
import { pictures } from './pictures';
import { layers } from './layers';

/** What the window says in English. Texts begin small and tell what was being done, to what, what is wrong, what to do. */
export const en = { ...app, ...camera, ...pictures, ...pictureKinds, ...layers };
