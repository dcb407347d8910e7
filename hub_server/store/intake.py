"""Taking changes in: judged under the locks of their subjects, stored, and numbered into the feeds of their audience.

One page is one transaction. Locks are taken in one order everywhere - the chain, then patients (and records that have
none) sorted, then feeds sorted - and a patient's audience is read under the patient's lock, so a share and a save that
cross both reach everyone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from care_record.chain import line_hash
from care_record.change import BadChange, Change, decode
from care_record.ids import is_id
from hub_server.store import attachments, cases, feeds, quarantine
from hub_server.store import tables as t
from hub_server.store.authors import Author, author_of
from hub_server.store.judge import (
    HUB_ONLY,
    NO_FEED,
    Refusal,
    Sender,
    Stored,
    Subject,
    Verdict,
    Waits,
    judge,
    shares,
    subject_of,
)
from hub_server.store.records import all_of, folded
from hub_server.store.upsert import insert_missing, locked_rows, replace_row
from hub_server.times import utc_text

_log = logging.getLogger(__name__)
_ODD = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError),
    *(sa.exc.DataError, sa.exc.ProgrammingError, sa.exc.InterfaceError),
)
"""What a record of a faulty or newer peer may raise where it is summed up; never a lost race, never a full disk."""


class WriteRefused(Exception):
    """The hub's own process tried to write what may not be written."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Item:
    """A line to judge, with who sent it and where in the chain it stood (None: `early`)."""

    line: bytes
    sender: Sender
    n: int | None
    again: bool = False  # it waited, and is judged anew


def take(conn: sa.Connection, sender: Sender, lines: Sequence[tuple[bytes, int | None]], now: datetime) -> list[str]:
    """Judge and store lines in their order; returns the id of each (of one that is no change: its SHA-256 in hex).

    Lines that the hub holds, byte for byte, change nothing.
    """
    intake = Intake(conn, now)
    return intake.take([Item(line, sender, n) for line, n in lines])


def admit(conn: sa.Connection, sender: Sender, line: bytes, now: datetime) -> None:
    """Take in a line that an administrator released from quarantine. WriteRefused if even so it may not be stored."""
    take(conn, replace(sender, waived=True), [(line, None)], now)


