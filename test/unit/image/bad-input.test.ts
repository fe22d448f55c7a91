import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeImage } from '../../../electron/image/decode';
import { readImageFile } from '../../read-image-file';
import { fileError } from '../../../electron/image/image-error';
import { FORMAT_NAMES, imageBytes, rejection } from '../image-fixtures';

const GIVE = `give a ${FORMAT_NAMES} file`;
const bytesOf = (letters: string): Uint8Array => Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The file header of an ISO media file with these brands. */
const boxes = (major: string, ...others: string[]): Uint8Array =>
  bytesOf(`\0\0\0${String.fromCharCode(16 + 4 * others.length)}ftyp${major}\0\0\0\0${others.join('')}`);

/** A PNG header for a picture of the given size, without any pixel. */
function pngHeader(width: number, height: number): Uint8Array {
  const bytes = imageBytes('rgb.png').slice(0, 45);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

describe('content that is no picture', () => {
  it.each([
    ['notes.jpg', utf8('Dear diary, …'), 'not-an-image', `the content is text, not a picture; ${GIVE}`],
    ['notes.jpg', utf8('BMW is a car maker'), 'not-an-image', `the content is text, not a picture; ${GIVE}`],
    ['notes.png', bytesOf('\xff\xfeH\0i\0'), 'not-an-image', `the content is text, not a picture; ${GIVE}`],
    [
      'page.jpg',
      utf8('\n<!DOCTYPE html><html>'),
      'not-an-image',
      `the content is a web page (HTML), not a picture; ${GIVE}`,
    ],
    ['a.pdf', utf8('%PDF-1.7'), 'not-an-image', `the content is a PDF document, not a picture; ${GIVE}`],
    ['a.zip', bytesOf('PK\x03\x04'), 'not-an-image', `the content is a zip archive, not a picture; ${GIVE}`],
    [
      'a.h5',
      bytesOf('\x89HDF\r\n\x1a\n'),
      'not-an-image',
      `the content is an HDF5 file, not a picture; ${GIVE}`,
    ],
    [
      'a.npy',
      imageBytes('version-1.npy'),
      'not-an-image',
      `the content is a NumPy array, not a picture; ${GIVE}`,
    ],
    ['a.mp4', boxes('isom', 'mp42'), 'not-an-image', `the content is a video, not a picture; ${GIVE}`],
    [
      'a.bin',
      Uint8Array.of(1, 2, 3, 0),
      'not-an-image',
      `the content is binary data of an unknown kind, not a picture; ${GIVE}`,
    ],
    [
      'a.jpg',
      utf8('version https://git-lfs.github.com/spec/v1\noid sha256:0'),
      'not-an-image',
      "the content is a Git LFS pointer, not the picture itself; run 'git lfs pull' in its folder",
    ],
    [
      'a.cr2',
      bytesOf('II*\0\x10\0\0\0CR\x02\0'),
      'unsupported-format',
      `the content is a camera raw picture, which cannot be read; save it as a ${FORMAT_NAMES} file`,
    ],
    [
      'a.svg',
      utf8('<?xml version="1.0"?>\n<svg width="9">'),
      'unsupported-format',
      `the content is an SVG drawing, which cannot be read; save it as a ${FORMAT_NAMES} file`,
    ],
    ['a.jpg', new Uint8Array(0), 'empty', `the file is empty; ${GIVE}`],
  ])('%s %#', async (name, bytes, kind, problem) => {
    expect(await rejection(decodeImage(bytes, name))).toMatchObject({
      name: 'FeaturescopeError',
      code: `image/${kind}`,
      message: `reading ${name}: ${problem}.`,
    });
  });
});

describe('a picture of another format is named', () => {
  it.each([
    ['DICOM', bytesOf(`${'\0'.repeat(128)}DICM\x02\0`), 'a DICOM picture'],
    [
      'PPM',
      bytesOf('P6\n# made by hand\n2 1\n255\n\x01\x02\x03\x04\x05\x06'),
      'a PBM, PGM, PPM or PAM picture',
    ],
    ['PGM', utf8('P2 2 1 9\n1 2\n'), 'a PBM, PGM, PPM or PAM picture'],
    ['OpenEXR', bytesOf('\x76\x2f\x31\x01\x02\0\0\0'), 'an OpenEXR picture'],
    ['Radiance', utf8('#?RADIANCE\n'), 'a Radiance HDR picture'],
    ['TGA', bytesOf(`\0\0\x02${'\0'.repeat(20)}TRUEVISION-XFILE.\0`), 'a TGA picture'],
    ['Fujifilm', bytesOf('FUJIFILMCCD-RAW 0201'), 'a camera raw picture'],
    ['Panasonic', bytesOf('IIU\0\x18\0\0\0'), 'a camera raw picture'],
    ['Olympus', bytesOf('IIRO\x08\0\0\0'), 'a camera raw picture'],
    ['Canon CR3', boxes('crx ', 'isom'), 'a camera raw picture'],
    ['JPEG XR', bytesOf('II\xbc\x01\x08\0\0\0'), 'a JPEG XR picture'],
    ['FITS', utf8('SIMPLE  =                    T'), 'a FITS picture'],
    ['DDS', bytesOf('DDS |\0\0\0'), 'a DirectDraw surface (DDS)'],
    ['QOI', bytesOf('qoif\0\0\0\x02\0\0\0\x02\x03\0'), 'a picture of the kind QOI'],
    ['PCX', bytesOf('\x0a\x05\x01\x08\0\0\0\0'), 'a picture of the kind PCX'],
    ['SGI', bytesOf('\x01\xda\x01\x01\0\x03'), 'a picture of the kind SGI'],
    ['GIMP', bytesOf('gimp xcf v011\0'), 'a picture of the kind GIMP (XCF)'],
    ['Apple icon', bytesOf('icns\0\0\x10\0'), 'a picture of the kind ICNS'],
    ['DjVu', bytesOf('AT&TFORM\0\0\0\0DJVU'), 'a picture of the kind DjVu'],
    ['EPS', utf8('%!PS-Adobe-3.0 EPSF-3.0\n'), 'a picture of the kind PostScript (EPS)'],
    ['EMF', bytesOf(`\x01\0\0\0${'\0'.repeat(36)} EMF\0\0`), 'a picture of the kind Windows metafile (EMF)'],
    ['XPM', utf8('/* XPM */\nstatic char *a[] = {'), 'a picture of the kind XPM'],
    ['XBM', utf8('#define im_width 24\n#define im_height 20\n'), 'a picture of the kind XBM'],
    ['PFM', bytesOf('PF\n2 2\n-1.0\n\0\0'), 'a picture of the kind PFM'],
    ['AVC in HEIF', boxes('avci', 'mif1'), 'a picture of the kind HEIF'],
  ])('%s', async (_name, bytes, what) => {
    expect(await rejection(decodeImage(bytes, 'a.jpg'))).toMatchObject({
      code: 'image/unsupported-format',
      message: `reading a.jpg: the content is ${what}, which cannot be read; save it as a ${FORMAT_NAMES} file.`,
    });
  });

  it('text that begins like one stays text', async () => {
    expect(await rejection(decodeImage(utf8('P5 is a road in Wales'), 'a.jpg'))).toMatchObject({
      code: 'image/not-an-image',
    });
  });
});

describe('a size that cannot be right', () => {
  it('30000 x 30000 pixels are refused by the header alone', async () => {
    expect(await rejection(decodeImage(pngHeader(30000, 30000), 'bomb.png'))).toMatchObject({
      code: 'image/too-large',
      message:
        'reading bomb.png: the picture has 30000 x 30000 pixels (900 megapixels), the limit is 100; make it smaller first.',
    });
  });

  it('the limit is the caller’s', async () => {
    const bytes = imageBytes('rgb.png');
    expect((await decodeImage(bytes, 'a.png', { maxMegapixels: 0.00135 })).image.width).toBe(45);
    expect(await rejection(decodeImage(bytes, 'a.png', { maxMegapixels: 0.00134 }))).toMatchObject({
      message:
        'reading a.png: the picture has 45 x 30 pixels (0.00135 megapixels), the limit is 0.00134; make it smaller first.',
    });
  });

  it('a GIF frame that reaches beyond its screen counts', async () => {
    const bytes = imageBytes('one-pixel.gif');
    const frame = bytes.lastIndexOf(0x2c);
    new DataView(bytes.buffer).setUint16(frame + 1, 60_000, true);
    new DataView(bytes.buffer).setUint16(frame + 3, 60_000, true);
    expect(await rejection(decodeImage(bytes, 'a.gif'))).toMatchObject({ code: 'image/too-large' });
  });

  it.each([
    [0, 5],
    [5, 0],
  ])('%d x %d pixels are damage', async (width, height) => {
    expect(await rejection(decodeImage(pngHeader(width, height), 'a.png'))).toMatchObject({
      code: 'image/damaged',
      message:
        'reading a.png: the PNG data are damaged and no part of the picture can be decoded; get a new copy.',
    });
  });
});

describe('a path that is no readable file', () => {
  let folder = '';
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-images-'));
  });
  afterAll(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it('missing', async () => {
    const missing = path.join(folder, 'missing.png');
    expect(await rejection(readImageFile(missing))).toMatchObject({
      code: 'image/not-found',
      message: `reading ${missing}: there is no such file; check the path.`,
    });
  });

  it('a folder', async () => {
    expect(await rejection(readImageFile(folder))).toMatchObject({
      code: 'image/is-directory',
      message: `reading ${folder}: this is a folder; give a picture file inside it.`,
    });
  });

  it('a file of more than 1 GiB, which is not read', async () => {
    const huge = path.join(folder, 'huge.png');
    fs.writeFileSync(huge, '');
    fs.truncateSync(huge, 3 * 2 ** 30);
    expect(await rejection(readImageFile(huge))).toMatchObject({
      code: 'image/too-large',
      message: `reading ${huge}: the file has 3.0 GiB, the limit is 1 GiB; make the picture smaller first.`,
    });
  });

  it.runIf(process.platform !== 'win32')('a device', async () => {
    expect(await rejection(readImageFile('/dev/null'))).toMatchObject({
      code: 'image/not-an-image',
      message: 'reading /dev/null: this is a device or a pipe; give a picture file.',
    });
  });

  // The superuser may read everything, so permissions are checked on the translation of the system's answer.
  it.each([
    ['EACCES', 'unreadable', 'you may not read this file; change its permissions'],
    ['EIO', 'unreadable', 'the file cannot be read (EIO); copy it elsewhere and try again'],
    ['ENOTDIR', 'not-found', 'there is no such file; check the path'],
  ])('%s', (code, kind, problem) => {
    expect(fileError(Object.assign(new Error('raw text'), { code }), 'a.png')).toMatchObject({
      code: `image/${kind}`,
      message: `reading a.png: ${problem}.`,
    });
  });
});
