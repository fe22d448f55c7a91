"""Models with inputs besides the picture, each of which is given one value. Usage: several_inputs.py OUT"""

import json
import sys

import cases
import keras
import numpy as np
from keras import layers as L


def image_and_vector():
    """Facts about the patient, say, beside the picture; the vector is the first input."""
    facts, picture = keras.Input((3,), name="facts"), keras.Input((12, 10, 3), name="picture")
    y = L.BatchNormalization(name="norm")(L.Conv2D(4, 3, name="conv")(picture))
    y = L.Concatenate(name="joined")([L.GlobalAveragePooling2D(name="pool")(L.ReLU(name="relu")(y)), L.Dense(5, name="dense")(facts)])
    return keras.Model([facts, picture], L.Dense(4, activation="softmax", name="classes")(y)), {"facts": 0.75}


def image_and_mask():
    """A mask that the picture is multiplied with, and a number for each picture that chooses an embedding."""
    picture, mask, kind = keras.Input((12, 10, 3), name="picture"), keras.Input((12, 10, 1), name="mask"), keras.Input((), dtype="int32", name="kind")
    y = L.Multiply(name="masked")([picture, mask])
    y = L.Flatten(name="flat")(L.DepthwiseConv2D(3, name="depthwise", activation="relu")(y))
    y = L.Concatenate(name="joined")([y, L.Embedding(4, 3, name="embedding")(kind)])
    return keras.Model({"picture": picture, "mask": mask, "kind": kind}, L.Dense(3, activation="softmax", name="classes")(y)), {"mask": 0.5, "kind": 2}


def write(build, folder, seed):
    keras.utils.set_random_seed(seed)
    model, constants = build()
    cases.randomize(keras, model, seed)
    pictures = cases.pictures(np.random.default_rng(seed), 2, (12, 10, 3), -1, 1)

    def given(tensor):
        name = tensor.name
        return pictures if name == "picture" else np.full((2, *tensor.shape[1:]), constants[name], tensor.dtype)

    entries = cases.outputs_of(keras, model)
    probe = keras.Model(model.inputs, [tensor for _, tensor in entries])
    layers, blobs, offset = [], [], 0
    for (entry, _), value in zip(entries, probe([given(tensor) for tensor in model.inputs], training=False)):
        array = np.asarray(value).astype("<f4")
        layers.append(dict(entry, shape=list(array.shape), offset=offset, count=int(array.size)))
        blobs.append(array.tobytes())
        offset += array.nbytes
    cases.os.makedirs(folder, exist_ok=True)
    model.save(f"{folder}/model.keras")
    pictures.astype("<f4").tofile(f"{folder}/input.f32")
    with open(f"{folder}/expected.f32", "wb") as file:
        file.write(b"".join(blobs))
    facts = dict(keras=keras.__version__, files={"model": "model.keras"}, inputShape=list(pictures.shape), constants=constants, tolerance={"abs": 2e-6, "rel": 3e-5}, layers=layers)
    with open(f"{folder}/expected.json", "w") as file:
        json.dump(facts, file)


if __name__ == "__main__":
    for seed, build in enumerate((image_and_vector, image_and_mask), 1):
        write(build, f"{sys.argv[1]}/{build.__name__}", seed)
