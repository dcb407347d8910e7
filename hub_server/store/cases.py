"""Cases as the doctors' pages need them: one row for each referral in the queue, and a whole case to be read.

The rows of `case_queue` are made anew from the records whenever a change of their patient is stored, in the same
transaction; they hold nothing that the records do not say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from care_record.case import Receipt, receipt
from care_record.rules.age import age_days, age_text_parts
from care_record.rules.red_flags import flags
from hub_server.store import records, tables
from hub_server.store.upsert import replace_row, rows_among

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from care_record.fold import Folded

URGENCY_RANK: Mapping[str, int] = {"emergency": 0, "urgent": 1, "routine": 2}
WAITING = ("at_hub", "opened", "saved")
"""States in which a case waits for a doctor."""
OPEN = (*WAITING, "question")
SHOWN = frozenset({"patient", "visit", "referral", "case_event", "advice", "prescription"})
"""Kinds that a row of the queue tells something of."""


@dataclass(frozen=True)
class QueueRow:
    """A row of the queue: plain values, to be put into words by the page."""

    referral: str
    patient: str
    facility: str | None
    desk: str
    speciality: str
    urgency: str
    state: str
    name: str
    gender: str
    waiting_since: str
    opened_by: str | None
    answered_by: str | None
    answered_at: str | None
    flags: tuple[dict[str, Any], ...]
    summary: dict[str, Any]


@dataclass(frozen=True)
class CaseFile:
    """Everything that a doctor reads about one case. Lists are in the order of time."""

    referral: Folded
    patient: Folded
    visit: Folded | None
    receipt: Receipt
    at_hub: str
    facility: Folded | None
    desk: Folded | None
    own: dict[str, list[Folded]] = field(default_factory=dict)
    """Records of this case by kind: note, case_event, advice, prescription, dispense, result, attachment, follow_up."""
    visits: tuple[Folded, ...] = ()
    """Earlier visits, the newest first."""
    referrals: tuple[Folded, ...] = ()
    """Other cases of the patient, the newest first."""
    records: tuple[Folded, ...] = ()
    """All records of the patient."""
    people: dict[str, Folded] = field(default_factory=dict)


def person_name(people: Mapping[str, Folded], staff: str | None, lang: str = "en") -> str:
    """The name of a member of staff in that language, if there is one."""
    folded = people.get(staff or "")
    if folded is None:
        return ""
    return str((lang == "hi" and folded.fields.get("name_hi")) or folded.fields.get("name") or "")


def posts_on(staff: Folded, on: date) -> set[str]:
    """The ids of the facilities and desks where this person has a post on that day."""
    found = set()
    for post in staff.fields.get("posts") or ():
        if isinstance(post, str):
            found.add(post)
        if not isinstance(post, dict):
            continue
        begins, ends = str(post.get("from") or "")[:10], str(post.get("to") or "")[:10]
        if (not begins or begins <= on.isoformat()) and (not ends or on.isoformat() <= ends):
            found.add(str(post.get("id") or ""))
    return found - {""}


def with_cases(conn: Connection, patients: Collection[str]) -> list[str]:
    """Those of the patients who have a referral, which few have, sorted."""
    heads = tables.record_heads.c
    return sorted(
        {str(row.patient) for row in rows_among(conn, (heads.patient,), heads.patient, patients, kind="referral")}
    )


def refresh_cases(conn: Connection, patient: str) -> None:
    """Make the queue's rows of this patient anew. Called after changes were stored, in that transaction."""
    all_records = records.records_of(conn, patient, SHOWN)
    by_id = {r.record: r for r in all_records}
    person = by_id.get(patient)
    if person is None or person.kind != "patient":
        return
    for referral in all_records:
        if referral.kind == "referral" and isinstance(referral.fields.get("desk"), str):
            replace_row(conn, tables.case_queue, _row(conn, person, referral, by_id))


def _of_case(all_records: Iterable[Folded], kind: str, referral: str) -> list[Folded]:
    mine = [r for r in all_records if r.kind == kind and r.fields.get("referral") == referral]
    return sorted(mine, key=lambda r: r.last_clock)


