"""Finding a patient: results with every key, marked across scripts, and the way on by keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from care_record.ids import new_id
from spoke_app.actions.find_patients import find_patients
from spoke_app.ui.models.patient_rows import patient_row
from spoke_app.ui.models.search_marks import marks
from spoke_app.ui.patients.patients import PatientsScreen
from tests.spoke_app.ui.clinic import Clinic


@pytest.fixture
def screen(clinic: Clinic, qtbot: QtBot) -> PatientsScreen:
    screen = PatientsScreen(clinic.context())
    qtbot.addWidget(screen)
    screen.resize(1158, 732)
    screen.show()
    return screen


def names(screen: PatientsScreen) -> list[str]:
    return [row.name for row in screen.list.rows()]


def test_results_follow_the_keys_and_side_shows_the_chosen(
    clinic: Clinic, screen: PatientsScreen, qtbot: QtBot
) -> None:
    clinic.register(name="Sunita Devi", phone="+919431022471", relation="husband", relative_name="Manoj Yadav")
    clinic.register(name="सुनीता कुमारी")
    clinic.register(name="Gulshan Ara")
    screen.opened()
    qtbot.waitUntil(lambda: len(names(screen)) == 3)
    qtbot.keyClicks(screen.box, "suneeta")
    qtbot.waitUntil(lambda: set(names(screen)) == {"Sunita Devi", "सुनीता कुमारी"})
    screen.list.set_current(next(row.id for row in screen.list.rows() if row.name == "Sunita Devi"))
    qtbot.waitUntil(lambda: "94310 22471" in [label.text() for label in screen._side.findChildren(type(screen._head))])


def test_down_and_enter_start_a_visit(clinic: Clinic, screen: PatientsScreen, qtbot: QtBot) -> None:
    clinic.register(name="Sunita Devi")
    clinic.register(name="Sunita Kumari")
    screen.opened(text="sunita")
    qtbot.waitUntil(lambda: len(names(screen)) == 2)
    qtbot.keyClick(screen.box, Qt.Key.Key_Down)
    chosen = screen.list.current_id()
    assert chosen == screen.list.rows()[1].id
    with qtbot.waitSignal(screen.navigate) as went:
        qtbot.keyClick(screen.box, Qt.Key.Key_Return)
    assert went.args == ["visit", {"patient": chosen}]


def test_enter_waits_for_the_list_to_catch_up(clinic: Clinic, screen: PatientsScreen, qtbot: QtBot) -> None:
    phulo = clinic.register(name="Phulo Devi")
    gulshan = clinic.register(name="Gulshan Ara")
    screen.opened()
    qtbot.waitUntil(lambda: len(names(screen)) == 2)
    screen.list.set_current(gulshan)
    with qtbot.waitSignal(screen.navigate) as went:
        qtbot.keyClicks(screen.box, "phulo")
        qtbot.keyClick(screen.box, Qt.Key.Key_Return)
    assert went.args == ["visit", {"patient": phulo}]


def test_what_was_typed_goes_into_the_new_form(clinic: Clinic, screen: PatientsScreen, qtbot: QtBot) -> None:
    screen.opened()
    qtbot.waitUntil(lambda: screen._nobody.isVisible())
    qtbot.keyClicks(screen.box, "Phulo")
    qtbot.waitUntil(lambda: screen._register.isVisible())
    with qtbot.waitSignal(screen.navigate) as went:
        qtbot.keyClick(screen.box, Qt.Key.Key_Return)
    assert went.args == ["new_patient", {"query": "Phulo"}]


def test_record_shows_every_visit_and_escape_leads_back(clinic: Clinic, screen: PatientsScreen, qtbot: QtBot) -> None:
    patient = clinic.register(name="Sunita Devi")
    clinic.visit(patient, 3, complaints=[{"id": new_id(), "text": "Cough"}], outcome="treated")
    clinic.visit(patient, 30, complaints=[{"id": new_id(), "text": "Fever"}], outcome="treated")
    screen.opened(patient=patient)
    qtbot.waitUntil(lambda: len(screen._record.overview.timeline.rows()) == 2)
    screen.back()
    qtbot.waitUntil(lambda: names(screen) == ["Sunita Devi"])


@pytest.mark.parametrize(
    ("typed", "shown", "marked"),
    [
        ("1022", "94310 22471", {"94310", "22471"}),
        ("+91 94310 22471", "94310 22471", {"94310", "22471"}),
        ("९४३१०", "94310 22471", {"94310", "22471"}),
        ("9112-3456", "91-1234-5678-9012", {"91-1234-5678-9012"}),
        ("b1", "", {"B-0001"}),
        ("001", "", {"B-0001"}),
        ("sunita 30", "", {"sunita", "30"}),
        ("sunita w/o manoj", "", {"sunita", "manoj"}),
    ],
)
def test_why_somebody_was_found_is_marked(clinic: Clinic, typed: str, shown: str, marked: set[str]) -> None:
    clinic.register(
        name="Sunita Devi",
        phone="+919431022471",
        abha="91123456789012",
        relation="husband",
        relative_name="Manoj Yadav",
    )
    found = clinic.act(find_patients, typed)
    row = patient_row(found.rows[0], typed, clinic.now.date(), "en")
    assert shown in row.meta
    assert set(row.marks) == marked


def test_ctrl_enter_starts_a_visit_with_the_first(clinic: Clinic, screen: PatientsScreen, qtbot: QtBot) -> None:
    known = clinic.register(name="Sunita Devi", phone="+919431022471")
    clinic.register(name="Gulshan Ara")
    screen.opened()
    qtbot.keyClicks(screen.box, "22471")
    with qtbot.waitSignal(screen.navigate) as went:
        qtbot.keyClick(screen.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert went.args == ["visit", {"patient": known}]


def test_marks_reach_across_spellings_and_scripts() -> None:
    assert set(marks("sunita bar", ("Suneeta Devi", "सुनीता देवी", "Barail"))) == {"Suneeta", "सुनीता", "bar"}
    assert marks("", ("Sunita",)) == ()
