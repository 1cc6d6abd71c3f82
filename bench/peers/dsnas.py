"""A DSNAS step over 20 ShuffleNetV2 choice blocks as a PyTorch user writes it: eager modules, default memory format, gates of one, SGD and Adam.

Arguments: a file with one architecture (20 digits 0 to 3) a line, the paths of the steps; the batch size; the number of threads.
"""
import itertools
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

from peer import serve

STAGES, STEM, HEAD, CLASSES = ((64, 4), (160, 4), (320, 8), (640, 4)), 16, 1024, 10


def pointwise(cin, cout):
    return [nn.Conv2d(cin, cout, 1, bias=False), nn.BatchNorm2d(cout), nn.ReLU(inplace=True)]


def depthwise(channels, kernel, stride):
    return [nn.Conv2d(channels, channels, kernel, stride, kernel // 2, groups=channels, bias=False), nn.BatchNorm2d(channels)]


class Unit(nn.Module):
    def __init__(self, cin, cout, stride, choice):
        super().__init__()
        self.stride = stride
        branch, mid, kernel = cin if stride == 2 else cin // 2, cout // 2, (3, 5, 7, 3)[choice]
        out = cout - branch
        if choice == 3:
            main = depthwise(branch, 3, stride) + pointwise(branch, mid) + depthwise(mid, 3, 1) + pointwise(mid, mid) + depthwise(mid, 3, 1) + pointwise(mid, out)
        else:
            main = pointwise(branch, mid) + depthwise(mid, kernel, stride) + pointwise(mid, out)
        self.main = nn.Sequential(*main)
        self.projection = nn.Sequential(*depthwise(branch, kernel, 2), *pointwise(branch, branch)) if stride == 2 else None

    def forward(self, x, gate):
        if self.stride == 2:
            return torch.cat((self.projection(x), self.main(x) * gate), 1)
        n, c, h, w = x.shape
        passed, worked = x.reshape(n * c // 2, 2, h * w).permute(1, 0, 2).reshape(2, n, c // 2, h, w)
        return torch.cat((passed, self.main(worked) * gate), 1)


class Supernet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, STEM, 3, 2, 1, bias=False), nn.BatchNorm2d(STEM), nn.ReLU(inplace=True))
        blocks, cin = [], STEM
        for cout, repeat in STAGES:
            for i in range(repeat):
                blocks.append(nn.ModuleList([Unit(cin, cout, 2 if i == 0 else 1, choice) for choice in range(4)]))
                cin = cout
        self.blocks = nn.ModuleList(blocks)
        self.head = nn.Sequential(*pointwise(cin, HEAD))
        self.drop = nn.Dropout(0.1)
        self.classifier = nn.Linear(HEAD, CLASSES, bias=False)

    def forward(self, x, path, gates):
        x = self.stem(x)
        for block, choice, gate in zip(self.blocks, path, gates):
            x = block[choice](x, gate)
        return self.classifier(self.drop(self.head(x).mean((2, 3))))


def main():
    with open(sys.argv[1]) as file:
        paths = [[int(digit) for digit in line.strip()] for line in file if line.strip()]
    batch, threads = int(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = Supernet().train()
    weights = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, nesterov=True, weight_decay=4e-5)
    alpha = torch.zeros(len(model.blocks), 4, requires_grad=True)
    logits = torch.optim.Adam([alpha], lr=1e-3, betas=(0.5, 0.999))
    x, y = torch.randn(batch, 3, 32, 32), torch.randint(0, CLASSES, (batch,))
    steps = itertools.cycle(paths)

    def step():
        path = next(steps)
        weights.zero_grad(set_to_none=True)
        logits.zero_grad(set_to_none=True)
        gates = torch.ones(len(path), requires_grad=True)
        score = F.log_softmax(alpha, 1)[torch.arange(len(path)), torch.tensor(path)].sum()
        (F.cross_entropy(model(x, path, gates), y, label_smoothing=0.1) + score).backward()
        alpha.grad *= gates.grad[:, None]
        weights.step()
        logits.step()

    serve(step, warm_up=len(paths))


main()
