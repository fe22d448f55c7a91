/** What the drawing library leaves to be said in SVG and PDF files. */
import { POINTS_PER_INCH, mmOf } from '../../core/lengths';
import type { Page } from './items';

/**
 * An SVG file with its printed size; its pixels become the coordinates. Pictures that are enlarged keep their pixels: viewers
 * would blur the maps. Names of clips, which count on in every file, begin anew, so that the same figure is the same file.
 */
export function svgInPrint(svg: string, { widthPx, heightPx }: Page, dpi: number): string {
  const mm = (px: number) => `${Number(mmOf(px, dpi).toFixed(3))}mm`;
  const enlarged = new Set(
    [...svg.matchAll(/<use transform="matrix\(([\d.]+)[^"]*" xlink:href="#(\w+)"/g)]
      .filter(([, scale]) => Number(scale) > 1)
      .map(([, , id]) => id),
  );
  const clips = new Map<string, string>();
  return svg
    .replace(/\bcl_[\da-f]+\b/g, (name) => {
      if (!clips.has(name)) clips.set(name, `cl_${clips.size}`);
      return clips.get(name)!;
    })
    .replace(
      `width="${widthPx}" height="${heightPx}"`,
      `width="${mm(widthPx)}" height="${mm(heightPx)}" viewBox="0 0 ${widthPx} ${heightPx}"`,
    )
    .replace(/<image id="(\w+)"/g, (tag, id: string) =>
      enlarged.has(id) ? `${tag} image-rendering="pixelated"` : tag,
    );
}

/**
 * A PDF file whose pages have their sizes in fractions of points; the library knows whole points only. The pages are written
 * again behind the file's end, as PDF 1.7 (7.5.6, incremental updates) lays down.
 * @throws RangeError if the file is built otherwise than the library does it
 */
export function pdfInPrint(pdf: Uint8Array, pages: readonly Page[], dpi: number): Uint8Array {
  const text = Buffer.from(pdf).toString('latin1');
  const found = [...text.matchAll(/(?<=\n)(\d+) 0 obj\n<<\/Type \/Page\n[^]*?endobj\n/g)];
  const [, start] = /startxref\n(\d+)\n/.exec(text) ?? [];
  const [, trailer] = /trailer\n<<([^]*?)>>\nstartxref/.exec(text) ?? [];
  if (found.length !== pages.length || start === undefined || trailer === undefined)
    throw new RangeError('The PDF is not built as expected.');
  const points = (px: number) => Number(((px * POINTS_PER_INCH) / dpi).toFixed(3));
  let added = '';
  const entries = found.map(([object, number], place) => {
    const { widthPx, heightPx } = pages[place]!;
    const at = text.length + added.length;
    added += object.replace(/\/MediaBox \[0 0 \d+ (\d+)\]/, (_, whole: string) => {
      const bottom = Number((Number(whole) - points(heightPx)).toFixed(3));
      return `/MediaBox [0 ${bottom} ${points(widthPx)} ${whole}]`;
    });
    return `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const xref = text.length + added.length;
  const table = `xref\n0 1\n0000000000 65535 f \n${entries.join('')}`;
  const end = `trailer\n<<${trailer}\n/Prev ${start}>>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(`${added}${table}${end}`, 'latin1')]);
}
