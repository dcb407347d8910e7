"""Changes per second at a hub on PostgreSQL, with several devices at once, against bare batched inserts of the lines.

Devices push patients and their visits (about 1.1 KB a line, each centre its own) through the real exchange of a served
hub, and take their own feed's marks, as the app does. In turns with them as many connections insert the same lines,
in the same pages, a commit each, into a table like the hub's own for changes, with its keys. What devices prepare is
not measured, only the exchanges. Then: does the last tenth go as fast as the first, and does the hub's memory stand.

    python -m bench.hub [--changes N] [--devices 1,4,16] [--workers N] [--json]
"""

from __future__ import annotations

import argparse
import gzip
import secrets
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import msgspec
import psycopg
import requests

from bench.measure import Ratio, report
from bench.people import people
from care_record.chain import ZERO
from care_record.change import Change, decode, encode
from care_record.ids import new_id
from care_record.wire import Hello, Mark, Page, RequestEnd, message, pages
from hub_server.context import open_services
from hub_server.store.database import HubStore
from tests.helpers.hub import HubProcess, init_store, new_database, running_postgres, start_serving, stop
from tests.helpers.peer import Peer

PER_EXCHANGE = 500
VISITS = 5
"""Of each patient, on average as a health centre sees them in a year."""
AT = "2026-11-23T14:05:10.123+05:30"
EXAMINED = (
    "Pale, no swelling, chest clear, spleen not felt, malaria test negative, drinks well; to come back at once if "
)
COLUMNS = "id, line, sha, kind, record, patient, author, device, clock, at, stored_at, sent_by, state, flag"


@dataclass
class Device:
    """A device that only pushes: its chain, and how far it has read its feeds."""

    peer: Peer
    author: str
    n: int = 0
    head: bytes = ZERO
    feeds: dict[str, tuple[int, str]] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    body: bytes = b""
    session: requests.Session = field(default_factory=requests.Session)
    made: Iterator[bytes] = field(default_factory=lambda: iter(()))

    def __post_init__(self) -> None:
        self.made = self.journal()

    def journal(self) -> Iterator[bytes]:
        """Patients without end, each with visits."""
        for seed in range(10**9):
            for fields in people(1000, seed):
                registered = self.change("patient", None, fields)
                yield encode(registered)
                for number in range(VISITS):
                    yield encode(self.change("visit", registered.patient, visit(number)))

    def change(self, kind: str, patient: str | None, fields: dict[str, Any]) -> Change:
        record = new_id()
        clock = f"{time.time_ns() // 1_000_000:013d}-0000-{self.peer.device[:8]}"
        return Change(
            id=new_id(),
            device=self.peer.device,
            author=self.author,
            kind=kind,
            record=record,
            patient=patient or record,
            clock=clock,
            at=AT,
            set=fields,
        )

    def prepare(self) -> None:
        """The next exchange's pages, and its body."""
        hello = Hello(
            protocol=1,
            request=secrets.token_hex(8),
            device=self.peer.device,
            chain=self.peer.chain,
            from_n=self.n + 1,
            head=self.head.hex(),
            feeds=self.feeds,
            sent_at=AT,
            app="bench",
            budget=4_000_000,
            runs=True,
        )
        self.pages = list(pages((next(self.made) for _ in range(PER_EXCHANGE)), self.n, self.head))
        out = [message(hello)]
        for page in self.pages:
            out += [*page.lines, message(Mark(page.n, page.head.hex()))]
        out.append(message(RequestEnd(len(self.pages))))
        self.body = gzip.compress(b"\n".join(out) + b"\n", 6)

    def push(self) -> None:
        """One exchange; everything must be acknowledged."""
        headers = {"Authorization": f"Bearer {self.peer.token}", "Content-Encoding": "gzip"}
        url = f"{self.peer.url}/v1/exchange"
        with self.session.post(url, data=self.body, headers=headers, timeout=120, stream=True) as answer:
            if answer.status_code != 200:
                raise SystemExit(f"the hub said {answer.status_code}: {answer.text}")
            told = zlib.decompress(answer.raw.read(decode_content=False), 31)
        last = self.pages[-1]
        for line in told.splitlines():
            item = msgspec.json.decode(line)
            if "ack" in item and item["ack"] != {"n": last.n, "head": last.head.hex()}:
                raise SystemExit("the hub did not take everything")
            if "mark" in item:
                self.feeds |= {name: (seq, head) for name, (seq, head, _) in item["mark"]["feeds"].items()}
        self.n, self.head = last.n, last.head


