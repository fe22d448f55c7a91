"""Times Keras in Python, driven line by line from stdin, so that both sides are measured in turn in one run.

Each line names a case ("inception-v3" or a .keras file) and a number of runs; the answer is one JSON line with the
times in ms of `model.predict` and of the same model as a `tf.function`, on one picture, after a warm-up.
"""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

cases = {}


def load(name):
    if name not in cases:
        model = keras.applications.InceptionV3(weights=None) if name == "inception-v3" else keras.models.load_model(name)
        picture = np.random.default_rng(1).uniform(-1, 1, (1, *model.input_shape[1:])).astype("float32")
        function = tf.function(lambda x: model(x, training=False))
        cases[name] = (lambda: model.predict(picture, verbose=0), lambda: function(tf.constant(picture)).numpy())
        for run in cases[name]:
            for _ in range(5):
                run()
    return cases[name]


def times(run, count):
    spent = []
    for _ in range(count):
        started = time.perf_counter()
        run()
        spent.append(1000 * (time.perf_counter() - started))
    return spent


for line in sys.stdin:
    name, count = line.rsplit(None, 1)
    predict, function = load(name)
    print(json.dumps({"predict": times(predict, int(count)), "function": times(function, int(count))}), flush=True)
