"""Times single functions of PyTorch for scripts/bench --functions: one request a line, one answer a line.

A request is JSON: {"folder": …, "expression": …, "operands": [[kind, shape], …], "gradient": …} prepares
one, with numbers from the files 0, 1, … of the folder and what the result is multiplied by in the file
"weights", and answers the mean of the result's absolute values; {"seconds": …} runs it for so long, and
answers the processor seconds of one run.
"""

import json
import pathlib
import sys
import time

import numpy as np
import torch
from torch.nn import functional as F

torch.set_num_threads(1)
torch.set_num_interop_threads(1)


def prepare(request):
    folder = pathlib.Path(request["folder"])
    names = {"torch": torch, "F": F}
    leaves = []
    for i, (kind, shape) in enumerate(request["operands"]):
        numbers = torch.from_numpy(np.fromfile(folder / str(i), dtype=np.float32)).reshape(shape)
        if kind == "INDEX":
            numbers = numbers.float() if request["expression"].startswith("F.batch_norm") else numbers.long()
        elif request["gradient"]:
            numbers.requires_grad_()
            leaves.append(numbers)
        names["abcdefgh"[i]] = numbers
    code = compile(request["expression"], "expression", "eval")
    if not request["gradient"]:

        def forward():
            with torch.inference_mode():
                return eval(code, names)

        return forward
    weights = torch.from_numpy(np.fromfile(folder / "weights", dtype=np.float32))

    def both():
        for leaf in leaves:
            leaf.grad = None
        y = eval(code, names)
        (y * weights.reshape(y.shape)).sum().backward()
        return y

    return both


def measure(run, seconds):
    runs = 0
    start = time.process_time()
    while True:
        run()
        runs += 1
        spent = time.process_time() - start
        if spent >= seconds:
            return spent / runs


run = None
for line in sys.stdin:
    request = json.loads(line)
    if "expression" in request:
        run = prepare(request)
        answer = run().float().abs().mean().item()
    else:
        answer = measure(run, request["seconds"])
    print(json.dumps(answer), flush=True)
