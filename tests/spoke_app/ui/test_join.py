"""One person twice: found, laid side by side, joined by keyboard, undone, and parted again on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from care_record.ids import new_id
from spoke_app.actions.open_record import open_record
from spoke_app.ui.patients.patients import PatientsScreen
from spoke_app.ui.record.record import PatientRecord
from spoke_app.ui.widgets.label import Label
from tests.spoke_app.ui.clinic import Clinic


@pytest.fixture
def two(clinic: Clinic) -> tuple[str, str]:
    first = clinic.register(name="Sunita Devi", phone="+919431022471")
    clinic.now += timedelta(minutes=1)
    second = clinic.register(name="Suneeta Kumari")
    clinic.visit(first, 3, complaints=[{"id": new_id(), "text": "Fever"}], outcome="treated")
    clinic.visit(second, 1, complaints=[{"id": new_id(), "text": "Cough"}], outcome="treated")
    return first, second


@pytest.fixture
def record(clinic: Clinic, two: tuple[str, str], qtbot: QtBot) -> Iterator[PatientRecord]:
    screen = PatientsScreen(clinic.context())
    qtbot.addWidget(screen)
    screen.resize(1158, 732)
    screen.show()
    screen.opened(patient=two[0])
    qtbot.waitUntil(lambda: screen._record.patient() == two[0])
    yield screen._record


def join(record: PatientRecord, qtbot: QtBot) -> None:
    record.overview.more.buttons[1].click()
    page = record.pages.join()
    qtbot.waitUntil(lambda: page.pair is not None)
    page.save.click()
    qtbot.waitUntil(lambda: record.view is not None and len(record.view.joined) == 1)


def test_the_other_record_is_found_and_laid_beside(record: PatientRecord, two: tuple[str, str], qtbot: QtBot) -> None:
    record.overview.more.buttons[1].click()
    page = record.pages.join()
    qtbot.waitUntil(lambda: page.pair is not None)
    assert [row.name for row in page.list.rows()] == ["Suneeta Kumari"]
    said = [label.text() for label in page.findChildren(Label) if not label.isHidden()]
    assert {"Sunita Devi", "Suneeta Kumari", "94310 22471", "not known"} <= set(said)
    assert page.stays.value() == "one"
    assert page._doubt.isHidden()
    page.box.setText("nobody is called so")
    page.box.changed.emit(page.box.text())
    qtbot.waitUntil(lambda: page.pair is None)
    assert not page.save.isEnabled()


def test_two_people_who_differ_much_are_not_joined_without_a_warning(
    record: PatientRecord, clinic: Clinic, qtbot: QtBot
) -> None:
    clinic.register(name="Ram Paswan", gender="male")
    record.overview.more.buttons[1].click()
    page = record.pages.join()
    page.box.setText("Ram")
    page.box.changed.emit("Ram")
    qtbot.waitUntil(lambda: page.pair is not None and page.pair.other.row.name == "Ram Paswan")
    assert page._doubt.words() == "These differ: Name, Gender. Join only if you are sure that it is one person."


def test_joined_both_histories_are_one_and_undo_parts_them(
    record: PatientRecord, two: tuple[str, str], clinic: Clinic, qtbot: QtBot
) -> None:
    join(record, qtbot)
    rows = record.overview.timeline.rows()
    assert [row.name for row in rows] == ["Cough", "Fever"]
    assert "From the record of Suneeta Kumari" in rows[0].meta
    record.overview.done.button.click()
    qtbot.waitUntil(lambda: record.view is not None and not record.view.joined)
    assert [row.name for row in record.overview.timeline.rows()] == ["Fever"]
    assert clinic.act(open_record, two[1]).patient.row.id == two[1]


def test_the_other_one_may_stay_and_is_parted_any_day(
    record: PatientRecord, two: tuple[str, str], clinic: Clinic, qtbot: QtBot
) -> None:
    record.overview.more.buttons[1].click()
    page = record.pages.join()
    qtbot.waitUntil(lambda: page.pair is not None)
    other = page.findChild(QPushButton, "join.stays.other")
    assert other is not None
    qtbot.mouseClick(other, Qt.MouseButton.LeftButton)
    page.save.click()
    qtbot.waitUntil(lambda: record.patient() == two[1])
    part = record.findChild(QPushButton, "record.joined.1")
    assert part is not None
    assert part.accessibleName().startswith("Part again: Sunita Devi")
    part.click()
    qtbot.waitUntil(lambda: record.view is not None and not record.view.joined)
    assert clinic.act(open_record, two[0]).patient.row.id == two[0]
