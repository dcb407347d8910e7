"""The visit's page on a real store: typed to finished, red flags, every field kept, the whole of it by keyboard."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from care_record.ids import new_id
from spoke_app.actions.drafts import open_drafts
from spoke_app.actions.edit_patient import edit_patient
from spoke_app.actions.open_patient import open_patient
from spoke_app.ui.models.tab_order import tab_widgets
from spoke_app.ui.ports import QuietStatus
from spoke_app.ui.theme import Theme
from tests.spoke_app.ui.clinic import CHO, HUB_DESK, Clinic
from tests.spoke_app.ui.visit_page import complain, fill, named, press, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
"""The offscreen platform says so of every list of suggestions."""


@pytest.fixture
def patient(clinic: Clinic) -> str:
    allergy = {"id": new_id(), "substance": "sulfa", "reaction": "rash"}
    return clinic.register(name="Shabnam Khatoon", allergies=[allergy])


def test_treated_here_with_medicine_note_and_follow_up(clinic: Clinic, patient: str, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=patient)
    complain(screen, qtbot, "fever 3 days")
    fill(screen, qtbot, temperature_f="38", pulse="96", note="Looks well.", follow_up="1 week")
    press(screen, "danger_none")
    press(screen, "outcome.treated")
    fill(screen, qtbot, medicine="paracetamol tab")
    qtbot.keyClick(named(screen, "medicine"), Qt.Key.Key_Return)
    with qtbot.waitSignal(screen.navigate) as went:
        press(screen, "finish")
    assert went.args == ["today", {}]
    visit = clinic.records("visit")[0]
    assert visit["complaints"][0]["code"] == "fever"
    assert visit["complaints"][0]["duration"] == {"value": 3, "unit": "days"}
    assert visit["vitals"] == {"temperature_f": 100.4, "pulse": 96}
    assert visit["danger_signs"] == [] and visit["outcome"] == "treated"
    given = clinic.records("dispense")[0]["items"][0]
    assert given["generic"] == "PARACETAMOL" and given["quantity"] == 9
    assert clinic.records("note")[0]["signed"]
    assert clinic.records("follow_up")[0]["due"] == "2026-12-01"
    assert clinic.act(open_drafts) == ()


def test_a_red_flag_raises_the_urgency_and_leads_to_the_referral(clinic: Clinic, patient: str, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=patient)
    complain(screen, qtbot, "Headache 2 days")
    fill(screen, qtbot, bp_systolic="168", bp_diastolic="112", lmp="")
    press(screen, "pregnant.yes")
    fill(screen, qtbot, lmp="14/4/2026")
    assert screen.top.chip_texts() == ["Red flag: BP 168/112", "Pregnant, 32 weeks", "Allergy: sulfa, rash"]
    assert "very high BP in pregnancy" in screen.page.flag_notice.words()
    press(screen, "refer_notice.button")
    assert named(screen, "urgency").value() == "emergency"
    named(screen, "desk").set_value(f"{HUB_DESK}|gynaecology")
    fill(screen, qtbot, question="Which first dose?")
    press(screen, "consent")
    with qtbot.waitSignal(screen.navigate):
        press(screen, "finish")
    referral = clinic.records("referral")[0]
    assert (referral["desk"], referral["speciality"], referral["urgency"]) == (HUB_DESK, "gynaecology", "emergency")
    assert referral["consent"]["witness"] == CHO.id and referral["consent"]["told_limits"] is True
    assert referral["consent"]["at"].startswith("2026-11-24T11:42")


def test_urgency_may_be_raised_by_hand_but_not_below_the_flags(clinic: Clinic, patient: str, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=patient)
    press(screen, "outcome.referred")
    press(screen, "urgency.urgent")
    assert named(screen, "urgency").value() == "urgent"
    fill(screen, qtbot, spo2="85")
    press(screen, "urgency.routine")
    assert named(screen, "urgency").value() == "emergency"


def test_impossible_is_refused_beside_its_field(clinic: Clinic, patient: str, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=patient)
    complain(screen, qtbot, "Cough")
    fill(screen, qtbot, weight_kg="615", note="x")
    press(screen, "outcome.treated")
    press(screen, "finish")
    assert screen.foot.problem() == "1 field to correct: weight"
    assert screen.page.vitals._single["weight_kg"].hint.text() == "Impossible: 0.3 to 300"
    assert screen.page.fields.focus_name() == "weight_kg"
    assert clinic.records("visit") == []


def test_what_the_action_refuses_is_shown_in_the_form(clinic: Clinic, patient: str, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=patient)
    press(screen, "outcome.referred")
    press(screen, "finish")
    qtbot.waitUntil(lambda: bool(screen.foot.problem()))
    for word in ("complaint", "desk", "question to the doctor", "consent"):
        assert word in screen.foot.problem()
    assert screen.page.fields.focus_name().startswith("complaint")
    assert named(screen, "finish").isEnabled()


def test_every_field_comes_back_after_a_power_cut_with_the_cursor(clinic: Clinic, patient: str, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=patient)
    complain(screen, qtbot, "Weakness 2 months")
    fill(screen, qtbot, temperature_f="101.2", bp_systolic="104", history_past="Asthma")
    press(screen, "danger.convulsions")
    press(screen, "outcome.referred")
    fill(screen, qtbot, note="Tired for 2 months")
    qtbot.waitUntil(lambda: named(screen, "kept").isVisible())
    before = screen.page.fields.values()
    draft = clinic.act(open_drafts)[0]
    assert (draft.patient, draft.focus) == (patient, "note")
    assert draft.heads[patient] == clinic.act(open_patient, patient).heads
    again = shown(clinic, qtbot, draft=draft.id)
    assert again.page.fields.values() == before
    assert QApplication.focusWidget() is named(again, "note")
    assert named(again, "danger.convulsions").isChecked()


def test_a_keystroke_is_kept_soon_and_leaving_a_field_at_once(clinic: Clinic, patient: str, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=patient)
    assert clinic.act(open_drafts) == (), "nothing typed, no draft"
    fill(screen, qtbot, pulse="8")
    qtbot.waitUntil(lambda: len(clinic.act(open_drafts)) == 1, timeout=1000)
    fill(screen, qtbot, spo2="97")
    qtbot.waitUntil(lambda: clinic.act(open_drafts)[0].values["spo2"] == "97", timeout=1000)
    assert len(clinic.act(open_drafts)) == 1


def test_news_are_announced_and_touch_nothing(clinic: Clinic, patient: str, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=patient)
    fill(screen, qtbot, pulse="88")
    heads = clinic.act(open_patient, patient).heads
    clinic.runner.run(edit_patient, patient, {"village": "Sukhpur"}, heads)
    qtbot.waitUntil(lambda: screen.page.news.isVisible())
    assert "Barail" in screen.top._meta.text()
    press(screen, "news.button")
    qtbot.waitUntil(lambda: "Sukhpur" in screen.top._meta.text())
    assert named(screen, "pulse").text() == "88"


def test_history_and_last_values_are_brought_forward(clinic: Clinic, patient: str, qtbot: QtBot) -> None:
    clinic.visit(patient, 21, vitals={"pulse": 88, "weight_kg": 58.9}, history={"past": "Asthma"}, outcome="treated")
    screen = shown(clinic, qtbot, patient=patient)
    assert screen.page.vitals._single["pulse"].hint.text() == "Last time 88"
    assert named(screen, "history_past").text() == "Asthma"
    complain(screen, qtbot, "Cough")
    fill(screen, qtbot, note="Clear chest")
    press(screen, "history_confirmed")
    press(screen, "outcome.treated")
    with qtbot.waitSignal(screen.navigate):
        press(screen, "finish")
    assert clinic.records("visit")[-1]["history"] == {"past": "Asthma"}


def test_by_keyboard_from_part_to_part(clinic: Clinic, patient: str, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=patient)
    assert screen.page.fields.focus_name().startswith("complaint")
    press(screen, "next_part")
    assert screen.page.fields.focus_name() == "temperature_f"
    qtbot.keyClick(named(screen, "temperature_f"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is named(screen, "pulse"))
    screen._part_before()
    assert screen.page.part == "complaint"
    order = [widget.objectName().removeprefix("visit.") for widget in tab_widgets(screen)]
    wanted = [
        "complaint",
        "temperature_f",
        "pulse",
        "bp_systolic",
        "bp_diastolic",
        "respiratory_rate",
        "note",
        "finish",
    ]
    places = [order.index(name) for name in wanted]
    assert places == sorted(places)
    assert [widget.objectName() for widget in tab_widgets(screen.page) if not widget.accessibleName()] == []


def test_a_late_form_keeps_the_time_at_which_it_was_begun(clinic: Clinic, patient: str, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=patient)
    complain(screen, qtbot, "Cough")
    fill(screen, qtbot, note="x")
    press(screen, "outcome.treated")
    clinic.now += timedelta(hours=5)
    with qtbot.waitSignal(screen.navigate):
        press(screen, "finish")
    visit = clinic.records("visit")[0]
    assert visit["started"].startswith("2026-11-24T11:42") and visit["entered_late"] is True


def test_folded_at_large_text_the_index_is_a_box(clinic: Clinic, patient: str, qtbot: QtBot, qapp: Any) -> None:
    Theme(1.5).apply(qapp)
    screen = shown(clinic, qtbot, patient=patient)
    assert screen.picker.isVisible() and not screen.index.isVisible() and not screen._room.side_room.isVisible()
    press(screen, "part_on")
    assert screen.page.part == "vitals"
    press(screen, "history")
    assert screen._room.side_room.isVisible()


class Below(QuietStatus):
    """What the status bar was asked to say last, and whether all is well."""

    def __init__(self) -> None:
        self.well = True

    def saved(self, text: str = "") -> None:
        self.well = True

    def not_saved(self, text: str) -> None:
        self.well = False


def test_the_status_bar_never_says_saved_of_what_could_not_be_kept(clinic: Clinic, patient: str, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=patient)
    below = Below()
    screen.context.status = below
    clinic.thread.call(lambda store: store.execute("PRAGMA query_only = ON"))
    fill(screen, qtbot, note="Fever")
    qtbot.waitUntil(lambda: not below.well)
    clinic.thread.call(lambda store: store.execute("PRAGMA query_only = OFF"))
    fill(screen, qtbot, note=" for 3 days")
    qtbot.waitUntil(lambda: below.well)
    (draft,) = clinic.act(open_drafts)
    assert draft.values["note"] == "Fever for 3 days"


def test_a_second_visit_beside_an_unfinished_one_says_so(clinic: Clinic, patient: str, qtbot: QtBot) -> None:
    first = shown(clinic, qtbot, patient=patient)
    assert first.page.unfinished.isHidden()
    fill(first, qtbot, pulse="96")
    with qtbot.waitSignal(first._keeper.kept, timeout=30_000):
        first._keeper.keep()
    second = shown(clinic, qtbot, patient=patient)
    assert named(second, "pulse").text() == ""
    assert second.page.unfinished.isVisible()
    with qtbot.waitSignal(second.navigate) as went:
        qtbot.keyClick(second, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    [draft] = clinic.act(open_drafts)
    assert went.args == ["visit", {"draft": draft.id}]
    second.opened(draft=draft.id)
    qtbot.waitUntil(lambda: named(second, "pulse").text() == "96", timeout=30_000)
    assert second.page.unfinished.isHidden()
