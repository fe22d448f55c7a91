/** Names of classes. */
export const labels = {
  'doing/reading-labels': 'reading the labels {file}',
  'labels/unreadable': '{problem}.',
  'part/labels-too-large':
    'it has more than {megabytes} MB, far more than names of classes need; give another file',
  'labels/not-utf8': 'it is no text in UTF-8; save it again in that encoding.',
  'labels/damaged':
    "{problem}; give a JSON list, Keras' class index, a table (CSV) or a text file (UTF-8) with one name a line.",
  'part/labels-empty': 'it is empty',
  'part/labels-no-list': 'it is no list of class names',
  'part/labels-bad-number': 'it is no list of class names (the class number {number})',
  'part/labels-number-twice': 'it is no list of class names (class number {number} stands there twice)',
} as const;
