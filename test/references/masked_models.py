"""
Random models of steps whose masks go several ways: MultiHeadAttention of Keras 3 takes the mask off a tensor that others get too,
so the order in which calls of one depth run decides what they see. Usage: masked_models.py OUT FIRST COUNT, with Keras 3.15.1;
masked_models.py OUT kept makes those of test/fixtures/masked-models. The number of a model is its seed; a case has the form of
nested_models.py. FEATURESCOPE_MASKED=OUT npm run -s check:some -- --project engine masked-models compares whatever lies in OUT.
"""

import sys

import nested_models
import keras
from sequence_models import with_rows

L = keras.layers
STEPS, FEATURES = 5, 4
SHAPE = (STEPS, FEATURES)
# Small models that come out wrong where calls run in the order of the file.
KEPT = (12, 19, 46, 50, 82)


class Maker(nested_models.Maker):
    """Makes models in which all tensors have the shape of the input."""

    def layer(self):
        return self.choose([
            lambda: L.Dense(FEATURES), lambda: L.LayerNormalization(), lambda: L.Activation("tanh"), lambda: L.Activation("linear"), lambda: L.Dropout(0.2), lambda: L.Identity(),
            lambda: L.LSTM(FEATURES, return_sequences=True), lambda: L.Bidirectional(L.GRU(FEATURES // 2, return_sequences=True)), lambda: L.TimeDistributed(L.Dense(FEATURES)),
            lambda: L.Masking(float(self.choose([0.0, 0.5]))), lambda: L.Reshape(SHAPE), lambda: L.GaussianNoise(0.1),
        ])()

    def joining(self, tensors):
        return self.choose([L.Add, L.Multiply, L.Maximum])()(list(tensors))

    def attention(self):
        kind = self.choose(["own", "heads", "heads", "heads", "heads", "plain", "grouped"])
        if kind == "plain":
            layer = self.choose([L.Attention, L.AdditiveAttention])()
            return lambda a, b: layer([a, b])
        layer = L.GroupQueryAttention(2, 2, 1) if kind == "grouped" else L.MultiHeadAttention(2, 2)
        if kind == "own":
            return lambda a, b: layer(a, a)
        if self.chance(0.3):
            return lambda a, b: layer(query=a, value=b)
        return lambda a, b: layer(a, b)

    def masked(self, x):
        rows = (self.random.uniform(size=STEPS) < 0.6).astype(int).tolist()
        return L.Masking()(with_rows(x, rows, 0.0))

    def graph(self, inputs, depth):
        pool = list(inputs)
        pool += [self.masked(self.choose(pool)) for _ in range(int(self.random.integers(1, 3)))]
        made, tools = [], []
        for _ in range(int(self.random.integers(4, 9))):
            # Most calls take what others take too.
            a, b = (self.choose(pool[-4:]) for _ in range(2))
            if self.chance(0.45):
                tool = self.choose(tools) if tools and self.chance(0.3) else self.attention()
                tools.append(tool)
                results = [tool(a, b)]
            elif self.chance(0.2):
                results = [self.joining([a, b])]
            else:
                tool = self.tool(depth)
                results = tool([a, b][: tool.inputs])
            if self.chance(0.5):
                self.random.shuffle(pool)
            pool += results
            made += results
        return made, made

    def merge(self):
        return nested_models.Tool(self.choose([L.Add, L.Subtract, L.Average])(), 2)

    def functional(self, depth, single=False):
        inputs = [keras.Input(SHAPE) for _ in range(1 if single or self.chance(0.6) else 2)]
        made, _ = self.graph(inputs, depth)
        outputs = self.outputs(made, inputs, 1 if single else self.choose([1, 2]))
        model = keras.Model(inputs if len(inputs) > 1 else inputs[0], outputs if len(outputs) > 1 else outputs[0], name=self.name("graph"))
        return nested_models.Tool(model, len(inputs), len(outputs))

    def model(self):
        x = keras.Input(SHAPE)
        made, _ = self.graph([x], self.choose([0, 1, 1, 2]))
        order = self.random.permutation(len(made))[:4]
        ends = [lambda y: L.GlobalAveragePooling1D()(y), lambda y: L.LSTM(2)(y), lambda y: y]
        return keras.Model(x, [self.choose(ends)(made[place]) for place in order])


def taken_off(make):
    """One attention takes the mask off, and with it off the tensor that a layer which does nothing was given; others look for it later."""
    x = keras.Input(SHAPE)
    given = L.Masking()(with_rows(x, [1, 0, 1, 1, 0], 0.0))
    same = make(given)
    first = L.MultiHeadAttention(2, 2)(same, same)
    for _ in range(3):
        first = L.Dense(FEATURES)(first)
    counted = L.Masking(0.5)(with_rows(x, [0, 1, 1, 0, 1], 0.5))
    return keras.Model(x, [first, L.MultiHeadAttention(2, 2)(given, given), L.LSTM(2)(L.Multiply()([given, counted])), L.LSTM(2)(L.Average()([same, counted])), L.LSTM(2)(given)])


def inside(y):
    x = keras.Input(SHAPE)
    return keras.Model(x, L.Dropout(0.1)(x))(y)


def chain(y):
    return keras.Sequential([keras.Input(SHAPE), L.Identity(), L.Activation("linear"), L.ActivityRegularization(0.1)])(y)


NAMED = {
    "dropout": lambda: taken_off(lambda y: L.SpatialDropout1D(0.3)(L.GaussianNoise(0.1)(L.Dropout(0.3)(y)))), "chain": lambda: taken_off(chain), "inside": lambda: taken_off(inside),
    "cast": lambda: taken_off(lambda y: keras.ops.cast(y, "float32")), "computed": lambda: taken_off(L.ReLU()),
}

nested_models.SHAPE = SHAPE
nested_models.Maker = Maker

if __name__ == "__main__":
    out, first, *rest = sys.argv[1:]
    if first == "kept":
        for seed, (name, build) in enumerate(NAMED.items(), 1):
            nested_models.try_to_write(out, name, seed, build, kinds=("keras",))
    for seed in KEPT if first == "kept" else range(int(first), int(first) + int(rest[0])):
        nested_models.try_to_write(out, seed, seed, kinds=("keras",))