def visit(number: int) -> dict[str, Any]:
    """A visit as a CHO writes it: some 1.2 KB as a line."""
    complaints = [
        {"id": new_id(), "code": code, "text": text, "duration": {"value": 2 + number, "unit": "days"}}
        for code, text in (("fever", "Fever"), ("headache", "Headache"))
    ]
    return {
        "started": AT,
        "mode": "spoke",
        "reason": "new",
        "complaints": complaints,
        "vitals": {"temperature_f": 99.2 + number, "pulse": 88 + number, "bp_systolic": 104, "bp_diastolic": 66},
        "history": {"past": "Malaria two years ago, treated at the sub-centre; no other illness that she knows of."},
        "examination": EXAMINED + secrets.token_hex(20),
        "outcome": "treated",
    }


def insert_bare(conn: psycopg.Connection[Any], taken: list[Page]) -> None:
    """The same lines into a table like `changes`: a batch and a commit for each page."""
    marks = ", ".join(["%s"] * len(COLUMNS.split(",")))
    for page in taken:
        rows = [bare_row(line) for line in page.lines]
        with conn.cursor() as cursor:
            cursor.executemany(f"INSERT INTO bare ({COLUMNS}) VALUES ({marks})", rows)
        conn.commit()


def bare_row(line: bytes) -> tuple[Any, ...]:
    change = decode(line)
    told = (change.kind, change.record, change.patient, change.author, change.device, change.clock, change.at)
    return (change.id, line, bytes(32), *told, AT, change.device, "stored", None)


def resident_mib(pid: int) -> float:
    """Of the process and those that it started."""
    listed = subprocess.run(["ps", "-o", "rss=", "--pid", str(pid), "--ppid", str(pid)], capture_output=True, text=True)
    return sum(int(each) for each in listed.stdout.split()) / 1024


@dataclass
class Run:
    """Seconds for each round of exchanges and of bare inserts, and the hub's MiB after the first and the last."""

    devices: int
    changes: int = 0
    taken: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def ratios(self) -> list[Ratio]:
        tenth = max(1, len(self.taken) // 10)
        per_round = self.changes / len(self.taken)
        first, last = (1e6 * sum(part) / tenth / per_round for part in (self.taken[:tenth], self.taken[-tenth:]))
        each = [1e6 * sum(times) / self.changes for times in (self.taken, self.bare)]
        name = f"{self.changes} changes from {self.devices} at once"
        print(
            f"{name}: {1e6 / each[0]:.0f} changes/s, bare {1e6 / each[1]:.0f}/s; "
            f"hub {self.memory[0]:.0f} MiB after the first round, {self.memory[-1]:.0f} MiB at the end",
            file=sys.stderr,
        )
        return [
            Ratio(f"{name}, a change", each[0], each[1], "us", 2.5),
            Ratio(f"{name}, last tenth against first", last, first, "us", 1.11),
            Ratio(f"{name}, resident memory", self.memory[-1], self.memory[0], "MiB", 1.25),
        ]


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(hub: HubProcess, count: int, changes: int) -> Run:
    """One number of devices: rounds of exchanges and bare inserts in turns."""
    devices = []
    for _ in range(count):
        centre = hub.centre()
        devices.append(Device(centre.peer, centre.cho))
    run = Run(count)
    bare = [psycopg.connect(hub.store_url) for _ in devices]
    with ThreadPoolExecutor(count) as pool:
        for device in devices:
            device.prepare()
        list(pool.map(Device.push, devices))  # a hub that serves has met its devices before
        while run.changes < changes:
            for device in devices:
                device.prepare()
            run.taken.append(timed(lambda: list(pool.map(Device.push, devices))))
            run.bare.append(timed(lambda: list(pool.map(insert_bare, bare, [device.pages for device in devices]))))
            run.changes += count * PER_EXCHANGE
            run.memory.append(resident_mib(hub.process.pid))
    for conn in bare:
        conn.close()
    return run


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--changes", type=int, default=60_000, help="in all, shared by the numbers of devices")
    parser.add_argument("--devices", default="1,4,16")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    asked, _ = parser.parse_known_args()  # `./run bench` tells every benchmark the same
    counts = [int(count) for count in asked.devices.split(",")]
    ratios: list[Ratio] = []
    with running_postgres() as postgres:
        for count in counts:
            url = new_database(postgres)
            init_store(url).close()
            with psycopg.connect(url) as conn:
                conn.execute("CREATE TABLE bare (LIKE changes INCLUDING ALL)")
            process, address = start_serving(url, "--workers", str(asked.workers))
            store = HubStore(url)
            try:
                hub = HubProcess(address, url, open_services(store), process)
                ratios += measure(hub, count, asked.changes // len(counts)).ratios()
            finally:
                store.close()
                stop(process)
    return report(ratios)


if __name__ == "__main__":
    sys.exit(main())
