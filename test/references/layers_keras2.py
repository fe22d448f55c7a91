"""The same for files of Keras 2, made with tf_keras. Usage: layers_keras2.py OUT [--layers-only | NAME ...]"""

import os
import sys

import cases
import numpy as np
import sequence_models
import tensorflow as tf
import tf_keras as keras
from sequence_models import as_mask, with_rows

layers = keras.layers
MODELS = {}


def model(function):
    MODELS[function.__name__] = function
    return function


def shared(function):
    """A model that both versions write alike; seeds count places, so it stands where it always stood."""
    MODELS[function.__name__] = lambda: function(keras)


def fan(shape, makers):
    x = keras.Input(shape)
    outputs = []
    for make in makers:
        y = make(x)
        outputs += y if isinstance(y, (list, tuple)) else [y]
    return keras.Model(x, outputs)


@model
def convolutions():
    L = layers
    return fan((13, 10, 6), [
        L.Conv2D(5, (3, 2), strides=(2, 1), padding="same", activation="relu"), L.Conv2D(4, 3, dilation_rate=(2, 3), padding="same"),
        L.Conv2D(6, 3, groups=3, activation="swish"), L.DepthwiseConv2D(3, depth_multiplier=2, strides=2, padding="same"), L.DepthwiseConv2D((3, 5), dilation_rate=(2, 1), padding="same", activation="gelu"),
        L.SeparableConv2D(5, 3, strides=2, depth_multiplier=2), L.Conv2DTranspose(3, 3, strides=2, padding="same"), L.Conv2DTranspose(3, 4, strides=2, padding="valid", output_padding=(1, 0)),
        L.MaxPooling2D(3, 2, padding="same"), L.AveragePooling2D(3, 2, padding="same"), L.GlobalAveragePooling2D(keepdims=True), L.GlobalMaxPooling2D(),
        L.ZeroPadding2D(((0, 1), (2, 0))), L.Cropping2D(((0, 2), (3, 0))), L.UpSampling2D((3, 1), interpolation="bilinear"), L.UpSampling2D(2), L.UpSampling2D(2, interpolation="bicubic"),
        L.Resizing(5, 13), L.Resizing(17, 6, interpolation="bicubic"), L.Resizing(6, 3, crop_to_aspect_ratio=True), L.CenterCrop(4, 5), L.CenterCrop(15, 6), L.RandomCrop(6, 5), L.RandomFlip(), L.RandomRotation(0.2), L.RandomHeight(0.2), L.RandomWidth(0.2),
        L.Permute((3, 1, 2)), L.Reshape((-1, 6)), L.Flatten(),
        lambda x: L.Conv1D(4, 3, dilation_rate=2, padding="causal")(L.Reshape((-1, 6))(x)), lambda x: L.SeparableConv1D(4, 3)(L.Reshape((-1, 6))(x)), lambda x: L.DepthwiseConv1D(3)(L.Reshape((-1, 6))(x)), lambda x: L.Conv1DTranspose(4, 3, strides=2)(L.Reshape((-1, 6))(x)),
        lambda x: L.UpSampling1D(2)(L.Reshape((-1, 6))(x)), lambda x: L.MaxPooling1D(3)(L.Reshape((-1, 6))(x)), lambda x: L.GlobalAveragePooling1D()(L.Reshape((-1, 6))(x)), lambda x: L.ZeroPadding1D(2)(L.Reshape((-1, 6))(x)), lambda x: L.Cropping1D((1, 2))(L.Reshape((-1, 6))(x)),
    ])


@model
def normalizations():
    L = layers
    return fan((7, 5, 6), [
        L.BatchNormalization(), L.BatchNormalization(scale=False, epsilon=1e-4), L.BatchNormalization(axis=1), L.BatchNormalization(axis=[3], center=False), L.LayerNormalization(), L.LayerNormalization(axis=(1, 2, 3), epsilon=1e-6), L.LayerNormalization(axis=[2, -1]),
        L.LayerNormalization(axis=[-1, 1]), L.GroupNormalization(3), L.GroupNormalization(7, axis=1), L.UnitNormalization(), L.UnitNormalization(axis=(1, 2)), L.Normalization(mean=[1.0, 2, 3, 4, 5, 6], variance=[0.5, 1, 2, 3, 4, 0.1]), L.Normalization(axis=None, mean=0.4, variance=2.0, invert=True), L.Normalization(axis=-1), L.Rescaling(1 / 127.5, offset=-1),
        L.BatchNormalization(synchronized=True), L.BatchNormalization(renorm=True),
    ])


@model
def activations():
    L = layers
    names = "relu softmax elu selu softplus softsign swish gelu tanh sigmoid exponential hard_sigmoid linear mish relu6 silu leaky_relu log_softmax".split()
    known = []
    for name in names:
        try:
            keras.activations.get(name)
            known.append(L.Activation(name))
        except ValueError:
            print("no activation", name)
    return fan((6, 5, 4), known + [
        L.Activation(tf.nn.relu6), L.Activation(tf.nn.swish), L.Activation(tf.nn.leaky_relu), L.Activation(tf.nn.softmax), L.ReLU(6.0), L.ReLU(max_value=3, negative_slope=0.1), L.ReLU(threshold=0.5), L.LeakyReLU(), L.LeakyReLU(alpha=0.05), L.PReLU(shared_axes=[1, 2]), L.PReLU(),
        L.ELU(alpha=0.4), L.ThresholdedReLU(theta=0.3), L.Softmax(axis=1), L.Softmax(axis=(1, 2)), L.Conv2D(3, 1, activation=L.LeakyReLU(alpha=0.3)), L.Dense(3, activation="hard_sigmoid"),
    ])


