/** What was assumed about a model: `note/` whole, `short/` for a line of the window. */
export const notes = {
  'note/other-precision':
    'the model was built to run in {policies}; it is computed in float32, so results differ slightly from those of Keras.',
  'short/other-precision': 'The model was built for another precision: computed in float32',
  'note/random-layers':
    'the model calls {layers} with training=True, so in Keras every prediction draws random numbers there; here these layers are computed without chance, as where training=True is not given.',
  'short/random-layers': '{layers}: random at prediction in Keras, computed without chance here',
  'note/own-statistics':
    'the model calls {layers} with training=True, so the mean and variance of the picture itself are used there instead of the stored ones, as Keras 2 does when it predicts one picture at a time.',
  'short/own-statistics': '{layers}: normalized by the statistics of the picture itself (training=True).',
  'note/stateful-layers':
    'the model keeps what {layers} remember from one prediction to the next (stateful); here every prediction starts from zeros, as the first one does in Keras.',
  'short/stateful-layers': '{layers}: stateful in Keras, every prediction starts from zeros here',
  'part/names-and-more': '{names} and {more} more',
  'note/version-taken':
    'the file does not name the Keras that wrote it; by its form, Keras {version} is taken.',
  'short/version-taken': 'The file does not name the Keras that wrote it: Keras {version} taken.',
  'note/newer-version':
    'the file was written by Keras {version}, which is newer than this program knows; what is new there may be missing.',
  'short/newer-version': 'Written by Keras {version}, which is newer than this program knows.',
  'part/setting-of': '{setting} of layer {layer}',
  'note/unknown-settings': 'settings that are not known here were left out: {settings}.',
  'short/unknown-settings': 'Settings that are not known here were left out: {settings}.',

  'note/open-size': 'the model leaves its picture size open; {height} x {width} is used.',
  'short/open-size': 'The model takes any size: {width} × {height} used',

  'note/unknown-preprocess':
    'it is not known how this model was trained, so pixels are fed as {fed}: {why}; choose another preprocessing if it was trained otherwise.',
  'short/unknown-preprocess': 'Preprocessing unknown: {name} is a guess',
  'note/known-preprocess': 'pixels are fed as {fed}: {why}.',
  'short/known-preprocess': 'Preprocessing {name}, as the model points to.',
  'note/doubtful-preprocess': 'pixels are fed as {fed}, but should be fed as {expectedFed}: {why}.',
  'short/doubtful-preprocess': 'Preprocessing {name} looks wrong, {expected} is expected',
  'part/fed-as-range': '{range} ({name})',
  'part/fed-as-torch': 'torch does (about -2.1..2.6)',
  'part/fed-as-caffe': 'caffe does (about -124..151)',
  'part/why-catalogue': 'the catalogue says so',
  'part/why-metadata': '{subject} of Teachable Machine, which lies beside the model, says so',
  'part/why-whole-numbers': 'its input {subject} takes whole numbers',
  'part/why-scales-itself': 'the model scales its input itself, in layer {subject}',
  'part/why-statistics': 'the pixels that {subject} saw in training were of that range',
  'part/why-known-name': '{subject} of Keras applications takes it so',
  'part/why-usual': 'the model has no layer that scales its input, and most such models take x / 255',

  'note/grey-input': 'the model takes one channel, so the picture is fed as grey (ITU-R 601 luma).',
  'short/grey-input': 'The model takes grey pictures, so the picture is converted.',
  'note/array-input':
    'the model takes {channels} channels: give it a TIFF picture of as many bands, or a .npy array of that shape, whose numbers are fed as they are.',
  'short/array-input':
    'The model takes {channels} channels: open a TIFF picture of as many bands, or a .npy array.',
  'note/alpha-input':
    'the model takes four channels: of a picture, alpha is fed as opaque (255) behind red, green and blue; a TIFF picture of four bands is fed as it is.',
  'short/alpha-input': 'The model takes four channels: alpha of a picture is fed as opaque.',
  'note/several-heads': {
    one: '{count} output can be shown; it is {name}.',
    other: '{count} outputs can be shown; this is {name}.',
  },
  'short/several-heads': {
    one: '{count} output can be shown; it is {name}.',
    other: '{count} outputs can be shown; this is {name}.',
  },
  'note/softmax-of-one':
    'output {name} is the softmax of one number, which is 1 for every picture; a sigmoid tells two classes apart.',
  'short/softmax-of-one': 'Output {name} is the softmax of one number: 1 for every picture',

  'note/nan':
    '{picture}: results hold NaN, which is no number; the first layer that gives NaN is {layer}; look at its settings and weights, and at the preprocessing.',
  'short/nan': 'NaN from layer {name} on',
  'note/nan-behind':
    '{picture}: results hold NaN, which is no number; the first layer that gives NaN is {layer}, behind infinite values from {infinite} on; look at its settings and weights, and at the preprocessing.',
  'short/nan-behind': 'NaN from layer {name} on',
  'note/infinite':
    '{picture}: results hold infinite values; the first layer that gives them is {layer}; look at its settings and weights, and at the preprocessing.',
  'short/infinite': 'Infinite values from layer {name} on',
  'part/and-first-nan': '{remedy}; the first layer that gives NaN is {layer}',
  'part/and-first-infinite': '{remedy}; the first layer that gives infinite values is {layer}',

  'note/output-sigmoid':
    'output {name} gives each class a probability of its own (sigmoid), so they need not sum to 100 %.',
  'note/output-binary':
    'output {name} gives one probability (sigmoid), that of class 1; class 0 has the rest.',
  'note/output-scores':
    'output {name} gives scores and no probabilities, so they are shown as they are; their softmax can be shown instead.',
  'note/output-softmax-of-scores':
    'the probabilities are the softmax of the scores that output {name} gives.',
  'note/output-value': 'output {name} gives one number and no probability.',

  'note/labels-beside': 'the classes are named by {name} beside the model.',
  'short/labels-beside': 'Class names come from {name} beside the model.',
  'note/labels-unfit': 'a labels file beside the model is not used: {why}',
  'short/labels-unfit': '{name} beside the model does not fit',
  'note/labels-guessed': 'the model has 1000 classes, so they are named after ImageNet.',
  'short/labels-guessed': '1000 classes: named after ImageNet, a guess',
  'note/labels-gap': {
    one: 'in the labels {file} {count} class has no name, class {example}.',
    other: 'in the labels {file} {count} classes have no name, class {example} for one.',
  },
  'short/labels-gap': {
    one: '{count} class has no name in {name}',
    other: '{count} classes have no name in {name}',
  },
  'note/labels-duplicate': {
    one: 'in the labels {file} {count} name stands for more than one class, "{example}".',
    other: 'in the labels {file} {count} names stand for more than one class, "{example}" for one.',
  },
  'short/labels-duplicate': {
    one: '{count} name stands twice in {name}: {example}',
    other: '{count} names stand twice in {name}: {example}',
  },

  'note/layers-without-maps': {
    one: 'layer {layers} has no height and width, so there are no pictures of it; its numbers are in the statistics and the activations.',
    other:
      'the layers {layers} have no height and width, so there are no pictures of them; their numbers are in the statistics and the activations.',
  },
  'note/hypercolumns-without': {
    one: 'layer {layers} has no feature maps, so the hypercolumns are made without it.',
    other: 'the layers {layers} have no feature maps, so the hypercolumns are made without them.',
  },
  'note/constant-hypercolumn':
    '{name}: the hypercolumn has one value everywhere, {value}, so its picture has one colour.',

  'note/choice-left-out': 'an earlier choice was left out: {why}',
  'short/choice-left-out': 'An earlier choice does not fit any more',
} as const;
