/** How a model is used: what is fed, what it names, what is asked of it. */
export const use = {
  'doing/opening': 'opening {file}',
  'doing/preparing-pictures': 'preparing pictures for {model}',
  'doing/predicting': 'predicting with {model}',
  'doing/analysing-frames': 'analysing frames together',
  'doing/drawing-maps': 'drawing maps',
  'doing/drawing-grid': 'drawing the grid',
  'doing/averaging': 'averaging hypercolumns',
  'doing/showing-maps': 'showing maps of layer {layer}',
  'doing/checking-models': 'checking the models',

  'model/not-for-pictures':
    'opening {model}: its input is {shape}, not a picture, which would be (None, height, width, channels); give a model for pictures.',
  'model/open-channels':
    'opening {model}: its input has an open number of channels; save the model with a fixed number.',
  'usage/bad-size': '{problem}; {remedy}.',
  'part/no-picture-size': '{height} x {width} is no picture size',
  'part/whole-sides': 'each side is a whole number from {lowest} to {highest}',
  'part/layer-too-large': 'at {height} x {width} one layer alone would give {megabytes} MB',
  'part/use-smaller-size': 'use a smaller size',
  'usage/fixed-size':
    'it takes {height} x {width} only, not {wantedHeight} x {wantedWidth}; leave the size out.',
  'part/any-length': 'any',
  'usage/needless-architecture':
    'opening {model}: a model of the catalogue has its architecture already; leave the architecture out.',
  'part/reading-takes-too-much':
    'reading it takes more than {megabytes} MB of memory beside its weights, so it is probably damaged',
  'part/not-on-this-disk': 'it is not a file on this disk',

  'model/unknown-head': 'choosing the output {name} of {model}: {problem}.',
  'part/no-such-head': 'it has no such output; those that can be shown are {names}',
  'part/no-heads': 'it has no output of classes or numbers',
  'usage/needless-softmax': 'using {model}: {problem}, of which no softmax is taken; leave the softmax out.',
  'part/gives-probabilities': 'its output {name} gives probabilities already',
  'part/gives-probability': 'its output {name} gives a probability already',
  'part/gives-one-number': 'its output {name} gives one number',
  'part/no-scores': 'it has no output of scores',
  'model/no-classes':
    'the model has no output of classes or numbers, only maps or sequences; its feature maps and hypercolumns are there all the same.',
  'part/outputs-not-finite': 'it gives NaN or infinite values',
  'part/weights-or-preprocess':
    'its weights are damaged, or the preprocessing is not the one it was trained with',
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
  'labels/wrong-count':
    'it names {found} classes, but the model has {wanted}; give the labels that the model was trained with.',
  'usage/bad-top': 'predicting: the number of classes shown is {top}; give a whole number from 1.',
  'part/models-damaged': {
    one: '{models} is missing or damaged',
    other: '{models} are missing or damaged',
  },
  'part/fetch-models-again': 'fetch again from the list of models',

  'image/needs-array':
    '{model} takes {channels} channels, but this picture has 1, 3 or 4; give a TIFF picture of {channels} bands or a .npy array of the shape {wanted}.',
  'image/npy-wrong-shape': 'its shape is {found}, but {model} takes {wanted}; save an array of that shape.',
  'part/no-frames': 'there is no frame',
  'part/at-least-one-frame': 'at least one frame',
  'part/frame-shape': 'frame {frame} has the shape {found}, unlike the first one',

  'usage/other-ending':
    'the file {file} has the ending of another format than {format}; give it the right ending, or none.',
  'usage/classic-format': 'the figure of the 2018 script is a JPEG picture, not {format}; choose jpeg.',
  'usage/verdicts-of-pictures':
    'maps are chosen by verdict where pictures of them are written; choose a folder for these.',
  'usage/bad-filters': 'the number of channels is {filters}; give a whole number from 1.',
  'layers/no-maps': '{problem}; {remedy}.',
  'part/none-has-maps': 'none of the chosen layers has feature maps (height x width x channels)',
  'part/layer-without-maps': 'layer {layer} {name} has no feature maps (its output has rank {rank})',
  'part/no-height-and-width': 'it has no height and width',
  'part/choose-before-flattening': 'choose layers before the flattening',
  'part/look-at-statistics': 'look at its statistics',
} as const;
