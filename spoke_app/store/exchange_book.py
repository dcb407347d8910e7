"""What this PC knows about the exchange: its places in feeds with their marks, quarantine, link and history.

Its own chain is in `own_chain`. Plain functions over an open store; each that writes is one transaction, or part of
the caller's. Nothing here talks to the network, and nothing here decides: the rules of docs/protocol.md live in
`spoke_app.sync.engine`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from care_record.chain import ZERO
from care_record.clock import time_text
from spoke_app.store import attachments, own_chain
from spoke_app.store.database import Store

HISTORY_KEPT = 1000
ACKED_AT, TOLD_AT = "acked_at", "told_at"
"""Of which time, by the hub's clock, the last answer was that moved our proved place, and the last heard to its end."""
LONG_FILL = 300
"""From so many changes on, fetching them is shown with its progress."""
LOST_BY_THE_HUB = frozenset({"device-unknown", "wrong-device"})
"""Outcomes after which a PC may enrol again."""
REFUSED_ALTOGETHER = LOST_BY_THE_HUB | {"upgrade-needed", "hub-too-old"}
"""Outcomes that no waiting mends: a person must do something."""
ANSWER_AWAITED = ("saved", "at_hub", "opened", "question")
"""States of a case in which a doctor's next word may come at any moment."""


@dataclass(frozen=True)
class FeedPlace:
    """Everything of a feed up to `seq` is held; `head` proves it."""

    seq: int = 0
    head: bytes = ZERO


@dataclass(frozen=True)
class SignedMark:
    """A feed's place as the hub signed it."""

    feed: str
    seq: int
    head: bytes
    signature: bytes


@dataclass(frozen=True)
class Link:
    """What one exchange leaves for the next: how much to ask for, and with which caution."""

    budget: int = 16 * 1024
    ask_first: bool = False
    """The last one broke after lines had gone out: first ask, without lines, what got through."""
    ask_in_full: bool = False
    """A `yours` did not agree with the journal: prove nothing, so that everything comes with its body."""
    early_n: int = 0
    """The current chain's emergencies up to this line have gone ahead of their turn already."""
    going_back: Mapping[str, int] = field(default_factory=dict)
    """feed -> how often the hub has not known our place in it; each time doubles the step back."""


@dataclass(frozen=True)
class QuarantinedChange:
    """One of this PC's changes that the hub keeps aside; `kind`, `record` and `patient` are None if not ours."""

    id: str
    code: str
    detail: str
    at: str
    kind: str | None
    record: str | None
    patient: str | None


@dataclass(frozen=True)
class HistoryRow:
    """One exchange: times as RFC 3339 text, `bytes` both ways beside TLS."""

    started: str
    outcome: str
    sent: int
    received: int
    bytes: int
    seconds: float
    detail: str = ""


# -- the feeds ---------------------------------------------------------------------------------------------------


def feeds(store: Store) -> tuple[str, ...]:
    """The feeds that this PC reads: its post's own, and the one for everybody."""
    return (f"{store.meta_get('post_kind', 'facility')}:{store.meta_get('post_id')}", "all")


def place(store: Store, feed: str) -> FeedPlace:
    row = store.row("SELECT seq, head FROM feed_places WHERE feed = ?", (feed,))
    return FeedPlace() if row is None else FeedPlace(row["seq"], bytes(row["head"]))


def place_back(store: Store, feed: str, times: int) -> FeedPlace:
    """The place to ask from when the hub did not know ours `times` times: own marks backwards, in doubling steps."""
    if times == 0:
        return place(store, feed)
    row = store.row(
        "SELECT seq, head FROM feed_marks WHERE feed = ? AND seq <= ? ORDER BY seq DESC LIMIT 1 OFFSET ?",
        (feed, place(store, feed).seq, 2 ** min(times, 40) - 1),
    )
    return FeedPlace() if row is None else FeedPlace(row["seq"], bytes(row["head"]))


