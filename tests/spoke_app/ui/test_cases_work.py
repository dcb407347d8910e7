"""What is done to a case from its page: told, given out, withdrawn and back, sent to another desk, corrected."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from care_record.ids import derived_id, new_id
from spoke_app.actions.case_page import CasePage, case_page
from spoke_app.actions.list_cases import list_cases
from spoke_app.store import records
from spoke_app.ui.cases.case_screen import CaseScreen
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.field import HintLine
from spoke_app.ui.widgets.notice_bar import NoticeBar
from tests.spoke_app.ui.case_room import HUB_DESK, TODAY, CaseRoom, at

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Page:
    """A case on the screen, its keys and what stands there."""

    def __init__(self, qtbot: QtBot, room: CaseRoom, referral: str) -> None:
        self.qtbot, self.room, self.referral = qtbot, room, referral
        self.screen = CaseScreen(room.context())
        qtbot.addWidget(self.screen)
        self.went: list[tuple[str, dict[str, Any]]] = []
        self.screen.navigate.connect(lambda name, args: self.went.append((name, args)))
        self.screen.resize(1158, 696)
        self.screen.show()
        self.screen.opened(referral=referral)
        qtbot.waitUntil(lambda: self.screen._page is not None and not room.runner.busy)
        QCoreApplication.sendPostedEvents()

    def record(self) -> CasePage:
        page: CasePage = self.room.act(case_page, self.referral)
        return page

    def state(self) -> str:
        return self.record().view.row.receipt.state

    def until(self, state: str) -> None:
        self.qtbot.waitUntil(lambda: self.state() == state)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.room.runner.busy)
        QCoreApplication.sendPostedEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        QTest.keyClick(self.screen, key, modifier)

    def part(self, name: str, kind: type[QWidget] = Button) -> Any:
        found = self.screen.findChild(kind, name)
        assert found is not None, name
        return found

    def notice(self) -> str:
        bar = self.part("case.notice", NoticeBar)
        return str(bar.words()) if bar.isVisible() else ""

    def texts(self) -> list[str]:
        QCoreApplication.sendPostedEvents()
        return [label.text() for label in self.screen.findChildren(QLabel) if label.isVisible()]

    def hints(self) -> list[str]:
        return [hint.text() for hint in self.screen.findChildren(HintLine) if hint.isVisible()]


def test_she_is_told_by_phone_with_one_key_and_an_undo(qtbot: QtBot, room: CaseRoom) -> None:
    page = Page(qtbot, room, room.answered())
    page.until("seen")
    assert "Waited here on Mon 15:10: visit, Barail" in page.texts()
    page.press(Qt.Key.Key_B, ALT)
    assert "Sunita Devi was told: by phone." in page.notice()
    assert page.part("case.told_by_phone").isVisible() is False
    page.press(Qt.Key.Key_Z, CONTROL)
    assert page.state() == "seen" and page.part("case.told_by_phone").isVisible()
    page.press(Qt.Key.Key_H, ALT)
    assert page.screen.can_leave()
    page.until("given")
    assert page.record().told == "at home"
    assert "Told at home" in page.texts()


@pytest.mark.parametrize(
    ("reach", "phone", "words"),
    [
        ({"how": "phone"}, "+919431024471", "Call 94310 24471"),
        ({"how": "phone"}, "", "To be called, but no number is known: visit, Barail"),
        ({"how": "returns", "when": "Friday morning"}, "", "Comes back: Friday morning"),
        ({"how": "visit"}, "", "To be visited at home, Barail"),
        ({"how": "waits"}, "", "Waits here"),
    ],
)
def test_how_to_reach_her_is_said(qtbot: QtBot, room: CaseRoom, reach: dict[str, str], phone: str, words: str) -> None:
    who = (27, "female", "Barail")
    more = {"phone": phone} if phone else {}
    referral = room.case("Sunita Devi", "सुनीता देवी", who, "Fever", at("24", "09:00"), reach=reach, **more)
    room.advise(referral, at("24", "11:00"))
    assert words in Page(qtbot, room, referral).texts()


def test_what_is_given_out_is_proposed_changed_and_written_with_the_paper(qtbot: QtBot, room: CaseRoom) -> None:
    page = Page(qtbot, room, room.answered())
    page.until("seen")
    fields = [page.part(f"case.quantity.{n}", QLineEdit) for n in (1, 2, 3)]
    assert [field.text() for field in fields] == ["9", "60", ""]
    assert fields[0].accessibleName() == "PARACETAMOL, how many"
    fields[1].clear()
    QTest.keyClicks(fields[2], "4")
    page.press(Qt.Key.Key_Return, CONTROL)
    assert "Given out here: PARACETAMOL 9, ORAL REHYDRATION SALTS 4." in page.notice()
    page.screen.steps.settle()
    page.until("given")
    given = page.record().given_out
    assert given is not None
    assert [(name, quantity) for name, quantity, _ in given.items] == [
        ("PARACETAMOL", 9.0),
        ("ORAL REHYDRATION SALTS", 4.0),
    ]
    qtbot.waitUntil(lambda: "9 tablets" in page.texts())
    assert not page.part("case.note_given_out").isVisible()


def test_medicines_are_noted_later_when_only_the_paper_was_given(qtbot: QtBot, room: CaseRoom) -> None:
    page = Page(qtbot, room, room.answered())
    page.until("seen")
    page.press(Qt.Key.Key_B, ALT)
    page.screen.steps.settle()
    page.until("given")
    qtbot.waitUntil(lambda: page.part("case.note_given_out").isVisible())
    qtbot.mouseClick(page.part("case.note_given_out"), Qt.MouseButton.LeftButton)
    page.screen.steps.settle()
    qtbot.waitUntil(lambda: page.record().given_out is not None)


def test_the_doctors_day_stands_under_follow_ups_once(qtbot: QtBot, room: CaseRoom) -> None:
    page = Page(qtbot, room, room.answered())
    page.until("seen")
    page.screen.opened(referral=page.referral)
    page.settle()
    due = room.call(lambda store: store.rows("SELECT record, due FROM follow_ups WHERE done = ''"))
    assert due == [{"record": derived_id(page.referral, "follow_up"), "due": "2026-12-24"}]


def test_a_withdrawal_needs_a_reason_and_has_a_way_back(qtbot: QtBot, room: CaseRoom) -> None:
    page = Page(qtbot, room, room.questioned())
    page.press(Qt.Key.Key_W, ALT)
    field = page.part("case.withdraw_reason", QLineEdit)
    assert field.isVisible()
    page.press(Qt.Key.Key_W, CONTROL)
    assert "Please say why, in a few words." in page.hints()
    page.screen.back()
    assert not field.isVisible() and page.went == []
    page.press(Qt.Key.Key_W, ALT)
    QTest.keyClicks(field, "went to the hospital herself")
    QTest.keyClick(field, Qt.Key.Key_Return)
    page.until("withdrawn")
    qtbot.waitUntil(lambda: "The referral was withdrawn." in page.notice())
    qtbot.waitUntil(lambda: "went to the hospital herself" in page.texts())
    page.press(Qt.Key.Key_Z, CONTROL)
    page.until("question")
    page.press(Qt.Key.Key_W, ALT)
    QTest.keyClicks(field, "again")
    QTest.keyClick(field, Qt.Key.Key_Return)
    page.until("withdrawn")
    page.screen.opened(referral=page.referral)
    page.settle()
    assert page.part("case.withdraw").text() == "Undo the withdrawal"
    page.press(Qt.Key.Key_W, ALT)
    page.until("question")


def test_a_late_case_says_what_to_do_and_is_sent_to_another_desk(qtbot: QtBot, room: CaseRoom) -> None:
    other = new_id()
    desk = {"name": "PMCH", "code": "PAT", "district": "212", "specialities": ["medicine"], "contact": "0612 555 000"}
    room.call(lambda store: room._write(store, at("2", "08:00"), HUB_DESK, "desk", None, desk, other))
    who = (61, "male", "Malhni")
    referral = room.case("Bindeshwar Yadav", "", who, "Breathless", at("23", "16:05"), urgency="emergency")
    page = Page(qtbot, room, referral)
    late = page.part("case.late", NoticeBar)
    assert late.isVisible() and "ambulance, 102 / 108" in late.words()
    page.press(Qt.Key.Key_N, ALT)
    assert page.part("case.again_desk", QWidget).currentText().endswith("PMCH")
    question = page.part("case.again_question", QPlainTextEdit)
    assert question.toPlainText() == "Which treatment?"
    page.press(Qt.Key.Key_G, CONTROL)
    assert "Please ask the patient whether she agrees, and tick it." in page.hints()
    agreed = page.part("case.again_agreed", QCheckBox)
    qtbot.waitUntil(lambda: agreed.height() > 20)
    qtbot.mouseClick(agreed, Qt.MouseButton.LeftButton)
    page.press(Qt.Key.Key_G, CONTROL)
    qtbot.waitUntil(lambda: bool(page.went))
    page.until("withdrawn")
    [name, args] = page.went[-1]
    [row] = room.act(list_cases).rows
    assert (name, args) == ("case", {"referral": row.referral})
    assert (row.desk, row.urgency, row.contact) == ("PMCH", "emergency", "0612 555 000")
    page.settle()
    qtbot.waitUntil(lambda: page.part("case.later").isVisible())
    qtbot.mouseClick(page.part("case.later"), Qt.MouseButton.LeftButton)
    assert page.went[-1] == ("case", {"referral": row.referral})


def test_an_answered_case_is_referred_again_to_the_same_doctor(qtbot: QtBot, room: CaseRoom) -> None:
    page = Page(qtbot, room, room.answered())
    page.until("seen")
    page.press(Qt.Key.Key_N, ALT)
    assert page.part("case.again_question", QPlainTextEdit).toPlainText() == ""
    QTest.keyClicks(page.part("case.again_question", QPlainTextEdit), "She vomits the iron.")
    qtbot.mouseClick(page.part("case.again_agreed", QCheckBox), Qt.MouseButton.LeftButton)
    page.press(Qt.Key.Key_G, CONTROL)
    qtbot.waitUntil(lambda: bool(page.went))
    new = page.went[-1][1]["referral"]
    fields = room.call(lambda store: records.folded(store, new)).fields
    assert (fields["answers"], fields["question"], fields["desk"]) == (page.referral, "She vomits the iron.", HUB_DESK)
    assert page.state() == "seen"


def test_a_reminder_is_written_already_and_can_be_changed(qtbot: QtBot, room: CaseRoom) -> None:
    referral = room.case("Phulo Devi", "", (58, "female", "Balha"), "Knee pain", at("20", "09:22"))
    room.reached_hub(at("20", "09:40"))
    page = Page(qtbot, room, referral)
    page.press(Qt.Key.Key_M, ALT)
    text = page.part("case.reply_text", QPlainTextEdit)
    assert text.isVisible() and text.toPlainText() == "A reminder: please look at this case."
    page.press(Qt.Key.Key_R, CONTROL)
    qtbot.waitUntil(lambda: "A reminder: please look at this case." in page.texts() and not room.runner.busy)


def test_a_corrected_answer_is_shown_as_new_and_the_old_as_replaced(qtbot: QtBot, room: CaseRoom) -> None:
    referral = room.answered()
    room.now = TODAY + timedelta(minutes=30)
    old = room.act(case_page, referral).view
    assert old.prescription is not None
    advice = room.advise(referral, room.now, text="Stop the iron.", investigations=[])
    room.prescribe(referral, advice, room.now, amends=old.prescription.id, number="SUP-2611-NEW222")
    page = Page(qtbot, room, referral)
    page.until("seen")
    said = page.texts()
    assert "Stop the iron." in said
    assert "The doctor has corrected the answer." in page.notice()
    chip = [one for one in page.screen.findChildren(QWidget) if one.accessibleName() == "Replaced" and one.isVisible()]
    assert chip
    paper = page.part("case.paper", QWidget)
    assert "SUP-2611-NEW222" in paper.accessibleName()


def test_the_receipt_names_who_did_what_and_when(qtbot: QtBot, room: CaseRoom) -> None:
    said = Page(qtbot, room, room.answered()).texts()
    for words in ("Saved", "Mon 15:10", "Kumari Anjali", "Answered", "09:21", "Dr Nivedita Jha"):
        assert words in said


def test_an_ordered_test_leads_to_where_its_result_is_entered(qtbot: QtBot, room: CaseRoom) -> None:
    page = Page(qtbot, room, room.answered())
    page.until("seen")
    test = page.record().tests[0]
    assert (test.text, test.results) == ("haemoglobin test", ())
    page.press(Qt.Key.Key_L, ALT)
    assert page.went[-1] == ("patients", {"patient": room.patients[page.referral], "test": test.id})


def test_the_page_scrolls_by_keyboard(qtbot: QtBot, room: CaseRoom) -> None:
    page = Page(qtbot, room, room.answered())
    page.until("seen")
    bar = page.screen.body._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(0)
    QTest.keyClick(page.screen, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()


def test_every_button_of_a_case_has_a_name(qtbot: QtBot, room: CaseRoom) -> None:
    page = Page(qtbot, room, room.answered())
    page.press(Qt.Key.Key_N, ALT)
    nameless = [
        b.objectName() for b in page.screen.findChildren(QAbstractButton) if b.isVisible() and not b.accessibleName()
    ]
    assert nameless == []
