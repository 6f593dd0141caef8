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


def torchvision_model(name, **options):
    # A build of PyTorch without torchvision's own operators has the models all the same.
    for operator in ("nms", "qnms"):
        try:
            torch.library.define("torchvision::" + operator, "(Tensor d, Tensor s, float i) -> Tensor")
        except RuntimeError:
            pass
    from torchvision import models

    return getattr(models, name)(**options)


def small_stem(model):
    model.conv1 = nn.Conv2d(3, 64, 3, padding=1, bias=False)
    model.maxpool = nn.Identity()
    return model


def without_dropout(model):
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0
    return model


def twice(inputs, outputs):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
        nn.Conv2d(outputs, outputs, 3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    )


class Down(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.conv = twice(inputs, 2 * inputs)

    def forward(self, x):
        return self.conv(nn.functional.max_pool2d(x, 2))


class Up(nn.Module):
    def __init__(self, outputs):
        super().__init__()
        self.up = nn.ConvTranspose2d(2 * outputs, outputs, 2, stride=2)
        self.conv = twice(2 * outputs, outputs)

    def forward(self, x, past):
        return self.conv(torch.cat([past, self.up(x)], 1))


class UNet(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        self.inc = twice(3, width)
        for level in range(4):
            self.add_module(f"down{level + 1}", Down(width << level))
            self.add_module(f"up{level + 1}", Up(width << (3 - level)))
        self.outc = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        past = [self.inc(x)]
        for level in range(4):
            past.append(getattr(self, f"down{level + 1}")(past[-1]))
        y = past.pop()
        for level in range(4):
            y = getattr(self, f"up{level + 1}")(y, past.pop())
        return self.outc(y)


class Steps(nn.LSTM):
    """The outputs of all steps, without the last states."""

    def forward(self, x):
        return super().forward(x)[0]


def transformer():
    return nn.TransformerEncoder(
        nn.TransformerEncoderLayer(256, 8, 1024, 0.0, batch_first=True), 4, enable_nested_tensor=False
    )


NETWORKS = {
    "resnet18_32": lambda: small_stem(torchvision_model("resnet18", num_classes=10)),
    "unet": lambda: UNet(32, 2),
    "transformer": transformer,
    "lstm": lambda: Steps(128, 128, 2, batch_first=True),
}


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
y = y.long() if job["classifier"] else y.reshape(job["output"])


def built():
    if job["layers"]:
        model = nn.Sequential(*[layer(*each) for each in job["layers"]])
        with torch.no_grad():
            model(x[:1])
        return model
    name = job["network"]
    return NETWORKS[name]() if name in NETWORKS else torchvision_model(name)


def network():
    model = without_dropout(built())
    own = model.state_dict()
    # The layers of a chain have numbers here and may have names there; all others have the same names.
    order = list(own) if job["layers"] else job["state"]
    assert sorted(order) == sorted(own), f"the models differ in {set(order) ^ set(own)}"
    weights = numbers("weights.bin")
    at = 0
    with torch.no_grad():
        for name in order:
            tensor = own[name]
            tensor.copy_(weights[at : at + tensor.numel()].reshape(tensor.shape))
            at += tensor.numel()
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
