/** Files that are written. */
export const results = {
  'doing/printing': 'printing the result',
  'doing/writing': 'writing {file}',
  'doing/saving': 'saving {file}',

  'output/disk-full': "the disk is full, or this user's share of it; make room or choose another place.",
  'output/unwritable': '{why}; choose another place or name.',
  'output/no-place': 'saving: no place was chosen for this; save it again.',
  'output/not-copied':
    'copying the picture: the clipboard of the system did not take it; try again, or save it as a file.',
  'output/not-written': '{why}; choose another place.',
  'part/print-failed': 'it cannot be written ({why})',
  'part/disk-is-full': "the disk is full, or this user's share of it",
  'part/may-not-write': 'this user may not write there',
  'part/read-only-disk': 'the disk is read-only',
  'part/file-in-path': 'a part of the path is a file, not a folder',
  'part/no-folder-there': 'no folder can be made there',
  'part/folder-gone': 'the folder does not exist any more',
  'part/folder-of-this-name': 'there is a folder of this name',
  'part/name-too-long': 'the name is too long',
  'part/endless-link': 'a link in the path leads to itself',
  'part/device-in-place': 'this is a device or a pipe, which a file cannot replace',
  'part/link-to-nowhere': 'this is a link to a file that does not exist',
  'output/exists': 'the file exists and is kept; choose another name.',
  'output/same-name': 'two results would get this name; give them different names.',
  'output/not-ours': 'showing {file}: only files that were saved in this run are shown; open it yourself.',
  'doing/writing-maps': 'writing maps to {folder}',
  'output/too-many':
    'these layers have {maps} maps, the limit is {limit} pictures; choose fewer layers or save the maps as NPZ.',
  'output/no-space':
    'about {megabytes} MB are needed, and {free} MB are free on this disk; choose fewer layers, make room or choose another place.',

  'output/too-large': '{problem}; {remedy}.',
  'part/grid-too-large':
    'drawing {picture} of {layers} layers × {filters} channels: about {width} × {height} pixels are more than {megapixels} megapixels or {side} pixels a side',
  'part/choose': 'choose {advice}',
  'part/advice-filters': 'at most {most} of the channels',
  'part/advice-layers': 'at most {most} of the layers',
  'part/advice-either': '{first} or {second}',
  'part/advice-fewer': 'fewer layers and fewer channels',
  'part/enlarged-too-large':
    'saving the picture {scale} times enlarged: it would have {megapixels} megapixels, and the limit is {limit}',
  'part/save-own-size': 'save it at its own size',
} as const;
