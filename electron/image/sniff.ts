import { isNpy } from '../core/npy';

/** The picture formats that are read. */
export const PICTURE_FORMATS = ['JPEG', 'PNG', 'WebP', 'BMP', 'GIF', 'AVIF', 'HEIC', 'TIFF'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/**
 * What a file holds, judged by its content and never by its name: a picture that is read; a picture of another kind; or
 * something else. `what` completes the sentence "the content is ...".
 */
export type Content =
  | { readonly kind: 'picture'; readonly format: PictureFormat }
  | { readonly kind: 'other-picture'; readonly what: string }
  | { readonly kind: 'lfs-pointer' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'not-a-picture'; readonly what: string };

/** How many bytes from the start are looked at when the content could be text. */
const TEXT_SAMPLE = 4096;

type Signature = readonly [signature: string, content: Content];

const picture = (format: PictureFormat): Content => ({ kind: 'picture', format });
const otherPicture = (what: string): Content => ({ kind: 'other-picture', what });
const notAPicture = (what: string): Content => ({ kind: 'not-a-picture', what });

/** First bytes, one letter a byte; `?` matches any byte. */
const SIGNATURES: readonly Signature[] = [
  ['\xff\xd8\xff', picture('JPEG')],
  ['\x89PNG\r\n\x1a\n', picture('PNG')],
  ['RIFF????WEBP', picture('WebP')],
  ['GIF87a', picture('GIF')],
  ['GIF89a', picture('GIF')],
  ['II*\0????CR', otherPicture('a camera raw picture')],
  ['II*\0', picture('TIFF')],
  ['MM\0*', picture('TIFF')],
  ['II+\0', picture('TIFF')],
  ['MM\0+', picture('TIFF')],
  ['\xff\x0a', otherPicture('a JPEG XL picture')],
  ['\0\0\0\x0cJXL ', otherPicture('a JPEG XL picture')],
  ['\0\0\0\x0cjP  ', otherPicture('a JPEG 2000 picture')],
  ['\xff\x4f\xff\x51', otherPicture('a JPEG 2000 picture')],
  ['8BPS', otherPicture('a Photoshop picture')],
  ['\0\0\x01\0', otherPicture('a Windows icon')],
  ['%PDF-', notAPicture('a PDF document')],
  ['\x89HDF\r\n\x1a\n', notAPicture('an HDF5 file')],
  ['PK\x03\x04', notAPicture('a zip archive')],
  ['\x1f\x8b', notAPicture('a gzip archive')],
  ['RIFF????AVI ', notAPicture('a video')],
  ['\x1aE\xdf\xa3', notAPicture('a video')],
  ['version https://git-lfs.github.com/spec/', { kind: 'lfs-pointer' }],
];

/** Tells what the bytes are. Only the first 4096 bytes are looked at, so a picture may still turn out to be damaged. */
export function sniff(bytes: Uint8Array): Content {
  if (bytes.length === 0) return { kind: 'empty' };
  const known = SIGNATURES.find(([signature]) => startsWith(bytes, signature));
  if (known !== undefined) return known[1];
  if (isBmp(bytes)) return picture('BMP');
  if (isNpy(bytes)) return notAPicture('a NumPy array');
  if (startsWith(bytes, '????ftyp')) return sniffBoxes(bytes);
  const text = textOf(bytes.subarray(0, TEXT_SAMPLE));
  return text === undefined ? notAPicture('binary data of an unknown kind') : sniffText(text);
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  for (let i = 0; i < signature.length; i++)
    if (signature[i] !== '?' && bytes[i] !== signature.charCodeAt(i)) return false;
  return true;
}

/** `BM` alone also starts ordinary text, so the size of the second header must be one that exists. */
function isBmp(bytes: Uint8Array): boolean {
  return (
    startsWith(bytes, 'BM') && [12, 16, 40, 52, 56, 64, 108, 124].includes(bytes[14] ?? 0) && bytes[15] === 0
  );
}

/** Files made of ISO boxes: the brands tell pictures from videos. */
function sniffBoxes(bytes: Uint8Array): Content {
  const boxSize = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  const brands = [];
  for (let i = 8; i + 4 <= Math.min(boxSize, bytes.length, 256); i += 4)
    if (i !== 12) brands.push(String.fromCharCode(...bytes.subarray(i, i + 4)));
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return picture('AVIF');
  if (brands.some((brand) => /^(hei[csx]|hev[cx]|mif1|msf1)$/.test(brand))) return picture('HEIC');
  return notAPicture('a video');
}

function sniffText(text: string): Content {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (/^(<\?xml|<!--|<!doctype svg|<svg)/i.test(start) && /<svg[\s>]/i.test(start))
    return otherPicture('an SVG drawing');
  if (/^(<!doctype html|<html|<head|<body)/i.test(start)) return notAPicture('a web page (HTML)');
  return notAPicture('text');
}

/** The bytes as text, or undefined if they cannot be UTF-8 or UTF-16 text. */
function textOf(sample: Uint8Array): string | undefined {
  const isUtf16 = startsWith(sample, '\xff\xfe') || startsWith(sample, '\xfe\xff');
  const encoding = !isUtf16 ? 'utf-8' : sample[0] === 0xff ? 'utf-16le' : 'utf-16be';
  try {
    // With `stream` a letter that the sample cuts in half is not an error.
    const text = new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true });
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
