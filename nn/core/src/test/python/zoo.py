"""Writes what torchvision's models are: names and shapes of their state, and what they answer.

How to run, from the repository's root, in a virtual environment with torch and torchvision:

    python nn/core/src/test/python/zoo.py

The files go to nn/core/src/test/resources/org/tornadonn/zoo and are checked in; made with torch 2.13.0. The state is a
pure function of name and index: number() here and in ZooTest are one function. Answers are computed in float64.
"""

import json
import math
import pathlib
import zlib

import torch
from torchvision import models
from torchvision.models.vision_transformer import VisionTransformer

OUT = pathlib.Path(__file__).parents[1] / "resources" / "org" / "tornadonn" / "zoo"
MASK = 0xFFFFFFFF

NAMES = {
    "resnet18": {},
    "resnet34": {},
    "resnet50": {},
    "resnext50_32x4d": {},
    "mobilenet_v2": {},
    "mobilenet_v3_small": {},
    "mobilenet_v3_large": {},
    "efficientnet_b0": {},
    "densenet121": {},
    "vgg11": {},
    "vgg11_bn": {},
    "vgg16": {},
    "vgg16_bn": {},
    "alexnet": {},
    "squeezenet1_1": {},
    "googlenet": {"aux_logits": False, "init_weights": True},
    "shufflenet_v2_x1_0": {},
    "mnasnet1_0": {},
    "regnet_y_400mf": {},
    "convnext_tiny": {},
    "vit_b_16": {},
}

# Too large to be run in a test.
LARGE = {"vgg11", "vgg11_bn", "vgg16", "vgg16_bn", "alexnet", "vit_b_16", "resnet34"}


def number(seed, index):
    h = (index * 0x9E3779B9 + seed * 0x85EBCA6B) & MASK
    h = ((h ^ (h >> 16)) * 0x7FEB352D) & MASK
    h = ((h ^ (h >> 15)) * 0x846CA68B) & MASK
    h ^= h >> 16
    return ((h - (1 << 32) if h >> 31 else h) >> 8) * 2.0**-23


def numbers(seed, size):
    index = torch.arange(size, dtype=torch.int64)
    h = (index * 0x9E3779B9 + seed * 0x85EBCA6B) & MASK
    h = ((h ^ (h >> 16)) * 0x7FEB352D) & MASK
    h = ((h ^ (h >> 15)) * 0x846CA68B) & MASK
    h = h ^ (h >> 16)
    return (torch.where(h >> 31 > 0, h - (1 << 32), h) >> 8).double() * 2.0**-23


def state(model):
    """Weights of a deviation that keeps numbers alive, norms near 1, means near 0."""
    values = {}
    for name, old in model.state_dict().items():
        if name.endswith("num_batches_tracked"):
            values[name] = old
            continue
        v = numbers(zlib.crc32(name.encode()), old.numel())
        if name.endswith("running_var"):
            v = 1 + 0.5 * v
        elif old.dim() > 1:
            v = v * math.sqrt(3 / (old.numel() / old.shape[0]))
        elif name.endswith("weight"):
            v = 1 + 0.25 * v
        else:
            v = 0.1 * v
        values[name] = v.float().double().reshape(old.shape)
    return values


def first(model):
    """How far the first weights of more than some numbers reach: deviation and largest."""
    lines = []
    for name, value in model.named_parameters():
        v = value.detach().double()
        if v.numel() > 1 and (v.numel() >= 64 or not v.std()):
            lines.append(f"{name} {v.std(correction=0):.4g} {v.abs().max():.4g}")
    return lines


def answer(model, size):
    model.double().eval()
    values = state(model)
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            tensor.copy_(values[name])
    x = numbers(1, 2 * 3 * size * size).reshape(2, 3, size, size)
    return model(x).detach().flatten().tolist()


def main():
    assert number(5, 7) == numbers(5, 8)[7]
    OUT.mkdir(parents=True, exist_ok=True)
    answers = {}
    lines = []
    firsts = []
    torch.manual_seed(0)
    for name, options in NAMES.items():
        with torch.device("meta" if name in LARGE else "cpu"):
            model = getattr(models, name)(weights=None, num_classes=10, **options)
        lines.append(f"# {name}\n")
        for key, value in model.state_dict().items():
            lines.append(f"{key} {'x'.join(map(str, value.shape))}\n")
        if name not in LARGE:
            firsts += [f"# {name}", *first(model)]
            answers[name] = answer(model, 64)
    vit = VisionTransformer(
        image_size=32, patch_size=16, num_layers=2, num_heads=4, hidden_dim=64, mlp_dim=128, num_classes=10
    )
    firsts += ["# vit", *first(vit)]
    answers["vit"] = answer(vit, 32)
    (OUT / "state.txt").write_text("".join(lines))
    (OUT / "first.txt").write_text("\n".join(firsts) + "\n")
    (OUT / "answers.json").write_text(json.dumps(answers, indent=1))


main()
