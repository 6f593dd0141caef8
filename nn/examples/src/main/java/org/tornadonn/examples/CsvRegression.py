"""Prices of flats, learned from a CSV file."""
import os
import random
import sys
import tempfile

import numpy
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def write(file, rows):
    """Large flats lose more of their price with the years."""
    with open(file, "w") as csv:
        csv.write("rooms,area,age,price\n")
        for _ in range(rows):
            rooms, age = 1 + random.randrange(6), 80 * random.random()
            area = 18 * rooms + random.gauss(0, 6)
            price = 0.04 * area * (1 - age / 160) + random.gauss(0, 0.1)
            csv.write(f"{rooms},{area:.1f},{age:.1f},{price:.3f}\n")


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
random.seed(1)
file = os.path.join(tempfile.mkdtemp(), "flats.csv")
write(file, 1000)
table = numpy.genfromtxt(file, delimiter=",", names=True, dtype=numpy.float32)
x = torch.tensor(numpy.stack([table["rooms"], table["area"], table["age"]], 1))
y = torch.tensor(table["price"]).unsqueeze(1)
mean, deviation = x[:800].mean(0), x[:800].std(0)
x = (x - mean) / deviation
model = nn.Sequential(nn.Linear(3, 32), nn.ReLU(), nn.Linear(32, 1)).to(device)
loss_of = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for epoch in range(20):
    for inputs, prices in DataLoader(TensorDataset(x[:800], y[:800]), 50, shuffle=True):
        optimizer.zero_grad()
        loss = loss_of(model(inputs.to(device)), prices.to(device))
        loss.backward()
        optimizer.step()
model.eval()
with torch.no_grad():
    error = loss_of(model(x[800:].to(device)).cpu(), y[800:]) / y[800:].var()
print(f"error {error:.3f} of the variance")
