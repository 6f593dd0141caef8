"""One sample of thirty is what is looked for: each of these weighs thirty times as much."""
import sys

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def samples(n):
    y = (torch.rand(n) < 1 / 30).long()
    return TensorDataset(torch.randn(n, 8) + y[:, None], y)


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
train, test = samples(3000), samples(3000)
model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 2)).to(device)
loss_of = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 30.0], device=device))
optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
for epoch in range(5):
    for x, y in DataLoader(train, 50, shuffle=True):
        optimizer.zero_grad()
        loss = loss_of(model(x.to(device)), y.to(device))
        loss.backward()
        optimizer.step()
model.eval()
x, y = test.tensors
with torch.no_grad():
    right = model(x.to(device)).argmax(1).cpu() == y
recall = torch.stack([right[y == kind].float().mean() for kind in range(2)])
print(f"recall {recall.mean():.3f}, mean of both classes: {recall.tolist()}")
