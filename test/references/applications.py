"""Keras applications with random weights. Usage: applications.py OUT NAME ..."""

import sys

import cases
import keras

A = keras.applications


def plain(name, size, **settings):
    return lambda: getattr(A, name)(weights=None, input_shape=(size, size, 3), classes=10, **settings)


# How each is built, and the format of its file.
MODELS = {
    "InceptionV3": (plain("InceptionV3", 96), "h5"),
    "ResNet50": (plain("ResNet50", 96), "keras"),
    "MobileNetV2": (plain("MobileNetV2", 96, alpha=0.35), "h5"),
    "MobileNetV3Small": (plain("MobileNetV3Small", 96), "keras"),
    "EfficientNetB0": (plain("EfficientNetB0", 96), "keras"),
    "DenseNet121": (plain("DenseNet121", 96), "h5"),
    "VGG16": (plain("VGG16", 96), "keras"),
    "Xception": (plain("Xception", 96), "h5"),
    "NASNetMobile": (plain("NASNetMobile", 96), "keras"),
    "ConvNeXtTiny": (plain("ConvNeXtTiny", 96), "h5"),
    "MobileNet": (plain("MobileNet", 96), "h5"),
    "MobileNetV3Large": (plain("MobileNetV3Large", 96), "h5"),
    "ResNet50V2": (plain("ResNet50V2", 96), "h5"),
    "ResNet101": (plain("ResNet101", 96), "h5"),
    "InceptionResNetV2": (plain("InceptionResNetV2", 96), "keras"),
    "EfficientNetB3": (plain("EfficientNetB3", 96), "h5"),
    "EfficientNetV2B0": (plain("EfficientNetV2B0", 96), "keras"),
    "EfficientNetV2S": (plain("EfficientNetV2S", 96), "h5"),
    "DenseNet169": (plain("DenseNet169", 96), "keras"),
    "VGG19": (plain("VGG19", 96), "h5"),
}


def rescales(name):
    """True for models that take 0..255 and scale by themselves."""
    return name.startswith(("MobileNetV3", "EfficientNet", "ConvNeXt"))


if __name__ == "__main__":
    out, wanted = sys.argv[1], sys.argv[2:]
    for place, (name, (build, kind)) in enumerate(MODELS.items()):
        if name not in wanted:
            continue
        keras.backend.clear_session()
        keras.utils.set_random_seed(place)
        cases.write_case(keras, build(), f"{out}/app-{name}", f"model.{kind}", seed=place, low=0 if rescales(name) else -1, high=255 if rescales(name) else 1, calibrated=True)
        print("wrote", name, flush=True)
