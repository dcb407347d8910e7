"""Every form that is not finished: whose, when, what; put away by key, brought back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from care_record.clock import time_text
from spoke_app.actions.drafts import discard_draft, open_drafts, save_draft
from spoke_app.ui.today.drafts_screen import DraftsScreen
from spoke_app.ui.today.today_screen import TodayScreen
from tests.spoke_app.ui.clinic import Clinic

ALT = Qt.KeyboardModifier.AltModifier


def keep(clinic: Clinic, name: str, form: str = "visit", focus: str = "pulse") -> str:
    values = {"started": time_text(clinic.now), "pulse": "104"}
    return str(clinic.act(save_draft, form, None, None, name, focus, values).id)


def shown(qtbot: QtBot, clinic: Clinic) -> tuple[DraftsScreen, list[tuple[str, dict[str, Any]]]]:
    screen = DraftsScreen(clinic.context())
    qtbot.addWidget(screen)
    went: list[tuple[str, dict[str, Any]]] = []
    screen.navigate.connect(lambda name, args: went.append((name, args)))
    screen.resize(1158, 696)
    screen.show()
    screen.opened()
    qtbot.waitUntil(lambda: not clinic.runner.busy)
    return screen, went


def test_all_are_listed_with_who_when_and_what(qtbot: QtBot, clinic: Clinic) -> None:
    for number in range(5):
        keep(clinic, f"Visit {number}")
    registration = keep(clinic, "Kiran Devi", "patient", "name")
    screen, went = shown(qtbot, clinic)
    rows = {row.name: row for row in screen.list.rows()}
    assert len(rows) == 6
    assert rows["Visit 3"].meta == "Visit, stopped at “Vitals”"
    assert rows["Kiran Devi"].meta == "Registration"
    assert rows["Visit 3"].right == "11:42"
    assert "Kumari Anjali" in rows["Visit 3"].right_below
    screen.list.set_current(registration)
    QTest.keyClick(screen.list, Qt.Key.Key_Return)
    assert went == [("new_patient", {"draft": registration})]


def test_put_away_by_key_undone_and_brought_back_later(qtbot: QtBot, clinic: Clinic) -> None:
    draft = keep(clinic, "Shabnam Khatoon")
    screen, went = shown(qtbot, clinic)
    QTest.keyClick(screen, Qt.Key.Key_X, ALT)
    qtbot.waitUntil(lambda: not clinic.act(open_drafts) and not screen.list.rows())
    assert "Shabnam Khatoon: put away." in screen.news.words()
    QTest.keyClick(screen, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [row.id for row in screen.list.rows()] == [draft])
    clinic.act(discard_draft, draft)
    screen.opened()
    qtbot.waitUntil(lambda: not clinic.runner.busy and not screen.list.rows())
    QCoreApplication.sendPostedEvents()
    assert screen.empty.isVisible()
    screen.filter.set_value("away")
    screen.filter.changed.emit("away")
    QTest.keyClick(screen.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [one.id for one in clinic.act(open_drafts)] == [draft])
    qtbot.waitUntil(lambda: screen.filter.value() == "open" and [row.id for row in screen.list.rows()] == [draft])
    assert went == []


def test_today_leads_to_all_of_them_also_when_every_one_was_put_away(qtbot: QtBot, clinic: Clinic) -> None:
    clinic.register()
    draft = keep(clinic, "Shabnam Khatoon")
    screen = TodayScreen(clinic.context())
    qtbot.addWidget(screen)
    screen.show()
    screen.opened()
    qtbot.waitUntil(lambda: not clinic.runner.busy)
    with qtbot.waitSignal(screen.navigate) as asked:
        qtbot.keyClick(screen, Qt.Key.Key_D, ALT)
    assert asked.args == ["drafts", {}]
    clinic.act(discard_draft, draft)
    screen.opened()
    qtbot.waitUntil(lambda: not clinic.runner.busy)
    assert not screen.drafts.isVisible()
    with qtbot.waitSignal(screen.navigate) as asked:
        qtbot.keyClick(screen, Qt.Key.Key_D, ALT)
    assert asked.args == ["drafts", {}]
