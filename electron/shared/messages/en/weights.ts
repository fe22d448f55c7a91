/** Weights of a model, and the files that hold them. */
export const weights = {
  'model/damaged': '{problem}; copy or download it again.',
  'part/hdf5-unsound': 'its HDF5 data are not sound, perhaps cut short or damaged on the way',
  'part/zip-cut': 'it is not a whole .keras (zip) file, perhaps cut short',
  'part/zip-checksum': 'the checksum of its {part} is wrong, so some of it changed since it was saved',
  'part/shards-cut': 'its weight files end before {weight} is complete ({bytes} bytes)',
  'model/unsupported-compression':
    '{array} is compressed with {filter}, which cannot be read here; save the file again with gzip or without compression.',
  'model/nameless-bfloat16':
    '{array} holds bfloat16 numbers, which Keras writes into .h5 without saying so; the file is whole, but save the model as .keras, where they can be read.',
  'model/subclassed-weights':
    'it holds the weights of a model whose class its author wrote (a subclass of keras.Model), so no list of layers leads to them; build that model from functional or Sequential parts and save it with model.save("model.keras").',
  'part/filter-number': 'filter {id}',

  'model/no-weights': '{problem}.',
  'part/zip-without-weights':
    'the zip holds no model.weights.h5, so the trained numbers are missing; save the whole model again',
  'part/h5-without-weights': 'it holds no weights that Keras saved; give a file of model.save_weights(...)',
  'part/shard-missing': 'its weight file {name} is missing; put all files of the model into one folder',
  'part/shard-unreadable':
    'its weight file {name} cannot be read ({why}); put all files of the model into one folder',

  'model/missing-weight': '{problem}; save the model again.',
  'part/weight-only-listed': 'layer {layer} lists the weight {weight}, but its numbers are not in the file',
  'part/weights-lacking': {
    one: 'it needs {count} weight ({names}), but the file holds {held} for it',
    other: 'it needs {count} weights ({names}), but the file holds {held} for it',
  },
  'part/weights-lacking-named': {
    one: 'it needs {count} weight ({names}), but the file holds {held} for it; missing: {missing}',
    other: 'it needs {count} weights ({names}), but the file holds {held} for it; missing: {missing}',
  },
  'model/surplus-weight':
    '{problem}; weights and configuration do not belong together, so give those that were saved together.',
  'part/weights-needless': {
    one: 'it needs no weights, but the file holds {count} weight for it, of shape {shapes}',
    other: 'it needs no weights, but the file holds {count} weights for it, of shape {shapes}',
  },
  'part/weights-surplus':
    'it needs only {names}, but the file holds {count} weights for it, of shape {shapes}',
  'part/model-weights-surplus': 'its layers need {needed} weights, but the file holds {held} for them',
  'part/weights-of-no-layer': {
    one: 'the file holds {count} weight of layer {layer}, which the configuration does not have',
    other: 'the file holds {count} weights of layer {layer}, which the configuration does not have',
  },
  'model/wrong-shape':
    'it needs {weight} of shape {wanted}, but the file holds {found}; weights and configuration do not belong together, so give those that were saved together.',
  'model/not-finite': '{problem}; {remedy}.',
  'part/weights-not-finite':
    '{bad} of the {all} numbers in {weight} are NaN or infinite, so its results would mean nothing',
  'part/older-copy': 'use a copy from before the training went wrong',
  'part/lora-apart': 'it keeps what LoRA trained apart from its kernel',
  'part/save-as-keras': 'save the model as .keras, where Keras joins them',

  'model/wrong-architecture':
    'the weights do not fit the architecture {architecture}: {problem}; give the architecture that these weights were saved from.',
  'part/more-than-file': 'its layers need more numbers than the file can hold',
  'part/counts-differ':
    'the file holds weights of {held} layers and the architecture has {planned} layers with weights; the first that differs: {unfit}',
  'part/shapes-differ': '{layer} needs weights of shape {wanted}, but the file has {found} in {holder}',
  'part/no-more-layers': '{layer} needs weights of shape {wanted}, but the file has no more layers',
  'part/holder-without-layer': '{holder} of the file, with {found}, is in no layer of the architecture',
  'part/no-shapes': 'none',
} as const;
