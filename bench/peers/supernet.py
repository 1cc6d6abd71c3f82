"""The laptop supernet's training step as a PyTorch user writes it: eager modules, default memory format, torch.optim.SGD.

Arguments: a file with one architecture a line (`d,..:k,..:e,..`), the paths of the steps; the batch size; the number of threads.
"""
import itertools
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

from peer import serve

WIDTHS, STRIDES, STEM, KERNEL, EXPANSION, LAYERS, CLASSES = (8, 16, 24), (1, 2, 1), 16, 5, 4, 3, 10


class ElasticNorm(nn.BatchNorm2d):
    def forward(self, x):
        c = x.shape[1]
        return F.batch_norm(x, self.running_mean[:c], self.running_var[:c], self.weight[:c], self.bias[:c], self.training, self.momentum, self.eps)


class ElasticBlock(nn.Module):
    """An inverted residual whose kernel and expansion are cut out of the largest one."""

    def __init__(self, cin, cout, stride):
        super().__init__()
        mid = cin * EXPANSION
        self.cin, self.cout, self.stride = cin, cout, stride
        self.expand = nn.Conv2d(cin, mid, 1, bias=False)
        self.depthwise = nn.Conv2d(mid, mid, KERNEL, stride, KERNEL // 2, groups=mid, bias=False)
        self.project = nn.Conv2d(mid, cout, 1, bias=False)
        self.norms = nn.ModuleList([ElasticNorm(mid), ElasticNorm(mid), ElasticNorm(cout)])

    def forward(self, x, kernel, expansion):
        mid, crop = self.cin * expansion, (KERNEL - kernel) // 2
        y = F.relu(self.norms[0](F.conv2d(x, self.expand.weight[:mid])), inplace=True)
        weight = self.depthwise.weight[:mid, :, crop:crop + kernel, crop:crop + kernel]
        y = F.relu(self.norms[1](F.conv2d(y, weight, None, self.stride, kernel // 2, 1, mid)), inplace=True)
        y = self.norms[2](F.conv2d(y, self.project.weight[:, :mid]))
        return y + x if self.stride == 1 and self.cin == self.cout else y


class Supernet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, STEM, 3, 2, 1, bias=False), nn.BatchNorm2d(STEM), nn.ReLU(inplace=True))
        blocks, cin = [], STEM
        for cout, stride in zip(WIDTHS, STRIDES):
            for layer in range(LAYERS):
                blocks.append(ElasticBlock(cin, cout, stride if layer == 0 else 1))
                cin = cout
        self.blocks = nn.ModuleList(blocks)
        self.classifier = nn.Linear(cin, CLASSES)

    def forward(self, x, path):
        depths, kernels, expansions = path
        x = self.stem(x)
        for unit, depth in enumerate(depths):
            for layer in range(depth):
                i = unit * LAYERS + layer
                x = self.blocks[i](x, kernels[i], expansions[i])
        return self.classifier(x.mean((2, 3)))


def main():
    with open(sys.argv[1]) as file:
        paths = [tuple(tuple(map(int, part.split(","))) for part in line.split(":")) for line in file if line.strip()]
    batch, threads = int(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = Supernet().train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, nesterov=True, weight_decay=3e-5)
    x, y = torch.randn(batch, 1, 28, 28), torch.randint(0, CLASSES, (batch,))
    steps = itertools.cycle(paths)

    def step():
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(model(x, next(steps)), y).backward()
        optimizer.step()

    serve(step, warm_up=len(paths))


main()
