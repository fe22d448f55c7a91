/** Jobs, processes, and what went wrong inside. */
export const app = {
  'doing/working': 'working',
  'job/cancelled': 'interrupted; {left}.',
  'part/nothing-unfinished-left': 'nothing unfinished was left behind',
  'job/superseded': 'a newer request took the place of this one.',
  'job/partly-failed': '{problem}.',
  'part/pictures-failed':
    'working through {pictures} pictures: {failures} of them failed, see above; the others are done',
  'part/all-pictures-failed': 'working through {pictures} pictures: all of them failed, see above',
  'part/frames-failed':
    'taking {frames} frames: {failures} of them failed, see above; the others are written',
  'job/unknown-model': 'the model {model} is not loaded any more; choose it again.',
  'job/unknown-picture': 'this picture is no longer in memory; open it again.',
  'job/unknown-analysis': 'this result is no longer in memory; analyse the picture again.',

  'compute/crashed': 'the engine stopped and is started again; try again.',
  'compute/not-running': 'the engine does not run; restart it and try again.',

  'internal/page': 'something unexpected happened in the window ({what}); try again.',
  'internal/foreign-sender': 'only the window of the app may ask; start the app again.',
  'internal/unexpected':
    'an unexpected failure ({what}); this is a mistake in Featurescope: please report it.',
  'internal/unknown-request': 'answering a request: there is none of the name {name}; start the app again.',
  'internal/invalid-request': 'answering the request {name}: its input is not valid; start the app again.',
  'internal/licences-missing':
    "showing Chromium's licences: {file} cannot be opened ({problem}); open it yourself or install Featurescope again.",
  'part/file-missing': 'the file is missing',

  'internal/font-missing': 'drawing labels: the font file {file} cannot be read; install Featurescope again.',

  'usage/bad-arguments': '{what}; "{help}" tells how to call it.',
  'internal/file-not-opened':
    'opening {file}: the window named a file that you have not opened; open it by the dialog, or drop it on the window.',
} as const;
