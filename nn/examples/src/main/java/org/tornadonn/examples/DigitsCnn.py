"""A convolutional network reads digits, drawn at random places of noisy pictures."""
import sys

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

FONT = "75557 26227 71747 71717 55711 74717 74757 71111 75757 75717".split()


def digits(n):
    x, y = 0.5 * torch.rand(n, 1, 8, 8), torch.randint(10, (n,))
    for image, digit in zip(x, y):
        down, right = torch.randint(4, ()), torch.randint(6, ())
        for row in range(5):
            for column in range(3):
                image[0, down + row, right + column] += int(FONT[digit][row]) >> 2 - column & 1
    return TensorDataset(x, y)


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
train, test = digits(2000), digits(500)
model = nn.Sequential(
    nn.Conv2d(1, 16, 3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(16, 32, 3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(128, 10),
).to(device)
loss_of = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
for epoch in range(8):
    for x, y in DataLoader(train, 50, shuffle=True):
        optimizer.zero_grad()
        loss = loss_of(model(x.to(device)), y.to(device))
        loss.backward()
        optimizer.step()
model.eval()
x, y = test.tensors
with torch.no_grad():
    right = model(x.to(device)).argmax(1).cpu() == y
print(f"accuracy {right.float().mean():.3f}")
