"""A transformer encoder finds the largest number of a sequence."""
import sys

import torch
from torch import nn
from torch.nn.functional import cross_entropy


class Largest(nn.Module):
    def __init__(self, numbers, length, width):
        super().__init__()
        self.embedding = nn.Embedding(numbers, width)
        self.position = nn.Parameter(0.02 * torch.randn(length, width))
        layer = nn.TransformerEncoderLayer(width, 4, 64, dropout=0, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2)
        self.out = nn.Linear(width, numbers)

    def forward(self, x):
        y = self.encoder(self.embedding(x) + self.position)
        return self.out(y[:, 0])


def sequences(n):
    largest = torch.randint(8, (n,))
    x = (torch.rand(n, 10) * (largest[:, None] + 1)).long()
    x[torch.arange(n), torch.randint(10, (n,))] = largest
    return x.to(device), largest.to(device)


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
model = Largest(8, 10, 32).to(device)
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
for step in range(150):
    x, y = sequences(32)
    optimizer.zero_grad()
    cross_entropy(model(x), y).backward()
    optimizer.step()
model.eval()
x, y = sequences(500)
with torch.no_grad():
    right = model(x).argmax(1) == y
print(f"accuracy {right.float().mean():.3f}")
