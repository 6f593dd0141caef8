"""A DCGAN: a generator and a discriminator take turns, here on pictures that are bright on one side."""
import sys

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits


def pictures(n):
    sides = torch.full((8,), 0.75).index_fill(0, torch.arange(4, 8), -0.75)
    return (sides + 0.1 * torch.randn(n, 1, 8, 8)).to(device)


def contrast(x):
    return (x[..., :4].mean() - x[..., 4:].mean()).item()


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
generator = nn.Sequential(
    nn.ConvTranspose2d(4, 16, 4, bias=False),
    nn.BatchNorm2d(16),
    nn.ReLU(),
    nn.ConvTranspose2d(16, 1, 4, stride=2, padding=1),
    nn.Tanh(),
).to(device)
discriminator = nn.Sequential(
    nn.Conv2d(1, 8, 4, stride=2, padding=1),
    nn.LeakyReLU(0.2),
    nn.Conv2d(8, 1, 4),
    nn.Flatten(),
).to(device)
for_d = torch.optim.Adam(discriminator.parameters(), lr=1e-3, betas=(0.5, 0.999))
for_g = torch.optim.Adam(generator.parameters(), lr=2e-3, betas=(0.5, 0.999))
yes, no = torch.ones(32, 1, device=device), torch.zeros(32, 1, device=device)
for step in range(300):
    real, noise = pictures(32), torch.randn(32, 4, 1, 1, device=device)
    fake = generator(noise)
    for_d.zero_grad()
    loss = binary_cross_entropy_with_logits(discriminator(real), yes)
    loss = loss + binary_cross_entropy_with_logits(discriminator(fake.detach()), no)
    loss.backward()
    for_d.step()
    for_g.zero_grad()
    binary_cross_entropy_with_logits(discriminator(fake), yes).backward()
    for_g.step()
generator.eval()
with torch.no_grad():
    made = generator(torch.randn(32, 4, 1, 1, device=device))
print(f"contrast {contrast(made):.3f}")
