"""Makes what GraphFixturesTest reads: small exports of PyTorch, and ONNX Runtime's answers to them.

Usage: python3 onnx_graphs.py, with torch, onnx, onnxscript and onnxruntime. Writes graph_NAME.onnx and graphs.json into
nn/core/src/test/resources/org/tornadonn/store/onnx; the older files that it names stay as they are.
"""

import json
import pathlib

import numpy as np
import onnxruntime
import torch
from torch import nn

OUT = pathlib.Path(__file__).parents[1] / "resources/org/tornadonn/store/onnx"
torch.manual_seed(0)


class SqueezeExcite(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 4, 3, padding=1)
        self.less = nn.Conv2d(4, 2, 1)
        self.more = nn.Conv2d(2, 4, 1)

    def forward(self, x):
        x = nn.functional.silu(self.conv(x))
        return x * torch.sigmoid(self.more(torch.relu(self.less(x.mean((2, 3), keepdim=True)))))


class Classified(nn.Module):
    def __init__(self, recurrent):
        super().__init__()
        self.recurrent = recurrent
        self.fc = nn.Linear(3, 2)

    def forward(self, x):
        return self.fc(self.recurrent(x)[0][:, -1])


class Attending(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(4, 12)
        self.norm = nn.LayerNorm(4)

    def forward(self, x):
        n, steps, _ = x.shape
        q, k, v = self.qkv(self.norm(x)).view(n, steps, 3, 2, 2).permute(2, 0, 3, 1, 4)
        return nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).flatten(2)


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(9, 4)
        self.places = nn.Embedding(8, 4)

    def forward(self, x):
        return self.words(x) + self.places(torch.arange(x.shape[1]))


NETWORKS = {
    "squeeze_excite": (SqueezeExcite(), torch.randn(3, 2, 5, 6)),
    "lstm": (Classified(nn.LSTM(2, 3, batch_first=True, bidirectional=False)), torch.randn(3, 4, 2)),
    "gru": (Classified(nn.GRU(2, 3, batch_first=True)), torch.randn(3, 4, 2)),
    "attention": (Attending(), torch.randn(3, 5, 4)),
    "words": (Words(), torch.randint(0, 9, (3, 6))),
    "upsample": (
        nn.Sequential(nn.Conv2d(2, 3, 1), nn.Upsample(scale_factor=2, mode="bilinear"), nn.PixelShuffle(1)),
        torch.randn(3, 2, 3, 4),
    ),
    "transposed": (
        nn.Sequential(nn.ConvTranspose2d(2, 4, 3, 2, 1, output_padding=1, groups=2), nn.GroupNorm(2, 4), nn.Mish()),
        torch.randn(3, 2, 3, 4),
    ),
}
OLDER = [
    "group", "dilation", "pads", "uneven", "old_softmax", "conv1d", "ceil", "constant_add", "broadcast",
]


def answer(file, x):
    session = onnxruntime.InferenceSession(OUT / file, providers=["CPUExecutionProvider"])
    (y,) = session.run(None, {session.get_inputs()[0].name: x})
    return {"file": file, "sample": list(x.shape[1:]), "x": np.round(x, 6).ravel().tolist(), "y": y.ravel().tolist()}


graphs = []
for name, (network, x) in NETWORKS.items():
    for exporter in ("old", "new"):
        file = f"graph_{name}_{exporter}.onnx"
        if exporter == "old":
            axes = {"x": {0: "n"}}
            torch.onnx.export(
                network.eval(), (x,), OUT / file, dynamo=False, input_names=["x"], dynamic_axes=axes, opset_version=17
            )
        else:
            program = torch.onnx.export(
                network.eval(), (x,), dynamo=True, input_names=["x"], dynamic_shapes=({0: torch.export.Dim("n")},)
            )
            for node in program.model.graph:
                node.metadata_props.clear()
                node.doc_string = None
            program.save(OUT / file)
        graphs.append(answer(file, x.numpy()))
for name in OLDER:
    session = onnxruntime.InferenceSession(OUT / f"{name}.onnx", providers=["CPUExecutionProvider"])
    shape = [size if isinstance(size, int) else 3 for size in session.get_inputs()[0].shape]
    x = np.random.default_rng(1).uniform(-1, 1, shape).astype(np.float32)
    try:
        graphs.append(answer(f"{name}.onnx", x))
    except Exception as e:
        print(name, e)
(OUT / "graphs.json").write_text("[" + ",\n".join(json.dumps(graph) for graph in graphs) + "]\n")
