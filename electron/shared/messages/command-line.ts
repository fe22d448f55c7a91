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
};
