"""What stands in a register, as plain values, and what is counted in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median
from typing import Literal, TypeAlias

from spoke_app.actions.views import PatientRow, Person

Register = Literal["opd", "telemedicine", "medicines", "follow_ups"]
REGISTERS: tuple[Register, ...] = ("opd", "telemedicine", "medicines", "follow_ups")
Coded: TypeAlias = tuple[str, str]
"""(code of a list or '', the text as it was written)"""


@dataclass(frozen=True)
class Line:
    """What every register's lines have. `number` counts from 1 through the month, oldest first."""

    id: str
    number: int
    day: date
    at: datetime | None
    patient: PatientRow
    child: bool
    """Under five years old on that day."""
    late: bool
    """Written down more than four hours after it took place."""


@dataclass(frozen=True)
class CaseInBrief:
    """How far a visit's referral has come. `answered` is when the doctor's first signed answer was written."""

    referral: str
    state: str
    speciality: str
    urgency: str
    sent: datetime | None
    answered: datetime | None
    doctor: Person | None

    @property
    def wait(self) -> timedelta | None:
        """From the referral to the answer; None while there is none, or where the clocks contradict each other."""
        if self.sent is None or self.answered is None or self.answered < self.sent:
            return None
        return self.answered - self.sent


@dataclass(frozen=True)
class VisitLine(Line):
    """A visit in the OPD register; one that went to a doctor stands in the telemedicine register too."""

    complaints: tuple[Coded, ...]
    diagnoses: tuple[Coded, ...]
    reason: str
    outcome: str
    first: bool
    """The first visit of this patient that is known here."""
    case: CaseInBrief | None


@dataclass(frozen=True)
class MedicineLine(Line):
    """One medicine that was given out."""

    generic: str
    strength: str
    form: str
    quantity: str
    unit: str
    standing_order: bool
    prescription: str
    """The number of the prescription that it was given on, else ''."""


@dataclass(frozen=True)
class FollowUpLine(Line):
    """Somebody who should come on `day`; `came` is the day of the visit that settled it.

    One that was `closed` is settled without a visit; its reason says how.
    """

    reason: str
    done: bool
    came: date | None
    closed: bool


AnyLine: TypeAlias = VisitLine | MedicineLine | FollowUpLine


@dataclass(frozen=True)
class Totals:
    """What is counted in some lines of a register. In OPD and telemedicine each visit counts, else each person."""

    lines: int
    people: int
    women: int
    men: int
    other: int
    children: int
    first: int
    cancelled: int
    late: int
    to_doctor: int
    answered: int
    usual_wait: timedelta | None
    """The median time from a referral to its answer."""
    medicines: int
    """How many different ones."""
    came: int
    to_come: int
    """Of follow-ups: those that are not settled, of people who live."""


@dataclass(frozen=True)
class RegisterView:
    """One register of one month. `lines` are oldest first."""

    register: Register
    month: date
    """The month's first day."""
    lines: tuple[AnyLine, ...]
    first_month: date
    """The earliest month with anything in this register; this month where there is nothing."""
    last_month: date
    """The latest, but never before this month."""
    before: date | None
    """The last day with an entry before this month."""


def totals(lines: Iterable[AnyLine]) -> Totals:
    """Counts them."""
    some = tuple(lines)
    counted = _people(some)
    visits = [line for line in some if isinstance(line, VisitLine)]
    cases = [line.case for line in visits if line.case is not None]
    waits = [case.wait for case in cases if case.wait is not None]
    genders = [line.patient.gender for line in counted]
    return Totals(
        lines=len(some),
        people=len({line.patient.id for line in some}),
        women=genders.count("female"),
        men=genders.count("male"),
        other=len(genders) - genders.count("female") - genders.count("male"),
        children=sum(line.child for line in counted),
        first=sum(line.first for line in visits),
        cancelled=sum(line.outcome == "cancelled" for line in visits),
        late=sum(line.late for line in some),
        to_doctor=len({line.id for line in visits if line.case is not None}),
        answered=sum(case.answered is not None for case in cases),
        usual_wait=timedelta(seconds=median(wait.total_seconds() for wait in waits)) if waits else None,
        medicines=len({(e.generic, e.strength, e.form) for e in some if isinstance(e, MedicineLine)}),
        came=sum(line.done and not line.closed for line in some if isinstance(line, FollowUpLine)),
        to_come=sum(_is_awaited(line) for line in some if isinstance(line, FollowUpLine)),
    )


def _is_awaited(line: FollowUpLine) -> bool:
    return not line.done and line.patient.deceased is None


def given_out(lines: Iterable[AnyLine]) -> list[MedicineLine]:
    """Each medicine once, in the order of the alphabet, with all that was given of it: what is to be ordered anew.

    What has no number (`as needed`) cannot be added up and is left out.
    """
    sums: dict[tuple[str, ...], tuple[MedicineLine, float]] = {}
    for line in lines:
        amount = _number(line.quantity) if isinstance(line, MedicineLine) else None
        if isinstance(line, MedicineLine) and amount is not None:
            what = (line.generic, line.strength, line.form, line.unit)
            first, sum_ = sums.get(what, (line, 0.0))
            sums[what] = (first, sum_ + amount)
    return [replace(line, quantity=f"{sum_:g}") for _, (line, sum_) in sorted(sums.items())]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _people(lines: Sequence[AnyLine]) -> Sequence[AnyLine]:
    """The lines whose persons are counted: every visit, but of medicines and follow-ups each person once."""
    if lines and isinstance(lines[0], VisitLine):
        return lines
    return tuple({line.patient.id: line for line in lines}.values())


def per_day(lines: Iterable[AnyLine], days: int) -> tuple[int, ...]:
    """How many lines each day of the month has."""
    counts = [0] * days
    for line in lines:
        counts[line.day.day - 1] += 1
    return tuple(counts)


def months_between(first: date, last: date) -> list[date]:
    """The first days of the months from one to the other, the latest first."""
    count = (last.year - first.year) * 12 + last.month - first.month
    return [moved_month(last, -back) for back in range(count + 1)]


def moved_month(month: date, by: int) -> date:
    """So many months later."""
    at = month.year * 12 + month.month - 1 + by
    return date(at // 12, at % 12 + 1, 1)
