"""A small U-Net says of each pixel whether it belongs to a disc, to a ring, or to neither."""
import sys

import torch
from torch import nn
from torch.nn.functional import cross_entropy


class UNet(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        self.first = self.twice(1, width)
        self.down = nn.Sequential(nn.MaxPool2d(2), self.twice(width, 2 * width))
        self.up = nn.ConvTranspose2d(2 * width, width, 2, stride=2)
        self.last = nn.Sequential(self.twice(2 * width, width), nn.Conv2d(width, classes, 1))

    @staticmethod
    def twice(inputs, outputs):
        return nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, padding=1),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, padding=1),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
        )

    def forward(self, x):
        fine = self.first(x)
        coarse = self.up(self.down(fine))
        return self.last(torch.cat([fine, coarse], 1))


def scenes(n):
    at, kind = torch.arange(16.0), torch.randint(2, (n, 1, 1))
    middle, size = 4 + 8 * torch.rand(2, n, 1, 1), 3 + 2 * torch.rand(n, 1, 1)
    distance = torch.hypot(at[:, None] - middle[0], at - middle[1])
    inside = torch.where(kind == 0, distance < size, (distance - size).abs() < 1)
    x = inside + 0.2 * torch.randn(n, 16, 16)
    return x.unsqueeze(1).to(device), (inside * (kind + 1)).to(device)


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
model = UNet(8, 3).to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
for step in range(200):
    x, y = scenes(16)
    optimizer.zero_grad()
    cross_entropy(model(x), y).backward()
    optimizer.step()
model.eval()
x, y = scenes(100)
with torch.no_grad():
    found = model(x).argmax(1)
both = ((found == y) & (y > 0)).sum()
either = ((found > 0) | (y > 0)).sum()
print(f"IoU {both / either:.3f}")