def _row(conn: Connection, person: Folded, referral: Folded, by_id: Mapping[str, Folded]) -> dict[str, Any]:
    everything = by_id.values()
    at_hub = _stored_at(conn, referral.record)
    events = _of_case(everything, "case_event", referral.record)
    advice = _of_case(everything, "advice", referral.record)
    case = receipt(referral, events, advice, _of_case(everything, "prescription", referral.record), at_hub)
    visit = by_id.get(str(referral.fields.get("visit")))
    facility = _facility(conn, referral, person)
    place = records.folded(conn, facility) if facility else None
    opened = next((e for e in events if e.fields.get("event") == "opened"), None)
    question = next((e for e in reversed(events) if e.fields.get("event") == "question"), None)
    urgency = str(referral.fields.get("urgency") or "routine")
    return {
        "referral": referral.record,
        "patient": person.record,
        "visit": visit.record if visit else None,
        "facility": facility,
        "district": place.fields.get("district") if place else None,
        "desk": referral.fields["desk"],
        "speciality": str(referral.fields.get("speciality") or ""),
        "urgency": urgency,
        "urgency_rank": URGENCY_RANK.get(urgency, URGENCY_RANK["routine"]),
        "state": case.state,
        "complaint": ", ".join(str(c.get("text") or "") for c in _entries(visit, "complaints")),
        "name": str(person.fields.get("name") or ""),
        "gender": person.fields.get("gender"),
        "age": None,
        "village": person.fields.get("village"),
        "flags": [_flag_dict(f) for f in case_flags(person, visit)],
        "waiting_since": at_hub,
        "at_hub": at_hub,
        "opened_by": opened.author if opened else None,
        "opened_at": opened.created_at if opened else None,
        "question_at": question.created_at if question else None,
        "answered_by": advice[-1].author if advice else None,
        "answered_at": advice[-1].created_at if advice else None,
        "summary": _summary(person, referral, visit, place, events, everything),
    }


def _summary(
    person: Folded,
    referral: Folded,
    visit: Folded | None,
    place: Folded | None,
    events: Sequence[Folded],
    everything: Iterable[Folded],
) -> dict[str, Any]:
    spoken = [e for e in events if e.fields.get("event") in ("question", "reply")]
    return {
        "age": age_text_parts(person.fields, visit_day(visit, referral)),
        "complaints": [
            {key: c.get(key) for key in ("text", "code", "duration")} for c in _entries(visit, "complaints")
        ],
        "question": referral.fields.get("question"),
        "facility": {"name": place.fields.get("name"), "name_hi": place.fields.get("name_hi")} if place else None,
        "replied": bool(spoken) and spoken[-1].fields.get("event") == "reply",
        "asked_by": [e.author for e in spoken if e.fields.get("event") == "question"],
        "doctors": sorted(
            {r.author for r in everything if r.kind == "advice" and r.fields.get("referral") != referral.record}
        ),
        "other_name": person.fields.get("name_other_script"),
    }


def _entries(folded: Folded | None, name: str) -> list[dict[str, Any]]:
    value = folded.fields.get(name) if folded else None
    return [e for e in value if isinstance(e, dict)] if isinstance(value, list) else []


def _flag_dict(flag: Any) -> dict[str, Any]:
    return {"code": flag.code, "vital": flag.vital, "level": flag.level, "value": flag.value}


def visit_day(visit: Folded | None, referral: Folded) -> date:
    """The day of the visit: the age that counts is the age then."""
    started = (visit.fields.get("started") if visit else None) or referral.created_at
    try:
        return datetime.fromisoformat(str(started)).date()
    except ValueError:
        return datetime.fromisoformat(referral.created_at).date()


def case_flags(person: Folded, visit: Folded | None) -> tuple[Any, ...]:
    """The red flags of a visit, by the patient's age on its day."""
    if visit is None:
        return ()
    vitals = visit.fields.get("vitals")
    signs = visit.fields.get("danger_signs")
    return flags(
        vitals if isinstance(vitals, dict) else {},
        age_days(person.fields, visit_day(visit, visit)),
        str(person.fields.get("gender") or ""),
        [str(s) for s in signs] if isinstance(signs, list) else [],
    )


def _stored_at(conn: Connection, record: str) -> str:
    stored = conn.execute(
        sa.select(sa.func.min(tables.changes.c.stored_at)).where(tables.changes.c.record == record)
    ).scalar()
    return str(stored or "")


def _facility(conn: Connection, referral: Folded, person: Folded) -> str | None:
    """The centre that sent the case: that of the PC it was written on, else the first that may read the patient."""
    devices, audience = tables.devices, tables.audience
    post = conn.execute(
        sa.select(devices.c.post).where(devices.c.device == referral.device, devices.c.post_kind == "facility")
    ).scalar()
    if post is None:
        post = conn.execute(
            sa.select(tables.subjects.c.first_facility).where(tables.subjects.c.subject == person.record)
        ).scalar()
    if post is None:
        post = conn.execute(sa.select(sa.func.min(audience.c.facility)).where(audience.c.patient == person.record))
        post = post.scalar()
    return str(post) if post else _post_of(conn, referral)


