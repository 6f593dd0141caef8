"""Embedded words and a convolution over them say whether a sentence praises."""
import random
import sys

import torch
from torch import nn
from torch.nn.functional import cross_entropy

GOOD, BAD = "good great fine lovely".split(), "bad dull poor awful".split()
SENTENCES = "the film was %s", "i found it %s to the end", "a %s story", "it was to me %s"
LENGTH = 8
words = {}


def encode(text):
    """Words become numbers from 1 on, in the order in which they come; 0 fills the rest."""
    numbers = [words.setdefault(word, len(words) + 1) for word in text.split()]
    return numbers + [0] * (LENGTH - len(numbers))


def sentences(n):
    x, y = [], []
    for _ in range(n):
        praise, negated = random.randrange(2), random.randrange(2)
        word = random.choice(BAD if praise == negated else GOOD)
        x.append(encode(random.choice(SENTENCES) % ("not " * negated + word)))
        y.append(praise)
    return torch.tensor(x).to(device), torch.tensor(y).to(device)


class TextCnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(50, 16, padding_idx=0)
        self.conv = nn.Conv1d(16, 32, 3, padding=1)
        self.out = nn.Linear(32, 2)

    def forward(self, x):
        features = self.conv(self.embedding(x).transpose(1, 2))
        return self.out(torch.relu(features).amax(2))


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
random.seed(1)
model = TextCnn().to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for step in range(100):
    x, y = sentences(32)
    optimizer.zero_grad()
    cross_entropy(model(x), y).backward()
    optimizer.step()
model.eval()
x, y = sentences(500)
with torch.no_grad():
    right = model(x).argmax(1) == y
    scores = model(torch.tensor([encode("the story was not dull")]).to(device))
print("not dull:", "praise" if scores.argmax() == 1 else "blame")
print(f"accuracy {right.float().mean():.3f}")
