"""A hurried or trembling hand: pressed twice, and once more after it was done, nothing is in the record twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from spoke_app.store.records import of_kind
from tests.spoke_app.ui.every_screen import State, WholeDesk


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[WholeDesk]:
    made = WholeDesk(tmp_path, qapp, qtbot)
    yield made
    made.close()


def _new_patient(desk: WholeDesk) -> None:
    desk.put("new_patient.name", "Xylo Quark")
    desk.put("new_patient.gender.female", "")
    desk.put("new_patient.age_value", "27")
    desk.put("new_patient.village", "Barail")


def _treated(desk: WholeDesk) -> None:
    desk.put("visit.outcome.treated", "")
    desk.put("visit.examination", "throat red")


def _result(desk: WholeDesk) -> None:
    desk.put("record.result", "")
    desk.settle()
    desk.put("result.value", "9.1")
    desk.put("result.unit", "g/dL")


def _note(desk: WholeDesk) -> None:
    desk.put("record.note_add", "")
    desk.settle()
    desk.put("record.note_text", "came back, better")


def _reply(desk: WholeDesk) -> None:
    desk.put("case.reply_text", "Below the navel; the belly is soft.")


def _patient(desk: WholeDesk) -> dict[str, Any]:
    return {"patient": desk.patient}


def _visit(desk: WholeDesk) -> dict[str, Any]:
    return {"patient": desk.patient, "visit": desk.visit}


def _case(name: str) -> Callable[[WholeDesk], dict[str, Any]]:
    return lambda desk: {"referral": desk.cases[name]}


KINDS = ("patient", "visit", "note", "referral", "case_event", "dispense", "result")
CASES = [
    ("new_patient.save", State("new_patient", then=_new_patient), {"patient": 1}),
    ("new_patient.save_and_visit", State("new_patient", then=_new_patient), {"patient": 1}),
    ("visit.finish", State("visit", args=_patient, then=_treated), {"visit": 1}),
    ("result.save", State("patients", args=_patient, then=_result), {"result": 1}),
    ("record.note_save", State("patients", args=_visit, then=_note), {"note": 1}),
    ("case.reply", State("case", args=_case("dinesh"), then=_reply), {"case_event": 1}),
    ("case.given", State("case", args=_case("sunita")), {"case_event": 1, "dispense": 1}),
    ("case.told_by_phone", State("case", args=_case("sunita")), {"case_event": 1}),
]


def counts(desk: WholeDesk) -> Counter[str]:
    found: Counter[str] = desk.room.call(lambda store: Counter({kind: len(of_kind(store, kind)) for kind in KINDS}))
    return found


@pytest.mark.parametrize(("name", "state", "more"), CASES, ids=[case[0] for case in CASES])
def test_pressed_twice_it_is_one(desk: WholeDesk, name: str, state: State, more: dict[str, int]) -> None:
    desk.go(state)
    before = counts(desk)
    button = desk.window.findChild(QAbstractButton, name)
    assert button is not None and button.isVisible()
    button.click()
    QTest.keyClick(button, Qt.Key.Key_Return)
    button.click()
    desk.settle()
    if state.screen == "case":
        desk.go(State("cases"))  # what can be undone is written when one goes on
    assert counts(desk) - before == Counter(more)


def test_a_follow_up_that_is_done_is_not_done_again(desk: WholeDesk) -> None:
    desk.go(State("follow_ups"))
    for _ in range(2):
        desk.put("follow_ups.done", "")
    desk.settle()
    reasons = [one.fields["reason"] for one in desk.room.call(lambda store: of_kind(store, "follow_up"))]
    assert [reason.count("(") for reason in reasons if "पट्टी" in reason] == [1]
