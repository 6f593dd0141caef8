"""Writes PyTorch's numbers for the conformance suite.

How to run, from the repository's root, in a virtual environment with torch (CPU is enough):

    python -m venv /tmp/torch && /tmp/torch/bin/pip install torch --index-url https://download.pytorch.org/whl/cpu
    /tmp/torch/bin/python tests/conformance/src/test/python/fixtures.py

The files go to src/test/resources/pytorch and are checked in; made with torch 2.13.0.
Inputs and weights are not stored: numbers() here and Numbers.java are one function. Results are
computed in float64 from those float32 numbers, except where a name says float32.
"""

import itertools
import json
import math
import pathlib
import re

import torch
from torch import nn
from torch.nn import functional as F

OUT = pathlib.Path(__file__).parents[1] / "resources" / "pytorch"
MASK = 0xFFFFFFFF


def number(seed, index):
    h = (index * 0x9E3779B9 + seed * 0x85EBCA6B) & MASK
    h = ((h ^ (h >> 16)) * 0x7FEB352D) & MASK
    h = ((h ^ (h >> 15)) * 0x846CA68B) & MASK
    h ^= h >> 16
    return ((h - (1 << 32) if h >> 31 else h) >> 8) * 2.0**-23


def numbers(seed, *shape, dtype=torch.float32):
    flat = [number(seed, i) for i in range(math.prod(shape))]
    return torch.tensor(flat, dtype=torch.float32).to(dtype).reshape(shape)


def digits(tensor):
    """All of them: what an operation only chooses or copies is compared exactly."""
    return tensor.detach().double().flatten().tolist()


# ---------------------------------------------------------------- operations


def operation(name, op, function, operands, window=None, gradients=None, attributes=()):
    """One case. Operands: (seed, shape), or (values, shape) where the numbers matter."""
    tensors = []
    for what, shape in operands:
        if isinstance(what, int):
            tensors.append(numbers(what, *shape, dtype=torch.float64))
        else:
            tensors.append(torch.tensor(what, dtype=torch.float64).reshape(shape))
    differentiable = range(len(tensors)) if gradients is None else gradients
    for i in differentiable:
        tensors[i].requires_grad_()
    y = function(*tensors)
    r = numbers(900, *y.shape, dtype=torch.float64)
    y.backward(r)
    return {
        "name": name,
        "operation": op,
        "window": window or [],
        "attributes": list(attributes),
        "operands": [
            {"shape": list(shape), "seed": what, "numbers": []}
            if isinstance(what, int)
            else {"shape": list(shape), "seed": 0, "numbers": what}
            for what, shape in operands
        ],
        "y": digits(y),
        "gradients": [digits(tensors[i].grad) if i in differentiable else [] for i in range(len(tensors))],
    }


def conv2d(n, ci, h, w, co, k, s, p, bias):
    operands = [(901, (n, ci, h, w)), (902, (co, ci, *k))] + ([(903, (co,))] if bias else [])
    name = f"conv2d {k[0]}x{k[1]} s{s[0]}x{s[1]} p{p[0]}x{p[1]} ({n}, {ci}, {h}, {w}) to {co}"
    return operation(name, "conv2d", lambda *t: F.conv2d(*t, stride=s, padding=p), operands, [*k, *s, *p])


def max_pool2d(name, what, shape, k, s, p):
    return operation(
        f"max_pool2d {name}", "max_pool2d", lambda x: F.max_pool2d(x, k, s, p), [(what, shape)], [*k, *s, *p]
    )


def avg_pool2d(shape, k, s, p, count):
    return operation(
        f"avg_pool2d {k[0]}x{k[1]} s{s[0]}x{s[1]} p{p[0]}x{p[1]} {shape}, padding {'counts' if count else 'left out'}",
        "avg_pool2d",
        lambda x: F.avg_pool2d(x, k, s, p, count_include_pad=count),
        [(920, shape)],
        [*k, *s, *p],
        attributes=[int(count)],
    )


def adaptive_avg_pool2d(shape, *out):
    return operation(
        f"adaptive_avg_pool2d {shape} to {out}",
        "adaptive_avg_pool2d",
        lambda x: F.adaptive_avg_pool2d(x, out),
        [(920, shape)],
        attributes=out,
    )


SPECIAL = [math.nan, 0.0, -0.0, math.inf, -math.inf, 0.59375, 0.625, -30.0, 30.0, 5.0, -5.0, 2.0**-20]


def activation(op, function, *attributes):
    return [
        operation(f"{op} {list(attributes)} random", op, function, [(921, (3, 7, 1, 13))], attributes=attributes),
        operation(f"{op} {list(attributes)} special", op, function, [(SPECIAL, (1, 12))], attributes=attributes),
    ]


def batch_norm(training, affine=True):
    def norm(x, *others):
        w, b = others[:2] if affine else (None, None)
        mean, variance = others[2:4] if affine else others[:2]
        return F.batch_norm(x, mean.clone(), variance.clone(), w, b, training=training, eps=2.0**-10)

    variance = [0.5 + abs(number(926, i)) for i in range(5)]
    weights = [(925, (5,)), (927, (5,))] if affine else []
    operands = [(924, (3, 5, 7, 3)), *weights, (928, (5,)), (variance, (5,))]
    extra = [([0.0], (1,)), ([3.0], (1,))] if training else []
    op = "batch_norm2d" if training else "batch_norm2d in evaluation"
    name = op if affine else op + ", not affine"
    gradients = [0, 1, 2] if affine else [0]
    return operation(name, op, norm, operands + extra, gradients=gradients, attributes=[2.0**-10, 0.125])


def running(momentum, affine):
    """State after three batches, and what the layer then makes of a fourth in evaluation."""
    norm = nn.BatchNorm2d(5, momentum=momentum, affine=affine).double()
    batches = [numbers(931 + i, 3, 5, 7, 3, dtype=torch.float64) for i in range(4)]
    for x in batches[:3]:
        norm(x)
    y = norm.eval()(batches[3])
    state = {name: digits(tensor) for name, tensor in norm.state_dict().items()}
    return {"momentum": momentum, "affine": affine, "state": state, "y": digits(y)}


def runnings():
    return [running(0.125, True), running(0.125, False), running(None, True), running(None, False)]


def matmul(transpose_a, transpose_b, a, b):
    def product(x, w):
        return torch.matmul(x.mT if transpose_a else x, w.mT if transpose_b else w)

    flags = [int(transpose_a), int(transpose_b)]
    return operation(f"matmul {flags} {a} by {b}", "matmul", product, [(940, a), (941, b)], attributes=flags)


def standardize(shape, axes):
    return operation(
        f"standardize {axes} of {shape}",
        "standardize",
        lambda x: F.layer_norm(x, shape[-axes:], eps=2.0**-10),
        [(942, shape)],
        attributes=[axes, 2.0**-10],
    )


