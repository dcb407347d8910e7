"""What a doctor says of a note, on Today and beside the note; and the call from a case, over a real store."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from care_record.call import room_address
from care_record.clock import time_text
from spoke_app.store import exchange_book
from spoke_app.store.database import Store
from spoke_app.store.exchange_book import HistoryRow
from spoke_app.ui.cases.case_screen import CaseScreen
from spoke_app.ui.patients.patients import PatientsScreen
from spoke_app.ui.today.today_screen import TodayScreen
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.chip import Chip
from spoke_app.ui.widgets.label import Label
from tests.spoke_app.ui.case_room import CHO, DOCTOR, HUB_DESK, TODAY, CaseRoom, at

BASE = "https://meet.example.org"


class _Browser(QObject):
    """Stands where the system's browser does."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, address: QUrl) -> None:
        self.opened.append(address.toString())


def _commented(room: CaseRoom, words: str) -> tuple[str, str]:
    """A note of the health worker that a doctor commented, and the patient and visit that it is of."""
    referral = room.case("Sunita Devi", "सुनीता देवी", (27, "female", "Barail"), "Fever", at("23", "15:10"))
    patient = room.patients[referral]
    visit = str(room.call(lambda store: store.value("SELECT record FROM visits WHERE patient = ?", (patient,))))
    signed = {"visit": visit, "text": "Looks ill.", "signed": time_text(at("23", "15:20"))}
    note = room.write(at("23", "15:20"), CHO.id, "note", patient, signed)
    said = {"visit": visit, "text": words, "signed": time_text(TODAY), "countersigns": note, "verdict": "comment"}
    room.write(TODAY, DOCTOR, "note", patient, said)
    return patient, visit


def test_a_comment_is_on_today_until_its_visit_was_opened(room: CaseRoom, qtbot: QtBot) -> None:
    patient, visit = _commented(room, "Count the breaths\nas well.")
    today, went = TodayScreen(room.context()), []
    qtbot.addWidget(today)
    today.navigate.connect(lambda name, args: went.append((name, args)))
    today.resize(1158, 732)
    today.show()
    today.opened()
    qtbot.waitUntil(lambda: today._comments is not None and today._comments.isVisible())
    assert today._comments is not None
    [row] = today._comments.list.rows()
    assert (row.name, row.meta) == ("Sunita Devi", "Count the breaths as well.")
    today._comments.list.move_current(1)
    today._comments.list.activate_current()
    assert went == [("patients", {"patient": patient, "visit": visit})]

    patients = PatientsScreen(room.context())
    qtbot.addWidget(patients)
    patients.resize(1158, 732)
    patients.show()
    patients.opened(**went[0][1])
    qtbot.waitUntil(lambda: "Count the breaths\nas well." in _texts(patients))
    chips = [chip.accessibleName() for chip in patients.findChildren(Chip) if chip.isVisible()]
    assert "The doctor's comment" in chips
    qtbot.waitUntil(lambda: not room.runner.busy)
    today.opened()
    qtbot.waitUntil(lambda: today._comments is not None and today._comments.isHidden())


def _texts(screen: Any) -> list[str]:
    return [label.text() for label in screen.findChildren(Label) if label.isVisible()]


def test_a_call_opens_the_cases_room_while_the_hub_answers(room: CaseRoom, qtbot: QtBot) -> None:
    referral = room.questioned()

    def answers(store: Store, outcome: str, minutes: int) -> None:
        exchange_book.add_history(store, HistoryRow(time_text(TODAY.replace(minute=minutes)), outcome, 1, 0, 1, 1.0))

    def give_base(store: Store) -> None:
        desk = {"name": "Sadar Hospital, Supaul", "code": "SUP", "specialities": ["medicine"], "call_base_url": BASE}
        room._write(store, TODAY, DOCTOR, "desk", None, desk, HUB_DESK)

    room.call(give_base)
    screen = CaseScreen(room.context())
    qtbot.addWidget(screen)
    screen.resize(1158, 696)
    screen.show()
    screen.opened(referral=referral)
    qtbot.waitUntil(lambda: screen._page is not None and not room.runner.busy)
    button = screen.findChild(Button, "case.call")
    assert button is not None
    assert button.isHidden()

    room.call(lambda store: answers(store, "done", 30))
    screen.context.exchange.state_changed.emit()
    qtbot.waitUntil(lambda: not button.isHidden())
    browser = _Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]  # what Qt takes
    try:
        button.click()
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert browser.opened == [room_address(BASE, referral, room.patients[referral])]

    room.call(lambda store: answers(store, "unreachable", 40))
    screen.context.exchange.state_changed.emit()
    qtbot.waitUntil(button.isHidden)
