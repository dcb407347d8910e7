"""Taking changes in: judged under the locks of their subjects, stored, and numbered into the feeds of their audience.

One page is one transaction. Locks are taken in one order everywhere - the chain, then patients (and records that have
none) sorted, then feeds sorted - and a patient's audience is read under the patient's lock, so a share and a save that
cross both reach everyone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import sqlalchemy as sa

from care_record.chain import line_hash
from care_record.change import BadChange, Change, decode
from care_record.ids import is_id
from hub_server.store import attachments, cases, duplicates, feeds, note_sample, quarantine, same_person
from hub_server.store import tables as t
from hub_server.store.authors import Author, author_of, authors_of
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
from hub_server.store.upsert import insert_missing, locked_rows, rows_among
from hub_server.store.writes import Writes
from hub_server.times import utc_text


class WriteRefused(Exception):
    """The hub's own process tried to write what may not be written."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(slots=True)
class Item:
    """A line to judge, decoded and hashed, with who sent it and where in the chain it stood (None: `early`)."""

    line: bytes
    sender: Sender
    n: int | None
    again: bool = False  # it waited, and is judged anew
    sha: bytes = field(init=False)
    change: Change | BadChange = field(init=False)

    def __post_init__(self) -> None:
        self.sha, self.change = line_hash(self.line), _decoded(self.line)


def read_lines(sender: Sender, lines: Iterable[tuple[bytes, int | None]]) -> list[Item]:
    """Lines ready to be judged, which needs no lock."""
    return [Item(line, sender, n) for line, n in lines]


def take(conn: sa.Connection, items: Sequence[Item], now: datetime) -> list[str]:
    """Judge and store lines in their order; returns the id of each (of one that is no change: its SHA-256 in hex).

    Lines that the hub holds, byte for byte, change nothing.
    """
    return Intake(conn, now).take(items)


def admit(conn: sa.Connection, sender: Sender, line: bytes, now: datetime) -> None:
    """Take in a line that an administrator released from quarantine. WriteRefused if even so it may not be stored."""
    take(conn, read_lines(replace(sender, waived=True), [(line, None)]), now)


