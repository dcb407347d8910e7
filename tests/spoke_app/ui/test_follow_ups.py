"""The page of follow-ups: what is due when, and what is done about it by keyboard, each with its way back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from spoke_app.actions.follow_ups import list_follow_ups
from spoke_app.store import records
from spoke_app.store.journal import NewChange
from spoke_app.ui.today.follow_ups_screen import FollowUpsScreen
from spoke_app.ui.today.today_screen import TodayScreen
from spoke_app.ui.widgets.button import Button
from tests.spoke_app.ui.clinic import Clinic

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def clinic(clinic: Clinic) -> Clinic:
    for name, days, phone in (("Kamli Devi", -3, "+919431024471"), ("Bechni Devi", 0, ""), ("Soni Kumari", 20, "")):
        patient = clinic.register(name=name, **({"phone": phone} if phone else {}))
        due = (clinic.now.date() + timedelta(days=days)).isoformat()
        clinic.write(NewChange("follow_up", patient, {"due": due, "reason": "Blood pressure"}))
    return clinic


class Page:
    """The screen and its keys; each waits until what it did is shown."""

    def __init__(self, qtbot: QtBot, clinic: Clinic) -> None:
        self.qtbot, self.clinic = qtbot, clinic
        self.screen = FollowUpsScreen(clinic.context())
        qtbot.addWidget(self.screen)
        self.went: list[tuple[str, dict[str, Any]]] = []
        self.screen.navigate.connect(lambda name, args: self.went.append((name, args)))
        self.screen.resize(1158, 696)
        self.screen.show()
        self.screen.opened()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.clinic.runner.busy)
        QCoreApplication.sendPostedEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = self.screen.focusWidget() or self.screen
        QTest.keyClick(focus, key, modifier)
        self.settle()

    def names(self) -> list[str]:
        return [row.name for row in self.screen.list.rows()]

    def due(self) -> list[str]:
        return [row.due.isoformat() for row in self.clinic.act(list_follow_ups).rows]


@pytest.fixture
def page(qtbot: QtBot, clinic: Clinic) -> Page:
    return Page(qtbot, clinic)


def test_each_says_when_by_colour_word_and_icon_and_how_to_reach(page: Page) -> None:
    rows = {row.name: row for row in page.screen.list.rows()}
    late, today, later = rows["Kamli Devi"], rows["Bechni Devi"], rows["Soni Kumari"]
    assert (late.right, late.right_icon, late.right_tone) == ("3 days late", "clock", "amber")
    assert (today.right, today.right_icon, today.right_tone) == ("Today", "calendar-event", "accent")
    assert (later.right, later.right_icon) == ("Monday 14 Dec", "")
    assert late.columns[0][0] == "94310 24471"
    assert today.columns[0][0] == "no phone"


def test_of_somebody_who_has_died_it_says_so(page: Page) -> None:
    row = page.clinic.act(list_follow_ups).rows[0]
    heads = page.clinic.thread.call(lambda store: records.heads(store, row.patient.id))
    page.clinic.write(NewChange("patient", row.patient.id, {"deceased": "2026-11-22"}, row.patient.id, heads))
    page.screen.opened()
    page.settle()
    shown = page.screen.list.rows()[0]
    assert (shown.right, shown.right_icon, shown.right_tone) == ("Died Sunday", "alert-triangle", "amber")


def test_the_filter_counts_and_shows(page: Page) -> None:
    page.screen.filter.set_value("late")
    page.screen.filter.changed.emit("late")
    page.settle()
    assert page.names() == ["Kamli Devi"]
    page.screen.filter.changed.emit(page.screen.filter.value())
    page.screen.filter.set_value("week")
    page.screen.filter.changed.emit("week")
    page.settle()
    assert page.names() == []
    assert page.screen.empty.isVisible()


@pytest.mark.parametrize(("key", "words"), [(Qt.Key.Key_D, "Kamli Devi: done."), (Qt.Key.Key_X, "Kamli Devi refused")])
def test_done_and_refused_by_key_and_undone(page: Page, key: Qt.Key, words: str) -> None:
    before = page.due()
    page.press(key, ALT)
    page.qtbot.waitUntil(lambda: page.names() == ["Bechni Devi", "Soni Kumari"])
    assert words in page.screen.news.words()
    page.press(Qt.Key.Key_Z, CONTROL)
    page.qtbot.waitUntil(lambda: page.names()[0] == "Kamli Devi")
    assert page.due() == before
    assert not page.screen.news.isVisible()


def test_another_day_is_typed_refused_and_taken(page: Page) -> None:
    page.press(Qt.Key.Key_M, ALT)
    field = page.screen.findChild(QLineEdit, "follow_ups.day")
    assert field is not None and field.isVisible()
    QTest.keyClicks(field, "yesterday")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "day from today on" in page.screen._panel._day.hint.text()
    field.clear()
    QTest.keyClicks(field, "5 days")
    QTest.keyClick(field, Qt.Key.Key_Return)
    page.settle()
    moved = (page.clinic.now.date() + timedelta(days=5)).isoformat()
    page.qtbot.waitUntil(lambda: moved in page.due())
    assert "moved to Sunday 29 Nov" in page.screen.news.words()
    page.press(Qt.Key.Key_Z, CONTROL)
    page.qtbot.waitUntil(lambda: moved not in page.due())


def test_esc_leaves_the_day_first_and_then_the_page(page: Page) -> None:
    page.press(Qt.Key.Key_M, ALT)
    page.screen.back()
    assert not page.screen._panel.isVisible()
    assert page.went == []
    page.screen.back()
    assert page.went == [("today", {})]


def test_one_click_moves_it_by_a_week(page: Page) -> None:
    page.press(Qt.Key.Key_M, ALT)
    week = page.screen.findChild(Button, "follow_ups.in_7")
    assert week is not None
    page.qtbot.mouseClick(week, Qt.MouseButton.LeftButton)
    moved = (page.clinic.now.date() + timedelta(days=7)).isoformat()
    page.qtbot.waitUntil(lambda: moved in page.due())


def test_enter_begins_her_visit_and_ctrl_o_opens_her_record(page: Page) -> None:
    patient = page.clinic.act(list_follow_ups).rows[0].patient.id
    page.press(Qt.Key.Key_Return)
    page.press(Qt.Key.Key_O, CONTROL)
    assert page.went == [("visit", {"patient": patient}), ("patients", {"patient": patient})]


def test_today_leads_here_by_key(qtbot: QtBot, clinic: Clinic) -> None:
    screen = TodayScreen(clinic.context())
    qtbot.addWidget(screen)
    screen.show()
    screen.opened()
    qtbot.waitUntil(lambda: not clinic.runner.busy)
    assert [row.right for row in screen.follow_ups.rows()] == ["3 days late", "Today"]
    assert screen.follow_ups.rows()[0].right_below == "94310 24471"
    with qtbot.waitSignal(screen.navigate) as asked:
        qtbot.keyClick(screen, Qt.Key.Key_L, ALT)
    assert asked.args == ["follow_ups", {}]
