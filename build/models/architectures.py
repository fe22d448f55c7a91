"""Writes models/architectures: the layers of Keras' own ImageNet models as compact JSON, without weights.

The official weights files hold numbers only; what they belong to is made here by Keras itself (`model.to_json()`), with
everything taken out that only training needs. Run it with the packages of architectures-requirements.txt:

    python3 build/models/architectures.py [--check]

--check writes nothing and fails if a file differs from what this Keras makes.
"""

import json
import sys
from pathlib import Path
from unittest import mock

import keras
from keras.src.utils import file_utils

MODELS = Path(__file__).resolve().parents[2] / "models"
FOLDER = MODELS / "architectures"

# File name without .json, and the function of keras.applications.
APPLICATIONS = {
    "inception-v3": keras.applications.InceptionV3,
    "resnet50": keras.applications.ResNet50,
    "vgg16": keras.applications.VGG16,
    "mobilenet-v2": keras.applications.MobileNetV2,
    "efficientnet-b0": keras.applications.EfficientNetB0,
    "densenet121": keras.applications.DenseNet121,
    "xception": keras.applications.Xception,
}

# Settings that change nothing when a picture goes through, and what Keras' reader does not need.
TRAINING_ONLY = ("initializer", "regularizer", "constraint")
LEFT_OUT = {"trainable", "sparse", "ragged", "optional", "momentum", "synchronized", "seed", "noise_shape", "dtype",
            "renorm", "renorm_clipping", "renorm_momentum", "quantization_config", "lora_rank"}


def is_left_out(key, value):
    return value is None or key in LEFT_OUT or any(word in key for word in TRAINING_ONLY)


def compact_config(config):
    return {key: value for key, value in config.items() if not is_left_out(key, value)}


def history(value):
    """The links in the arguments of a call, in order."""
    if isinstance(value, list):
        return [link for part in value for link in history(part)]
    if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        return [value["config"]["keras_history"]]
    if isinstance(value, dict):
        return [link for part in value.values() for link in history(part)]
    return []


def compact_node(node):
    """A call as Keras writes it, tensors by their history alone. Other arguments are refused: they would be lost."""
    plain = {key: value for key, value in node["kwargs"].items() if value is not None}
    assert not set(plain) - {"training", "mask"}, plain
    tensors = [{"class_name": "__keras_tensor__", "config": {"keras_history": link}} for link in history(node["args"])]
    is_list = isinstance(node["args"][0], list)
    return {"args": [tensors] if is_list else tensors, "kwargs": {}}


def compact_layer(layer):
    return {
        # Keras 3 names the module of every class; what has another one is a bare operation rather than a layer.
        "module": layer["module"],
        "class_name": layer["class_name"],
        "config": compact_config(layer["config"]),
        "name": layer["name"],
        "inbound_nodes": [compact_node(node) for node in layer["inbound_nodes"]],
    }


def build_without_weights(build):
    """The model that belongs to the ImageNet weights (some add a layer for them), and where Keras would fetch them."""
    keras.backend.clear_session()
    fetched = []

    def get_file(fname=None, origin=None, file_hash=None, **_):
        fetched.append({"url": origin, "hash": file_hash})
        return fname

    with mock.patch.object(file_utils, "get_file", get_file), mock.patch.object(keras.Model, "load_weights"):
        model = build(weights="imagenet", include_top=True, classes=1000)
    return model, fetched[0]


def architecture(model):
    whole = json.loads(model.to_json())
    config = whole["config"]
    compact = {
        "class_name": whole["class_name"],
        "keras_version": keras.__version__,
        "config": {
            "name": config["name"],
            "layers": [compact_layer(layer) for layer in config["layers"]],
            "input_layers": config["input_layers"],
            "output_layers": config["output_layers"],
        },
    }
    check_that_it_is_the_same(model, compact)
    return compact


def check_that_it_is_the_same(model, compact):
    """Keras builds the compact form again: same layers, same shapes, same weights."""
    full = json.loads(json.dumps(compact))
    for layer in full["config"]["layers"]:
        layer.update(registered_name=None, build_config=None)
        for node in layer["inbound_nodes"]:
            for argument in node["args"]:
                for tensor in argument if isinstance(argument, list) else [argument]:
                    name, call, output = tensor["config"]["keras_history"]
                    source = model.get_layer(name)._inbound_nodes[call].outputs[output]
                    tensor["config"].update(shape=list(source.shape), dtype="float32")
    full.update(module="keras.src.models.functional", registered_name="Functional")
    again = keras.models.model_from_json(json.dumps(full))
    facts = [
        [(layer.name, type(layer).__name__, str(layer.output.shape), [w.shape for w in layer.weights]) for layer in m.layers]
        for m in (model, again)
    ]
    assert facts[0] == facts[1]


def check_catalogue(name, source, model):
    """A catalogue entry of this architecture must say what Keras says: address, hash, size, number of layers."""
    entries = json.loads((MODELS / "catalog.json").read_text())["models"]
    for entry in entries:
        if entry.get("architecture") != f"architectures/{name}.json":
            continue
        assert entry["url"] == source["url"], (name, entry["url"], source)
        assert entry["md5"] == source["hash"], (name, entry["md5"], source)
        assert entry["layers"] == len(model.layers), (name, len(model.layers))
        assert entry["inputSize"] == list(model.input_shape[1:3]), name
        return "in the catalogue"
    return f"not in the catalogue; Keras fetches {source}"


def main():
    is_check = "--check" in sys.argv[1:]
    different = []
    FOLDER.mkdir(exist_ok=True)
    for name, build in APPLICATIONS.items():
        model, source = build_without_weights(build)
        text = json.dumps(architecture(model), separators=(",", ":")) + "\n"
        file = FOLDER / f"{name}.json"
        if is_check and (not file.exists() or file.read_text() != text):
            different.append(file.name)
        if not is_check:
            file.write_text(text)
        print(f"{file.name}: {len(text)} bytes, {len(model.layers)} layers, {model.count_params()} parameters,",
              check_catalogue(name, source, model))
    if different:
        sys.exit(f"different from what Keras {keras.__version__} makes: {', '.join(different)}")


if __name__ == "__main__":
    main()
