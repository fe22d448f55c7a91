"""Reads the tensors of a PyTorch file of the kind before version 1.6, without PyTorch and without running code out of the file.

Such a file is five pickles (magic number, protocol, system, tensors, order of the storages) followed by the storages: each a count
(int64) and that many raw numbers. A tensor in it is only a window onto a storage, with an offset and strides of its own.
"""

import io
import pickle
from collections import OrderedDict, namedtuple

import numpy as np

# The window onto a storage: (key, dtype, count). Offset and strides count elements, not bytes.
TensorView = namedtuple("TensorView", "storage offset shape strides requires_grad hooks")


class TensorUnpickler(pickle.Unpickler):
    """Knows four names, of which only `OrderedDict` and `TensorView` can be called; any other name is refused."""

    ALLOWED = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): TensorView,
        ("torch", "FloatStorage"): "<f4",
        ("torch", "LongStorage"): "<i8",
    }

    def find_class(self, module, name):
        if (module, name) not in self.ALLOWED:
            raise ValueError(f"The weights file asks for {module}.{name}, which this reader does not allow.")
        return self.ALLOWED[module, name]

    def persistent_load(self, pid):
        kind, dtype, key, _location, count, view = pid
        if kind != "storage" or view is not None:
            raise ValueError(f"The weights file holds a kind of storage that this reader does not know: {pid}.")
        return key, dtype, count


def read_legacy_tensors(content):
    """
    @param content  bytes of the file
    @return         dict: tensor name -> packed array (float32 or int64), shape and order of axes as in PyTorch
    @throws         ValueError if the file is of another kind, is damaged, or asks for a name that is not allowed
    """
    file = io.BytesIO(content)
    magic, protocol, system, views, keys = (TensorUnpickler(file).load() for _ in range(5))
    if magic != 0x1950A86A20F9469CFC6C or protocol != 1001 or not system["little_endian"]:
        raise ValueError("The weights file is not a little-endian PyTorch file of the old kind (protocol 1001).")
    kinds = {view.storage[0]: view.storage[1:] for view in views.values()}
    storages = {}
    for key in keys:
        dtype, count = kinds[key]
        announced = int.from_bytes(file.read(8), "little")
        raw = file.read(count * np.dtype(dtype).itemsize)
        if announced != count or len(raw) != count * np.dtype(dtype).itemsize:
            raise ValueError(f"The weights file is damaged: storage {key} does not hold {count} numbers.")
        storages[key] = np.frombuffer(raw, dtype)
    return {name: _tensor_of(view, storages[view.storage[0]]) for name, view in views.items()}


def _tensor_of(view, storage):
    """Packed copy of one tensor. Ignoring the strides would go unnoticed by every shape check and scramble the weights."""
    last = view.offset + sum((size - 1) * stride for size, stride in zip(view.shape, view.strides, strict=True))
    if min(view.offset, *view.strides, 0) < 0 or last >= storage.size:
        raise ValueError(f"The weights file is damaged: a tensor of shape {view.shape} reaches outside its storage.")
    strides = [stride * storage.itemsize for stride in view.strides]
    return np.lib.stride_tricks.as_strided(storage[view.offset :], view.shape, strides).copy()