@model
def operations():
    L = layers
    x = keras.Input((6, 5, 4))
    c = L.Conv2D(4, 3, padding="same")(x)
    d = L.Conv2D(4, 1)(x)
    g = tf.reduce_mean(c, axis=[1, 2])
    b = tf.shape(c)[0]
    outputs = [
        c + d, c - d, c * d, c / (d * d + 1.0), c ** 2, 2.0 - c, 1.0 / (tf.abs(c) + 0.5), -c, c + np.arange(4, dtype="float32"), tf.maximum(c, d), tf.minimum(c, 0.1), tf.sqrt(tf.abs(c)), tf.square(c), tf.exp(c), tf.math.log(tf.abs(c) + 1), tf.tanh(c), tf.sigmoid(c), tf.math.rsqrt(tf.abs(c) + 1.0), tf.clip_by_value(c, -0.2, 0.3), tf.math.erf(c), tf.math.softplus(c),
        tf.reduce_mean(c, axis=-1, keepdims=True), tf.reduce_sum(c, axis=[1, 3]), tf.reduce_max(c, axis=1), tf.reduce_min(c, [1, 2]), tf.math.reduce_variance(c, axis=[1, 2]), tf.math.reduce_std(c, axis=3), tf.math.reduce_logsumexp(c, axis=-1),
        tf.reshape(c, (-1, 30, 4)), tf.reshape(c, [b, 30, 4]), tf.transpose(c, (0, 3, 1, 2)), tf.expand_dims(g, 1), tf.squeeze(tf.expand_dims(g, 1), 1), tf.squeeze(tf.expand_dims(g, 1), [1]), tf.concat([c, d], -1), tf.concat([c, d, c], axis=1), tf.stack([c, d], axis=1), *tf.split(c, 2, axis=-1), *tf.split(c, [2, -1], axis=1), tf.unstack(c, axis=1)[0],
        tf.pad(c, [[0, 0], [1, 2], [0, 1], [0, 0]]), tf.pad(c, [[0, 0], [1, 2], [2, 1], [0, 0]], mode="REFLECT"), tf.tile(c, [1, 2, 1, 3]), tf.matmul(c, d, transpose_b=True), tf.linalg.matmul(c, tf.transpose(d, (0, 1, 3, 2))),
        c[:, 0], c[:, 1:4, ::2], c[:, :, :, tf.newaxis], c[:, ::-1], c[:, -3:, 1:-1, 1], tf.nn.relu(c), tf.nn.relu6(c + 3.0) * (1.0 / 6.0), tf.nn.swish(c), tf.nn.silu(c), tf.nn.gelu(c), tf.nn.gelu(c, approximate=True), tf.nn.elu(c), tf.nn.selu(c), tf.nn.softmax(c), tf.nn.softmax(c, axis=1), tf.nn.log_softmax(c), tf.nn.leaky_relu(c), tf.nn.leaky_relu(c, alpha=0.4), tf.nn.softsign(c), tf.nn.sigmoid(c), tf.nn.bias_add(c, np.array([1.0, 2, 3, 4], "float32")),
        tf.math.l2_normalize(c, axis=-1), tf.nn.l2_normalize(c, axis=[1, 2]), tf.where(c > 0.1, c, d), tf.cast(c > 0.0, "float32"), tf.image.resize(c, (9, 3)), tf.image.resize(c, (3, 9), method="nearest"), tf.nn.depth_to_space(c, 2), tf.nn.space_to_depth(c[:, :, :4], 2), tf.reverse(c, [1]), tf.gather(c, [2, 0], axis=1), tf.identity(c), tf.stop_gradient(c), tf.math.squared_difference(c, d), tf.ones_like(c), tf.zeros_like(c), tf.multiply(2.0, c), tf.subtract(1.0, c), tf.math.divide(c, 3.0), tf.add(c, 1.0), tf.pow(tf.abs(c), 1.5), tf.floor(c * 3), tf.nn.avg_pool2d(c, 2, 1, "VALID"), tf.nn.max_pool2d(c, 2, 2, "SAME"), keras.activations.relu(c, max_value=0.3), keras.activations.gelu(c), keras.backend.mean(c, axis=1), tf.add_n([c, d, c]),
    ]
    return keras.Model(x, outputs)


@model
def attention():
    L = layers
    x = keras.Input((12, 12, 3))
    tokens = L.Reshape((9, 8))(L.Conv2D(8, 4, strides=4)(x))
    tokens = tokens + L.Embedding(9, 8)(tf.range(9))
    n = L.LayerNormalization(epsilon=1e-6)(tokens)
    tokens = L.Add()([L.MultiHeadAttention(2, 4)(n, n), tokens])
    t2 = L.MultiHeadAttention(2, 3, value_dim=5, use_bias=False)(query=n, value=tokens, key=n)
    a = L.Attention(use_scale=True)([tokens, n])
    b = L.AdditiveAttention()([tokens, n])
    e = L.EinsumDense("abc,cd->abd", output_shape=(None, 5), bias_axes="d")(t2)
    y, scores = L.MultiHeadAttention(2, 3)(a, b, return_attention_scores=True)
    return keras.Model(x, [L.Dense(3, activation="softmax")(tokens[:, 0]), e, y, scores, L.Dot(axes=(2, 2), normalize=True)([a, b])])


