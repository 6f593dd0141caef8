"""Writes the safetensors fixtures of org.tornadonn.store with PyTorch.

Run from anywhere, with PyTorch and safetensors (written with PyTorch 2.13, safetensors 0.8):

    python nn/core/src/test/python/safetensors_fixtures.py

Writes into nn/core/src/test/resources/org/tornadonn/store:

- types.safetensors: the same numbers as F32, F16 and BF16, a scalar, and metadata; what they are
  in float32 stands in types.json.
- state_dict.safetensors: model.state_dict() of a small network, without metadata, with an input and
  the network's output in state_dict.json.
- state_dict.pt: the same by torch.save, to be refused; and one by its old format, legacy.pt.
- int64.safetensors: a count, as PyTorch keeps them.
"""

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

OUT = Path(__file__).resolve().parent.parent / "resources/org/tornadonn/store"
OUT.mkdir(parents=True, exist_ok=True)
torch.manual_seed(7)


def write_json(name, content):
    (OUT / name).write_text(json.dumps(content, indent=1) + "\n")


# Normal, subnormal in 16 bits, largest of F16, signed zero, and numbers that have to be rounded.
numbers = torch.tensor([[0.0, -0.0, 1.0, -1.5], [65504.0, 1e-7, 6e-8, 3.14159265], [1e-3, -1e4, 2.0**-14, 1 / 3]])
types = {
    "single": numbers,
    "half": numbers.to(torch.float16),
    "brain": numbers.to(torch.bfloat16),
    "odd": torch.arange(3).to(torch.float16),
    "scalar": torch.tensor(42.5),
}
save_file(types, OUT / "types.safetensors", {"format": "pt", "says": 'ü "quoted"\n'})
write_json("types.json", {
    name: {"shape": list(tensor.shape), "values": tensor.float().flatten().tolist()}
    for name, tensor in types.items()
})

network = nn.Sequential()
network.add_module("conv", nn.Sequential(nn.Conv2d(1, 3, 3, stride=2, padding=1), nn.ReLU(), nn.MaxPool2d(2)))
network.add_module("flatten", nn.Flatten())
network.add_module("fc", nn.Sequential(nn.Linear(3 * 3 * 2, 5, bias=False), nn.ReLU(), nn.Linear(5, 2)))
x = torch.rand(2, 1, 13, 9)
with torch.no_grad():
    y = network(x)
save_file(network.state_dict(), OUT / "state_dict.safetensors")
write_json("state_dict.json", {"x": x.flatten().tolist(), "y": y.flatten().tolist()})

tiny = {"w": torch.ones(2)}
torch.save(tiny, OUT / "state_dict.pt")
torch.save(tiny, OUT / "legacy.pt", _use_new_zipfile_serialization=False)
save_file({"steps": torch.tensor(3)}, OUT / "int64.safetensors")
