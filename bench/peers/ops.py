"""Small binary operators in PyTorch: ops.py OPERATOR ELEMENTS THREADS."""

import sys

import torch

from peer import serve

operator, elements, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
left = torch.full((elements,), 2.0)
right = torch.full((elements,), 3.0)
method = getattr(left, operator)


def step():
    method(right)


serve(step, warm_up=1000)