@model
def any_size():
    L = layers
    x = keras.Input((None, None, 3))
    c = L.Conv2D(4, 3, padding="same")(x)
    outputs = [L.DepthwiseConv2D(3, dilation_rate=2, padding="same")(c), L.Conv2DTranspose(3, 3, strides=2)(c), L.UpSampling2D(2, interpolation="bilinear")(c), L.Resizing(6, 5)(c), L.GlobalAveragePooling2D()(c), c * tf.reduce_mean(c, axis=[1, 2], keepdims=True), c[:, 1:-1, ::2], tf.image.resize(c, (7, 7)), L.Reshape((-1, 4))(c)]
    return keras.Model(x, outputs)


@model
def pooled_pyramid():
    """The end of DeepLab: a pooled branch made large again beside dilated ones, and resizing of TensorFlow 1."""
    L = layers
    x = keras.Input((32, 24, 3))
    y = L.Conv2D(8, 3, strides=4, padding="same")(x)
    pooled = tf.expand_dims(tf.expand_dims(L.GlobalAveragePooling2D()(y), 1), 1)
    pooled = tf.image.resize(L.Activation("relu")(L.BatchNormalization()(L.Conv2D(4, 1, use_bias=False)(pooled))), (8, 6))
    dilated = [L.BatchNormalization()(L.DepthwiseConv2D(3, dilation_rate=rate, padding="same", use_bias=False)(y)) for rate in ((4, 4), (3, 2), 7)]
    z = L.Concatenate()([pooled, *dilated])
    corners = tf.compat.v1.image.resize(z, (32, 24), method="bilinear", align_corners=True)
    return keras.Model(x, [L.Activation("softmax")(L.Conv2D(2, 1)(corners)), tf.compat.v1.image.resize(z, (11, 13)), tf.compat.v1.image.resize(z, (5, 9), method="nearest"), tf.image.extract_patches(x, [1, 4, 4, 1], [1, 4, 4, 1], [1, 1, 1, 1], "VALID"), tf.roll(y, 1, axis=2), tf.repeat(y, 2, axis=1), tf.argmax(y, axis=-1), tf.cumsum(y, axis=1)])


@model
def partly_frozen():
    """Frozen as a whole, then trained in part: Keras 2 writes trained weights first even in a model that is frozen."""
    L = layers
    x = keras.Input((8, 8, 4))
    innermost = keras.Model(x, L.BatchNormalization(name="n")(L.Conv2D(4, 1, name="c")(x)), name="innermost")
    x = keras.Input((8, 8, 3))
    y = L.BatchNormalization(name="m")(L.Conv2D(4, 1, name="a")(x))
    inner = keras.Model(x, L.Conv2D(4, 1, name="d")(innermost(y)), name="inner")
    inner.trainable = False
    inner.get_layer("d").trainable = True
    innermost.get_layer("n").trainable = True
    return keras.Sequential([L.InputLayer((8, 8, 3)), inner, L.GlobalAveragePooling2D(), L.Dense(3, name="head")])


@model
def half_stored():
    L = layers
    return keras.Sequential([L.InputLayer((10, 8, 3)), L.Conv2D(4, 3, dtype="float16"), L.Conv2D(3, 3, dtype="float64"), L.Flatten(dtype="float32"), L.Dense(3, dtype="float32")])


@model
def sequential():
    L = layers
    return keras.Sequential([L.Conv2D(4, 3, input_shape=(12, 12, 1), activation="hard_sigmoid"), L.MaxPooling2D(), L.BatchNormalization(), L.Flatten(), L.Dense(3, activation="softmax")])


@model
def sequential_with_input():
    L = layers
    return keras.Sequential([keras.Input((12, 12, 4)), L.Rescaling(1 / 255), L.RandomFlip(), L.Conv2D(4, 3), L.ReLU(), L.Flatten(), L.Dense(3, activation="softmax")])


@model
def mixed_precision():
    keras.mixed_precision.set_global_policy("mixed_float16")
    try:
        L = layers
        return keras.Sequential([keras.Input((16, 16, 3)), L.Conv2D(4, 3, activation="relu"), L.BatchNormalization(), L.GlobalAveragePooling2D(), L.Dense(3, activation="softmax", dtype="float32")])
    finally:
        keras.mixed_precision.set_global_policy("float32")