def agree(store: Store, feed: str, agreed: FeedPlace, *, now: datetime) -> None:
    """The hub goes on from `agreed`. Further places are the run of a hub that was: kept under a name of its own.

    The run's lines and signed marks are what heals such a hub (`feed_runs`); they stay as `<feed>@<time>`.
    """
    with store.transaction():
        if place(store, feed).seq <= agreed.seq:
            return
        run = f"{feed}@{time_text(now)}"
        while store.value("SELECT 1 FROM feed_lines WHERE feed = ? LIMIT 1", (run,)):
            run += "+"  # a clock that stands still
        store.execute("UPDATE feed_lines SET feed = ? WHERE feed = ? AND seq > ?", (run, feed, agreed.seq))
        store.execute("UPDATE feed_marks SET feed = ? WHERE feed = ? AND seq > ?", (run, feed, agreed.seq))
        store.execute(
            "INSERT INTO feed_runs(run, feed, from_seq, from_head, seq, head) VALUES(?, ?, ?, ?, ?, ?)",
            (run, feed, *(agreed.seq, agreed.head) * 2),
        )
        # What was brought back before may be lost again.
        store.execute(
            "UPDATE feed_runs SET seq = from_seq, head = from_head, asked = 0, brought = 0, quiet = 0 WHERE feed = ?",
            (feed,),
        )
        own_chain.add_lineage(store)
        _set_place(store, feed, agreed)


def add_to_feed(store: Store, ids: Iterable[tuple[int, str]], mark: SignedMark, *, now: datetime) -> None:
    """The lines `(seq, id)` of a feed up to a verified mark, and with them the place: in the caller's transaction."""
    with store.transaction():
        store.execute_many(
            "INSERT INTO feed_lines(feed, seq, id) VALUES(?, ?, ?)", [(mark.feed, seq, change) for seq, change in ids]
        )
        store.execute(
            "INSERT OR IGNORE INTO feed_marks(feed, seq, head, signature, at) VALUES(?, ?, ?, ?, ?)",
            (mark.feed, mark.seq, mark.head, mark.signature, time_text(now)),
        )
        _set_place(store, mark.feed, FeedPlace(mark.seq, mark.head))


def note_erased(store: Store, erased: Iterable[tuple[str, bytes]]) -> None:
    """Changes `(id, hash)` whose bodies the hub has no more; those that the journal holds stay there."""
    with store.transaction():
        store.execute_many("INSERT OR IGNORE INTO erased(id, sha) VALUES(?, ?)", list(erased))


def _set_place(store: Store, feed: str, new: FeedPlace) -> None:
    store.execute(
        "INSERT INTO feed_places(feed, seq, head) VALUES(?, ?, ?)"
        " ON CONFLICT(feed) DO UPDATE SET seq = excluded.seq, head = excluded.head",
        (feed, new.seq, new.head),
    )


# -- quarantine --------------------------------------------------------------------------------------------------


def set_quarantined(store: Store, told: Sequence[tuple[str, str, str]], *, count: int, now: datetime) -> frozenset[str]:
    """What the hub keeps aside of this device's lineage, as `(id, code, detail)`; gives the records that changed.

    `count` is how many there are in all. Where the hub tells them all, what is no longer told is released here, too;
    where it tells the first hundred, the others stay as they were.
    """
    complete = count <= len(told)
    with store.transaction():
        before = {row["id"]: row["code"] for row in store.rows("SELECT id, code FROM quarantined")}
        after = {change: code for change, code, _ in told}
        gone = set(before) - set(after) if complete else set()
        for change in gone:
            store.execute("DELETE FROM quarantined WHERE id = ?", (change,))
        for change, code, detail in told:
            store.execute(
                "INSERT INTO quarantined(id, code, detail, at) VALUES(?, ?, ?, ?)"
                " ON CONFLICT(id) DO UPDATE SET code = excluded.code, detail = excluded.detail",
                (change, code, detail, time_text(now)),
            )
        known = int(store.value("SELECT count(*) FROM quarantined"))
        _set_if_other(store, "quarantined_untold", "" if complete else str(max(0, count - known) or ""))
        return records_of(store, gone | {change for change in after if after[change] != before.get(change)})


