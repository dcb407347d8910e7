"""Takes back what this hub once held: lines of its feeds that a device returns under the hub's own signature.

They were judged when they first came, so nobody's authority is asked for again; what is known of their patients' first
centre and readers is made whole out of them, and they are numbered at the end of the feeds of their audience.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import sqlalchemy as sa

from care_record.change import Change
from hub_server.store import devices, feeds, logins, quarantine
from hub_server.store import tables as t
from hub_server.store.intake import Intake, Item
from hub_server.store.judge import HUB_ONLY, Sender, subject_of
from hub_server.store.records import all_of, folded
from hub_server.store.upsert import rows_among
from hub_server.times import utc_text


@dataclass(frozen=True)
class RunEntry:
    """A proved place of a feed: the change there, with its line if the device sent it."""

    seq: int
    id: str
    sha: bytes
    line: bytes | None


@dataclass(frozen=True)
class Taken:
    """How many of the lines that came the hub lacked, and the places whose lines it lacks still."""

    took: int
    lacks: tuple[int, ...]


@dataclass(frozen=True)
class _Look:
    """What is to be done about a page: lines to judge as proved, how many of them came just now, places to ask for."""

    items: tuple[Item, ...]
    took: int
    lacks: tuple[int, ...]


def look(conn: sa.Connection, sender: Sender, entries: Sequence[RunEntry]) -> Taken | None:
    """What the hub lacks of a page of which it needs to store nothing; None if there is something to store."""
    found = _look(conn, sender, entries)
    return None if found.items else Taken(0, found.lacks)


def take_back(conn: sa.Connection, sender: Sender, entries: Sequence[RunEntry], now: datetime) -> Taken:
    """Store what the page brings; `sender.proved` names its feed, `sender.facility` the feed's centre (None: `all`)."""
    found = _look(conn, sender, entries)
    if found.items:
        intake = _Healing(conn, now)
        intake.take(found.items)
        quarantine.release_taken(conn, [item.sha for item in found.items], utc_text(now))
        _follow(conn, intake.stored(), now)
    return Taken(found.took, found.lacks)


def _look(conn: sa.Connection, sender: Sender, entries: Sequence[RunEntry]) -> _Look:
    held, placed = t.changes.c, t.feed_entries.c
    ids = [entry.id for entry in entries]
    rows = {row.id: row for row in rows_among(conn, (held.id, held.sha, held.state), held.id, ids)}
    same = {entry.id for entry in entries if entry.id in rows and bytes(rows[entry.id].sha) == entry.sha}
    there = set(conn.scalars(sa.select(placed.id).where(placed.feed == sender.proved, placed.id.in_(ids))))
    whole = {change for change in same - there if rows[change].state != "erased"}
    lines = {row.id: bytes(row.line) for row in rows_among(conn, (held.id, held.line), held.id, whole)}
    refused = _in_quarantine(conn, [entry.sha for entry in entries if entry.id not in same])
    items, lacks, took = [], [], 0
    for entry in entries:
        if entry.id in same:
            if entry.id in lines:
                items.append(Item(lines[entry.id], sender, None, again=rows[entry.id].state == "waiting"))
        elif entry.sha in refused:
            if entry.id not in rows and refused[entry.sha]:  # else it was erased
                items.append(Item(refused[entry.sha], sender, None))
        elif entry.line is not None:
            items.append(Item(entry.line, sender, None))
            took += 1
        else:
            lacks.append(entry.seq)
    return _Look(tuple(items), took, tuple(lacks))


def _in_quarantine(conn: sa.Connection, shas: Sequence[bytes]) -> Mapping[bytes, bytes]:
    """Of the lines with these hashes those that were refused, as a hub that had forgotten much will do."""
    held = t.quarantine.c
    query = sa.select(held.sha, held.line).where(held.sha.in_(shas))
    return {bytes(row.sha): bytes(row.line) for row in conn.execute(query)} if shas else {}


class _Healing(Intake):
    """An intake of proved lines: the feed that proves one is in its audience, whatever else the hub has forgotten."""

    def stored(self) -> list[Change]:
        """What was stored, with what had waited for it."""
        return [change for change, _ in self._stored]

    def _take_one(self, item: Item) -> str:
        name = super()._take_one(item)
        change = item.change
        if isinstance(change, Change) and item.sender.proved is not None and self._held.get(change.id) == item.sha:
            self._give_back(item.sender, change)
        return name

    def _count(self, item: Item, change: Change) -> None:
        name, sender = subject_of(change), item.sender
        if sender.proved is not None and not self._subjects[name].known:
            self._make_known(name, self._writers_centre(change) or sender.facility, change.kind)
        elif sender.proved is not None:
            self._set_right(name, self._writers_centre(change))
        super()._count(item, change)

    def _set_right(self, name: str, centre: str | None) -> None:
        """A patient's first change may come after others of hers: only then is it known who registered her."""
        subject = self._subjects[name]
        if centre is None or subject.first_facility == centre:
            return
        subject.first_facility = self._writes.known[name] = centre
        if centre not in subject.audience:
            self._give(name, centre)

    def _give_back(self, sender: Sender, change: Change) -> None:
        """The change is read by the centre whose feed proves it, or by all."""
        name, facility = subject_of(change), sender.facility
        if facility is None:
            self._for_all.add(change.id)
        elif change.kind not in HUB_ONLY and facility not in self._subjects[name].audience:
            self._give(name, facility)

    def _writers_centre(self, change: Change) -> str | None:
        """Where the device that wrote a patient's first change stands, if the hub knows that (again)."""
        if change.kind != "patient" or change.base:
            return None
        device = devices.by_id(self._conn, change.device)
        if device is not None and device.post_kind == "facility":
            return device.post
        return self._posts.get(change.device)

    @cached_property
    def _posts(self) -> dict[str, str]:
        """Device -> its health centre, as far as the records say it: they heal before patients do."""
        found = [(record.fields.get("device"), record.fields.get("post")) for record in all_of(self._conn, "device")]
        return {str(device): str(post) for device, post in found if device and post}

    @cached_property
    def _for_all(self) -> set[str]:
        return set()

    def _feeds_for(self, change: Change) -> list[str]:
        found = super()._feeds_for(change)
        return [*found, feeds.ALL] if change.id in self._for_all and feeds.ALL not in found else found


def _follow(conn: sa.Connection, stored: Sequence[Change], now: datetime) -> None:
    """What the hub does beside writing a record is done again: who was revoked stays so."""
    for change in stored:
        if change.kind not in ("device", "staff"):
            continue
        record = folded(conn, change.record)
        if record is None:
            continue
        if change.kind == "device" and record.fields.get("revoked") is True:
            devices.revoke(conn, str(record.fields.get("device")), False, now)
        elif change.kind == "staff" and record.fields.get("active") is False:
            logins.revoke(conn, change.record, now)