def write_multi_gpu(folder):
    """What keras.utils.multi_gpu_model made: Lambda layers cut the batch, one model is called for each part."""
    L = layers
    picture = keras.Input((12, 12, 3), name="picture")
    y = L.BatchNormalization(name="norm")(L.Conv2D(4, 3, name="conv", activation="relu")(picture))
    inner = keras.Model(picture, L.Dense(3, activation="softmax", name="classes")(L.GlobalAveragePooling2D(name="pool")(y)), name="inner")
    cases.write_case(keras, inner, folder, "model.h5", seed=3, note="multi_gpu_model of Keras 2")
    x = keras.Input((12, 12, 3), name="whole")

    def part(data, i, parts):
        size = tf.shape(data)[0] // parts
        return data[i * size : (i + 1) * size]

    results = [inner(L.Lambda(part, arguments={"i": i, "parts": 2}, name=f"lambda_{i}")(x)) for i in range(2)]
    keras.Model(x, L.Concatenate(axis=0, name="classes")(results)).save(os.path.join(folder, "model.h5"))


for application in ("MobileNetV3Small", "ConvNeXtTiny", "EfficientNetB0", "EfficientNetV2B0", "NASNetMobile"):
    def build(application=application):
        return getattr(keras.applications, application)(weights=None, input_shape=(64, 64, 3), classes=7)

    build.__name__ = application
    model(build)


@model
def array_settings():
    """Numbers that are given as arrays and tensors, which .keras keeps as objects and .h5 writes as lists."""
    L, a = layers, np.array
    values = np.linspace(0.5, 2.0, 7 * 5 * 3, dtype="float32").reshape(7, 5, 3)
    return fan((7, 5, 3), [
        L.Rescaling(a([4.3, -4.4, 0.5], "float32"), a([-1.0, -2.0, -3.0], "float32")), L.Rescaling(np.float32(2.5), a([[[0.1]]])), L.Rescaling(values, -values), L.Rescaling(values[None, :, :, :1]),
        L.Rescaling(a([1.5]), a([[[0.1], [0.2], [0.3], [0.4], [0.5]]])), L.Normalization(mean=a([[[0.1, 0.2, 0.3]]]), variance=a([1.0, 2.0, 3.0])), L.Normalization(axis=(1, -1), mean=values[:, 0], variance=values[:1, 1], invert=True),
        L.Normalization(axis=None, mean=a(0.4), variance=a(2.0)), L.Conv2D(np.int64(4), a([3, 2]), strides=a([2, 1]), padding="same"), L.MaxPooling2D(a([2, 3]), strides=a([1, 2])), L.UpSampling2D(a([2, 3])),
        L.LeakyReLU(a(0.2)), L.ELU(a(0.7)), L.ReLU(max_value=a(0.6), negative_slope=np.float32(0.1), threshold=a(0.2)), L.ReLU(max_value=float("inf"), threshold=0.1), L.ThresholdedReLU(a(0.3)),
    ])


@model
def called_in_training():
    """Layers and models whose calls were fixed to training=True or False: Keras 2 keeps to it at prediction."""
    L = layers
    x = keras.Input((8, 8, 3))

    def tower(name, inside=None, wrap=False):
        start = keras.Input((8, 8, 3))
        y = L.BatchNormalization(name=f"{name}_norm")(L.Conv2D(4, 3, name=f"{name}_conv")(start), training=inside)
        y = L.Dropout(0.5)(L.BatchNormalization(name=f"{name}_frozen", trainable=False)(y), training=False)
        inner = keras.Model(start, L.BatchNormalization(axis=1, name=f"{name}_rows")(y), name=name)
        return keras.Sequential([keras.Input((8, 8, 3)), inner], name=f"{name}_wrap") if wrap else inner

    conv, depthwise = L.Conv2D(4, 3, name="conv"), L.DepthwiseConv2D(3, name="depthwise")
    shared = L.BatchNormalization(momentum=1.0, name="shared")
    still = tower("still")
    still.trainable = False
    flat = L.Flatten()(x)
    outputs = [
        L.BatchNormalization(name="true")(conv(x), training=True), L.BatchNormalization(name="one")(x, training=1), L.BatchNormalization(name="false")(conv(x), training=False), L.BatchNormalization(name="none")(x, training=None),
        L.BatchNormalization(name="depthwise_norm")(depthwise(x), training=True), L.BatchNormalization(name="frozen", trainable=False)(x, training=True),
        L.BatchNormalization(name="plain", scale=False, center=False, epsilon=0.01)(x, training=True), L.BatchNormalization(name="columns", axis=2)(x, training=True), L.BatchNormalization(name="dense_norm")(L.Dense(4)(flat), training=True),
        shared(x, training=True), shared(L.Conv2D(3, 3)(x)),
        tower("inner")(x, training=True), tower("inside", True)(x), tower("against", False)(x, training=True), tower("other", True)(x, training=False), tower("deep", wrap=True)(x, training=True), still(x, training=True),
        L.Dropout(0)(x, training=True),
    ]
    return keras.Model(x, outputs)


def whole_numbers(dtype):
    """An input of whole numbers, given fractions and numbers that are too large; models inside with inputs of other types."""
    L = layers

    def inner(kind, wrap=False):
        start = keras.Input((6, 5, 3), dtype=kind)
        model = keras.Model(start, L.Rescaling(0.5)(start))
        return keras.Sequential([keras.Input((6, 5, 3), dtype=kind), L.ZeroPadding2D(1), L.Rescaling(0.5)]) if wrap else model

    x = keras.Input((6, 5, 3), dtype=dtype)
    y = L.Rescaling(1.3, 0.1)(x)
    return keras.Model(x, [y, L.ZeroPadding2D(1)(x), L.Flatten()(x), inner("uint8")(y), inner("int8", True)(y), inner("bool")(y), inner("int32")(x), inner("float32")(x), tf.cast(y, "uint8"), tf.cast(y, "int16"), tf.cast(x, "float32") * 2.0])


