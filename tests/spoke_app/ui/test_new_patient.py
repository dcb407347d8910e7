"""The new patient's form on a real store: what it carries over, warns of, keeps and saves."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from spoke_app.actions.drafts import open_drafts
from spoke_app.actions.edit_patient import edit_patient
from spoke_app.actions.open_patient import open_patient
from spoke_app.ui.models.tab_order import tab_widgets
from spoke_app.ui.patients.new_patient import NewPatientScreen
from tests.spoke_app.ui.clinic import Clinic


@pytest.fixture
def screen(clinic: Clinic, qtbot: QtBot) -> NewPatientScreen:
    screen = NewPatientScreen(clinic.context())
    qtbot.addWidget(screen)
    screen.resize(1158, 732)
    screen.show()
    return screen


def named(screen: QWidget, field: str) -> Any:
    return screen.findChild(QWidget, f"new_patient.{field}")


def fill(screen: NewPatientScreen, qtbot: QtBot, **fields: str) -> None:
    for field, text in fields.items():
        qtbot.keyClicks(named(screen, field), text)


def press(screen: NewPatientScreen, qtbot: QtBot, name: str) -> None:
    qtbot.mouseClick(screen.findChild(QPushButton, f"new_patient.{name}"), Qt.MouseButton.LeftButton)


def test_register_and_start_the_visit(clinic: Clinic, screen: NewPatientScreen, qtbot: QtBot) -> None:
    screen.opened(query="Sunita Devi")
    assert named(screen, "name").text() == "Sunita Devi"
    assert named(screen, "name_other_script").text() == "सुनीता देवी"
    press(screen, qtbot, "gender.female")
    fill(screen, qtbot, age_value="27", village="Barail", phone="94310 22471", allergies="sulfa, rash")
    with qtbot.waitSignal(screen.navigate) as went:
        press(screen, qtbot, "save_and_visit")
    assert went.args is not None and went.args[0] == "visit"
    view = clinic.act(open_patient, went.args[1]["patient"])
    assert view.fields["phone"] == "+919431022471"
    assert view.fields["age"] == {"value": 27, "unit": "years", "as_of": "2026-11-24"}
    assert view.fields["allergies"][0]["substance"] == "sulfa"
    assert view.fields["district"] == "223", "the centre's own"
    assert view.row.slip_no == "B-0001"
    assert clinic.act(open_drafts) == (), "finished: the draft is gone"


def test_what_is_wrong_is_named_and_gets_the_cursor(clinic: Clinic, screen: NewPatientScreen, qtbot: QtBot) -> None:
    screen.opened(query="94310 2447")
    assert named(screen, "phone").text() == "94310 2447"
    assert "mobile phone" in screen.actions_row.problem()
    press(screen, qtbot, "save")
    assert screen.actions_row.problem() == "5 fields to correct: name, gender, age, village, mobile phone"
    qtbot.waitUntil(lambda: screen.form.fields.focus_name() == "name")
    assert clinic.records("patient") == []


def test_somebody_alike_is_shown_and_taken(clinic: Clinic, screen: NewPatientScreen, qtbot: QtBot) -> None:
    known = clinic.register(name="Sunita Devi", relation="husband", relative_name="Manoj Yadav")
    screen.opened(query="Suneeta Devi")
    fill(screen, qtbot, relative_name="Manoj Yadav", village="Barail")
    qtbot.waitUntil(lambda: [one.row.id for one in screen.likely.shown()] == [known])
    assert {"name", "relative", "village"} <= set(screen.likely.shown()[0].agrees)
    with qtbot.waitSignal(screen.navigate) as went:
        press(screen, qtbot, "same.1")
    assert went.args == ["visit", {"patient": known}]
    qtbot.waitUntil(lambda: clinic.act(open_drafts) == ())


def test_every_field_is_kept_and_comes_back_with_the_cursor(
    clinic: Clinic, screen: NewPatientScreen, qtbot: QtBot
) -> None:
    screen.opened()
    fill(screen, qtbot, name="Phulo", village="Balha")
    qtbot.waitUntil(lambda: [draft.values.get("village") for draft in clinic.act(open_drafts)] == ["Balha"])
    draft = clinic.act(open_drafts)[0]
    assert draft.title == "Phulo"
    again = NewPatientScreen(clinic.context())
    qtbot.addWidget(again)
    again.show()
    again.opened(draft=draft.id)
    qtbot.waitUntil(lambda: named(again, "village").text() == "Balha")
    assert named(again, "name").text() == "Phulo"
    assert again.form.fields.focus_name() == draft.focus


def test_aadhaar_is_cautioned_and_only_its_end_is_kept(clinic: Clinic, screen: NewPatientScreen, qtbot: QtBot) -> None:
    screen.opened()
    named(screen, "village").setFocus()
    fill(screen, qtbot, village="Barail 2341 2341 2346")
    assert "Aadhaar" in screen.form.village.hint.text()
    named(screen, "name").setFocus()
    screen.form.fields.left.emit("village")
    assert "2341 2341" not in named(screen, "village").text()
    qtbot.waitUntil(lambda: len(clinic.act(open_drafts)) == 1)
    assert "2341 2341" not in str(clinic.act(open_drafts)[0].values)


def test_an_edit_says_only_what_changed_and_news_leave_the_form_alone(
    clinic: Clinic, screen: NewPatientScreen, qtbot: QtBot
) -> None:
    patient = clinic.register(name="Sunita Devi", phone="+919431022471", pin_code="852131")
    base = clinic.act(open_patient, patient).heads
    screen.opened(patient=patient)
    qtbot.waitUntil(lambda: named(screen, "name").text() == "Sunita Devi")
    named(screen, "village").selectAll()
    fill(screen, qtbot, village="Sukhpur")
    screen.context.runner.run(edit_patient, patient, {"pin_code": "852132"}, base)
    qtbot.waitUntil(lambda: screen._news.isVisible())
    assert named(screen, "village").text() == "Sukhpur"
    assert named(screen, "pin_code").text() == "852131"
    with qtbot.waitSignal(screen.navigate):
        press(screen, qtbot, "save")
    fields = clinic.act(open_patient, patient).fields
    assert (fields["village"], fields["pin_code"], fields["phone"]) == ("Sukhpur", "852132", "+919431022471")


def test_birth_date_by_key(clinic: Clinic, screen: NewPatientScreen, qtbot: QtBot) -> None:
    screen.opened()
    screen.form.toggle_birth_date()
    fill(screen, qtbot, birth_date="3/11/99")
    assert screen.form.age_frame.label() == "Birth date"
    assert not named(screen, "age_value").isVisible()


def test_tab_goes_as_one_reads_and_every_input_has_a_name(screen: NewPatientScreen) -> None:
    screen.opened()
    order = [widget.objectName().removeprefix("new_patient.") for widget in tab_widgets(screen)]
    wanted = ["name", "name_other_script", "gender.female", "age_value", "relation", "phone", "village", "abha", "save"]
    places = [order.index(name) for name in wanted]
    assert places == sorted(places)
    assert all(widget.accessibleName() for widget in tab_widgets(screen.form))


def test_arrows_choose_within_a_choice(clinic: Clinic, screen: NewPatientScreen, qtbot: QtBot) -> None:
    screen.opened()
    press(screen, qtbot, "gender.female")
    with qtbot.waitSignal(screen.form.fields.changed):
        qtbot.keyClick(named(screen, "gender.female"), Qt.Key.Key_Right)
    assert screen.form.gender.value() == "male"