class Intake:
    """One transaction's intake: what was locked and read, and what is to be numbered at the end."""

    def __init__(self, conn: sa.Connection, now: datetime) -> None:
        self._conn = conn
        self._now = utc_text(now)
        self._subjects: dict[str, Subject] = {}
        self._records: dict[str, tuple[str, str | None] | None] = {}
        self._authors: dict[str, Author | None] = {}
        self._stored: list[tuple[Change, bytes]] = []
        self._given: set[tuple[str, str]] = (
            set()
        )  # (subject, facility) that joined its audience beside its registration
        self._arrived: set[str] = set()

    def take(self, items: Sequence[Item]) -> list[str]:
        """See `take`."""
        decoded = [(item, _decoded(item.line)) for item in items]
        self.lock(change for _, change in decoded if isinstance(change, Change))
        ids = [self._take_one(item, change) for item, change in decoded]
        self._take_waiting()
        self._extend_audiences()
        self._fan_out()
        patients = {change.patient for change, _ in self._stored if change.patient is not None}
        for patient in sorted(patients):
            self._refresh(patient)
        return ids

    def _refresh(self, patient: str) -> None:
        """The queue follows the records; a record so odd that it cannot be shown must not stop the page."""
        try:
            with self._conn.begin_nested():
                cases.refresh_cases(self._conn, {patient})
        except _ODD as error:
            _log.error("the queue's rows of a patient could not be made: %s", type(error).__name__)

    def lock(self, changes: Iterable[Change]) -> None:
        """Lock the subjects of these changes, and the authors that are not known yet, in sorted order."""
        wanted: set[str] = set()
        for change in changes:
            wanted.add(subject_of(change))
            if change.author not in self._authors:
                self._authors[change.author] = author_of(self._conn, change.author)
            if self._authors[change.author] is None:
                wanted.add(change.author)
        self._lock_names(wanted)
        for author in [name for name in wanted if self._authors.get(name, 0) is None]:
            self._authors[author] = author_of(self._conn, author)  # she may have come before we had the lock

    def _lock_names(self, names: Iterable[str]) -> None:
        missing = sorted(set(names) - self._subjects.keys())
        if not missing:
            return
        insert_missing(self._conn, t.subjects, [{"subject": name, "known": False} for name in missing])
        for row in locked_rows(self._conn, t.subjects, t.subjects.c.subject, missing):
            self._subjects[row.subject] = Subject(row.known, row.first_facility)
        readers = sa.select(t.audience).where(t.audience.c.patient.in_(missing))
        for row in self._conn.execute(readers):
            self._subjects[row.patient].audience.add(row.facility)

    def _take_one(self, item: Item, change: Change | BadChange) -> str:
        if isinstance(change, BadChange):
            name = line_hash(item.line).hex()
            self._refuse(item, name, Refusal(change.code, change.detail))
            return name
        held = self._conn.execute(sa.select(t.changes.c.sha).where(t.changes.c.id == change.id)).one_or_none()
        if held is not None and not item.again:
            if bytes(held.sha) != line_hash(item.line):
                self._refuse(item, change.id, Refusal("same-id-other-bytes", "the hub holds other bytes under this id"))
            return change.id
        verdict = self._judge(item, change)
        if isinstance(verdict, Waits) and item.sender.hub:
            verdict = Refusal(f"unknown-{verdict.what}", verdict.needs)
        if isinstance(verdict, Refusal):
            self._refuse(item, change.id, verdict)
        else:
            self._keep(item, change, verdict)
        return change.id

    def _judge(self, item: Item, change: Change) -> Verdict:
        if change.record not in self._records:
            query = sa.select(t.record_heads).where(t.record_heads.c.record == change.record)
            row = self._conn.execute(query).one_or_none()
            self._records[change.record] = None if row is None else (row.kind, row.patient)
        record = self._records[change.record]
        owner = None
        if change.kind == "credential" and record is not None and not item.sender.hub:
            state = folded(self._conn, change.record)
            owner = None if state is None else state.fields.get("staff")
        subject = self._subjects[subject_of(change)]
        return judge(change, item.sender, subject, record, self._authors[change.author], owner)

    def _keep(self, item: Item, change: Change, verdict: Stored | Waits) -> None:
        waits = isinstance(verdict, Waits)
        row = {
            "id": change.id,
            "line": item.line,
            "sha": line_hash(item.line),
            "kind": change.kind,
            "record": change.record,
            "patient": change.patient,
            "author": change.author,
            "device": change.device,
            "clock": change.clock,
            "at": change.at,
            "stored_at": self._now,
            "sent_by": item.sender.device,
            "state": "waiting" if waits else "stored",
            "flag": None if isinstance(verdict, Waits) else verdict.flag,
        }
        replace_row(self._conn, t.changes, row) if item.again else self._conn.execute(sa.insert(t.changes).values(row))
        attachments.note(self._conn, change, item.sender)
        if isinstance(verdict, Waits):
            self._wait(item, change, verdict)
        else:
            self._count(item, change)

    def _wait(self, item: Item, change: Change, verdict: Waits) -> None:
        row = {
            "id": change.id,
            "needs": verdict.needs,
            "what": verdict.what,
            "device": item.sender.device,
            "facility": item.sender.facility,
            "chain": item.sender.chain,
            "n": item.n,
            "since": self._now,
        }
        replace_row(self._conn, t.waiting, row)

    def _count(self, item: Item, change: Change) -> None:
        """The change is stored: its record, its subject and their audience follow."""
        if item.again:
            self._conn.execute(sa.delete(t.waiting).where(t.waiting.c.id == change.id))
        self._stored.append((change, line_hash(item.line)))
        if self._records[change.record] is None:
            record = {"record": change.record, "kind": change.kind, "patient": change.patient, "created_at": self._now}
            self._conn.execute(sa.insert(t.record_heads).values(record))
            self._records[change.record] = (change.kind, change.patient)
            self._arrived.add(change.record)
        name = subject_of(change)
        if not self._subjects[name].known:
            self._make_known(name, item.sender.facility, change.kind)
        for facility in shares(change) - self._subjects[name].audience:
            self._give(name, facility)

    def _make_known(self, name: str, facility: str | None, kind: str) -> None:
        subject = self._subjects[name]
        subject.known, subject.first_facility = True, facility
        values = {"known": True, "first_facility": facility}
        self._conn.execute(sa.update(t.subjects).where(t.subjects.c.subject == name).values(values))
        self._arrived.add(name)
        if facility is not None and kind not in HUB_ONLY | NO_FEED:
            subject.audience.add(facility)
            insert_missing(self._conn, t.audience, [{"patient": name, "facility": facility}])

    def _give(self, name: str, facility: str) -> None:
        self._subjects[name].audience.add(facility)
        insert_missing(self._conn, t.audience, [{"patient": name, "facility": facility}])
        self._given.add((name, facility))

    def _refuse(self, item: Item, change_id: str, refusal: Refusal) -> None:
        if item.sender.hub or item.sender.waived:
            raise WriteRefused(refusal.code, refusal.detail)
        if item.again:
            self._conn.execute(sa.delete(t.waiting).where(t.waiting.c.id == change_id))
            self._conn.execute(sa.delete(t.changes).where(t.changes.c.id == change_id))
            attachments.forget(self._conn, change_id)
        sender = item.sender
        entry = quarantine.Refused(
            change_id, sender.device, sender.chain, item.n, refusal.code, refusal.detail, item.line, self._now
        )
        quarantine.keep(self._conn, entry)

    def _take_waiting(self) -> None:
        """Judge what waited for a patient, record or person that came with these lines; that may bring more."""
        while self._arrived:
            arrived = sorted(self._arrived)
            self._arrived.clear()
            for name in arrived:
                self._authors.pop(name, None)
            decoded = [(item, decode(item.line)) for item in self._waiting_for(arrived)]
            self.lock(change for _, change in decoded)
            for item, change in decoded:
                self._take_one(item, change)

    def _waiting_for(self, names: Sequence[str]) -> list[Item]:
        waiting = t.waiting.c
        query = (
            sa.select(waiting.device, waiting.facility, waiting.chain, waiting.n, t.changes.c.line)
            .join_from(t.waiting, t.changes, t.changes.c.id == waiting.id)
            .where(waiting.needs.in_(names))
            .order_by(waiting.since, waiting.chain, waiting.n, waiting.id)
        )
        return [
            Item(bytes(row.line), Sender(row.device, row.chain, row.facility), row.n, again=True)
            for row in self._conn.execute(query)
        ]

    def _extend_audiences(self) -> None:
        """A person's credentials follow her to each health centre of hers."""
        for change, _ in list(self._stored):
            if change.kind == "credential":
                self._follow_posts(change.record, change.set.get("staff"))
            elif change.kind == "staff" and "posts" in change.set:
                for record in self._credentials_of(change.record):
                    self._follow_posts(record, change.record)

    def _follow_posts(self, credential: str, staff: object) -> None:
        author = author_of(self._conn, str(staff)) if is_id(staff) else None
        if author is None:
            return
        self._lock_names([credential])
        query = sa.select(t.record_heads.c.record).where(
            t.record_heads.c.kind == "facility", t.record_heads.c.record.in_(sorted(author.posts))
        )
        for facility in sorted(set(self._conn.scalars(query)) - self._subjects[credential].audience):
            self._give(credential, facility)

    def _credentials_of(self, staff: str) -> list[str]:
        credentials = all_of(self._conn, "credential")
        return [credential.record for credential in credentials if credential.fields.get("staff") == staff]

    def _fan_out(self) -> None:
        additions: dict[str, list[tuple[str, bytes]]] = {}
        for name, facility in sorted(self._given):
            additions.setdefault(feeds.facility_feed(facility), []).extend(self._backlog(name))
        for change, sha in self._stored:
            for feed in self._feeds_for(change):
                additions.setdefault(feed, []).append((change.id, sha))
        feeds.number(self._conn, additions)

    def _feeds_for(self, change: Change) -> list[str]:
        if change.kind in NO_FEED:
            return []
        if change.kind in HUB_ONLY:
            return [feeds.ALL]
        return [feeds.facility_feed(facility) for facility in self._subjects[subject_of(change)].audience]

    def _backlog(self, name: str) -> list[tuple[str, bytes]]:
        """All stored changes of a subject in the hub's order: that of the first centre's feed, then the rest."""
        first = self._subjects[name].first_facility
        entries, changes = t.feed_entries.c, t.changes.c
        own = sa.or_(changes.patient == name, sa.and_(changes.patient.is_(None), changes.record == name))
        on = sa.and_(entries.id == changes.id, entries.feed == feeds.facility_feed(first or ""))
        query = (
            sa.select(changes.id, changes.sha)
            .outerjoin_from(t.changes, t.feed_entries, on)
            .where(own, changes.state == "stored", changes.kind.not_in(sorted(NO_FEED)))
            .order_by(entries.seq.is_(None), entries.seq, changes.stored_at, changes.clock, changes.id)
        )
        return [(row.id, bytes(row.sha)) for row in self._conn.execute(query)]


def _decoded(line: bytes) -> Change | BadChange:
    try:
        change = decode(line)
    except BadChange as error:
        return error
    if "\0" in change.author + change.at:
        return BadChange("malformed", "NUL in author or at")  # no text column holds it
    return change
