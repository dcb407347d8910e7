"""How the benchmarks measure and what they print: medians taken in turns, and a ratio against a limit."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Ratio:
    """A figure against its bound; `unit` belongs to both."""

    name: str
    figure: float
    bound: float
    unit: str
    limit: float

    @property
    def ratio(self) -> float:
        return self.figure / self.bound

    @property
    def holds(self) -> bool:
        return self.ratio <= self.limit


def in_turns(figure: Callable[[], object], bound: Callable[[], object], rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of each call, figure and bound taken alternately, so that a noisy machine disturbs both alike."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for times, call in zip(taken, (figure, bound), strict=True):
            start = time.perf_counter()
            call()
            times.append(time.perf_counter() - start)
    return taken


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def report(ratios: Sequence[Ratio]) -> int:
    """Print one line a ratio (JSON with `--json`); the exit code is 1 if a limit does not hold."""
    for ratio in ratios:
        if "--json" in sys.argv:
            print(json.dumps(asdict(ratio) | {"ratio": ratio.ratio, "holds": ratio.holds}))
        else:
            verdict = "holds" if ratio.holds else "DOES NOT HOLD"
            print(
                f"{ratio.name}: {ratio.figure:.3f} {ratio.unit} against {ratio.bound:.3f} {ratio.unit}: "
                f"ratio {ratio.ratio:.2f}, limit {ratio.limit:g}: {verdict}"
            )
    return 0 if all(ratio.holds for ratio in ratios) else 1
