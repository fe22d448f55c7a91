/** Choices by name that many parts of the contract know. */
import { z } from 'zod';
import { CAMERA_BACK_ENDS, COLORMAP_NAMES, FIT_MODES, LANGUAGES, THEMES } from '../names';

export const fit = z.enum(FIT_MODES);
export const colormapName = z.enum(COLORMAP_NAMES);
export const language = z.enum(LANGUAGES);
export const theme = z.enum(THEMES);
/** `live`: the page itself (getUserMedia); `auto`: live where Chromium sees a camera, else node-webcam. */
export const cameraBackEnd = z.enum(CAMERA_BACK_ENDS);