for dtype in ("uint8", "int32"):
    MODELS[f"input_{dtype}"] = lambda dtype=dtype: whole_numbers(dtype)


@model
def parts_of_applications():
    """Layers that only models of Keras applications have: ConvNeXt, InceptionResNetV2."""
    from tf_keras.src.applications.convnext import LayerScale, StochasticDepth
    from tf_keras.src.applications.inception_resnet_v2 import CustomScaleLayer

    x = keras.Input((6, 5, 4))
    branch = StochasticDepth(0.2)(LayerScale(1e-6, 4)(layers.Conv2D(4, 3, padding="same")(x)))
    scaled = CustomScaleLayer(0.17)([x, branch])
    return keras.Model(x, CustomScaleLayer(1.0)([scaled, layers.ReLU()(x)]))


@model
def seldom_functions():
    L, m = layers, tf.math
    x = keras.Input((6, 5, 3))
    c, d = L.Conv2D(4, 3, padding="same")(x), L.Conv2D(4, 1)(x)
    e, whole = tf.round(c * 2), tf.round(d * 2)
    compared = [function(e, whole) for function in (m.equal, m.not_equal, m.greater, m.greater_equal, m.less, m.less_equal)]
    compared += [m.logical_or(compared[0], compared[2]), m.logical_and(compared[1], compared[2]), m.logical_not(compared[0])]
    return keras.Model(x, [
        m.divide_no_nan(c, e), m.floordiv(c, d), m.floormod(c, 0.3), m.cos(c), m.ceil(c), m.atan2(c, d), m.argmax(c, axis=-1), m.cumsum(c, axis=1), m.reduce_prod(c, axis=-1), -c,
        tf.broadcast_to(c, (1, 6, 5, 4)), *(tf.cast(result, "float32") for result in compared),
    ])


@model
def dilated_transposed():
    """TensorFlow computes these on a CPU only with oneDNN: TF_ENABLE_ONEDNN_OPTS=1."""
    L = layers
    return fan((9, 8, 6), [
        L.Conv2DTranspose(3, 3, dilation_rate=2), L.Conv2DTranspose(3, (4, 3), dilation_rate=2, padding="same", activation="relu"), L.Conv2DTranspose(3, 3, dilation_rate=2, padding="same", output_padding=0), L.Conv2DTranspose(3, (1, 2), dilation_rate=3),
        lambda x: L.Conv1DTranspose(4, 3, dilation_rate=2)(L.Reshape((-1, 6))(x)), lambda x: L.Conv1DTranspose(4, 4, dilation_rate=3, padding="same")(L.Reshape((-1, 6))(x)),
    ])


@model
def each_step():
    """One layer, or a model, on every step."""
    L = layers
    x = keras.Input((4, 6, 3))
    video = L.Reshape((4, 3, 2, 3))(x)
    start = keras.Input((6, 3))
    y = L.BatchNormalization(name="norm")(L.Conv1D(4, 3, name="inner_conv", activation="relu")(start))
    inner = keras.Model(start, L.Concatenate(name="both")([y, L.Conv1D(2, 3, name="inner_conv_2")(start)]), name="inner")
    chain = keras.Sequential([keras.Input((6, 3)), L.Flatten(), L.Dense(5, activation="tanh"), L.Dropout(0.5)], name="chain")
    shared = L.TimeDistributed(L.Dense(3), name="shared")
    flat = L.TimeDistributed(L.Flatten())(x)
    return keras.Model(x, [
        L.TimeDistributed(L.Conv1D(4, 3, padding="same"), name="conv")(x), L.TimeDistributed(L.Conv2D(4, 2, activation="relu"))(video), L.TimeDistributed(L.BatchNormalization())(x),
        L.TimeDistributed(inner, name="model")(x), L.TimeDistributed(chain)(x), L.TimeDistributed(inner, name="again")(L.Rescaling(2.0)(x)),
        shared(x), shared(L.ReLU()(x)), L.TimeDistributed(L.Dense(4))(flat), L.TimeDistributed(L.TimeDistributed(L.Dense(2, name="deep"), name="deeper"), name="deepest")(x),
        L.TimeDistributed(L.Softmax())(flat), L.TimeDistributed(L.GlobalAveragePooling2D())(video), L.TimeDistributed(L.MaxPooling2D())(video), L.TimeDistributed(L.LayerNormalization())(x),
    ])


shared(sequence_models.each_open_step)


