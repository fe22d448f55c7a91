import path from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import { failed } from '../shared/errors';

/**
 * The bundled fonts (SIL Open Font License 1.1): Inter, and Noto Sans SC for Chinese, registered under names of our own so
 * that no installed one is taken.
 */
const bundledFonts = {
  'Featurescope Sans': 'Inter-Regular.ttf',
  'Featurescope Sans Strong': 'Inter-SemiBold.ttf',
  'Featurescope Chinese': 'NotoSansSC-GB2312.otf',
};

/** Families for letters that Inter lacks: the bundled one, for rarer ones those that are installed. */
const FALLBACKS =
  '"Featurescope Chinese", Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif';

const registered = new Set<string>();

/**
 * Makes the bundled fonts known to the canvas; every folder is read once a process.
 * @param fontsDir folder that holds the font files of `electron/image/fonts`
 * @throws FeaturescopeError `internal/font-missing` if a file cannot be read: labels would silently come out
 *   as empty boxes
 */
export function registerFonts(fontsDir: string): void {
  if (registered.has(fontsDir)) return;
  for (const [family, file] of Object.entries(bundledFonts)) {
    const fontPath = path.resolve(fontsDir, file);
    if (GlobalFonts.registerFromPath(fontPath, family) === null)
      throw failed('internal/font-missing', { file: fontPath });
  }
  registered.add(fontsDir);
}

/** The canvas `font` value for the bundled font in a size in pixels. */
export function fontOf(sizePx: number, strong: boolean): string {
  return `${sizePx}px "Featurescope Sans${strong ? ' Strong' : ''}", ${FALLBACKS}`;
}
