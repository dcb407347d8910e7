"""Cases as the doctors' pages need them: one row for each referral in the queue, and a whole case to be read.

The rows of `case_queue` are made anew from the records whenever a change of their patient is stored, in the same
transaction; they hold nothing that the records do not say.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from care_record.case import Receipt, receipt
from care_record.rules.age import age_days, age_text_parts
from care_record.rules.red_flags import flags
from hub_server.store import queue, records, same_person, stock, tables
from hub_server.store.readable import Odd, odd_values, plain
from hub_server.store.upsert import replace_row, rows_among

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from care_record.fold import Folded

_log = logging.getLogger(__name__)
_ODD = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError),
    *(sa.exc.DataError, sa.exc.ProgrammingError, sa.exc.InterfaceError),
)
"""What a record of a faulty or newer peer may raise where it is summed up; never a lost race, never a full disk."""
WAITING = ("at_hub", "opened", "saved")
"""States in which a case waits for a doctor."""
FORM = "2"
"""How the rows are made; a store whose rows were made otherwise gets new ones when it is opened."""
SHOWN = frozenset({"patient", "visit", "referral", "case_event", "advice", "prescription"})
"""Kinds that a row of the queue tells something of."""


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
    joined: tuple[Folded, ...] = ()
    """Other records of the same person."""
    elsewhere: tuple[Folded, ...] = ()
    """All that was written to those."""
    stock: tuple[Folded, ...] = ()
    """What medicines the centre has, the newest list first."""
    odd: tuple[Odd, ...] = ()
    """Values of this case that cannot be right; the records here are without them."""


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
    all_records = [plain(r) for r in records.records_of(conn, patient, SHOWN)]
    by_id = {r.record: r for r in all_records}
    person = by_id.get(patient)
    if person is None or person.kind != "patient":
        return
    for referral in all_records:
        if referral.kind == "referral" and isinstance(referral.fields.get("desk"), str):
            row = _row(conn, person, referral, by_id)
            _index(conn, row, person, by_id)
            replace_row(conn, tables.case_queue, row)


def _index(conn: Connection, row: dict[str, Any], person: Folded, by_id: Mapping[str, Folded]) -> None:
    """By what the case is found, and whose it is while it is open; completes its row."""
    numbers = [r.fields.get("number") for r in _of_case(by_id.values(), "prescription", row["referral"])]
    names = (person.fields.get("name"), person.fields.get("name_other_script"))
    words = queue.words_of(names, [person.fields.get("slip_no"), by_id[row["referral"]].fields.get("number"), *numbers])
    queue.index_words(conn, row["referral"], row["desk"], row["turn"] is None, words)
    row["words"] = "".join(f" {word}" for word in words)
    told = row["summary"]
    queue.note_doctors(conn, row["referral"], (*told["doctors"], *told["asked_by"]) if row["turn"] else ())


def renew_rows(conn: Connection) -> None:
    """Make all rows of the queue anew if an earlier version made them, which knew less of them."""
    meta = tables.hub_meta
    form = conn.scalar(sa.select(meta.c.value).where(meta.c.key == "case_rows"))
    if form == FORM:
        return
    heads = tables.record_heads.c
    patients = sa.select(heads.patient).where(heads.kind == "referral", heads.patient.is_not(None)).distinct()
    for patient in conn.scalars(patients).all():
        refresh_or_log(conn, str(patient))
    replace_row(conn, meta, {"key": "case_rows", "value": FORM})


def refresh_or_log(conn: Connection, patient: str) -> None:
    """`refresh_cases`; a record so odd that it cannot be shown must not stop the page that it came with."""
    try:
        with conn.begin_nested():
            refresh_cases(conn, patient)
    except _ODD as error:
        _log.error("the queue's rows of a patient could not be made: %s", type(error).__name__)


def _of_case(all_records: Iterable[Folded], kind: str, referral: str) -> list[Folded]:
    mine = [r for r in all_records if r.kind == kind and r.fields.get("referral") == referral]
    return sorted(mine, key=lambda r: r.last_clock)


def _row(conn: Connection, person: Folded, referral: Folded, by_id: Mapping[str, Folded]) -> dict[str, Any]:
    everything = by_id.values()
    at_hub = _stored_at(conn, referral.record)
    events = _of_case(everything, "case_event", referral.record)
    advice = _of_case(everything, "advice", referral.record)
    case = receipt(referral, events, advice, _of_case(everything, "prescription", referral.record), at_hub)
    visit = _visit_of(referral, by_id)
    facility = _facility(conn, referral, person)
    place = records.folded(conn, facility) if facility else None
    opened = next((e for e in events if e.fields.get("event") == "opened"), None)
    question = next((e for e in reversed(events) if e.fields.get("event") == "question"), None)
    spoken = [e for e in events if e.fields.get("event") in ("question", "reply")]
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
        "urgency_rank": queue.URGENCY_RANK.get(urgency, queue.URGENCY_RANK["routine"]),
        "state": case.state,
        "turn": queue.DOCTOR if case.state in WAITING else queue.CENTRE if case.state == "question" else None,
        "replied": int(bool(spoken) and spoken[-1].fields.get("event") == "reply"),
        "complaint": ", ".join(str(c.get("text") or "") for c in _entries(visit, "complaints")),
        "name": str(person.fields.get("name") or ""),
        "gender": person.fields.get("gender"),
        "age": None,
        "village": person.fields.get("village"),
        "flags": [_flag_dict(f) for f in case_flags(person, visit)],
        "waiting_since": _stored_at(conn, _first_of(referral, by_id).record),
        "at_hub": at_hub,
        "opened_by": opened.author if opened else None,
        "opened_at": opened.created_at if opened else None,
        "question_at": question.created_at if question else None,
        "answered_by": advice[-1].author if advice else None,
        "answered_at": advice[-1].created_at if advice else None,
        "summary": _summary(person, referral, visit, place, events, everything),
    }


def _first_of(referral: Folded, by_id: Mapping[str, Folded]) -> Folded:
    """The referral that was forwarded to this desk, maybe more than once: the patient waits since that one."""
    seen = {referral.record}
    while (before := by_id.get(str(referral.fields.get("forwards") or ""))) is not None and before.record not in seen:
        seen.add(before.record)
        referral = before
    return referral


def _summary(
    person: Folded,
    referral: Folded,
    visit: Folded | None,
    place: Folded | None,
    events: Sequence[Folded],
    everything: Iterable[Folded],
) -> dict[str, Any]:
    return {
        "age": age_text_parts(person.fields, visit_day(visit, referral)),
        "complaints": [
            {key: c.get(key) for key in ("text", "code", "duration")} for c in _entries(visit, "complaints")
        ],
        "question": referral.fields.get("question"),
        "facility": {"name": place.fields.get("name"), "name_hi": place.fields.get("name_hi")} if place else None,
        "asked_by": [e.author for e in events if e.fields.get("event") == "question"],
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
    for told in (visit.fields.get("started") if visit else None, referral.created_at, referral.updated_at):
        try:
            return datetime.fromisoformat(str(told)).date()
        except ValueError:
            continue
    return datetime.now(UTC).date()


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
    posts = sorted(posts_on(person, visit_day(None, referral))) if person else []
    return next((p for p in posts if (place := records.folded(conn, p)) and place.kind == "facility"), None)


# ---- reading --------------------------------------------------------------------------------------------------


def may_read(conn: Connection, referral: str, desks: Collection[str]) -> bool:
    """Whether a doctor of these desks may open this case: her desk's own, or another one of a patient of hers.

    The second lets her read what a colleague at another desk advised the same patient, under whichever of the records
    that are this one person.
    """
    q = tables.case_queue
    patient = conn.execute(sa.select(q.c.patient).where(q.c.referral == referral)).scalar()
    if patient is None:
        return False
    person = same_person.group(conn, str(patient))
    mine = sa.select(q.c.referral).where(q.c.patient.in_(person), q.c.desk.in_(sorted(desks))).limit(1)
    return conn.execute(mine).first() is not None


def case(conn: Connection, referral: str) -> CaseFile | None:
    """The whole case, or None if there is no such referral. Whether the reader may see it is for `may_read`."""
    head = records.folded(conn, referral)
    if head is None or head.kind != "referral" or head.patient is None:
        return None
    written = sorted(records.records_of(conn, head.patient), key=lambda r: r.last_clock)
    all_records = [plain(r) for r in written]
    by_id = {r.record: r for r in all_records}
    person, head = by_id.get(head.patient), by_id[referral]
    if person is None or person.kind != "patient":
        return None
    visit = _visit_of(head, by_id)
    own = _own(all_records, head, visit)
    shown = {person.record, referral, visit.record if visit else ""} | {r.record for rs in own.values() for r in rs}
    at_hub = _stored_at(conn, referral)
    facility = _facility(conn, head, person)
    joined = _joined(conn, person.record)
    everything = [*all_records, *joined]
    others = tuple(r for r in joined if r.kind == "patient")
    return CaseFile(
        referral=head,
        patient=_one_person(person, others),
        visit=visit,
        receipt=receipt(head, own["case_event"], own["advice"], own["prescription"], at_hub),
        at_hub=at_hub,
        facility=_read(conn, facility),
        desk=_read(conn, head.fields.get("desk")),
        own=own,
        visits=_newest_first(r for r in everything if r.kind == "visit" and r is not visit),
        referrals=_newest_first(r for r in everything if r.kind == "referral" and r.record != referral),
        records=tuple(all_records),
        people={s: f for s in sorted(_writers(everything)) if (f := _read(conn, s)) is not None},
        joined=others,
        elsewhere=joined,
        stock=tuple(plain(r) for r in stock.of_facility(conn, facility)) if facility else (),
        odd=odd_values(r for r in written if r.record in shown),
    )


def _read(conn: Connection, record: object) -> Folded | None:
    found = records.folded(conn, record) if isinstance(record, str) else None
    return plain(found) if found else None


def _writers(all_records: Iterable[Folded]) -> set[str]:
    """Who began a record, or wrote one of the values that stand against each other in it."""
    return {a for r in all_records for a in (r.author, *(c.author for each in r.conflicts for c in each.candidates))}


def _visit_of(referral: Folded, by_id: Mapping[str, Folded]) -> Folded | None:
    found = by_id.get(str(referral.fields.get("visit")))
    return found if found is not None and found.kind == "visit" else None


def _joined(conn: Connection, patient: str) -> tuple[Folded, ...]:
    """All records of those who were found to be the same person, in the order of time."""
    others = same_person.group(conn, patient)[1:]
    found = [plain(r) for other in others for r in records.records_of(conn, other)]
    return tuple(sorted(found, key=lambda r: r.last_clock))


_KEPT_TOGETHER = (("allergies", "substance"), ("conditions", "text"), ("medicines", "text"))


def _one_person(person: Folded, others: Iterable[Folded]) -> Folded:
    """The patient with what her other records know of allergies, conditions and medicines: whoever prescribes has to
    know all of it, under whichever record it was told."""
    fields = dict(person.fields)
    for name, words in _KEPT_TOGETHER:
        known = {str(e.get(words)).casefold() for e in _entries(person, name)}
        more = [e for other in others for e in _entries(other, name) if str(e.get(words)).casefold() not in known]
        if more:
            fields[name] = [*_entries(person, name), *more]
    return msgspec.structs.replace(person, fields=fields)


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
