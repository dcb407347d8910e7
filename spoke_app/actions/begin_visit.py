"""Opening a visit's form: the patient's record and what else the form wants to know, in one reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from care_record.fold import Folded
from care_record.rules.age import as_date
from care_record.rules.growth import child_days
from spoke_app.actions.child_growth import load_tables
from spoke_app.actions.desk import Desk
from spoke_app.actions.desks import list_desks
from spoke_app.actions.drafts import open_drafts
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.patient_rows import local_time, person
from spoke_app.actions.views import DeskChoice, PatientView, Person
from spoke_app.store import records, same_person
from spoke_app.store.values import text


@dataclass(frozen=True)
class Screened:
    """The last CBAC screening."""

    day: date
    score: int


@dataclass(frozen=True)
class AnsweredCase:
    """The case that a doctor answered last: where a follow-up goes first."""

    referral: str
    desk: str
    speciality: str
    doctor: str
    doctor_hi: str
    day: date


@dataclass(frozen=True)
class VisitGround:
    """What the form stands on."""

    view: PatientView
    desks: tuple[DeskChoice, ...]
    witnesses: tuple[Person, ...]
    """The centre's people who may witness a consent; who is signed in comes first."""
    screened: Screened | None
    answered: AnsweredCase | None
    due: str
    """What she was to come back for by today, if she was."""
    unfinished: str
    """The draft of a visit of hers that somebody of this PC began and did not finish; `''` for none."""


def begin_visit(desk: Desk, patient: str) -> VisitGround:
    """The record is open for writing a visit. Raises Refused if the patient is unknown."""
    view = open_patient(desk, patient)
    if child_days(view.fields, desk.now().date()) is not None:
        load_tables()
    people = same_person.group(desk.store, patient)
    return VisitGround(
        view=view,
        desks=list_desks(desk),
        witnesses=_witnesses(desk),
        screened=_screened(desk, people),
        answered=_answered(desk, people),
        due=_due(desk, people),
        unfinished=next((d.id for d in open_drafts(desk) if d.form == "visit" and d.patient in people), ""),
    )


def _witnesses(desk: Desk) -> tuple[Person, ...]:
    found = [
        person(desk.store, one.record)
        for one in records.of_no_patient(desk.store, "staff")
        if one.fields.get("active") is True and _has_post(one.fields.get("posts"), desk.place.id)
    ]
    others = sorted((one for one in found if one and one.id != desk.staff.id), key=lambda one: one.name)
    return (desk.staff, *others)


def _has_post(posts: object, place: str) -> bool:
    listed = posts if isinstance(posts, list) else []
    return any(post == place or (isinstance(post, dict) and post.get("id") == place and not post.get("to"))
               for post in listed)  # fmt: skip


def _screened(desk: Desk, people: tuple[str, ...]) -> Screened | None:
    found: list[Screened] = []
    for one in people:
        for screening in records.of_patient(desk.store, one, "screening"):
            day = as_date(text(screening.fields.get("at"))[:10])
            score = screening.fields.get("score")
            if day is not None and isinstance(score, int):
                found.append(Screened(day, score))
    return max(found, key=lambda one: one.day, default=None)


def _answered(desk: Desk, people: tuple[str, ...]) -> AnsweredCase | None:
    """The newest signed advice of all cases; one index of the patient's records is all that is read."""
    advice = [
        one
        for patient in people
        for one in records.of_patient(desk.store, patient, "advice")
        if one.fields.get("signed")
    ]
    for one in sorted(advice, key=lambda found: found.last_clock, reverse=True):
        referral = records.folded(desk.store, text(one.fields.get("referral")))
        if referral is not None and referral.kind == "referral":
            return _case_of(desk, referral, one)
    return None


def _case_of(desk: Desk, referral: Folded, advice: Folded) -> AnsweredCase | None:
    at = local_time(text(advice.fields.get("signed")), desk.now())
    if at is None:
        return None
    doctor = person(desk.store, advice.author)
    return AnsweredCase(
        referral=referral.record,
        desk=text(referral.fields.get("desk")),
        speciality=text(referral.fields.get("speciality")),
        doctor=doctor.name if doctor else "",
        doctor_hi=doctor.name_hi if doctor else "",
        day=at.date(),
    )


def _due(desk: Desk, people: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(people))
    row = desk.store.row(
        f"""SELECT reason FROM follow_ups WHERE patient IN ({marks}) AND done = '' AND due <= ?
        ORDER BY due DESC LIMIT 1""",
        (*people, desk.now().date().isoformat()),
    )
    return text(row["reason"]) if row is not None else ""
