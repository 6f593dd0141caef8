"""Makes what GraphFixturesTest reads: small exports of PyTorch, and ONNX Runtime's answers to them.

Usage: python3 onnx_graphs.py, with torch, onnx, onnxscript and onnxruntime. Writes graph_NAME.onnx and graphs.json into
nn/core/src/test/resources/org/tornadonn/store/onnx; the older files that it names stay as they are.
"""

import json
import pathlib

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
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


class Largest(nn.Module):
    def forward(self, x):
        values, places = torch.topk(x, 3, -1)
        return torch.stack([values, places.float()], 1)


class Turned(nn.Module):
    """A spatial transformer, with each way to fill what lies outside."""

    def __init__(self):
        super().__init__()
        self.matrix = nn.Linear(2 * 4 * 5, 6)

    def forward(self, x):
        grid = nn.functional.affine_grid(2 * self.matrix(x.flatten(1)).view(-1, 2, 3), (x.shape[0], 2, 3, 4), align_corners=False)
        return torch.cat(
            [
                nn.functional.grid_sample(x, grid, mode, padding, align_corners=corners)
                for mode, padding, corners in [
                    ("bilinear", "zeros", False),
                    ("bicubic", "border", True),
                    ("nearest", "reflection", False),
                    ("bilinear", "reflection", True),
                ]
            ],
            1,
        )


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
    "volume": (
        nn.Sequential(
            nn.Conv3d(2, 4, (3, 2, 3), (2, 1, 1), (1, 0, 1), groups=2),
            nn.MaxPool3d(2, (1, 2, 1), 1),
            nn.Conv3d(4, 2, 2, dilation=(1, 2, 1)),
            nn.AvgPool3d((2, 1, 2), 1, (1, 0, 0)),
        ),
        torch.randn(3, 2, 5, 7, 6),
    ),
    "largest": (Largest(), torch.randn(3, 2, 5)),
    "turned": (Turned(), torch.randn(3, 2, 4, 5)),
}
OLDER = [
    "group", "dilation", "pads", "uneven", "old_softmax", "conv1d", "ceil", "constant_add", "broadcast",
]


def node(operator, inputs, outputs, **attributes):
    return helper.make_node(operator, inputs.split(), outputs.split(), **attributes)


def tensors(**given):
    return [numpy_helper.from_array(np.asarray(value), name) for name, value in given.items()]


def body(nodes, inputs, outputs, initializers=()):
    names = [helper.make_empty_tensor_value_info(name) for name in inputs.split()]
    return helper.make_graph(nodes, "body", names, [helper.make_empty_tensor_value_info(o) for o in outputs.split()], initializers)


def steps():
    """Three times x = tanh(x · w), and each of them."""
    inner = body(
        [node("MatMul", "h w", "m"), node("Tanh", "m", "t"), node("Identity", "t", "each"), node("Identity", "c", "on")],
        "i c h",
        "on t each",
    )
    return (
        [
            node("Loop", "three true x", "last all", body=inner),
            node("Transpose", "all", "turned", perm=[1, 0, 2]),
            node("Flatten", "turned", "flat"),
            node("Concat", "last flat", "y", axis=1),
        ],
        tensors(three=np.int64(3), true=np.bool_(True), w=np.random.default_rng(2).normal(size=(4, 4)).astype("f")),
        (4,),
    )


def scanned():
    """Sums from behind along the second axis."""
    inner = body([node("Add", "s v", "sum"), node("Identity", "sum", "out")], "s v", "sum out")
    return (
        [
            node("ReduceSum", "x one", "all", keepdims=0),
            node("Sub", "all all", "zero"),
            node(
                "Scan", "zero x", "last y",
                body=inner, num_scan_inputs=1, scan_input_axes=[1], scan_input_directions=[1], scan_output_axes=[1],
                scan_output_directions=[1],
            ),
        ],
        tensors(one=np.array([1])),
        (4, 3),
    )


def quantized():
    """Eight bits for each channel, there and back, and a weight of eight bits."""
    random = np.random.default_rng(3)
    return (
        [
            node("QuantizeLinear", "x scale zero", "q", axis=1),
            node("DequantizeLinear", "q scale zero", "d", axis=1),
            node("DequantizeLinear", "w wscale", "v", axis=0),
            node("Conv", "d v", "c"),
            node("QuantizeLinear", "c half hundred", "e"),
            node("DequantizeLinear", "e half hundred", "y"),
        ],
        tensors(
            scale=np.array([0.01, 0.02], "f"),
            zero=np.array([100, 130], np.uint8),
            w=random.integers(-127, 128, (3, 2, 2, 2)).astype(np.int8),
            wscale=np.array([0.01, 0.02, 0.03], "f"),
            half=np.float32(0.05),
            hundred=np.uint8(100),
        ),
        (2, 4, 5),
    )


def spectrum():
    return ([node("Unsqueeze", "x one", "r"), node("DFT", "r six one", "y", onesided=1)], tensors(one=np.array([-1]), six=np.int64(6)), (5,))


def centred():
    return ([node("CenterCropPad", "x sizes", "y", axes=[1, 2])], tensors(sizes=np.array([3, 8])), (4, 5))


def columns():
    return (
        [node("Col2Im", "x image block", "y", pads=[0, 1, 1, 0], strides=[2, 1])],
        tensors(image=np.array([4, 3]), block=np.array([2, 2])),
        (8, 6),
    )


MADE = [steps, scanned, quantized, spectrum, centred, columns]


def made(build):
    nodes, initializers, sample = build()
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", *sample])
    graph = helper.make_graph(nodes, "graph", [x], [helper.make_empty_tensor_value_info("y")], initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19 if build is not spectrum else 17)], ir_version=9)
    return model, sample


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
                network.eval(), (x,), OUT / file, dynamo=False, input_names=["x"], dynamic_axes=axes,
                opset_version=20 if name == "turned" else 17,
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
for build in MADE:
    model, sample = made(build)
    file = f"graph_{build.__name__}.onnx"
    onnx.save(model, OUT / file)
    graphs.append(answer(file, np.random.default_rng(1).uniform(-1, 1, (3, *sample)).astype(np.float32)))
for name in OLDER:
    session = onnxruntime.InferenceSession(OUT / f"{name}.onnx", providers=["CPUExecutionProvider"])
    shape = [size if isinstance(size, int) else 3 for size in session.get_inputs()[0].shape]
    x = np.random.default_rng(1).uniform(-1, 1, shape).astype(np.float32)
    try:
        graphs.append(answer(f"{name}.onnx", x))
    except Exception as e:
        print(name, e)
(OUT / "graphs.json").write_text("[" + ",\n".join(json.dumps(graph) for graph in graphs) + "]\n")