@model
def recurrent():
    L = layers
    x = keras.Input((5, 4))
    s = L.ReLU()(x)
    return keras.Model(x, [
        L.SimpleRNN(3)(x), L.SimpleRNN(3, return_sequences=True, activation="relu", use_bias=False)(x), *L.SimpleRNN(2, return_state=True, go_backwards=True)(s),
        L.GRU(3)(x), L.GRU(3, reset_after=False)(x), L.GRU(3, return_sequences=True, reset_after=False, use_bias=False, go_backwards=True)(s), *L.GRU(2, return_sequences=True, return_state=True, use_bias=False)(x),
        L.GRU(3, activation="elu", recurrent_activation="hard_sigmoid", unroll=True)(x), L.GRU(2, recurrent_dropout=0.2, dropout=0.3)(x),
        L.LSTM(3)(x), L.LSTM(3, return_sequences=True, recurrent_activation="hard_sigmoid", activation="softsign")(s), *L.LSTM(2, return_state=True, return_sequences=True, go_backwards=True)(x), L.LSTM(3, use_bias=False, unroll=True, unit_forget_bias=False)(x),
        L.LSTM(3, dropout=0.3, recurrent_dropout=0.2, activation="softmax")(x), L.LSTM(2, activation=None, name="linear")(x), L.LSTM(2, implementation=1, name="first_way")(x), L.GRU(2, implementation=1, reset_after=False, name="first_gru")(x),
        L.Dense(3)(L.LSTM(4, name="stacked_2")(L.LSTM(3, return_sequences=True, name="stacked_1")(x))),
    ])


shared(sequence_models.recurrent_cells)


shared(sequence_models.states)


shared(sequence_models.bidirectional)


shared(sequence_models.conv_lstm)


shared(sequence_models.recurrent_any_size)


@model
def time_major():
    """Steps along the first axis, pictures along the second."""
    L = layers
    x = keras.Input((5, 4))
    t = tf.transpose(x, (1, 0, 2))
    h, seq = L.LSTM(3, time_major=True)(t), L.GRU(2, time_major=True, return_sequences=True, go_backwards=True)(t)
    return keras.Model(x, [h, tf.transpose(seq, (1, 0, 2)), tf.transpose(L.Bidirectional(L.LSTM(2, return_sequences=True, time_major=True))(t), (1, 0, 2))])


shared(sequence_models.stateful)


@model
def masked_recurrent():
    """Some rows are left out; which ones is known behind layers that keep masks and is lost behind others."""
    L = layers
    x = keras.Input((6, 4))
    m = L.Masking(name="rows")(with_rows(x, [1, 1, 0, 1, 0, 0], 0.0))
    n = L.Masking(0.5)(with_rows(x, [0, 1, 1, 0, 1, 1], 0.5))
    e = L.Masking()(with_rows(x, [0, 0, 0, 0, 0, 0], 0.0))
    kept = [L.Dense(4), L.Dropout(0.4), L.BatchNormalization(), L.LayerNormalization(), L.ReLU(), L.PReLU(), L.ThresholdedReLU(0.2), L.Activation("tanh"), L.GaussianNoise(0.2), L.SpatialDropout1D(0.2), L.TimeDistributed(L.Dense(3)), L.GRU(3, return_sequences=True), L.Bidirectional(L.GRU(2, return_sequences=True)), L.UnitNormalization()]
    lost = [L.Conv1D(3, 3, padding="same"), L.Reshape((6, 4)), L.ZeroPadding1D(1), L.MaxPooling1D(2), L.Rescaling(0.5)]
    model_inside = keras.Sequential([keras.Input((6, 4)), L.Dense(3), L.Dropout(0.2)], name="inside")
    y = keras.Input((6, 4))
    masking_inside = keras.Model(y, L.Masking(0.5)(y), name="masking_inside")
    return keras.Model(x, [
        m, n, L.SimpleRNN(3)(m), L.GRU(3)(n), L.GRU(2, reset_after=False, return_sequences=True)(m), L.LSTM(3)(m), L.LSTM(2, return_sequences=True)(n), *L.LSTM(2, return_state=True)(m), L.LSTM(2, go_backwards=True, return_sequences=True)(m), L.LSTM(2, unroll=True, return_sequences=True)(n), L.LSTM(2)(e), L.GRU(2, return_sequences=True)(e),
        L.LSTM(2, return_sequences=True, zero_output_for_mask=True)(n), L.RNN([L.LSTMCell(2), L.GRUCell(3)], return_sequences=True)(m),
        *(L.Bidirectional(L.LSTM(2, return_sequences=True), merge_mode=mode)(m) for mode in ("concat", "sum", "mul", "ave")), L.Bidirectional(L.GRU(2))(n), *L.Bidirectional(L.SimpleRNN(2, return_sequences=True), merge_mode=None)(n),
        *(L.LSTM(2)(layer(m)) for layer in kept), *(L.LSTM(2)(layer(m)) for layer in lost), L.LSTM(2)(model_inside(m)), L.LSTM(2)(masking_inside(with_rows(x, [0, 1, 1, 0, 1, 1], 0.5))), L.LSTM(2)(L.Bidirectional(L.SimpleRNN(2, return_sequences=True), merge_mode=None)(n)[1]),
        L.GlobalAveragePooling1D()(m), L.GlobalAveragePooling1D(keepdims=True)(n), L.GlobalMaxPooling1D()(m),
    ])


shared(sequence_models.masked_joins)


