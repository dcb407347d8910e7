"""A keystroke's result among 50,000 patients against a bare FTS5 prefix query in the same keyed file.

Names are typed letter by letter, in both scripts and misspelt, with villages and numbers; each keystroke is one search
as the screen makes it (candidates, ranking, how many in all). The bound asks a plain FTS5 index of the same columns for
the same words' beginnings and reads the same number of rows: no spelling, no ranking, no total. p95 against p95.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.measure import Ratio, p95, report
from bench.people import people
from spoke_app.store.database import open_store
from spoke_app.store.journal import NewChange, write
from spoke_app.store.search import find

PATIENTS = 50_000
CHUNK = 1000
SHOWN = 20
BARE = "SELECT p.* FROM bare JOIN patients p ON p.n = bare.rowid WHERE bare MATCH ? ORDER BY bare.rowid DESC LIMIT ?"
KEY = bytes(range(32))
TYPED = [
    "sunita bar", "suneeta devi", "सुनीता देवी", "shabnam khatun", "bindeswar", "vijay yadav", "rukhsana", "phulo devi",
    "लखन मंडल", "manoj kumar", "ganesh sah ekma", "987", "b-0412", "karihari", "krishna", "mina devi parsarma",
]  # fmt: skip


def keystrokes() -> Iterator[str]:
    for text in TYPED:
        yield from (text[:end] for end in range(1, len(text) + 1) if text[end - 1] != " ")


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        store = open_store(Path(name) / "spoke.db", KEY)
        store.meta_set("device", "9f3a61c2aabbccdd")
        store.execute("INSERT INTO chains(chain, made_at, current) VALUES('c', '', 1)")
        batch: list[NewChange] = []
        now = datetime.now(UTC)
        for fields in people(PATIENTS):
            batch.append(NewChange("patient", None, fields))
            if len(batch) == CHUNK:
                write(store, batch, author="anjali", now=now)
                batch.clear()
        columns = "name, name_other, relative, village, phone, slip_no"
        store.execute(f"CREATE VIRTUAL TABLE bare USING fts5({columns}, content='', prefix='1 2 3')")
        store.execute(f"INSERT INTO bare(rowid, {columns}) SELECT n, {columns} FROM patients")
        searches, bounds = [], []
        for typed in keystrokes():
            start = time.perf_counter()
            find(store, typed, SHOWN)
            searches.append(time.perf_counter() - start)
            words = " AND ".join(f'"{word}"*' for word in typed.split())
            start = time.perf_counter()
            store.rows(BARE, (words, SHOWN))
            bounds.append(time.perf_counter() - start)
        store.close()
    figure, bound = 1000 * p95(searches), 1000 * p95(bounds)
    title = f"a keystroke among {PATIENTS} patients ({len(searches)} keystrokes), p95"
    return report([Ratio(title, figure, bound, "ms", 6)])


if __name__ == "__main__":
    sys.exit(main())
