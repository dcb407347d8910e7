"""The versions of a record on the screen: chosen by keyboard, saved with one change, never lost, never raw."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from care_record.change import decode
from care_record.ids import new_id
from spoke_app.actions.desk import changed
from spoke_app.actions.resolve_conflict import Decision, resolve_conflict
from spoke_app.store.journal import NewChange
from spoke_app.ui.conflict.conflict_screen import ConflictScreen
from spoke_app.ui.conflict.version_card import VersionCard
from spoke_app.ui.exchange.exchange_screen import ExchangeScreen
from spoke_app.ui.models.conflict_form import OTHER
from spoke_app.ui.patients.patients import PatientsScreen
from spoke_app.ui.theme import Theme
from spoke_app.ui.visit.visit import VisitScreen
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.notice_bar import NoticeBar
from tests.spoke_app.ui.clinic import CHO, Clinic
from tests.spoke_app.ui.conflicts import PENICILLIN, Meeting

ROOT = Path(__file__).parent.parent.parent.parent
HERE, THERE = "+919431055278", "+919431055728"


@pytest.fixture
def meeting(clinic: Clinic) -> Meeting:
    return Meeting(clinic)


def opened(clinic: Clinic, qtbot: QtBot, record: str, **args: Any) -> ConflictScreen:
    screen = ConflictScreen(clinic.context())
    qtbot.addWidget(screen)
    screen.resize(1158, 696)
    screen.show()
    open_again(screen, qtbot, record, **args)
    return screen


def open_again(screen: ConflictScreen, qtbot: QtBot, record: str, **args: Any) -> None:
    screen.opened(record=record, **args)
    qtbot.waitUntil(lambda: screen._record is not None, timeout=30_000)
    QCoreApplication.sendPostedEvents()


def cards(screen: ConflictScreen) -> list[VersionCard]:
    assert screen._question is not None
    return screen._question._cards


def values(screen: ConflictScreen) -> list[str]:
    return [card.value.text() for card in cards(screen)]


def chosen(screen: ConflictScreen) -> list[str]:
    return [card.value.text() for card in cards(screen) if card.property("chosen") == "true"]


def last_change(clinic: Clinic, record: str) -> Any:
    sql = "SELECT line FROM journal WHERE record = ? ORDER BY clock DESC LIMIT 1"
    return decode(clinic.thread.call(lambda store: store.value(sql, (record,))))


def key(qtbot: QtBot, screen: ConflictScreen, which: Qt.Key) -> None:
    """A key where the cursor is."""
    focused = screen.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, which)


def test_chosen_and_saved_by_keyboard_alone(clinic: Clinic, meeting: Meeting, qtbot: QtBot) -> None:
    meeting.differ({"phone": HERE}, {"phone": THERE}, far=True)
    screen = opened(clinic, qtbot, meeting.patient)
    assert screen.focusWidget() is cards(screen)[0].button
    heads = meeting.heads(meeting.patient)
    assert values(screen) == ["94310 55278", "94310 55728"]
    assert "Md. Naushad, CHO" in words(cards(screen)[1]) and "PHC Basantpur" in words(cards(screen)[1])
    assert not screen.foot.save.isEnabled()
    key(qtbot, screen, Qt.Key.Key_Right)
    assert chosen(screen) == ["94310 55728"]
    key(qtbot, screen, Qt.Key.Key_1)
    assert chosen(screen) == ["94310 55278"]
    key(qtbot, screen, Qt.Key.Key_2)
    key(qtbot, screen, Qt.Key.Key_Return)
    assert screen.focusWidget() is screen.foot.save
    with qtbot.waitSignal(screen.navigate, timeout=30_000) as went:
        key(qtbot, screen, Qt.Key.Key_Space)
    assert went.args == ["exchange", {}]
    written = last_change(clinic, meeting.patient)
    assert (written.set, set(written.base), written.author) == ({"phone": THERE}, set(heads), CHO.id)
    assert meeting.read(meeting.patient).questions == ()


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(Label)]


def test_esc_leaves_and_the_choice_is_still_there(clinic: Clinic, meeting: Meeting, qtbot: QtBot) -> None:
    meeting.differ({"phone": HERE}, {"phone": THERE})
    screen = opened(clinic, qtbot, meeting.patient, back=("patients", {"patient": meeting.patient}))
    screen._question.choose(OTHER)  # type: ignore[union-attr]
    qtbot.keyClicks(screen.findChild(QLineEdit, "conflict.typed"), "9")
    with qtbot.waitSignal(screen.navigate) as went:
        screen.back()
    assert went.args == ["patients", {"patient": meeting.patient}]
    open_again(screen, qtbot, meeting.patient)
    field = screen.findChild(QLineEdit, "conflict.typed")
    assert field.text() == "94310 552789" and not screen.foot.save.isEnabled()  # eleven digits are no number
    assert len(meeting.read(meeting.patient).questions) == 1


def test_news_under_the_open_form_are_told_and_the_choice_stays(clinic: Clinic, meeting: Meeting, qtbot: QtBot) -> None:
    meeting.differ({"phone": HERE}, {"phone": THERE})
    screen = opened(clinic, qtbot, meeting.patient)
    screen._question.choose(1)  # type: ignore[union-attr]
    first = next(entry.origin.change for entry in meeting.read(meeting.patient).history if "name" in entry.fields)
    meeting.receive(
        meeting.far.line("patient", {"phone": "+919431099999"}, now=meeting.now, record=meeting.patient, base=[first])
    )
    screen.foot.save.click()
    qtbot.waitUntil(lambda: not screen.news.isHidden(), timeout=30_000)
    assert len(meeting.read(meeting.patient).questions[0].versions) == 3  # nothing was written
    screen.news.button.click()
    qtbot.waitUntil(lambda: screen._question is not None and len(cards(screen)) == 3, timeout=30_000)
    assert chosen(screen) == ["94310 55728"]
    with qtbot.waitSignal(screen.navigate, timeout=30_000):
        screen.foot.save.click()
    assert meeting.read(meeting.patient).questions == ()


def test_settled_by_somebody_else_while_it_was_open(clinic: Clinic, meeting: Meeting, qtbot: QtBot) -> None:
    meeting.differ({"phone": HERE}, {"phone": THERE})
    screen = opened(clinic, qtbot, meeting.patient)
    done = meeting.other.line(
        "patient",
        {"phone": THERE},
        now=meeting.now + timedelta(minutes=1),
        record=meeting.patient,
        base=meeting.heads(meeting.patient),
    )
    meeting.receive(done)
    clinic.runner.changed.emit(changed([decode(done)]))
    assert not screen.news.isHidden() and len(cards(screen)) == 2
    screen.news.button.click()
    qtbot.waitUntil(lambda: screen._question is None, timeout=30_000)
    assert not screen.empty.isHidden()
    assert any("Rekha Kumari, ANM" in text for text in words(screen.empty))
    assert screen.foot.isHidden()


def test_an_allergy_stays_unless_it_is_dropped_expressly(clinic: Clinic, meeting: Meeting, qtbot: QtBot) -> None:
    meeting.differ(
        {"allergies": [{**PENICILLIN, "reaction": "swelling"}]}, {"allergies": [{"id": "a1", "removed": True}]}
    )
    screen = opened(clinic, qtbot, meeting.patient)
    assert chosen(screen) == ["Penicillin, swelling"]  # the cautious one, before anybody chose
    question = screen._question
    assert question is not None
    question.choose(1)
    assert not question._sure.isHidden() and not screen.foot.save.isEnabled()
    question._sure.click()
    assert screen.foot.save.isEnabled()
    with qtbot.waitSignal(screen.navigate, timeout=30_000):
        screen.foot.save.click()
    assert "allergies" not in meeting.read(meeting.patient).fields


def test_several_questions_are_one_change_and_an_open_one_stays(clinic: Clinic, meeting: Meeting, qtbot: QtBot) -> None:
    meeting.differ(
        {"phone": HERE, "village": "Malhni", "address": "Ward 4"},
        {"phone": THERE, "village": "Malahni", "address": "Near the temple"},
    )
    screen = opened(clinic, qtbot, meeting.patient, path="phone")
    assert screen._title.text() == "Which phone number is right?"
    screen._question._both.click()  # type: ignore[union-attr]
    screen._go_on()
    paths = {"address": None, "village": 0}
    assert screen._path in paths
    while screen._path != "village":
        screen._move(1)
    screen._question.choose(0)  # type: ignore[union-attr]
    before = len(meeting.read(meeting.patient).history)
    screen.foot.save.click()
    qtbot.waitUntil(lambda: [q.path for q in meeting.read(meeting.patient).questions] == ["address"], timeout=30_000)
    after = meeting.read(meeting.patient)
    assert len(after.history) == before + 1
    numbers = {after.fields["phone"], *(entry["number"] for entry in after.fields["other_phones"])}
    assert numbers == {HERE, THERE}
    qtbot.waitUntil(lambda: screen._path == "address", timeout=30_000)


def test_a_visit_s_values_have_units_and_words(clinic: Clinic, meeting: Meeting, qtbot: QtBot) -> None:
    visit = clinic.visit(meeting.patient, 1, complaints=[{"id": "c1", "text": "Fever"}], vitals={"pulse": 80})
    signs = ["convulsions", "unconscious"]
    meeting.differ(
        {"vitals": {"pulse": 92}, "danger_signs": signs[:1]},
        {"vitals": {"pulse": 29}, "danger_signs": signs[1:]},
        visit,
    )
    screen = opened(clinic, qtbot, visit, path="vitals.pulse")
    assert values(screen) == ["92 /min", "29 /min"]
    screen._question.choose(OTHER)  # type: ignore[union-attr]
    field = screen.findChild(QLineEdit, "conflict.typed")
    field.selectAll()
    qtbot.keyClicks(field, "900")
    assert not screen.foot.save.isEnabled()
    assert "20-300" in screen._question._typed.hint.text()  # type: ignore[union-attr]
    field.selectAll()
    qtbot.keyClicks(field, "94")
    screen._move(-1)
    assert screen._path == "danger_signs"
    screen._question._both.click()  # type: ignore[union-attr]
    with qtbot.waitSignal(screen.navigate, timeout=30_000):
        screen.foot.save.click()
    fields = meeting.read(visit).fields
    assert (fields["vitals"]["pulse"], set(fields["danger_signs"])) == (94, set(signs))


def test_what_was_signed_is_read_only_and_says_what_came_later(clinic: Clinic, meeting: Meeting, qtbot: QtBot) -> None:
    note = new_id()
    fields = {"visit": new_id(), "text": "Looks ill.", "signed": "2026-11-24T11:00:00+05:30"}
    clinic.write(NewChange("note", meeting.patient, fields, record=note))
    clinic.write(NewChange("note", meeting.patient, {"text": "Looks well."}, record=note, base=meeting.heads(note)))
    screen = opened(clinic, qtbot, note)
    assert screen._question is None and screen.foot.isHidden()
    said = words(screen.history)
    assert "Looks well." in said and "Looks ill." in said
    assert [w.accessibleName() for w in screen.history.findChildren(QWidget) if "signing" in w.accessibleName()]


@pytest.mark.parametrize("language", ["en", "hi"])
def test_every_input_has_a_name_and_no_word_is_cut_at_the_largest_text(
    clinic: Clinic, meeting: Meeting, qtbot: QtBot, qapp: Any, language: str
) -> None:
    Theme(1.5).apply(qapp)
    translator = QTranslator()
    if language == "hi":
        assert translator.load(str(ROOT / "translations" / "app_hi.qm"))
        qapp.installTranslator(translator)
    clinic.choices.language = language
    try:
        meeting.differ({"phone": HERE, "address": "Ward 4"}, {"phone": THERE, "address": "Near the old temple"})
        screen = opened(clinic, qtbot, meeting.patient)
        screen.resize(1222, 660)
        for path in ("address", "phone"):
            open_again(screen, qtbot, meeting.patient, path=path)
            screen._question.choose(OTHER)  # type: ignore[union-attr]
            qtbot.waitUntil(lambda: screen._scroll.widget().width() <= 1222, timeout=30_000)
            QCoreApplication.sendPostedEvents()
            inputs = [w for w in screen.findChildren(QWidget) if isinstance(w, QAbstractButton | QLineEdit)]
            for widget in inputs:
                if widget.isVisible():
                    told = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
                    assert told, widget.objectName()
            for label in screen.findChildren(Label):
                if label.isVisible() and not label.wordWrap():
                    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width(), label.text()
            for button in screen.findChildren(Button):
                if button.isVisible():
                    assert button.width() >= button.sizeHint().width(), button.text()
        assert not any(re.search(r"[{}\[\]]|[0-9a-f]{8}-[0-9a-f]{4}", text) for text in words(screen))
    finally:
        qapp.removeTranslator(translator)
        Theme().apply(qapp)


def test_reached_from_the_exchange_the_record_and_the_visit(clinic: Clinic, meeting: Meeting, qtbot: QtBot) -> None:
    visit = clinic.visit(meeting.patient, 1, vitals={"pulse": 80})
    meeting.differ({"phone": HERE}, {"phone": THERE})
    meeting.differ({"vitals": {"pulse": 92}}, {"vitals": {"pulse": 29}}, visit)
    exchange = ExchangeScreen(clinic.context())
    patients = PatientsScreen(clinic.context())
    form = VisitScreen(clinic.context())
    for screen in (exchange, patients, form):
        qtbot.addWidget(screen)
        screen.show()
    exchange.opened()
    qtbot.waitUntil(lambda: len(exchange.attention.rows()) == 2, timeout=30_000)
    for row in exchange.attention.rows():
        assert row.button == "Compare"
        with qtbot.waitSignal(exchange.navigate) as went:
            exchange.attention.activated_row.emit(row.id)
        assert went.args[0] == "conflict"
        wanted = {meeting.patient: "phone", visit: "vitals.pulse"}
        assert wanted[went.args[1]["record"]] == went.args[1]["path"]
    patients.opened(patient=meeting.patient)
    qtbot.waitUntil(lambda: patients._record.patient() == meeting.patient, timeout=30_000)
    notice = patients.findChild(NoticeBar, "patients.conflict")
    assert notice is not None and not notice.isHidden()
    back = ("patients", {"patient": meeting.patient})
    with qtbot.waitSignal(patients.navigate) as went:
        notice.button.click()
    assert went.args == ["conflict", {"record": meeting.patient, "back": back}]
    patients._record.open(meeting.patient, visit=visit)

    def versions() -> NoticeBar | None:
        return patients.findChild(NoticeBar, "record.visit_versions")

    qtbot.waitUntil(lambda: (bar := versions()) is not None and not bar.isHidden(), timeout=30_000)
    with qtbot.waitSignal(patients.navigate) as went:
        versions().button.click()  # type: ignore[union-attr]
    assert went.args == ["conflict", {"record": visit, "back": back}]
    form.opened(patient=meeting.patient)
    qtbot.waitUntil(lambda: not form.page.versions.isHidden(), timeout=30_000)
    with qtbot.waitSignal(form.navigate) as went:
        form.page.versions.button.click()
    assert went.args[1]["record"] == meeting.patient


def test_a_saved_decision_is_refused_for_a_record_that_is_not_there(clinic: Clinic, qtbot: QtBot) -> None:
    screen = ConflictScreen(clinic.context())
    qtbot.addWidget(screen)
    screen.show()
    with qtbot.waitSignal(screen.navigate, timeout=30_000) as went:
        screen.opened(record=new_id())
    assert went.args == ["exchange", {}]
    with pytest.raises(Exception, match="unknown"):
        clinic.act(resolve_conflict, new_id(), (), [Decision("phone", HERE, frozenset())])
