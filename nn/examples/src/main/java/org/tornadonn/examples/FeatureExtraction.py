"""Features that a network has learned of ten kinds let one layer tell five others apart."""
import sys

import torch
from torch import nn
from torch.nn.functional import cross_entropy


def samples(n, first, last):
    """Each kind is a mixture of four hidden numbers, in noise; it is counted from the first."""
    kind = torch.randint(first, last, (n,))
    x = torch.tanh(hidden[kind] @ mixing) + 0.5 * torch.randn(n, 32)
    return x.to(device), (kind - first).to(device)


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
hidden, mixing = torch.randn(15, 4), torch.randn(4, 32)
body = nn.Sequential(nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 8))
model = nn.Sequential(body, nn.ReLU(), nn.Linear(8, 10)).to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for step in range(200):
    x, y = samples(64, 0, 10)
    optimizer.zero_grad()
    cross_entropy(model(x), y).backward()
    optimizer.step()
model.eval()
probe = nn.Linear(8, 5).to(device)
optimizer = torch.optim.Adam(probe.parameters(), lr=3e-2)
x, y = samples(50, 10, 15)
with torch.no_grad():
    features = body(x)
for step in range(100):
    optimizer.zero_grad()
    cross_entropy(probe(features), y).backward()
    optimizer.step()
x, y = samples(500, 10, 15)
with torch.no_grad():
    right = probe(body(x)).argmax(1) == y
print(f"accuracy {right.float().mean():.3f}")
