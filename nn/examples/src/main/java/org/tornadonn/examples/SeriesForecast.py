"""A convolution and an LSTM say how a noisy wave goes on."""
import sys

import torch
from torch import nn
from torch.nn.functional import mse_loss


class Forecaster(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(1, 8, 5, padding=2)
        self.lstm = nn.LSTM(8, 16, batch_first=True)
        self.out = nn.Linear(16, 1)

    def forward(self, x):
        features = torch.relu(self.conv(x))
        steps, _ = self.lstm(features.transpose(1, 2))
        return self.out(steps[:, -1])


def waves(n):
    speed, phase = 0.3 + 0.6 * torch.rand(n, 1), 6 * torch.rand(n, 1)
    wave = torch.sin(speed * torch.arange(25.0) + phase) + 0.1 * torch.randn(n, 25)
    return wave[:, None, :24].to(device), wave[:, 24:].to(device)


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
model = Forecaster().to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for step in range(200):
    x, y = waves(32)
    optimizer.zero_grad()
    mse_loss(model(x), y).backward()
    optimizer.step()
model.eval()
x, y = waves(500)
with torch.no_grad():
    error = mse_loss(model(x), y) / y.var()
print(f"error {error:.3f} of the variance")
