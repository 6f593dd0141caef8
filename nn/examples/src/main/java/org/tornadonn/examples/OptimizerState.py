"""A training that goes on with what its optimizer remembers goes on as if it had not stopped."""
import os
import sys
import tempfile

import torch
from torch import nn
from torch.nn.functional import mse_loss


def net():
    return nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1)).to(device)


def train(model, optimizer, first, last):
    for step in range(first, last):
        torch.manual_seed(step)
        x = torch.randn(32, 2).to(device)
        optimizer.zero_grad()
        loss = mse_loss(model(x), x[:, :1] * x[:, 1:])
        loss.backward()
        optimizer.step()
    return loss.item()


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
file = os.path.join(tempfile.mkdtemp(), "training.pt")
model = net()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
first = train(model, optimizer, 0, 1)
train(model, optimizer, 1, 100)
torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, file)
without = train(model, optimizer, 100, 200)

saved = torch.load(file)
model = net()
model.load_state_dict(saved["model"])
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
optimizer.load_state_dict(saved["optimizer"])
resumed = train(model, optimizer, 100, 200)
print(f"loss {first:.3f} at first, {without:.6f}, {resumed:.6f} with a stop")
print(f"difference {abs(resumed - without):.6f}")
