/** The tokens of the theme in force, for what is drawn on canvases. */
import type { PainterLook } from './tile-painter';

const NAMES = [
  'surface',
  'viewport',
  'line',
  'line-strong',
  'ink',
  'ink-2',
  'ink-3',
  'data',
  'data-strong',
  'hatch-a',
  'hatch-b',
  'badge-bg',
  'badge-ink',
] as const;

export type ThemeColours = Readonly<Record<(typeof NAMES)[number], string>> & { readonly font: string };

export function themeColours(): ThemeColours {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const colours = Object.fromEntries(NAMES.map((name) => [name, value(name)]));
  return { ...(colours as Record<(typeof NAMES)[number], string>), font: value('font-ui') };
}

/** How tiles of a size look in a theme. */
export function painterLook(colours: ThemeColours, tilePx: number, scale: number): PainterLook {
  return {
    surface: colours.surface,
    viewport: colours.viewport,
    hatchGround: colours['hatch-a'],
    hatchLine: colours['hatch-b'],
    badge: colours['badge-bg'],
    badgeInk: colours['badge-ink'],
    font: `500 ${10 * scale}px ${colours.font}`,
    tilePx,
    scale,
  };
}
