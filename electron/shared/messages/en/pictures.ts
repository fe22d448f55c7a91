/** Pictures and arrays that are read. */
export const pictures = {
  'doing/reading': 'reading {file}',

  'image/warning': 'the picture was opened, but not all of it could be read as intended.',
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
    'the shape is {shape}, needed is one picture, (height, width, channels) or (1, height, width, channels).',
  'image/npy-not-finite':
    '{bad} of {all} numbers are NaN or infinite, the first ({first}) at index {index}; replace them, for example with np.nan_to_num(a).',
} as const;