def line_sha(store: Store, change: str) -> bytes | None:
    """The hash of a journal line, or of one that the hub has erased; None for a change that is not held."""
    sha = store.value(
        "SELECT coalesce((SELECT sha FROM journal WHERE id = :id), (SELECT sha FROM erased WHERE id = :id))",
        {"id": change},
    )
    return None if sha is None else bytes(sha)


def taken_in(store: Store, marks: Iterable[tuple[str, int]]) -> frozenset[str]:
    """What stands in a feed up to a place `(feed, after)` is in quarantine no more; gives the records that changed."""
    freed: set[str] = set()
    if not store.value("SELECT 1 FROM quarantined LIMIT 1"):
        return frozenset()
    for feed, after in marks:
        rows = store.rows(
            "SELECT id FROM quarantined WHERE code != 'same-id-other-bytes'"
            " AND id IN (SELECT id FROM feed_lines WHERE feed = ? AND seq > ?)",
            (feed, after),
        )
        freed |= {row["id"] for row in rows}
    for change in freed:
        store.execute("DELETE FROM quarantined WHERE id = ?", (change,))
    return records_of(store, freed)


def records_of(store: Store, changes: Iterable[str]) -> frozenset[str]:
    """The records of those of these changes that are held."""
    found = (store.value("SELECT record FROM journal WHERE id = ?", (change,)) for change in changes)
    return frozenset(str(record) for record in found if record is not None)


