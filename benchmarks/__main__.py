"""This is the benchmark: ratios measured side by side in one run, never absolute promises.

python -m benchmarks
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Generator

import numpy as np
import simpy

import sim
from benchmarks import importing
from sim.simulation.driver import simulate
from sim.simulation.world import Line, Stock, assemble

_PARTS, _DAYS, _CUT = 100, 1000, 100


def _covers() -> list[float]:
    return np.random.default_rng(1).uniform(30.0, 300.0, _PARTS).tolist()


def fluid() -> float:
    """Our engine: one product, 100 parts, all cut on day 100."""
    world = assemble([Line(1.0)], [Stock(0, level=_CUT + cover) for cover in _covers()], [])
    simulate(world, [], _DAYS)
    return world.line[0].made


def stepped() -> float:
    """The same question asked of SimPy day by day, one process for each part."""
    environment = simpy.Environment()
    stocks = [_CUT + cover for cover in _covers()]
    made = 0.0

    def part(index: int) -> Generator[simpy.Event]:
        while True:
            yield environment.timeout(1)
            stocks[index] -= rate

    def line() -> Generator[simpy.Event]:
        nonlocal made, rate
        while True:
            rate = min(1.0, *(max(stock, 0.0) for stock in stocks))
            made += rate
            yield environment.timeout(1)

    rate = 1.0
    environment.process(line())
    for index in range(_PARTS):
        environment.process(part(index))
    environment.run(until=_DAYS)
    return made


def limit() -> float:
    """The hand-written limit: the smallest cover, and nothing else."""
    return min(_DAYS, _CUT + min(_covers()))


def seconds(call: Callable[[], object], repeats: int) -> float:
    """The fastest of several runs, in seconds."""
    best = float("inf")
    for _ in range(repeats):
        begun = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - begun)
    return best


def main() -> None:
    """Print the ratios, then the main run."""
    ours, peer, floor = seconds(fluid, 5), seconds(stepped, 3), seconds(limit, 5)
    print(
        f"one product, {_PARTS} parts, {_DAYS} days: made {fluid():.1f} (stepped {stepped():.1f}, limit {limit():.1f})"
    )
    print(f"  against SimPy day by day: {peer / ours:.0f} times as fast")
    print(f"  against the closed form:  {ours / floor:.0f} times as slow ({1e3 * ours:.2f} ms)")
    importing.compare(seconds)
    begun = time.perf_counter()
    results = sim.run("entity-list-2019-10", workers=2)
    taken = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"October 2019, {results.replications} draws, {len(results.cases)} cases: {taken:.1f} s, {memory:.0f} MB"
    )


if __name__ == "__main__":
    main()
