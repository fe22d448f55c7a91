"""One small model per group of layers, with odd sizes and settings. Usage: layers_keras3.py OUT [NAME ...]"""

import sys

import cases
import numpy as np
import keras
import sequence_models
from keras import layers, ops
from sequence_models import as_mask, with_rows

FORMATS = ("model.keras", "model.h5")


def fan(shape, makers):
    """A model that feeds one input to many layers."""
    x = keras.Input(shape)
    outputs = []
    for make in makers:
        y = make(x)
        outputs += y if isinstance(y, (list, tuple)) else [y]
    return keras.Model(x, outputs)


def steps(x, size=6):
    """A picture as a list of steps."""
    return layers.Reshape((-1, size))(x)


MODELS = {}


def model(function):
    MODELS[function.__name__] = function
    return function


def shared(function):
    """A model that both versions write alike; seeds count places, so it stands where it always stood."""
    MODELS[function.__name__] = lambda: function(keras)


@model
def convolutions():
    L = layers
    return fan((13, 10, 6), [
        L.Conv2D(5, (3, 2), strides=(2, 1), padding="same", activation="relu"),
        L.Conv2D(4, 3, dilation_rate=(2, 3), padding="same"),
        L.Conv2D(4, 3, dilation_rate=2, use_bias=False),
        L.Conv2D(6, 3, groups=3, activation="tanh"),
        L.Conv2D(8, (1, 5), groups=2, use_bias=False, strides=2),
        L.DepthwiseConv2D(3, depth_multiplier=2, strides=2, padding="same"),
        L.DepthwiseConv2D((3, 2), dilation_rate=2),
        L.DepthwiseConv2D((3, 5), dilation_rate=(2, 1), padding="same", activation="gelu"),
        L.SeparableConv2D(5, 3, strides=2, depth_multiplier=2, activation="silu"),
        L.SeparableConv2D(5, 3, dilation_rate=2, padding="same", use_bias=False),
        L.Conv2DTranspose(3, 3, strides=2, padding="same"),
        L.Conv2DTranspose(3, (2, 4), strides=(3, 2), padding="valid", activation="elu"),
        L.Conv2DTranspose(3, 3, strides=2, padding="same", output_padding=1),
        L.Conv2DTranspose(3, 4, strides=2, padding="valid", output_padding=(1, 0)),
        L.Conv2DTranspose(3, 1, strides=3, padding="same"),
    ])


@model
def steps_1d():
    L = layers
    return fan((6, 5, 4), [
        lambda x: L.Conv1D(5, 3, strides=2, padding="same", activation="relu")(steps(x)),
        lambda x: L.Conv1D(4, 3, dilation_rate=3, padding="causal")(steps(x)),
        lambda x: L.Conv1D(4, 4, padding="causal", strides=2)(steps(x)),
        lambda x: L.Conv1D(6, 3, groups=2)(steps(x)),
        lambda x: L.DepthwiseConv1D(3, depth_multiplier=2, strides=2)(steps(x)),
        lambda x: L.DepthwiseConv1D(3, dilation_rate=2, padding="same")(steps(x)),
        lambda x: L.SeparableConv1D(5, 4, padding="same", depth_multiplier=3)(steps(x)),
        lambda x: L.Conv1DTranspose(4, 3, strides=2, padding="same")(steps(x)),
        lambda x: L.Conv1DTranspose(4, 5, strides=3, padding="valid")(steps(x)),
        lambda x: L.Conv1DTranspose(4, 4, strides=3, padding="same", output_padding=2)(steps(x)),
        lambda x: L.MaxPooling1D(3, 2, padding="same")(steps(x)),
        lambda x: L.AveragePooling1D(3)(steps(x)),
        lambda x: L.AveragePooling1D(4, 3, padding="same")(steps(x)),
        lambda x: L.GlobalAveragePooling1D()(steps(x)),
        lambda x: L.GlobalMaxPooling1D(keepdims=True)(steps(x)),
        lambda x: L.AdaptiveAveragePooling1D(7)(steps(x)),
        lambda x: L.AdaptiveMaxPooling1D(3)(steps(x)),
        lambda x: L.ZeroPadding1D((2, 1))(steps(x)),
        lambda x: L.Cropping1D((1, 3))(steps(x)),
        lambda x: L.Cropping1D((2, 0))(steps(x)),
        lambda x: L.UpSampling1D(3)(steps(x)),
        lambda x: L.SpatialDropout1D(0.3)(steps(x)),
        lambda x: L.BatchNormalization()(steps(x)),
    ])


@model
def normalizations():
    L = layers
    return fan((7, 5, 6), [
        L.BatchNormalization(),
        L.BatchNormalization(scale=False, epsilon=1e-4),
        L.BatchNormalization(center=False),
        L.BatchNormalization(scale=False, center=False),
        L.BatchNormalization(axis=1),
        L.BatchNormalization(axis=2, scale=False),
        L.LayerNormalization(),
        L.LayerNormalization(axis=(1, 2, 3), epsilon=1e-6),
        L.LayerNormalization(axis=[2, -1], center=False),
        L.LayerNormalization(scale=False, center=False),
        L.GroupNormalization(3),
        L.GroupNormalization(-1, scale=False),
        L.GroupNormalization(1, center=False, epsilon=1e-5),
        L.GroupNormalization(7, axis=1),
        L.UnitNormalization(),
        L.UnitNormalization(axis=(1, 2)),
        L.RMSNormalization(),
        L.RMSNormalization(axis=-1, epsilon=1e-3),
        L.Normalization(mean=[1.0, 2, 3, 4, 5, 6], variance=[0.5, 1, 2, 3, 4, 0.1]),
        L.Normalization(axis=None, mean=0.4, variance=2.0),
        L.Normalization(axis=None, mean=0.4, variance=2.0, invert=True),
        L.Normalization(axis=-1),
        L.Rescaling(1 / 127.5, offset=-1),
        L.Rescaling([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], offset=[1, 2, 3, 4, 5, 6]),
        lambda x: L.BatchNormalization()(L.Flatten()(x)),
        lambda x: L.BatchNormalization(axis=1)(L.Reshape((7, 30))(x)),
        lambda x: L.LayerNormalization()(L.Flatten()(x)),
        lambda x: L.UnitNormalization()(L.Flatten()(x)),
    ])


