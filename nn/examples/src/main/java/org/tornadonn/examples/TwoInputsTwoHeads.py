"""A picture and a number go in; a class and a number come out."""
import sys

import torch
from torch import nn
from torch.nn.functional import cross_entropy, mse_loss


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.picture = nn.Sequential(nn.Flatten(), nn.Linear(64, 32))
        self.size = nn.Linear(1, 32)
        self.quarter = nn.Linear(32, 4)
        self.price = nn.Linear(32, 1)

    def forward(self, picture, size):
        both = torch.relu(self.picture(picture) + self.size(size))
        return self.quarter(both), self.price(both)


def samples(n):
    """One quarter of a picture is brighter; the price is made of its brightness and the size."""
    quarter, light, size = torch.randint(4, (n,)), 1 + torch.rand(n, 1), torch.randn(n, 1)
    picture = 0.5 * torch.randn(n, 1, 8, 8)
    for image, q, brightness in zip(picture[:, 0], quarter, light):
        down, right = 4 * (q // 2), 4 * (q % 2)
        image[down : down + 4, right : right + 4] += brightness
    price = light + size
    return [tensor.to(device) for tensor in (picture, size, quarter, price)]


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
model = Net().to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for step in range(150):
    picture, size, quarter, price = samples(32)
    optimizer.zero_grad()
    scores, estimate = model(picture, size)
    loss = cross_entropy(scores, quarter) + 0.5 * mse_loss(estimate, price)
    loss.backward()
    optimizer.step()
model.eval()
picture, size, quarter, price = samples(500)
with torch.no_grad():
    scores, estimate = model(picture, size)
accuracy = (scores.argmax(1) == quarter).float().mean()
error = mse_loss(estimate, price) / price.var()
print(f"accuracy {accuracy:.3f}, error {error:.3f} of the variance")