@model
def masked_attention():
    L = layers
    # MultiHeadAttention of Keras 3 takes the masks off what it is given, so each gets its own.
    fresh = lambda t: L.ReLU()(t)  # noqa: E731
    x = keras.Input((6, 4))
    m = L.Masking()(with_rows(x, [1, 1, 0, 1, 0, 0], 0.0))
    n = L.Masking(0.5)(with_rows(x, [0, 1, 1, 0, 1, 1], 0.5))
    e = L.Masking()(with_rows(x, [0, 0, 0, 0, 0, 0], 0.0))
    y = L.Dense(4)(x)
    pairs = as_mask(L.Dense(6)(x))
    rows = as_mask(L.Flatten()(L.Dense(1)(x)))
    outputs = [
        L.MultiHeadAttention(2, 3)(fresh(m), fresh(m)), *L.MultiHeadAttention(2, 3)(fresh(m), fresh(n), return_attention_scores=True), L.MultiHeadAttention(2, 3)(y, fresh(n)), L.MultiHeadAttention(2, 3)(fresh(m), y), L.MultiHeadAttention(2, 3)(y, fresh(m), key=fresh(n)), L.MultiHeadAttention(2, 3, dropout=0.2)(fresh(n), fresh(m)),
        L.MultiHeadAttention(2, 3)(fresh(m), fresh(n), use_causal_mask=True), L.MultiHeadAttention(2, 3)(fresh(n), fresh(n), use_causal_mask=True), L.MultiHeadAttention(2, 3)(y, fresh(e)), L.MultiHeadAttention(2, 3)(y, y, attention_mask=pairs), L.MultiHeadAttention(2, 3)(fresh(m), y, attention_mask=pairs), *L.MultiHeadAttention(2, 3)(y, y, attention_mask=pairs, return_attention_scores=True, use_causal_mask=True),
        L.Attention()([L.ReLU()(m), n]), *L.Attention(use_scale=True, score_mode="concat")([L.ReLU()(n), L.ReLU()(m)], return_attention_scores=True), L.AdditiveAttention()([L.Dropout(0.1)(n), n, L.ReLU()(m)]), L.Attention()([y, L.ReLU()(n)], use_causal_mask=True), L.Attention()([L.ReLU()(m), y]), L.Attention()([y, x], mask=[rows, rows]), L.Attention()([y, x], mask=[None, rows]),
        L.LSTM(2)(L.MultiHeadAttention(2, 3)(L.Dense(4)(m), L.Dense(4)(n))), L.LSTM(2)(L.Attention()([L.Dense(4)(n), L.Dense(4)(m)])),
        L.LSTM(2)(y, mask=rows), L.GRU(2)(y, mask=tf.reduce_all(as_mask(L.Dense(3)(x) + 0.7), axis=-1)), L.Bidirectional(L.GRU(2, return_sequences=True))(y, mask=rows), L.GlobalAveragePooling1D()(y, mask=rows), L.Softmax()(L.Dense(6)(x), mask=pairs), L.Softmax(axis=1)(L.Dense(6)(x), mask=pairs), L.Softmax(axis=(1, 2))(L.Dense(6)(x), mask=pairs), L.LSTM(2)(L.BatchNormalization()(y, mask=rows)),
    ]
    outputs += [L.LSTM(2, return_sequences=True)(m, initial_state=[L.GlobalMaxPooling1D()(L.Dense(2)(x))] * 2)]
    d = L.Dense(4)(m)
    after = L.MultiHeadAttention(2, 3, name="takes_off")(d, d)
    outputs += [L.LSTM(2)(L.Add()([d, after])), L.LSTM(2)(after), L.LSTM(2, name="behind")(L.Concatenate()([d, after]))]
    return keras.Model(x, outputs)


@model
def masked_embedding():
    """Numbers looked up, 0 for none."""
    L = layers
    x = keras.Input((6, 4))
    words = tf.floor(tf.abs(x[:, :, 0]) * 4.9)
    two = L.Reshape((2, 3))(words)
    found = L.Embedding(5, 4, mask_zero=True, name="words")(words)
    return keras.Model(x, [L.LSTM(2)(found), L.GRU(2, return_sequences=True)(L.Dropout(0.1)(found)), L.GlobalAveragePooling1D()(found), L.LSTM(2)(L.Embedding(5, 3)(words)), L.Dense(2)(L.Flatten()(found)), L.TimeDistributed(L.LSTM(2))(L.Embedding(5, 3, mask_zero=True)(two)), L.LSTM(2)(L.TimeDistributed(L.LSTM(2))(L.Embedding(5, 3, mask_zero=True)(two))), L.MultiHeadAttention(2, 2)(found, found)])


