"""Everything that one case's page shows: the case, who did what, what was ordered, given out and replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from care_record.ids import derived_id
from spoke_app.actions.call_room import call_address
from spoke_app.actions.cases import Case, read_case
from spoke_app.actions.desk import Desk
from spoke_app.actions.desks import list_desks
from spoke_app.actions.open_case import open_case
from spoke_app.actions.patient_rows import local_time, person
from spoke_app.actions.refused import refuse
from spoke_app.actions.results import OrderedTest, ordered_of
from spoke_app.actions.views import CaseView, DeskChoice, Person
from spoke_app.store import records
from spoke_app.store.values import entries, mapping, text


@dataclass(frozen=True)
class GivenOut:
    """Medicines that went over the counter for the prescription: (generic, quantity, unit)."""

    at: datetime
    by: Person | None
    items: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True)
class Replaced:
    """An answer that a later one has replaced."""

    signed: datetime
    by: Person | None
    text: str
    medicines: tuple[str, ...]


@dataclass(frozen=True)
class CasePage:
    """`people` are those named in the receipt. `follows` is the case that this one goes on from, `followed` the one
    that goes on from it; `withdrawn` why it was taken back; `told` how the patient was told."""

    view: CaseView
    people: dict[str, Person]
    tests: tuple[OrderedTest, ...]
    given_out: GivenOut | None
    replaced: tuple[Replaced, ...]
    desks: tuple[DeskChoice, ...]
    desk: str
    follows: str
    followed: str
    withdrawn: str
    told: str
    call: str = ""
    """The meeting room's address, while a call can be offered."""


def case_page(desk: Desk, referral: str) -> CasePage:
    """The page of a case. Raises Refused if it is unknown."""
    case = read_case(desk.store, referral)
    if case is None:
        raise refuse("referral", "unknown", referral)
    view, fields = open_case(desk, referral), case.referral.fields
    follows, followed = _neighbours(desk, case)
    who = {step.who for step in case.receipt.steps if step.who}
    return CasePage(
        view=view,
        people={staff: found for staff in sorted(who) if (found := person(desk.store, staff)) is not None},
        tests=ordered_of(desk, case.referral.patient or "", referral),
        given_out=_given_out(desk, view),
        replaced=_replaced(desk, case),
        desks=list_desks(desk),
        desk=text(fields.get("desk")),
        follows=follows,
        followed=followed,
        withdrawn=text(mapping(fields.get("withdrawn")).get("reason")),
        told=_told(case),
        call=call_address(desk, case),
    )


def _given_out(desk: Desk, view: CaseView) -> GivenOut | None:
    if view.prescription is None:
        return None
    found = records.folded(desk.store, derived_id(view.prescription.id, "dispense"))
    if found is None:
        return None
    now = desk.now()
    items = [(text(one.get("generic")), _number(one.get("quantity")), text(one.get("unit")))
             for one in entries(found.fields.get("items"))]  # fmt: skip
    at = local_time(text(found.fields.get("at")), now) or now
    return GivenOut(at, person(desk.store, found.author), tuple(items))


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _replaced(desk: Desk, case: Case) -> tuple[Replaced, ...]:
    """Every answer but the newest, the latest first."""
    now, found = desk.now(), []
    for advice in reversed(case.answers[:-1]):
        medicines = [
            text(item.get("generic"))
            for one in case.parts.prescriptions
            if one.fields.get("advice") == advice.record
            for item in entries(one.fields.get("items"))
        ]
        signed = local_time(text(advice.fields.get("signed")), now) or now
        said = text(advice.fields.get("text"))
        found.append(Replaced(signed, person(desk.store, advice.author), said, tuple(medicines)))
    return tuple(found)


def _neighbours(desk: Desk, case: Case) -> tuple[str, str]:
    """(the case that this one goes on from, the newest that goes on from it): of the same visit, or by its name."""
    own, visit = case.referral.record, text(case.referral.fields.get("visit"))
    before, after = text(case.referral.fields.get("answers")), ""
    found = records.of_patient(desk.store, case.referral.patient or "", "referral")
    if before not in {one.record for one in found}:
        before = ""
    for one in found:
        same_visit = visit and text(one.fields.get("visit")) == visit
        if one.fields.get("answers") == own or (same_visit and one.record > own):
            after = max(after, one.record)
        elif same_visit and one.record < own:
            before = max(before, one.record)
    return before, after


def _told(case: Case) -> str:
    """How the newest `told` was done, in words."""
    told = [event for event in case.parts.events if event.fields.get("event") == "told"]
    return text(told[-1].fields.get("text")) if told else ""
