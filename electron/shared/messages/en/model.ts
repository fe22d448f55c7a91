/** Opening a model: its file, its configuration, its inputs. */
export const model = {
  'doing/opening-model': 'opening {file}',
  'doing/reading-architecture': 'reading the architecture {file}',

  'model/not-found': '{problem}.',
  'model/unreadable': '{problem}.',
  'model/not-a-model': '{problem}; give a .keras, .h5 or tfjs model.json file.',
  'part/folder-no-model': 'it is a folder',
  'part/device-no-model': 'it is a device or a pipe',
  'part/file-empty': 'the file is empty',
  'part/over-2-gb': 'it is larger than 2 GB',
  'part/is-picture': 'it is a picture, not a model',
  'part/is-lfs-pointer': 'it is a Git LFS pointer, not the model itself; run "git lfs pull"',
  'part/is-web-page': 'it is a web page, probably a failed download',
  'model/foreign': '{what}; {remedy}.',
  'part/is-tflite': 'it is a TensorFlow Lite model, which has no Keras layers',
  'part/is-saved-model': 'it is a SavedModel of TensorFlow, a graph without Keras layers',
  'part/is-frozen-graph': 'it is a frozen graph of TensorFlow, which has no Keras layers',
  'part/is-checkpoint': 'it is part of a checkpoint of TensorFlow: numbers without layers',
  'part/is-onnx': 'it is an ONNX model',
  'part/is-file-of': 'it is a file of {program}',
  'part/is-pickle': 'it is a pickled Python object, perhaps of PyTorch or scikit-learn',
  'part/is-safetensors': 'it is a safetensors file: numbers without layers',
  'part/is-archive': 'it is an archive ({kind})',
  'part/is-npy': 'it is a NumPy array (.npy): numbers without layers',
  'part/is-graph-model': 'it is a graph-model of tfjs, which has no Keras layers',
  'part/is-zip-of-folder': 'its config.json lies in a folder inside the zip',
  'part/is-npz': 'it is a NumPy archive (.npz): arrays without layers',
  'part/is-zip-of-model': 'it is a zip with the model {name} inside',
  'part/is-unpacked-keras': 'it is the folder of an unpacked .keras file',
  'part/remedy-save-keras':
    'open it with tf.keras.models.load_model(...) of Keras 2 and save the model with model.save("model.h5")',
  'part/remedy-keras-origin': 'save the Keras model that it was made from with model.save("model.keras")',
  'part/remedy-load-weights':
    'build the model by its own code, load the checkpoint with model.load_weights(...), and save it with model.save("model.keras")',
  'part/remedy-convert':
    'only Keras models can be opened: take the Keras version of this network, or set its weights in a Keras model and save that with model.save("model.keras")',
  'part/remedy-set-weights':
    'set them in a Keras model with model.set_weights(...), and save it with model.save("model.keras")',
  'part/remedy-unpack-archive': 'unpack it and open the model in it',
  'part/remedy-unpack': 'unpack it and open that file',
  'part/remedy-unpack-all': 'unpack all of it into one folder and open that file',
  'part/remedy-pack': 'zip the files in it, not the folder, and name the zip model.keras',
  'part/remedy-open-inside': 'open the file {name} in it',
  'part/unknown-content': 'its content is no model that is known here',
  'model/too-large': '{problem}; use a smaller model or another copy of the file.',
  'part/json-too-large': 'a model.json of more than {megabytes} MB is no model that Keras or tfjs made',
  'part/unpacks-too-large':
    'its {part} would unpack to {megabytes} MB, more than the {limit} MB that any real model needs',
  'part/shards-too-large': 'its weight files together have more than {gigabytes} GB',
  'part/too-many-calls': 'the models inside the model use their layers more than {count} times',
  'part/weights-too-large':
    'up to {layer} the configuration asks for {wanted} of weights, which this file of {size} cannot hold',

  'model/no-config': '{problem}; save the whole model with model.save(...).',
  'part/h5-without-model': 'it holds neither a model configuration nor weights of Keras',
  'part/zip-without-config': 'the zip holds no config.json, so it is not a Keras model',
  'model/bad-config': '{problem}; {remedy}.',
  'part/save-again': 'the file is damaged or was not saved by Keras, so copy it or save the model again',
  'part/one-folder': 'put all files of the model into one folder and download model.json again',
  'part/open-weights': 'open the weights, and choose this file as their architecture',
  'part/config-unclear': "the model's configuration cannot be understood ({what})",
  'part/config-too-deep': 'its configuration nests deeper than {levels} levels',
  'part/config-no-json': 'its configuration is not valid JSON',
  'part/shard-elsewhere': 'it names the weight file {name}, which is not beside it',
  'part/not-tfjs':
    'this JSON is not a tfjs layers-model (model.json with modelTopology and weightsManifest); a tfjs graph-model cannot be opened, and an architecture (model.to_json()) only with its weights',
  'part/a-class': 'a layer without a class',
  'part/a-layer': 'a layer',
  'part/the-model': 'the model',
  'part/a-link': 'a link between layers',
  'part/a-constant': 'a constant of a call',
  'part/input-or-output': 'input or output layers',
  'part/an-input-shape': 'an input shape',
  'part/layer-list': 'the list of layers',
  'part/a-list': '{name}',
  'part/layer-count': '{count} layers',
  'part/same-names': 'two layers with the same name',
  'model/unsupported-model':
    'the model is of class {className}, whose code only its author has; save it as a functional or Sequential model.',
  'model/no-input-shape':
    'the file does not say which input shape the model was built for; build it with an input shape and save it again.',

  'model/bad-graph':
    '{problem}; the file is damaged or was not saved by Keras, so copy it or save the model again.',
  'part/takes-one-input': 'it takes one input but gets {count}',
  'part/needs-rank': 'it needs an input of rank {rank}, but gets {shape}',
  'part/needs-states': 'it needs {count} states to start from, but gets {given}',
  'part/state-shape': 'it needs a state of shape {wanted} to start from, but gets {given}',
  'part/needs-steps': 'it works on every step of its input, but gets {shape}',
  'part/inputs-unfit': 'its inputs {shapes} do not fit together',
  'part/no-input': 'it is called without an input',
  'part/input-not-given': 'it gets no input',
  'part/named-input-not-given': 'it gets no input {name}',
  'part/feeds-itself': 'it feeds itself',
  'part/never-used': 'it is never used',
  'part/no-such-call': {
    one: 'a link names its call {call}, but it is called {count} time',
    other: 'a link names its call {call}, but it is called {count} times',
  },
  'part/no-such-output': 'a link names output {output} of layer {layer}, which it does not have',
  'part/no-such-layer': 'a link names layer {layer}, which the model does not have',
  'part/no-layers': 'the model has no layers',
  'part/behind-glu':
    'its activation glu halves the channels, but layer {layer} has weights for all of them, so Keras cannot run this model either',

  'model/keras-1':
    'it was saved by Keras {version}, before 2.0, whose layers have other settings; open it with Keras 2.2 or 2.3 and save it again.',
  'model/weight-shards':
    'it lists weights that are split over several files, which cannot be read; load them into the model with model.load_weights(...) and save it whole with model.save("model.keras").',
  'model/needs-architecture':
    'it holds only weights, not the layers they belong to; choose their architecture, or save the text that model.to_json() gives as {beside}.',
  'model/not-weights':
    'it is not an HDF5 file of weights, so it needs no architecture {architecture}; open it without one, or open the .h5 file of model.save_weights(...).',
  'model/bad-architecture': '{problem}; give the text that model.to_json() gives.',
  'part/architecture-no-file': 'it is a folder or a device',
  'part/architecture-too-large': 'it has more than {megabytes} MB, more than the layers of any model need',
  'part/architecture-no-json': 'it is no JSON, perhaps a file of weights',
  'part/architecture-no-model': 'this JSON does not describe the layers of a Keras model',
  'model/unknown-architecture':
    'choosing the architecture {name}: there is no such file and none of this name comes with Featurescope; {hint}.',
  'part/there-are': 'there are {names}',
  'part/nearest-of': 'did you mean {nearest}? There are {names}',

  'model/several-inputs': '{problem}.',
  'part/all-constant':
    'every input has a constant, so none is left for the picture; leave out that of one of {inputs}',
  'part/several-inputs':
    'it takes {count} inputs at a time: {inputs}; one takes the picture, so give each of the others a value',
  'part/open-constant':
    'its input {input} leaves a length open, so no constant can be made for it; save the model with fixed lengths there',
  'usage/needless-constant':
    'its only input {inputs} takes the picture, so the constant {name} has no place; leave it out.',
  'usage/unknown-constant': 'it has no input {name} that could be given a constant; there are {inputs}.',
  'usage/bad-constant':
    'the constant {value} of input {name} is no finite number; give a number such as 0 or 0.5.',
} as const;
