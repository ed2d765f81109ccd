#!/usr/bin/env python3
"""Exchanges safetensors files with Sente's tests, through the format's own Python package.

usage: check-safetensors.py write FOLDER    writes from-python.safetensors and its contents as JSON,
                                           and weights of a network, right and wrong
       check-safetensors.py check FOLDER    reads from-sente.safetensors, compares with from-sente.json

The JSON maps each name to its dtype, shape and bytes in hexadecimal digits.
"""

import json
import pathlib
import sys

import numpy
import safetensors
import safetensors.numpy


def contents(data):
    """The arrays of a file as plain values."""
    return {
        name: {"dtype": item["dtype"], "shape": item["shape"], "bytes": bytes(item["data"]).hex()}
        for name, item in safetensors.deserialize(data)
    }


def write(folder):
    types = "float64 float32 float16 int64 int32 int16 int8 uint64 uint32 uint16 uint8 bool".split()
    arrays = {f"array/{name}": numpy.arange(6).reshape(2, 3).astype(name) for name in types}
    arrays["scalar"] = numpy.full((), -1.5, dtype=numpy.float32)
    arrays["empty"] = numpy.zeros((3, 0), dtype=numpy.float32)
    arrays['quoted " name \\ 先手'] = numpy.float32([numpy.nan, numpy.inf, -0.0])
    data = safetensors.numpy.save(arrays, metadata={"made by": "safetensors", "先手": "first\nmove"})
    (folder / "from-python.safetensors").write_bytes(data)
    (folder / "from-python.json").write_text(json.dumps(contents(data)), encoding="utf-8")
    write_weights(folder)


def write_weights(folder):
    """Weights of a network with policy.weight [2, 3] and policy.bias [3]; each wrong file is named
    after what is wrong with it, and its metadata tells the name that a complaint must hold."""

    def save(name, arrays, culprit):
        data = safetensors.numpy.save(arrays, metadata={"culprit": culprit})
        (folder / f"weights-{name}.safetensors").write_bytes(data)

    weight = numpy.arange(6, dtype=numpy.float32).reshape(2, 3)
    right = {"policy.weight": weight, "policy.bias": numpy.float32([1, 2, 3])}
    save("right", right, "")
    save("half", {name: array.astype(numpy.float16) for name, array in right.items()}, "")
    save("missing", {"policy.weight": weight}, "policy.bias")
    save("extra", {**right, "value.weight": weight}, "value.weight")
    transposed = numpy.ascontiguousarray(weight.T)
    save("misshapen", {**right, "policy.weight": transposed}, "policy.weight")
    save("double", {**right, "policy.bias": numpy.float64([1, 2, 3])}, "policy.bias")
    save("integer", {**right, "policy.bias": numpy.int64([1, 2, 3])}, "policy.bias")


def check(folder):
    data = (folder / "from-sente.safetensors").read_bytes()
    expected = json.loads((folder / "from-sente.json").read_text(encoding="utf-8"))
    actual = contents(data)
    if actual != expected:
        sys.exit(f"arrays differ: Python reads {actual}, expected {expected}")
    with safetensors.safe_open(folder / "from-sente.safetensors", framework="numpy") as file:
        if not file.metadata():
            sys.exit("Python reads no metadata")
        for name, entry in expected.items():
            if entry["dtype"] != "BF16" and list(file.get_tensor(name).shape) != entry["shape"]:
                sys.exit(f"{name}: Python reads shape {file.get_tensor(name).shape}")
    print(f"the safetensors package reads {len(actual)} arrays: all equal")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("write", "check"):
        sys.exit(__doc__)
    {"write": write, "check": check}[sys.argv[1]](pathlib.Path(sys.argv[2]))
