"""Runs an ONNX file in ONNX Runtime, after onnx.checker has passed it; the tests of org.tornadonn.store.onnx do.

    python nn/core/src/test/python/onnx_check.py MODEL.onnx INPUT OUTPUT

INPUT holds a batch of float32 numbers, little-endian, and OUTPUT gets the result in the same form.
"""

import sys

import numpy as np
import onnx
import onnxruntime

model, source, target = sys.argv[1:]
onnx.checker.check_model(model, full_check=True)
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
(x,) = session.get_inputs()
assert isinstance(x.shape[0], str), f"the batch size of {x.shape} is not open"
values = np.fromfile(source, "<f4").reshape(-1, *x.shape[1:])
(y,) = session.run(None, {x.name: values})
assert y.shape[0] == values.shape[0]
y.astype("<f4").tofile(target)
