"""
Random models that hold models: called several times, shared, with several outputs, chains in graphs in chains, A(B(A(x))).
Usage: nested_models.py OUT FIRST COUNT, with Keras 3 (3.15.1) or Keras 2 (2.15.0); the number of a model is its seed.
nested_models.py OUT kept makes those of test/fixtures/nested-models: a few with a name, and a few of the random ones.
FEATURESCOPE_NESTED=OUT npm run -s check:some -- --project engine nested-models compares whatever lies in OUT.

A case has the form of test/fixtures/keras, with every layer of every inner model at every call, and `results`: the model's
outputs in its order. They are what Keras gives for the file when it has loaded it again; `loads` says where it cannot, and
the values are then those of the model that was saved.
"""

import json
import os
import sys

import cases
import keras
import numpy as np

IS_KERAS_3 = int(keras.__version__.split(".")[0]) >= 3
L = keras.layers
SIDE, CHANNELS = 5, 3
SHAPE = (SIDE, SIDE, CHANNELS)
# Random models that are small and have much of what is asked for.
KEPT = (23, 58, 170, 397)


class Tool:
    """Something that can be called: a layer or a model, with the number of its inputs and outputs."""

    def __init__(self, target, inputs=1, outputs=1):
        self.target, self.inputs, self.outputs = target, inputs, outputs

    def __call__(self, tensors):
        result = self.target(tensors[0] if self.inputs == 1 else list(tensors))
        return list(result) if isinstance(result, (list, tuple)) else [result]


