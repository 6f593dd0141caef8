"""Loads a safetensors file that the library wrote into PyTorch; a test of org.tornadonn.store does.

    python nn/core/src/test/python/safetensors_check.py MODEL.safetensors INPUT OUTPUT

The network is that of Networks.java and safetensors_fixtures.py. INPUT holds a batch of float32 numbers, little-endian,
and OUTPUT gets what the network makes of it.
"""

import sys

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn

model, source, target = sys.argv[1:]
network = nn.Sequential()
network.add_module("conv", nn.Sequential(nn.Conv2d(1, 3, 3, stride=2, padding=1), nn.ReLU(), nn.MaxPool2d(2)))
network.add_module("flatten", nn.Flatten())
network.add_module("fc", nn.Sequential(nn.LazyLinear(5, bias=False), nn.ReLU(), nn.Linear(5, 2)))
x = torch.from_numpy(np.fromfile(source, "<f4").reshape(-1, 1, 13, 9))
network(x)
network.load_state_dict(load_file(model), strict=True)
with torch.no_grad():
    network(x).numpy().astype("<f4").tofile(target)