@model
def computed_sizes():
    """Sizes that the model computes from the shapes of its results."""
    L = layers
    x = keras.Input((6, 4, 3))
    c = L.Conv2D(4, 3, padding="same")(x)
    d = L.MaxPooling2D()(c)
    s, t = tf.shape(c), tf.shape(d)
    rows = np.arange(8, dtype="float32").reshape(1, 2, 4)
    return keras.Model(x, [
        tf.reshape(c, [s[0], s[1] * s[2], s[3]]), tf.image.resize(d, s[1:3]), tf.image.resize(d, (s[1] * 2, s[2] * 2), method="nearest"), tf.compat.v1.image.resize(d, tf.shape(x)[1:3]), tf.reshape(c, tf.stack([s[0], -1, 4])), tf.reshape(c, tf.concat([s[:1], [24, 4]], 0)),
        c[:, : t[1]], c[:, t[1] : s[1] - 1, :-1], tf.reshape(c, [-1, tf.reduce_prod(s[1:3]), 4]), tf.reshape(c, (-1, s[1] // 2, 2 * s[2] * 4)), tf.repeat(d, s[1] // 3, axis=1), tf.slice(c, [0, 1, 0, 0], [s[0], 2, 2, 4]), tf.slice(c, [0, 1, 1, 0], [-1, t[1], -1, 3]), c / tf.cast(s[1] * s[2], tf.float32), tf.reshape(c, [tf.unstack(s)[0], 4 * tf.unstack(s)[1], 4]),
        tf.concat([tf.tile(rows, [s[0], 1, 1]), tf.reshape(c, [s[0], -1, 4])], axis=1), tf.concat([tf.broadcast_to(rows, [s[0], 2, 4]), tf.reshape(c, [-1, s[1] * s[2], s[3]])], axis=1), tf.concat([tf.zeros([s[0], 1, 4]), tf.ones((s[0], 2, 4)), tf.fill([s[0], 1, 4], 0.5)], axis=1), d + tf.ones(t), c * tf.cast(tf.range(s[2]), tf.float32)[:, tf.newaxis], c + tf.cast(tf.range(1, s[1] + 1), tf.float32)[:, tf.newaxis, tf.newaxis],
        L.Dense(3)(tf.reshape(c, [s[0], s[1] * s[2] * s[3]])), tf.reshape(c, [s[0], tf.maximum(s[1], 3), s[2] * s[3]]), tf.pad(c, [[0, 0], [0, s[1] - t[1]], [0, 0], [0, 0]]),
    ])


@model
def computed_open_sizes():
    """The same where the size of the picture is open: pictures of a pyramid are made as large as others."""
    L = layers
    x = keras.Input((None, None, 3))
    c = L.Conv2D(4, 3, padding="same")(x)
    d = L.MaxPooling2D(padding="same")(c)
    s = tf.shape(c)
    up = tf.image.resize(d, s[1:3])
    return keras.Model(x, [L.Concatenate()([c, up]), tf.image.resize(d, [s[1], s[2]], method="nearest"), tf.reshape(c, [s[0], s[1] * s[2], 4]), tf.reshape(tf.reshape(c, [s[0], s[1] * s[2], 4]), [s[0], s[1], s[2], 4]) + c, tf.reduce_sum(c, axis=[1, 2]) / tf.cast(s[1] * s[2], tf.float32), L.Add()([c, tf.broadcast_to(L.GlobalAveragePooling2D(keepdims=True)(c), s)]), L.Conv2D(2, 1)(up)])


@model
def each_step_in_training():
    """All steps of a picture together give mean and variance."""
    L = layers
    x = keras.Input((4, 5, 3))
    chain = keras.Sequential([keras.Input((5, 3)), L.Dense(3), L.BatchNormalization()])
    return keras.Model(x, [
        L.TimeDistributed(L.BatchNormalization())(x, training=True), L.TimeDistributed(chain)(x, training=True), L.TimeDistributed(L.BatchNormalization(axis=1, scale=False))(x, training=True),
        L.TimeDistributed(L.TimeDistributed(L.BatchNormalization()))(x, training=True), L.TimeDistributed(L.BatchNormalization())(x),
    ])


@model
def categories():
    """Numbers as bins and categories."""
    L = layers
    x = keras.Input((6, 5, 1))
    bins = [-0.5, 0.0, 0.25, 0.8]
    row, one = L.Flatten()(x), L.GlobalAveragePooling2D()(x)
    found = L.Discretization(bins)(row)
    return keras.Model(x, [
        L.Discretization(bins)(x), found, L.Discretization(bins, output_mode="one_hot")(one), L.Discretization(bins, output_mode="multi_hot")(row), L.Discretization(bins, output_mode="count")(row),
        L.CategoryEncoding(5)(found), L.CategoryEncoding(7, output_mode="count")(found), L.CategoryEncoding(5, output_mode="one_hot")(L.Discretization(bins)(one)), L.Embedding(5, 2)(found),
    ])


if __name__ == "__main__":
    out, wanted = sys.argv[1], sys.argv[2:]
    write_multi_gpu(f"{out}/k2-multi_gpu-h5")
    for place, (name, build) in enumerate(MODELS.items()):
        is_application = name[0].isupper()
        if (wanted == ["--layers-only"] and is_application) or (wanted and wanted[0] != "--layers-only" and name not in wanted):
            continue
        for file_name in ("model.h5", "model.keras"):
            keras.utils.set_random_seed(place)
            keras.backend.clear_session()
            kind = file_name.split(".")[1]
            if name[0].isupper() and kind == "keras":
                continue
            try:
                built = build()
                tolerance = (1e-3, 2e-2) if name in ("mixed_precision", "half_stored") else (2e-6, 3e-5)
                cases.write_case(keras, built, f"{out}/k2-{name}-{kind}", file_name, seed=place, tolerance=tolerance, size=18, calibrated=name[0].isupper(), low=-40 if name.startswith("input_") else -1, high=300 if name.startswith("input_") else 255 if name[0].isupper() else 1)
                if name in ("recurrent", "recurrent_cells", "bidirectional", "each_step") and kind == "h5":
                    cases.write_tfjs(f"{out}/k2-{name}-h5", f"{out}/k2-{name}-tfjs")
            except Exception as error:
                print("FAILED", name, kind, repr(error)[:600])
