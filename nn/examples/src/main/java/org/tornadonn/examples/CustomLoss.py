"""A loss of one's own, ln(1 + d²), bears with wrong answers among the right ones."""
import sys

import torch
from torch import nn


def cauchy(output, target):
    return torch.log1p((output - target) ** 2).mean()


def squared(output, target):
    return ((output - target) ** 2).mean()


def samples(n, wrong):
    """A curve, on which some of the answers are far too large."""
    x = 4 * torch.rand(n, 1) - 2
    y = torch.sin(2 * x) + 0.1 * torch.randn(n, 1) + 10 * (torch.rand(n, 1) < wrong)
    return x.to(device), y.to(device)


def error_after(loss_of):
    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 1)).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    for step in range(400):
        x, y = samples(64, 0.1)
        optimizer.zero_grad()
        loss_of(model(x), y).backward()
        optimizer.step()
    model.eval()
    x, y = samples(500, 0)
    with torch.no_grad():
        return squared(model(x), y) / y.var()


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
print(f"squares: error {error_after(squared):.3f} of the variance")
print(f"error {error_after(cauchy):.3f} of the variance")
