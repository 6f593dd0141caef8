"""Measures one work with PyTorch, in the configuration that a short trial finds fastest.

Started by scripts/bench with a folder: job.json, weights.bin, inputs.bin, targets.bin. Prints one
line of JSON, as the Java workers do; the loop is that of Measurement.java.
"""

import json
import pathlib
import sys
import time

import numpy as np
import torch
from torch import nn

SLICE = 0.1
TRIAL = 1.0

folder = pathlib.Path(sys.argv[1])
job = json.loads((folder / "job.json").read_text())
torch.set_num_threads(job["threads"])
torch.set_num_interop_threads(1)


def numbers(name):
    return torch.from_numpy(np.fromfile(folder / name, dtype=np.float32))


def layer(kind, *sizes):
    return {
        "conv": lambda: nn.LazyConv2d(sizes[0], sizes[1], sizes[2], sizes[3]),
        "pool": lambda: nn.MaxPool2d(sizes[0], sizes[1]),
        "linear": lambda: nn.LazyLinear(sizes[0]),
        "relu": lambda: nn.ReLU(),
        "flatten": lambda: nn.Flatten(),
    }[kind]()


x = numbers("inputs.bin").reshape(job["input"])
y = numbers("targets.bin")
y = y.long() if job["classifier"] else y.reshape(x.shape[0], -1)


def network():
    model = nn.Sequential(*[layer(*each) for each in job["layers"]])
    with torch.no_grad():
        model(x[:1])
        weights = numbers("weights.bin")
        at = 0
        for p in model.parameters():
            p.copy_(weights[at : at + p.numel()].reshape(p.shape))
            at += p.numel()
        assert at == weights.numel(), "the models differ"
    return model


def training(memory_format):
    model = network().to(memory_format=memory_format)
    loss = nn.CrossEntropyLoss() if job["classifier"] else nn.MSELoss()
    adam = torch.optim.Adam(model.parameters(), lr=job["learning_rate"], fused=True)
    batch = x.contiguous(memory_format=memory_format) if x.dim() == 4 else x

    def run():
        adam.zero_grad(set_to_none=True)
        value = loss(model(batch), y)
        value.backward()
        adam.step()
        return [value.item()]

    return run


def eager(memory_format):
    model = network().to(memory_format=memory_format).eval()
    batch = x.contiguous(memory_format=memory_format) if x.dim() == 4 else x

    def run():
        with torch.inference_mode():
            return model(batch).numpy().ravel()

    return run


def frozen(memory_format):
    batch = x.contiguous(memory_format=memory_format) if x.dim() == 4 else x
    with torch.no_grad():
        traced = torch.jit.trace(network().to(memory_format=memory_format).eval(), batch)
        model = torch.jit.optimize_for_inference(torch.jit.freeze(traced))

    def run():
        with torch.inference_mode():
            return model(batch).numpy().ravel()

    return run


def rates(run, seconds):
    result = []
    end = time.perf_counter() + seconds
    while True:
        runs, start = 0, time.perf_counter()
        while True:
            run()
            runs += 1
            elapsed = time.perf_counter() - start
            if elapsed >= SLICE:
                break
        result.append(runs / elapsed)
        if time.perf_counter() >= end:
            return sorted(result)


def configurations():
    formats = {"contiguous": torch.contiguous_format}
    if x.dim() == 4:
        formats["channels_last"] = torch.channels_last
    for name, memory_format in formats.items():
        if job["training"]:
            yield name, lambda f=memory_format: training(f)
        else:
            yield name, lambda f=memory_format: eager(f)
            yield name + ", frozen", lambda f=memory_format: frozen(f)


def fastest():
    best = None
    for name, prepare in configurations():
        run = prepare()
        run()
        run()
        rate = max(rates(run, TRIAL))
        if best is None or rate > best[0]:
            best = rate, name, prepare
    return best[1], best[2]()


chosen, step = fastest()
first = [step()[0], step()[0]] if job["training"] else [float(v) for v in step()]
rates(step, job["warm_up"])
measured = rates(step, job["measured"])
print(json.dumps({"perSecond": measured[len(measured) // 2], "first": first, "note": chosen}))
