import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../electron/image/decode';
import { largestDifference } from '../drawing-fixtures';
import { FORMAT_NAMES, imageBytes, imageCases, rejection, sentences } from '../image-fixtures';

/** What test/fixtures/make-picture-kinds.py recorded: pixels of another reader, or what must be said. */
interface KindCase {
  readonly file: string;
  readonly width?: number;
  readonly height?: number;
  readonly tolerance?: number;
  readonly warns?: string;
  readonly refused?: string;
}

const cases = imageCases<KindCase>('kinds/kinds.json');
const bytesOf = (file: string): Uint8Array => imageBytes(`kinds/${file}`);
/** Sentences of other codes, by their ends. */
const OTHERWISE = [
  ['get a new copy', 'image/damaged'],
  ['or save them as 8 bits', 'image/dark-values'],
] as const;
const SAVE_AS = `save it as a ${FORMAT_NAMES} file`;

describe('a kind that is read', () => {
  it.each(cases.filter(({ refused }) => refused === undefined))(
    '$file',
    async ({ file, width, height, tolerance = 0, warns }) => {
      const { image, warnings } = await decodeImage(bytesOf(file), file);
      expect(sentences(warnings)).toEqual(warns === undefined ? [] : [`reading ${file}: ${warns}`]);
      if (width === undefined) return;
      expect([image.width, image.height]).toEqual([width, height]);
      expect(largestDifference(image.data, bytesOf(`${file}.u8`))).toBeLessThanOrEqual(tolerance);
    },
  );
});

describe('a kind that is not read, or of which nothing is left, is refused by name', () => {
  it.each(cases.filter(({ refused }) => refused !== undefined))('$file', async ({ file, refused }) => {
    const code = OTHERWISE.find(([end]) => refused!.endsWith(end))?.[1];
    expect(await rejection(decodeImage(bytesOf(file), file))).toMatchObject({
      code: code ?? 'image/unsupported-format',
      message: `reading ${file}: ${refused!}${code === undefined ? `; ${SAVE_AS}` : ''}.`,
    });
  });
});
