"""What a screen waits for in a store of ten years (100,000 patients, 300,000 visits) against one of the first year.

The same centre with the same working day: what a day, a month or a patient has to show is alike, only what lies behind
it is ten times as much. Each figure is one read as its screen makes it, on the store thread's side; both stores answer
in turns. p50 and p95, and their ratios, at most 2.

`--patients N` takes other sizes (a tenth of it beside), to try something quickly.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from bench.measure import Ratio, p95, report
from bench.search import keystrokes
from bench.ten_years import KEY, Years, built, years
from spoke_app.actions.desk import Desk
from spoke_app.actions.exchange_overview import exchange_overview
from spoke_app.actions.find_patients import find_patients, likely_duplicates
from spoke_app.actions.follow_ups import list_follow_ups
from spoke_app.actions.list_cases import list_cases
from spoke_app.actions.open_case import open_case
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.open_record import open_record
from spoke_app.actions.register_rows import REGISTERS, Register
from spoke_app.actions.registers import read_register
from spoke_app.actions.today import today
from spoke_app.store.database import open_store

PATIENTS, VISITS_EACH = 100_000, 3
LIMIT = 2
MONTH = date(2026, 10, 1)
Read = Callable[[Desk], object]
TYPED_IN: list[dict[str, Any]] = [
    {"name": "Sunita", "gender": "female"},
    {"name": "Sunita Devi", "gender": "female", "relative_name": "Manoj Yadav", "village": "Barail"},
    {"name": "गीता कुमारी", "gender": "female", "age": {"value": 30, "unit": "years", "as_of": "2026-11-23"}},
    {"name": "Ramesh Paswan", "gender": "male", "phone": "9876543210"},
]
"""A registration while it is filled in."""

MONTHS = [date(2026, month, 1) for month in range(4, 12)]
"""Months of which registers are read: about 2,500 visits each, in either store."""


@dataclass(frozen=True)
class Figure:
    """One thing that somebody waits for: its reads, each made once a round, in a store."""

    name: str
    rounds: int
    reads: Callable[[Years], list[Read]]


def figures() -> Iterator[Figure]:
    keys = list(keystrokes())
    yield Figure("a keystroke of a search", 4, lambda _: [partial(find_patients, query=key) for key in keys])
    letters = "adgmsksunrp"
    yield Figure("the first letter", 6, lambda _: [partial(find_patients, query=key) for key in letters])
    yield Figure("those seen last", 30, lambda _: [partial(find_patients, query="")])
    yield Figure("likely duplicates", 10, lambda _: [partial(likely_duplicates, fields=fields) for fields in TYPED_IN])
    yield Figure("a patient", 1, lambda it: [partial(open_patient, patient=one) for one in it.ordinary])
    yield Figure("a patient with 60 visits", 40, lambda it: [partial(open_patient, patient=it.chronic)])
    yield Figure("the whole record with 60 visits", 20, lambda it: [partial(open_record, patient=it.chronic)])
    yield Figure("Today", 80, lambda _: [today])
    yield Figure("Cases", 80, lambda _: [partial(list_cases, which="current")])
    yield Figure("Cases, closed", 12, lambda _: [partial(list_cases, which="closed")])
    yield Figure("a case", 3, _cases)
    for register in REGISTERS:
        yield Figure(f"a month: {register.replace('_', ' ')}", 4, partial(_months, register))
    yield Figure("Follow-ups", 80, lambda _: [partial(list_follow_ups, which="all")])
    yield Figure("the status bar", 30, lambda _: [exchange_overview, partial(list_cases, which="to_do")])


def _months(register: Register, it: Years) -> list[Read]:
    return [partial(read_register, register=register, day=month) for month in MONTHS]


def _cases(it: Years) -> list[Read]:
    found = it.store.rows("SELECT referral FROM cases ORDER BY moved_at DESC LIMIT 20")
    return [partial(open_case, referral=row["referral"]) for row in found]


def taken(figure: Figure, stores: tuple[Years, Years]) -> tuple[list[float], list[float]]:
    """Milliseconds of every read in the one store and in the other, in turns."""
    desks = [store.desk() for store in stores]
    reads = [figure.reads(store) for store in stores]
    times: tuple[list[float], list[float]] = ([], [])
    for _, pair in itertools.product(range(figure.rounds), zip(*reads, strict=True)):
        for read, desk, into in zip(pair, desks, times, strict=True):
            start = time.perf_counter()
            read(desk)
            into.append(1000 * (time.perf_counter() - start))
    return times


def opening(patients: int) -> Iterator[Ratio]:
    """The file, until the first row can be read."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(400):
        for count, into in zip((patients, patients // 10), times, strict=True):
            path = built(count, VISITS_EACH * count)
            start = time.perf_counter()
            store = open_store(path, KEY, create=False)
            store.value("SELECT 1 FROM patients LIMIT 1")
            into.append(1000 * (time.perf_counter() - start))
            store.close()
    yield from ratios("opening the store", times)


def ratios(name: str, times: tuple[list[float], list[float]]) -> Iterator[Ratio]:
    big, small = times
    yield Ratio(f"{name}, p50", statistics.median(big), statistics.median(small), "ms", LIMIT)
    yield Ratio(f"{name}, p95", p95(big), p95(small), "ms", LIMIT)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.clinic")
    parser.add_argument("--patients", type=int, default=PATIENTS)
    parser.add_argument("--json", action="store_true")
    patients: int = parser.parse_known_args()[0].patients
    gc.disable()  # as in the app, which collects between two events and never amid a read
    stores = years(patients, VISITS_EACH * patients), years(patients // 10, VISITS_EACH * patients // 10)
    found: list[Ratio] = []
    for figure in figures():
        gc.collect()
        taken(figure, stores)  # who has worked for a minute has these pages at hand
        found += ratios(figure.name, taken(figure, stores))
    for each in stores:
        each.store.close()
    return report([*found, *opening(patients)])


if __name__ == "__main__":
    sys.exit(main())
