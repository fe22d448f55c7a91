"""Writes models with random weights and what Keras computes in each of their layers: the form of test/fixtures/keras."""

import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import numpy as np  # noqa: E402


def randomize(keras, model, seed):
    """Gives every weight a value that shows errors: statistics far from 0 and 1, biases, scales of both signs."""
    random = np.random.default_rng(seed)
    for layer in all_layers(keras, model):
        for weight in layer.weights:
            name = getattr(weight, "path", weight.name).split("/")[-1].split(":")[0]
            shape = tuple(weight.shape)
            if "seed" in name or not str(weight.dtype).replace("<dtype: '", "").startswith("float"):
                continue
            if "variance" in name:
                value = random.uniform(0.3, 2.0, shape)
            elif name == "mean" or "moving_mean" in name:
                value = random.normal(0, 0.4, shape)
            elif name in ("gamma", "scale"):
                value = random.uniform(0.6, 1.4, shape) * random.choice([1, 1, 1, -1], shape)
            elif name in ("bias", "beta", "alpha", "concat_score_weight"):
                value = random.uniform(-0.3, 0.5, shape)
            else:
                # Kernels keep the variance of what passes through them (He), so that deep layers are neither flat nor huge.
                fan_in = max(1, int(np.prod(shape[:-1]))) if len(shape) > 1 else 1
                if "depthwise" in name:
                    fan_in = int(np.prod(shape[:-2]))
                value = random.normal(0, np.sqrt(1.6 / fan_in), shape)
            weight.assign(value.astype("float32"))
        if type(layer).__name__ == "Normalization" and layer.weights:
            layer.finalize_state()


def pictures(random, count, shape, low, high):
    """Random pictures with large and small structures, which differ from each other as photographs do."""
    if len(shape) == 2:
        return pictures(random, count, (*shape, 1), low, high)[..., 0]
    height, width, channels = shape
    rows, columns = np.linspace(0, 4.999, height), np.linspace(0, 4.999, width)
    coarse = random.uniform(0, 1, (count, 6, 6, channels))
    top, left = rows.astype(int), columns.astype(int)
    y, x = (rows - top)[None, :, None, None], (columns - left)[None, None, :, None]
    upper = coarse[:, top][:, :, left] * (1 - x) + coarse[:, top][:, :, left + 1] * x
    lower = coarse[:, top + 1][:, :, left] * (1 - x) + coarse[:, top + 1][:, :, left + 1] * x
    smooth = upper * (1 - y) + lower * y
    mixed = 0.75 * smooth + 0.25 * random.uniform(0, 1, smooth.shape)
    return (low + (high - low) * mixed).astype("float32")


def calibrate(keras, model, shape, low, high, seed):
    """
    Gives batch normalization the statistics that real pictures have there, changed a little, as training leaves them:
    so deep models neither fade nor explode, and a wrong statistic shows.
    """
    random = np.random.default_rng(seed + 2000)
    norms = [layer for layer in all_layers(keras, model) if type(layer).__name__ == "BatchNormalization"]
    if not norms:
        return
    momenta = [layer.momentum for layer in norms]
    for layer in norms:
        layer.momentum = 0.0
    model(pictures(random, 4, shape[1:], low, high), training=True)
    for layer, momentum in zip(norms, momenta):
        layer.momentum = momentum
        mean = np.asarray(layer.moving_mean)
        # Where a channel is all but constant, a true statistic would only enlarge rounding errors.
        variance = np.maximum(np.asarray(layer.moving_variance), 0.1 * mean**2 + 1e-3)
        layer.moving_mean.assign(mean + random.normal(0, 0.3, variance.shape) * np.sqrt(variance))
        layer.moving_variance.assign(variance * random.uniform(0.5, 2.0, variance.shape))


def all_layers(keras, model):
    """Plain layers, those of inner models included, each once."""
    found = []
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            found += all_layers(keras, layer)
        else:
            found.append(layer)
    return found


