"""What is seen, printed and taken out stands in the trail; who may not see patients sees none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from care_record.kinds import ROLES
from spoke_app.actions.desk import Desk
from spoke_app.actions.note_paper import note_paper
from spoke_app.actions.open_case import open_case
from spoke_app.actions.open_paper import open_paper
from spoke_app.actions.open_record import open_record
from spoke_app.actions.open_visit import open_visit
from spoke_app.actions.refused import Refused
from spoke_app.actions.registers import read_register
from spoke_app.store import trail
from spoke_app.store.journal import NewChange
from tests.helpers.spoke import Spoke, patient_fields


class Seen:
    """A patient with a visit and a case."""

    def __init__(self, spoke: Spoke) -> None:
        self.desk = spoke.desk
        [patient] = self.desk.write([NewChange("patient", None, patient_fields())])
        now = self.desk.now().isoformat(timespec="seconds")
        visit = NewChange("visit", patient.record, {"started": now, "mode": "spoke"})
        [self.visit] = [change.record for change in self.desk.write([visit])]
        asked = {"visit": self.visit, "desk": patient.record, "speciality": "medicine", "urgency": "routine"}
        [referral] = self.desk.write([NewChange("referral", patient.record, {**asked, "question": "?"})])
        self.patient, self.referral = patient.record, referral.record

    def deeds(self) -> dict[str, Callable[[Desk], Any]]:
        return {
            "open_record": lambda desk: open_record(desk, self.patient),
            "open_visit": lambda desk: open_visit(desk, self.visit),
            "open_case": lambda desk: open_case(desk, self.referral),
            "open_paper": lambda desk: open_paper(desk, self.visit),
            "read_register": lambda desk: read_register(desk, "opd", date(2026, 11, 1)),
        }


@pytest.fixture
def seen(spoke: Spoke) -> Seen:
    return Seen(spoke)


def test_each_look_and_each_paper_is_noted_with_whose_it_is(seen: Seen) -> None:
    for deed in seen.deeds().values():
        deed(seen.desk)
        deed(seen.desk)  # the same look again is one
    note_paper(seen.desk, "paper-printed", seen.visit)
    note_paper(seen.desk, "register-saved")
    rows = seen.desk.store.rows("SELECT who, what, record FROM trail ORDER BY n")
    assert {row["who"] for row in rows} == {seen.desk.staff.id}
    assert [(row["what"], row["record"]) for row in rows] == [
        ("record-opened", seen.patient),
        ("visit-opened", seen.visit),
        ("case-opened", seen.referral),
        ("paper-printed", seen.visit),
        ("register-saved", ""),
    ]
    assert trail.problems(seen.desk.store) == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_that_sees_no_patients_opens_none(seen: Seen, role: str) -> None:
    desk = replace(seen.desk, staff=replace(seen.desk.staff, role=role))
    refused = []
    for name, deed in seen.deeds().items():
        try:
            deed(desk)
        except Refused:
            refused.append(name)
    wanted = {"cho": [], "anm": [], "doctor": ["open_paper"]}.get(role, list(seen.deeds()))
    assert refused == wanted
    noted = {row["what"] for row in desk.store.rows("SELECT what FROM trail")}
    assert noted == (set() if len(wanted) > 1 else {"record-opened", "visit-opened", "case-opened"})
