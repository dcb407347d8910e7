"""Enter and Tab go through the visit as one reads it, whoever the patient is; a medicine is found by its names."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spoke_app.ui.models.medicine_search import find_medicines
from spoke_app.ui.models.picklists import read_entries
from spoke_app.ui.visit.visit import VisitScreen
from tests.spoke_app.ui.clinic import Clinic
from tests.spoke_app.ui.visit_page import named, press, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def at(screen: VisitScreen) -> str:
    widget = QApplication.focusWidget()
    assert widget is not None and screen.isAncestorOf(widget), widget
    return widget.objectName().removeprefix("visit.")


def go(screen: VisitScreen, qtbot: QtBot, key: Qt.Key, times: int) -> list[str]:
    passed = []
    for _ in range(times):
        taker = QApplication.focusWidget()
        assert taker is not None
        qtbot.keyClick(taker, key)
        passed.append(at(screen))
    return passed


def test_enter_comes_to_what_only_this_patient_is_asked(clinic: Clinic, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=clinic.register())
    press(screen, "pregnant.yes")
    named(screen, "sugar_mg_dl").setFocus()
    asked = ["sugar_kind.random", "waist_cm", "pregnant.yes", "lmp", "danger.unconscious"]
    assert go(screen, qtbot, Qt.Key.Key_Return, 5) == asked
    back = [named(screen, "danger.unconscious"), *reversed([named(screen, name) for name in asked[:4]])]
    for here, before in pairwise(back):
        qtbot.keyClick(here, Qt.Key.Key_Backtab)
        assert QApplication.focusWidget() is before


def test_enter_after_a_medicine_asks_for_the_next_one(clinic: Clinic, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=clinic.register())
    press(screen, "outcome.treated")
    treat = screen.page.plan.treat
    for typed in ("pcm", "ors"):
        treat._take(find_medicines(treat._entries, typed)[0])
        qtbot.waitUntil(lambda: treat._rows[-1].quantity.hasFocus())
        assert go(screen, qtbot, Qt.Key.Key_Return, 1) == ["medicine"]
    assert [item["generic"] for item in treat.items()] == ["PARACETAMOL", "ORAL REHYDRATION SALTS"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("iron", "FERROUS SALT + FOLIC ACID"),
        ("IFA", "FERROUS SALT + FOLIC ACID"),
        ("ors", "ORAL REHYDRATION SALTS"),
        ("ओआरएस", "ORAL REHYDRATION SALTS"),
        ("जिंक", "ZINC SULPHATE"),
        ("folic acid", "FOLIC ACID"),
    ],
)
def test_a_medicine_is_found_by_the_name_that_is_used_for_it(typed: str, first: str) -> None:
    entries = read_entries(files("resources").joinpath("medicines.json").read_text("utf-8"))
    assert find_medicines(entries, typed)[0].more["generic"] == first


def test_a_medicine_is_found_by_all_its_words_and_never_inside_one() -> None:
    entries = read_entries(files("resources").joinpath("medicines.json").read_text("utf-8"))
    assert [entry.code for entry in find_medicines(entries, "para syr 250")] == ["paracetamol-syrup-250-mg-5-ml"]
    assert all(entry.more["generic"] != "SPIRONOLACTONE" for entry in find_medicines(entries, "iron"))
    assert find_medicines(entries, " ") == []


def test_history_says_what_the_record_knows(clinic: Clinic, qtbot: QtBot) -> None:
    known = {
        "allergies": [{"id": "a1", "substance": "Sulfa", "reaction": "rash"}],
        "conditions": [{"id": "c1", "text": "Asthma"}],
        "medicines": [{"id": "m1", "text": "AMLODIPINE 5 mg once a day"}],
    }
    screen = shown(clinic, qtbot, patient=clinic.register(**known))
    assert named(screen, "known").text().split("\n") == [
        "Allergies: Sulfa, rash",
        "Conditions: Asthma",
        "Takes regularly: AMLODIPINE 5 mg once a day",
    ]
    nothing = shown(clinic, qtbot, patient=clinic.register())
    assert not named(nothing, "known").isVisibleTo(nothing)