@model
def poolings():
    L = layers
    return fan((11, 9, 4), [
        L.MaxPooling2D(3, 2, padding="same"), L.MaxPooling2D((2, 3)), L.MaxPooling2D((2, 3), strides=1),
        L.AveragePooling2D(3, 2, padding="same"), L.AveragePooling2D((4, 2), strides=(1, 3)),
        L.GlobalAveragePooling2D(), L.GlobalAveragePooling2D(keepdims=True), L.GlobalMaxPooling2D(),
        L.GlobalMaxPooling2D(keepdims=True),
        L.AdaptiveAveragePooling2D((3, 2)), L.AdaptiveAveragePooling2D(1), L.AdaptiveAveragePooling2D((7, 5)),
        L.AdaptiveMaxPooling2D((4, 5)), L.AdaptiveMaxPooling2D(2), L.AdaptiveAveragePooling2D((13, 9)),
    ])


@model
def shapes():
    L = layers
    return fan((9, 8, 3), [
        L.ZeroPadding2D(2), L.ZeroPadding2D((1, 2)), L.ZeroPadding2D(((0, 1), (2, 0))),
        L.Cropping2D(1), L.Cropping2D((2, 1)), L.Cropping2D(((0, 2), (3, 0))),
        L.UpSampling2D(2), L.UpSampling2D((3, 1), interpolation="bilinear"), L.UpSampling2D((2, 3), interpolation="bicubic"),
        L.UpSampling2D(2, interpolation="lanczos3"),
        L.Resizing(5, 13), L.Resizing(5, 13, interpolation="nearest"), L.Resizing(17, 6, interpolation="bicubic"),
        L.Resizing(5, 6, antialias=True), L.Resizing(6, 5, interpolation="bicubic", antialias=True),
        L.Resizing(6, 5, interpolation="area"), L.Resizing(4, 15, interpolation="lanczos3"), L.Resizing(4, 15, interpolation="lanczos5", antialias=True),
        L.Resizing(6, 3, crop_to_aspect_ratio=True), L.Resizing(4, 7, crop_to_aspect_ratio=True, antialias=True),
        L.Resizing(6, 3, pad_to_aspect_ratio=True), L.Resizing(4, 7, pad_to_aspect_ratio=True, fill_value=0.5),
        L.CenterCrop(4, 5), L.CenterCrop(9, 8), L.CenterCrop(12, 4), L.CenterCrop(11, 15), L.CenterCrop(6, 3),
        L.Flatten(), L.Reshape((6, 12, 3)), L.Reshape((-1, 4)), L.Reshape((36, -1)), L.Permute((3, 1, 2)), L.Permute((2, 1, 3)),
        lambda x: L.RepeatVector(4)(L.Flatten()(x)),
    ])


@model
def inference_only():
    L = layers
    names = """RandomFlip RandomTranslation:0.2:0.2 RandomRotation:0.2 RandomZoom:0.3 RandomContrast:0.2 RandomBrightness:0.2
    RandomShear RandomHue:0.2 RandomSaturation:0.2 RandomSharpness:0.2 RandomColorJitter RandomColorDegeneration:0.2 RandomGrayscale
    RandomPosterization:4 RandomInvert RandomPerspective RandomErasing RandomGaussianBlur RandomElasticTransform RandAugment AugMix MixUp CutMix
    RandomCrop:5:5""".split()
    made = []
    for name in names:
        parts = name.split(":")
        if not hasattr(L, parts[0]):
            print("no layer", parts[0])
            continue
        numbers = [float(n) if "." in n else int(n) for n in parts[1:]]
        made.append(getattr(L, parts[0])(*numbers))
    made += [L.Dropout(0.5), L.SpatialDropout2D(0.5), L.GaussianDropout(0.4), L.GaussianNoise(0.4), L.AlphaDropout(0.2), L.ActivityRegularization(0.1), L.Identity()]
    return fan((8, 8, 3), made)


@model
def activations():
    L = layers
    names = ("relu leaky_relu relu6 softmax celu elu selu softplus softsign squareplus soft_shrink sparse_plus silu gelu tanh "
             "tanh_shrink sigmoid sparse_sigmoid exponential hard_sigmoid hard_silu hard_tanh hard_shrink linear mish log_softmax "
             "log_sigmoid sparsemax swish hard_swish").split()
    made = [L.Activation(name) for name in names]
    made += [
        L.ReLU(), L.ReLU(6.0), L.ReLU(max_value=3, negative_slope=0.1), L.ReLU(threshold=0.5), L.ReLU(negative_slope=0.2, threshold=0.3, max_value=2.0),
        L.LeakyReLU(), L.LeakyReLU(negative_slope=0.05), L.PReLU(), L.PReLU(shared_axes=[1, 2]), L.PReLU(shared_axes=[2]),
        L.ELU(), L.ELU(alpha=0.4), L.Softmax(), L.Softmax(axis=1), L.Softmax(axis=(1, 2)), L.Softmax(axis=[1, 2, 3]),
        L.Conv2D(3, 1, activation=L.LeakyReLU(negative_slope=0.3)), L.Dense(4, activation="sparsemax"), L.Conv2D(4, 2, activation="log_softmax"),
        L.Dense(3, activation=keras.activations.hard_sigmoid),
    ]
    return fan((6, 5, 4), made)


