"""Answers over HTTP, and goes on with a newer file of the model while it answers."""
import os
import sys
import tempfile
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import torch
from torch import nn
from torch.nn.functional import cross_entropy

FILE = os.path.join(tempfile.mkdtemp(), "model.pt")


def net():
    return nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 2)).to(device)


def train(steps):
    model = net()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    for step in range(steps):
        x = torch.randn(32, 4).to(device)
        optimizer.zero_grad()
        cross_entropy(model(x), (x.sum(1) > 0).long()).backward()
        optimizer.step()
    torch.save(model.state_dict(), FILE)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/reload":
            newer = net()
            newer.load_state_dict(torch.load(FILE))
            self.server.model = newer.eval()
            answer = "reloaded"
        else:
            row = torch.tensor([float(number) for number in body.split(",")])
            with torch.no_grad():
                answer = str(self.server.model(row.to(device)).argmax().item())
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *line):
        pass


def post(path, body=""):
    url = f"http://localhost:{server.server_port}{path}"
    return urllib.request.urlopen(url, body.encode()).read().decode()


def ask(rows):
    right = 0
    for row in rows:
        answer = post("/predict", ",".join(str(number.item()) for number in row))
        right += int(answer) == int(row.sum() > 0)
    return right / len(rows)


device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
torch.manual_seed(1)
train(0)
server = ThreadingHTTPServer(("localhost", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
post("/reload")
rows = torch.randn(50, 4)
print(f"before: {ask(rows):.3f} right")
train(200)
client = threading.Thread(target=ask, args=(rows,))
client.start()
post("/reload")
client.join()
print(f"accuracy {ask(rows):.3f} after the reload")
server.shutdown()