def special(size):
    values = [number(904, i) for i in range(size)]
    for i in range(size):
        if i % 11 == 0:
            values[i] = math.nan
        elif i % 11 == 3:
            values[i] = -math.inf
        elif i % 11 == 6:
            values[i] = math.inf if i % 3 == 0 else -0.0
        if 35 <= i < 70:
            values[i] = -math.inf
    return values


def mean_squared_error(n, fill, features):
    def loss(y, t, _):
        return F.mse_loss(y[:fill], t[:fill]).reshape(1)

    operands = [(905, (n, features)), (906, (n, features)), ([float(fill)], (1,))]
    return operation(f"mse_loss ({n}, {features}), {fill} in use", "mse_loss", loss, operands, gradients=[0])


def pointwise_loss(op, function, *attributes):
    """Differences below, at and beyond the threshold, 0 and large ones."""

    def loss(y, t, _):
        return function(y[:3], t[:3]).reshape(1)

    targets = [0.0 if i % 4 == 0 else float(i % 2) for i in range(5 * 7)]
    logits = [2.0 * number(918, i) for i in range(5 * 7)]
    logits[:7] = [0.0, 1.0, 0.5, 2.0, -60.0, 60.0, -0.5]
    operands = [(logits, (5, 7)), (targets, (5, 7)), ([3.0], (1,))]
    return operation(f"{op} {list(attributes)}, 3 of 5 in use", op, loss, operands, gradients=[0], attributes=attributes)


def cross_entropy(name, logits, n, fill, classes, smoothing=0.0):
    targets = [float((i * 5 + 1) % classes) for i in range(n)]

    def loss(y, t, _):
        return F.cross_entropy(y[:fill], t[:fill].long(), label_smoothing=smoothing).reshape(1)

    operands = [(logits, (n, classes)), (targets, (n,)), ([float(fill)], (1,))]
    return operation(
        f"cross_entropy {name}", "cross_entropy", loss, operands, gradients=[0], attributes=[smoothing]
    )


def dense_cross_entropy(shape, smoothing, ignore):
    classes = shape[1]
    inner = (shape[0], *shape[2:])
    count = math.prod(inner)
    targets = [float(ignore) if i % 4 == 1 else float((i * 5 + 1) % classes) for i in range(count)]
    weights = [0.0 if j % 3 == 2 else 0.5 + j % 5 for j in range(classes)]

    def loss(y, t, w):
        return F.cross_entropy(
            y, t.long(), weight=w, ignore_index=ignore, label_smoothing=smoothing, reduction="none"
        )

    return operation(
        f"dense_cross_entropy {shape}, smoothing {smoothing}",
        "dense_cross_entropy",
        loss,
        [(919, shape), (targets, inner), (weights, (classes,))],
        gradients=[0],
        attributes=[smoothing, ignore, sum(weights)],
    )


def operations():
    ties = [float(round(2 * number(907, i)) / 2) for i in range(2 * 3 * 5 * 7)]
    return [
        conv2d(2, 3, 7, 5, 8, (3, 3), (1, 1), (1, 1), True),
        conv2d(1, 1, 1, 1, 1, (1, 1), (1, 1), (0, 0), False),
        conv2d(2, 33, 5, 5, 3, (3, 2), (2, 1), (0, 1), True),
        conv2d(1, 8, 13, 7, 3, (5, 5), (3, 3), (2, 2), False),
        conv2d(3, 3, 5, 13, 8, (2, 2), (2, 3), (1, 0), True),
        max_pool2d("2x2", 908, (2, 3, 7, 13), (2, 2), (2, 2), (0, 0)),
        max_pool2d("ties, overlapping, padded", ties, (2, 3, 5, 7), (3, 2), (1, 1), (1, 1)),
        max_pool2d("NaN and infinities", special(210), (2, 3, 7, 5), (3, 3), (2, 2), (1, 1)),
        operation(
            "relu NaN, zeros, infinities",
            "relu",
            F.relu,
            [([math.nan, 0.0, -0.0, math.inf, -math.inf, 2.0**-100, -(2.0**-100), -1.0], (1, 8))],
        ),
        operation("relu random", "relu", F.relu, [(909, (3, 7, 1, 13))]),
        operation("linear 207", "linear", F.linear, [(910, (1, 207)), (911, (13, 207)), (912, (13,))]),
        operation("linear without bias", "linear", F.linear, [(910, (13, 7)), (911, (33, 7))]),
        operation("add", "add", torch.add, [(913, (2, 3, 5)), (914, (2, 3, 5))]),
        operation("flatten", "flatten", lambda x: torch.flatten(x, 1), [(915, (3, 2, 5, 1))]),
        avg_pool2d((2, 3, 7, 13), (2, 2), (2, 2), (0, 0), True),
        avg_pool2d((2, 3, 5, 7), (3, 2), (1, 3), (1, 1), True),
        avg_pool2d((2, 3, 5, 7), (3, 2), (1, 3), (1, 1), False),
        adaptive_avg_pool2d((2, 3, 7, 13), 1, 1),
        adaptive_avg_pool2d((2, 3, 7, 5), 3, 4),
        adaptive_avg_pool2d((1, 2, 3, 2), 5, 7),
        *activation("sigmoid", torch.sigmoid),
        *activation("tanh", torch.tanh),
        *activation("leaky_relu", lambda x: F.leaky_relu(x, 0.125), 0.125),
        *activation("gelu", F.gelu, 0),
        *activation("gelu", lambda x: F.gelu(x, approximate="tanh"), 1),
        operation("softmax 207", "softmax", lambda x: F.softmax(x, -1), [(922, (3, 207))], attributes=[-1]),
        operation("log_softmax", "log_softmax", lambda x: F.log_softmax(x, 1), [(923, (2, 5, 3, 7))], attributes=[1]),
        operation("logsumexp", "logsumexp", lambda x: torch.logsumexp(x, 1, True), [(923, (2, 5, 3, 7))], attributes=[1]),
        operation(
            "logsumexp special",
            "logsumexp",
            lambda x: torch.logsumexp(x, 1, True),
            [([math.nan, 0.0, math.inf, 1.0, math.inf, -math.inf, -math.inf, 0.0, -math.inf, -math.inf], (5, 2))],
            attributes=[1],
        ),
        operation("softmax of channels", "softmax", lambda x: F.softmax(x, 1), [(923, (2, 5, 3, 7))], attributes=[1]),
        operation(
            "softmax NaN and infinities",
            "softmax",
            lambda x: F.softmax(x, 1),
            [([0.0, -math.inf, 1.0, math.inf, 0.0, 1.0, math.nan, 0.0, 1.0, 1000.0, 999.5, -1000.0], (4, 3))],
            attributes=[1],
        ),
        matmul(False, False, (2, 3, 5, 7), (2, 3, 7, 4)),
        matmul(True, False, (7, 5), (3, 7, 4)),
        matmul(False, True, (3, 5, 7), (4, 7)),
        matmul(True, True, (3, 1, 13), (3, 6, 1)),
        standardize((3, 5, 7), 1),
        standardize((2, 3, 4, 5), 3),
        batch_norm(True),
        batch_norm(False),
        batch_norm(True, affine=False),
        batch_norm(False, affine=False),
        mean_squared_error(5, 3, 7),
        mean_squared_error(1, 1, 1),
        pointwise_loss("l1_loss", F.l1_loss),
        pointwise_loss("huber_loss", lambda y, t: F.huber_loss(y, t, delta=0.5), 0.5),
        pointwise_loss("smooth_l1_loss", lambda y, t: F.smooth_l1_loss(y, t, beta=0.5), 0.5),
        pointwise_loss("smooth_l1_loss", lambda y, t: F.smooth_l1_loss(y, t, beta=0.0), 0.0),
        pointwise_loss("binary_cross_entropy_with_logits", F.binary_cross_entropy_with_logits),
        dense_cross_entropy((2, 7, 3, 5), 0.0, -100),
        dense_cross_entropy((5, 3), 0.25, 1),
        cross_entropy("smoothed", 916, 5, 3, 7, 0.125),
        cross_entropy("random", 916, 5, 3, 7),
        cross_entropy("207 classes", 917, 3, 3, 207),
        cross_entropy(
            "logits of 1000", [1000.0, 999.5, 998, -1000, -1000, -1001, -1000, 0, 1000, 1, 1000, 0], 4, 4, 3
        ),
    ]


