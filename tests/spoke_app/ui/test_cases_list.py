"""The Cases screen over a real store: order, receipts, filters, finding, and what Enter and Ctrl P ask for."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from spoke_app.actions import reply_to_doctor
from spoke_app.ui.cases.case_line import CaseLine, button_rects
from spoke_app.ui.cases.case_list import CaseHeads, CaseList
from spoke_app.ui.cases.list_screen import CasesScreen
from spoke_app.ui.cases.words import short_person, urgency_word
from spoke_app.ui.theme import Theme, current_theme
from spoke_app.ui.widgets.choice import Segments
from spoke_app.ui.widgets.empty_state import EmptyState
from spoke_app.ui.widgets.search_box import SearchBox
from tests.spoke_app.ui.case_room import CHO, CaseRoom


def shown(qtbot: QtBot, room: CaseRoom, **args: Any) -> CasesScreen:
    screen = CasesScreen(room.context())
    qtbot.addWidget(screen)
    screen.resize(1158, 696)
    screen.show()
    with qtbot.waitSignal(room.runner.idle):
        screen.opened(**args)
    return screen


def the_list(screen: CasesScreen) -> CaseList:
    found = screen.findChild(CaseList, "cases.list")
    assert found is not None
    return found


def lines(screen: CasesScreen) -> dict[str, CaseLine]:
    return {row.name.split()[0]: row for row in the_list(screen).rows() if isinstance(row, CaseLine)}


def test_what_is_to_be_done_comes_first_and_every_receipt_says_where_the_case_is(qtbot: QtBot, room: CaseRoom) -> None:
    room.full_list()
    screen = shown(qtbot, room)
    rows = lines(screen)
    assert set(list(rows)[:3]) == {"Bindeshwar", "Dinesh", "Sunita"}
    assert [mark.state for mark in rows["Sunita"].steps] == ["done"] * 4 + ["now", "later"]
    assert rows["Sunita"].steps[0].caption == "Mon 15:10" and rows["Sunita"].steps[3].caption == "09:21"
    assert rows["Sunita"].steps[0].person == "K. Anjali" and rows["Sunita"].steps[3].person == "Dr N. Jha"
    assert rows["Dinesh"].steps[3].state == "question"
    assert rows["Lalita"].steps[1].caption == "To send"
    assert rows["Bindeshwar"].urgency == "Urgent, late"
    assert rows["Sunita"].print_text and not rows["Lalita"].print_text
    model = the_list(screen).model()
    said = str(model.index(list(rows).index("Sunita"), 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "Sunita Devi" in said and "Answered 09:21" in said and "Open it" in said


def test_the_hindi_screen_has_the_hindi_names(qtbot: QtBot, room: CaseRoom) -> None:
    room.choices.language = "hi"
    room.answered()
    (line,) = lines(shown(qtbot, room)).values()
    assert line.name == "सुनीता देवी" and line.beside == "Sunita Devi"
    assert line.steps[3].person == "डॉ. झा"
    assert line.last_word.startswith("डॉ. निवेदिता झा")


def test_the_filters_count_and_show(qtbot: QtBot, room: CaseRoom) -> None:
    room.full_list()
    screen = shown(qtbot, room)
    segments = screen.findChild(Segments, "cases.filter")
    assert segments is not None
    texts = [button.text() for button in segments.findChildren(type(segments._group.button(0)))]
    assert texts == ["Current  6", "For me to do  3", "Closed  1"]
    with qtbot.waitSignal(room.runner.idle):
        qtbot.mouseClick(segments._group.button(1), Qt.MouseButton.LeftButton)
    assert set(lines(screen)) == {"Bindeshwar", "Dinesh", "Sunita"}
    with qtbot.waitSignal(room.runner.idle):
        qtbot.mouseClick(segments._group.button(2), Qt.MouseButton.LeftButton)
    assert set(lines(screen)) == {"Aarav"}


def test_finding_while_typing_and_opening_with_enter(qtbot: QtBot, room: CaseRoom) -> None:
    cases = room.full_list()
    screen = shown(qtbot, room)
    search = screen.findChild(SearchBox, "cases.search")
    assert search is not None
    qtbot.keyClicks(search, "knee")
    assert set(lines(screen)) == {"Phulo"}
    with qtbot.waitSignal(screen.navigate) as asked:
        qtbot.keyClick(search, Qt.Key.Key_Return)
    assert asked.args == ["case", {"referral": cases["phulo"]}]
    qtbot.keyClicks(search, " elbow")
    empty = screen.findChild(EmptyState, "cases.empty")
    assert empty is not None and empty.isVisible()


def test_the_chosen_row_opens_up_and_its_buttons_work(qtbot: QtBot, room: CaseRoom) -> None:
    cases = room.full_list()
    screen = shown(qtbot, room)
    view = the_list(screen)
    closed = view.sizeHintForIndex(view.model().index(4, 0)).height()
    view.set_current(cases["sunita"])
    index = view.currentIndex()
    assert view.sizeHintForIndex(index).height() > closed + 40
    qtbot.waitUntil(lambda: view.visualRect(index).height() > closed + 40)
    line = lines(screen)["Sunita"]
    places = {face.text: rect for face, rect in button_rects(current_theme(), view.visualRect(index), line)}
    assert set(places) == {"Open answer", "Print"}
    with qtbot.waitSignal(screen.navigate) as asked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=places["Print"].center())
    assert asked.args == ["case", {"referral": cases["sunita"], "print_now": True}]
    with qtbot.waitSignal(screen.navigate) as asked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=places["Open answer"].center())
    assert asked.args == ["case", {"referral": cases["sunita"]}]
    with qtbot.waitSignal(screen.navigate) as asked:
        QTest.keyClick(view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert asked.args[1]["print_now"]


def test_a_click_that_only_chooses_a_row_opens_nothing(qtbot: QtBot, room: CaseRoom) -> None:
    room.full_list()
    screen = shown(qtbot, room)
    view = the_list(screen)
    view.set_current(view.rows()[0].id)
    asked: list[str] = []
    view.activated_row.connect(asked.append)
    for number in range(1, 5):
        rect = view.visualRect(view.model().index(number, 0))
        spot = QPoint(rect.right() - 80, rect.bottom() - 20)
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert view.currentIndex().row() == number
    assert asked == []


def test_news_of_a_case_arrives_in_the_open_list(qtbot: QtBot, room: CaseRoom) -> None:
    referral = room.questioned()
    screen = shown(qtbot, room)
    assert lines(screen)["Dinesh"].steps[3].state == "question"
    with qtbot.waitSignal(room.runner.changed):
        room.runner.run(reply_to_doctor.reply_to_doctor, referral, "On the right, and soft.")
    qtbot.waitUntil(lambda: lines(screen)["Dinesh"].steps[3].state == "now")


def test_the_first_day_says_what_will_stand_here(qtbot: QtBot, room: CaseRoom) -> None:
    screen = shown(qtbot, room)
    empty = screen.findChild(EmptyState, "cases.empty")
    assert empty is not None and empty.isVisible() and empty.button.isVisible()
    with qtbot.waitSignal(screen.navigate) as asked:
        qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    assert asked.args[0] == "patients"


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_row_is_painted_at_every_text_size(qtbot: QtBot, room: CaseRoom, qapp: Any, scale: float) -> None:
    Theme(scale).apply(qapp)
    room.full_list()
    screen = shown(qtbot, room)
    picture = the_list(screen).grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 3) for y in range(0, 200, 2)}
    assert {current_theme().accent.lower(), current_theme().accent_tint.lower()} <= colours
    Theme().apply(qapp)


def test_the_heads_stand_over_their_columns_beside_a_scroll_bar_too(qtbot: QtBot, room: CaseRoom) -> None:
    room.full_list()
    screen = shown(qtbot, room)
    bar = the_list(screen).verticalScrollBar()
    screen.resize(1158, 3000)
    qtbot.waitUntil(lambda: not bar.isVisible())
    heads = screen.findChild(CaseHeads)
    assert heads is not None and heads.row_width() == heads.width()
    screen.resize(1158, 400)
    qtbot.waitUntil(bar.isVisible)
    assert (
        heads.row_width() == the_list(screen).visualRect(the_list(screen).model().index(0, 0)).width() < heads.width()
    )


def test_names_in_short_and_urgency_in_words() -> None:
    assert short_person("Dr Nivedita Jha") == "Dr N. Jha"
    assert short_person(CHO.name) == "K. Anjali"
    assert short_person("डॉ. निवेदिता झा") == "डॉ. झा"
    assert short_person("कुमारी अंजलि") == "कुमारी अंजलि"
    assert short_person("Anjali") == "Anjali"
    assert urgency_word("routine", False) == ""
    assert urgency_word("emergency", True) == "Emergency, late"
