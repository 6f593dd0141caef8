"""Writes what PyTorch's losses come to, for LossTest.

Run from the repository's root with a Python that has torch:

    python nn/core/src/test/python/loss_fixtures.py

The file goes to src/test/resources/org/tornadonn/train/losses.json and is checked in; made with
torch 2.13.0, in float64. A model multiplies each number of a sample by a weight of its own, so that
the gradients of the weights are those of the outputs, summed over samples.
"""

import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

OUT = pathlib.Path(__file__).parents[1] / "resources" / "org" / "tornadonn" / "train" / "losses.json"
SAMPLES = 5

torch.manual_seed(7)


def floats(*shape, low=-2.0, high=2.0):
    return (torch.rand(*shape) * (high - low) + low).float().double()


def flat(tensor):
    return tensor.detach().flatten().tolist()


def case(name, loss, outputs, targets):
    """Outputs: samples before the weights, one tensor for each output; targets likewise."""
    weights = [floats(*x.shape[1:], low=0.5, high=1.5).requires_grad_() for x in outputs]
    value = loss(*[x * w for x, w in zip(outputs, weights)], *targets)
    value.backward()
    return {
        "name": name,
        "shapes": [list(x.shape[1:]) for x in outputs],
        "x": [flat(x) for x in outputs],
        "weights": [flat(w) for w in weights],
        "targets": [flat(t.double()) for t in targets],
        "loss": value.item(),
        "gradients": [flat(w.grad) for w in weights],
    }


def classes(*shape, of):
    return torch.randint(0, of, shape)


def long(loss):
    return lambda y, t: loss(y, t.long())


def cases():
    n = SAMPLES
    x = floats(n, 3)
    t = classes(n, of=3)
    weight = torch.tensor([0.5, 2.0, 0.25], dtype=torch.float64)
    some = t.clone()
    some[1] = -100
    dense, targets = floats(n, 3, 2, 4), classes(n, 2, 4, of=3)
    holes = targets.clone()
    holes[0, 1, 1:] = 1
    holes[3] = 1
    probabilities = floats(n, 3, low=0, high=1)
    logs = F.log_softmax(floats(n, 3), 1).float().double()
    pixels = F.log_softmax(dense, 1).float().double()
    positive = torch.tensor([3.0, 0.5, 1.0], dtype=torch.float64)
    samples = floats(n, low=0, high=2)
    samples[2] = 0

    def weighted(each):
        return lambda y, t, w: (each(y, t).reshape(n, -1).mean(1) * w).sum() / w.sum()

    def weighted_classes(y, t, w):
        each = F.cross_entropy(y, t.long(), weight=weight, reduction="none")
        return (each * w).sum() / (weight[t.long()] * w).sum()

    a, b, c = floats(n, 4), floats(n, 4), floats(n, 4)
    signs = torch.tensor([1.0, -1, -1, 1, -1], dtype=torch.float64)
    return [
        case("mse", F.mse_loss, [x], [floats(n, 3)]),
        case("bce", F.binary_cross_entropy, [probabilities * 0.6], [floats(n, 3, low=0, high=1)]),
        case(
            "pos_weight",
            lambda y, t: F.binary_cross_entropy_with_logits(y, t, pos_weight=positive),
            [x],
            [classes(n, 3, of=2).double()],
        ),
        case("kl", lambda y, t: F.kl_div(y, t, reduction="batchmean"), [logs], [F.softmax(floats(n, 3), 1)]),
        case("nll", long(F.nll_loss), [logs], [t]),
        case("nll pixels", long(F.nll_loss), [pixels], [targets]),
        case("class weights", long(nn.CrossEntropyLoss(weight)), [x], [t]),
        case("class weights, smoothing", long(nn.CrossEntropyLoss(weight, label_smoothing=0.1)), [x], [t]),
        case("ignore", long(nn.CrossEntropyLoss()), [x], [some]),
        case("ignore, class weights", long(nn.CrossEntropyLoss(weight)), [x], [some]),
        case("pixels", long(nn.CrossEntropyLoss()), [dense], [targets]),
        case("pixels, smoothing", long(nn.CrossEntropyLoss(label_smoothing=0.25)), [dense], [targets]),
        case("pixels, ignore 1", long(nn.CrossEntropyLoss(ignore_index=1)), [dense], [holes]),
        case(
            "pixels, ignore 1, class weights, smoothing",
            long(nn.CrossEntropyLoss(weight, ignore_index=1, label_smoothing=0.25)),
            [dense],
            [holes],
        ),
        case("cosine", lambda a, b, t: F.cosine_embedding_loss(a, b, t, margin=0.25), [a, b], [signs]),
        case("triplet", lambda a, b, c: F.triplet_margin_loss(a, b, c, margin=1.5), [a, b, c], []),
        case("weighted mse", weighted(lambda y, t: (y - t) ** 2), [x], [floats(n, 3), samples]),
        case(
            "weighted huber",
            weighted(lambda y, t: F.huber_loss(y, t, delta=0.5, reduction="none")),
            [x],
            [floats(n, 3), samples],
        ),
        case(
            "weighted smooth l1",
            weighted(lambda y, t: F.smooth_l1_loss(y, t, beta=0.5, reduction="none")),
            [x],
            [floats(n, 3), samples],
        ),
        case(
            "weighted bce with logits",
            weighted(lambda y, t: F.binary_cross_entropy_with_logits(y, t, reduction="none")),
            [x],
            [floats(n, 3, low=0, high=1), samples],
        ),
        case("weighted classes", weighted_classes, [x], [t, samples]),
        case("log cosh", lambda y, t: torch.log(torch.cosh(y - t)).mean(), [dense], [floats(n, 3, 2, 4)]),
        case(
            "heads",
            lambda y, z, t, u: F.cross_entropy(y, t.long(), ignore_index=-100) + 0.5 * F.mse_loss(z, u),
            [x, floats(n, 2)],
            [some, floats(n, 2)],
        ),
    ]


OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text("[\n" + ",\n".join(json.dumps(c) for c in cases()) + "\n]" + "\n")
