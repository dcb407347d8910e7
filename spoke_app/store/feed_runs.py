"""Runs of feeds that a restored hub no longer knew: what this PC can give back, page by page, under the hub's marks.

A run is opened when the hub goes on from an earlier place (`exchange_book.agree`), or when a late reply brings pages
of a hub that was; it is closed when it is shown that the hub has all of it again. Plain functions over an open store;
each that writes is one transaction, or part of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from care_record.clock import time_text
from spoke_app.store.database import Store
from spoke_app.store.exchange_book import FeedPlace, SignedMark, feeds


@dataclass(frozen=True)
class Run:
    """An open run: on the present way through it the hub has confirmed to hold it up to `place`."""

    name: str
    feed: str
    place: FeedPlace


@dataclass(frozen=True)
class RunLine:
    """A change at its place in the run. `sha` is None if the journal does not hold it; `back`: it stands in the feed
    again, so the hub holds it; `gone`: the hub erased it, and nobody brings its body back."""

    seq: int
    id: str
    sha: bytes | None
    size: int
    back: bool
    gone: bool


@dataclass(frozen=True)
class RunPage:
    """What lies between a place of the run and the next mark that the hub signed."""

    after: FeedPlace
    lines: Sequence[RunLine]
    mark: SignedMark

    @property
    def end(self) -> FeedPlace:
        return FeedPlace(self.mark.seq, self.mark.head)


def open_run(store: Store, skip: int = 0) -> Run | None:
    """An open run, after so many: people and places before patients, the older before the newer."""
    own, everybody = feeds(store)
    row = store.row(
        "SELECT run, feed, seq, head FROM feed_runs WHERE feed IN (?, ?) ORDER BY feed != ?, id LIMIT 1 OFFSET ?",
        (own, everybody, everybody, skip),
    )
    return None if row is None else Run(row["run"], row["feed"], FeedPlace(row["seq"], bytes(row["head"])))


def stand_in(store: Store, feed: str, lines: Sequence[tuple[int, str]]) -> bool:
    """Whether the feed has these changes at these places; `lines` are `(seq, id)` without a hole."""
    if not lines:
        return True
    rows = store.rows(
        "SELECT seq, id FROM feed_lines WHERE feed = ? AND seq BETWEEN ? AND ? ORDER BY seq",
        (feed, lines[0][0], lines[-1][0]),
    )
    return [(row["seq"], row["id"]) for row in rows] == list(lines)


def add_page(
    store: Store, name: str, after: FeedPlace, lines: Sequence[tuple[int, str]], mark: SignedMark, *, now: datetime
) -> None:
    """A page of a run that our feed never went along, begun by this if it is its first; in the caller's transaction."""
    with store.transaction():
        store.execute_many(
            "INSERT OR IGNORE INTO feed_lines(feed, seq, id) VALUES(?, ?, ?)",
            [(name, seq, change) for seq, change in lines],
        )
        store.execute(
            "INSERT OR IGNORE INTO feed_marks(feed, seq, head, signature, at) VALUES(?, ?, ?, ?, ?)",
            (name, mark.seq, mark.head, mark.signature, time_text(now)),
        )
        store.execute(
            "INSERT OR IGNORE INTO feed_runs(run, feed, from_seq, from_head, seq, head) VALUES(?, ?, ?, ?, ?, ?)",
            (name, mark.feed, *(after.seq, after.head) * 2),
        )


def page_after(store: Store, run: Run, place: FeedPlace) -> RunPage | None:
    """The run's next page; None at its end."""
    mark = store.row(
        "SELECT seq, head, signature FROM feed_marks WHERE feed = ? AND seq > ? ORDER BY seq LIMIT 1",
        (run.name, place.seq),
    )
    if mark is None:
        return None
    rows = store.rows(
        "SELECT r.seq, r.id, coalesce(j.sha, e.sha) AS sha, coalesce(length(j.line), 0) AS size, e.id AS erased,"
        " EXISTS(SELECT 1 FROM feed_lines f WHERE f.id = r.id AND f.feed = ?) AS back"
        " FROM feed_lines r LEFT JOIN journal j ON j.id = r.id LEFT JOIN erased e ON e.id = r.id"
        " WHERE r.feed = ? AND r.seq > ? AND r.seq <= ? ORDER BY r.seq",
        (run.feed, run.name, place.seq, mark["seq"]),
    )
    lines = [
        RunLine(
            row["seq"],
            row["id"],
            None if row["sha"] is None else bytes(row["sha"]),
            row["size"],
            bool(row["back"]),
            row["erased"] is not None,
        )
        for row in rows
    ]
    signed = SignedMark(run.feed, mark["seq"], bytes(mark["head"]), bytes(mark["signature"]))
    return RunPage(place, lines, signed)


def line(store: Store, change: str) -> bytes:
    """A journal line, verbatim."""
    return bytes(store.value("SELECT line FROM journal WHERE id = ?", (change,)))


def confirm(store: Store, run: Run, place: FeedPlace, *, asked: int, brought: int) -> Run:
    """The hub holds the run up to `place`: so many pages were asked about, so many lines brought on the way."""
    with store.transaction():
        store.execute(
            "UPDATE feed_runs SET seq = ?, head = ?, asked = asked + ?, brought = brought + ? WHERE run = ?",
            (place.seq, place.head, asked, brought, run.name),
        )
        return replace(run, place=place)


def ended(store: Store, run: Run) -> bool:
    """The way through the run is at its end; whether the run is closed by that.

    It is when all of it stands in the feed again, so that nothing was asked, or when the hub lacked nothing twice.
    Else it is gone through once more after an exchange: a hub may be restored again, before that brought all back.
    """
    with store.transaction():
        state = store.row("SELECT asked, brought, quiet FROM feed_runs WHERE run = ?", (run.name,))
        if state is None or not state["asked"] or (state["quiet"] and not state["brought"]):
            store.execute("DELETE FROM feed_runs WHERE run = ?", (run.name,))
            return True
        store.execute(
            "UPDATE feed_runs SET seq = from_seq, head = from_head, asked = 0, brought = 0, quiet = ? WHERE run = ?",
            (not state["brought"], run.name),
        )
        return False