class Maker:
    """Makes models in which all tensors have one shape, so that anything can follow anything."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.names = 0
        # Models and layers that may be taken up again, inside another model.
        self.known = []

    def chance(self, share):
        return self.random.uniform() < share

    def choose(self, entries):
        return entries[int(self.random.integers(len(entries)))]

    def name(self, kind):
        self.names += 1
        # Names of layers in different models may be the same; those in one model never are.
        return f"{kind}_{self.names}"

    def layer(self):
        makers = [
            lambda: L.Conv2D(CHANNELS, 3, padding="same", activation=self.choose([None, "relu", "tanh"])),
            lambda: L.Conv2D(CHANNELS, 1, use_bias=False),
            lambda: L.DepthwiseConv2D(3, padding="same"),
            lambda: L.SeparableConv2D(CHANNELS, 3, padding="same"),
            lambda: L.Dense(CHANNELS, activation=self.choose([None, "sigmoid"])),
            lambda: L.BatchNormalization(),
            lambda: L.BatchNormalization(center=False),
            lambda: L.LayerNormalization(),
            lambda: L.PReLU(shared_axes=[1, 2]),
            lambda: L.ReLU(),
            lambda: L.Dropout(0.3),
            lambda: L.Activation("elu"),
            lambda: L.AveragePooling2D(3, strides=1, padding="same"),
        ]
        layer = self.choose(makers)()
        if self.chance(0.5):
            layer = type(layer).from_config({**layer.get_config(), "name": self.name("layer")})
        if self.chance(0.1):
            layer.trainable = False
        return layer

    def merge(self):
        return Tool(self.choose([L.Add, L.Subtract, L.Average, L.Maximum])(), 2)

    def joining(self, tensors):
        """Two tensors side by side and back to the common shape."""
        return L.Conv2D(CHANNELS, 1)(L.Concatenate()(list(tensors)))

    def tool(self, depth):
        if self.known and self.chance(0.12):
            return self.choose(self.known)
        if depth > 0 and self.chance(0.55):
            made = self.sequential(depth - 1) if self.chance(0.35) else self.functional(depth - 1)
        elif self.chance(0.25):
            return self.merge()
        else:
            made = Tool(self.layer())
        self.known.append(made)
        return made

    def sequential(self, depth):
        """A chain, with an input shape or without, whose parts may be models of one input and one output."""
        model = keras.Sequential(name=self.name("chain"))
        if self.chance(0.6):
            model.add(keras.Input(SHAPE))
        for _ in range(int(self.random.integers(1, 4))):
            part = None
            if depth > 0 and self.chance(0.5):
                part = self.functional(depth - 1, single=True) if self.chance(0.6) else self.sequential(depth - 1)
            part = part or Tool(self.layer())
            model.add(part.target)
            if self.chance(0.3):
                self.known.append(part)
        return Tool(model)

    def functional(self, depth, single=False):
        inputs = [keras.Input(SHAPE) for _ in range(1 if single or self.chance(0.75) else 2)]
        made, _ = self.graph(inputs, depth)
        outputs = self.outputs(made, inputs, 1 if single else self.choose([1, 1, 2, 3]))
        model = keras.Model(inputs if len(inputs) > 1 else inputs[0], outputs if len(outputs) > 1 else outputs[0], name=self.name("graph"))
        if self.chance(0.08):
            model.trainable = False
        tool = Tool(model, len(inputs), len(outputs))
        if self.chance(0.15) and len(inputs) == 1:
            self.extractor(model, made)
        return tool

    def extractor(self, model, made):
        """Another model of the same layers, as people make to see what is inside."""
        inside = [self.choose(made) for _ in range(self.choose([1, 2]))]
        self.known.append(Tool(keras.Model(model.inputs[0], inside if len(inside) > 1 else inside[0], name=self.name("probe")), 1, len(inside)))

    def graph(self, inputs, depth):
        """Calls of layers and models; returns all tensors made, and those that nothing has used."""
        pool, made, tools = list(inputs), [], []
        unused = list(inputs)
        for _ in range(int(self.random.integers(2, 6))):
            tool = self.choose(tools) if tools and self.chance(0.45) else self.tool(depth)
            if tool not in tools:
                tools.append(tool)
            given = [pool[-1] if self.chance(0.6) else self.choose(pool) for _ in range(tool.inputs)]
            results = tool(given)
            if self.chance(0.08):
                tool([self.choose(pool) for _ in range(tool.inputs)])  # a call that no output depends on
            unused = [tensor for tensor in unused if all(tensor is not one for one in given)] + results
            pool += results
            made += results
            if self.chance(0.2):
                pair = [pool[-1], self.choose(pool)]
                joined = pair[0] + pair[1] if self.chance(0.5) else self.joining(pair)
                pool.append(joined)
                made.append(joined)
                unused.append(joined)
        return made, unused

    def outputs(self, made, inputs, count):
        chosen = [self.choose(made) for _ in range(count)]
        if count > 1 and self.chance(0.1):
            chosen[-1] = chosen[0]
        if all(any(tensor is one for one in inputs) for tensor in chosen):
            chosen[0] = made[-1]
        # Every input has to be used, or the file names one that leads nowhere.
        return chosen

    def model(self):
        if self.chance(0.2):
            model = keras.Sequential([keras.Input(SHAPE)], name=self.name("chain"))
            for _ in range(int(self.random.integers(1, 4))):
                model.add((self.functional(2, single=True) if self.chance(0.7) else self.sequential(2)).target)
            if self.chance(0.6):
                model.add(L.GlobalAveragePooling2D())
                model.add(L.Dense(4, activation="softmax"))
            return model
        x = keras.Input(SHAPE)
        made, unused = self.graph([x], self.choose([1, 2, 2, 3]))
        # What nothing used becomes an output beside some of what goes on.
        outputs = [tensor for tensor in unused if tensor is not x][: self.choose([1, 2, 3])] or [made[-1]]
        outputs += [self.choose(made) for _ in range(self.choose([0, 0, 1, 2]))]
        self.random.shuffle(order := list(range(len(outputs))))
        outputs = [outputs[place] for place in order]
        if self.chance(0.5):
            pooled = L.GlobalAveragePooling2D()(outputs[0])
            outputs[0] = L.Dense(4, activation="softmax")(pooled)
        return keras.Model(x, outputs if len(outputs) > 1 else outputs[0])


def backbone():
    """Features and what a small head makes of them."""
    x = keras.Input(SHAPE)
    y = L.BatchNormalization()(L.Conv2D(CHANNELS, 3, padding="same", activation="relu")(x))
    return keras.Model(x, [L.Dense(2)(L.GlobalAveragePooling2D()(y)), y], name="backbone")


def block(name):
    x = keras.Input(SHAPE)
    return keras.Model(x, L.Conv2D(CHANNELS, 3, padding="same", activation="tanh")(x), name=name)


def first_call_is_output():
    """The result of the first of two calls is an output, that of the second goes on."""
    x = keras.Input(SHAPE)
    inner = block("inner")
    first, second = inner(x), inner(L.ReLU()(x))
    return keras.Model(x, [L.Dense(3)(L.GlobalAveragePooling2D()(second)), first])


def features_and_logits():
    """The commonest model for transfer: the backbone's results are outputs, and one of them goes on."""
    x = keras.Input(SHAPE)
    logits, features = backbone()(x)
    return keras.Model(x, [L.Conv2D(2, 1, name="mask")(features), features, logits])


