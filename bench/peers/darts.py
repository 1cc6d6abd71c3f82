"""A first-order DARTS search step as a PyTorch user writes it: eager modules, default memory format; logits by Adam, then weights by SGD with clipped gradients.

Arguments: channels, cells, batch size, height and width of the images, their channels, the number of threads.
"""
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

from peer import serve

CLASSES, NODES = 10, 4


def norm(channels):
    return nn.BatchNorm2d(channels, affine=False)


class Zero(nn.Module):
    def __init__(self, stride):
        super().__init__()
        self.stride = stride

    def forward(self, x):
        return (x if self.stride == 1 else x[:, :, :: self.stride, :: self.stride]) * 0.0


class Reduce(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.even = nn.Conv2d(cin, cout // 2, 1, 2, bias=False)
        self.odd = nn.Conv2d(cin, cout // 2, 1, 2, bias=False)
        self.norm = norm(cout)

    def forward(self, x):
        x = F.relu(x)
        return self.norm(torch.cat((self.even(x), self.odd(x[:, :, 1:, 1:])), 1))


def separable(channels, kernel, stride, dilation):
    pad = dilation * (kernel - 1) // 2
    return [
        nn.ReLU(),
        nn.Conv2d(channels, channels, kernel, stride, pad, dilation, groups=channels, bias=False),
        nn.Conv2d(channels, channels, 1, bias=False),
        norm(channels),
    ]


def candidates(channels, stride):
    return nn.ModuleList([
        Zero(stride),
        nn.Sequential(nn.MaxPool2d(3, stride, 1), norm(channels)),
        nn.Sequential(nn.AvgPool2d(3, stride, 1, count_include_pad=False), norm(channels)),
        nn.Identity() if stride == 1 else Reduce(channels, channels),
        nn.Sequential(*separable(channels, 3, stride, 1), *separable(channels, 3, 1, 1)),
        nn.Sequential(*separable(channels, 5, stride, 1), *separable(channels, 5, 1, 1)),
        nn.Sequential(*separable(channels, 3, stride, 2)),
        nn.Sequential(*separable(channels, 5, stride, 2)),
    ])


def projection(cin, cout):
    return nn.Sequential(nn.ReLU(), nn.Conv2d(cin, cout, 1, bias=False), norm(cout))


class Cell(nn.Module):
    def __init__(self, before, last, channels, reduces, reduced):
        super().__init__()
        self.first = Reduce(before, channels) if reduced else projection(before, channels)
        self.second = projection(last, channels)
        self.edges = nn.ModuleList([candidates(channels, 2 if reduces and source < 2 else 1) for node in range(NODES) for source in range(2 + node)])

    def forward(self, before, last, weights):
        states, edge = [self.first(before), self.second(last)], 0
        for _ in range(NODES):
            parts = []
            for state in states:
                parts.append(sum(w * op(state) for w, op in zip(weights[edge], self.edges[edge])))
                edge += 1
            states.append(sum(parts))
        return torch.cat(states[2:], 1)


class Supernet(nn.Module):
    def __init__(self, channels, cells, image):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(image, 3 * channels, 3, 1, 1, bias=False), nn.BatchNorm2d(3 * channels))
        before, last, reduced = 3 * channels, 3 * channels, False
        self.cells = nn.ModuleList()
        self.reduces = []
        for i in range(cells):
            reduces = i in (cells // 3, 2 * cells // 3)
            channels = 2 * channels if reduces else channels
            self.cells.append(Cell(before, last, channels, reduces, reduced))
            self.reduces.append(reduces)
            before, last, reduced = last, NODES * channels, reduces
        self.classifier = nn.Linear(last, CLASSES)

    def forward(self, x, alphas):
        before = last = self.stem(x)
        for cell, reduces in zip(self.cells, self.reduces):
            before, last = last, cell(before, last, F.softmax(alphas[1 if reduces else 0], 1))
        return self.classifier(last.mean((2, 3)))


def main():
    channels, cells, batch, size, image, threads = map(int, sys.argv[1:7])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = Supernet(channels, cells, image).train()
    weights = torch.optim.SGD(model.parameters(), lr=0.025, momentum=0.9, weight_decay=3e-4)
    alphas = [(1e-3 * torch.randn(14, 8)).requires_grad_() for _ in range(2)]
    logits = torch.optim.Adam(alphas, lr=3e-4, betas=(0.5, 0.999), weight_decay=1e-3)
    batches = [(torch.randn(batch, image, size, size), torch.randint(0, CLASSES, (batch,))) for _ in range(2)]

    def step():
        x, y = batches[0]
        logits.zero_grad()
        F.cross_entropy(model(x, alphas), y).backward()
        logits.step()
        x, y = batches[1]
        weights.zero_grad()
        F.cross_entropy(model(x, alphas), y).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5)
        weights.step()

    serve(step, warm_up=2)


main()
