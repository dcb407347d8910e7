"""A page of the doctors' queue among 50,000 open and 1,000,000 closed cases, against the bare indexed query.

One doctor's desk has all of them. The figure is the queue's use case as the page asks it: the rows of the first page,
one far down, one that is filtered, the counts of the bar and of the groups, what is overdue, the districts, who has
what in hand. The bound is what no page can do without, by the database's own driver in the same file: the rows of the
same page along the index, and how many there are of each urgency. Then the whole page over HTTP, against the same hub's
with a hundred open cases and nothing closed.

    python -m bench.queue [--open N] [--closed N] [--postgres] [--json]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.measure import Ratio, in_turns, report
from bench.people import people
from care_record.ids import new_id
from hub_server.review.doctor import Doctor
from hub_server.review.services import Review
from hub_server.review.waiting import Waiting
from hub_server.services.places import add_desk
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import queue
from hub_server.store import tables as t
from hub_server.store.queue import Place, Wish
from hub_server.times import milliseconds, utc_text
from hub_server.web.accounts import Accounts, SignedIn
from tests.helpers.hub import HubProcess, new_database, running_postgres, served_hub
from tests.hub_server.review_client import Browser

PASSWORD = "a-password-for-the-bench"
CHUNK = 20_000
ROUNDS = 25
URGENCIES = ("routine", "routine", "routine", "urgent", "routine", "urgent", "routine", "emergency")
ROWS = (
    "SELECT * FROM case_queue WHERE desk = {0} AND turn = 'doctor' "
    "ORDER BY urgency_rank, waiting_since, referral LIMIT 50"
)
COUNTS = "SELECT urgency_rank, count(*) FROM case_queue WHERE desk = {0} AND turn = 'doctor' GROUP BY urgency_rank"


def rows_of(desk: str, count: int, done: bool, seed: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Rows of `case_queue` and their words, as the records of so many cases would have made them."""
    now = datetime.now(UTC)
    for number, person in enumerate(people(count, seed)):
        at = now - timedelta(minutes=number * (5 if done else 1) / 10)
        referral, urgency = new_id(milliseconds(at)), URGENCIES[number % len(URGENCIES)]
        words = queue.words_of([person["name"]], [f"K-{number:07d}"])
        said = {"text": "Fever", "code": "fever", "duration": {"value": 3, "unit": "days"}}
        summary = {"age": [34, "years"], "complaints": [said], "facility": {"name": "HSC Balua"}, "doctors": []}
        yield (
            {
                "referral": referral,
                "patient": referral,
                "facility": desk,
                "district": str(188 + number % 37),
                "desk": desk,
                "speciality": "medicine",
                "urgency": urgency,
                "urgency_rank": queue.URGENCY_RANK[urgency],
                "state": "closed" if done else "at_hub",
                "complaint": "Fever",
                "name": person["name"],
                "gender": person.get("gender"),
                "flags": [{"code": "bp_high", "vital": "bp", "level": "abnormal", "value": "172/104"}],
                "waiting_since": utc_text(at),
                "at_hub": utc_text(at),
                "answered_by": desk if done else None,
                "answered_at": utc_text(at) if done else None,
                "summary": summary,
                "turn": None if done else queue.DOCTOR,
                "replied": int(number % 50 == 0 and not done),
                "words": "".join(f" {word}" for word in words),
            },
            [{"desk": desk, "done": int(done), "word": word, "referral": referral} for word in words],
        )


def fill(store: Any, desk: str, count: int, done: bool) -> None:
    """So many cases, straight into the tables: the exchange has a benchmark of its own."""
    for start in range(0, count, CHUNK):
        made = list(rows_of(desk, min(CHUNK, count - start), done, start + int(done)))
        with store.begin() as conn:
            conn.execute(sa.insert(t.case_queue), [row for row, _ in made])
            words = sorted((w for _, row in made for w in row), key=lambda w: (w["word"], w["referral"]))
            conn.execute(sa.insert(t.case_words), words)


@dataclass
class Hub:
    """A served hub with one doctor, signed in."""

    process: HubProcess
    doctor: Doctor
    desk: str
    browser: Browser

    def page(self) -> None:
        answer = self.browser.get("/review/queue")
        if answer.status_code != 200 or 'id="case_' not in answer.text:
            raise SystemExit("the queue's page has no case")


