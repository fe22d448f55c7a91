/** Pictures and arrays that are read. */
export const pictures = {
  'doing/reading': 'reading {file}',

  'part/picture-formats': '{some} or {last}',
  'image/not-found': 'there is no such file; check the path.',
  'image/bad-name':
    'a name in this path is no UTF-8 text and no single file of its folder reads like that; rename the file.',
  'image/is-directory': 'this is a folder; give a picture file inside it.',
  'image/empty': 'the file is empty; give a {formats} file.',
  'image/not-an-image': '{problem}.',
  'part/give-another': 'the content is {what}, not a picture; give a {formats} file',
  'part/git-lfs-pointer':
    "the content is a Git LFS pointer, not the picture itself; run 'git lfs pull' in its folder",
  'part/device-or-pipe': 'this is a device or a pipe; give a picture file',
  'image/unsupported-format': '{problem}; save it as a {formats} file.',
  'image/damaged': 'the {format} data are damaged and no part of the picture can be decoded; get a new copy.',
  'image/too-large': '{problem}.',
  'part/too-many-pixels':
    'the picture has {width} x {height} pixels ({megapixels} megapixels), the limit is {limit}; make it smaller first',
  'part/file-of-gibibytes': 'the file has {size} GiB, the limit is 1 GiB; make the picture smaller first',
  'image/unreadable': '{problem}.',
  'image/changed': 'this is not the file any more that was opened; open it again.',
  'part/no-permission-to-read': 'you may not read this file; change its permissions',
  'part/read-failed': 'the file cannot be read ({why}); copy it elsewhere and try again',

  'part/file-damaged': 'the file is damaged',
  'part/file-cut-off': 'the file is cut off or damaged',
  'note/picture-missing': 'reading {file}: {cause}; {percent} % of the picture is missing and left white.',
  'note/picture-coarse': 'reading {file}: {cause}; a part of the picture may be missing or coarse.',
  'note/picture-transparent':
    'reading {file}: every pixel is transparent, so that only white is left; give a picture that shows something.',
  'note/picture-few-bits':
    'reading {file}: {used} bits in 16: the brightest value is 1/{share} of the range, so that the picture is nearly black; multiply its values by {share} and save it again.',
  'note/picture-values':
    'reading {file}: its values ({type}) go from {lowest} to {highest}; {low} to {high} are fed as 0 to 255.',
  'note/picture-values-cut':
    'reading {file}: its values ({type}) go from {lowest} to {highest}; {low} to {high} are fed as 0 to 255, those outside as 0 or 255.',
  'note/picture-one-value':
    'reading {file}: all its values ({type}) are {value}, so that the picture has one colour.',
  'note/picture-no-numbers': {
    one: 'reading {file}: {count} of {all} values is NaN, infinite or marked as missing; it is fed as {low} is.',
    other:
      'reading {file}: {count} of {all} values are NaN, infinite or marked as missing; they are fed as {low} is.',
  },
  'image/no-values': {
    one: 'its only value is NaN, infinite or marked as missing; give a picture with real numbers.',
    other: 'all {count} values are NaN, infinite or marked as missing; give a picture with real numbers.',
  },
  'image/dark-values':
    'its values ({type}) end at {highest}, so that it would be black; use the range of its values, or save them as 8 bits.',
  'note/first-frame': 'reading {file}: it is the first of {count} frames; choose another if it is meant.',
  'note/first-frame-only': 'reading {file}: it is the first of {count} frames; others cannot be read.',
  'image/no-such-frame': {
    one: 'there is no frame {frame}, since the picture has {count} frame.',
    other: 'there is no frame {frame}, since the picture has {count} frames.',
  },
  'image/frame-unread':
    'of its {count} frames only the first can be read; save the frame as a picture of its own.',
  'image/no-bands':
    'bands can be chosen of TIFF pictures that store grey or colour values, which this is not; choose none.',
  'image/no-such-band': {
    one: 'there is no band {band}, since the picture has {count} band.',
    other: 'there is no band {band}, since the picture has {count} bands.',
  },
  'part/too-many-bands':
    'the picture has {width} x {height} pixels of {count} bands ({millions} million values), the limit is {limit}; choose fewer bands or make it smaller',
  'note/bands-left-out':
    'reading {file}: of {count} bands {bands} are fed and the others left out; choose them if others are meant.',
  'image/bands-unfit':
    '{model} takes {channels} channels, but of the {total} bands of the picture {bands} are taken; choose {channels} of them.',
  'image/too-few-bands':
    '{model} takes {channels} channels, but the picture has {total} bands; give one with {channels}, or a .npy array of the shape {wanted}.',
  'note/value-range-unused':
    'reading {file}: the chosen range of values is not used, since it is for TIFF pictures that store brightness as numbers.',
  'note/profile-ignored':
    'reading {file}: its colours are those of {colours}; they are fed as stored, as Keras, Pillow and OpenCV do.',
  'note/profile-damaged': 'reading {file}: the colour profile is damaged; the colours are taken as sRGB.',
  'note/profile-unread':
    'reading {file}: the colours are of a kind that is not converted (nclx); they are taken as sRGB.',
  'note/profile-unsuitable':
    'reading {file}: the colour profile cannot be applied to this picture; the colours are taken as sRGB.',
  'image/npy-damaged': '{problem}; save the array again with np.save.',
  'part/npy-no-file': 'the content is not a NumPy .npy file',
  'part/npy-version': 'the .npy format version {version} is not known',
  'part/npy-header': 'the .npy header cannot be read',
  'image/npy-size':
    'the shape {shape} needs {expected} bytes of numbers, but the file holds {found}; save the array again.',
  'image/npy-byte-order':
    "the numbers are big-endian ('>f4'), needed is '<f4'; save np.ascontiguousarray(a, dtype='<f4').",
  'image/npy-dtype':
    "the numbers are of type '{dtype}', needed is float32 ('<f4'); save np.ascontiguousarray(a, dtype='<f4').",
  'image/npy-order':
    "the array is in Fortran order, needed is C order; save np.ascontiguousarray(a, dtype='<f4').",
  'image/npy-shape':
    'the shape is {shape}, needed is one picture, (height, width), (height, width, channels) or (1, height, width, channels).',
  'image/npy-not-finite':
    '{bad} of {all} numbers are NaN or infinite, the first ({first}) at index {index}; replace them, for example with np.nan_to_num(a).',
} as const;
