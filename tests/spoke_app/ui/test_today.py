"""Today over a real store: what it lists, and where each row leads."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from care_record.clock import time_text
from spoke_app.actions.drafts import open_drafts, save_draft
from spoke_app.actions.views import ExchangeOverview
from spoke_app.store.journal import NewChange
from spoke_app.ui.status_bar import StatusBar, StatusItem
from spoke_app.ui.text import age_text, ago, date_text, moment_text, names_for, short_date, size_text
from spoke_app.ui.today.today_screen import TodayScreen
from spoke_app.ui.widgets.button import Button
from tests.spoke_app.ui.clinic import IST, Clinic


def opened(clinic: Clinic, qtbot: QtBot) -> tuple[TodayScreen, list[tuple[str, dict[str, Any]]]]:
    screen = TodayScreen(clinic.context())
    qtbot.addWidget(screen)
    went: list[tuple[str, dict[str, Any]]] = []
    screen.navigate.connect(lambda name, args: went.append((name, args)))
    screen.resize(1158, 732)
    screen.show()
    screen.opened()
    qtbot.waitUntil(lambda: not clinic.runner.busy)
    return screen, went


def test_the_first_day_says_that_the_pc_is_ready(clinic: Clinic, qtbot: QtBot) -> None:
    screen, _ = opened(clinic, qtbot)
    assert screen._first_day.isVisible()
    assert not screen._work.isVisible()


def test_visits_and_follow_ups_of_the_day_are_listed(clinic: Clinic, qtbot: QtBot) -> None:
    patient = clinic.register(name="Lalita Rishidev")
    complaint = [{"id": patient, "text": "Cough for 2 weeks"}]
    clinic.visit(patient, 0, complaints=complaint, outcome="treated")
    due = (clinic.now.date() - timedelta(days=3)).isoformat()
    clinic.write(NewChange("follow_up", patient, {"due": due, "reason": "Blood pressure"}))
    screen, went = opened(clinic, qtbot)
    row = screen.visits.rows()[0]
    assert (row.name, row.middle) == ("Lalita Rishidev", "Cough for 2 weeks")
    assert row.chip is not None
    assert row.chip.text == "Treated here"
    assert screen.follow_ups.rows()[0].right_tone == "amber"
    screen.follow_ups.move_current(1)
    screen.follow_ups.activate_current()
    assert went == [("patients", {"patient": patient})]


def test_a_form_that_was_not_finished_is_gone_on_with(clinic: Clinic, qtbot: QtBot) -> None:
    patient = clinic.register(name="Shabnam Khatoon")
    values = {"started": time_text(clinic.now), "pulse": "104"}
    draft = clinic.act(save_draft, "visit", None, patient, "Shabnam Khatoon", "pulse", values)
    screen, went = opened(clinic, qtbot)
    assert screen.drafts.isVisible()
    qtbot.keyClick(screen, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bool(went))
    assert went == [("visit", {"draft": draft.id})]
    assert screen.visits.rows()[0].chip is not None


def test_a_form_begun_by_mistake_is_put_away_and_comes_back(clinic: Clinic, qtbot: QtBot) -> None:
    patient = clinic.register(name="Shabnam Khatoon")
    draft = clinic.act(save_draft, "visit", None, patient, "Shabnam Khatoon", "pulse", {"pulse": "104"})
    screen, _ = opened(clinic, qtbot)
    away = screen.drafts.findChild(Button, "today.discard.1")
    undo = screen.drafts.findChild(Button, "today.undo_discard")
    assert away is not None
    assert undo is not None
    qtbot.mouseClick(away, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not clinic.act(open_drafts))
    qtbot.waitUntil(lambda: undo.isVisible() and not away.isVisible())
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [one.id for one in clinic.act(open_drafts)] == [draft.id])
    qtbot.waitUntil(lambda: away.isVisible() and not undo.isVisible())


def test_typing_goes_to_the_search(clinic: Clinic, qtbot: QtBot) -> None:
    clinic.register()
    screen, went = opened(clinic, qtbot)
    qtbot.keyClicks(screen.search, "s")
    assert went == [("patients", {"text": "s"})]


NOW = datetime(2026, 11, 24, 11, 42, tzinfo=IST)


def test_words_for_ages_dates_and_sizes(qtbot: QtBot) -> None:
    assert age_text("27 years") == "27 y"
    assert age_text("3 weeks", long=True) == "3 weeks"
    assert date_text(NOW.date(), "en") == "Tuesday, 24 November 2026"
    assert date_text(NOW.date(), "hi") == "मंगलवार, 24 नवंबर 2026"
    assert short_date(NOW.date() - timedelta(days=1), "en", NOW.date()) == "Yesterday"
    assert moment_text(NOW - timedelta(days=1), "en", NOW) == "Mon 11:42"
    assert ago(NOW - timedelta(hours=2), NOW) == "2 h ago"
    assert size_text(4096) == "4 KB"
    assert names_for("Sunita Devi", "सुनीता देवी", "hi") == ("सुनीता देवी", "Sunita Devi")
    assert names_for("Sunita Devi", "सुनीता देवी", "en") == ("Sunita Devi", "सुनीता देवी")


@pytest.mark.parametrize(("offset", "words"), [(None, ""), (30.0, ""), (600.0, "slow"), (-600.0, "fast")])
def test_the_status_bar_warns_of_a_wrong_clock(qtbot: QtBot, offset: float | None, words: str) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.set_at_desk(True)
    bar.set_overview(ExchangeOverview(0, 0, (), (), (), None, None, True, offset, "https://hub.example.org", True))
    bar.refresh(NOW, "en")
    warning = bar.findChild(StatusItem, "status.clock_warning")
    assert warning is not None
    assert words in warning.text()
    assert bool(words) == (not warning.isHidden())


def test_the_offices_notices_stand_above_the_work_until_their_day_is_over(clinic: Clinic, qtbot: QtBot) -> None:
    clinic.register(name="Lalita Rishidev")
    today = clinic.now.date()
    for text, days in (("Camp on Monday", 2), ("Yesterday's holiday", -1), ("Iron tablets have come", 0)):
        until = (today + timedelta(days=days)).isoformat()
        clinic.write(NewChange("notice", None, {"text": text, "text_hi": "शिविर", "until": until}))
    clinic.write(NewChange("notice", None, {"text": ["not", "a", "text"], "until": "some day"}))
    screen, _ = opened(clinic, qtbot)
    qtbot.waitUntil(lambda: screen._notices is not None and screen._notices.isVisible())
    assert screen._notices is not None
    words = screen._notices.words()
    last = date_text(today, "en", year=False)
    assert "Camp on Monday" in words and f"Iron tablets have come (until {last})" in words
    assert "holiday" not in words and "शिविर" not in words
