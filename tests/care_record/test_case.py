"""The receipt of a case, as app and hub both compute it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_record.case import STEPS, Receipt, overdue, receipt
from care_record.change import Change
from care_record.fold import Folded, fold
from care_record.ids import new_id

CHO, DOCTOR = new_id(), new_id()
PATIENT = new_id()
START = datetime(2026, 11, 23, 15, 10, tzinfo=UTC)


class Story:
    """What happens to one case, a minute after another; the clocks order it as the hybrid clocks would."""

    def __init__(self) -> None:
        self.minute = 0
        self.events: list[Folded] = []
        self.advice: list[Folded] = []
        self.prescriptions: list[Folded] = []
        self.at_hub: str | None = None
        self.referral = self._write("referral", CHO, {"urgency": "routine", "question": "Which iron dose?"})

    def _write(self, kind: str, author: str, fields: dict[str, Any], wall: datetime | None = None) -> Folded:
        self.minute += 1
        now = START + timedelta(minutes=self.minute)
        change = Change(
            id=new_id(),
            device="9f3a61c2",
            author=author,
            kind=kind,
            record=new_id(),
            patient=PATIENT,
            clock=f"{int(now.timestamp() * 1000):013d}-0000-9f3a61c2",
            at=(wall or now).isoformat(),
            set=fields,
        )
        return fold([change])

    def event(self, code: str, author: str = DOCTOR, text: str = "", wall: datetime | None = None) -> Story:
        at = (wall or START + timedelta(minutes=self.minute + 1)).isoformat()
        fields = {"referral": self.referral.record, "event": code, "at": at, "text": text}
        self.events.append(self._write("case_event", author, fields, wall))
        return self

    def reached_hub(self) -> Story:
        self.at_hub = (START + timedelta(minutes=self.minute)).isoformat()
        return self

    def answered(self, kind: str = "advice") -> Story:
        signed = (START + timedelta(minutes=self.minute + 1)).isoformat()
        fields = {"referral": self.referral.record, "text": "Rest.", "signed": signed}
        target = self.advice if kind == "advice" else self.prescriptions
        target.append(self._write(kind, DOCTOR, fields))
        return self

    def withdrawn(self) -> Story:
        fields = {**self.referral.fields, "withdrawn": {"reason": "went to the hospital", "at": START.isoformat()}}
        first = self.referral
        self.referral = self._write("referral", CHO, fields)
        assert first.record != self.referral.record
        return self

    def receipt(self) -> Receipt:
        return receipt(self.referral, self.events, self.advice, self.prescriptions, self.at_hub)


def states(case: Receipt) -> str:
    """The six steps in short: d(one) n(ow) l(ater) q(uestion)."""
    return "".join(step.state[0] for step in case.steps)


def test_a_case_from_saved_to_given() -> None:
    story = Story()
    expected = [("saved", "dnllll")]
    seen = [story.receipt()]
    for step, state, shown in (
        (story.reached_hub, "at_hub", "ddnlll"),
        (lambda: story.event("opened"), "opened", "dddnll"),
        (story.answered, "answered", "ddddnl"),
        (lambda: story.event("seen", CHO), "seen", "dddddn"),
        (lambda: story.event("given", CHO), "given", "dddddd"),
        (lambda: story.event("closed", CHO), "closed", "dddddd"),
    ):
        step()
        expected.append((state, shown))
        seen.append(story.receipt())
    assert [(case.state, states(case)) for case in seen] == expected


def test_each_step_has_its_time_and_person() -> None:
    story = Story().reached_hub().event("opened").answered().event("seen", CHO)
    steps = {step.name: step for step in story.receipt().steps}
    assert [step.name for step in story.receipt().steps] == list(STEPS)
    assert steps["saved"].who == CHO and steps["saved"].at == story.referral.created_at
    assert steps["at_hub"].at == story.at_hub and steps["at_hub"].who is None
    assert steps["opened"].who == DOCTOR
    assert steps["answered"].who == DOCTOR
    assert steps["answered"].at == story.advice[0].fields["signed"]
    assert steps["seen"].who == CHO
    assert steps["given"].at is None


def test_a_question_waits_for_a_reply_and_then_the_answer_is_awaited_again() -> None:
    story = Story().reached_hub().event("opened").event("question", text="Since when?")
    asked = story.receipt()
    assert (asked.state, asked.question, states(asked)) == ("question", "Since when?", "dddqll")
    assert asked.steps[3].who == DOCTOR
    story.event("reply", CHO, "Two weeks")
    assert (story.receipt().state, story.receipt().question, states(story.receipt())) == ("opened", None, "dddnll")
    story.event("question", text="Weight?")
    assert story.receipt().question == "Weight?"
    story.answered()
    assert story.receipt().state == "answered"


def test_a_reply_from_a_pc_whose_clock_is_behind_still_answers() -> None:
    story = Story().reached_hub().event("question", text="Since when?")
    story.event("reply", CHO, "Two weeks", wall=START - timedelta(days=400))
    assert story.receipt().state == "opened"


def test_a_question_after_the_answer_is_a_question() -> None:
    story = Story().reached_hub().event("opened").answered().event("question", text="Did she take it?")
    assert (story.receipt().state, states(story.receipt())) == ("question", "dddqll")
    story.event("reply", CHO, "Yes")
    assert story.receipt().state == "answered"


def test_a_prescription_alone_is_an_answer_and_an_unsigned_one_is_not() -> None:
    story = Story().reached_hub().event("opened")
    draft = {"referral": story.referral.record, "text": "in work"}
    story.advice.append(story._write("advice", DOCTOR, draft))
    assert story.receipt().state == "opened"
    assert story.answered("prescription").receipt().state == "answered"


def test_a_corrected_answer_has_to_be_seen_again() -> None:
    story = Story().reached_hub().event("opened").answered().event("seen", CHO).event("given", CHO)
    assert story.receipt().state == "given"
    assert story.answered().receipt().state == "answered"
    assert story.event("seen", CHO).event("told", CHO).receipt().state == "given"


def test_giving_implies_seeing() -> None:
    story = Story().reached_hub().event("opened").answered().event("given", CHO)
    assert states(story.receipt()) == "dddddd"


def test_an_answer_that_came_before_the_acknowledgement_shows_the_hub_as_reached() -> None:
    story = Story().event("opened").answered()
    assert (story.receipt().state, states(story.receipt())) == ("answered", "ddddnl")


def test_a_withdrawn_case_awaits_nothing() -> None:
    story = Story().reached_hub().withdrawn()
    assert (story.receipt().state, states(story.receipt())) == ("withdrawn", "ddllll")


def test_a_case_closed_without_giving_keeps_what_was_not_done() -> None:
    story = Story().reached_hub().event("opened").answered().event("closed", CHO)
    assert (story.receipt().state, states(story.receipt())) == ("closed", "ddddll")


def test_events_of_other_cases_do_not_count() -> None:
    story, other = Story(), Story().event("opened").answered()
    story.events, story.advice = other.events, other.advice
    assert story.receipt().state == "saved"


@pytest.mark.parametrize(
    ("urgency", "limit"),
    [("emergency", timedelta(minutes=30)), ("urgent", timedelta(hours=4)), ("routine", timedelta(hours=48)),
     ("unheard of", timedelta(hours=48))],
)  # fmt: skip
def test_an_answer_is_late_beyond_its_limit(urgency: str, limit: timedelta) -> None:
    case = Story().reached_hub().receipt()
    saved = datetime.fromisoformat(case.steps[0].at or "")
    assert not overdue(case, urgency, saved + limit)
    assert overdue(case, urgency, saved + limit + timedelta(seconds=1))


def test_only_an_unanswered_case_is_late_and_a_question_is_not_the_doctors_delay() -> None:
    long_after = START + timedelta(days=30)
    story = Story()
    assert overdue(story.receipt(), "routine", long_after)
    story.reached_hub().event("question", text="?")
    assert not overdue(story.receipt(), "routine", long_after)
    assert not overdue(story.answered().receipt(), "routine", long_after)


@given(
    st.lists(
        st.sampled_from(["opened", "question", "reply", "seen", "told", "given", "closed", "advice", "hub", "x"]),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_any_history_gives_a_sound_receipt_in_any_order_of_arrival(history: list[str], random: Any) -> None:
    story = Story()
    for what in history:
        if what == "hub":
            story.reached_hub()
        elif what == "advice":
            story.answered()
        else:
            story.event(what, text="words")
    case = story.receipt()
    done = [step.state == "done" for step in case.steps]
    assert done[0] and done == sorted(done, reverse=True)
    awaited = [step for step in case.steps if step.state in ("now", "question")]
    assert len(awaited) == (0 if case.state in ("closed", "given") else 1)
    assert (case.question is not None) == (case.state == "question")
    for shuffled in (story.events, story.advice):
        random.shuffle(shuffled)
    assert story.receipt() == case
