import { verdictIcons } from '../../electron/shared/verdict-icons';

/** Line icons on a 16 px grid: one path each. */
export const icons = {
  open: 'M1.75 12.5v-9h4l1.5 2h5.5v2M1.75 12.5l2-5h10.5l-2 5z',
  camera: 'M1.75 4.75h2.9l1.1-1.75h4.5l1.1 1.75h2.9v8H1.75zM5.7 8.6a2.3 2.3 0 1 0 4.6 0 2.3 2.3 0 1 0-4.6 0',
  export: 'M8 10V2M5 5l3-3 3 3M2.5 10v3.5h11V10',
  download: 'M8 2v8M5 7l3 3 3-3M2.5 10v3.5h11V10',
  down: 'M5 6.5 8 9.5l3-3',
  sun: 'M5.4 8a2.6 2.6 0 1 0 5.2 0 2.6 2.6 0 1 0-5.2 0M8 1.5v1.4M8 13.1v1.4M1.5 8h1.4M13.1 8h1.4M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1',
  moon: 'M13.2 9.8A5.6 5.6 0 0 1 6.2 2.8a5.6 5.6 0 1 0 7 7z',
  screen: 'M1.75 2.75h12.5v8H1.75zM5.5 13.5h5M8 10.75v2.75',
  help: 'M1.8 8a6.2 6.2 0 1 0 12.4 0A6.2 6.2 0 1 0 1.8 8M6.2 6.3A1.85 1.85 0 1 1 8.7 8c-.5.25-.7.5-.7 1.1M8 11.3v.05',
  close: 'm4 4 8 8M12 4l-8 8',
  back: 'M13 8H3.5M7 4 3 8l4 4',
  previous: 'M9.5 4.5 6 8l3.5 3.5',
  next: 'M6.5 4.5 10 8l-3.5 3.5',
  fill: 'M9.5 2.5h4v4M13.5 2.5l-5 5M6.5 13.5h-4v-4M2.5 13.5l5-5',
  flip: 'M2.5 5.5h9M9 3l2.5 2.5L9 8M13.5 10.5h-9M7 8l-2.5 2.5L7 13',
  plus: 'M8 3.5v9M3.5 8h9',
  minus: 'M3.5 8h9',
  check: 'm3.5 8.5 3 3 6-7',
  warn: 'M8 2.2 14.3 13H1.7zM8 6.5v3M8 11.2v.05',
  grid: 'M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z',
  table: 'M2.5 3h11v10h-11zM2.5 6.3h11M2.5 9.6h11M6.5 3v10',
  cube: 'm8 1.8 5.4 3v6.4L8 14.2l-5.4-3V4.8zM2.6 4.8 8 7.9l5.4-3.1M8 7.9v6.3',
  picture: 'M2 3h12v10H2zM2 11l3.5-3.5L9 11l2-2 3 3M9.8 5.9a.9.9 0 1 0 1.8 0 .9.9 0 1 0-1.8 0',
  facts: 'M2.5 2.5h11v11h-11zM6.5 2.5v11M9 6h2M9 8.5h2M9 11h2',
  bars: 'M2.5 3.5h9M2.5 8h6M2.5 12.5h3.5',
  ...verdictIcons,
} as const;

export type IconName = keyof typeof icons;
