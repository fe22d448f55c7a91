"""
Cases whose model file is kept as it is, because another Keras wrote it: what each layer gives for it, by the Keras of this
environment. Usage: kept_files.py FOLDER, which holds model.h5 (read by tf_keras) or model.keras (read by Keras 3).
"""

import os
import shutil
import sys
import tempfile

import cases


def write(folder):
    name = next(name for name in ("model.h5", "model.keras") if os.path.exists(os.path.join(folder, name)))
    if name == "model.h5":
        import tf_keras as keras
    else:
        import keras
    model = keras.models.load_model(os.path.join(folder, name), compile=False)
    with tempfile.TemporaryDirectory() as made:
        cases.write_case(keras, model, made, name, tolerance=(2e-6, 3e-5), note="a file of Keras 2.15.0" if name == "model.h5" else "", randomized=False)
        for part in ("input.f32", "expected.f32", "expected.json"):
            shutil.copy(os.path.join(made, part), os.path.join(folder, part))


if __name__ == "__main__":
    write(sys.argv[1])
