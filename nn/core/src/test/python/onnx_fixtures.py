"""Writes the ONNX fixtures of org.tornadonn.store.onnx, with what ONNX Runtime makes of them.

Run from anywhere, with PyTorch, onnx and onnxruntime (written with PyTorch 2.13, onnx 1.23, onnxruntime 1.30):

    python nn/core/src/test/python/onnx_fixtures.py

Writes into nn/core/src/test/resources/org/tornadonn/store/onnx a file for each model, and models.json: for each file the
input's shape for one sample, a batch, and the output. The unsupported ones stand in refused.json, with the words that
the refusal has to say.
"""

import io
import json
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

warnings.filterwarnings("ignore")
OUT = Path(__file__).resolve().parent.parent / "resources/org/tornadonn/store/onnx"
OUT.mkdir(parents=True, exist_ok=True)
torch.manual_seed(7)
rng = np.random.default_rng(7)
models, refused = [], []
BATCH = 2


def save(name, model, sample):
    """A model that is read, and what ONNX Runtime says to a batch."""
    onnx.checker.check_model(model, full_check=True)
    (OUT / f"{name}.onnx").write_bytes(model.SerializeToString())
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    x = rng.uniform(-1, 1, (BATCH, *sample)).astype(np.float32).round(3)
    (y,) = session.run(None, {session.get_inputs()[0].name: x})
    models.append(
        {
            "file": f"{name}.onnx",
            "sample": list(sample),
            "x": [float(f"{v:.3f}") for v in x.ravel()],
            "y": [float(np.float32(v)) for v in y.ravel()],
        }
    )


def write(name, model):
    """A model that is no network of layers; onnx_graphs.py says what ONNX Runtime says to it."""
    (OUT / f"{name}.onnx").write_bytes(model.SerializeToString())


def refuse(name, model, *words):
    """A model that is not read."""
    write(name, model)
    refused.append({"file": f"{name}.onnx", "words": words})


def torch_model(name, module, sample):
    """As PyTorch exports it."""
    out = io.BytesIO()
    torch.onnx.export(
        module.eval(),
        torch.randn(1, *sample),
        out,
        dynamo=False,
        input_names=["pixels"],
        output_names=["scores"],
        dynamic_axes={"pixels": {0: "batch"}, "scores": {0: "batch"}},
        do_constant_folding=name != "torch_batch_norm",
        training=torch.onnx.TrainingMode.PRESERVE if name == "torch_batch_norm" else torch.onnx.TrainingMode.EVAL,
    )
    save(name, onnx.load_from_string(out.getvalue()), sample)


def weight(name, *shape):
    return numpy_helper.from_array(rng.normal(0, 0.4, shape).astype(np.float32), name)


def positive(name, *shape):
    return numpy_helper.from_array(rng.uniform(0.5, 1.5, shape).astype(np.float32), name)


def integers(name, *values):
    return numpy_helper.from_array(np.array(values, np.int64), name)


def made(nodes, tensors, sample, opset=17, result=None, batch="n", **kinds):
    """A graph as onnx.helper makes it; the last node's result is its output."""
    shape = [batch, *sample]
    x = helper.make_tensor_value_info("x", kinds.get("type", TensorProto.FLOAT), shape)
    y = helper.make_tensor_value_info(nodes[-1].output[0], kinds.get("type", TensorProto.FLOAT), result)
    graph = helper.make_graph(nodes, "made", [x], [y], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    model.ir_version = 8 if opset < 20 else 9
    return model


def node(op, inputs, output, **attributes):
    return helper.make_node(op, inputs.split(), [output], name=attributes.pop("name", output + "_node"), **attributes)


class Block(nn.Module):
    """A residual block, as in ResNet."""

    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, x):
        return torch.relu(x + self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x))))))


def shaken(module):
    """With running statistics that make a difference."""
    for layer in module.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.running_mean.uniform_(-0.5, 0.5)
            layer.running_var.uniform_(0.5, 1.5)
            nn.init.uniform_(layer.weight, 0.5, 1.5)
            nn.init.uniform_(layer.bias, -0.5, 0.5)
    return module