class Intake:
    """One transaction's intake: what was locked and read, and what is to be numbered at the end."""

    def __init__(self, conn: sa.Connection, now: datetime) -> None:
        self._conn = conn
        self._now = utc_text(now)
        self._writes = Writes(conn)
        self._subjects: dict[str, Subject] = {}
        self._records: dict[str, tuple[str, str | None] | None] = {}
        self._authors: dict[str, Author | None] = {}
        self._held: dict[str, bytes] = {}
        self._erased: set[str] = set()
        self._stored: list[tuple[Change, bytes]] = []
        # (subject, facility) that joined its audience beside its registration
        self._given: set[tuple[str, str]] = set()
        self._arrived: set[str] = set()

    def take(self, items: Sequence[Item]) -> list[str]:
        """See `take`."""
        ids = self._take_all(items)
        self._take_waiting()
        self._reconsider()
        self._extend_audiences()
        self._writes.flush()
        self._fan_out()
        self._refresh()
        return ids

    def _refresh(self) -> None:
        """The queue follows the records."""
        duplicates.mark(self._conn, {change.record for change, _ in self._stored if change.kind == "patient"})
        same = {c.record for c, _ in self._stored if c.kind == "patient" and "same_as" in c.set}
        same_person.note(self._conn, same)
        shown = {change.patient for change, _ in self._stored if change.kind in cases.SHOWN}
        for patient in cases.with_cases(self._conn, [patient for patient in shown if patient is not None]):
            cases.refresh_or_log(self._conn, patient)
        note_sample.take(self._conn, (change for change, _ in self._stored), self._authors, self._now)

    def lock(self, changes: Iterable[Change]) -> None:
        """Lock the subjects of these changes, and the authors that are not known yet, in sorted order."""
        changes = list(changes)
        authors = {change.author for change in changes}
        self._authors |= authors_of(self._conn, authors - self._authors.keys())
        unknown = {author for author in authors if self._authors[author] is None}
        self._lock_names({subject_of(change) for change in changes} | unknown)
        self._authors |= authors_of(self._conn, unknown)  # one may have come before we had the lock

    def _lock_names(self, names: Iterable[str]) -> None:
        missing = sorted(set(names) - self._subjects.keys())
        insert_missing(self._conn, t.subjects, [{"subject": name, "known": False} for name in missing])
        for row in locked_rows(self._conn, t.subjects, t.subjects.c.subject, missing):
            self._subjects[row.subject] = Subject(row.known, row.first_facility)
        audience = t.audience.c
        for row in rows_among(self._conn, (audience.patient, audience.facility), audience.patient, missing):
            self._subjects[row.patient].audience.add(row.facility)

    def _take_all(self, items: Sequence[Item]) -> list[str]:
        """Judge the items in their order, under their subjects' locks, and write what comes of it."""
        changes = [change for item in items if isinstance(change := item.change, Change)]
        self.lock(changes)
        held, heads = t.changes.c, t.record_heads.c
        columns = (held.id, held.sha, held.state)
        for row in rows_among(self._conn, columns, held.id, (change.id for change in changes)):
            self._held[row.id] = bytes(row.sha)
            if row.state == "erased":
                self._erased.add(row.id)
        records = {change.record for change in changes} - self._records.keys()
        self._records |= dict.fromkeys(records)
        for row in rows_among(self._conn, (heads.record, heads.kind, heads.patient), heads.record, records):
            self._records[row.record] = (row.kind, row.patient)
        ids = [self._take_one(item) for item in items]
        self._writes.flush()
        return ids

    def _take_one(self, item: Item) -> str:
        change = item.change
        if isinstance(change, BadChange):
            name = item.sha.hex()
            self._refuse(item, name, Refusal(change.code, change.detail))
            return name
        held = self._held.get(change.id)
        if held is not None and not item.again:
            if held == item.sha and change.id not in self._erased:
                attachments.note(self._conn, change, item.sender)
            elif held != item.sha:
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
        record = self._records[change.record]
        owner = None
        if change.kind == "credential" and record is not None and not item.sender.hub:
            self._writes.flush()
            state = folded(self._conn, change.record)
            owner = None if state is None else state.fields.get("staff")
        subject = self._subjects[subject_of(change)]
        return judge(change, item.sender, subject, record, self._authors[change.author], owner)

    def _keep(self, item: Item, change: Change, verdict: Stored | Waits) -> None:
        row = {
            "id": change.id,
            "line": item.line,
            "sha": item.sha,
            "kind": change.kind,
            "record": change.record,
            "patient": change.patient,
            "author": change.author,
            "device": change.device,
            "clock": change.clock,
            "at": change.at,
            "stored_at": self._now,
            "sent_by": item.sender.device,
            "state": "waiting" if isinstance(verdict, Waits) else "stored",
            "flag": None if isinstance(verdict, Waits) else verdict.flag,
        }
        self._writes.keep(row, again=item.again)
        attachments.note(self._conn, change, item.sender)
        self._held[change.id] = item.sha
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
        self._writes.waits.append(row)

    def _count(self, item: Item, change: Change) -> None:
        """The change is stored: its record, its subject and their audience follow."""
        self._stored.append((change, item.sha))
        if self._records[change.record] is None:
            self._writes.begin_record(change, self._now)
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
        self._writes.known[name] = facility
        self._arrived.add(name)
        if facility is not None and kind not in HUB_ONLY | NO_FEED:
            subject.audience.add(facility)
            self._writes.audience.add((name, facility))

    def _give(self, name: str, facility: str) -> None:
        self._subjects[name].audience.add(facility)
        self._writes.audience.add((name, facility))
        self._given.add((name, facility))

    def _refuse(self, item: Item, change_id: str, refusal: Refusal) -> None:
        if item.sender.hub or item.sender.waived:
            raise WriteRefused(refusal.code, refusal.detail)
        if item.again:
            self._writes.gone.append(change_id)
            attachments.forget(self._conn, change_id)
            self._held.pop(change_id, None)
        sender = item.sender
        entry = quarantine.Refused(
            change_id, sender.device, sender.chain, item.n, refusal.code, refusal.detail, item.line, self._now
        )
        self._writes.refused.append(entry)

    def _take_waiting(self) -> None:
        """Judge what waited for a patient, record or person that came with these lines; that may bring more."""
        while self._arrived:
            arrived = sorted(self._arrived)
            self._arrived.clear()
            waiting = self._waiting_for(arrived)
            if not waiting:
                continue
            for name in arrived:
                self._authors.pop(name, None)
            self._take_all(waiting)

    def _waiting_for(self, names: Sequence[str]) -> list[Item]:
        waiting, changes = t.waiting.c, t.changes.c
        rows = {row.id: row for row in rows_among(self._conn, tuple(waiting), waiting.needs, names)}
        lines = {
            row.id: bytes(row.line) for row in rows_among(self._conn, (changes.id, changes.line), changes.id, rows)
        }
        ordered = sorted(rows.values(), key=lambda row: (row.since, row.chain, row.n is None, row.n or 0, row.id))
        return [Item(lines[row.id], Sender(row.device, row.chain, row.facility), row.n, again=True) for row in ordered]

    def _reconsider(self) -> None:
        """Judge again what was refused for want of a share or a post that came with these lines.

        A hub that was restored hears what rests on a share or a post before it hears of that again. What is taken in by
        this may be such a share, too.
        """
        looked: tuple[set[str], set[tuple[str, str]]] = (set(), set())
        while (new := (self._people(), set(self._given))) != looked:
            looked = new
            self._judge_refused(new[0])

    def _people(self) -> set[str]:
        return {change.record for change, _ in self._stored if change.kind == "staff"}

    def _judge_refused(self, people: set[str]) -> None:
        refused = quarantine.refused_for_want(self._conn, {facility for _, facility in self._given}, bool(people))
        items = [
            Item(each.line, Sender(each.device, each.chain, facility, revoked=revoked), each.n)
            for each, facility, revoked in refused
        ]
        wanted = [
            item
            for item in items
            if isinstance(change := item.change, Change)
            and (change.author in people or (subject_of(change), item.sender.facility) in self._given)
        ]
        if not wanted:
            return
        for name in people:
            self._authors.pop(name, None)
        self._take_all(wanted)
        self._take_waiting()
        quarantine.release_taken(self._conn, [item.sha for item in wanted], self._now)

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
        feeds.number(self._conn, additions, fresh={change.id for change, _ in self._stored})

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
