"""Which of the health workers' signed notes a doctor is asked to countersign: one row for each, drawn when it comes.

The draw is a number from 0 to 99 out of the note's id, the same on every hub and after every restore; a desk that asks
for 10 per cent reads the notes whose number is below 10. A correction takes the place of the note that it corrects.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from care_record.change import Change
from care_record.fold import Folded
from care_record.ids import is_id
from care_record.kinds.kind import DOCTOR, SPOKE
from hub_server.store import records, tables
from hub_server.store.authors import Author
from hub_server.store.cases import case_flags
from hub_server.store.upsert import insert_missing, rows_among
from hub_server.times import utc_text

_log = logging.getLogger(__name__)
ASKED_FOR = timedelta(days=30)
"""A note that nobody read for so long is asked for no more: the sample is of the work of now."""
USUAL_PERCENT = 10
"""What a desk reads of its centres' notes unless its record says otherwise (`countersign_percent`)."""
_ODD = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, sa.exc.DataError)


@dataclass(frozen=True)
class Sampled:
    """A row of the sample. `written_at` is when it reached the hub; `done_by` who countersigned it, with which note."""

    note: str
    patient: str
    visit: str
    facility: str
    percent: int
    flagged: bool
    written_at: str
    done_by: str | None
    done_at: str | None
    done_note: str | None
    verdict: str | None


def percent_of(note: str) -> int:
    """The note's number in the draw, 0 to 99."""
    return int.from_bytes(hashlib.sha256(f"countersign:{note}".encode()).digest()[:8]) % 100


def take(conn: sa.Connection, changes: Iterable[Change], authors: Mapping[str, Author | None], now: str) -> None:
    """Notes that were stored just now, in that transaction: new ones are drawn, countersigned ones are done.

    A note so odd that it cannot be drawn must not stop the exchange.
    """
    notes = [change for change in changes if change.kind == "note" and change.patient is not None]
    signed = [change for change in notes if change.set.get("signed") and _is_one_of(authors.get(change.author), SPOKE)]
    said = [change for change in notes if is_id(change.set.get("countersigns"))]
    try:
        with conn.begin_nested():
            if signed:
                _draw(conn, signed, authors, now)
            for change in said:
                if _is_one_of(authors.get(change.author), frozenset({DOCTOR})):
                    _done(conn, change, now)
    except _ODD as error:
        _log.error("notes could not be drawn to be countersigned: %s", type(error).__name__)


def _is_one_of(author: Author | None, roles: frozenset[str]) -> bool:
    return author is not None and bool(author.roles & roles)


def _draw(conn: sa.Connection, signed: Sequence[Change], authors: Mapping[str, Author | None], now: str) -> None:
    # A note that is signed later has its words in an earlier change.
    notes = records.several(conn, [change.record for change in signed])
    visits = records.several(conn, [str(note.fields.get("visit")) for note in notes.values()])
    people = records.several(conn, [str(note.patient) for note in notes.values()])
    posts = _posts(conn, notes.values(), authors)
    before = _replaced(conn, notes.values())
    rows = []
    for note in notes.values():
        visit, person = visits.get(str(note.fields.get("visit"))), people.get(str(note.patient))
        facility = posts.get(note.record)
        if visit is None or person is None or visit.patient != note.patient or facility is None:
            continue
        corrected = str(note.fields.get("amends") or note.record)
        rows.append(
            {
                "note": note.record,
                "patient": person.record,
                "visit": visit.record,
                "facility": facility,
                "percent": before.get(corrected, percent_of(corrected)),
                "flagged": int(bool(case_flags(person, visit))),
                "written_at": now,
            }
        )
    insert_missing(conn, tables.note_sample, sorted(rows, key=lambda row: str(row["note"])))


def _posts(conn: sa.Connection, notes: Iterable[Folded], authors: Mapping[str, Author | None]) -> dict[str, str]:
    """The centre of the PC that each note was written on; else that which registered the patient, or its author's."""
    notes = list(notes)
    devices, subjects = tables.devices.c, tables.subjects.c
    of_device = {
        row.device: row.post
        for row in rows_among(conn, (devices.device, devices.post), devices.device, {n.device for n in notes})
    }
    of_patient = {
        row.subject: row.first_facility
        for row in rows_among(
            conn, (subjects.subject, subjects.first_facility), subjects.subject, {str(n.patient) for n in notes}
        )
    }
    own = {who: min(author.posts, default=None) for who, author in authors.items() if author is not None}
    found = {n.record: of_device.get(n.device) or of_patient.get(str(n.patient)) or own.get(n.author) for n in notes}
    return {note: post for note, post in found.items() if post is not None}


def _replaced(conn: sa.Connection, notes: Iterable[Folded]) -> dict[str, int]:
    """The numbers of the notes that these correct, which are asked for no more."""
    old = sorted(str(note.fields.get("amends")) for note in notes if is_id(note.fields.get("amends")))
    if not old:
        return {}
    sample = tables.note_sample
    numbers = {row.note: row.percent for row in rows_among(conn, (sample.c.note, sample.c.percent), sample.c.note, old)}
    conn.execute(sa.delete(sample).where(sample.c.note.in_(old), sample.c.done_note.is_(None)))
    return numbers


def _done(conn: sa.Connection, change: Change, now: str) -> None:
    sample = tables.note_sample
    mine = sa.and_(sample.c.note == change.set["countersigns"], sample.c.patient == change.patient)
    done = {"done_by": change.author, "done_at": now, "done_note": change.record}
    verdict = str(change.set.get("verdict") or "")[:40]
    conn.execute(sa.update(sample).where(mine, sample.c.done_note.is_(None)).values(**done, verdict=verdict))


# ---- reading --------------------------------------------------------------------------------------------------


def waiting(conn: sa.Connection, share: Mapping[str, int], now: datetime, limit: int) -> list[Sampled]:
    """Notes of these centres that are to be read, those with red flags first, then the oldest. `share`: how many per
    cent of each centre's notes."""
    sample = tables.note_sample
    query = (
        sa.select(sample)
        .where(_asked_of(share), sample.c.done_note.is_(None), sample.c.written_at >= utc_text(now - ASKED_FOR))
        .order_by(sample.c.flagged.desc(), sample.c.written_at, sample.c.note)
        .limit(limit)
    )
    return [_sampled(row) for row in conn.execute(query)] if share else []


def _asked_of(share: Mapping[str, int]) -> sa.ColumnElement[bool]:
    sample = tables.note_sample.c
    by_percent: dict[int, list[str]] = {}
    for facility, percent in sorted(share.items()):
        by_percent.setdefault(percent, []).append(facility)
    return sa.or_(
        *(sa.and_(sample.facility.in_(names), sample.percent < percent) for percent, names in by_percent.items())
    )


def lately_done(conn: sa.Connection, staff: str, limit: int) -> list[Sampled]:
    """What this doctor countersigned, the newest first."""
    sample = tables.note_sample
    query = sa.select(sample).where(sample.c.done_by == staff).order_by(sample.c.done_at.desc(), sample.c.note)
    return [_sampled(row) for row in conn.execute(query.limit(limit))]


def of_note(conn: sa.Connection, note: str) -> Sampled | None:
    """The row of this note, if it is one that may be countersigned."""
    row = conn.execute(sa.select(tables.note_sample).where(tables.note_sample.c.note == note)).first()
    return None if row is None else _sampled(row)


def _sampled(row: sa.Row[tuple[object, ...]]) -> Sampled:
    return Sampled(**(dict(row._mapping) | {"flagged": bool(row._mapping["flagged"])}))
