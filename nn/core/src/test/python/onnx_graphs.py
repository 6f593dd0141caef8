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


def typed(name):
    """A value of a body, whose type its name says."""
    if name in ("i", "go", "on"):
        return helper.make_tensor_value_info(name, TensorProto.INT64 if name == "i" else TensorProto.BOOL, [])
    if name in ("short", "long"):
        return helper.make_tensor_sequence_value_info(name, TensorProto.FLOAT, None)
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, None)


def body(nodes, inputs, outputs, initializers=()):
    return helper.make_graph(
        nodes, "body", [typed(name) for name in inputs.split()], [typed(name) for name in outputs.split()], initializers
    )


def steps():
    """Three times x = tanh(x · w), and each of them."""
    inner = body(
        [node("MatMul", "h w", "m"), node("Tanh", "m", "t"), node("Identity", "t", "each"), node("Identity", "go", "on")],
        "i go h",
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
    return ([node("Unsqueeze", "x one", "r"), node("DFT", "r six", "y", axis=1, onesided=1)], tensors(one=np.array([-1]), six=np.int64(6)), (5,))


def centred():
    return ([node("CenterCropPad", "x sizes", "y", axes=[1, 2])], tensors(sizes=np.array([3, 8])), (4, 5))


def columns():
    return (
        [node("Col2Im", "x image block", "y", pads=[0, 1, 1, 0], strides=[2, 1])],
        tensors(image=np.array([4, 3]), block=np.array([2, 2])),
        (8, 6),
    )


def added():
    """Updates that meet at one place, by each reduction."""
    return (
        [
            node("Slice", "x zero three one", "gated"),
            node("Shape", "gated", "size"),
            node("Expand", "row size", "places"),
            *[node("ScatterElements", "x places gated", kind, axis=1, reduction=kind) for kind in ("add", "mul", "min", "max")],
            node("Concat", "add mul min max", "y", axis=1),
        ],
        tensors(row=np.array([[1, 0, 1]]), zero=np.array([0]), three=np.array([3]), one=np.array([1])),
        (4,),
    )


def chosen():
    """The weights of the two largest, each in its place, as gates of experts have them."""
    return (
        [
            node("TopK", "x two", "v i", axis=1),
            node("Sub", "x x", "none"),
            node("ScatterElements", "none i v", "gates", axis=1),
            node("ScatterElements", "x i v", "sums", axis=-1, reduction="add"),
            node("Concat", "gates sums", "y", axis=1),
        ],
        tensors(two=np.array([2])),
        (5,),
    )


def listed():
    """Parts of a tensor in a sequence, and put together in another order."""
    return (
        [
            node("SplitToSequence", "x sizes", "parts", axis=1),
            node("SequenceAt", "parts minus", "last"),
            node("SequenceErase", "parts minus", "rest"),
            node("SequenceInsert", "rest last zero", "turned"),
            node("SequenceLength", "turned", "n"),
            node("Cast", "n", "f", to=1),
            node("ConcatFromSequence", "turned", "all", axis=1),
            node("Mul", "all f", "y"),
        ],
        tensors(sizes=np.array([1, 3, 2]), minus=np.int64(-1), zero=np.int64(0)),
        (6,),
    )


def gathered_in_a_loop():
    inner = body(
        [node("SequenceInsert", "short c", "long"), node("Mul", "c c", "d"), node("Identity", "go", "on")],
        "i go short c",
        "on long d",
    )
    return (
        [
            node("SequenceEmpty", "", "none", dtype=1),
            node("Loop", "three true none x", "all last", body=inner),
            node("ConcatFromSequence", "all", "stack", axis=1, new_axis=1),
            node("Flatten", "stack", "y"),
        ],
        tensors(three=np.int64(3), true=np.bool_(True)),
        (4,),
    )


def within():
    """A branch of a branch takes what is around both."""
    deep = body([node("Add", "outer x", "d")], "", "d")
    flat = body([node("Identity", "x", "f")], "", "f")
    first = body([node("If", "true", "e", then_branch=deep, else_branch=flat)], "", "e")
    second = body([node("Neg", "x", "g")], "", "g")
    return (
        [node("Exp", "x", "outer"), node("If", "true", "y", then_branch=first, else_branch=second)],
        tensors(true=np.bool_(True)),
        (4,),
    )


def pooled_and_back():
    return (
        [node("MaxPool", "x", "p i", kernel_shape=[2, 2], strides=[2, 2]), node("MaxUnpool", "p i", "y", kernel_shape=[2, 2], strides=[2, 2])],
        [],
        (2, 4, 6),
    )


def where_largest():
    return (
        [
            node("MaxPool", "x", "p i", kernel_shape=[3, 2], strides=[2, 1], pads=[1, 0, 1, 1], dilations=[1, 2], ceil_mode=1),
            node("Shape", "x", "sizes", start=1),
            node("ReduceProd", "sizes", "each"),
            node("Mod", "i each", "m"),
            node("Cast", "m", "y", to=1),
        ],
        [],
        (2, 6, 5),
    )


def volume_upwards():
    w = np.random.default_rng(4).normal(size=(4, 3, 3, 2, 2)).astype("f")
    return (
        [node("ConvTranspose", "x w b", "y", strides=[2, 2, 1], pads=[1, 0, 1, 0, 1, 0], output_padding=[1, 0, 0], group=2)],
        tensors(w=w, b=np.arange(6, dtype="f")),
        (4, 3, 2, 4),
    )


def dotted():
    w = np.random.default_rng(5).normal(size=(5, 4)).astype("f")
    return (
        [
            node("Einsum", "x w", "u", equation="b...j,jk->b...k"),
            node("Einsum", "u w", "v", equation="b...k, jk -> b...j"),
            node("Einsum", "u", "diagonal", equation="bii->bi"),
            node("Einsum", "u", "trace", equation="bii->b"),
            node("Flatten", "v", "f"),
            node("Unsqueeze", "trace one", "t"),
            node("Concat", "f diagonal t", "y", axis=1),
        ],
        tensors(w=w, one=np.array([1])),
        (4, 5),
    )


def of_a_length():
    random = np.random.default_rng(6)
    weights = {
        name: random.normal(size=size).astype("f")
        for name, size in {
            "gw": (2, 9, 4), "gr": (2, 9, 3), "gb": (2, 18), "lw": (2, 12, 4), "lr": (2, 12, 3), "lb": (2, 24),
        }.items()
    }
    return (
        [
            node("Transpose", "x", "t", perm=[1, 0, 2]),
            node("Shape", "x", "n", end=1),
            node("Expand", "three n", "lengths"),
            node("GRU", "t gw gr gb lengths", "g gh", hidden_size=3, direction="bidirectional"),
            node("LSTM", "t lw lr lb lengths", "l lh lc", hidden_size=3, direction="bidirectional"),
            *[node("Transpose", f"{name}", f"{name}t", perm=[2, 0, 1, 3]) for name in "gl"],
            *[node("Transpose", f"{name}", f"{name}t", perm=[1, 0, 2]) for name in ("gh", "lh", "lc")],
            *[node("Flatten", f"{name}t", f"{name}f") for name in ("g", "l", "gh", "lh", "lc")],
            node("Concat", "gf lf ghf lhf lcf", "y", axis=1),
        ],
        tensors(three=np.array([3], dtype="i"), **weights),
        (5, 4),
    )


def bits():
    """Whole numbers of eight bits and more, of which the type keeps its own."""
    return (
        [
            node("Mul", "x hundred", "h"),
            node("Cast", "h", "whole", to=5),
            node("BitwiseAnd", "whole mask", "a"),
            node("BitwiseOr", "whole mask", "b"),
            node("BitwiseXor", "whole mask", "c"),
            node("BitwiseNot", "whole", "d"),
            *[node("Cast", name, name + "f", to=1) for name in "abcd"],
            node("Concat", "af bf cf df", "y", axis=1),
        ],
        tensors(hundred=np.float32(100), mask=np.array([5, -4, 0, 77], np.int16)),
        (4,),
    )


def on_whole_places():
    """Places that fall on whole ones as float32 rounds."""
    return ([node("Resize", "x none scales", "y", mode="nearest", nearest_mode="floor", coordinate_transformation_mode="half_pixel")], tensors(none=np.zeros(0, "f"), scales=np.array([1, 1, 0.6, 1.4], "f")), (2, 5, 5))


def symmetric_on_whole_places():
    """The same around the middle, where only the sum is rounded."""
    nodes, initializers, sample = on_whole_places()
    attribute = next(a for a in nodes[0].attribute if a.name == "coordinate_transformation_mode")
    attribute.s = b"half_pixel_symmetric"
    return nodes, initializers, sample


MADE = [
    steps, scanned, quantized, spectrum, centred, columns, added, chosen, listed, gathered_in_a_loop, within, pooled_and_back,
    where_largest, volume_upwards, dotted, of_a_length, bits, on_whole_places, symmetric_on_whole_places,
]


def made(build):
    nodes, initializers, sample = build()
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", *sample])
    graph = helper.make_graph(nodes, "graph", [x], [helper.make_empty_tensor_value_info("y")], initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19 if build is not spectrum else 17)], ir_version=9)
    return model, sample


def answer(file, x):
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(OUT / file, options, providers=["CPUExecutionProvider"])
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
            for exported in program.model.graph:
                exported.metadata_props.clear()
                exported.doc_string = None
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
