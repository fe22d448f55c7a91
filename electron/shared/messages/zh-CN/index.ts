import type { MessageKey, Text } from '../message';
import { app } from './app';
import { camera } from './cameras';
import { pictureKinds } from './picture-kinds';
import { pictures } from './pictures';
import { layers } from './layers';

/** What the window says in Chinese. */
export const zhCN: Readonly<Record<MessageKey, Text>> = {
  ...app,
  ...camera,
  ...pictures,
  ...pictureKinds,
  ...layers,
};
