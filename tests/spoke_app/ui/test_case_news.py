"""The notice that an answer or a question has come: once for each, with a way to it, without a name in the tray."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pytestqt.qtbot import QtBot

from spoke_app.actions.case_news import case_news
from spoke_app.actions.open_case import mark_seen
from spoke_app.ui.case_news import NewsOfCases
from spoke_app.ui.desk_page import DeskPage
from spoke_app.ui.languages import Languages
from spoke_app.ui.screens import SCREENS
from spoke_app.ui.widgets.button import Button
from tests.spoke_app.ui.case_room import TODAY, CaseRoom


def test_what_came_before_is_no_news_and_each_thing_is_said_once(qtbot: QtBot, room: CaseRoom) -> None:
    room.questioned()
    news = NewsOfCases(lambda: "en")
    assert not news.hear(room.act(case_news))
    referral = room.answered()
    assert news.hear(room.act(case_news))
    assert news.words() == "A doctor has answered about Sunita Devi."
    assert news.quiet_words() == "A doctor has answered. Please open Spoke."
    assert news.way() == ("case", {"referral": referral})
    assert not news.hear(room.act(case_news))
    room.event(referral, "question", TODAY, "Does she still vomit?")
    assert news.hear(room.act(case_news))
    assert news.words() == "A doctor has a question about Sunita Devi."


def test_a_corrected_answer_is_news_again(qtbot: QtBot, room: CaseRoom) -> None:
    news = NewsOfCases(lambda: "en")
    referral = room.answered()
    news.hear(room.act(case_news))
    room.act(mark_seen, referral)
    assert not news.hear(room.act(case_news))
    room.now = TODAY + timedelta(hours=1)
    room.advise(referral, room.now, text="Stop the iron.")
    assert news.hear(room.act(case_news))


def test_several_at_once_are_one_notice_in_the_language_of_now(qtbot: QtBot, room: CaseRoom, qapp: Any) -> None:
    languages = Languages(qapp)
    news = NewsOfCases(lambda: "en")
    news.hear(room.act(case_news))
    room.questioned()
    room.answered()
    assert news.hear(room.act(case_news))
    assert news.words() == "2 answers and questions have come from the doctors."
    assert news.way() == ("cases", {"which": "to_do"})
    languages.use("hi")
    try:
        assert "2" in news.words() and "answers" not in news.words()
        assert news.quiet_words() == news.words()
    finally:
        languages.use("en")


def test_the_notice_opens_the_case_and_goes(qtbot: QtBot, room: CaseRoom) -> None:
    referral = room.answered()
    desk = DeskPage(room.context(), SCREENS)
    qtbot.addWidget(desk)
    desk.resize(1366, 732)
    desk.show()
    desk.go("today")
    desk.notice("news", lambda: ("A doctor has answered.", "", "Open"), ("case", {"referral": referral}))
    button = desk.findChild(Button, "notice.button")
    assert button is not None
    button.click()
    now = desk.current()
    assert now is not None and now.name == "case"
    assert desk.notice_words() == ""
    qtbot.waitUntil(lambda: not room.runner.busy)
