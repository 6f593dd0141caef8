"""Writes the learning rates of PyTorch's schedulers, epoch by epoch, for ScheduleTest.

How to run, from nn/core, with torch:

    python src/test/python/schedule_fixtures.py

The file goes to src/test/resources/org/tornadonn/train and is checked in; made with torch 2.13.0.
"""

import json
import math
import pathlib
import warnings

import torch
from torch.optim import lr_scheduler as s

OUT = pathlib.Path(__file__).parents[1] / "resources/org/tornadonn/train/schedules.json"
BASE = 0.01
EPOCHS = 12

# Falls, stays, wobbles within the threshold, falls, rises.
MEASURED = [1.0, 0.8, 0.8, 0.79999, 0.81, 0.5, 0.49999, 0.4999, 0.6, 0.7, 0.65, 0.49, 0.49, 0.49, 0.49]


def rates(build):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=BASE)
    scheduler = build(optimizer)
    made = []
    for _ in range(EPOCHS):
        made.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return made


def plateau(sign, **settings):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=BASE)
    scheduler = s.ReduceLROnPlateau(optimizer, **settings)
    made = []
    for value in MEASURED:
        scheduler.step(sign * value)
        made.append(optimizer.param_groups[0]["lr"])
    return made


def warm(optimizer, then):
    warm_up = s.LinearLR(optimizer, start_factor=1 / 3, total_iters=4)
    return s.SequentialLR(optimizer, [warm_up, then], milestones=[4])


warnings.simplefilter("ignore")  # SequentialLR steps by epoch, which PyTorch itself deprecates
OUT.write_text(
    json.dumps(
        {
            "base": BASE,
            "measured": MEASURED,
            "step": rates(lambda o: s.StepLR(o, step_size=3, gamma=0.5)),
            "cosine": rates(lambda o: s.CosineAnnealingLR(o, T_max=EPOCHS)),
            "linear": rates(lambda o: s.LinearLR(o, start_factor=1 / 3, end_factor=0.9, total_iters=5)),
            "warmCosine": rates(lambda o: warm(o, s.CosineAnnealingLR(o, T_max=8))),
            "warmStep": rates(lambda o: warm(o, s.StepLR(o, step_size=3, gamma=0.5))),
            "plateauMin": plateau(1, factor=0.5, patience=1),
            "plateauMax": plateau(-1, mode="max", factor=0.5, patience=1),
            "plateauAbs": plateau(1, factor=0.1, patience=0, threshold=0.01, threshold_mode="abs", cooldown=2),
            "plateauLowest": plateau(1, factor=0.1, patience=0, min_lr=0.0005),
            "plateauTiny": plateau(1, factor=1e-4, patience=0),
        },
        indent=1,
    )
    + "\n"
)
print(torch.__version__)