def with_kinds(store: Store, records: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Each of these records with its kind, as `(kind, record)`."""
    found = ((store.value("SELECT kind FROM journal WHERE record = ? LIMIT 1", (each,)), each) for each in records)
    return frozenset((str(kind), record) for kind, record in found if kind is not None)


def quarantined(store: Store) -> list[QuarantinedChange]:
    """What the hub keeps aside, oldest first."""
    rows = store.rows(
        "SELECT q.id, q.code, q.detail, q.at, j.kind, j.record, j.patient"
        " FROM quarantined q LEFT JOIN journal j ON j.id = q.id ORDER BY q.at, q.id"
    )
    return [QuarantinedChange(**row) for row in rows]


def needs_attention(store: Store) -> list[QuarantinedChange]:
    """The same without what somebody here has set aside."""
    aside = {row["id"] for row in store.rows("SELECT id FROM set_aside")}
    return [each for each in quarantined(store) if each.id not in aside]


def quarantined_count(store: Store) -> int:
    """How many of this PC's changes need attention at the hub: it names the first hundred, and counts them all."""
    untold = int(store.meta_get("quarantined_untold") or 0)
    named = "SELECT count(*) FROM quarantined WHERE id NOT IN (SELECT id FROM set_aside)"
    return int(store.value(named)) + untold


def set_aside(store: Store, change: str, *, staff: str, now: datetime) -> None:
    """Somebody has looked at a change in quarantine and lets it rest there; out of the record it stays."""
    with store.transaction():
        store.execute("INSERT OR IGNORE INTO set_aside(id, staff, at) VALUES(?, ?, ?)", (change, staff, time_text(now)))


# -- link, clock, history ----------------------------------------------------------------------------------------


def link(store: Store) -> Link:
    text = store.meta_get("link")
    return Link(**json.loads(text)) if text else Link()


def set_link(store: Store, new: Link) -> None:
    with store.transaction():
        if new != link(store):
            store.meta_set("link", json.dumps(asdict(new)))


@dataclass(frozen=True)
class HubNote:
    """What the hub's hello says about this PC: how far its clock is off, whether it still belongs, and where its
    places in the feeds end in all if much is to be fetched (else 0)."""

    offset_ms: int | None
    """None where the answer's time says nothing about the clock."""
    revoked: bool
    fill_until: int = 0


def note_hub(store: Store, note: HubNote) -> None:
    """Keeps what a hello said."""
    # A few seconds are the line's, not the clock's: written only when it says something new.
    known = store.meta_get("clock_offset_ms")
    with store.transaction():
        if note.offset_ms is not None and (not known or abs(int(known) - note.offset_ms) > 2000):
            store.meta_set("clock_offset_ms", str(note.offset_ms))
        _set_if_other(store, "revoked", "1" if note.revoked else "")
        _set_if_other(store, "fill_until", str(note.fill_until or ""))


def filling(store: Store) -> tuple[int, int] | None:
    """While a long backlog is fetched: (changes held, changes in all); None otherwise."""
    until = int(store.meta_get("fill_until") or 0)
    held = sum(place(store, feed).seq for feed in feeds(store)) if until else 0
    return (held, until) if held < until else None


def refused_by_hub(store: Store) -> str:
    """Why the hub refuses this PC altogether (a code of REFUSED_ALTOGETHER); `''` if it does not, as last heard."""
    return store.meta_get("refused")


def may_enrol_again(store: Store) -> bool:
    """Whether the hub has lost or revoked this PC: then a new code makes it a device again, over the same store."""
    return refused_by_hub(store) in LOST_BY_THE_HUB or store.meta_get("revoked") == "1"


def enrolled_anew(store: Store) -> None:
    """What the hub said of the former device is over."""
    for key in ("refused", "revoked", "fill_until"):
        _set_if_other(store, key, "")


def _set_if_other(store: Store, key: str, value: str) -> None:
    if store.meta_get(key) != value:
        store.meta_set(key, value)


def answer_awaited(store: Store) -> bool:
    """Whether a doctor's word may come for any case of this centre."""
    marks = ", ".join("?" for _ in ANSWER_AWAITED)
    return bool(store.value(f"SELECT 1 FROM cases WHERE open = 1 AND state IN ({marks}) LIMIT 1", ANSWER_AWAITED))


def add_history(store: Store, row: HistoryRow) -> None:
    with store.transaction():
        store.execute(
            "INSERT INTO exchanges(started, outcome, sent, received, bytes, seconds, detail)"
            " VALUES(:started, :outcome, :sent, :received, :bytes, :seconds, :detail)",
            asdict(row),
        )
        store.execute("DELETE FROM exchanges WHERE id <= (SELECT max(id) FROM exchanges) - ?", (HISTORY_KEPT,))
        if row.outcome == "done" or row.outcome in REFUSED_ALTOGETHER:
            # A line that is down afterwards does not make it untrue.
            _set_if_other(store, "refused", row.outcome if row.outcome in REFUSED_ALTOGETHER else "")


def history(store: Store, limit: int = 50) -> list[HistoryRow]:
    """The latest exchanges, newest first."""
    rows: list[dict[str, Any]] = store.rows(
        "SELECT started, outcome, sent, received, bytes, seconds, detail FROM exchanges ORDER BY id DESC LIMIT ?",
        (limit,),
    )
    return [HistoryRow(**row) for row in rows]


def last_whole(store: Store) -> HistoryRow | None:
    """The latest exchange that ended whole."""
    row = store.row(
        "SELECT started, outcome, sent, received, bytes, seconds, detail FROM exchanges"
        " WHERE outcome = 'done' ORDER BY id DESC LIMIT 1"
    )
    return None if row is None else HistoryRow(**row)


def heard_at(store: Store) -> str:
    """Of which time, by its own clock, the hub's newest word about our chain is."""
    return max(store.meta_get(ACKED_AT), store.meta_get(TOLD_AT))


def all_sent(store: Store) -> bool:
    """Whether *All sent* may be shown: nothing waits (no attachment either) or needs attention, and the last exchange
    ended whole - not only an older one whose reply came by stick: what became of later lines only an end says.

    The heads agreed then: an acknowledgement counts only when they do.
    """
    latest = history(store, 1)
    whole = bool(latest) and latest[0].outcome == "done" and heard_at(store) == store.meta_get(TOLD_AT)
    waits = own_chain.waiting(store) > 0 or attachments.any_waits(store)
    return whole and not waits and quarantined_count(store) == 0
