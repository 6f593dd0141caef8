"""Where does a network look? Grad-CAM weighs what a layer gives by the gradients of that."""
import sys

import torch
from torch import nn
from torch.nn.functional import cross_entropy


def pictures(n, corner):
    """Noise, in which pictures of class 1 have a brighter square of 4 × 4 pixels at a corner."""
    y = torch.randint(2, (n,)) if corner < 0 else torch.ones(n, dtype=torch.long)
    x = torch.randn(n, 1, 16, 16)
    for i in range(n):
        at = (2, 10)[torch.randint(2, ())] if corner < 0 else (2, 10)[corner]
        x[i, 0, at : at + 4, at : at + 4] += 2 * y[i]
    return x.to(device), y.to(device)


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
model = nn.Sequential(
    nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 8, 3),
        nn.ReLU(),
    ),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten(),
    nn.Linear(8, 2),
).to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for step in range(200):
    x, y = pictures(32, -1)
    optimizer.zero_grad()
    cross_entropy(model(x), y).backward()
    optimizer.step()
model.eval()
outputs, gradients = [], []
body = model[0]
body.register_forward_hook(lambda module, inputs, output: outputs.append(output))
body.register_full_backward_hook(lambda module, inputs, output: gradients.append(output[0]))
x, y = pictures(50, 0)
model(x)[:, 1].sum().backward()
weights = gradients[0].mean((2, 3), keepdim=True)
maps = (weights * outputs[0]).sum(1).relu()
share = maps[:, :3, :3].sum() / maps.sum()
print(f"share {share:.3f} of the map is in the quarter with the square")
