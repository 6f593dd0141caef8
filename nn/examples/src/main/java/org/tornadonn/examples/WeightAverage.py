"""An exponential moving average of the weights is calmer than the weights of the last step."""
import sys

import torch
from torch import nn
from torch.nn.functional import mse_loss
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn


def samples(n):
    x = 4 * torch.rand(n, 1) - 2
    y = torch.sin(2 * x) + torch.randn(n, 1)
    return x.to(device), y.to(device), torch.sin(2 * x).to(device)


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
model = nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 1)).to(device)
average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.98))
optimizer = torch.optim.Adam(model.parameters(), lr=3e-2)
for step in range(400):
    x, y, _ = samples(16)
    optimizer.zero_grad()
    mse_loss(model(x), y).backward()
    optimizer.step()
    average.update_parameters(model)
x, _, curve = samples(500)
with torch.no_grad():
    last = mse_loss(model(x), curve) / curve.var()
    averaged = mse_loss(average(x), curve) / curve.var()
print(f"last step: error {last:.3f} of the variance")
print(f"error {averaged:.3f} of the variance")