def _post_of(conn: Connection, referral: Folded) -> str | None:
    """A facility where this person works: for a case that came without a PC of ours."""
    person = records.folded(conn, referral.author)
    posts = sorted(posts_on(person, datetime.fromisoformat(referral.created_at).date())) if person else []
    return next((p for p in posts if (place := records.folded(conn, p)) and place.kind == "facility"), None)


# ---- reading --------------------------------------------------------------------------------------------------


def queue(conn: Connection, desks: Collection[str], states: Sequence[str] = WAITING) -> list[QueueRow]:
    """The cases of these desks in these states: by urgency, then by how long they wait."""
    q = tables.case_queue
    rows = conn.execute(
        sa.select(q)
        .where(q.c.desk.in_(sorted(desks)), q.c.state.in_(states))
        .order_by(q.c.urgency_rank, q.c.waiting_since, q.c.referral)
    ).mappings()
    return [_queue_row(row) for row in rows]


def answered_lately(conn: Connection, desks: Collection[str], staff: str, limit: int = 20) -> list[QueueRow]:
    """The cases that this doctor answered, the newest first."""
    q = tables.case_queue
    rows = conn.execute(
        sa.select(q)
        .where(q.c.desk.in_(sorted(desks)), q.c.answered_by == staff)
        .order_by(q.c.answered_at.desc())
        .limit(limit)
    ).mappings()
    return [_queue_row(row) for row in rows]


def _queue_row(row: sa.RowMapping) -> QueueRow:
    return QueueRow(
        referral=row["referral"],
        patient=row["patient"],
        facility=row["facility"],
        desk=row["desk"],
        speciality=row["speciality"],
        urgency=row["urgency"],
        state=row["state"],
        name=row["name"],
        gender=row["gender"] or "",
        waiting_since=row["waiting_since"],
        opened_by=row["opened_by"],
        answered_by=row["answered_by"],
        answered_at=row["answered_at"],
        flags=tuple(row["flags"] or ()),
        summary=dict(row["summary"] or {}),
    )


def may_read(conn: Connection, referral: str, desks: Collection[str]) -> bool:
    """Whether a doctor of these desks may open this case: her desk's own, or another one of a patient of hers.

    The second lets her read what a colleague at another desk advised the same patient.
    """
    q = tables.case_queue
    patient = conn.execute(sa.select(q.c.patient).where(q.c.referral == referral)).scalar()
    if patient is None:
        return False
    mine = sa.select(q.c.referral).where(q.c.patient == patient, q.c.desk.in_(sorted(desks))).limit(1)
    return conn.execute(mine).first() is not None


def case(conn: Connection, referral: str) -> CaseFile | None:
    """The whole case, or None if there is no such referral. Whether the reader may see it is for `may_read`."""
    head = records.folded(conn, referral)
    if head is None or head.kind != "referral" or head.patient is None:
        return None
    all_records = sorted(records.records_of(conn, head.patient), key=lambda r: r.last_clock)
    by_id = {r.record: r for r in all_records}
    person = by_id.get(head.patient)
    if person is None:
        return None
    visit = by_id.get(str(head.fields.get("visit")))
    own = _own(all_records, head, visit)
    at_hub = _stored_at(conn, referral)
    facility = _facility(conn, head, person)
    staff = {r.author for r in all_records}
    return CaseFile(
        referral=head,
        patient=person,
        visit=visit,
        receipt=receipt(head, own["case_event"], own["advice"], own["prescription"], at_hub),
        at_hub=at_hub,
        facility=records.folded(conn, facility) if facility else None,
        desk=records.folded(conn, str(head.fields.get("desk"))),
        own=own,
        visits=_newest_first(r for r in all_records if r.kind == "visit" and r is not visit),
        referrals=_newest_first(r for r in all_records if r.kind == "referral" and r.record != referral),
        records=tuple(all_records),
        people={s: f for s in sorted(staff) if (f := records.folded(conn, s)) is not None},
    )


def _newest_first(found: Iterable[Folded]) -> tuple[Folded, ...]:
    return tuple(sorted(found, key=lambda r: str(r.fields.get("started") or r.created_at), reverse=True))


def _own(all_records: Sequence[Folded], referral: Folded, visit: Folded | None) -> dict[str, list[Folded]]:
    """The records of this case by kind: those that name the referral, or its visit."""
    own: dict[str, list[Folded]] = {
        kind: []
        for kind in ("note", "case_event", "advice", "prescription", "dispense", "result", "attachment", "follow_up")
    }
    for r in all_records:
        names_it = r.fields.get("referral") == referral.record
        if r.kind in own and (names_it or (visit is not None and r.fields.get("visit") == visit.record)):
            own[r.kind].append(r)
    return own
