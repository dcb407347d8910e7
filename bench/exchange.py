"""The exchange against the least that would carry the same lines: a bare gzip POST, bare inserts, bare gzip.

5,000 changes go up, then down to a fresh device, between real stores and a real hub. Then what small exchanges cost,
and 500 notes over 50 kbit/s each way and 400 ms round trip. `--link` (minutes) instead: 60 days' 5,000 changes over
that link, whole and with every connection reset each 20 s; the pauses between tries are the app's own.
"""

from __future__ import annotations

import queue
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import requests

from bench.bare import APPS_KEYS, bare_server, insert, make_table, open_bare, packed
from bench.measure import Ratio, report
from bench.work import note, work
from care_record.chain import ZERO
from care_record.ids import new_id
from care_record.wire import Deflater, pages
from spoke_app.store.database import open_store
from spoke_app.store.journal import NewChange
from spoke_app.sync.engine import DONE
from spoke_app.sync.manager import Schedule
from tests.helpers.fault_proxy import Fault, FaultProxy, Link
from tests.helpers.hub import HubProcess, served_hub
from tests.helpers.pc import KEY, Pc

CHANGES = 5000
ROUNDS = 3
NOTES = 500
NOTE_SIZE = 900
"""Characters of its text: with all that stands around it, 1.3 KB."""
SLOW = Link(bits_per_s=50_000, rtt_s=0.4)
DROPS_EVERY = 20.0


@dataclass
class District:
    """A hub, and health centres on it."""

    hub: HubProcess
    folder: Path
    count: int = field(default=0)

    def centre(self) -> tuple[str, str]:
        facility = self.hub.facility()
        return facility, self.hub.person(facility)

    def pc(self, centre: tuple[str, str], url: str = "") -> Pc:
        """An enrolled PC that knows its centre's people."""
        self.count += 1
        pc = Pc(self.hub, *centre, self.folder / f"pc{self.count}", self.hub.url)
        finish(pc)
        if url:
            pc.move_to(url)
        return pc


@contextmanager
def district(folder: Path) -> Iterator[District]:
    with served_hub(f"sqlite:///{folder / 'hub.db'}") as hub:
        yield District(hub, folder)


def finish(pc: Pc) -> None:
    outcome = pc.exchange().outcome
    if outcome != DONE:
        raise AssertionError(outcome)


def save_all(pc: Pc, changes: Sequence[NewChange]) -> list[bytes]:
    for start in range(0, len(changes), 500):
        pc.save(*changes[start : start + 500])
    return list(pc.own_lines())


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def bare_post(url: str, lines: Sequence[bytes]) -> None:
    """The bound: everything in one body."""
    requests.post(url, packed(lines), timeout=600).raise_for_status()


def insert_pages(connection: Any, in_pages: Sequence[Sequence[bytes]]) -> None:
    for page in in_pages:
        insert(connection, page)


def gzipped_in_pages(lines: Sequence[bytes]) -> int:
    deflater = Deflater()
    size = 0
    for page in pages(lines, 0, ZERO):
        size += sum(len(deflater.line(line)) for line in page.lines) + len(deflater.flush())
    return size


def there_and_back(town: District, bare_url: str) -> Iterator[Ratio]:
    """5,000 changes up and down, on this machine."""
    times: dict[str, list[float]] = {name: [] for name in ("up", "post", "inserts", "down", "kept")}
    table, keyed = open_bare(town.folder / "inserts.db"), open_store(town.folder / "keyed.db", KEY)
    make_table(keyed.db.conn, APPS_KEYS)
    for _ in range(ROUNDS):
        centre = town.centre()
        with closing(town.pc(centre)) as one, closing(town.pc(centre)) as other:
            lines = save_all(one, list(work(CHANGES)))
            in_pages = [page.lines for page in pages(lines, 0, ZERO)]
            times["up"].append(seconds(partial(finish, one)))
            times["post"].append(seconds(partial(bare_post, bare_url, lines)))
            times["inserts"].append(seconds(partial(insert_pages, table, in_pages)))
            times["down"].append(seconds(partial(finish, other)))
            times["kept"].append(seconds(partial(insert_pages, keyed.db.conn, in_pages)))
            if not set(one.held()) <= set(other.held()):
                raise AssertionError("not all came down")
    table.close()
    keyed.close()
    up, post, inserts, down, kept = (statistics.median(times[name]) for name in times)
    yield Ratio(f"{CHANGES} changes up, against one bare gzip POST into one transaction", up, post, "s", 3)
    yield Ratio(f"{CHANGES} changes up, against bare inserts in pages", up, inserts, "s", 12)
    yield Ratio(f"{CHANGES} changes down to a fresh device, against bare inserts in pages", down, kept, "s", 15)