@model
def merges():
    L = layers

    def two(x):
        return L.Conv2D(4, 3, padding="same")(x), L.Conv2D(4, 1)(x)

    x = keras.Input((6, 5, 3))
    a, b = two(x)
    c = L.GlobalAveragePooling2D(keepdims=True)(b)
    outputs = [L.Add()([a, b]), L.Add()([a, b, a, c]), L.Subtract()([a, b]), L.Multiply()([a, c]), L.Multiply()([a, b, c]), L.Average()([a, b, c]),
               L.Maximum()([a, b]), L.Minimum()([a, b, c]), L.Concatenate()([a, b]), L.Concatenate(axis=1)([a, b, a]), L.Concatenate(axis=-2)([a, b])]
    s, t = L.Reshape((30, 4))(a), L.Reshape((30, 4))(b)
    outputs += [L.Dot(axes=1)([s, t]), L.Dot(axes=2)([s, t]), L.Dot(axes=(2, 2), normalize=True)([s, t]), L.Dot(axes=-1)([L.Flatten()(a), L.Flatten()(b)]),
                L.Dot(axes=-1, normalize=True)([L.Flatten()(a), L.Flatten()(b)]), L.Dot(axes=(1, 1))([s, L.Dense(30)(L.Flatten()(b))])]
    return keras.Model(x, outputs)


@model
def attentions():
    L = layers
    x = keras.Input((6, 5, 4))
    a, b = L.Conv2D(8, 1)(x), L.Conv2D(8, 3)(x)
    s, t = L.Reshape((30, 8))(a), L.Reshape((12, 8))(b)
    outputs = [
        L.MultiHeadAttention(2, 3)(s, s), L.MultiHeadAttention(3, 4, value_dim=5, use_bias=False)(s, t), L.MultiHeadAttention(2, 4, output_shape=7)(s, t, key=t),
        *L.MultiHeadAttention(2, 3)(s, t, return_attention_scores=True), L.MultiHeadAttention(2, 3)(a, a), L.MultiHeadAttention(2, 3)(a, b),
        L.GroupQueryAttention(4, 6, 2)(s, s), L.GroupQueryAttention(3, 6, 1, use_bias=False)(s, t),
        L.Attention()([s, t]), L.Attention(use_scale=True)([s, t, t]), L.Attention(score_mode="concat", use_scale=True)([s, t]), L.Attention(score_mode="concat")([s, t]),
        L.AdditiveAttention()([s, t]), L.AdditiveAttention(use_scale=False)([s, t]),
        L.EinsumDense("abc,cd->abd", output_shape=(None, 5), bias_axes="d")(s), L.EinsumDense("abc,cde->abde", output_shape=(None, 2, 3), bias_axes="de", activation="relu")(s),
        L.EinsumDense("...x,xy->...y", output_shape=6, bias_axes="y")(a), L.EinsumDense("abc,bd->adc", output_shape=(7, 8))(s), L.EinsumDense("abcd,cde->abce", output_shape=(6, 5, 3), bias_axes="ce")(a),
        L.Dense(5)(a), L.Dense(6, activation="gelu", use_bias=False)(s),
    ]
    return keras.Model(x, outputs)


