import { clipboard, nativeImage } from 'electron';

/** Kinds of pictures that programs put into the clipboard and that Chromium does not hand to a page, with their endings. */
const KINDS: readonly (readonly [type: string, ending: string])[] = [
  ['image/jpeg', 'jpg'],
  ['image/webp', 'webp'],
  ['image/gif', 'gif'],
  ['image/tiff', 'tif'],
  ['image/bmp', 'bmp'],
  ['image/avif', 'avif'],
  ['image/heic', 'heic'],
];

const PNG = 'image/png';

/** The picture in the clipboard as a file: as the other program wrote it, or as PNG where the system has only its pixels. */
export function clipboardPicture(): { name: string; bytes: Uint8Array<ArrayBuffer> } | null {
  for (const [type, ending] of KINDS) {
    const bytes = clipboard.readBuffer(type);
    if (bytes.length > 0) return { name: `clipboard.${ending}`, bytes: Uint8Array.from(bytes) };
  }
  const image = clipboard.readImage();
  return image.isEmpty() ? null : { name: 'clipboard.png', bytes: Uint8Array.from(image.toPNG()) };
}

/**
 * Puts a PNG file into the clipboard. False where that did not take it, as one does whose system has no display or gives it to
 * no window in the background.
 */
export function copyPicture(png: Uint8Array, platform = process.platform): boolean {
  const file = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  try {
    // On Linux a picture in the clipboard is a PNG file: as it is, nobody decodes it. Elsewhere the system has its own kinds.
    if (platform === 'linux') clipboard.writeBuffer(PNG, file);
    else clipboard.writeImage(nativeImage.createFromBuffer(file));
    return clipboard.availableFormats().includes(PNG);
  } catch {
    return false;
  }
}
