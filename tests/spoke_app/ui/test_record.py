"""A patient's record on the screen: the timeline by keyboard, an old visit, notes, results, charts, a death."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from care_record.clock import time_text
from care_record.ids import new_id
from spoke_app.actions.attach_file import attach_file
from spoke_app.actions.open_record import open_record
from spoke_app.actions.open_visit import open_visit
from spoke_app.actions.results import results_of
from spoke_app.documents.pictures import read_attachment
from spoke_app.store.journal import NewChange
from spoke_app.ui.models.token_values import TokenValues
from spoke_app.ui.patients.patients import PatientsScreen
from spoke_app.ui.record.record import PatientRecord
from spoke_app.ui.record.trends import trends
from spoke_app.ui.visit.deceased import may_begin
from spoke_app.ui.widgets.label import Label
from tests.spoke_app.ui.case_room import AnsweringAsk
from tests.spoke_app.ui.clinic import Clinic


@pytest.fixture
def screen(clinic: Clinic, qtbot: QtBot) -> PatientsScreen:
    screen = PatientsScreen(clinic.context())
    qtbot.addWidget(screen)
    screen.resize(1158, 732)
    screen.show()
    return screen


def open_(screen: PatientsScreen, qtbot: QtBot, patient: str) -> PatientRecord:
    screen.opened(patient=patient)
    record = screen._record
    qtbot.waitUntil(lambda: record.patient() == patient)
    return record


def opened_visit(screen: PatientsScreen, qtbot: QtBot, patient: str, visit: str) -> PatientRecord:
    record = open_(screen, qtbot, patient)
    record.overview.timeline.set_current(visit)
    qtbot.keyClick(record.overview.timeline, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: record.pages.in_front() == "visit")
    return record


def words(widget: QWidget) -> str:
    """Everything that stands there."""
    return "\n".join(label.text() for label in widget.findChildren(Label) if not label.isHidden())


def button(widget: QWidget, name: str) -> QPushButton:
    found: QPushButton | None = widget.findChild(QPushButton, name)
    assert found is not None, name
    return found


def fever(clinic: Clinic, patient: str, days_ago: int = 3) -> str:
    complaints = [{"id": new_id(), "text": "Fever"}]
    return clinic.visit(patient, days_ago, complaints=complaints, outcome="treated", vitals={"temperature_f": 103.5})


def test_a_hundred_visits_are_shown_page_by_page(clinic: Clinic, screen: PatientsScreen, qtbot: QtBot) -> None:
    patient = clinic.register(name="Sunita Devi")
    for days in range(70):
        clinic.visit(patient, days, outcome="treated")
    record = open_(screen, qtbot, patient)
    timeline = record.overview.timeline
    assert len(timeline.rows()) == 30
    older = button(record, "record.older")
    assert older.isVisible()
    for count in (60, 70):
        older.click()
        qtbot.waitUntil(lambda count=count: len(timeline.rows()) == count)
    assert not older.isVisible()


def test_enter_opens_an_old_visit_and_escape_leads_back_step_by_step(
    clinic: Clinic, screen: PatientsScreen, qtbot: QtBot
) -> None:
    patient = clinic.register(name="Sunita Devi")
    older, newer = fever(clinic, patient, 9), fever(clinic, patient, 2)
    record = open_(screen, qtbot, patient)
    qtbot.waitUntil(record.overview.timeline.hasFocus)
    assert record.overview.timeline.current_id() == newer
    qtbot.keyClick(record.overview.timeline, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: record.pages.in_front() == "visit")
    page = record.pages.visit()
    assert "103.5 °F (39.7 °C)" in words(page)
    assert "years old then" in words(page)
    button(page, "record.visit_older").click()
    qtbot.waitUntil(lambda: page.view is not None and page.view.id == older)
    assert not button(page, "record.visit_older").isEnabled()
    screen.back()
    assert record.pages.in_front() == ""
    screen.back()
    qtbot.waitUntil(lambda: screen._pages.currentIndex() == 0)


def test_a_note_is_added_and_a_signed_one_corrected_by_another(
    clinic: Clinic, screen: PatientsScreen, qtbot: QtBot
) -> None:
    patient = clinic.register(name="Sunita Devi")
    visit = fever(clinic, patient)
    record = opened_visit(screen, qtbot, patient, visit)
    notes = record.pages.visit().notes
    qtbot.waitUntil(notes.add_button.hasFocus)
    notes.add_button.click()
    qtbot.keyClicks(notes.text.edit, "Left ear red.")
    screen.back()  # Esc closes the editor, not the visit; what was typed is there again
    assert record.pages.in_front() == "visit"
    screen.back()
    record._open_visit(visit)
    qtbot.waitUntil(lambda: record.pages.in_front() == "visit")
    notes.add_button.click()
    notes.save.click()
    qtbot.waitUntil(lambda: "Left ear red." in words(notes))
    button(notes, "record.note_correct.1").click()
    notes.save.click()
    qtbot.waitUntil(lambda: notes.text.hint.text() != "Both are shown from now on.")  # nothing is different yet
    notes.text.edit.setPlainText("Right ear red.")
    notes.save.click()
    qtbot.waitUntil(lambda: "Right ear red." in words(notes))
    assert "Left ear red." in words(notes)
    first, second = clinic.act(open_visit, visit).notes
    assert (first.corrected_by, second.amends) == (second.id, first.id)


def test_the_result_of_an_ordered_test_is_entered(clinic: Clinic, screen: PatientsScreen, qtbot: QtBot) -> None:
    patient = clinic.register(name="Sunita Devi")
    visit, referral, test = fever(clinic, patient), new_id(), new_id()
    asked = {"visit": visit, "urgency": "routine", "question": "Iron?"}
    said = {
        "referral": referral,
        "text": "Iron.",
        "consent_confirmed": True,
        "signed": time_text(clinic.now),
        "investigations": [{"id": test, "text": "Haemoglobin"}],
    }
    clinic.write(NewChange("referral", patient, asked, record=referral), NewChange("advice", patient, said))
    record = open_(screen, qtbot, patient)
    button(record, "record.test.1").click()
    page = record.pages.result()
    assert page.test.value() == test
    qtbot.keyClicks(page.value.edit, "9.2")
    page.save.click()
    assert page.unit.hint.text()  # a number without a unit
    screen.back()
    button(record, "record.result").click()
    assert page.value.text() == "9.2"  # Esc lost nothing
    qtbot.keyClicks(page.unit.edit, "g/dL")
    page.day.set_text("25/11/2026")
    page.save.click()
    assert page.day.hint.text() == "This day is still to come: please check."
    page.day.set_text("23/11/2026")
    page.save.click()
    qtbot.waitUntil(lambda: record.pages.in_front() == "")
    qtbot.waitUntil(lambda: not record.overview.tests.isVisible())
    [result] = clinic.act(results_of, patient)
    assert (result.value, result.unit, result.test, result.at.day) == (9.2, "g/dL", test, 23)
    assert any("9.2 g/dL" in row.meta for row in record.overview.timeline.rows())
    record._open_visit(visit)
    qtbot.waitUntil(lambda: record.pages.in_front() == "visit")
    shown = words(record.pages.visit())
    assert "Iron?" in shown
    assert "9.2 g/dL" in shown
    with qtbot.waitSignal(screen.navigate) as went:
        button(record.pages.visit(), "record.open_case").click()
    assert went.args == ["case", {"referral": referral}]


def test_a_result_that_nobody_ordered_wants_its_name_and_may_have_a_photo(
    clinic: Clinic, screen: PatientsScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    patient = clinic.register(name="Sunita Devi")
    record = open_(screen, qtbot, patient)
    button(record, "record.result").click()
    page = record.pages.result()
    qtbot.waitUntil(page.name.edit.hasFocus)
    page.words.set_text("negative")
    page.save.click()
    assert page.name.hint.text() == "Which test was it?"
    page.name.set_text("Malaria rapid test")
    photo = tmp_path / "strip.png"
    QImage(40, 30, QImage.Format.Format_RGB32).save(str(photo))
    page._context.ask = AnsweringAsk(photo)
    button(page, "result.attach").click()
    qtbot.waitUntil(lambda: page.hint.text().startswith("strip"))
    page.save.click()
    qtbot.waitUntil(lambda: record.pages.in_front() == "")
    [result] = clinic.act(results_of, patient)
    assert result.text == "Malaria rapid test: negative"
    assert [one["sha256"] for one in clinic.records("attachment")] == [result.attachment]
    qtbot.waitUntil(lambda: len(record.overview.timeline.rows()) == 1)
    record.overview.timeline.activate_current()
    qtbot.waitUntil(lambda: record.pages.in_front() == "viewer")
    screen.back()
    assert record.pages.in_front() == ""


def test_pictures_open_large_and_are_leafed_through_by_keyboard(
    clinic: Clinic, screen: PatientsScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    patient = clinic.register(name="Sunita Devi")
    visit = fever(clinic, patient)
    for name, colour in (("wound", "red"), ("rash", "blue")):
        image = QImage(300, 200, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        image.save(str(tmp_path / f"{name}.png"))
        clinic.thread.call(
            lambda store, name=name: attach_file(
                clinic._desk(store), patient, tmp_path / f"{name}.png", read_attachment, visit=visit
            )
        )
    record = opened_visit(screen, qtbot, patient, visit)
    pictures = record.pages.visit().pictures
    assert pictures is not None
    assert [tile.accessibleName() for tile in pictures.tiles] == ["wound", "rash"]
    pictures.tiles[0].click()
    viewer = record.pages.viewer()
    qtbot.waitUntil(lambda: not viewer.canvas.label.pixmap().isNull())
    fitted = viewer.canvas.label.pixmap().width()
    qtbot.keyClick(viewer.canvas, Qt.Key.Key_Plus)
    assert viewer.canvas.label.pixmap().width() > fitted
    qtbot.keyClick(viewer.canvas, Qt.Key.Key_0)
    qtbot.keyClick(viewer.canvas, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: viewer.canvas.accessibleName() == "rash, 2 of 2")
    blue = QColor("blue")
    qtbot.waitUntil(lambda: viewer.canvas.label.pixmap().toImage().pixelColor(20, 20).blue() > 200)
    assert viewer.canvas.label.pixmap().toImage().pixelColor(20, 20).red() < blue.blue() // 2
    screen.back()
    assert record.pages.in_front() == "visit"


def test_charts_are_read_with_the_arrow_keys(clinic: Clinic, screen: PatientsScreen, qtbot: QtBot) -> None:
    patient = clinic.register(name="Sunita Devi")
    for days, upper in ((500, 118), (100, 128), (1, 186)):
        clinic.visit(patient, days, vitals={"bp_systolic": upper, "bp_diastolic": 84, "weight_kg": 52.0})
    record = open_(screen, qtbot, patient)
    charts = record.overview.charts
    qtbot.waitUntil(lambda: bool(charts.charts))
    assert [chart.objectName() for chart in charts.charts] == ["record.chart.bp", "record.chart.weight_kg"]
    plot = charts.charts[0].plot
    assert len(plot.readings()) == 2  # of one year
    assert plot.accessibleName() == "Blood pressure"
    assert "186/84 mmHg" in plot.accessibleDescription()
    assert "Very high BP" in plot.accessibleDescription()
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert "128/84 mmHg" in plot.accessibleDescription()
    every = button(charts, "record.range.all")
    every.click()
    assert len(charts.charts[0].plot.readings()) == 3
    interface = QAccessible.queryAccessibleInterface(plot)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == "Blood pressure"


def test_what_is_normal_follows_the_person(clinic: Clinic) -> None:
    vitals = {"haemoglobin_g_dl": 12.5, "weight_kg": 52, "height_cm": 152, "sugar_mg_dl": "HI", "pulse": 80}
    woman, man = clinic.register(), clinic.register(gender="male")
    child = clinic.register(age={"value": 3, "unit": "years", "as_of": clinic.now.date().isoformat()})
    limits = {}
    for patient in (woman, man, child):
        clinic.visit(patient, 0, vitals=vitals)
        view = clinic.act(open_record, patient).patient
        limits[patient] = {one.name: one.limits for one in trends(view.visits, view.fields, clinic.now.date())}
    assert [limits[one]["haemoglobin_g_dl"] for one in (woman, man, child)] == [(12.0,), (13.0,), (11.0,)]
    assert [limits[one]["pulse"] for one in (woman, child)] == [(50, 120), (80, 160)]
    assert limits[woman]["weight_kg"] == (43, 53)
    assert limits[child]["weight_kg"] == ()


def test_allergies_are_changed_by_themselves_and_stand_in_red(
    clinic: Clinic, screen: PatientsScreen, qtbot: QtBot
) -> None:
    patient = clinic.register(name="Sunita Devi", allergies=[{"id": "a1", "substance": "Sulfa"}])
    record = open_(screen, qtbot, patient)
    assert record.strip.chip_texts() == ["Allergy: Sulfa"]
    button(record, "record.facts").click()
    page = record.pages.facts()
    assert page.findChildren(TokenValues)
    edit = page.tokens["medicines"].edit
    qtbot.keyClicks(edit, "Iron")
    qtbot.keyClick(page.tokens["allergies"].edit, Qt.Key.Key_Backspace)
    page.save.click()
    qtbot.waitUntil(lambda: record.strip.chip_texts() == [])
    fields = clinic.act(open_record, patient).patient.fields
    assert [one["text"] for one in fields["medicines"]] == ["Iron"]
    assert not fields.get("allergies")


def test_a_death_is_shown_asked_about_and_taken_back(clinic: Clinic, screen: PatientsScreen, qtbot: QtBot) -> None:
    patient = clinic.register(name="Sunita Devi")
    record = open_(screen, qtbot, patient)
    button(record, "record.died").click()
    panel = record.overview.died
    panel.day.set_text("30/11/2026")
    qtbot.keyClick(panel.day.edit, Qt.Key.Key_Return)
    assert panel.day.hint.text() == "This day is still to come: please check."
    panel.day.set_text("3/10/2026")
    qtbot.keyClick(panel.day.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: record.strip.chip_texts() == ["Died 3 Oct 2026"])
    asked: list[str] = []

    class Ask:
        def confirm(self, parent: QWidget, text: str, more: str, yes: str, no: str) -> bool:
            asked.append(text)
            return False

    context = clinic.context()
    context.ask = Ask()  # type: ignore[assignment]
    assert record.view is not None
    assert not may_begin(context, screen, record.view.patient.row)
    assert asked == ["Sunita Devi is noted as having died on 3 Oct 2026."]
    screen.back()
    qtbot.waitUntil(lambda: [row.meta.partition(" ·")[0] for row in screen.list.rows()] == ["Died 3 Oct"])
    open_(screen, qtbot, patient)
    record.overview.dead.button.click()
    qtbot.waitUntil(lambda: record.strip.chip_texts() == [])
    assert may_begin(context, screen, record.view.patient.row)


def test_the_family_opens_with_one_key(clinic: Clinic, screen: PatientsScreen, qtbot: QtBot) -> None:
    mother = clinic.register(name="Sunita Devi", phone="+919431022471")
    son = clinic.register(name="Rohit Kumar", gender="male", phone="+919431022471")
    record = open_(screen, qtbot, mother)
    assert "same phone" in words(record.overview.family)
    button(record, "record.family.1").click()
    qtbot.waitUntil(lambda: record.patient() == son)


def test_every_input_of_every_page_has_a_name_and_is_reached_by_tab(
    clinic: Clinic, screen: PatientsScreen, qtbot: QtBot
) -> None:
    patient = clinic.register(name="Sunita Devi", phone="+919431022471")
    clinic.register(name="Rohit Kumar", gender="male", phone="+919431022471")
    visit = fever(clinic, patient)
    record = opened_visit(screen, qtbot, patient, visit)
    pages: tuple[Callable[[], None], ...] = (
        lambda: None,
        lambda: record._enter_result(""),
        record._facts_wanted,
        record._join_wanted,
        record.pages.to_overview,
    )
    for show in pages:
        show()
        named = [_name(widget) for widget in record.findChildren(QWidget) if _takes_keys(widget)]
        assert named
        assert all(named), [widget.objectName() for widget in record.findChildren(QWidget) if _takes_keys(widget)]
        reached = set()
        for _ in range(60):
            qtbot.keyClick(screen.window().focusWidget() or screen, Qt.Key.Key_Tab)
            reached.add(screen.window().focusWidget())
        missed = {widget for widget in record.findChildren(QWidget) if _takes_keys(widget)} - reached
        assert not missed, [widget.objectName() for widget in missed]


def _takes_keys(widget: QWidget) -> bool:
    tabs = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tabs and widget.focusProxy() is None and widget.isEnabled() and widget.isVisible()


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def test_what_arrives_meanwhile_is_shown(clinic: Clinic, screen: PatientsScreen, qtbot: QtBot) -> None:
    patient = clinic.register(name="Sunita Devi")
    record = open_(screen, qtbot, patient)
    started = time_text(clinic.now - timedelta(hours=1))
    clinic.runner.run(_write_visit, patient, started)
    qtbot.waitUntil(lambda: len(record.overview.timeline.rows()) == 1)


def _write_visit(desk: Any, patient: str, started: str) -> Any:
    from spoke_app.actions.desk import changed

    return changed(desk.write([NewChange("visit", patient, {"started": started, "mode": "spoke"})]))