@model
def operations():
    L, o = layers, ops
    x = keras.Input((6, 5, 4))
    c = L.Conv2D(4, 3, padding="same")(x)
    d = L.Conv2D(4, 1)(x)
    g = o.mean(c, axis=(1, 2))
    results = [
        c + d, c - d, c * d, c / (d * d + 1.0), c ** 2, 2.0 - c, 1.0 / (o.abs(c) + 0.5), -c, c + np.arange(4, dtype="float32"), 2 ** c, c // 0.3, c % 0.7,
        o.maximum(c, d), o.minimum(c, 0.1), o.sqrt(o.abs(c)), o.square(c), o.exp(c), o.log(o.abs(c) + 1), o.tanh(c), o.sin(c), o.floor(c * 3), o.round(c * 3), o.sign(c),
        o.rsqrt(o.abs(c) + 1), o.erf(c), o.clip(c, -0.2, 0.3), o.expm1(c), o.log1p(o.abs(c)), o.reciprocal(c * c + 1),
        o.mean(c, axis=-1, keepdims=True), o.sum(c, axis=(1, 3)), o.max(c, axis=1), o.min(c, axis=[1, 2], keepdims=True), o.var(c, axis=(1, 2)), o.std(c, axis=3, keepdims=True), o.prod(c, axis=-1), o.logsumexp(c, axis=-1),
        o.mean(c, axis=[1, 2, 3]), o.amax(c, axis=2),
        o.reshape(c, (-1, 30, 4)), o.reshape(c, (-1, 6, 20)), o.transpose(c, (0, 3, 1, 2)), o.swapaxes(c, 1, 2), o.moveaxis(c, -1, 1), o.expand_dims(g, 1), o.expand_dims(g, -1), o.squeeze(o.expand_dims(g, 1), 1), o.squeeze(o.mean(c, axis=1, keepdims=True), axis=1),
        o.concatenate([c, d], axis=-1), o.concatenate([c, d, c], axis=1), o.stack([c, d], axis=1), o.stack([g, g], axis=-1), *o.split(c, 2, axis=-1), *o.split(c, [1, 4], axis=1), *o.unstack(c, axis=1)[:2],
        o.pad(c, ((0, 0), (1, 2), (0, 1), (0, 0))), o.pad(c, ((0, 0), (1, 2), (2, 1), (0, 0)), mode="reflect"), o.pad(c, ((0, 0), (1, 2), (2, 1), (0, 0)), mode="symmetric"), o.pad(c, ((0, 0), (0, 0), (1, 1), (0, 0)), constant_values=1.5),
        o.tile(c, (1, 2, 1, 3)), o.repeat(c, 3, axis=1), o.repeat(g, 2, axis=-1), o.flip(c, axis=2), o.roll(c, 2, axis=1), o.copy(c),
        o.matmul(c, o.transpose(d, (0, 1, 3, 2))), o.matmul(c, np.ones((4, 3), "float32") * 0.3), o.einsum("bhwc,bhvc->bhwv", c, d), o.einsum("bhwc->bc", c), o.matmul(c, o.swapaxes(c, -1, -2)),
        c[:, 0], c[:, 1:4, ::2], c[..., -1], c[:, :, :, None], c[:, ::-1], c[:, -3:, 1:-1, 1], c[:, None, 2],
        o.relu(c), o.relu6(c * 5), o.sigmoid(c), o.softplus(c), o.softsign(c), o.silu(c), o.gelu(c), o.gelu(c, approximate=False), o.elu(c, alpha=0.3), o.selu(c), o.celu(c, alpha=0.7), o.leaky_relu(c, negative_slope=0.4), o.hard_sigmoid(c), o.hard_silu(c), o.log_sigmoid(c),
        o.softmax(c, axis=1), o.softmax(c), o.log_softmax(c, axis=-1), o.glu(c), o.glu(c, axis=3), o.hard_tanh(c), o.hard_shrink(c, 0.2), o.soft_shrink(c, 0.3), o.squareplus(c, 2), o.threshold(c, 0.1, -2.0), o.tanh_shrink(c), o.sparsemax(c), o.sparse_plus(c), o.sparse_sigmoid(c),
        o.normalize(c, axis=-1), o.normalize(c, axis=1, order=1), o.where(o.greater(c, 0.1), c, d), o.where(c > d, 1.0, c), o.cast(c > 0, "float32"), o.cast(o.cast(c * 4, "int32"), "float32"), o.logical_and(c > 0, d > 0),
        o.image.resize(c, (9, 3)), o.image.resize(c, (3, 9), interpolation="nearest"), o.image.resize(c, (4, 3), interpolation="bicubic", antialias=True), o.max_pool(c, 2, strides=1), o.average_pool(c, (3, 2), padding="same"),
        o.take(c, [2, 0], axis=1), o.ravel(c), o.subtract(c, o.mean(c, axis=(1, 2), keepdims=True)), o.stop_gradient(c), o.depth_to_space(c, 2), o.space_to_depth(c[:, :, :4], 2),
        keras.activations.relu(c, negative_slope=0.1), keras.activations.relu(c, max_value=0.3), keras.activations.gelu(c), keras.activations.relu(c, threshold=0.2),
        L.Add()([c, d]), L.Multiply()([c, g[:, None, None, :]]), L.Concatenate()([c, c * 2]), g, L.Dense(3)(o.reshape(c, (-1, 120))),
    ]
    # A layer behind each operation makes its result one of `model.layers`, which is what can be compared.
    return keras.Model(x, [L.Activation("linear")(result) for result in results])


@model
def names_and_order():
    """Operations and layers of the same class mixed, so that neither indices nor weight groups may count the former."""
    L = layers
    x = keras.Input((8, 8, 3), name="picture")
    a = L.Conv2D(4, 3, name="z")(x)
    b = a + 1.0
    c = L.Add(name="y")([a, b])
    d = ops.add(c, a)
    e = L.Add(name="x")([c, d])
    f = L.Conv2D(4, 3, name="a")(e)
    g = L.BatchNormalization(name="b")(ops.relu(f) * 0.5)
    shared = L.Conv2D(4, 1, name="shared")
    h = shared(g) - shared(f)
    return keras.Model(x, [L.Dense(3, activation="softmax", name="out")(L.GlobalAveragePooling2D(name="pool")(h)), h])


@model
def any_size():
    L, o = layers, ops
    x = keras.Input((None, None, 3))
    c = L.Conv2D(4, 3, padding="same")(x)
    outputs = [
        L.DepthwiseConv2D(3, dilation_rate=2, padding="same")(c), L.DepthwiseConv2D(3, dilation_rate=(3, 2))(c), L.Conv2DTranspose(3, 3, strides=2)(c), L.Conv2DTranspose(3, 3, strides=2, padding="same", output_padding=1)(c),
        L.GroupNormalization(2)(c), L.UpSampling2D(2, interpolation="bilinear")(c), L.UpSampling2D(2, interpolation="bicubic")(c), L.Resizing(6, 5)(c), L.Reshape((-1, 4))(c), L.LayerNormalization()(c),
        L.MultiHeadAttention(2, 3)(L.Reshape((-1, 4))(c), L.Reshape((-1, 4))(c)), L.MultiHeadAttention(2, 3)(c, c), L.GlobalAveragePooling2D()(c), L.ZeroPadding2D(1)(c), L.Cropping2D(2)(c), L.Softmax(axis=1)(c), L.UnitNormalization()(c),
        L.Activation("linear")(c * o.mean(c, axis=(1, 2), keepdims=True)), L.Activation("linear")(c[:, 1:-1, ::2]), L.Activation("linear")(o.reshape(c, (-1, 4))), L.Activation("linear")(o.repeat(c, 2, axis=1)),
        L.Activation("linear")(o.image.resize(c, (7, 7))), L.Activation("linear")(o.concatenate([c, x], axis=-1)), L.Activation("linear")(o.pad(c, ((0, 0), (1, 1), (1, 1), (0, 0)))), L.Activation("linear")(o.transpose(c, (0, 2, 1, 3))),
    ]
    return keras.Model(x, outputs)