# ---------------------------------------------------------------- elementwise functions

# NaN, infinities, zeros and a few more; each with each where a function takes two numbers.
STRANGE = [math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, 1.5, -2.0]
FINITE = [x for x in STRANGE if math.isfinite(x)] + [math.nan]

# The lines of oracle/Elementary.java: which operations there are, and with what arguments.
ELEMENTARY = pathlib.Path(__file__).parents[1] / "java/org/tornadonn/conformance/oracle/Elementary.java"
LINES = re.findall(r"(?:one|two|flat|new Elementary)\(\s*new (\w+)\((.*?)\),", ELEMENTARY.read_text())
ARGUMENTS = {name.lower(): [float(x.rstrip("f")) for x in args.split(",") if x] for name, args in LINES}
KERNELS = pathlib.Path(__file__).parents[5] / "tornado-kernels/core/src/main/java/org/tornadonn/op"


def operands(name):
    """How many numbers an operation takes: its file says so."""
    (file,) = [path for path in KERNELS.glob(f"*/{name}.java") if re.search(r"implements .*(nary|Composed)", path.read_text())]
    kind = re.search(r"implements (?:Flat)?(Unary|Binary|Composed)", file.read_text())[1]
    return {"Unary": 1, "Binary": 2, "Composed": 3}[kind]


# Activations of torch.nn.functional that are made of several functions, and what they take.
ACTIVATIONS = {
    "silu": (), "mish": (), "relu6": (), "hardsigmoid": (), "elu": (), "selu": (), "celu": (0.75,), "softplus": (),
    "softsign": (), "logsigmoid": (), "threshold": (0.5, 7.0), "hardshrink": (), "softshrink": (), "tanhshrink": (),
    "softmin": (1,), "log_softmax": (1,),
}  # fmt: skip


def elementwise(name, operands):
    strange = FINITE if name == "remainder" else STRANGE if operands < 3 else STRANGE[2:7]
    columns = list(zip(*itertools.product(strange, repeat=operands)))
    # Numbers for which every function of one or two of them is defined, but acosh.
    columns = [list(column) + [0.5 + 0.4 * number(940 + i, j) for j in range(9)] for i, column in enumerate(columns)]
    tensors = [torch.tensor(column, dtype=torch.float32).double().requires_grad_() for column in columns]
    operand = [tensors[0] != 0, *tensors[1:]] if name == "where" else tensors
    function = getattr(torch, name, None) or getattr(torch.ops.aten, name)
    y = function(*operand, *ARGUMENTS.get(name, ())).double()
    if y.requires_grad:
        y.backward(numbers(900, *y.shape, dtype=torch.float64))
    return {
        "name": name,
        "operands": [digits(tensor) for tensor in tensors],
        "y": digits(y),
        "gradients": [[] if tensor.grad is None else digits(tensor.grad) for tensor in tensors],
    }


def activations():
    """Each on finite numbers, kinks and far ones among them; PReLU and logsumexp have shapes of their own."""
    few = [0.0, -0.0, 0.5, -0.5, 3.0, -3.0, 6.0, -6.0, 1.0, -1.0, 30.0, -30.0, 0.25, -0.25, 2.0**-20, 7.5]

    def one(name, function, shape, *operands):
        tensors = [torch.tensor(numbers, dtype=torch.float64).requires_grad_() for numbers in operands]
        y = function(tensors[0].reshape(shape), *tensors[1:])
        y.backward(numbers(900, *y.shape, dtype=torch.float64))
        return {
            "name": name,
            "operands": [digits(tensor) for tensor in tensors],
            "y": digits(y),
            "gradients": [digits(tensor.grad) for tensor in tensors],
        }

    return [
        *(one(name, lambda x: getattr(F, name)(x, *arguments), (2, 4, 2), few) for name, arguments in ACTIVATIONS.items()),
        one("prelu", F.prelu, (2, 4, 2), few, [0.25]),
        one("prelu of channels", F.prelu, (2, 4, 2), few, [0.25, -0.5, 0.0, 2.0]),
        one("logsumexp", lambda x: torch.logsumexp(x, (0, 2)), (2, 4, 2), few),
    ]


def elementwises():
    return [elementwise(name.lower(), operands(name)) for name, _ in LINES]


# ---------------------------------------------------------------- convolutions and pools of every kind


def window(k, s, p, d):
    """Kernel, stride, padding (top, left, bottom, right) and dilation."""
    return [*k, *s, *(p if len(p) == 4 else p * 2), *d]


def sides(p):
    """Padding as torch.nn.functional.pad takes it."""
    top, left, bottom, right = p
    return (left, right, top, bottom)


