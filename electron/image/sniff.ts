import { isNpy } from '../core/npy';
import { message, type Message, type MessageKey } from '../shared/messages/message';
import { FORMATS, PICTURE_FORMATS, type PictureFormat } from './formats';

/**
 * What a file holds, judged by its content and never by its name: a picture that is read; a picture of another kind; or
 * something else. `what` is a part of a sentence, "the content is ...".
 */
export type Content =
  | { readonly kind: 'picture'; readonly format: PictureFormat }
  | { readonly kind: 'other-picture'; readonly what: Message }
  | { readonly kind: 'lfs-pointer' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'not-a-picture'; readonly what: Message };

/** How many bytes from the start are looked at when the content could be text. */
const TEXT_SAMPLE = 4096;

type Signature = readonly [signature: string, content: Content];

/** Parts of sentences that need no values: names of what a file holds. */
type ContentKey = Extract<MessageKey, `part/content-${string}`>;
type ContentName =
  Exclude<ContentKey, 'part/content-unread' | 'part/content-kind'> extends `part/content-${infer Name}`
    ? Name
    : never;
const named = (name: ContentName): Message => message(`part/content-${name}`);
const otherPicture = (name: ContentName): Content => ({ kind: 'other-picture', what: named(name) });
const notAPicture = (name: ContentName): Content => ({ kind: 'not-a-picture', what: named(name) });

/** A picture of a seldom kind, by its name. */
const seldom = (kind: string): Content => ({
  kind: 'other-picture',
  what: message('part/content-kind', { kind }),
});

/** First bytes of what is not read, as those of the formats that are. */
const SIGNATURES: readonly Signature[] = [
  ['II*\0????CR', otherPicture('raw')],
  ['IIU\0', otherPicture('raw')],
  ['IIRO', otherPicture('raw')],
  ['IIRS', otherPicture('raw')],
  ['MMOR', otherPicture('raw')],
  ['FUJIFILMCCD-RAW', otherPicture('raw')],
  ['\0MRM', otherPicture('raw')],
  ['FOVb', otherPicture('raw')],
  ['\xff\x0a', otherPicture('jxl')],
  ['\0\0\0\x0cJXL ', otherPicture('jxl')],
  ['\0\0\0\x0cjP  ', otherPicture('jp2')],
  ['\xff\x4f\xff\x51', otherPicture('jp2')],
  ['II\xbc\x01', otherPicture('jxr')],
  ['8BPS', otherPicture('psd')],
  ['\x76\x2f\x31\x01', otherPicture('exr')],
  ['#?RADIANCE', otherPicture('hdr')],
  ['DDS |', otherPicture('dds')],
  ['SIMPLE  =', otherPicture('fits')],
  [`${'?'.repeat(128)}DICM`, otherPicture('dicom')],
  ['BA????????????BM', otherPicture('os2-array')],
  ['\0\0\x01\0', otherPicture('ico')],
  ['icns', seldom('ICNS')],
  ['qoif', seldom('QOI')],
  ...['\x01\x01', '\x01\x08'].map((depth): Signature => [`\x0a\x05${depth}`, seldom('PCX')]),
  ['\x01\xda\0', seldom('SGI')],
  ['\x01\xda\x01', seldom('SGI')],
  ['gimp xcf ', seldom('GIMP (XCF)')],
  ['AT&TFORM', seldom('DjVu')],
  ['BPG\xfb', seldom('BPG')],
  ['FLIF', seldom('FLIF')],
  ['farbfeld', seldom('farbfeld')],
  ['PF\n', seldom('PFM')],
  ['Pf\n', seldom('PFM')],
  ['/* XPM */', seldom('XPM')],
  ['%!PS-Adobe', seldom('PostScript (EPS)')],
  ['\xc5\xd0\xd3\xc6', seldom('PostScript (EPS)')],
  ['\xd7\xcd\xc6\x9a', seldom('Windows metafile (WMF)')],
  [`\x01\0\0\0${'?'.repeat(36)} EMF`, seldom('Windows metafile (EMF)')],
  [`\x5c\x01\0\0${'?'.repeat(340)}n+1\0`, seldom('NIfTI')],
  ['%PDF-', notAPicture('pdf')],
  ['\x89HDF\r\n\x1a\n', notAPicture('hdf5')],
  ['PK\x03\x04', notAPicture('zip')],
  ['\x1f\x8b', notAPicture('gzip')],
  ['RIFF????AVI ', notAPicture('video')],
  ['\x1aE\xdf\xa3', notAPicture('video')],
  ['version https://git-lfs.github.com/spec/', { kind: 'lfs-pointer' }],
];

/** Tells what the bytes are. Little more than the first 4096 bytes is looked at, so a picture may still turn out to be damaged. */
export function sniff(bytes: Uint8Array): Content {
  if (bytes.length === 0) return { kind: 'empty' };
  const known = SIGNATURES.find(([signature]) => startsWith(bytes, signature));
  if (known !== undefined) return known[1];
  const read = formatOf(({ begins = [] }) => begins.some((signature) => startsWith(bytes, signature)));
  if (read) return read;
  if (isPnm(bytes)) return otherPicture('pnm');
  if (isTga(bytes)) return otherPicture('tga');
  if (isNpy(bytes)) return notAPicture('npy');
  if (startsWith(bytes, '????ftyp')) return sniffBoxes(bytes);
  const text = textOf(bytes.subarray(0, TEXT_SAMPLE));
  return text === undefined ? notAPicture('unknown') : sniffText(text);
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  for (let i = 0; i < signature.length; i++)
    if (signature[i] !== '?' && bytes[i] !== signature.charCodeAt(i)) return false;
  return true;
}

function formatOf(isIt: (entry: (typeof FORMATS)[PictureFormat]) => boolean): Content | undefined {
  const format = PICTURE_FORMATS.find((name) => isIt(FORMATS[name]));
  return format && { kind: 'picture', format };
}

/** `P1` to `P7`, white space, a number (or the names of `P7`); letters alone also start ordinary text. */
function isPnm(bytes: Uint8Array): boolean {
  return /^P(?:[1-6]\s+(?:#[^\n]*\n\s*)*\d+\s|7\nWIDTH\b)/.test(latin1(bytes.subarray(0, 256)));
}

/** Only the second version says what it is, at its end. */
function isTga(bytes: Uint8Array): boolean {
  return latin1(bytes.subarray(-18)) === 'TRUEVISION-XFILE.\0';
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Files made of ISO boxes: the brands tell pictures from videos. */
function sniffBoxes(bytes: Uint8Array): Content {
  const boxSize = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  const brands: string[] = [];
  for (let i = 8; i + 4 <= Math.min(boxSize, bytes.length, 256); i += 4)
    if (i !== 12) brands.push(String.fromCharCode(...bytes.subarray(i, i + 4)));
  if (brands.includes('crx ')) return otherPicture('raw');
  // HEIF whose picture is coded as AVC, JPEG 2000 or VVC.
  if (brands.some((brand) => /^(avc[is]|j2ki|vvi[cs])$/.test(brand))) return seldom('HEIF');
  return formatOf((entry) => brands.some((brand) => entry.brands?.test(brand))) ?? notAPicture('video');
}

function sniffText(text: string): Content {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (/^(<\?xml|<!--|<!doctype svg|<svg)/i.test(start) && /<svg[\s>]/i.test(start))
    return otherPicture('svg');
  if (/^(<!doctype html|<html|<head|<body)/i.test(start)) return notAPicture('html');
  if (/^#define \w+_width \d+/.test(start)) return seldom('XBM');
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
