"""Weights files in every layout and the outputs of every layer, for test/architectures/compare.test.ts.

Too large to keep (VGG16 alone has 550 MB), so they are made where they are compared:

    python test/architectures/make_references.py FOLDER [NAME...]

Legacy files (`layer_names`) are written by tf_keras 2.16.0, the last Keras 2, as the official files of keras.applications
were; `.weights.h5` by keras 3.15.1. TensorFlow 2.16.2. All weights are random with a fixed seed, scaled so that values neither die out
nor explode. tf_keras computes what is expected.
"""

import json
import math
import os
import sys
from pathlib import Path
from unittest import mock

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras as keras3
import numpy as np
import tensorflow as tf
import tf_keras as keras2

APPLICATIONS = {
    "inception-v3": "InceptionV3",
    "resnet50": "ResNet50",
    "vgg16": "VGG16",
    "mobilenet-v2": "MobileNetV2",
    "efficientnet-b0": "EfficientNetB0",
    "densenet121": "DenseNet121",
    "xception": "Xception",
}


def build(keras, name):
    """The model that belongs to the ImageNet weights, without them."""
    function = getattr(keras.applications, APPLICATIONS[name])
    if name != "efficientnet-b0":
        return function(weights=None)
    module = sys.modules[function.__module__]
    files = getattr(module, "file_utils", None) or module.data_utils
    with mock.patch.object(files, "get_file", lambda *a, **k: ""):
        model_class = keras.Model if keras is keras3 else keras.Model
        with mock.patch.object(model_class, "load_weights"):
            return function(weights="imagenet")


def randomise(model, seed):
    """Kernels of unit gain, batch norm with statistics that all differ, so that a swapped array shows."""
    random = np.random.default_rng(seed)
    for layer in model.layers:
        values = []
        for weight in layer.weights:
            name, shape = weight.name.split("/")[-1].split(":")[0], tuple(weight.shape)
            if "kernel" in name:
                fan_in = np.prod(shape[:-2] if "depthwise" in name else shape[:-1]) if len(shape) > 1 else 1
                values.append(random.normal(0, math.sqrt(2 / max(fan_in, 1)), shape))
            elif name in ("gamma", "moving_variance", "variance"):
                values.append(random.uniform(0.5, 1.5, shape))
            elif name == "count":
                values.append(np.zeros(shape))
            else:
                values.append(random.uniform(-0.2, 0.2, shape))
        layer.set_weights([np.asarray(value, "f4") for value in values])


def main():
    folder = Path(sys.argv[1])
    for name in sys.argv[2:] or APPLICATIONS:
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        keras2.backend.clear_session()
        model = build(keras2, name)
        randomise(model, 7)
        model.save_weights(str(target / "legacy.h5"), save_format="h5")
        size = model.input_shape[1:]
        picture = np.random.default_rng(1).uniform(-1, 1, (1, *size)).astype("f4")
        picture.tofile(target / "input.f32")
        outputs = keras2.Model(model.inputs, [layer.output for layer in model.layers])(picture, training=False)
        entries, offset = [], 0
        with open(target / "expected.f32", "wb") as file:
            for layer, output in zip(model.layers, outputs):
                values = np.asarray(output, "f4")
                file.write(values.tobytes())
                entries.append({"name": layer.name, "class": type(layer).__name__, "shape": list(values.shape), "offset": offset})
                offset += values.size
        # The same weights through Keras 3, which reads the legacy file by order, as it does with the official ones.
        keras3.backend.clear_session()
        model3 = build(keras3, name)
        model3.load_weights(str(target / "legacy.h5"))
        model3.save_weights(str(target / "new.weights.h5"))
        probabilities = np.asarray(model3(picture, training=False), "f4")
        (target / "expected.json").write_text(json.dumps({
            "inputShape": list(picture.shape),
            "layers": entries,
            "keras3": [float(p) for p in probabilities[0]],
            "versions": {"tf_keras": keras2.__version__, "keras": keras3.__version__, "tensorflow": tf.__version__},
        }))
        largest = float(np.abs(probabilities - np.asarray(outputs[-1])).max())
        print(f"{name}: {len(entries)} layers, legacy.h5 {(target / 'legacy.h5').stat().st_size} bytes, "
              f"Keras 3 and 2 differ by {largest:.1e}, largest probability {float(probabilities.max()):.3f}", flush=True)


if __name__ == "__main__":
    main()
