/** As much of PDF as the tests of our own files need: the pages, pictures and texts that Skia writes. */
import { inflateSync } from 'node:zlib';

interface Stream {
  readonly facts: string;
  readonly data: Buffer;
}

/** Objects by number; what an update behind the end of the file wrote takes the place of what was before. */
function objectsOf(bytes: Buffer): Map<number, string> {
  const source = bytes.toString('latin1');
  return new Map(
    [...source.matchAll(/(?:^|\n)(\d+) 0 obj\n([^]*?)endobj/g)].map(([, number, text]) => [
      Number(number),
      text!,
    ]),
  );
}

function streamOf(text: string): Stream | undefined {
  const match = /^<<([^]*?)>>\s*stream\r?\n/.exec(text);
  const length = Number(/\/Length (\d+)/.exec(match?.[1] ?? '')?.[1]);
  if (!match || Number.isNaN(length)) return undefined;
  const raw = Buffer.from(text, 'latin1').subarray(match[0].length, match[0].length + length);
  return { facts: match[1]!, data: match[1]!.includes('/FlateDecode') ? inflateSync(raw) : raw };
}

/** Size of every page in points. */
export function pageSizesOf(bytes: Buffer): { widthPt: number; heightPt: number }[] {
  return [...objectsOf(bytes).values()]
    .filter((text) => /\/Type \/Page\n/.test(text))
    .map((text) => {
      const [left, bottom, right, top] = /\/MediaBox \[([^\]]*)\]/.exec(text)![1]!.split(' ').map(Number);
      const round = (value: number) => Number(value.toFixed(6));
      return { widthPt: round(right! - left!), heightPt: round(top! - bottom!) };
    });
}

/** Every picture, as RGB. */
export function imagesOf(bytes: Buffer): { width: number; height: number; data: Buffer }[] {
  return [...objectsOf(bytes).values()].flatMap((text) => {
    const stream = streamOf(text);
    if (!stream?.facts.includes('/Subtype /Image')) return [];
    const number = (name: string) => Number(new RegExp(`/${name} (\\d+)`).exec(stream.facts)![1]);
    return [{ width: number('Width'), height: number('Height'), data: stream.data }];
  });
}

/** Texts in drawing order with their sizes on paper, read by the tables of letters that the fonts have. */
export function linesOf(bytes: Buffer): { text: string; points: number }[] {
  const objects = objectsOf(bytes);
  const fonts = new Map<string, Map<string, string>>();
  for (const text of objects.values())
    for (const [, name, number] of text.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(number)) ?? '');
      const letters = table && streamOf(objects.get(Number(table[1]))!);
      fonts.set(name!, letters ? lettersOf(letters.data.toString('latin1')) : new Map());
    }
  return [...objects.values()].flatMap((text) => {
    const content = streamOf(text)?.data.toString('latin1') ?? '';
    if (!/ Tf\n/.test(content) || content.includes('beginbfchar')) return [];
    const scale = Number(/\n([\d.]+) 0 0 [\d.]+ 0 0 cm/.exec(content)![1]);
    return [...content.matchAll(/BT\n\/(F\d+) ([\d.]+) Tf([^]*?)ET/g)].map(([, font, size, shown]) => ({
      points: Number(size) * scale,
      text: [...shown!.matchAll(/<([0-9A-F]+)> Tj/g)]
        .map(([, hex]) => spelled(hex!, fonts.get(font!)!))
        .join(''),
    }));
  });
}

const letterOf = (hex: string) =>
  String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((code) => parseInt(code, 16)));

function lettersOf(table: string): Map<string, string> {
  const letters = new Map<string, string>();
  for (const [, block] of table.matchAll(/beginbfchar\n([^]*?)endbfchar/g))
    for (const [, glyph, code] of block!.matchAll(/<([0-9A-F]+)> <([0-9A-F]+)>/g))
      letters.set(glyph!, letterOf(code!));
  for (const [, block] of table.matchAll(/beginbfrange\n([^]*?)endbfrange/g))
    for (const [, first, last, code] of block!.matchAll(/<([0-9A-F]+)> <([0-9A-F]+)> <([0-9A-F]+)>/g))
      for (let glyph = parseInt(first!, 16); glyph <= parseInt(last!, 16); glyph++)
        letters.set(
          glyph.toString(16).toUpperCase().padStart(first!.length, '0'),
          String.fromCharCode(parseInt(code!, 16) + glyph - parseInt(first!, 16)),
        );
  return letters;
}

function spelled(hex: string, letters: Map<string, string>): string {
  return (hex.match(/.{4}/g) ?? []).map((glyph) => letters.get(glyph) ?? '\uFFFD').join('');
}