def one_after_the_other():
    """A(B(A(x))) and A(A(x)), each with its first result as an output."""
    x = keras.Input(SHAPE)
    a, b, c = block("a"), block("b"), block("c")
    first, twice = a(x), c(c(x))
    return keras.Model(x, [twice, a(b(first)), first, first])


def chains():
    """A graph in a chain in a graph in a chain; the inner chain is used twice."""
    chain = keras.Sequential([block("deep"), L.BatchNormalization()], name="chain")
    x = keras.Input(SHAPE)
    once = chain(x)
    graph = keras.Model(x, L.Add()([once, chain(L.ReLU()(once))]), name="graph")
    return keras.Sequential([keras.Input(SHAPE), graph, L.Flatten(), L.Dense(3, activation="softmax")])


def models_in_models():
    """An inner model that calls another twice is called twice itself, by two tensors, and all results count."""
    a, b = keras.Input(SHAPE), keras.Input(SHAPE)
    inner = block("inner")
    middle = keras.Model([a, b], [inner(L.Average()([a, inner(b)])), inner(a)], name="middle")
    x = keras.Input(SHAPE)
    left, right = middle([x, L.ReLU()(x)])
    again = middle([right, left])
    return keras.Model(x, [again[1], right, L.Subtract()([again[0], left])])


def shared_by_models():
    """Layers and a model that belong to several models at once: Keras writes their weights once in .keras, and cannot load them."""
    conv, norm, base = L.Conv2D(CHANNELS, 1, name="conv"), L.BatchNormalization(name="norm"), backbone()

    def tower(name, *inside):
        start = y = keras.Input(SHAPE)
        for layer in inside:
            y = layer(y)
            y = y[-1] if isinstance(y, (list, tuple)) else y
        return keras.Model(start, y, name=name)

    towers = [tower("a", conv, L.Conv2D(CHANNELS, 1)), tower("b", L.ReLU(), conv, norm, L.Conv2D(CHANNELS, 1)), tower("c", base, L.Dense(2)), tower("d", L.Dense(CHANNELS), base)]
    chain = keras.Sequential([keras.Input(SHAPE), norm, L.Dense(2)], name="chain")
    x = keras.Input(SHAPE)
    return keras.Model(x, [norm(conv(x)), *(model(x) for model in [*towers, chain])])


NAMED = {build.__name__: build for build in (first_call_is_output, features_and_logits, one_after_the_other, chains, models_in_models, shared_by_models)}


class Recorder:
    """Runs a model eagerly and keeps what every layer gives at every call, by the models around it."""

    def __init__(self, model):
        self.entries = []
        self.around = [(model, 0, [])]
        self.model = model

    def run(self, picture):
        owner, method = (keras.Model, None), None
        if IS_KERAS_3:
            from keras.src.ops.function import Function as owner

            method = "_run_through_graph"
        else:
            from keras.src.engine.functional import Functional as owner

            method = "_run_internal_graph"
        original = getattr(owner, method)
        recorder = self
        setattr(owner, method, lambda graph, inputs, *_, **__: recorder.graph(graph, inputs))
        try:
            return flat(self.model(picture, training=False))
        finally:
            setattr(owner, method, original)

    def graph(self, graph, inputs):
        listed, number, path = self.around[-1]
        values = {id(tensor): value for tensor, value in zip(graph.inputs, flat(inputs))}
        for depth in sorted(graph._nodes_by_depth, reverse=True):
            for node in graph._nodes_by_depth[depth]:
                layer = node.operation if IS_KERAS_3 else node.layer
                given = not node.is_input
                result = self.call(graph, layer, node, values) if given else values[id(flat(node.outputs)[0])]
                for tensor, value in zip(flat(node.outputs), flat(result)):
                    values[id(tensor)] = value
                place = next((at for at, one in enumerate(listed.layers) if one is layer), None)
                if place is None:
                    continue
                kept = self.kept(graph, layer)
                for output, value in enumerate(flat(result)):
                    entry = dict(index=place, name=layer.name, call=number * len(kept) + kept.index(node), output=output, path=path)
                    entry["class"] = type(layer).__name__
                    self.entries.append((entry, np.asarray(value)))
        results = [values[id(tensor)] for tensor in graph.outputs]
        if IS_KERAS_3:
            return keras.tree.pack_sequence_as(graph._outputs_struct, results)
        import tensorflow

        return tensorflow.nest.pack_sequence_as(graph._nested_outputs, results)

    def kept(self, graph, layer):
        """The calls of a layer that belong to a graph, in the order in which it was called."""
        own = [id(node) for nodes in graph._nodes_by_depth.values() for node in nodes]
        return [node for node in layer._inbound_nodes if id(node) in own]

    def call(self, graph, layer, node, values):
        if IS_KERAS_3:
            args, kwargs = node.arguments.fill_in(values)
        else:
            args, kwargs = node.map_arguments({str(key): [value] * 99 for key, value in values.items()})
        if isinstance(layer, keras.Model):
            _, number, path = self.around[-1]
            kept = self.kept(graph, layer)
            self.around.append((layer, number * len(kept) + kept.index(node), [*path, layer.name]))
        try:
            return layer(*args, **kwargs)
        finally:
            if isinstance(layer, keras.Model):
                self.around.pop()


