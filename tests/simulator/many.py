"""Many histories, on every core: what CI and `bench/soak.py` run."""

from __future__ import annotations

import logging
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from tests.simulator.history import steps_of, tell

CHUNK = 25


@dataclass
class Told:
    """What came of some histories."""

    histories: int = 0
    seconds: float = 0.0
    steps: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[int, str, str]] = field(default_factory=list)
    """(seed, invariant, how to tell it again)"""

    def add(self, other: Told) -> None:
        self.histories += other.histories
        self.steps += other.steps
        self.failures += other.failures


def tell_some(seeds: Iterable[int]) -> Told:
    """These histories, one after the other, in this process."""
    told, began = Told(), time.monotonic()
    logging.disable(logging.ERROR)  # lines that clash are reported there, and are made on purpose here
    try:
        for seed in seeds:
            steps = steps_of(seed)
            failure = tell(seed, steps)
            told.histories += 1
            told.steps.update(step.name for step in steps)
            if failure is not None:
                told.failures.append((seed, failure.invariant, str(failure)))
    finally:
        logging.disable(logging.NOTSET)
    told.seconds = time.monotonic() - began
    return told


def tell_many(seeds: range, processes: int | None = None) -> Iterator[Told]:
    """The same on every core, as they finish in their order."""
    chunks = [seeds[start : start + CHUNK] for start in range(0, len(seeds), CHUNK)]
    workers = processes or os.cpu_count() or 1
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        yield from pool.map(tell_some, chunks)
