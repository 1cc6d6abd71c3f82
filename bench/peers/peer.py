"""The loop of every peer: says `ready`, then answers `run k` with the milliseconds that k repetitions took."""

import sys
import time


def serve(step, warm_up=5):
    """Serves until standard input ends.

    step: does one repetition; warm_up: how many are done before the first answer.
    """
    for _ in range(warm_up):
        step()
    print("ready", flush=True)
    for line in sys.stdin:
        word, _, count = line.strip().partition(" ")
        if word != "run" or not count.isdigit():
            sys.exit(f"expected 'run k', got {line!r}")
        start = time.perf_counter_ns()
        for _ in range(int(count)):
            step()
        print((time.perf_counter_ns() - start) / 1e6, flush=True)
