"""A trained ResNet gets a new last layer for another question; the rest stays as it is."""
import sys

import torch
from torch.nn.functional import cross_entropy
from torchvision.models import resnet18


def stripes(n, classes):
    """Stripes in four directions; with two classes, straight ones and diagonal ones."""
    kind, at = torch.randint(4, (n,)), torch.arange(16.0)
    down, right = torch.tensor([[1, 0, 1, 1], [0, 1, 1, -1]])[:, kind, None, None]
    wave = torch.sin(down * at[:, None] + right * at + 6 * torch.rand(n, 1, 1))
    x = wave[:, None] + 0.5 * torch.randn(n, 3, 16, 16)
    return x.to(device), (kind * classes // 4).to(device)


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
trained = resnet18(num_classes=4).to(device)
optimizer = torch.optim.Adam(trained.parameters(), lr=1e-3)
for step in range(15):
    x, y = stripes(16, 4)
    optimizer.zero_grad()
    cross_entropy(trained(x), y).backward()
    optimizer.step()
model = resnet18(num_classes=2).to(device)
weights = trained.state_dict()
del weights["fc.weight"], weights["fc.bias"]
model.load_state_dict(weights, strict=False)
model.requires_grad_(False)
model.fc.requires_grad_(True)
model.eval()
optimizer = torch.optim.Adam(model.fc.parameters(), lr=1e-2)
for step in range(15):
    x, y = stripes(16, 2)
    optimizer.zero_grad()
    cross_entropy(model(x), y).backward()
    optimizer.step()
x, y = stripes(100, 2)
with torch.no_grad():
    right = model(x).argmax(1) == y
print(f"accuracy {right.float().mean():.3f}")
