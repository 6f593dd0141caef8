"""Parameter groups: a slow body, a fast head, and no weight decay for biases and norms."""
import sys

import torch
from torch import nn
from torch.nn.functional import cross_entropy


def rings(n):
    """Points within a ring or around it."""
    y = torch.randint(2, (n,))
    angle, radius = 6.3 * torch.rand(n), 1 + y + 0.2 * torch.randn(n)
    x = torch.stack([radius * torch.cos(angle), radius * torch.sin(angle)], 1)
    return x.to(device), y.to(device)


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
body = nn.Sequential(nn.Linear(2, 32), nn.LayerNorm(32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU())
model = nn.Sequential(body, nn.Linear(32, 2)).to(device)
named = list(model.named_parameters())
flat = [p for name, p in named if p.ndim < 2]
slow = [p for name, p in named if p.ndim >= 2 and name.startswith("0.")]
fast = [p for name, p in named if p.ndim >= 2 and not name.startswith("0.")]
optimizer = torch.optim.AdamW(
    [
        {"params": flat, "lr": 1e-2, "weight_decay": 0},
        {"params": slow, "lr": 1e-3},
        {"params": fast, "lr": 1e-2},
    ],
    weight_decay=0.01,
)
for step in range(200):
    x, y = rings(64)
    optimizer.zero_grad()
    cross_entropy(model(x), y).backward()
    optimizer.step()
model.eval()
x, y = rings(1000)
with torch.no_grad():
    right = model(x).argmax(1) == y
print(f"accuracy {right.float().mean():.3f}")
