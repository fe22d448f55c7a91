import type { MessageKey, Text } from './message';

/** Where the command line says it in its own words: its options, its commands. Everything else is as in the window. */
export const commandLine: Partial<Readonly<Record<MessageKey, Text>>> = {
  'part/connect-camera-or-draw':
    'connect one and try again, or try the device TEST:colourbars, a drawn picture.',
  'part/choose-listed-camera-or-draw': 'choose one that the list of cameras has, or TEST:colourbars.',
  'part/install-with': "install it, for example with '{command}'.",
  'note/no-camera': 'no camera is connected; --device TEST:colourbars gives a drawn picture without one.',
  'part/see-layer-list': 'the command "layers" lists all names.',
  'internal/unexpected':
    '{what}; this is a mistake in Featurescope: please report it with the command you gave.',
  'model/needs-architecture':
    'it holds only weights, not the layers they belong to; add --architecture FILE with the text that model.to_json() gives, or --architecture ID such as inception-v3, or save that text as {beside}.',
  'model/not-weights':
    'it is not an HDF5 file of weights, so it needs no architecture {architecture}; leave --architecture out, or give the .h5 file of model.save_weights(...).',
  'part/remedy-as-labels': 'give the model itself, and this file with --labels',
  'part/open-weights': 'give the weights as the model, and this file with --architecture',
  'part/several-inputs':
    'it takes {count} inputs at a time: {inputs}; one takes the picture, so give each of the others one value by --constant NAME=VALUE',
  'part/all-constant':
    'every input has a constant, so none is left for the picture; leave out the --constant of one of {inputs}',
  'usage/needless-constant':
    'its only input {inputs} takes the picture, so the constant {name} has no place; leave --constant out.',
  'model/not-downloaded':
    'its weights ({megabytes} MB) are not on this disk; fetch them with "models download {id}", or, if you have {file}, with "models download {id} --from FILE".',
  'part/fetch-again': 'fetch it again with "models download {id}"',
  'note/picture-values':
    'reading {file}: its values ({type}) go from {lowest} to {highest}; {low} to {high} are fed as 0 to 255; choose others with --value-range.',
  'note/picture-values-cut':
    'reading {file}: its values ({type}) go from {lowest} to {highest}; {low} to {high} are fed as 0 to 255, those outside as 0 or 255; choose others with --value-range.',
  'image/dark-values':
    'its values ({type}) end at {highest}, so that it would be black; use their range by --value-range data, or save them as 8 bits.',
  'note/first-frame': 'reading {file}: it is the first of {count} frames; choose another with --frame.',
  'image/no-bands':
    'bands can be chosen of TIFF pictures that store grey or colour values, which this is not; leave --bands out.',
  'note/bands-left-out':
    'reading {file}: of {count} bands {bands} are fed and the others left out; choose others with --bands.',
  'image/bands-unfit':
    '{model} takes {channels} channels, but of the {total} bands of the picture {bands} are taken; choose {channels} of them with --bands.',
  'note/value-range-unused':
    'reading {file}: --value-range is not used, since it is for TIFF pictures that store brightness as numbers.',
  'note/profile-ignored':
    'reading {file}: its colours are those of {colours}; they are fed as stored, as Keras, Pillow and OpenCV do; --color-profile convert makes them sRGB.',
  'note/open-size': 'the model leaves its picture size open; {height} x {width} is used, choose with --size.',
  'note/unknown-preprocess':
    'it is not known how this model was trained, so pixels are fed as {fed}: {why}; choose with --preprocess.',
  'note/several-heads': '{count} outputs can be shown; {name} is, choose with --head.',
  'note/output-scores':
    'output {name} gives scores and no probabilities, so they are shown as they are; --softmax shows their softmax.',
  'note/labels-guessed':
    'the model has 1000 classes, so they are named after ImageNet; choose with --labels.',
  'output/exists': 'the file exists and is kept; add --force to replace it or choose another name.',
  'output/too-many':
    'these layers have {maps} maps, the limit is {limit} pictures; choose fewer layers or use --npz.',
  'note/layers-without-maps': {
    one: 'layer {layers} has no height and width, so --png has no pictures of it; --npz and the command "stats" have its numbers.',
    other:
      'the layers {layers} have no height and width, so --png has no pictures of them; --npz and the command "stats" have their numbers.',
  },
  'usage/needless-architecture':
    'opening {model}: a model of the catalogue has its architecture already; leave --architecture out.',
  'usage/needless-softmax': 'using {model}: {problem}, of which no softmax is taken; leave --softmax out.',
  'usage/other-ending':
    '{file} has the ending of another format than --format {format}; give it the right ending, or leave --format out.',
  'usage/classic-format': '--classic draws the JPEG of the 2018 script, not {format}; leave one of both out.',
  'usage/figure-dpi': '--dpi is {dpi}; choose {least} to {most}.',
  'usage/figure-text': '--text is {points} pt; choose {least} to {most} pt.',
  'usage/figure-text-in-cell':
    'text of {points} pt is too large for {columns} maps side by side, which are {cell} wide and need {least}; choose a smaller --text, fewer --columns or a larger --width.',
  'usage/one-picture':
    'the figure shows one picture, and {count} are given; give one, or add --kind comparison.',
  'usage/figure-transparent-jpeg':
    'a JPEG picture has no transparent background; choose --format png, svg or pdf, or another --background.',
  'part/figure-fewer':
    'choose fewer --layers or --filters, more --columns, a smaller --text or a smaller --dpi',
  'part/figure-fewer-or-pdf':
    'choose --format pdf, which has pages, or fewer --layers or --filters, more --columns, a smaller --text or a smaller --dpi',
  'usage/verdicts-of-pictures': '--only and --hide choose among the pictures of --png; add it.',
  'usage/bad-filters': '--filters is {filters}; give a whole number from 1.',
  'usage/bad-top': 'predicting: --top must be a whole number from 1.',
  'model/no-classes':
    'the model has no output of classes or numbers, only maps or sequences; use the commands maps, grid or hypercolumn.',
  'part/weights-or-preprocess': 'its weights are damaged, or --preprocess is not the one it was trained with',
  'part/fetch-models-again': 'fetch again with "models download ID"',
};
