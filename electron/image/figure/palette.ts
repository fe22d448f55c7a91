import { NON_FINITE_RGB } from '../../core/colour-map';
import type { FigureStyle } from '../../shared/contract';
import type { Tone } from './items';

type Palette = Readonly<Record<Tone, string>> & { readonly paper: string | null };

const nonFinite = `rgb(${NON_FINITE_RGB.join(', ')})`;

const light = {
  ...{ ink: '#16191d', quiet: '#4a535c', outline: '#d0d6dc', hatch: '#a9b1b9', bar: '#31688e', nonFinite },
};

/** The colours of each background; a transparent one is meant for light paper and slides. */
export const PALETTES: Readonly<Record<FigureStyle['background'], Palette>> = {
  white: { ...light, paper: '#ffffff' },
  transparent: { ...light, paper: null },
  dark: {
    ...{ paper: '#16191d', ink: '#f2f4f6', quiet: '#b4bdc6', outline: '#414951', hatch: '#7d8791' },
    ...{ bar: '#6ca9d0', nonFinite },
  },
};