def convolution(n, ci, h, w, co, k, s=(1, 1), p=(0, 0), d=(1, 1), groups=1, bias=True):
    def convolve(x, *t):
        padded = F.pad(x, sides(p)) if len(p) == 4 else x
        return F.conv2d(padded, *t, stride=s, padding=0 if len(p) == 4 else p, dilation=d, groups=groups)

    operands = [(941, (n, ci, h, w)), (942, (co, ci // groups, *k))] + ([(943, (co,))] if bias else [])
    name = f"conv2d {k} s{s} p{p} d{d} of {groups} groups ({n}, {ci}, {h}, {w}) to {co}"
    return operation(name, "conv2d", convolve, operands, window(k, s, p, d), attributes=[groups])


def convolution1d(n, ci, length, co, k, s=1, p=0, d=1, groups=1):
    operands = [(941, (n, ci, length)), (942, (co, ci // groups, k)), (943, (co,))]
    return operation(
        f"conv1d {k} s{s} p{p} d{d} of {groups} groups ({n}, {ci}, {length}) to {co}",
        "conv1d",
        lambda *t: F.conv1d(*t, stride=s, padding=p, dilation=d, groups=groups),
        operands,
        window((1, k), (1, s), (0, p), (1, d)),
        attributes=[groups],
    )


def transposed(n, ci, h, w, co, k, s=(1, 1), p=(0, 0), more=(0, 0), d=(1, 1), groups=1, bias=True):
    operands = [(941, (n, ci, h, w)), (942, (ci, co // groups, *k))] + ([(943, (co,))] if bias else [])
    return operation(
        f"conv_transpose2d {k} s{s} p{p} +{more} d{d} of {groups} groups ({n}, {ci}, {h}, {w}) to {co}",
        "conv_transpose2d",
        lambda *t: F.conv_transpose2d(
            *t, stride=s, padding=p, output_padding=more, groups=groups, dilation=d
        ),
        operands,
        window(k, s, p, d),
        attributes=[groups, *more],
    )


def transposed1d(n, ci, length, co, k, s=1, p=0, more=0, d=1, groups=1):
    operands = [(941, (n, ci, length)), (942, (ci, co // groups, k)), (943, (co,))]
    return operation(
        f"conv_transpose1d {k} s{s} p{p} +{more} d{d} of {groups} groups ({n}, {ci}, {length}) to {co}",
        "conv_transpose1d",
        lambda *t: F.conv_transpose1d(
            *t, stride=s, padding=p, output_padding=more, groups=groups, dilation=d
        ),
        operands,
        window((1, k), (1, s), (0, p), (1, d)),
        attributes=[groups, more],
    )


def pool(op, function, shape, k, s, p, d=(1, 1), attributes=(), what=944):
    name = f"{op} {k} s{s} p{p} d{d} {list(attributes)} {shape}" + ("" if isinstance(what, int) else ", special")
    return operation(name, op, function, [(what, shape)], window(k, s, p, d), attributes=attributes)


def maxima(shape, k, s, p, d, ceil, what=944):
    return pool(
        "max_pool2d", lambda x: F.max_pool2d(x, k, s, p, d, ceil), shape, k, s, p, d, [int(ceil)], what
    )


def means(shape, k, s, p, count, ceil, divisor=0):
    return pool(
        "avg_pool2d",
        lambda x: F.avg_pool2d(x, k, s, p, ceil, count, divisor or None),
        shape,
        k,
        s,
        p,
        attributes=[int(count), int(ceil), divisor],
    )


def maxima1d(shape, k, s, p, d, ceil):
    return pool(
        "max_pool1d",
        lambda x: F.max_pool1d(x, k, s, p, d, ceil),
        shape,
        (1, k),
        (1, s),
        (0, p),
        (1, d),
        [int(ceil)],
    )


def means1d(shape, k, s, p, count, ceil):
    return pool(
        "avg_pool1d",
        lambda x: F.avg_pool1d(x, k, s, p, ceil, count),
        shape,
        (1, k),
        (1, s),
        (0, p),
        attributes=[int(count), int(ceil)],
    )


def adaptive(op, function, shape, out, what=944):
    name = f"{op} {shape} to {out}" + ("" if isinstance(what, int) else ", special")
    return operation(name, op, lambda x: function(x, out), [(what, shape)], attributes=out)


def convolutions():
    ties = [float(round(2 * number(945, i)) / 2) for i in range(2 * 3 * 5 * 7)]
    image = (2, 3, 7, 13)
    sequence = (2, 3, 22)
    return [
        convolution(2, 6, 7, 9, 6, (3, 3), p=(1, 1), groups=6),
        convolution(2, 4, 9, 8, 6, (3, 2), (2, 3), (1, 0), (2, 3), 2),
        convolution(1, 3, 9, 11, 5, (3, 3), p=(2, 2), d=(2, 2), bias=False),
        convolution(2, 3, 5, 7, 4, (2, 2), p=(2, 0, 1, 1)),
        convolution(1, 4, 7, 5, 4, (5, 5), (1, 2), (0, 3, 2, 1), (1, 2), 2),
        convolution1d(2, 5, 13, 7, 3, p=1),
        convolution1d(3, 4, 29, 6, 4, 2, 3, 3, 2),
        transposed(2, 6, 5, 4, 3, (2, 2), (2, 2)),
        transposed(2, 5, 5, 4, 3, (4, 4), (2, 2), (1, 1), bias=False),
        transposed(1, 4, 5, 3, 6, (3, 2), (2, 3), (1, 0), (1, 2), (1, 1), 2),
        transposed(2, 6, 5, 4, 9, (3, 3), (1, 1), (1, 2), (2, 1), (3, 2), 3),
        transposed1d(2, 5, 13, 7, 4, 2, 1, 1),
        transposed1d(2, 6, 9, 3, 3, 3, 0, 2, 2, 3),
        maxima(image, (2, 2), (2, 2), (0, 0), (1, 1), True),
        maxima(image, (3, 2), (2, 3), (1, 1), (2, 3), True),
        maxima((2, 3, 5, 7), (3, 2), (2, 1), (1, 1), (1, 2), False, ties),
        maxima((2, 3, 7, 5), (3, 3), (3, 3), (1, 1), (1, 1), True, special(210)),
        means(image, (3, 3), (2, 2), (1, 1), True, True),
        means(image, (3, 2), (2, 3), (1, 1), False, True),
        means(image, (2, 2), (3, 3), (1, 1), True, True, 7),
        maxima1d(sequence, 4, 3, 1, 2, True),
        maxima1d(sequence, 3, 2, 0, 1, False),
        means1d(sequence, 4, 3, 2, True, True),
        means1d(sequence, 4, 3, 2, False, False),
        adaptive("adaptive_avg_pool1d", F.adaptive_avg_pool1d, sequence, (5,)),
        adaptive("adaptive_max_pool1d", F.adaptive_max_pool1d, sequence, (4,)),
        adaptive("adaptive_max_pool2d", F.adaptive_max_pool2d, image, (3, 4)),
        adaptive("adaptive_max_pool2d", F.adaptive_max_pool2d, (2, 3, 5, 7), (2, 9), ties),
        adaptive("adaptive_max_pool2d", F.adaptive_max_pool2d, (2, 3, 7, 5), (3, 2), special(210)),
    ]


# ---------------------------------------------------------------- whole layers


def short(tensor):
    """Nine digits, for what is compared as float32."""
    return [float(f"{v:.9g}") for v in digits(tensor)]


def layer(name, module, shape, run=None):
    """Result and gradients in training: parameter i has numbers of seed 1000 + i, halved."""
    module = module.double()
    for i, parameter in enumerate(module.parameters()):
        parameter.data = numbers(1000 + i, *parameter.shape, dtype=torch.float64) / 2
    x = numbers(998, *shape, dtype=torch.float64).requires_grad_()
    y = run(module, x) if run else module(x)
    y.backward(numbers(999, *y.shape, dtype=torch.float64))
    return {
        "name": name,
        "input": list(shape),
        "y": short(y),
        "inputGradient": short(x.grad),
        "parameters": [
            {"name": n, "shape": list(p.shape), "gradient": short(p.grad)} for n, p in module.named_parameters()
        ],
    }


def outputs(module, x):
    return module(x)[0]


def last_state(module, x):
    h = module(x)[1]
    h = h[0] if isinstance(h, tuple) else h
    return torch.cat(h.unbind()[-2:], 1) if module.bidirectional else h[-1]


def attention(module, x):
    return module(x, x, x, need_weights=False)[0]


def causal(module, x):
    n = x.shape[1]
    mask = torch.full((n, n), -math.inf, dtype=x.dtype).triu(1)
    return module(x, x, x, need_weights=False, attn_mask=mask)[0]


def masked(module, x):
    """Queries, keys and values of one batch, the last two keys of the second sample left out."""
    padding = torch.zeros(x.shape[:2], dtype=torch.bool)
    padding[1, 2:] = True
    mask = numbers(997, x.shape[1], x.shape[1], dtype=torch.float64)
    key, value = x.flip(1), x.flip(0)
    added = torch.zeros(x.shape[:2], dtype=x.dtype).masked_fill(padding, -math.inf)
    return module(x, key, value, key_padding_mask=added, need_weights=False, attn_mask=mask)[0]


def encoder_layer(**options):
    return nn.TransformerEncoderLayer(6, 2, 7, dropout=0.0, batch_first=True, **options)


def decoder_layer(**options):
    return nn.TransformerDecoderLayer(6, 2, 7, dropout=0.0, batch_first=True, **options)


def pair(module, x):
    """Two values of half as many features each."""
    return module(x[..., :3], x[..., 3:])


def of_others(module, x):
    return module(x[:, :3], x[..., :4], x[..., 2:5], need_weights=False)[0]


def decoder(module, x):
    """The last position of the second sample of the memory is left out."""
    padding = torch.zeros(2, 3, dtype=x.dtype)
    padding[1, 2] = -math.inf
    mask = torch.full((4, 4), -math.inf, dtype=x.dtype).triu(1)
    return module(x[:, :4], x[:, 2:], tgt_mask=mask, memory_key_padding_mask=padding)


def transformer(module, x):
    """The last position of the second source is left out."""
    padding = torch.zeros(2, 4, dtype=x.dtype)
    padding[1, 3] = -math.inf
    mask = torch.full((3, 3), -math.inf, dtype=x.dtype).triu(1)
    return module(
        x[:, :4], x[:, 2:], tgt_mask=mask, src_key_padding_mask=padding, memory_key_padding_mask=padding
    )


def from_states(module, x):
    """Recurrence that does not begin at zeros: all outputs, then all last states, batch first."""
    count = module.num_layers * (2 if module.bidirectional else 1)
    firsts = [s.transpose(0, 1).contiguous() for s in x.split(count, 1)]
    is_lstm = isinstance(module, nn.LSTM)
    y, last = module(x, tuple(firsts[:2]) if is_lstm else firsts[0])
    last = last if is_lstm else (last,)
    return torch.cat([t.flatten(1) for t in (y, *(s.transpose(0, 1) for s in last))], 1)


def functions():
    """Functions of one value, by the names of their cases."""

    def one(name, shape, f):
        return layer(name, nn.Identity(), shape, lambda _, x: f(x))

    return [
        one("glu along 1", (2, 4, 3), lambda x: F.glu(x, 1)),
        one("local_response_norm of 3", (2, 5, 3), lambda x: F.local_response_norm(x, 3, 0.5, 0.6, 2)),
        one("local_response_norm of 4", (2, 3, 2, 2), lambda x: F.local_response_norm(x, 4, 2)),
        one("flatten 1 to 2", (2, 3, 2, 4), lambda x: x.flatten(1, 2)),
        one("softmax2d", (2, 3, 2, 2), nn.Softmax2d()),
        one("cosine_similarity", (2, 3, 6), lambda x: F.cosine_similarity(x[..., :3], x[..., 3:], 1)),
        one("pairwise_distance", (2, 3, 6), lambda x: F.pairwise_distance(x[..., :3], x[..., 3:])),
        one("pairwise_distance 1", (4, 6), lambda x: F.pairwise_distance(x[:, :3], x[:, 3:], 1, keepdim=True)),
        one("cdist", (2, 3, 4), lambda x: torch.cdist(x[:, :2], x[:, 1:].sin())),
        one("normalize", (2, 3, 4), lambda x: F.normalize(x, dim=1)),
        one("unfold", (2, 3, 5, 4), lambda x: F.unfold(x, 3, 2, 1, 2)),
        one("unfold with stride 2", (2, 2, 5, 4), lambda x: F.unfold(x, 2, stride=2, padding=1)),
        one("fold", (2, 8, 12), lambda x: F.fold(x, (5, 4), 2)),
        one("fold with stride 2", (2, 18, 6), lambda x: F.fold(x, (6, 4), 3, stride=2, padding=1)),
        one("einsum bij,bjk->bik", (2, 3, 4), lambda x: torch.einsum("bij,bjk->bik", x, x.transpose(1, 2))),
        one("einsum abc,cd,abd->ad", (2, 3, 4), lambda x: torch.einsum("abc,cd,abd->ad", x, x[0, :2].T, x[..., 1:3])),
        one("einsum ab,cb", (2, 3), lambda x: torch.einsum("ab,cb", x, x)),
        one("einsum ijk->ik", (2, 3, 4), lambda x: torch.einsum("ijk->ik", x)),
        one("einsum ij,ij,k->i", (2, 3), lambda x: torch.einsum("ij,ij,k->i", x, x, x[0])),
        one("outer", (5,), lambda x: torch.outer(x, x.cos())),
        one("lerp", (2, 3), lambda x: torch.lerp(x, x.cos(), 0.3)),
        one("masked_fill", (2, 3), lambda x: x.masked_fill(x > 0.25, 7)),
        one("log2", (2, 3), lambda x: (x * x + 0.5).log2()),
        one("log10", (2, 3), lambda x: (x * x + 0.5).log10()),
        one("logit", (2, 3), lambda x: torch.logit(x / 4 + 0.5)),
        one("frac", (2, 7), lambda x: (5 * x).frac()),
    ]


def layers():
    return functions() + [
        layer("linear of rows of rows", nn.Linear(5, 3), (2, 4, 5)),
        layer("layer_norm", nn.LayerNorm(7), (3, 5, 7)),
        layer("layer_norm of two axes without bias", nn.LayerNorm((4, 3), eps=1e-3, bias=False), (2, 4, 3)),
        layer("rms_norm", nn.RMSNorm(7, eps=1e-5), (3, 2, 7)),
        layer("group_norm", nn.GroupNorm(2, 6), (2, 6, 3, 2)),
        layer("group_norm of rows", nn.GroupNorm(3, 6), (4, 6)),
        layer("instance_norm1d", nn.InstanceNorm1d(3, affine=True), (2, 3, 5)),
        layer("instance_norm2d", nn.InstanceNorm2d(3), (2, 3, 4, 5)),
        layer("batch_norm1d of rows", nn.BatchNorm1d(5), (4, 5)),
        layer("batch_norm1d of series", nn.BatchNorm1d(3), (2, 3, 7)),
        layer("lstm", nn.LSTM(3, 5, batch_first=True), (2, 4, 3), outputs),
        layer("lstm of two layers both ways", nn.LSTM(3, 2, 2, batch_first=True, bidirectional=True), (2, 3, 3), outputs),
        layer("lstm without bias, last state", nn.LSTM(3, 4, bias=False, batch_first=True), (3, 4, 3), last_state),
        layer("gru", nn.GRU(3, 5, batch_first=True), (2, 4, 3), outputs),
        layer("gru both ways, last state", nn.GRU(3, 2, 2, batch_first=True, bidirectional=True), (2, 3, 3), last_state),
        layer("rnn", nn.RNN(3, 4, 2, batch_first=True), (2, 4, 3), outputs),
        layer("rnn of relu", nn.RNN(3, 4, nonlinearity="relu", batch_first=True), (1, 1, 3), outputs),
        layer("multihead_attention", nn.MultiheadAttention(6, 3, batch_first=True), (2, 4, 6), attention),
        layer("multihead_attention, causal, without bias", nn.MultiheadAttention(6, 2, bias=False, batch_first=True), (2, 5, 6), causal),
        layer("multihead_attention of others, masked", nn.MultiheadAttention(6, 2, batch_first=True), (3, 4, 6), masked),
        layer("transformer_encoder_layer", encoder_layer(), (2, 5, 6)),
        layer("transformer_encoder_layer, norm first, gelu", encoder_layer(activation="gelu", norm_first=True), (2, 5, 6)),
        layer("transformer_encoder", nn.TransformerEncoder(encoder_layer(), 2, nn.LayerNorm(6), False), (2, 3, 6)),
        layer("multihead_attention of kdim 4, vdim 3", nn.MultiheadAttention(6, 2, kdim=4, vdim=3, batch_first=True), (2, 4, 6), of_others),
        layer("multihead_attention with weights", nn.MultiheadAttention(6, 3, batch_first=True), (2, 4, 6), lambda m, x: torch.cat(m(x, x, x), -1)),
        layer("transformer_decoder_layer", decoder_layer(), (2, 5, 6), decoder),
        layer("transformer_decoder_layer, norm first, gelu", decoder_layer(activation="gelu", norm_first=True), (2, 5, 6), decoder),
        layer("transformer_decoder", nn.TransformerDecoder(decoder_layer(), 2, nn.LayerNorm(6)), (2, 5, 6), decoder),
        layer("transformer", nn.Transformer(6, 2, 1, 2, 7, dropout=0.0, batch_first=True), (2, 5, 6), transformer),
        layer("bilinear", nn.Bilinear(3, 3, 4), (2, 5, 6), pair),
        layer("bilinear without bias", nn.Bilinear(3, 2, 1, bias=False), (2, 5), pair),
        layer("lstm of two layers from states", nn.LSTM(3, 3, 2, batch_first=True), (2, 4, 3), from_states),
        layer("gru both ways from a state", nn.GRU(3, 3, bidirectional=True, batch_first=True), (2, 4, 3), from_states),
        layer("rnn of relu from a state", nn.RNN(3, 3, 4, nonlinearity="relu", batch_first=True), (2, 4, 3), from_states),
    ] + volumes()


def volumes():
    return [
        layer("conv3d", nn.Conv3d(2, 3, (2, 3, 1)), (2, 2, 3, 4, 5)),
        layer("conv3d strided, dilated, in groups", nn.Conv3d(4, 6, 3, 2, 2, 2, 2, bias=False), (2, 4, 5, 4, 6)),
        layer("conv3d with padding of its own", nn.Conv3d(2, 2, (3, 1, 3), (1, 2, 1), (1, 0, 2)), (1, 2, 2, 5, 3)),
        layer("conv_transpose3d", nn.ConvTranspose3d(2, 3, 2), (2, 2, 3, 2, 3)),
        layer("conv_transpose3d strided, in groups", nn.ConvTranspose3d(4, 6, 3, 2, 1, 1, 2, dilation=2), (1, 4, 2, 3, 2)),
        layer("max_pool3d", nn.MaxPool3d(2), (2, 2, 4, 5, 6)),
        layer("max_pool3d, overlapping, ceil", nn.MaxPool3d(3, 2, 1, ceil_mode=True), (1, 2, 4, 5, 6)),
        layer("max_pool3d, dilated", nn.MaxPool3d(2, 1, 0, 2), (1, 2, 4, 3, 4)),
        layer("avg_pool3d, ceil", nn.AvgPool3d(3, 2, 1, ceil_mode=True), (2, 2, 4, 5, 6)),
        layer("avg_pool3d without padding", nn.AvgPool3d(3, 2, 1, count_include_pad=False), (1, 2, 4, 5, 6)),
        layer("adaptive_avg_pool3d", nn.AdaptiveAvgPool3d((2, 3, 4)), (2, 2, 5, 4, 6)),
        layer("adaptive_max_pool3d", nn.AdaptiveMaxPool3d(2), (2, 2, 5, 4, 3)),
        layer("batch_norm3d", nn.BatchNorm3d(3), (2, 3, 2, 3, 2)),
        layer("instance_norm3d", nn.InstanceNorm3d(3, affine=True), (2, 3, 2, 3, 2)),
        layer("lstm_cell", nn.LSTMCell(4, 4), (3, 12), lambda m, x: torch.cat(m(x[:, :4], (x[:, 4:8], x[:, 8:])), 1)),
        layer("gru_cell", nn.GRUCell(4, 4), (3, 8), lambda m, x: m(x[:, :4], x[:, 4:])),
        layer("rnn_cell of relu", nn.RNNCell(4, 4, False, "relu"), (3, 8), lambda m, x: m(x[:, :4], x[:, 4:])),
        layer("gru_cell from zeros", nn.GRUCell(4, 3), (2, 4)),
        layer("reflection_pad1d", nn.ReflectionPad1d((2, 1)), (2, 3, 4)),
        layer("replication_pad1d", nn.ReplicationPad1d(2), (2, 3, 4)),
        layer("circular_pad1d", nn.CircularPad1d(2), (2, 3, 4)),
        layer("constant_pad1d", nn.ConstantPad1d(2, 0.5), (2, 3, 4)),
        layer("zero_pad1d", nn.ZeroPad1d(2), (2, 3, 4)),
        layer("lp_pool1d", nn.LPPool1d(2, 3, 2), (2, 3, 8)),
        layer("lp_pool2d, ceil", nn.LPPool2d(2, 2, ceil_mode=True), (2, 3, 5, 7)),
    ]


# ---------------------------------------------------------------- optimizers

SIZE, FROM, TO = 207, 5, 200


def gradient(step):
    g = numbers(201 + step, SIZE)
    for i in range(SIZE):
        if i % 13 == 0:
            g[i] = 0
        elif i % 7 == 0:
            g[i] *= 2.0**-20
    return g.double()[FROM:TO]


class Lion(torch.optim.Optimizer):
    """Program 1 of https://arxiv.org/abs/2302.06675, which torch.optim does not have."""

    def __init__(self, parameters, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(parameters, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            (beta1, beta2), lr, decay = group["betas"], group["lr"], group["weight_decay"]
            for p in group["params"]:
                m = self.state[p].setdefault("exp_avg", torch.zeros_like(p))
                update = m * beta1 + p.grad * (1 - beta1)
                p -= lr * (update.sign() + decay * p)
                m.copy_(m * beta2 + p.grad * (1 - beta2))


def optimizer(name, make):
    w = nn.Parameter(numbers(201, SIZE).double()[FROM:TO])
    steps = make([w])
    torch.set_default_dtype(torch.float64)  # of NAdam's product of momenta
    for step in range(1, 6):
        w.grad = gradient(step)
        steps.step()
    torch.set_default_dtype(torch.float32)
    moments = {of: digits(kept) for of, kept in steps.state[w].items() if kept is not None and kept.dim() > 0}
    return {"name": name, "w": digits(w), "moments": moments}


def optimizers():
    optim = torch.optim
    adagrad = {"lr_decay": 0.5, "weight_decay": 0.05, "initial_accumulator_value": 0.25}
    return [
        optimizer("sgd", lambda p: optim.SGD(p, lr=0.1)),
        optimizer("sgd, weight decay", lambda p: optim.SGD(p, lr=0.1, weight_decay=0.05)),
        optimizer("sgd, momentum", lambda p: optim.SGD(p, lr=0.1, momentum=0.9)),
        optimizer(
            "sgd, nesterov, weight decay",
            lambda p: optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.05),
        ),
        optimizer("adam", lambda p: optim.Adam(p, lr=1e-3)),
        optimizer("adam, weight decay", lambda p: optim.Adam(p, lr=0.01, weight_decay=0.05)),
        optimizer("adamw", lambda p: optim.AdamW(p, lr=0.01, weight_decay=0.05)),
        optimizer("nadam", lambda p: optim.NAdam(p)),
        optimizer(
            "nadam, weight decay",
            lambda p: optim.NAdam(p, 0.01, (0.8, 0.99), 1e-6, 0.05, momentum_decay=0.5),
        ),
        optimizer(
            "nadam, decoupled weight decay",
            lambda p: optim.NAdam(p, 0.01, weight_decay=0.05, decoupled_weight_decay=True),
        ),
        optimizer("adamax", lambda p: optim.Adamax(p)),
        optimizer("adamax, weight decay", lambda p: optim.Adamax(p, 0.01, (0.9, 0.9), 1e-3, 0.05)),
        optimizer("lion", lambda p: Lion(p, 1e-3)),
        optimizer("lion, weight decay", lambda p: Lion(p, 0.01, weight_decay=0.5)),
        optimizer("rmsprop", lambda p: optim.RMSprop(p)),
        optimizer("rmsprop, momentum, weight decay", lambda p: optim.RMSprop(p, 1e-2, 0.9, 1e-6, 0.05, 0.9)),
        optimizer("rmsprop, centered", lambda p: optim.RMSprop(p, 1e-2, 0.9, centered=True)),
        optimizer("rmsprop, momentum, centered", lambda p: optim.RMSprop(p, 1e-2, 0.9, momentum=0.9, centered=True)),
        optimizer("adagrad", lambda p: optim.Adagrad(p)),
        optimizer(
            "adagrad, falling rate, weight decay, sums that begin with a number",
            lambda p: optim.Adagrad(p, 0.1, **adagrad),
        ),
        optimizer("adadelta", lambda p: optim.Adadelta(p)),
        optimizer("adadelta, weight decay", lambda p: optim.Adadelta(p, 0.5, 0.8, 1e-3, 0.05)),
    ]


# ---------------------------------------------------------------- clipping of gradients


def clipping(size, limit, special=None):
    """Gradients of two parameters; the special number, if any, is in the middle."""
    g = numbers(231, size).double()
    if special is not None:
        g[size // 2] = special
    result = {"size": size, "limit": limit, "special": special or 0}
    for name, clip in ("norm", nn.utils.clip_grad_norm_), ("value", nn.utils.clip_grad_value_):
        parameters = [nn.Parameter(torch.zeros_like(part)) for part in g.split((size + 1) // 2)]
        for parameter, part in zip(parameters, g.split((size + 1) // 2)):
            parameter.grad = part.clone()
        norm = clip(parameters, limit)
        if name == "norm":
            result["norm"] = norm.item()
        result["by" + name.capitalize()] = digits(torch.cat([p.grad for p in parameters]))
    return result


def clippings():
    return [
        clipping(1, 0.25),
        clipping(7, 0.5),
        clipping(207, 0.125),
        clipping(207, 100.0),
        clipping(13, 0.5, math.inf),
        clipping(13, 0.5, -math.inf),
        clipping(13, 0.5, math.nan),
    ]


# ---------------------------------------------------------------- the whole OrientationModel

PIXELS, BATCH, SAMPLES = 32, 3, 64


class OrientationModel(nn.Module):
    def __init__(self):
        super().__init__()
        layers, channels = [], [1, 32, 64, 128, 128, 128]
        for ci, co in zip(channels, channels[1:]):
            layers += [nn.Conv2d(ci, co, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2, 2)]
        self.conv = nn.Sequential(*layers)
        self.fc = nn.Sequential(nn.Linear(128 * (PIXELS // 32) ** 2, 64), nn.ReLU(), nn.Linear(64, 2))

    def forward(self, x):
        return self.fc(torch.flatten(self.conv(x), 1))


def orientation_model(dtype):
    model, seed = OrientationModel(), 100
    state, fan_in = model.state_dict(), 1
    for name, value in state.items():
        if name.endswith("weight"):
            fan_in = value[0].numel()
        bound = torch.tensor(1 / math.sqrt(fan_in), dtype=torch.float32)
        state[name] = numbers(seed, *value.shape) * bound
        seed += 1
    model.load_state_dict(state)
    return model.to(dtype)


def train(dtype, steps):
    """Losses of steps of Adam."""
    model = orientation_model(dtype)
    x = ((numbers(1, BATCH, 1, PIXELS, PIXELS) + 1) * 0.5).to(dtype)
    t = numbers(2, BATCH, 2, dtype=dtype)
    adam, losses = torch.optim.Adam(model.parameters(), lr=1e-3), []
    for _ in range(steps):
        adam.zero_grad()
        loss = F.mse_loss(model(x), t)
        loss.backward()
        losses.append(loss.item())
        adam.step()
    return losses


def orientation():
    model = orientation_model(torch.float64)
    x = ((numbers(1, BATCH, 1, PIXELS, PIXELS) + 1) * 0.5).double()
    y = model(x)
    loss = F.mse_loss(y, numbers(2, BATCH, 2, dtype=torch.float64))
    loss.backward()
    tensors = []
    for name, parameter in model.named_parameters():
        g = parameter.grad.flatten()
        stride = max(1, g.numel() // SAMPLES)
        while math.gcd(stride, 6) > 1:  # else every element would be of the same tap and channel
            stride -= 1
        tensors.append(
            {
                "name": name,
                "shape": list(parameter.shape),
                "norm": g.norm().item(),
                "stride": stride,
                "sample": digits(g[::stride][:SAMPLES]),
            }
        )
    return {
        "pixels": PIXELS,
        "batch": BATCH,
        "y": digits(y),
        "loss": loss.item(),
        "gradients": tensors,
        "losses": train(torch.float64, 5),
        "lossesFloat32": train(torch.float32, 5),
    }


# ---------------------------------------------------------------- two models in turn


def gan():
    """The usual loop of a DCGAN: the fakes are made once, for both of its steps."""
    torch.set_default_dtype(torch.float64)
    generator = nn.Sequential(
        nn.ConvTranspose2d(2, 3, 2, bias=False),
        nn.BatchNorm2d(3),
        nn.ReLU(),
        nn.ConvTranspose2d(3, 1, 2, 2, bias=False),
        nn.Tanh(),
    )
    discriminator = nn.Sequential(
        nn.Conv2d(1, 4, 2, bias=False),
        nn.BatchNorm2d(4),
        nn.LeakyReLU(0.2),
        nn.Conv2d(4, 1, 3, bias=False),
        nn.Flatten(),
    )
    both = nn.ModuleDict({"generator": generator, "discriminator": discriminator})
    first = {name: digits(of) for name, of in both.state_dict().items()}
    adam = {"lr": 1e-2, "betas": (0.5, 0.999)}
    of_generator = torch.optim.Adam(generator.parameters(), **adam)
    of_discriminator = torch.optim.Adam(discriminator.parameters(), **adam)
    criterion = nn.BCEWithLogitsLoss()
    ones, zeros, losses = torch.ones(5, 1), torch.zeros(5, 1), []
    for step in range(3):
        image = numbers(300 + step, 5 * 16).double().reshape(5, 1, 4, 4)
        fake = generator(numbers(400 + step, 5 * 2).double().reshape(5, 2, 1, 1))
        of_discriminator.zero_grad()
        real_or_not = criterion(discriminator(image), ones) + criterion(discriminator(fake.detach()), zeros)
        real_or_not.backward()
        of_discriminator.step()
        of_generator.zero_grad()
        deceived = criterion(discriminator(fake), ones)
        deceived.backward()
        of_generator.step()
        losses.append([real_or_not.item(), deceived.item()])
    torch.set_default_dtype(torch.float32)
    last = {name: digits(of) for name, of in both.state_dict().items()}
    return {"first": first, "losses": losses, "last": last}


def hooks():
    """What every module gives in a training step, and the gradient of the loss with respect to it."""
    torch.manual_seed(1)
    torch.set_default_dtype(torch.float64)
    body = nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU(), nn.MaxPool2d(2))
    model = nn.Sequential()
    for name, module in {"body": body, "1": nn.Flatten(), "2": nn.Tanh(), "3": nn.Linear(12, 2)}.items():
        model.add_module(name, module)
    state = {name: digits(of) for name, of in model.state_dict().items()}
    outputs = {}

    def kept(name):
        def hook(module, inputs, output):
            output.retain_grad()
            outputs[name] = output

        return hook

    for name, module in model.named_modules():
        if name:
            module.register_forward_hook(kept(name))
    x = numbers(500, 3 * 16).double().reshape(3, 1, 4, 4)
    nn.functional.cross_entropy(model(x), torch.tensor([1, 0, 1])).backward()
    torch.set_default_dtype(torch.float32)
    layers = {
        name: {"output": digits(of), "gradient": digits(of.grad)} for name, of in outputs.items()
    }
    return {"state": state, "layers": layers}


def trainer(name, make):
    """Whole steps: forward, loss, backward, update, an average of the weights."""
    torch.manual_seed(2)
    torch.set_default_dtype(torch.float64)
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    state = {of: digits(kept) for of, kept in model.state_dict().items()}
    steps = make(model.parameters())
    average = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.75)
    )
    x, y, losses = numbers(600, 5 * 3).double().reshape(5, 3), numbers(601, 5 * 2).double().reshape(5, 2), []
    for _ in range(5):
        steps.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        steps.step()
        average.update_parameters(model)
        losses.append(loss.item())
    torch.set_default_dtype(torch.float32)
    averaged = {of: digits(kept) for of, kept in average.module.state_dict().items()}
    last = {of: digits(kept) for of, kept in model.state_dict().items()}
    return {"name": name, "first": state, "losses": losses, "last": last, "average": averaged}


def trainers():
    optim = torch.optim
    return [
        trainer("SGD", lambda p: optim.SGD(p, 0.1, 0.9, weight_decay=0.01, nesterov=True)),
        trainer("Adam", lambda p: optim.Adam(p, 0.01)),
        trainer("AdamW", lambda p: optim.AdamW(p, 0.01, weight_decay=0.1)),
        trainer("NAdam", lambda p: optim.NAdam(p, 0.01)),
        trainer("Adamax", lambda p: optim.Adamax(p, 0.01)),
        trainer("Lion", lambda p: Lion(p, 0.01)),
        trainer("RMSprop", lambda p: optim.RMSprop(p, 0.01, momentum=0.9)),
        trainer("Adagrad", lambda p: optim.Adagrad(p, 0.1, 0.1)),
        trainer("Adadelta", lambda p: optim.Adadelta(p, 1)),
    ]


def write(name, what):
    path = OUT / name
    path.write_text(json.dumps(what, separators=(",", ":")).replace("},{", "},\n{") + "\n")
    print(path, path.stat().st_size, "bytes")


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    write("operations.json", operations())
    write("elementwise.json", elementwises())
    write("convolutions.json", convolutions())
    write("layers.json", layers())
    write("activations.json", activations())
    write("batch_norm.json", runnings())
    write("optimizers.json", optimizers())
    write("clipping.json", clippings())
    write("gan.json", gan())
    write("orientation.json", orientation())
    write("hooks.json", hooks())
    write("trainers.json", trainers())
