"""A case and its receipt: how far a referral has come, and who did what when.

A case is no record. It follows from the referral, its case events, the doctor's advice and prescriptions, and is
computed here alone, for the app, the hub and the reports. Order between events is that of their hybrid clocks, not of
the wall clocks written in them: a reply from a PC whose clock is an hour behind still comes after its question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from care_record.fold import Folded

CaseState = Literal["saved", "at_hub", "opened", "question", "answered", "seen", "given", "closed", "withdrawn"]
StepName = Literal["saved", "at_hub", "opened", "answered", "seen", "given"]
StepState = Literal["done", "now", "later", "question"]

STEPS: tuple[StepName, ...] = ("saved", "at_hub", "opened", "answered", "seen", "given")
LIMITS: dict[str, timedelta] = {
    "emergency": timedelta(minutes=30),
    "urgent": timedelta(hours=4),
    "routine": timedelta(hours=48),
}
"""How long a case may stay unanswered before Today asks the health worker to act."""


@dataclass(frozen=True)
class Step:
    """One step of the receipt. `at` is the time text as written, None if nobody can read it, `who` a staff id."""

    name: StepName
    state: StepState
    at: str | None = None
    who: str | None = None


@dataclass(frozen=True)
class Receipt:
    """Where a case stands. `question` is the doctor's open question, if one waits for a reply."""

    state: CaseState
    steps: tuple[Step, ...]
    question: str | None = None


@dataclass(frozen=True)
class _Moment:
    """When and by whom something was done; `clock` is the order among all devices."""

    clock: str
    at: str
    who: str
    text: str = ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _moment(folded: Folded, time_field: str) -> _Moment:
    at = _text(folded.fields.get(time_field)) or folded.created_at
    return _Moment(folded.last_clock, at, folded.author, _text(folded.fields.get("text")))


def _events(referral: str, events: Sequence[Folded]) -> dict[str, list[_Moment]]:
    """Moments by event code, oldest first."""
    found: dict[str, list[_Moment]] = {}
    for event in events:
        if event.fields.get("referral") == referral:
            found.setdefault(_text(event.fields.get("event")), []).append(_moment(event, "at"))
    for moments in found.values():
        moments.sort(key=lambda m: m.clock)
    return found


def _answers(referral: str, records: Sequence[Folded]) -> list[_Moment]:
    """Signed advice and prescriptions of this case, oldest first: unsigned ones are still being written."""
    mine = [r for r in records if r.fields.get("referral") == referral and _text(r.fields.get("signed"))]
    return sorted((_moment(r, "signed") for r in mine), key=lambda m: m.clock)


def _open_question(events: dict[str, list[_Moment]], answers: Sequence[_Moment]) -> _Moment | None:
    """The last question, unless a reply or an answer came after it."""
    questions = events.get("question")
    if not questions:
        return None
    last = questions[-1]
    later = (*events.get("reply", ()), *answers)
    return None if any(m.clock > last.clock for m in later) else last


def _first(*groups: Sequence[_Moment]) -> _Moment | None:
    return min((m for group in groups for m in group), key=lambda m: m.clock, default=None)


def _after(moments: Sequence[_Moment], answers: Sequence[_Moment]) -> list[_Moment]:
    """Those that came after the newest answer: an answer that was corrected has to be seen and given again."""
    return [m for m in moments if answers and m.clock > answers[-1].clock]


def _reached(
    referral: Folded, events: dict[str, list[_Moment]], answers: list[_Moment], at_hub: str | None
) -> list[_Moment | None]:
    """What marks each of the six steps as done, None where nothing does."""
    given = _after([*events.get("given", ()), *events.get("told", ())], answers)
    seen = _after(events.get("seen", ()), answers)
    opened = _first(events.get("opened", ()), events.get("question", ()), answers)
    return [
        _Moment(referral.last_clock, referral.created_at, referral.author),
        _Moment("", at_hub, "") if at_hub else opened and _Moment("", opened.at, ""),
        opened,
        answers[-1] if answers else None,
        _first(seen, given),
        _first(given),
    ]


def _readable(at: str) -> str | None:
    """The time if it is one in every zone: a faulty peer may have written anything."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return at if moment.tzinfo is not None and MINYEAR < moment.year < MAXYEAR else None


def _steps(reached: Sequence[_Moment | None], question: _Moment | None, running: bool) -> tuple[Step, ...]:
    steps: list[Step] = []
    awaited = next((i for i, moment in enumerate(reached) if moment is None), len(reached))
    if question:
        awaited = STEPS.index("answered")
    for i, name in enumerate(STEPS):
        moment = reached[i]
        if i < awaited and moment:
            steps.append(Step(name, "done", _readable(moment.at), moment.who or None))
        elif i == awaited and question:
            steps.append(Step(name, "question", _readable(question.at), question.who or None))
        else:
            steps.append(Step(name, "now" if i == awaited and running else "later"))
    return tuple(steps)


def receipt(
    referral: Folded,
    events: Sequence[Folded],
    advice: Sequence[Folded],
    prescriptions: Sequence[Folded],
    at_hub: str | None,
) -> Receipt:
    """The receipt of a case. Records of other cases among the arguments are passed over.

    `at_hub` is when the referral reached the hub, as time text: the acknowledgement at the app, the time of storing
    at the hub; None if it did not, as far as is known here.
    """
    mine = _events(referral.record, events)
    answers = _answers(referral.record, [*advice, *prescriptions])
    question = _open_question(mine, answers)
    reached = _reached(referral, mine, answers, at_hub)
    if referral.fields.get("withdrawn"):
        return Receipt("withdrawn", _steps(reached, None, running=False))
    if mine.get("closed"):
        return Receipt("closed", _steps(reached, None, running=False))
    steps = _steps(reached, question, running=True)
    if question:
        return Receipt("question", steps, question.text or None)
    state: CaseState = next(step.name for step in reversed(steps) if step.state == "done")
    return Receipt(state, steps)


def overdue(case: Receipt, urgency: str, now: datetime) -> bool:
    """Whether the doctor's answer is late, counted from when the case was saved; see `is_late`."""
    return is_late(case.state, case.steps[0].at or "", urgency, now)


def is_late(state: str, saved: str, urgency: str, now: datetime) -> bool:
    """Whether a case in this state, saved at that time (as written), waits too long for the doctor's answer.

    A question back stops the clock: then it is the health worker's turn. `now` is aware. A time that cannot be read,
    or an urgency this version does not know, counts as routine and not late.
    """
    if state not in ("saved", "at_hub", "opened"):
        return False
    try:
        since = datetime.fromisoformat(saved)
    except ValueError:
        return False
    if since.tzinfo is None:
        return False
    return now - since > LIMITS.get(urgency, LIMITS["routine"])
