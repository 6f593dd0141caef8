"""Writes PyTorch's numbers for functions of values, by the names of their cases (FunctionCases.java).

How to run: as fixtures.py, with which it shares numbers and format.
"""

import json
import pathlib
import re

import torch
from torch.nn import functional as F

from fixtures import OUT, digits, numbers

WEIGHTS = 900
CASES = pathlib.Path(__file__).parents[1] / "java" / "org" / "tornadonn" / "conformance"


def function(name, f, *inputs):
    """Inputs: (seed, shape), (values, shape), or ("index", values, shape), which gets no gradient."""
    tensors = []
    for what in inputs:
        if what[0] == "index":
            index = torch.tensor(what[1]).reshape(what[2])
            tensors.append(index.double() if index.is_floating_point() else index)
        elif isinstance(what[0], int):
            tensors.append(numbers(what[0], *what[1], dtype=torch.float64).requires_grad_())
        else:
            tensors.append(torch.tensor(what[0], dtype=torch.float64).reshape(what[1]).requires_grad_())
    y = f(*tensors).double()
    if y.requires_grad:
        y.backward(numbers(WEIGHTS, *y.shape, dtype=torch.float64))
    return {
        "name": name,
        "y": digits(y),
        "gradients": [digits(x.grad) if x.grad is not None else [] for x in tensors],
    }


def one(name, shape, f):
    return function(name, f, (901, shape))


def shapes():
    return [
        one("permute (2, 3, 5, 7) to 0, 2, 3, 1", (2, 3, 5, 7), lambda x: x.permute(0, 2, 3, 1)),
        one("permute six axes", (2, 3, 2, 3, 2, 3), lambda x: x.permute(5, 3, 1, 4, 2, 0)),
        one("movedim (2, 3, 5, 7)", (2, 3, 5, 7), lambda x: x.movedim(1, -1)),
        one("slice 1:7:2 of 7", (3, 7, 4), lambda x: x[:, 1:7:2]),
        one("flip (3, 5, 4) along 1, 2", (3, 5, 4), lambda x: x.flip(1, 2)),
        function(
            "cat of 2, 1, 4",
            lambda *x: torch.cat(x, 1),
            (902, (3, 2, 5)),
            (903, (3, 1, 5)),
            (904, (3, 4, 5)),
        ),
        function("stack of three", lambda *x: torch.stack(x, -1), *((905 + i, (3, 2)) for i in range(3))),
        one("split, the pieces in turn", (2, 8), lambda x: torch.cat([x.split(3, 1)[2], x.chunk(3, 1)[0]], 1)),
        one("pad by 1, 2, 3, 0 with 0.5", (2, 3, 4), lambda x: F.pad(x, (1, 2, 3, 0), value=0.5)),
        one("pad by -1, 2", (3, 5), lambda x: F.pad(x, (-1, 2))),
        one("pad REFLECT", (2, 4, 5), lambda x: F.pad(x[None], (3, 2, 0, 3), "reflect")[0]),
        one("pad REPLICATE", (2, 4, 5), lambda x: F.pad(x[None], (3, 2, 0, 3), "replicate")[0]),
        one("pad CIRCULAR", (2, 4, 5), lambda x: F.pad(x[None], (3, 2, 0, 3), "circular")[0]),
        one("roll by 2", (2, 5, 3), lambda x: x.roll(2, 1)),
        one("tile (2, 3) by 2, 1, 3", (2, 3), lambda x: x.tile(2, 1, 3)),
        one("repeat_interleave by 3", (2, 3, 2), lambda x: x.repeat_interleave(3, 1)),
        one("index_select 4, 0, 0, -2", (2, 5, 3), lambda x: x.index_select(1, torch.tensor([4, 0, 0, 3]))),
        one("tril 1 of (2, 3, 4)", (2, 3, 4), lambda x: x.tril(1)),
        one("triu -1 of (4, 3)", (4, 3), lambda x: x.triu(-1)),
        one("diagonal 1 of (2, 3, 5)", (2, 3, 5), lambda x: x.diagonal(1, -2, -1)),
        one("diagonal -1 of (3, 5)", (3, 5), lambda x: x.diagonal(-1)),
        one("pixel_shuffle 2 of (2, 12, 3, 2)", (2, 12, 3, 2), lambda x: F.pixel_shuffle(x, 2)),
        one("pixel_unshuffle 3 of (2, 2, 6, 3)", (2, 2, 6, 3), lambda x: F.pixel_unshuffle(x, 3)),
        one("channel_shuffle 3 of (2, 6, 2, 2)", (2, 6, 2, 2), lambda x: F.channel_shuffle(x, 3)),
    ]