@model
def causal_and_constant():
    """Steps that see no later ones, and merges with arrays that were computed when the model was built."""
    L, o = layers, ops
    x = keras.Input((6, 5, 8))
    s = L.Reshape((30, 8))(x)
    tokens = L.Concatenate(axis=1)([L.Dense(8)(o.zeros_like(s[:, :1])), s])
    tokens = L.Add()([tokens, L.Embedding(31, 8)(o.expand_dims(o.arange(31), 0))])
    outputs = [
        *L.MultiHeadAttention(2, 4)(s, s, return_attention_scores=True, use_causal_mask=True), L.Attention()([s, s], use_causal_mask=True), L.AdditiveAttention()([s, s], use_causal_mask=True),
        L.MultiHeadAttention(2, 4)(tokens, tokens, use_causal_mask=True),
    ]
    return keras.Model(x, [L.Activation("linear")(output) for output in outputs])


@model
def gated():
    """glu halves the channels, which Keras leaves out of its shapes: only layers without weights can follow."""
    L = layers
    x = keras.Input((6, 5, 4))
    y = L.Conv2D(6, 3, activation="glu")(x)
    return keras.Model(x, [L.Activation("glu")(x), L.DepthwiseConv2D(3, activation="glu")(x), L.Conv2DTranspose(4, 2, activation="glu")(x), L.Dense(8, activation="glu")(x), L.GlobalAveragePooling2D()(y), L.Add()([y, L.ReLU()(y)])])


@model
def named_inputs():
    """A model used as a layer that takes and gives dictionaries, in another order than the call."""
    L = layers
    a, b = keras.Input((8, 8, 4), name="a"), keras.Input((8, 8, 2), name="b")
    inner = keras.Model({"b": b, "a": a}, {"z": L.Concatenate()([a, b]), "c": L.Conv2D(3, 3)(a)}, name="两.个 models")
    x = keras.Input((8, 8, 3))
    results = inner({"b": L.Conv2D(2, 1)(x), "a": L.Conv2D(4, 1, name="卷积 (a)")(x)})
    return keras.Model({"picture": x}, {"y": L.Conv2D(2, 1)(results["z"]), "b": L.Conv2D(2, 2)(results["c"])})


@model
def half_stored():
    """Weights stored in half precision: float16 as HDF5 has it, bfloat16 as two bytes that an attribute names."""
    L = layers
    return keras.Sequential([L.Input((10, 8, 3)), L.Conv2D(4, 3, dtype="float16"), L.Conv2D(3, 3, dtype="bfloat16"), L.Flatten(), L.Dense(3, dtype="float32")])


@model
def more_operations():
    L, o = layers, ops
    x = keras.Input((8, 9, 3))
    c = L.Conv2D(4, 3, padding="same")(x)
    d = L.Conv2D(4, 1)(x)
    results = [
        o.argmax(c, axis=-1), o.argmin(c, axis=1, keepdims=True), o.cumsum(c, axis=2), o.norm(c, axis=-1), o.average(c, axis=1), o.full_like(c, 2.5), o.logaddexp(c, d), o.arctan2(c, d), o.arctan(c), o.arcsin(o.tanh(c)), o.arccos(o.tanh(c)), o.trunc(c * 3),
        o.image.rgb_to_grayscale(x), o.image.extract_patches(x, 4), o.image.extract_patches(x, (3, 2), strides=(2, 1), padding="same"), o.image.extract_patches(x, 2, strides=1, dilation_rate=2),
    ]
    return keras.Model(x, [L.Activation("linear")(o.cast(result, "float32")) for result in results])


@model
def grey():
    L = layers
    return keras.Sequential([L.Input((12, 12, 1)), L.Rescaling(1 / 255), L.RandomFlip(), L.Conv2D(4, 3, activation="hard_silu"), L.MaxPooling2D(), L.GroupNormalization(2), L.Flatten(), L.Dense(3, activation="softmax")])


@model
def four_channels():
    L = layers
    return keras.Sequential([L.Input((12, 10, 4)), L.Conv2D(4, 3, activation="mish"), L.GlobalMaxPooling2D(), L.Dense(2, activation="softmax")])


@model
def vision_transformer():
    L, o = layers, ops
    x = keras.Input((24, 24, 3))
    patches = L.Conv2D(16, 6, strides=6)(L.Rescaling(1 / 127.5, offset=-1)(x))
    tokens = L.Reshape((16, 16))(patches)
    tokens = tokens + L.Embedding(16, 16)(o.arange(16))
    for _ in range(2):
        n = L.LayerNormalization(epsilon=1e-6)(tokens)
        tokens = L.Add()([L.MultiHeadAttention(4, 4, dropout=0.1)(n, n), tokens])
        n = L.LayerNormalization(epsilon=1e-6)(tokens)
        n = L.Dropout(0.1)(L.Dense(32, activation=keras.activations.gelu)(n))
        tokens = L.Add()([L.Dense(16)(n), tokens])
    y = L.LayerNormalization(epsilon=1e-6)(tokens)
    return keras.Model(x, L.Dense(5, activation="softmax")(L.Flatten()(y)))


