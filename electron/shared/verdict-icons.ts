import type { VerdictKind } from './verdicts';

/** Signs of verdicts, on a 16 px grid as all icons: one path each, for buttons, for the canvas of the tiles and for figures. */
export const verdictIcons: Readonly<Record<VerdictKind, string>> = {
  inactive: 'M2.2 8a5.8 5.8 0 1 0 11.6 0A5.8 5.8 0 1 0 2.2 8M4 12l8-8',
  dead: 'M2.2 8a5.8 5.8 0 1 0 11.6 0A5.8 5.8 0 1 0 2.2 8M5.5 5.5l5 5M10.5 5.5l-5 5',
  constant: 'M2 8h12',
  copy: 'M2.2 2.2h8v8h-8zM5.8 13.8h8v-8',
  sparse: 'M3.5 4v.05M8.5 9v.05M12.5 5v.05M5 13v.05',
  saturated: 'M2 3.2h12M2 13l3.2-6h5.6L14 13',
  twin: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
};