def resizes():
    shape = (2, 2, 4, 5)

    def to(mode, size, corners=False):
        torch_mode = {"LINEAR": "bilinear", "CUBIC": "bicubic"}[mode]
        name = f"interpolate {mode} {'with corners ' if corners else ''}to {size}"
        return one(name, shape, lambda x: F.interpolate(x, size, mode=torch_mode, align_corners=corners))

    return [
        one("interpolate NEAREST to (7, 3)", shape, lambda x: F.interpolate(x, (7, 3))),
        to("LINEAR", (7, 3)),
        to("LINEAR", (9, 7), True),
        to("LINEAR", (1, 2), True),
        to("CUBIC", (9, 3)),
        to("CUBIC", (3, 8), True),
        one("interpolate NEAREST by (1.5, 2.0)", shape, lambda x: F.interpolate(x, scale_factor=(1.5, 2))),
        one(
            "interpolate LINEAR by (2.0, 0.7)",
            shape,
            lambda x: F.interpolate(x, scale_factor=(2, 0.7), mode="bilinear"),
        ),
        one(
            "interpolate CUBIC by (2.0, 1.3)",
            shape,
            lambda x: F.interpolate(x, scale_factor=(2, 1.3), mode="bicubic"),
        ),
    ]


def grids():
    def locations(*shape):
        return (numbers(957, *shape) * torch.tensor(1.3)).double().flatten().tolist(), shape

    def sample(mode, outside, corners=False):
        torch_mode = {"NEAREST": "nearest", "LINEAR": "bilinear", "CUBIC": "bicubic"}[mode]
        return function(
            f"grid_sample {mode} {outside}{' with corners' if corners else ''}",
            lambda x, grid: F.grid_sample(x, grid, torch_mode, outside.lower(), corners),
            (951, (2, 3, 5, 4)),
            locations(2, 3, 7, 2),
        )

    return [
        sample("LINEAR", "ZEROS"),
        sample("LINEAR", "BORDER", True),
        sample("LINEAR", "REFLECTION"),
        sample("LINEAR", "REFLECTION", True),
        sample("NEAREST", "ZEROS", True),
        sample("NEAREST", "BORDER"),
        sample("CUBIC", "ZEROS"),
        sample("CUBIC", "REFLECTION", True),
        function(
            "grid_sample of volumes",
            lambda x, grid: F.grid_sample(x, grid, align_corners=False),
            (953, (2, 2, 3, 4, 5)),
            locations(2, 2, 3, 2, 3),
        ),
        one("affine_grid", (2, 2, 3), lambda x: F.affine_grid(x, (2, 3, 4, 5), align_corners=False)),
        one("affine_grid with corners", (2, 2, 3), lambda x: F.affine_grid(x, (2, 3, 4, 5), align_corners=True)),
    ]


NAN, INF = float("nan"), float("inf")
ROWS = [1, 3, 3, -2, 3, -1, NAN, 5, NAN, 0, NAN, 7, 1, 2, 3]
ROWS += [0, 0, -INF, INF, INF, *[-INF] * 5, -4, -4, 1, 2, 3]


def reductions():
    shape = (3, 5, 4)
    rows = (ROWS, (6, 5))
    counted = ([1.0, 0, -2, NAN, 0, 0, 0, 0, 5, 6, 7, -1], (3, 4))
    return [
        one("amax (3, 5, 4) over 1", shape, lambda x: x.amax(1)),
        one("amin (3, 5, 4) over 0, 2, keepdim", shape, lambda x: x.amin((0, 2), keepdim=True)),
        one("amax of 1037 in parts", (1037,), lambda x: x.amax()),
        function("amax ties, NaN, infinities", lambda x: x.amax(1), rows),
        function("amin ties, NaN, infinities", lambda x: x.amin(1), rows),
        function("argmax ties, NaN, infinities", lambda x: x.argmax(1), rows),
        function("argmin ties, NaN, infinities", lambda x: x.argmin(1), rows),
        one("min (3, 5, 4) along 1, keepdim", shape, lambda x: x.min(1, keepdim=True).values),
        one("prod (3, 5, 4) along 1", shape, lambda x: x.prod(1)),
        function("prod with zeros", lambda x: x.prod(-1), ([2.0, 0, -3, 0.5, 0, 4, 0, 1], (2, 4))),
        one("cumsum (3, 5, 4) along 1", shape, lambda x: x.cumsum(1)),
        one("var (3, 5, 4) over 1", shape, lambda x: x.var(1)),
        one("std (5, 7), correction 0, keepdim", (5, 7), lambda x: x.std(1, correction=0, keepdim=True)),
        function("std of equal numbers", lambda x: x.std(1), ([0.5, 0.5, 0.5, 1, 2, 3], (2, 3))),
        one("norm 1 (3, 5, 4) over 1", shape, lambda x: x.norm(1, 1)),
        one("norm 2 (3, 5, 4) over 1", shape, lambda x: x.norm(2, 1)),
        function("norm 2 of zeros", lambda x: x.norm(2, 1), ([0.0, 0, 3, 4], (2, 2))),
        function("count_nonzero", lambda x: x.count_nonzero(1), counted),
        function("all", lambda x: x.all(1), counted),
        function("any", lambda x: x.any(1), counted),
    ]


