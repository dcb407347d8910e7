"""The projection: what the screens read, folded out of the journal.

`records` has every record's state; `patients`, `joined`, `visits`, `cases`, `follow_ups`, `attachment_records`,
`ordered_tests` and `test_results` are narrow tables of it, so that lists are quick, and `patient_search` is the search
index. All are functions of the journal alone (C3): they can be thrown away and made again. A value of a wrong type,
from a newer or faulty peer, is flagged and shown nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from care_record.case import receipt
from care_record.change import Change
from care_record.fold import Folded, fold
from care_record.kinds import check_record
from spoke_app.store import attachments, ordered_tests, patient_index, records
from spoke_app.store.database import Store
from spoke_app.store.values import entries, text

CASE_KINDS = frozenset({"case_event", "advice", "prescription"})
REPLACED = frozenset({"visit", "attachment"})
"""Kinds whose narrow rows go before they are made anew."""
CLOSED_STATES = frozenset({"given", "closed", "withdrawn"})
"""Nothing is awaited any more of such a case, unless a new answer comes."""


@dataclass
class Touched:
    """What has to be looked at again once all records of a batch stand: a case has several, in any order."""

    referrals: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    """Patients of whom a visit changed."""


def before(store: Store, records: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What `project` has to know of these records' rows as they stand."""
    rows = store.rows(
        "SELECT record, kind, patient, json_extract(fields, '$.referral') AS referral FROM records"
        f" WHERE record IN ({', '.join('?' * len(records))})",
        records,
    )
    return {row["record"]: row for row in rows}


def project(
    store: Store, record: str, changes: Sequence[Change], before: Mapping[str, Any] | None, touched: Touched
) -> None:
    """Brings the record's rows to the fold of `changes`; without changes (all in quarantine) it has none."""
    folded = fold(changes) if changes else None
    if before is not None:
        _note(touched, before["kind"], record, before["patient"], before["referral"])
    if folded is None:
        if before is not None:
            _remove(store, record, before["kind"], before["patient"])
        return
    if before is not None and (before["kind"] != folded.kind or folded.kind in REPLACED):
        _remove(store, record, before["kind"], before["patient"])
    _put(store, folded, touched)


def begin(store: Store, first: Change, touched: Touched) -> None:
    """The rows of a record that has none yet: this is its one change."""
    _put(store, fold((first,)), touched)


def _put(store: Store, folded: Folded, touched: Touched) -> None:
    _write_record(store, folded)
    _note(touched, folded.kind, folded.record, folded.patient, folded.fields.get("referral"))
    if folded.kind == "patient":
        patient_index.put(store, folded)
    elif folded.kind == "visit":
        _put_visit(store, folded)
    elif folded.kind == "follow_up":
        _put_follow_up(store, folded)
    elif folded.kind == "attachment":
        attachments.name(store, folded)
    elif folded.kind == "advice":
        ordered_tests.put_advice(store, folded)
    elif folded.kind == "result":
        ordered_tests.put_result(store, folded)


def settle(store: Store, touched: Touched) -> None:
    """What follows from several records together: each case's state, each patient's last visit."""
    for referral in sorted(touched.referrals):
        _put_case(store, referral)
    for patient in sorted(touched.seen):
        patient_index.note_seen(store, patient)


def clear(store: Store) -> None:
    """Empties the projection."""
    for table in ("records", "visits", "cases", "follow_ups", "attachment_records"):
        store.execute(f"DELETE FROM {table}")
    ordered_tests.clear(store)
    patient_index.clear(store)


def _note(touched: Touched, kind: str, record: str, patient: str | None, referral: Any) -> None:
    if kind == "referral":
        touched.referrals.add(record)
    elif kind in CASE_KINDS and isinstance(referral, str):
        touched.referrals.add(referral)
    elif kind == "visit" and patient:
        touched.seen.add(patient)


def _remove(store: Store, record: str, kind: str, patient: str | None) -> None:
    store.execute("DELETE FROM records WHERE record = ?", (record,))
    if kind == "patient":
        patient_index.remove(store, record)
    elif kind == "visit":
        store.execute("DELETE FROM visits WHERE patient = ? AND record = ?", (patient or "", record))
    elif kind == "follow_up":
        store.execute("DELETE FROM follow_ups WHERE record = ?", (record,))
    elif kind == "attachment":
        attachments.unname(store, record)
    elif kind == "advice":
        ordered_tests.remove_advice(store, record)
    elif kind == "result":
        ordered_tests.remove_result(store, record)


def _write_record(store: Store, folded: Folded) -> None:
    problems = [[p.field, p.code, p.detail] for p in check_record(folded.kind, folded.fields)]
    row = {
        "record": folded.record,
        "kind": folded.kind,
        "patient": folded.patient,
        "fields": _json(folded.fields),
        "heads": _json(folded.heads),
        "conflicts": _json(folded.conflicts),
        "flagged": _json(problems),
        "after_signing": _json(folded.after_signing),
        "foreign_changes": _json(folded.foreign),
        "created_at": folded.created_at,
        "updated_at": folded.updated_at,
        "author": folded.author,
        "device": folded.device,
        "last_clock": folded.last_clock,
    }
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    store.execute(f"INSERT OR REPLACE INTO records({names}) VALUES({values})", row)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _put_visit(store: Store, folded: Folded) -> None:
    started = text(folded.fields.get("started"))
    words = [text(c.get("text")) or text(c.get("code")) for c in entries(folded.fields.get("complaints"))]
    store.execute(
        """INSERT INTO visits(record, patient, started, started_ms, day, outcome, complaint, author)
           VALUES(?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            folded.record,
            folded.patient or "",
            started,
            _milliseconds(started),
            started[:10],
            text(folded.fields.get("outcome")),
            ", ".join(word for word in words if word),
            folded.author,
        ),
    )


def _milliseconds(moment: str) -> int:
    try:
        return round(datetime.fromisoformat(moment).timestamp() * 1000)
    except (ValueError, OverflowError):
        return 0


def _put_follow_up(store: Store, folded: Folded) -> None:
    fields = folded.fields
    store.execute(
        "INSERT OR REPLACE INTO follow_ups(record, patient, due, reason, done) VALUES(?, ?, ?, ?, ?)",
        (
            folded.record,
            folded.patient or "",
            text(fields.get("due")),
            text(fields.get("reason")),
            text(fields.get("done")),
        ),
    )


def _put_case(store: Store, referral: str) -> None:
    """The case's line, its state as far as the records say: whether it has reached the hub is not in the journal."""
    folded = records.folded(store, referral)
    if folded is None or folded.kind != "referral" or not folded.patient:
        store.execute("DELETE FROM cases WHERE referral = ?", (referral,))
        return
    parts = records.case_parts(store, folded.patient, referral)
    now = receipt(folded, parts.events, parts.advice, parts.prescriptions, None)
    moved = max(part.last_clock for part in (folded, *parts.events, *parts.advice, *parts.prescriptions))
    store.execute(
        "INSERT OR REPLACE INTO cases(referral, patient, visit, state, open, moved_at) VALUES(?, ?, ?, ?, ?, ?)",
        (
            referral,
            folded.patient,
            text(folded.fields.get("visit")),
            now.state,
            int(now.state not in CLOSED_STATES),
            moved,
        ),
    )