@model
def class_token():
    """Positions looked up inside the graph, and a token made from the picture."""
    L, o = layers, ops
    x = keras.Input((12, 12, 3))
    tokens = L.Reshape((9, 8))(L.Conv2D(8, 4, strides=4)(x))
    token = o.mean(tokens, axis=1, keepdims=True)
    tokens = o.concatenate([token, tokens], axis=1)
    places = o.cast(o.zeros_like(tokens[:, :, 0]), "int32") + np.arange(10, dtype="int32")
    tokens = tokens + L.Embedding(10, 8)(places)
    y = L.MultiHeadAttention(2, 4)(tokens, tokens)
    return keras.Model(x, L.Dense(3, activation="softmax")(y[:, 0]))


@model
def mixed_precision():
    keras.mixed_precision.set_global_policy("mixed_float16")
    try:
        L = layers
        return keras.Sequential([L.Input((16, 16, 3)), L.Conv2D(4, 3, activation="relu"), L.BatchNormalization(), L.GlobalAveragePooling2D(), L.Dense(3, activation="softmax", dtype="float32")])
    finally:
        keras.mixed_precision.set_global_policy("float32")


@model
def array_scales():
    """Numbers that are saved as arrays and tensors, wherever a layer takes them."""
    L, a, t = layers, np.array, ops.convert_to_tensor
    values = np.linspace(0.5, 2.0, 7 * 5 * 3, dtype="float32").reshape(7, 5, 3)
    return fan((7, 5, 3), [
        L.Rescaling(a([4.3, -4.4, 0.5], "float32"), a([-1.0, -2.0, -3.0], "float32")),
        L.Rescaling(t([4.3, -4.4, 0.5]), offset=0.25),
        L.Rescaling(t(2.5), offset=t(-0.5)),
        L.Rescaling(a([[[2.0, 3.0, 4.0]]]), a([[[0.1]]])),
        L.Rescaling(a([1.5]), a([[[0.1], [0.2], [0.3], [0.4], [0.5]]])),
        L.Rescaling(values, -values),
        L.Rescaling(values[:, :1], values[:1, :, :1]),
        L.Rescaling(values[None, :, :, :1]),
        L.Rescaling([[[2.0], [3.0], [4.0], [5.0], [6.0]]], [1, 2, 3]),
        L.Normalization(mean=a([0.1, 0.2, 0.3]), variance=a([1.0, 2.0, 3.0])),
        L.Normalization(axis=(1, -1), mean=values[:, 0], variance=values[:, 1], invert=True),
        L.Normalization(axis=(2, 3), mean=values[0, 0], variance=values[0, 1]),
        L.Normalization(axis=None, mean=a(0.4), variance=t(2.0)),
    ])


@model
def array_settings():
    """The same for other layers, in .keras only: Keras 3 writes no tensor into an .h5 file but those of Rescaling."""
    L, a, t = layers, np.array, ops.convert_to_tensor
    return fan((7, 5, 3), [
        L.Conv2D(a(4).item(), a([3, 2]), strides=a([2, 1]), padding="same"),
        L.DepthwiseConv2D(t([2, 3]), dilation_rate=t([2, 1]), activation=L.LeakyReLU(a(0.4))),
        L.MaxPooling2D(a([2, 3]), strides=a([1, 2])),
        L.ZeroPadding2D(a([[1, 2], [0, 3]])), L.Cropping2D(a([[1, 2], [0, 1]]).tolist()), L.UpSampling2D(a([2, 3])),
        L.LeakyReLU(a(0.2)), L.ReLU(max_value=np.float64(0.6), negative_slope=np.float32(0.1), threshold=a(0.2)), L.ReLU(max_value=float("inf"), threshold=0.1),
        L.BatchNormalization(axis=a([-1])[0], epsilon=a(0.01)), L.LayerNormalization(axis=[1, 2, 3], epsilon=t(0.02)), L.UnitNormalization(axis=[1, 2]), L.Softmax(axis=t(-1)),
        L.Permute(a([3, 1, 2])), L.Reshape(a([-1, 3])), L.Resizing(np.int64(9), t(4)),
    ])


@model
def called_in_training():
    """Calls that were fixed to training=True: Keras 3 predicts with training=False all the same."""
    L = layers
    x, start = keras.Input((8, 8, 3)), keras.Input((8, 8, 3))
    inner = keras.Model(start, L.BatchNormalization()(L.Conv2D(4, 3)(start), training=True))
    return keras.Model(x, [L.BatchNormalization()(x, training=True), L.Dropout(0.5)(x, training=True), L.GaussianNoise(0.5)(x, training=True), inner(x, training=True)])


@model
def fixed_batch():
    """Built for eight pictures at a time, which only its shapes say: one picture runs as well."""
    L = layers
    x = keras.Input(batch_shape=(8, 12, 8, 3))
    windows = ops.reshape(L.Conv2D(4, 3, padding="same")(x), (-1, 6, 4, 4))
    whole = ops.reshape(L.Dense(4, activation="relu")(windows), (-1, 12, 8, 4))
    return keras.Model(x, L.Dense(3, activation="softmax")(L.Flatten()(whole)))


def whole_numbers(dtype):
    """An input of whole numbers, given fractions and numbers that are too large; models inside with inputs of other types."""
    L, o = layers, ops

    def inner(kind, wrap=False):
        start = keras.Input((6, 5, 3), dtype=kind)
        model = keras.Model(start, L.Rescaling(0.5)(start))
        return keras.Sequential([keras.Input((6, 5, 3), dtype=kind), L.ZeroPadding2D(1), L.Rescaling(0.5)]) if wrap else model

    x = keras.Input((6, 5, 3), dtype=dtype)
    y = L.Rescaling(1.3, 0.1)(x)
    return keras.Model(x, [y, L.ZeroPadding2D(1)(x), L.Flatten()(x), inner("uint8")(y), inner("int8", True)(y), inner("bool")(y), inner("int32")(x), inner("float32")(x), o.cast(y, "uint8"), o.cast(y, "int16"), o.cast(y * 300.0, "uint16"), o.cast(x, "float32") * 2.0, x / 127.5 - 1, x - 127.5, x - 128.0])


