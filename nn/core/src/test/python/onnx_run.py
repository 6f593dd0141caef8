"""Runs ONNX files in ONNX Runtime, after onnx.checker has passed them; the tests of org.tornadonn.store.onnx do.

    python nn/core/src/test/python/onnx_run.py FOLDER

For each NAME.onnx in the folder, each NAME.*.in.safetensors holds inputs by name, and NAME.*.out.safetensors beside it
gets the outputs.
"""

import pathlib
import sys

import onnx
import onnxruntime
from safetensors.numpy import load_file, save_file

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
options.log_severity_level = 3
failed = False
for model in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
    try:
        onnx.checker.check_model(str(model), full_check=True)
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        for source in sorted(model.parent.glob(model.stem + ".*.in.safetensors")):
            inputs = load_file(source)
            results = session.run(None, inputs)
            outputs = {output.name: y for output, y in zip(session.get_outputs(), results)}
            save_file(outputs, str(source).replace(".in.safetensors", ".out.safetensors"))
    except Exception as e:
        failed = True
        print(f"{model.stem}: {type(e).__name__}: {e}")
sys.exit(failed)
