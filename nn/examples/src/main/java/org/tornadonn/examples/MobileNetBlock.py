"""MobileNetV2's block, written as a module of one's own, tells stripes by their direction."""
import sys

import torch
from torch import nn
from torch.nn.functional import cross_entropy


class InvertedResidual(nn.Module):
    """Sandler and others, https://arxiv.org/abs/1801.04381"""

    def __init__(self, channels, expansion):
        super().__init__()
        hidden = channels * expansion
        self.conv = nn.Sequential(
            nn.Conv2d(channels, hidden, 1, bias=False),
            nn.BatchNorm2d(hidden),
            nn.ReLU6(),
            nn.Conv2d(hidden, hidden, 3, padding=1, groups=hidden, bias=False),
            nn.BatchNorm2d(hidden),
            nn.ReLU6(),
            nn.Conv2d(hidden, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x):
        return x + self.conv(x)


def stripes(n):
    kind, at = torch.randint(4, (n,)), torch.arange(8.0)
    down, right = torch.tensor([[1, 0, 1, 1], [0, 1, 1, -1]])[:, kind, None, None]
    wave = torch.sin(2 * (down * at[:, None] + right * at) + 6 * torch.rand(n, 1, 1))
    return (wave + torch.randn(n, 8, 8)).unsqueeze(1).to(device), kind.to(device)


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
model = nn.Sequential(
    nn.Conv2d(1, 8, 3, stride=2, padding=1, bias=False),
    nn.BatchNorm2d(8),
    nn.ReLU6(),
    InvertedResidual(8, 4),
    InvertedResidual(8, 4),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten(),
    nn.Linear(8, 4),
).to(device)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
for step in range(200):
    x, y = stripes(32)
    optimizer.zero_grad()
    cross_entropy(model(x), y).backward()
    optimizer.step()
model.eval()
x, y = stripes(500)
with torch.no_grad():
    right = model(x).argmax(1) == y
print(f"accuracy {right.float().mean():.3f}")
