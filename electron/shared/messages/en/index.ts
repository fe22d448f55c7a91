import { app } from './app';
import { cameras } from './cameras';
import { pictureKinds } from './picture-kinds';
import { pictures } from './pictures';
import { layers } from './layers';
import { catalog } from './catalog';
import { engine } from './engine';
import { figures } from './figures';
import { files } from './files';
import { heat } from './heat';
import { layerSettings } from './layer-settings';
import { model } from './model';
import { unsupported } from './unsupported';
import { weights } from './weights';
import { notes } from './notes';
import { results } from './results';
import { use } from './use';
import { verdicts } from './verdicts';

/** What the window says in English. Texts begin small and tell what was being done, to what, what is wrong, what to do. */
export const en = {
  ...app,
  ...pictures,
  ...pictureKinds,
  ...layers,
  ...catalog,
  ...engine,
  ...figures,
  ...files,
  ...heat,
  ...layerSettings,
  ...model,
  ...unsupported,
  ...weights,
  ...cameras,
  ...notes,
  ...results,
  ...use,
  ...verdicts,
};
