import { app } from './app';
import { camera } from './cameras';
import { pictureKinds } from './picture-kinds';
import { pictures } from './pictures';
import { layers } from './layers';
import { catalog } from './catalog';
import { engine } from './engine';
import { files } from './files';
import { labels } from './labels';
import { layerSettings } from './layer-settings';
import { model } from './model';
import { unsupported } from './unsupported';
import { weights } from './weights';

/** What the window says in English. Texts begin small and tell what was being done, to what, what is wrong, what to do. */
export const en = {
  ...app,
  ...camera,
  ...pictures,
  ...pictureKinds,
  ...layers,
  ...catalog,
  ...engine,
  ...files,
  ...labels,
  ...layerSettings,
  ...model,
  ...unsupported,
  ...weights,
};
