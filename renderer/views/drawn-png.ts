import type { PictureScale, PictureWhat } from '../../electron/shared/contract';
import type { Size } from '../lib/coordinates';
import { rgbFromImageData } from '../lib/pixels';
import { themeColours, type ThemeColours } from '../lib/theme-colours';

/** Paints on a canvas of the picture's size times the scale. */
export type Painter = (pen: CanvasRenderingContext2D, colours: ThemeColours, scale: PictureScale) => void;

/** A pane drawn anew in the theme in force, because what is on screen has controls and marks. */
export function drawnPng(size: Size, scale: PictureScale, paint: Painter): PictureWhat {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(size.width * scale);
  canvas.height = Math.round(size.height * scale);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('This browser gives no drawing surface.');
  paint(pen, themeColours(), scale);
  const pixels = pen.getImageData(0, 0, canvas.width, canvas.height);
  return { kind: 'picture', image: rgbFromImageData(pixels), scale: 1 };
}
