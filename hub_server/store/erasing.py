"""Erases what the hub holds of a patient: the bodies go, and with them all that was made of them.

A change's id, hash and places in chains and feeds stay, for everybody's heads are over them: nobody else's exchange
ends, and every device can still prove what it holds. The rows that say which record belongs to which patient, and who
reads it, stay as well; they name nobody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from care_record.change import BadChange, decode
from hub_server.store import tables as t
from hub_server.store.judge import NO_FEED
from hub_server.store.quarantine import ERASED
from hub_server.store.upsert import locked_rows
from hub_server.times import utc_text

_TOUCHED = ("changes", "quarantine", "attachment_pieces", "case_queue", "case_words", "patient_cards", "patient_blocks")
_SEVERAL = 500


@dataclass(frozen=True)
class Held:
    """What there is of a patient: changes with a body, lines in quarantine, attachments of hers alone; the centres that
    read her, and other records that were said to be the same person."""

    changes: int
    quarantined: int
    attachments: int
    centres: tuple[str, ...]
    linked: tuple[str, ...]


def held(conn: sa.Connection, patient: str) -> Held | None:
    """None if no patient is known by that id."""
    known = sa.select(t.record_heads.c.record).where(t.record_heads.c.record == patient, _is_patient())
    if conn.scalar(known) is None:
        return None
    audience, links = t.audience.c, t.patient_links.c
    centres = conn.scalars(sa.select(audience.facility).where(audience.patient == patient).order_by(audience.facility))
    query = sa.select(links.patient, links.same_as).where(sa.or_(links.patient == patient, links.same_as == patient))
    linked = {each for row in conn.execute(query) for each in row} - {patient}
    return Held(
        conn.scalar(sa.select(sa.func.count()).select_from(t.changes).where(_bodies(patient))) or 0,
        len(_refused(conn, patient)),
        len(_own_attachments(conn, patient)),
        tuple(centres),
        tuple(sorted(linked)),
    )


def erase(conn: sa.Connection, patient: str, now: datetime) -> None:
    """Take the bodies away, in the caller's transaction, under the patient's lock."""
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("PRAGMA secure_delete = ON")  # written over with zeros, not just forgotten
    locked_rows(conn, t.subjects, t.subjects.c.subject, [patient])
    _erase_attachments(conn, patient)
    _erase_derived(conn, patient)
    conn.execute(sa.delete(t.waiting).where(t.waiting.c.id.in_(sa.select(t.changes.c.id).where(_bodies(patient)))))
    conn.execute(sa.update(t.changes).where(_bodies(patient)).values(line=b"", state="erased"))
    quarantined = t.quarantine.c
    for sha, device in _refused(conn, patient):
        own = sa.and_(quarantined.sha == sha, quarantined.device == device)
        gone = {"line": b"", "code": ERASED, "detail": "", "released": utc_text(now)}
        conn.execute(sa.update(t.quarantine).where(own).values(gone))


def sweep(engine: sa.Engine) -> None:
    """After the commit: what the database still has of the old rows in its files, as far as it can be told to."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT", hub_read=True) as conn:
        if engine.dialect.name == "postgresql":
            conn.exec_driver_sql(f"VACUUM {', '.join(_TOUCHED)}")
            return
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


def _is_patient() -> sa.ColumnElement[bool]:
    return t.record_heads.c.kind == "patient"


def _bodies(patient: str) -> sa.ColumnElement[bool]:
    """Her changes, but not the trail of who read them: that has nothing of hers, and is kept."""
    changes = t.changes.c
    return sa.and_(changes.patient == patient, changes.state != "erased", changes.kind.not_in(sorted(NO_FEED)))


def _refused(conn: sa.Connection, patient: str) -> list[tuple[bytes, str]]:
    """Lines of hers that were refused, whoever sent them."""
    rows = t.quarantine.c
    query = sa.select(rows.sha, rows.device, rows.line).where(rows.code != ERASED)
    found = []
    with conn.execute(query.execution_options(yield_per=10)) as every:
        for row in every:
            if _names(bytes(row.line), patient):
                found.append((bytes(row.sha), str(row.device)))
    return found


def _names(line: bytes, patient: str) -> bool:
    try:
        change = decode(line)
    except BadChange:
        return patient.encode() in line
    return patient in (change.patient, change.record)


def _own_attachments(conn: sa.Connection, patient: str) -> list[str]:
    """Those that only her changes name."""
    names = t.attachment_names.c
    others = sa.select(names.sha).where(names.subject != patient)
    return list(conn.scalars(sa.select(names.sha).distinct().where(names.subject == patient, names.sha.not_in(others))))


def _erase_attachments(conn: sa.Connection, patient: str) -> None:
    uploads, pieces = t.attachment_uploads, t.attachment_pieces
    for sha in _own_attachments(conn, patient):
        where = set(conn.scalars(sa.select(uploads.c.upload).where(uploads.c.sha == sha)))
        where |= set(conn.scalars(sa.select(t.attachments.c.upload).where(t.attachments.c.sha == sha)))
        conn.execute(sa.delete(pieces).where(pieces.c.upload.in_(sorted(where))))
        conn.execute(sa.delete(uploads).where(uploads.c.sha == sha))
        conn.execute(sa.delete(t.attachments).where(t.attachments.c.sha == sha))
    conn.execute(sa.delete(t.attachment_names).where(t.attachment_names.c.subject == patient))


def _erase_derived(conn: sa.Connection, patient: str) -> None:
    heads = t.record_heads.c
    records = list(conn.scalars(sa.select(heads.record).where(heads.patient == patient)))
    for first in range(0, len(records), _SEVERAL):
        some: Collection[str] = records[first : first + _SEVERAL]
        for column in (
            t.case_words.c.referral,
            t.case_doctors.c.referral,
            t.claims.c.referral,
            t.answer_drafts.c.referral,
        ):
            conn.execute(sa.delete(column.table).where(column.in_(some)))
    for column in (
        t.case_queue.c.patient,
        t.note_sample.c.patient,
        t.patient_stale.c.patient,
        t.patient_cards.c.patient,
        t.patient_blocks.c.patient,
        t.patient_links.c.patient,
        t.duplicate_pairs.c.one,
        t.duplicate_pairs.c.other,
    ):
        conn.execute(sa.delete(column.table).where(column == patient))