def from_torch():
    cnn = nn.Sequential()
    cnn.add_module(
        "conv", nn.Sequential(nn.Conv2d(1, 3, (3, 2), stride=(2, 1), padding=1), nn.ReLU(), nn.MaxPool2d(2, ceil_mode=False))
    )
    cnn.add_module("flatten", nn.Flatten())
    cnn.add_module("fc", nn.Sequential(nn.Linear(36, 5), nn.ReLU(), nn.Dropout(0.5), nn.Linear(5, 2)))
    torch_model("torch_cnn", cnn, (1, 13, 7))
    residual = nn.Sequential(nn.Conv2d(2, 4, 3), nn.BatchNorm2d(4), Block(4), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(36, 3))
    torch_model("torch_residual", shaken(residual), (2, 8, 8))
    torch_model("torch_batch_norm", shaken(nn.Sequential(nn.Conv2d(2, 3, 3), nn.BatchNorm2d(3), nn.ReLU())), (2, 5, 4))


def from_helper():
    save(
        "matmul_add",
        made(
            [
                node("MatMul", "x w", "a"),
                node("Add", "b a", "h"),
                node("Relu", "h", "r"),
                node("Gemm", "r v c", "y", alpha=0.5, beta=2.0),
            ],
            [weight("w", 5, 4), weight("b", 4), weight("v", 4, 3), weight("c", 1, 3)],
            (5,),
            result=["n", 3],
        ),
        (5,),
    )
    save(
        "same_padding",
        made(
            [
                node("Conv", "x w", "a", auto_pad="SAME_UPPER", strides=[2, 1]),
                node("Add", "a b", "c"),
                node("BatchNormalization", "c scale shift mean variance", "d", epsilon=0.01),
                node("Identity", "d", "e"),
                node("Dropout", "e", "f"),
                node("MaxPool", "f", "g", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], ceil_mode=1),
                node("Reshape", "g shape", "y"),
            ],
            [
                weight("w", 3, 2, 3, 3),
                weight("b", 3, 1, 1),
                positive("scale", 3),
                weight("shift", 3),
                weight("mean", 3),
                positive("variance", 3),
                integers("shape", 0, -1),
            ],
            (2, 5, 5),
            result=["n", 18],
        ),
        (2, 5, 5),
    )
    save(
        "constants",
        made(
            [
                node("Constant", "", "w", value=weight("", 4, 4)),
                node("Constant", "", "shape", value_ints=[-1, 4]),
                node("Constant", "", "b", value_float=0.25),
                node("Reshape", "x shape", "row"),
                node("Gemm", "row w b", "h", transB=1),
                node("Relu", "h", "r"),
                node("Erf", "r", "dead"),
                node("Add", "r h", "y"),
            ],
            [],
            (2, 2, 1),
            result=["n", 4],
        ),
        (2, 2, 1),
    )
    save(
        "shared_weight",
        made(
            [
                node("Gemm", "x fc.weight", "a"),
                node("Add", "a x", "b"),
                node("Gemm", "b fc.weight fc.bias", "c"),
                node("Add", "c c", "y"),
            ],
            [weight("fc.weight", 4, 4), weight("fc.bias", 4)],
            (4,),
            result=["n", 4],
        ),
        (4,),
    )


    save(
        "activations",
        made(
            [
                node("AveragePool", "x", "a", kernel_shape=[3, 2], strides=[2, 1], pads=[1, 1, 1, 1]),
                node("Sigmoid", "a", "b"),
                node("AveragePool", "b", "c", kernel_shape=[2, 2], pads=[1, 1, 1, 1], count_include_pad=1),
                node("Tanh", "c", "d"),
                node("Softmax", "d", "e", axis=-3),
                node("LeakyRelu", "e", "f", alpha=0.3),
                node("Gelu", "f", "g", approximate="tanh"),
                node("Gelu", "g", "h"),
                node("GlobalAveragePool", "h", "i"),
                node("Flatten", "i", "j"),
                node("Gemm", "j w", "k"),
                node("Softmax", "k", "y"),
            ],
            [weight("w", 2, 4)],
            (2, 7, 6),
            opset=20,
            result=["n", 4],
        ),
        (2, 7, 6),
    )
    save(
        "batch_norm",
        made(
            [
                node("BatchNormalization", "x s1 b1 m1 v1", "a"),
                node("Relu", "a", "b"),
                node("Conv", "b w", "c"),
                node("BatchNormalization", "c s2 b2 m2 v2", "d", epsilon=0.1),
                node("Add", "c d", "y"),
            ],
            [
                weight("w", 3, 2, 3, 3),
                *(t for i, n in ((1, 2), (2, 3)) for t in (positive(f"s{i}", n), weight(f"b{i}", n), weight(f"m{i}", n), positive(f"v{i}", n))),
            ],
            (2, 5, 4),
            result=["n", 3, 3, 2],
        ),
        (2, 5, 4),
    )