def flat(value):
    return [part for entry in value for part in flat(entry)] if isinstance(value, (list, tuple)) else [value]


def write(folder, seed, file_name, build=None):
    """Writes one case; returns what there is to say of it."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    model = build() if build else Maker(seed).model()
    cases.randomize(keras, model, seed)
    picture = cases.pictures(np.random.default_rng(seed + 1000), 1, SHAPE, -1, 1)
    wanted = flat(model(picture, training=False))
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, file_name)
    model.save(path)
    loads = True
    try:
        loaded = keras.models.load_model(path, compile=False)
        again = flat(loaded(picture, training=False))
        if len(again) != len(wanted) or any(not np.allclose(a, b, atol=1e-5, rtol=1e-4) for a, b in zip(again, wanted)):
            loads = "other values"
    except Exception as error:
        loads = f"{type(error).__name__}: {str(error)[:300]}"
    recorder = Recorder(loaded if loads is True else model)
    results = recorder.run(picture)
    assert all(np.allclose(a, b, atol=1e-5, rtol=1e-4) for a, b in zip(results, wanted))
    blobs, offset = [], 0

    def keep(array):
        nonlocal offset
        array = np.asarray(array).astype("<f4")
        place = dict(shape=list(array.shape), offset=offset, count=int(array.size))
        blobs.append(array.tobytes())
        offset += array.nbytes
        return place

    entries = [{**entry, **keep(value)} for entry, value in recorder.entries]
    facts = dict(
        keras=keras.__version__, seed=seed, files={"model": file_name}, inputShape=[1, *SHAPE], tolerance={"abs": 2e-6, "rel": 3e-5},
        loads=loads, layers=entries, results=[keep(value) for value in results],
    )
    picture.astype("<f4").tofile(os.path.join(folder, "input.f32"))
    with open(os.path.join(folder, "expected.f32"), "wb") as file:
        file.write(b"".join(blobs))
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(facts, file)
    return loads


def try_to_write(out, what, seed, build=None, kinds=("keras", "h5")):
    for kind in kinds:
        name = f"k{keras.__version__[0]}-{kind}-{what}"
        try:
            print(name, write(os.path.join(out, name), seed, f"model.{kind}", build), flush=True)
        except Exception as error:
            print(name, "not made:", type(error).__name__, str(error)[:300].replace("\n", " "), flush=True)


if __name__ == "__main__":
    out, first, *rest = sys.argv[1:]
    if first == "kept":
        for seed, (name, build) in enumerate(NAMED.items(), 1):
            # Keras 2 joins shared layers wrongly in .h5.
            try_to_write(out, name, seed, build, kinds=("keras",) if build is shared_by_models and not IS_KERAS_3 else ("keras", "h5"))
        for seed in KEPT:
            try_to_write(out, seed, seed, kinds=("keras" if IS_KERAS_3 else "h5",))
    else:
        for seed in range(int(first), int(first) + int(rest[0])):
            try_to_write(out, seed, seed)