def outputs_of(keras, model):
    """Symbolic outputs of every call of every layer of `model.layers`, in order."""
    own = set(id(node) for nodes in model._nodes_by_depth.values() for node in nodes)
    entries = []
    for index, layer in enumerate(model.layers):
        call = 0
        for node in layer._inbound_nodes:
            # The nodes of a Sequential model are those of the functional one inside it.
            if id(node) not in own:
                continue
            tensors = keras_flatten(node.outputs)
            for output, tensor in enumerate(tensors):
                entries.append((dict(index=index, name=layer.name, **{"class": type(layer).__name__}, call=call, output=output), tensor))
            call += 1
    return entries


def keras_flatten(value):
    return [part for entry in value for part in keras_flatten(entry)] if isinstance(value, (list, tuple)) else [value]


def write_tfjs(source, folder):
    """The case of an .h5 of Keras 2 again as tfjs: names and order of weights as tensorflowjs_converter writes them."""
    import shutil

    import h5py

    os.makedirs(folder, exist_ok=True)
    for name in ("input.f32", "expected.f32"):
        shutil.copy(os.path.join(source, name), os.path.join(folder, name))
    with open(os.path.join(source, "expected.json")) as file:
        facts = json.load(file)
    facts["files"] = {"model": "model.json"}
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(facts, file)
    with h5py.File(os.path.join(source, "model.h5")) as opened:
        config, version = json.loads(opened.attrs["model_config"]), opened.attrs["keras_version"]
        weights, blobs = [], []
        for layer in opened["model_weights"].attrs["layer_names"]:
            group = opened["model_weights"][layer]
            for name in group.attrs["weight_names"]:
                array = np.asarray(group[name]).astype("<f4")
                weights.append({"name": str(name).split(":")[0], "shape": list(array.shape), "dtype": "float32"})
                blobs.append(array.tobytes())
    manifest = [{"paths": ["weights.bin"], "weights": weights}]
    with open(os.path.join(folder, "model.json"), "w") as file:
        json.dump({"format": "layers-model", "modelTopology": {"keras_version": str(version), "model_config": config}, "weightsManifest": manifest}, file)
    with open(os.path.join(folder, "weights.bin"), "wb") as file:
        file.write(b"".join(blobs))


def write_case(keras, model, folder, file_name, seed=1, low=-1.0, high=1.0, note="", tolerance=(1e-6, 3e-5), size=None, calibrated=False, randomized=True):
    """Writes one case: model, input, expected.f32, expected.json."""
    os.makedirs(folder, exist_ok=True)
    if randomized:
        randomize(keras, model, seed)
    shape = [1] + [length or (size or 32) for length in model.input_shape[1:]]
    if calibrated:
        calibrate(keras, model, shape, low, high, seed)
    functional = model._functional if hasattr(model, "_functional") else model
    picture = pictures(np.random.default_rng(seed + 1000), 1, shape[1:], low, high)
    entries = outputs_of(keras, functional)
    if functional is not model:
        shown = {id(layer): place for place, layer in enumerate(model.layers)}
        entries = [(dict(entry, index=shown[id(functional.layers[entry["index"]])]), tensor) for entry, tensor in entries if id(functional.layers[entry["index"]]) in shown]
    probe = keras.Model(functional.inputs, [tensor for _, tensor in entries])
    results = probe(picture, training=False)
    results = results if isinstance(results, (list, tuple)) else [results]
    layers, blobs, offset = [], [], 0
    for (entry, _), value in zip(entries, results):
        array = np.asarray(value).astype("<f4")
        layers.append(dict(entry, shape=list(array.shape), offset=offset, count=int(array.size)))
        blobs.append(array.tobytes())
        offset += array.nbytes
    model.save(os.path.join(folder, file_name))
    picture.astype("<f4").tofile(os.path.join(folder, "input.f32"))
    with open(os.path.join(folder, "expected.f32"), "wb") as file:
        file.write(b"".join(blobs))
    import tensorflow

    facts = dict(
        keras=keras.__version__, tensorflow=tensorflow.__version__, files={"model": file_name}, inputShape=shape,
        tolerance={"abs": tolerance[0], "rel": tolerance[1]}, note=note, layers=layers,
    )
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(facts, file)
