"""A picture of a blob becomes four numbers, and of these a picture again."""
import sys

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def blobs(n):
    at = torch.arange(8.0)
    middle, size = 1 + 6 * torch.rand(2, n, 1, 1), 1 + torch.rand(n, 1, 1)
    distance = (at[:, None] - middle[0]) ** 2 + (at - middle[1]) ** 2
    return torch.exp(-distance / size**2).unsqueeze(1)


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
train, test = blobs(1000), blobs(200).to(device)
encoder = nn.Sequential(
    nn.Conv2d(1, 8, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(128, 4)
)
decoder = nn.Sequential(
    nn.Linear(4, 128),
    nn.ReLU(),
    nn.Unflatten(1, (8, 4, 4)),
    nn.ConvTranspose2d(8, 1, 4, stride=2, padding=1),
    nn.Sigmoid(),
)
model = nn.Sequential(encoder, decoder).to(device)
loss_of = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
for epoch in range(20):
    for (x,) in DataLoader(TensorDataset(train), 50, shuffle=True):
        optimizer.zero_grad()
        loss = loss_of(model(x.to(device)), x.to(device))
        loss.backward()
        optimizer.step()
model.eval()
with torch.no_grad():
    error = loss_of(model(test), test) / test.var()
print(f"error {error:.3f} of the variance")
