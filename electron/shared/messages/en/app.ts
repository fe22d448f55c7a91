/** Files that are written, cameras, jobs, and what went wrong inside. */
export const app = {
  'doing/printing': 'printing the result',

  'output/disk-full': 'the disk is full; make room or choose another place.',
  'output/unwritable': '{why}; choose another place or name.',
  'part/print-failed': 'it cannot be written ({why})',
  'output/too-large':
    'drawing {picture} of {layers} layers × {filters} filters: about {width} × {height} pixels are more than {megapixels} megapixels or {side} pixels a side; choose {advice}.',
  'part/advice-filters': 'at most {most} of the filters',
  'part/advice-layers': 'at most {most} of the layers',
  'part/advice-either': '{first} or {second}',
  'part/advice-fewer': 'fewer layers and fewer filters',

  'doing/working': 'working',
  'job/cancelled': 'interrupted; {left}.',
  'part/nothing-unfinished-left': 'nothing unfinished was left behind',
  'job/superseded': 'a newer request took the place of this one.',

  'compute/crashed': 'the engine stopped and is started again; try again.',

  'internal/page': 'something unexpected happened in the window ({what}); try again.',
  'internal/foreign-sender': 'only the window of the app may ask; start the app again.',
  'internal/unexpected':
    'an unexpected failure ({what}); this is a mistake in Featurescope: please report it.',
  'internal/unknown-request': 'answering a request: there is none of the name {name}; start the app again.',
  'internal/invalid-request': 'answering the request {name}: its input is not valid; start the app again.',
} as const;
