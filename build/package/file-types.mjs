/** Pictures that Featurescope reads and offers itself for in "Open with"; it never makes itself their first program. */
export const pictureTypes = [
  { extension: 'jpg', mimeType: 'image/jpeg' },
  { extension: 'jpeg', mimeType: 'image/jpeg' },
  { extension: 'png', mimeType: 'image/png' },
  { extension: 'webp', mimeType: 'image/webp' },
  { extension: 'gif', mimeType: 'image/gif' },
  { extension: 'bmp', mimeType: 'image/bmp' },
  { extension: 'avif', mimeType: 'image/avif' },
  { extension: 'heic', mimeType: 'image/heic' },
  { extension: 'heif', mimeType: 'image/heif' },
  { extension: 'tif', mimeType: 'image/tiff' },
  { extension: 'tiff', mimeType: 'image/tiff' },
];

/** Models; `application/x-keras` is defined by linux/featurescope-mime.xml, the other by the system. */
export const modelMimeTypes = ['application/x-keras', 'application/x-hdf'];
