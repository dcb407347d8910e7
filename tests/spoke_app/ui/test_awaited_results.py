"""Results that are awaited, on Today: the oldest first, opened to be entered, gone when they are there."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from care_record.clock import time_text
from care_record.ids import new_id
from spoke_app.actions.results import ResultForm, add_result
from spoke_app.store.journal import NewChange
from spoke_app.ui.today.today_screen import TodayScreen
from tests.spoke_app.ui.clinic import Clinic


def ordered(clinic: Clinic, name: str, test: str, days_ago: int) -> tuple[str, str]:
    patient, referral, wanted = clinic.register(name=name), new_id(), new_id()
    signed = time_text(clinic.now - timedelta(days=days_ago))
    said = {"referral": referral, "text": "Rest.", "consent_confirmed": True, "signed": signed}
    clinic.write(
        NewChange("referral", patient, {"visit": new_id(), "urgency": "routine"}, record=referral),
        NewChange("advice", patient, {**said, "investigations": [{"id": wanted, "text": test}]}),
    )
    return patient, wanted


def test_awaited_results_are_listed_and_opened_to_be_entered(clinic: Clinic, qtbot: QtBot) -> None:
    for n in range(5):
        ordered(clinic, f"Patient {n}", "Urine albumin", 2)
    patient, test = ordered(clinic, "Sunita Devi", "Haemoglobin", 9)
    screen = TodayScreen(clinic.context())
    qtbot.addWidget(screen)
    screen.resize(1158, 732)
    screen.show()
    screen.opened()
    qtbot.waitUntil(lambda: screen._awaited is not None and screen._awaited.isVisible())
    card = screen._awaited
    assert card is not None
    assert card.list.rows()[0].name == "Sunita Devi"
    assert len(card.list.rows()) == 4
    every = card.findChild(QPushButton, "today.all_results")
    assert every is not None
    every.click()
    assert len(card.list.rows()) == 6
    card.list.set_current(test)
    with qtbot.waitSignal(screen.navigate) as went:
        qtbot.keyClick(card.list, Qt.Key.Key_Return)
    assert went.args == ["patients", {"patient": patient, "test": test}]
    clinic.runner.run(add_result, ResultForm(patient, clinic.now.date(), text="9.2", investigation=test))
    qtbot.waitUntil(lambda: len(card.list.rows()) == 5)


def test_with_nothing_awaited_there_is_no_card(clinic: Clinic, qtbot: QtBot) -> None:
    clinic.visit(clinic.register(), 0, outcome="treated")
    screen = TodayScreen(clinic.context())
    qtbot.addWidget(screen)
    screen.show()
    with qtbot.waitSignal(clinic.runner.idle):
        screen.opened()
    qtbot.waitUntil(lambda: not clinic.runner.busy)
    assert screen._awaited is None