def with_doctor(process: HubProcess) -> Hub:
    desk = add_desk(process.services, {"code": "MED", "name": "Medicine", "specialities": ["medicine"]})
    papers = {"qualification": "MBBS", "registration_no": "BCMR 1"}
    add_staff(process.services, NewStaff("Dr Bench", "doctor", (desk,), None, "bench", PASSWORD, papers))
    accounts = Accounts(process.services)
    signed_in = accounts.sign_in("bench", PASSWORD)
    person = accounts.person(signed_in.token) if isinstance(signed_in, SignedIn) else None
    doctor = Review(process.services).doctor(person) if person else None
    if doctor is None:
        raise SystemExit("the doctor cannot sign in")
    browser = Browser(process.url)
    browser.sign_in("bench", PASSWORD)
    return Hub(process, doctor, desk, browser)


def bare(store: Any, desk: str) -> Callable[[], object]:
    """The rows of a page and the counts, by the driver alone, JSON read."""
    mark = "?" if store.is_sqlite else "%s"
    connection = store.engine.raw_connection()

    def ask() -> object:
        cursor = connection.cursor()
        rows = cursor.execute(ROWS.format(mark), (desk,)).fetchall()
        counts = cursor.execute(COUNTS.format(mark), (desk,)).fetchall()
        read = [json.loads(v) for row in rows for v in row if isinstance(v, str) and v[:1] in "[{"]
        connection.rollback()
        return read, counts

    return ask


def median_ms(taken: Sequence[float]) -> float:
    return 1000 * statistics.median(taken)


def measure(big: Hub, small: Hub, name: str) -> list[Ratio]:
    waiting, desks = Waiting(big.process.services), (big.desk,)
    first = waiting.queue(big.doctor, Wish(desks)).page.rows[-1]
    deep = Place(2, first.waiting_since, first.referral)
    far = Wish(desks, district="200", replied=True)
    asked: dict[str, Callable[[], object]] = {
        "the first page": lambda: waiting.queue(big.doctor, Wish(desks)),
        "a page far down": lambda: waiting.queue(big.doctor, Wish(desks), deep),
        "a district": lambda: waiting.queue(big.doctor, Wish(desks, district="200")),
        "a district's replies": lambda: waiting.queue(big.doctor, far),
        "the longest waiting": lambda: waiting.queue(big.doctor, Wish(desks, order="waiting")),
        "her own cases": lambda: waiting.mine(big.doctor),
        "a search by name": lambda: waiting.find(big.doctor, "sunita dev"),
        "a search by number": lambda: waiting.find(big.doctor, "K-0004321"),
        "the bar of a case's page": lambda: waiting.bar(big.doctor),
    }
    bound = bare(big.process.services.store, big.desk)
    ratios = []
    for what, figure in asked.items():
        figure()
        taken, bounds = in_turns(figure, bound, ROUNDS)
        ratios.append(Ratio(f"{name}, {what}", median_ms(taken), median_ms(bounds), "ms", 3))
    for hub in (big, small):
        hub.page()
    taken, bounds = in_turns(big.page, bound, ROUNDS)
    ratios.append(Ratio(f"{name}, the page over HTTP", median_ms(taken), median_ms(bounds), "ms", 3))
    taken, bounds = in_turns(big.page, small.page, ROUNDS)
    ratios.append(
        Ratio(f"{name}, the page over HTTP, against a small hub's", median_ms(taken), median_ms(bounds), "ms", 3)
    )
    return ratios


def run(url: str, small_url: str, asked: argparse.Namespace, name: str) -> list[Ratio]:
    with ExitStack() as stack:
        big, small = (with_doctor(stack.enter_context(served_hub(each))) for each in (url, small_url))
        start = time.perf_counter()
        store = big.process.services.store
        fill(store, big.desk, asked.closed, True)
        fill(store, big.desk, asked.open, False)
        fill(small.process.services.store, small.desk, 100, False)
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            if not store.is_sqlite:
                conn.exec_driver_sql("VACUUM ANALYZE")
        print(f"{name}: filled in {time.perf_counter() - start:.0f} s", file=sys.stderr)
        return measure(big, small, name)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--open", type=int, default=50_000)
    parser.add_argument("--closed", type=int, default=1_000_000)
    parser.add_argument("--postgres", action="store_true", help="there too")
    parser.add_argument("--json", action="store_true")
    asked, _ = parser.parse_known_args()  # `./run bench` tells every benchmark the same
    ratios: list[Ratio] = []
    with tempfile.TemporaryDirectory() as folder:
        big, small = (f"sqlite:///{Path(folder) / name}.db" for name in ("big", "small"))
        ratios += run(big, small, asked, "SQLite")
    if asked.postgres:
        with running_postgres() as postgres:
            ratios += run(new_database(postgres), new_database(postgres), asked, "PostgreSQL")
    return report(ratios)


if __name__ == "__main__":
    sys.exit(main())