def indexing():
    ids = [0, 6, 3, 3, 0, 3, 5, 1]
    return [
        function(
            "gather along 1",
            lambda x, i: x.gather(1, i),
            (911, (2, 5, 3)),
            ("index", [4, 0, 1, 1, 0, 3, 2, 2, 2, 0, 1, 4], (2, 2, 3)),
        ),
        function(
            "gather of a smaller index",
            lambda x, i: x.gather(0, i),
            (912, (4, 5)),
            ("index", [3, 3, 0, 1, 2, 2], (3, 2)),
        ),
        one("sort (3, 5, 4) along 1", (3, 5, 4), lambda x: x.sort(1).values),
        one("topk 2 of 7", (3, 7), lambda x: x.topk(2).values),
        one(
            "topk 5 of (2, 50, 3) along 1, the smallest",
            (2, 50, 3),
            lambda x: x.topk(5, dim=1, largest=False).values,
        ),
        function(
            "where the first two in order were, ties and NaN",
            lambda x: torch.stack(
                [x.sort(stable=True).indices[:2], x.sort(descending=True, stable=True).indices[:2]]
            ),
            ([2, NAN, -1, 2, NAN, -1, 0, 9], (8,)),
        ),
        function(
            "where sorted ones were, ties and NaN",
            lambda x: torch.stack([x.sort(stable=True).indices, x.sort(descending=True, stable=True).indices]),
            ([2, NAN, -1, 2, NAN, -1, 0, 9], (8,)),
        ),
        function("embedding (7, 3) of (2, 4)", F.embedding, ("index", ids, (2, 4)), (914, (7, 3))),
        function(
            "embedding with padding_idx 3",
            lambda i, w: F.embedding(i, w, padding_idx=3),
            ("index", ids, (8,)),
            (914, (7, 3)),
        ),
    ]


def ctc(blank, reduction, zero, shape, targets, frames, lengths):
    name = "ctc blank %d, %s%s, %d frames of %d classes, %d samples" % (
        blank,
        reduction.upper(),
        ", ∞ to 0" if zero else "",
        shape[0],
        shape[2],
        shape[1],
    )
    return function(
        name,
        lambda x: F.ctc_loss(
            x.log_softmax(2),
            torch.tensor(targets),
            torch.tensor(frames),
            torch.tensor(lengths),
            blank,
            reduction,
            zero,
        ),
        (917, shape),
    )


def losses():
    return [
        ctc(0, "none", False, (5, 3, 3), [[1, 2], [1, 1], [2, 0]], [5, 4, 3], [2, 2, 1]),
        ctc(2, "mean", False, (4, 2, 3), [[1, 0, 1], [0, 0, 0]], [4, 3], [2, 0]),
        ctc(1, "sum", False, (6, 2, 2), [[0, 0, 0], [0, 0, 0]], [5, 6], [3, 1]),
        ctc(0, "none", False, (1, 2, 7), [[3], [6]], [1, 0], [1, 0]),
        ctc(0, "none", True, (4, 2, 3), [[1, 1], [1, 2]], [2, 4], [2, 2]),
    ]


# What functions of elements take where CompositionCases.java gives one operand for several.
TAKES = {
    "lerp": lambda a, b: torch.lerp(a, b, b),
    "addcmul": lambda a, b: torch.addcmul(a, b, b, value=0.5),
    "addcdiv": lambda a, b: torch.addcdiv(a, a, b, value=0.5),
    "softsign": F.softsign,
    "nan_to_num": lambda a: a.nan_to_num(posinf=FLOAT_MAX, neginf=-FLOAT_MAX),
}
FLOAT_MAX = torch.finfo(torch.float32).max
NONE = [0.0, -0.0, 1.0, -1.0, 2.5, -2.5, NAN, INF, -INF]


def compositions():
    """By the lines of CompositionCases.java, whose random operands are computed in float32."""
    lines = (CASES / "CompositionCases.java").read_text()
    cases = []
    for count, name, low, high in re.findall(r'\b(one|two|flats?)\(\s*"(\w+)",.*?, ([-\d.]+), ([-\d.]+)\)[,;]?\n', lines):
        low, high = float(low), float(high)
        seeds = (941, 942) if count in ("two", "flats") else (941,)
        operands = [((low + high) / 2 + (high - low) / 2 * numbers(seed, 35)).tolist() for seed in seeds]
        index = ("index",) if count.startswith("flat") else ()
        cases.append((name, name, [(*index, operand, (35,)) for operand in operands]))
    for count, case, name in re.findall(r'\b(specials?)\(\s*"((\w+) of none)"', lines):
        pairs = ([NONE * 9, [x for x in NONE for _ in NONE]]) if count == "specials" else [NONE]
        cases.append((case, name, [("index", operand, (len(operand),)) for operand in pairs]))
    return [function(case, TAKES.get(name) or getattr(torch, name), *operands) for case, name, operands in cases]


def main():
    cases = shapes() + resizes() + grids() + reductions() + indexing() + losses() + compositions()
    (OUT / "functions.json").write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
