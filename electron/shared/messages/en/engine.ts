/** Running a model natively. */
export const engine = {
  'doing/running': 'running {model}',
  'doing/preparing': 'preparing {model}',

  'engine/bad-input': '{problem}; the model takes {shape}.',
  'part/input-rank': 'the input has rank {rank}, {shape}',
  'part/input-shape': 'the input has the shape {shape}',
  'part/input-length': 'the input holds {held} values, but its shape {shape} needs {needed}',
  'engine/not-for-pictures':
    'its input is {shape}, not a picture of the form (batch, height, width, channels); open a model that takes pictures.',
  'engine/not-finite': 'value {place} of the input is {value}; every value must be a finite number.',
  'engine/too-large': '{layer} would give {shape}, more than 2 GB; use a smaller input.',
  'model/input-too-small':
    'an input of {size} is too small for the model: {layer} would get no pixel; use a larger size.',

  'engine/no-memory':
    'computing with {model}: about {megabytes} MB of memory are needed at a time, and {free} MB are free; close other programs or use a smaller picture size.',

  'engine/bad-request': '{problem}; choose something else.',
  'part/empty-hypercolumn': 'a hypercolumn needs at least one layer',
  'part/nothing-asked': 'no result was asked for',
  'part/no-such-result': 'result {call}:{output} does not exist',
  'part/no-maps': '{layer} gives {shape}, which has no maps',
  'part/no-such-channels': 'channels {channels} were asked for, but the layer has {count}',
  'part/no-channels': 'no channels were asked for',
  'part/bad-range': 'the fixed range {from} to {to} is empty or not a range of numbers',
  'part/weights-of-sum': 'the weights of the sum are {given}, and the result is {shape}',
  'engine/no-gradient':
    '{layer} cannot be differentiated ({why}); choose a layer behind it, or a method that needs no gradient.',
  'part/no-gradient-no-kernel': 'TensorFlow has no gradient of {operation}',
  'part/no-gradient-loop': 'it goes through an open number of steps',
  'part/no-gradient-patches': 'its patches are dilated, or their strides differ',
  'part/no-gradient-unknown': 'the gradient of {operation} is not known here',
  'engine/several-inputs':
    'it has {count} inputs; only models with one picture as input can be run, so save one with the others fixed.',

  'engine/failed': '{problem}; please report this with the model.',
  'part/pass-failed': 'TensorFlow reports "{why}"',
  'part/graph-refused': 'TensorFlow does not take its graph ("{why}")',
  'engine/temporary-folder':
    'the temporary folder {folder} cannot be written to ({why}); check it, or name another one in the environment variable TMPDIR.',
  'engine/temporary-folder-full':
    'the temporary folder {folder} is full; free some space there, or name another one in the environment variable TMPDIR.',
  'engine/not-installed':
    'loading TensorFlow: its native part is missing or does not fit this machine ({why}); {remedy}.',
  'part/set-up': 'run "npm run setup"',
  'part/reinstall-package':
    'install the package of Featurescope again, and if that does not help, one for this machine',
} as const;