for dtype in ("uint8", "int8", "int32", "bool"):
    MODELS[f"input_{dtype}"] = lambda dtype=dtype: whole_numbers(dtype)


@model
def parts_of_applications():
    """Layers that only models of Keras applications have: ConvNeXt, InceptionResNetV2."""
    from keras.src.applications.convnext import LayerScale, StochasticDepth
    from keras.src.applications.inception_resnet_v2 import CustomScaleLayer

    x = keras.Input((6, 5, 4))
    branch = StochasticDepth(0.2)(LayerScale(1e-6, 4)(layers.Conv2D(4, 3, padding="same")(x)))
    scaled = CustomScaleLayer(0.17)([x, branch])
    return keras.Model(x, CustomScaleLayer(1.0)([scaled, layers.ReLU()(x)]))


@model
def seldom_functions():
    L, o = layers, ops
    x = keras.Input((6, 5, 3))
    c, d = L.Conv2D(4, 3, padding="same")(x), L.Conv2D(4, 1)(x)
    e = o.round(c * 2)
    whole = o.round(d * 2)
    results = [
        *(function(c) for function in (o.exp2, o.cos, o.tan, o.sinh, o.cosh, o.ceil, o.logical_not, keras.src.activations.activations.Mish())),
        o.log2(o.abs(c) + 0.5), o.log10(o.abs(c) + 0.5), o.cbrt(c),
        *(function(e, whole) for function in (o.equal, o.not_equal, o.greater_equal, o.less, o.less_equal, o.logical_or)),
        o.broadcast_to(o.mean(c, axis=1, keepdims=True)[0], (6, 5, 4)) * c,
    ]
    return keras.Model(x, [L.Activation("linear")(o.cast(result, "float32")) for result in results])


@model
def dilated_transposed():
    """TensorFlow computes these on a CPU only with oneDNN: TF_ENABLE_ONEDNN_OPTS=1."""
    L = layers
    makers = [
        L.Conv2DTranspose(3, 3, dilation_rate=2), L.Conv2DTranspose(4, (2, 3), dilation_rate=(2, 3), activation="relu"), L.Conv2DTranspose(3, (4, 3), dilation_rate=2, padding="same", use_bias=False),
        L.Conv2DTranspose(3, (3, 2), dilation_rate=(3, 2), padding="same", output_padding=0), L.Conv2DTranspose(3, 3, dilation_rate=2, output_padding=0), L.Conv2DTranspose(2, (1, 3), dilation_rate=(4, 3), padding="same"),
        lambda x: L.Conv1DTranspose(4, 3, dilation_rate=2)(steps(x)), lambda x: L.Conv1DTranspose(4, 4, dilation_rate=3, padding="same")(steps(x)), lambda x: L.Conv1DTranspose(4, 2, dilation_rate=2, padding="same", output_padding=0)(steps(x)),
    ]
    return fan((9, 8, 6), makers)


@model
def each_step():
    """One layer, or a model, on every step."""
    L = layers
    x = keras.Input((4, 6, 3))
    video = L.Reshape((4, 3, 2, 3))(x)
    start = keras.Input((6, 3))
    y = L.BatchNormalization(name="norm")(L.Conv1D(4, 3, name="inner_conv", activation="relu")(start))
    inner = keras.Model(start, L.Concatenate(name="both")([y, L.Conv1D(2, 3, name="inner_conv_2")(start)]), name="inner")
    chain = keras.Sequential([L.Input((6, 3)), L.Flatten(), L.Dense(5, activation="tanh"), L.Dropout(0.5)], name="chain")
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
        L.LSTM(3, dropout=0.3, recurrent_dropout=0.2, activation="softmax")(x), L.LSTM(2, activation=None, name="linear")(x),
        L.Dense(3)(L.LSTM(4, name="stacked_2")(L.LSTM(3, return_sequences=True, name="stacked_1")(x))),
    ])


shared(sequence_models.recurrent_cells)


shared(sequence_models.states)


shared(sequence_models.bidirectional)


shared(sequence_models.conv_lstm)


shared(sequence_models.recurrent_any_size)


shared(sequence_models.stateful)


