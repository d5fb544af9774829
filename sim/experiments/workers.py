"""This is the carrying out of many draws: in this process, or shared out to local processes in chunks."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sim.network import SupplyNetwork
from sim.pipeline import Prepared, run_draw
from sim.results.outcome import DrawOutcome
from sim.simulation.compiled import kernel, simulate_compiled
from sim.simulation.compiling import is_compiled
from sim.simulation.driver import simulate
from sim.simulation.runs import Driver
from sim.uncertainty.draws import Draws

_CHUNK = 8  # draws, about a second of work; fewer would spend more on sending than they save
# Loading the compiled physics takes half a second, compiling it half a minute: done where that is soon made good.
_WORTH_LOADING = 8  # draws
_WORTH_COMPILING = 60.0  # seconds that the draws would take without it
_log = logging.getLogger(__name__)


def run_draws(
    prepared: Prepared, draws: Draws, workers: int, progress: Callable[[int], None] | None = None
) -> tuple[DrawOutcome, ...]:
    """The outcome of every draw, in order; the same whatever the number of workers, compiled or on SimPy."""
    outcomes: list[DrawOutcome] = []

    def note(done: Sequence[DrawOutcome]) -> None:
        outcomes.extend(done)
        if progress is not None:
            progress(len(outcomes))

    work = _Work(prepared, draws, ready_driver(draws))
    if work.driver is simulate and draws.replications >= _WORTH_LOADING:
        begun = time.perf_counter()
        note(work.outcomes(range(1)))
        left = (time.perf_counter() - begun) * (draws.replications - 1) / workers
        if left > _WORTH_COMPILING:
            _log.info("compiling the physics for this machine, once; this takes about half a minute")
            work = _Work(prepared, draws, compiled())
    places = range(len(outcomes), draws.replications, _CHUNK)
    chunks = [range(at, min(at + _CHUNK, draws.replications)) for at in places]
    if workers == 1 or len(chunks) == 1:
        for chunk in chunks:
            note(work.outcomes(chunk))
        return tuple(outcomes)
    # Forking spares the workers a second of imports; elsewhere than on Linux it is not safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(min(workers, len(chunks)), context, initializer=_begin, initargs=(work,))
    try:
        with _interrupts_held():
            coming = pool.map(_sent, chunks)  # starts the workers
        for done in coming:
            note(
                [
                    replace(outcome, network=draws.draw(len(outcomes) + position))
                    for position, outcome in enumerate(done)
                ]
            )
    finally:
        with _interrupts_held():  # a second one would leave the workers waiting for ever
            pool.shutdown(cancel_futures=True)
    return tuple(outcomes)


def ready_driver(draws: Draws) -> Driver:
    """The compiled driver where it is there and so many draws make its loading good, else that on SimPy."""
    return compiled() if draws.replications >= _WORTH_LOADING and is_compiled() else simulate


def compiled() -> Driver:
    """The compiled driver, loaded or compiled before any worker starts."""
    kernel()
    return simulate_compiled


@dataclass(frozen=True)
class _Work:
    """What is to be carried out, whichever draws."""

    prepared: Prepared
    draws: Draws
    driver: Driver = simulate

    def outcomes(self, replications: range) -> list[DrawOutcome]:
        """The outcomes of these draws."""
        with rare_collections():
            return [
                run_draw(self.prepared, self.draws.draw(replication), self.driver)
                for replication in replications
            ]


_of_this_process: list[_Work] = []  # in a worker, what it was started for


def _begin(work: _Work) -> None:
    """Start a worker: it is given its work once, and leaves interrupts to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _of_this_process.append(work)


def _sent(replications: range) -> list[DrawOutcome]:
    """Outcomes on their way from a worker, without their networks: to draw one again is faster than to send it."""
    work = _of_this_process[0]
    nothing: SupplyNetwork[float] = SupplyNetwork(work.prepared.network.start, 0.0, ())
    return [replace(outcome, network=nothing) for outcome in work.outcomes(replications)]


@contextmanager
def rare_collections() -> Iterator[None]:
    """Draws are many small objects and no circles: looking for circles all the time costs a fourth of making them."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Interrupts wait, here and in workers started meanwhile, so that none dies of one with a traceback."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
