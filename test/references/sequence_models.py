"""Models of steps and masks that Keras 2 and 3 write alike; each function is given the Keras that makes it."""

import numpy as np


def with_rows(x, rows, value):
    """Rows of a picture, some of them in place of its own a number."""
    kept = np.array(rows, "float32")[:, None]
    return x * kept + value * (1 - kept)


def as_mask(x):
    return x > 0


def each_open_step(keras):
    """Open numbers of steps and open sizes of a step."""
    L = keras.layers
    x = keras.Input((None, None, 3))
    y = L.TimeDistributed(L.Conv1D(4, 3, padding="same"))(x)
    return keras.Model(x, [L.TimeDistributed(L.GlobalAveragePooling1D())(y), L.TimeDistributed(L.Dense(2))(y), L.TimeDistributed(L.MaxPooling1D())(y)])


def recurrent_cells(keras):
    L = keras.layers
    x = keras.Input((5, 4))
    return keras.Model(x, [
        L.RNN(L.SimpleRNNCell(3, activation="relu"))(x), L.RNN(L.GRUCell(3), return_sequences=True, go_backwards=True)(x), *L.RNN(L.LSTMCell(2), return_state=True)(x),
        L.RNN([L.LSTMCell(3), L.GRUCell(4, reset_after=False), L.LSTMCell(2)], return_sequences=True)(x), L.RNN(L.StackedRNNCells([L.SimpleRNNCell(3), L.SimpleRNNCell(2)]))(x), L.RNN([L.LSTMCell(3)])(x),
        L.Bidirectional(L.RNN(L.GRUCell(2, name="mine"), return_sequences=True))(x),
    ])


def states(keras):
    """States that one recurrent layer gives and another starts from."""
    L = keras.layers
    x = keras.Input((5, 4))
    _, h, c = L.LSTM(3, return_state=True, name="encoder")(x)
    _, g = L.GRU(3, return_state=True)(x)
    start = L.Dense(3, name="start")(L.Flatten()(x))
    _, fh, fc, bh, bc = L.Bidirectional(L.LSTM(3, return_state=True), name="both")(x)
    return keras.Model(x, [
        *L.LSTM(3, return_sequences=True, return_state=True, name="decoder")(x, initial_state=[h, c]), L.GRU(3, name="from_state")(x, initial_state=g), L.SimpleRNN(3, name="from_dense")(x, initial_state=[start]),
        L.Bidirectional(L.LSTM(3), name="from_both")(x, initial_state=[fh, fc, bh, bc]), L.RNN(L.LSTMCell(3), name="cell_from_state")(x, initial_state=[c, h]),
        L.LSTM(3, go_backwards=True, name="swapped")(x, initial_state=[start, h]),
    ])


def bidirectional(keras):
    L = keras.layers
    x = keras.Input((5, 4))
    return keras.Model(x, [
        L.Bidirectional(L.LSTM(3))(x), L.Bidirectional(L.LSTM(3, return_sequences=True))(x), *L.Bidirectional(L.GRU(2, return_sequences=True, return_state=True))(x),
        *(L.Bidirectional(L.GRU(3, return_sequences=True), merge_mode=mode)(x) for mode in ("sum", "mul", "ave")), *L.Bidirectional(L.SimpleRNN(2, return_sequences=True), merge_mode=None)(x), *L.Bidirectional(L.LSTM(2), merge_mode=None)(x),
        L.Bidirectional(L.LSTM(3, return_sequences=True), backward_layer=L.GRU(2, return_sequences=True, go_backwards=True, name="back"))(x),
        L.Bidirectional(L.GRU(2, reset_after=False, return_sequences=True), merge_mode="sum", backward_layer=L.SimpleRNN(2, return_sequences=True, go_backwards=True))(x),
        *L.Bidirectional(L.LSTM(2, return_state=True), merge_mode="ave")(x),
        L.TimeDistributed(L.Bidirectional(L.LSTM(2)), name="for_each")(L.Reshape((2, 5, 2))(x)),
    ])


def conv_lstm(keras):
    L = keras.layers
    x = keras.Input((4, 6, 3))
    v = L.Reshape((4, 3, 2, 3))(x)
    w = L.Reshape((2, 6, 6, 1))(x)
    return keras.Model(x, [
        L.ConvLSTM1D(2, 3)(x), L.ConvLSTM1D(2, 2, padding="same", return_sequences=True, recurrent_activation="hard_sigmoid")(x), L.ConvLSTM1D(2, 3, strides=2, use_bias=False, go_backwards=True)(x),
        L.ConvLSTM1D(2, 2, dilation_rate=2, padding="same", activation="relu")(x), L.ConvLSTM2D(2, (2, 1), return_sequences=True)(v), *L.ConvLSTM2D(2, 3, padding="same", return_state=True)(w), L.ConvLSTM2D(3, (3, 2), strides=(2, 1), padding="same", dropout=0.2)(w),
        L.Bidirectional(L.ConvLSTM1D(2, 3, return_sequences=True), name="both_ways")(x), L.ConvLSTM2D(2, 2, padding="same")(L.ConvLSTM2D(2, 3, padding="same", return_sequences=True)(w)),
    ])


def recurrent_any_size(keras):
    """Text in pictures of any width: the columns of a picture are the steps."""
    L = keras.layers
    x = keras.Input((8, None, 3))
    y = L.MaxPooling2D((8, 2))(L.Conv2D(4, 3, padding="same", activation="relu")(x))
    s = L.Reshape((-1, 4))(y)
    z = L.Bidirectional(L.LSTM(3, return_sequences=True))(s)
    return keras.Model(x, [L.Dense(5, activation="softmax")(z), L.GRU(2)(z), L.Bidirectional(L.SimpleRNN(2, return_sequences=True), merge_mode="ave")(s)])


def stateful(keras):
    """Saved states are none: every start is from zeros."""
    L = keras.layers
    x = keras.Input(batch_shape=(1, 5, 4))
    return keras.Model(x, [L.LSTM(3, stateful=True)(x), L.GRU(2, stateful=True, return_sequences=True)(x), L.Bidirectional(L.SimpleRNN(2, stateful=True))(x)])


def masked_joins(keras):
    """What becomes of masks where results are joined."""
    L = keras.layers
    x = keras.Input((6, 4))
    m = L.Masking()(with_rows(x, [1, 1, 0, 1, 0, 0], 0.0))
    n = L.Masking(0.5)(with_rows(x, [0, 1, 1, 0, 1, 1], 0.5))
    joins = [L.Add(), L.Subtract(), L.Multiply(), L.Average(), L.Maximum(), L.Minimum(), L.Concatenate(), L.Concatenate(axis=1)]
    return keras.Model(x, [*(L.LSTM(2)(join([m, n])) for join in joins), *(L.LSTM(2)(join([m, x])) for join in (L.Add(), L.Multiply(), L.Concatenate())), L.LSTM(2)(L.Concatenate(axis=-1)([x, n])), L.LSTM(2)(L.Dot(axes=(2, 2))([m, n])), L.Dense(3)(L.GlobalAveragePooling1D()(L.Add()([m, n])))])