def no_layers():
    refuse(
        "operators",
        made([node("Erf", "x", "a"), node("LSTM", "a w r", "b", hidden_size=2), node("Erf", "b", "y")], [weight("w", 1, 8, 3), weight("r", 1, 8, 2)], (3, 3)),
        "joins the samples of a batch",
    )
    write("group", made([node("Conv", "x w", "y", group=2)], [weight("w", 4, 1, 3, 3)], (2, 5, 5)))
    write("dilation", made([node("Conv", "x w", "y", dilations=[2, 2])], [weight("w", 4, 2, 2, 2)], (2, 5, 5)))
    write("pads", made([node("Conv", "x w", "y", pads=[0, 0, 1, 1])], [weight("w", 4, 2, 2, 2)], (2, 5, 5)))
    write("uneven", made([node("Conv", "x w", "y", auto_pad="SAME_UPPER")], [weight("w", 4, 2, 2, 2)], (2, 5, 5)))
    write("old_softmax", made([node("Softmax", "x", "y", axis=1)], [], (2, 3), opset=12))
    refuse("batch_softmax", made([node("Softmax", "x", "y", axis=0)], [], (2, 3)), "joins the samples")
    write("conv1d", made([node("Conv", "x w", "y")], [weight("w", 4, 2, 2)], (2, 5)))
    write("ceil", made([node("MaxPool", "x", "y", kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1)], [], (2, 5, 5)))
    refuse("open_size", made([node("Conv", "x w", "y")], [weight("w", 1, 1, 3, 3)], (1, "h", "w")), "leaves sizes of its input 'x' open: (n, 1, h, w)")
    write("constant_add", made([node("Relu", "x", "a"), node("Add", "a b", "y")], [weight("b", 3)], (3,)))
    refuse("old", made([node("Relu", "x", "y")], [], (3,), opset=6), "of operator set 6")
    custom = made([node("Relu", "x", "a"), node("Fancy", "a", "y", domain="com.example")], [], (3,))
    custom.opset_import.append(helper.make_opsetid("com.example", 1))
    refuse("domain", custom, "com.example.Fancy")
    sums = made([node("Gemm", "x w", "a"), node("Gemm", "x v", "b"), node("Add", "a b", "y")], [weight("w", 3, 2), weight("v", 3, 1)], (3,))
    write("broadcast", sums)
    external = made([node("Gemm", "x w", "y")], [weight("w", 3, 2)], (3,))
    tensor = external.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../../../etc/passwd")
    (OUT / "external.onnx").write_bytes(external.SerializeToString())
    refused.append({"file": "external.onnx", "words": ["no file in the model's folder"]})


with torch.no_grad():
    from_torch()
from_helper()
no_layers()
(OUT / "models.json").write_text("[" + ",\n".join(json.dumps(model) for model in models) + "]\n")
(OUT / "refused.json").write_text("[" + ",\n".join(json.dumps(model) for model in refused) + "]\n")