def bytes_on_the_wire(town: District) -> Iterator[Ratio]:
    centre = town.centre()
    with FaultProxy(town.hub.url) as line, closing(town.pc(centre, line.url)) as pc:
        lines = save_all(pc, list(work(CHANGES)))
        bound = gzipped_in_pages(lines) / 1000
        line.fault = Fault()
        finish(pc)
        yield Ratio(f"bytes of {CHANGES} changes up, all in all", (line.up + line.down) / 1000, bound, "kB", 1.25)
        line.fault = Fault()
        finish(pc)
        yield Ratio("nothing to do, bytes up", line.up, 700, "B", 1)
        yield Ratio("nothing to do, bytes down", line.down, 700, "B", 1)
        patient, visit = pc.patient().record, new_id()
        finish(pc)
        pc.save(NewChange("note", patient, note(visit, random.Random(7), NOTE_SIZE)))
        line.fault = Fault()
        asked: list[object] = []
        pc.exchange(asked.append)
        yield Ratio("one note of 1.3 KB, requests", len(asked), 1, "requests", 1)
        yield Ratio("one note of 1.3 KB, bytes in all", line.up + line.down, 2200, "B", 1)


def fresh_bytes(town: District) -> Iterator[Ratio]:
    """What a fresh device takes down."""
    centre = town.centre()
    with closing(town.pc(centre)) as one:
        lines = save_all(one, list(work(CHANGES)))
        finish(one)
    with FaultProxy(town.hub.url) as line:
        town.count += 1
        with closing(Pc(town.hub, *centre, town.folder / f"pc{town.count}", line.url)) as other:
            line.fault = Fault()
            finish(other)
        size = (line.up + line.down) / 1000
    yield Ratio(f"bytes of {CHANGES} changes down, all in all", size, gzipped_in_pages(lines) / 1000, "kB", 1.25)


def notes_on_a_slow_link(town: District, bare_url: str) -> Iterator[Ratio]:
    """500 notes, both ways of sending them at once, each on a line of its own."""
    chance = random.Random(11)
    texts = [note(new_id(), chance, NOTE_SIZE) for _ in range(NOTES)]
    centre = town.centre()

    def ours() -> tuple[float, list[bytes]]:
        with FaultProxy(town.hub.url, SLOW) as line, closing(town.pc(centre)) as pc:
            patient = pc.patient().record
            finish(pc)
            pc.move_to(line.url)
            lines = save_all(pc, [NewChange("note", patient, fields) for fields in texts])[1:]
            ready.put(lines)
            return seconds(lambda: finish(pc)), lines

    def bare(lines: Sequence[bytes]) -> float:
        with FaultProxy(bare_url, SLOW) as line:
            return seconds(lambda: bare_post(line.url, lines))

    ready: queue.SimpleQueue[list[bytes]] = queue.SimpleQueue()
    with ThreadPoolExecutor(2) as pool:
        figure = pool.submit(ours)
        bound = pool.submit(lambda: bare(ready.get(timeout=60)))
        (took, lines), least = figure.result(), bound.result()
    size = sum(map(len, lines)) / len(lines)
    title = f"{NOTES} notes of {size:.0f} B over 50 kbit/s and 400 ms, against one bare gzip POST"
    yield Ratio(title, took, least, "s", 1.15)


def sixty_days(town: District) -> Iterator[Ratio]:
    """The backlog over the slow link, on a line that holds and on one that drops, at the same time."""
    with ThreadPoolExecutor(2) as pool:
        runs = [
            pool.submit(_sixty_days, town, town.centre(), fault) for fault in (Fault(cut_every=DROPS_EVERY), Fault())
        ]
        (dropped, took), (whole, whole_took) = (run.result() for run in runs)
    title = f"{CHANGES} changes over 50 kbit/s and 400 ms, dropped every {DROPS_EVERY:.0f} s, against undisturbed"
    yield Ratio(f"bytes of {title}", dropped / 1000, whole / 1000, "kB", 1.3)
    yield Ratio(f"time of {title}", took, whole_took, "s", 2)


def _sixty_days(town: District, centre: tuple[str, str], fault: Fault) -> tuple[int, float]:
    with FaultProxy(town.hub.url, SLOW) as line, closing(town.pc(centre, line.url)) as pc:
        save_all(pc, list(work(CHANGES)))
        line.fault = fault
        schedule, start = Schedule(), time.monotonic()
        while pc.waiting():
            result = pc.exchange()
            print(f"{time.monotonic() - start:6.1f} s  {result.outcome:8} {pc.waiting()} wait", file=sys.stderr)
            if pc.waiting():
                schedule.ended(result, True, time.monotonic())
                time.sleep(max(0.0, schedule.due - time.monotonic()))
        return line.up + line.down, time.monotonic() - start


def main() -> int:
    with tempfile.TemporaryDirectory() as name, district(Path(name)) as town:
        if "--link" in sys.argv:
            return report(list(sixty_days(town)))
        with bare_server(Path(name)) as bare_url:
            ratios = [
                *there_and_back(town, bare_url),
                *bytes_on_the_wire(town),
                *fresh_bytes(town),
                *notes_on_a_slow_link(town, bare_url),
            ]
    return report(ratios)


if __name__ == "__main__":
    sys.exit(main())