@model
def masked_recurrent():
    """Some rows are left out; which ones is known behind layers that keep masks and is lost behind others."""
    L = layers
    x = keras.Input((6, 4))
    m = L.Masking(name="rows")(with_rows(x, [1, 1, 0, 1, 0, 0], 0.0))
    n = L.Masking(0.5)(with_rows(x, [0, 1, 1, 0, 1, 1], 0.5))
    e = L.Masking()(with_rows(x, [0, 0, 0, 0, 0, 0], 0.0))
    kept = [L.Dense(4), L.Dropout(0.4), L.BatchNormalization(), L.LayerNormalization(), L.ReLU(), L.PReLU(), L.Activation("tanh"), L.GaussianNoise(0.2), L.SpatialDropout1D(0.2), L.TimeDistributed(L.Dense(3)), L.GRU(3, return_sequences=True), L.Bidirectional(L.GRU(2, return_sequences=True)), L.UnitNormalization()]
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
        L.LSTM(2)(y, mask=rows), L.GRU(2)(y, mask=ops.all(as_mask(L.Dense(3)(x) + 0.7), axis=-1)), L.Bidirectional(L.GRU(2, return_sequences=True))(y, mask=rows), L.GlobalAveragePooling1D()(y, mask=rows), L.Softmax()(L.Dense(6)(x), mask=pairs), L.Softmax(axis=1)(L.Dense(6)(x), mask=pairs), L.Softmax(axis=(1, 2))(L.Dense(6)(x), mask=pairs), L.LSTM(2)(L.BatchNormalization()(y, mask=rows)),
    ]
    outputs += [L.GroupQueryAttention(3, 4, 2)(m, n), L.GroupQueryAttention(3, 4, 2, dropout=0.1)(n, m), L.GroupQueryAttention(3, 4, 2)(y, y, attention_mask=pairs), L.LSTM(2)(L.GroupQueryAttention(3, 4, 2)(n, m)), L.LSTM(2)(y, initial_state=[L.GlobalMaxPooling1D()(L.Dense(2)(x))] * 2), L.LSTM(2, return_sequences=True)(m, initial_state=[L.GlobalMaxPooling1D()(L.Dense(2)(x))] * 2)]
    d = L.Dense(4)(m)
    after = L.MultiHeadAttention(2, 3, name="takes_off")(d, d)
    outputs += [L.LSTM(2)(L.Add()([d, after])), L.LSTM(2)(after), L.LSTM(2, name="behind")(L.Concatenate()([d, after]))]
    return keras.Model(x, outputs)


@model
def masked_embedding():
    """Numbers looked up, 0 for none."""
    L = layers
    x = keras.Input((6, 4))
    words = ops.cast(ops.floor(ops.abs(x[..., 0]) * 4.9), "float32")
    two = L.Reshape((2, 3))(words)
    found = L.Embedding(5, 4, mask_zero=True, name="words")(words)
    return keras.Model(x, [L.LSTM(2)(found), L.GRU(2, return_sequences=True)(L.Dropout(0.1)(found)), L.GlobalAveragePooling1D()(found), L.LSTM(2)(L.Embedding(5, 3)(words)), L.Dense(2)(L.Flatten()(found)), L.TimeDistributed(L.LSTM(2))(L.Embedding(5, 3, mask_zero=True)(two)), L.MultiHeadAttention(2, 2)(found, found)])


@model
def categories():
    """Numbers as bins and categories: maps, and vectors of several; some beyond the categories that there are."""
    L = layers
    x = keras.Input((6, 5, 1))
    bins = [-0.5, 0.0, 0.25, 0.8]
    learned = L.Discretization(num_bins=4, output_mode="one_hot")
    learned.adapt(np.linspace(-1, 1, 101, dtype="float32").reshape(-1, 1))
    three, row = L.Conv2D(3, 1)(x), L.Flatten()(x)
    found = L.Discretization(bins)(x)
    return keras.Model(x, [
        found, L.Discretization(bins, output_mode="one_hot")(x), L.Discretization(bins, output_mode="one_hot")(three), L.Discretization(bins, output_mode="multi_hot")(three), L.Discretization(bins, output_mode="count")(three),
        L.Discretization(bins, output_mode="one_hot")(row), L.Discretization(bins, output_mode="multi_hot")(row), L.Discretization(bins, output_mode="count")(row), learned(x), L.Discretization([0.1])(three),
        L.CategoryEncoding(5, output_mode="one_hot")(found), L.CategoryEncoding(3, output_mode="one_hot")(L.Discretization(bins)(row)), L.CategoryEncoding(5)(L.Discretization(bins)(row)), L.CategoryEncoding(3, output_mode="count")(L.Discretization(bins)(row)),
        L.CategoryEncoding(3, output_mode="one_hot")(L.Rescaling(4.0, offset=1.0)(x)), L.Embedding(5, 2)(L.Discretization(bins)(row)),
    ])


def write_refused(out):
    """Models that Keras saves, but that cannot be computed: glu makes half of the channels that the layer behind it was built for."""
    L = layers
    keras.utils.set_random_seed(1)
    model = keras.Sequential([L.Input((8, 8, 3)), L.Conv2D(4, 1, activation="glu", name="gate"), L.GlobalAveragePooling2D(), L.Dense(3, name="classes")])
    model.save(f"{out}/k3-behind_glu.keras")
    x = keras.Input((8, 8, 3))
    conv, dense = L.Conv2D(4, 1, name="conv"), L.Dense(3, name="dense")
    model = keras.Model(x, dense(L.Flatten()(conv(x))))
    dense.enable_lora(2)
    model.save(f"{out}/k3-lora.h5")
    x = keras.Input((8, 8, 3), dtype="uint8")
    keras.Model(x, L.Rescaling(0.5)(x * 2 - 127)).save(f"{out}/k3-wrapping.keras")


if __name__ == "__main__":
    out, wanted = sys.argv[1], sys.argv[2:]
    if not wanted or "refused" in wanted:
        write_refused(out)
    for place, (name, build) in enumerate(MODELS.items()):
        if wanted and name not in wanted:
            continue
        for file_name in FORMATS:
            keras.utils.set_random_seed(place)
            keras.backend.clear_session()
            kind = file_name.split(".")[1]
            try:
                built = build()
                tolerance = (1e-3, 2e-2) if name in ("mixed_precision", "half_stored") else (2e-6, 3e-5)
                cases.write_case(keras, built, f"{out}/k3-{name}-{kind}", file_name, seed=place, tolerance=tolerance, size=18, **(dict(low=-40, high=300) if name.startswith("input_") else {}))
            except Exception as error:
                print("FAILED", name, kind, repr(error)[:600])
