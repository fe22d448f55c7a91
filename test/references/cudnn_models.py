"""
Files with the recurrent layers that Keras 2 had for a GPU alone. They cannot run here: what they give is what LSTM and GRU give
when Keras has loaded the same file. Usage: cudnn_models.py OUT, with tf_keras 2.16.0.
"""

import json
import os
import sys
import tempfile

import cases
import h5py
import numpy as np
import tf_keras as keras
from tf_keras.src.layers.rnn.cudnn_gru import CuDNNGRU
from tf_keras.src.layers.rnn.cudnn_lstm import CuDNNLSTM

L = keras.layers


def build(LSTM, GRU):
    x = keras.Input((5, 4), name="steps")
    _, h, c = LSTM(3, return_state=True, name="encoder")(x)
    return keras.Model(x, [
        LSTM(3, name="lstm")(x), LSTM(4, return_sequences=True, go_backwards=True, name="backwards")(x), GRU(3, name="gru")(x), *GRU(6, return_sequences=True, return_state=True, name="states")(x),
        L.Bidirectional(LSTM(2, return_sequences=True), name="both")(x), L.Bidirectional(GRU(3), merge_mode="sum", name="sum")(x), LSTM(3, name="decoder")(x, initial_state=[h, c]),
        L.TimeDistributed(LSTM(2, name="inside"), name="each")(L.Reshape((2, 5, 2), name="deep")(x)), keras.Sequential([keras.Input((5, 4), name="given"), LSTM(3, return_sequences=True, name="a"), GRU(2, name="b")], name="chain")(x),
    ])


def randomize(model):
    random = np.random.default_rng(7)
    for weight in model.weights:
        weight.assign(random.normal(0, 0.4, weight.shape))


def write(out):
    fast, plain = build(CuDNNLSTM, CuDNNGRU), build(L.LSTM, L.GRU)
    randomize(fast)
    for kind, name in (("h5", "cudnn"), ("keras", "cudnn"), ("h5", "cudnn_arrays")):
        folder = f"{out}/k2-{name}-{kind}"
        os.makedirs(folder, exist_ok=True)
        with tempfile.NamedTemporaryFile(suffix=".h5") as file:
            fast.save(file.name)
            plain.load_weights(file.name)
        cases.write_case(keras, plain, folder, f"model.{kind}", randomized=False, tolerance=(2e-6, 3e-5))
        path = os.path.join(folder, f"model.{kind}")
        fast.save(path)
        if name == "cudnn":
            name_classes(os.path.join(folder, "expected.json"))
        else:
            take_configuration(path, plain)


def name_classes(path):
    """The classes that the file names, in place of those that computed the values."""
    with open(path) as file:
        facts = json.load(file)
    for entry in facts["layers"]:
        entry["class"] = {"LSTM": "CuDNNLSTM", "GRU": "CuDNNGRU"}.get(entry["class"], entry["class"])
    with open(path, "w") as file:
        json.dump(facts, file)


def take_configuration(path, plain):
    """The arrays of the one class in a model of the other, as weights trained on a GPU are loaded elsewhere."""
    with h5py.File(path, "r+") as file:
        file.attrs["model_config"] = json.dumps({"class_name": "Functional", "config": plain.get_config()})
    again = keras.models.load_model(path, compile=False)
    assert all(np.array_equal(a, b) for a, b in zip(again.get_weights(), plain.get_weights()))


if __name__ == "__main__":
    write(sys.argv[1])
