"""The parts of the visit's page on a real store: units, growth, screening, late entry, templates, consent, photos."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QClipboard, QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from care_record.ids import new_id
from spoke_app.actions.drafts import open_drafts
from spoke_app.actions.open_patient import open_patient
from spoke_app.store.journal import NewChange
from spoke_app.ui.languages import Languages
from spoke_app.ui.models.medicine_search import find_medicines
from spoke_app.ui.visit.visit import VisitScreen
from tests.spoke_app.ui.clinic import CHO, HUB_DESK, PLACE, Clinic
from tests.spoke_app.ui.visit_page import complain, fill, named, press, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def years(clinic: Clinic, value: int) -> dict[str, Any]:
    return {"value": value, "unit": "years", "as_of": clinic.now.date().isoformat()}


def born(clinic: Clinic, days_ago: int, gender: str = "male") -> str:
    day = (clinic.now - timedelta(days=days_ago)).date().isoformat()
    return clinic.register(name="Golu Kumar", gender=gender, birth_date=day, age=None)


def hint(screen: VisitScreen, name: str) -> str:
    return str(screen.page.vitals._single[name].hint.text())


def finish(screen: VisitScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.navigate):
        press(screen, "finish")


def signs(screen: VisitScreen) -> set[str]:
    return {code for code, tick in screen.page.danger._ticks.items() if tick.isVisibleTo(screen.page)}


# Vitals


def test_the_unit_is_changed_by_its_letter_and_stays_for_the_next_visit(clinic: Clinic, qtbot: QtBot) -> None:
    patient = clinic.register()
    clinic.visit(patient, 5, vitals={"temperature_f": 100.4}, outcome="treated")
    screen = shown(clinic, qtbot, patient=patient)
    assert hint(screen, "temperature_f") == "Last time 100.4 °F"
    fill(screen, qtbot, temperature_f="102")
    assert hint(screen, "temperature_f") == "Fever"
    qtbot.keyClicks(named(screen, "temperature_f"), "c")
    assert named(screen, "temperature_f").text() == "38.9"
    again = shown(clinic, qtbot, patient=patient)
    again.context.settings.change(temperature_unit="C")
    again.opened(patient=patient)
    qtbot.waitUntil(lambda: again.page.isVisible() and not clinic.runner.busy)
    assert hint(again, "temperature_f") == "Last time 38 °C"
    fill(again, qtbot, temperature_f="98.6")
    assert hint(again, "temperature_f") == "37.0 °C", "either unit is understood, whichever is set"
    named(again, "temperature_f").selectAll()
    fill(again, qtbot, temperature_f="60")
    assert hint(again, "temperature_f") == "Impossible: 25 to 45"
    press(again, "temperature_unit")
    assert again.context.settings.temperature_unit == "F"


def test_a_wasted_child_is_said_in_words_and_raises_the_urgency(clinic: Clinic, qtbot: QtBot) -> None:
    child = born(clinic, 540)
    clinic.visit(child, 100, vitals={"weight_kg": 7.4}, outcome="treated")
    screen = shown(clinic, qtbot, patient=child)
    fill(screen, qtbot, weight_kg="7.2", height_cm="76", muac_cm="12.6")
    assert screen.page.vitals.growth_lines() == [
        "Weight for age: severely underweight",
        "Height for age: short for the age",
        "Weight for height: much too thin: severe malnutrition",
        "Upper arm, MUAC: normal",
    ]
    assert named(screen, "urgency").value() == "urgent"
    assert "severe malnutrition" in screen.page.flag_notice.words()
    assert [(one.kg, one.today) for one in screen.side._weights()] == [(7.4, False), (7.2, True)]
    assert screen.side._growth.isVisibleTo(screen) and not screen.side._weight.isVisibleTo(screen)


@pytest.mark.parametrize(
    ("days", "there", "gone"),
    [
        (59, {"infant_hardly_moves", "cannot_drink"}, {"stridor", "severe_chest_pain", "fast_breathing"}),
        (60, {"stridor", "cannot_drink", "fast_breathing"}, {"infant_hardly_moves", "pregnancy_bleeding"}),
        (1825, {"stridor", "vomits_everything"}, {"severe_chest_pain"}),
        (1826, {"severe_chest_pain", "fast_breathing"}, {"stridor", "cannot_drink"}),
    ],
)
def test_the_danger_signs_are_those_of_the_age(
    clinic: Clinic, qtbot: QtBot, days: int, there: set[str], gone: set[str]
) -> None:
    screen = shown(clinic, qtbot, patient=born(clinic, days))
    assert there <= signs(screen) and not gone & signs(screen)


def test_the_signs_of_pregnancy_are_asked_of_women_who_may_be(clinic: Clinic, qtbot: QtBot) -> None:
    assert "pregnancy_bleeding" in signs(shown(clinic, qtbot, patient=clinic.register()))
    old = clinic.register(name="Budhni Devi", age=years(clinic, 70))
    assert "pregnancy_bleeding" not in signs(shown(clinic, qtbot, patient=old))


def test_the_last_period_of_the_visit_before_comes_back_with_the_yes(clinic: Clinic, qtbot: QtBot) -> None:
    patient = clinic.register()
    clinic.visit(patient, 30, vitals={"pregnant": "yes", "lmp": "2026-04-10"}, outcome="treated")
    screen = shown(clinic, qtbot, patient=patient)
    assert screen.page.vitals._lmp.hint.text() == "Last time 10/4/2026"
    press(screen, "pregnant.yes")
    assert named(screen, "lmp").text() == "10/4/2026"
    assert screen.page.vitals._lmp.hint.text() == "32 weeks 4 days; due 15/1/2027"
    assert "Pregnant, 32 weeks" in screen.top.chip_texts()


def test_in_hindi_the_page_says_all_of_it_in_hindi(clinic: Clinic, qtbot: QtBot, qapp: Any) -> None:
    languages = Languages(qapp)
    languages.use("hi")
    clinic.choices.language = "hi"
    try:
        screen = shown(clinic, qtbot, patient=born(clinic, 540))
        fill(screen, qtbot, weight_kg="7.2", height_cm="76")
        assert screen.page.vitals.growth_lines()[2] == "लंबाई से वज़न: बहुत दुबला: गंभीर कुपोषण"
        press(screen, "outcome.referred")
        assert named(screen, "consent").text() == "Golu Kumar के साथ आए बड़े टेलीमेडिसिन से डॉक्टर से पूछने के लिए सहमत हैं"
        assert screen.page.danger._ticks["stridor"].text() == "शांत रहने पर भी साँस में घर्र-घर्र"
    finally:
        languages.use("en")


# Screening


def test_a_screening_is_scored_as_it_is_asked_and_saved_with_the_visit(clinic: Clinic, qtbot: QtBot) -> None:
    patient = clinic.register(name="Ramesh Yadav", gender="male", age=years(clinic, 52))
    screen = shown(clinic, qtbot, patient=patient)
    complain(screen, qtbot, "Cough")
    press(screen, "screen_tobacco.daily")
    press(screen, "outcome.treated")
    press(screen, "finish")
    assert "waist" in screen.foot.problem() and "screening" in screen.foot.problem(), "half a screening is not saved"
    press(screen, "screen_alcohol_daily.no")
    press(screen, "screen_active_150.no")
    press(screen, "screen_family.no")
    fill(screen, qtbot, waist_cm="95")
    assert screen.page.screening._score.face().text == "Score 7: more than 4"
    finish(screen, qtbot)
    [screening] = clinic.records("screening")
    assert screening["score"] == 7 and screening["answers"]["waist_cm"] == 95
    again = shown(clinic, qtbot, patient=patient)
    assert "score 7" in again.page.screening._told.text()
    assert not again.page.screening._questions.isVisibleTo(again.page)
    press(again, "screen_again")
    assert again.page.screening._questions.isVisibleTo(again.page)


def test_a_screening_that_was_begun_can_be_left_out(clinic: Clinic, qtbot: QtBot) -> None:
    patient = clinic.register(name="Ramesh Yadav", gender="male", age=years(clinic, 30))
    screen = shown(clinic, qtbot, patient=patient)
    complain(screen, qtbot, "Cough")
    press(screen, "screen_family.yes")
    press(screen, "screen_clear")
    press(screen, "outcome.treated")
    finish(screen, qtbot)
    assert clinic.records("screening") == []


def test_before_thirty_nobody_is_screened(clinic: Clinic, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=clinic.register(age=years(clinic, 29)))
    assert "screening" not in screen.page.order and not screen.page.screening.isVisibleTo(screen.page)
    parts = []
    for _ in screen.page.order:
        parts.append(screen.page.part)
        screen._next_part()
    assert parts == list(screen.page.order), "Ctrl Down passes by what is not asked"


# Time


def test_yesterdays_paper_notes_have_yesterdays_time_and_age(clinic: Clinic, qtbot: QtBot) -> None:
    child = born(clinic, 60)
    screen = shown(clinic, qtbot, patient=child)
    complain(screen, qtbot, "Cough")
    fill(screen, qtbot, respiratory_rate="55")
    assert hint(screen, "respiratory_rate") == "Fast breathing"
    press(screen, "change_time")
    assert named(screen, "visit_day").text() == "24/11/2026"
    for name, text in (("visit_day", "yesterday"), ("visit_time", "4 pm")):
        named(screen, name).selectAll()
        fill(screen, qtbot, **{name: text})
    assert named(screen, "visit_day").text() == "23/11/2026"
    assert hint(screen, "respiratory_rate") == "", "59 days old then: 60 breaths are the limit"
    assert "late" in named(screen, "change_time").text() or "late" in named(screen, "change_time").accessibleName()
    assert "infant_hardly_moves" in signs(screen)
    press(screen, "outcome.treated")
    finish(screen, qtbot)
    [visit] = clinic.records("visit")
    assert visit["started"].startswith("2026-11-23T16:00") and visit["entered_late"] is True


def test_a_time_that_is_still_to_come_is_refused(clinic: Clinic, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=clinic.register())
    complain(screen, qtbot, "Cough")
    press(screen, "change_time")
    named(screen, "visit_time").selectAll()
    fill(screen, qtbot, visit_time="11:50")
    press(screen, "outcome.treated")
    press(screen, "finish")
    assert screen.foot.problem() == "1 field to correct: time of the visit"
    assert clinic.records("visit") == []


def test_the_time_survives_a_power_cut(clinic: Clinic, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=born(clinic, 60))
    press(screen, "change_time")
    named(screen, "visit_day").selectAll()
    fill(screen, qtbot, visit_day="yesterday", pulse="120")
    qtbot.waitUntil(lambda: named(screen, "kept").isVisible())
    again = shown(clinic, qtbot, draft=clinic.act(open_drafts)[0].id)
    assert again.page.fields.values() == screen.page.fields.values()
    assert again._follower.about.age_days == 59


# Words


def test_a_template_is_inserted_by_key_and_undone(clinic: Clinic, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=clinic.register())
    fill(screen, qtbot, note="Seen.")
    edit = screen.page.assessment._note.edit
    qtbot.keyClick(edit, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and len(menu.actions()) >= 3
    qtbot.keyClick(menu, Qt.Key.Key_1)
    assert edit.toPlainText().startswith("Seen.\nRest and plenty to drink.")
    edit.undo()
    assert edit.toPlainText() == "Seen."
    QCoreApplication.sendPostedEvents()


def test_templates_are_in_the_language_of_now_and_fit_the_patient(clinic: Clinic, qtbot: QtBot) -> None:
    clinic.choices.language = "hi"
    screen = shown(clinic, qtbot, patient=born(clinic, 10))
    fitting = [entry.code for entry in screen.page.examination.templates._fitting]
    assert "exam_newborn" in fitting and "exam_antenatal" not in fitting
    screen.page.examination.templates.offer()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and any("चुस्त" in action.text() for action in menu.actions())
    menu.close()


def test_a_visit_is_left_with_a_reason(clinic: Clinic, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=clinic.register())
    press(screen, "end")
    press(screen, "ended.left")
    press(screen, "finish")
    qtbot.waitUntil(lambda: screen.foot.problem() == "1 field to correct: why it ended")
    fill(screen, qtbot, outcome_reason="Had to catch the bus")
    finish(screen, qtbot)
    [visit] = clinic.records("visit")
    assert (visit["outcome"], visit["outcome_reason"]) == ("left", "Had to catch the bus")


def test_a_screening_visit_needs_no_complaint(clinic: Clinic, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=clinic.register())
    named(screen, "reason").set_value("screening")
    press(screen, "outcome.treated")
    finish(screen, qtbot)
    assert clinic.records("visit")[0]["reason"] == "screening"


def test_who_comes_back_on_the_day_comes_for_the_follow_up(clinic: Clinic, qtbot: QtBot) -> None:
    patient = clinic.register()
    due = {"due": clinic.now.date().isoformat(), "reason": "BP again"}
    clinic.write(NewChange("follow_up", patient, due))
    screen = shown(clinic, qtbot, patient=patient)
    assert named(screen, "reason").value() == "follow_up"
    assert screen.page.complaint._tokens.hint.text() == "Was to come back: BP again"


# Treat


def test_a_childs_dose_is_a_hint_with_its_source_and_an_adults_is_none(clinic: Clinic, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=born(clinic, 540))
    press(screen, "outcome.treated")
    fill(screen, qtbot, medicine="paracetamol syrup 125")
    qtbot.keyClick(named(screen, "medicine"), Qt.Key.Key_Return)
    [row] = screen.page.plan.treat._rows
    assert row._dose.text() == ""
    fill(screen, qtbot, weight_kg="8")
    wanted = "For 8 kg: 80-120 mg (3.2-4.8 mL) each time, at most 4 times a day (WHO Pocket Book 2013)."
    assert row._dose.text() == wanted
    adult = shown(clinic, qtbot, patient=clinic.register())
    press(adult, "outcome.treated")
    fill(adult, qtbot, weight_kg="50", medicine="paracetamol tablet 500")
    qtbot.keyClick(named(adult, "medicine"), Qt.Key.Key_Return)
    assert adult.page.plan.treat._rows[0]._dose.text() == ""
    assert find_medicines(adult.page.plan.treat._entries, "morphine") == []


@pytest.mark.parametrize(("medicine", "by_itself"), [("paracetamol tablet", True), ("amoxicillin", False)])
def test_a_doctors_medicine_is_under_the_standing_orders_only_by_somebodys_hand(
    clinic: Clinic, qtbot: QtBot, medicine: str, by_itself: bool
) -> None:
    screen = shown(clinic, qtbot, patient=clinic.register())
    press(screen, "outcome.treated")
    fill(screen, qtbot, medicine=medicine)
    qtbot.keyClick(named(screen, "medicine"), Qt.Key.Key_Return)
    assert screen.page.fields.value("standing_order") is by_itself
    if not by_itself:
        press(screen, "standing_order")
        assert screen.page.fields.value("standing_order") is True


# Refer


def test_a_minor_without_a_known_adult_names_one_right_there(clinic: Clinic, qtbot: QtBot) -> None:
    child = clinic.register(name="Golu Kumar", gender="male", age=years(clinic, 6))
    screen = shown(clinic, qtbot, patient=child)
    complain(screen, qtbot, "Cough")
    press(screen, "outcome.referred")
    named(screen, "desk").set_value(f"{HUB_DESK}|medicine")
    fill(screen, qtbot, question="What now?")
    press(screen, "consent")
    press(screen, "finish")
    qtbot.waitUntil(lambda: "adult who came along" in screen.foot.problem())
    fill(screen, qtbot, guardian_name="Savitri Devi")
    named(screen, "guardian_relation").set_value("mother")
    finish(screen, qtbot)
    assert clinic.act(open_patient, child).fields["guardian"] == {"name": "Savitri Devi", "relation": "mother"}
    assert clinic.records("referral")[0]["consent"]["by"] == "guardian"


def test_the_consent_is_there_to_be_read_out_in_both_languages(clinic: Clinic, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=clinic.register())
    press(screen, "outcome.referred")
    assert "क्या आप सहमत हैं?" in named(screen, "consent_text_hi").text()
    assert "Do you agree?" in named(screen, "consent_text_en").text()


def test_another_colleague_may_witness(clinic: Clinic, qtbot: QtBot) -> None:
    colleague = new_id()
    staff = {"name": "Anita Devi", "role": "anm", "posts": [PLACE.id], "active": True}
    clinic.write(NewChange("staff", None, staff, record=colleague))
    screen = shown(clinic, qtbot, patient=clinic.register())
    complain(screen, qtbot, "Cough")
    press(screen, "outcome.referred")
    assert named(screen, "consent_witness").value() == CHO.id
    named(screen, "consent_witness").set_value(colleague)
    named(screen, "desk").set_value(f"{HUB_DESK}|medicine")
    fill(screen, qtbot, question="What now?")
    press(screen, "consent")
    finish(screen, qtbot)
    assert clinic.records("referral")[0]["consent"]["witness"] == colleague


def answered_case(clinic: Clinic, patient: str) -> str:
    visit, referral = clinic.visit(patient, 10, outcome="referred"), new_id()
    consent = {"given": "yes", "by": "patient", "how": "spoken", "told_limits": True, "witness": CHO.id}
    at = "2026-11-14T12:00:00.000+05:30"
    asked = {
        "visit": visit,
        "desk": HUB_DESK,
        "speciality": "gynaecology",
        "urgency": "routine",
        "question": "?",
        "consent": {**consent, "at": at},
        "reach": {"how": "waits"},
    }
    advice = {"referral": referral, "text": "Iron for a month.", "consent_confirmed": True, "signed": at}
    doctor = {"name": "Dr Priya Sinha", "role": "doctor", "posts": [HUB_DESK], "active": True}
    clinic.write(NewChange("staff", None, doctor, record=CHO.id[:-1] + "f"))
    clinic.write(NewChange("referral", patient, asked, record=referral), NewChange("advice", patient, advice))
    return referral


def test_a_follow_up_goes_to_the_desk_that_answered(clinic: Clinic, qtbot: QtBot) -> None:
    patient = clinic.register()
    before = answered_case(clinic, patient)
    screen = shown(clinic, qtbot, patient=patient)
    complain(screen, qtbot, "Weakness")
    press(screen, "outcome.referred")
    assert named(screen, "follows").isChecked() and "14 Nov" in named(screen, "follows").accessibleName()
    assert named(screen, "desk").value() == f"{HUB_DESK}|gynaecology"
    assert screen.page.plan.refer.desk.hint.text() == "Answered before; goes there first"
    fill(screen, qtbot, question="Better. How long still?")
    press(screen, "consent")
    finish(screen, qtbot)
    assert clinic.records("referral")[-1]["answers"] == before


def test_another_matter_is_no_follow_up(clinic: Clinic, qtbot: QtBot) -> None:
    patient = clinic.register()
    answered_case(clinic, patient)
    screen = shown(clinic, qtbot, patient=patient)
    complain(screen, qtbot, "Cough")
    press(screen, "outcome.referred")
    press(screen, "follows")
    named(screen, "desk").set_value(f"{HUB_DESK}|medicine")
    fill(screen, qtbot, question="What now?")
    press(screen, "consent")
    finish(screen, qtbot)
    assert "answers" not in clinic.records("referral")[-1]


def test_a_desk_is_proposed_by_the_flags_and_a_chosen_one_stays(clinic: Clinic, qtbot: QtBot) -> None:
    screen = shown(clinic, qtbot, patient=clinic.register())
    press(screen, "outcome.referred")
    assert named(screen, "desk").value() == ""
    fill(screen, qtbot, bp_systolic="190", bp_diastolic="115")
    assert named(screen, "desk").value() == f"{HUB_DESK}|medicine"
    press(screen, "pregnant.yes")
    assert named(screen, "desk").value() == f"{HUB_DESK}|gynaecology"
    named(screen, "desk").set_value(f"{HUB_DESK}|medicine")
    fill(screen, qtbot, pulse="88")
    assert named(screen, "desk").value() == f"{HUB_DESK}|medicine"


# Photos


@pytest.fixture
def clipboard(qapp: Any) -> Iterator[QClipboard]:
    """Left empty: what a test put there must not outlive it."""
    yield QGuiApplication.clipboard()
    QGuiApplication.clipboard().clear()


def paste(screen: VisitScreen, qtbot: QtBot, field: str) -> None:
    named(screen, field).setFocus()
    qtbot.keyClick(named(screen, field), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def labels(screen: VisitScreen) -> list[str]:
    return [str(entry["label"]) for entry in screen.page.photos.attachments.value()]


def test_a_picture_is_pasted_from_anywhere_and_text_stays_text(
    clinic: Clinic, qtbot: QtBot, clipboard: QClipboard
) -> None:
    screen = shown(clinic, qtbot, patient=clinic.register())
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("maroon"))
    clipboard.setImage(image)
    paste(screen, qtbot, "pulse")
    qtbot.waitUntil(lambda: labels(screen) == ["Picture 1"], timeout=30_000)
    clipboard.setText("88")
    paste(screen, qtbot, "pulse")
    assert named(screen, "pulse").text() == "88" and labels(screen) == ["Picture 1"]


def test_an_empty_clipboard_is_said(clinic: Clinic, qtbot: QtBot, clipboard: QClipboard) -> None:
    screen = shown(clinic, qtbot, patient=clinic.register())
    clipboard.clear()
    press(screen, "paste")
    assert "no picture in the clipboard" in screen.page.photos.attachments.hint.text()


@pytest.mark.filterwarnings("ignore:Function.*QDragEnterEvent")
def test_several_files_are_dropped_onto_the_page(clinic: Clinic, qtbot: QtBot, tmp_path: Path) -> None:
    screen = shown(clinic, qtbot, patient=clinic.register())
    data = QMimeData()
    for at, colour in enumerate(("navy", "olive")):
        image = QImage(20, 20, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        image.save(str(tmp_path / f"foot{at}.png"))
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / f"foot{at}.png")) for at in range(2)])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    QCoreApplication.sendEvent(screen.page.viewport(), entered)
    assert entered.isAccepted()
    QCoreApplication.sendEvent(screen.page.viewport(), QDropEvent(QPointF(50, 50), copy, data, left, none))
    qtbot.waitUntil(lambda: labels(screen) == ["foot0", "foot1"], timeout=30_000)
    assert screen.page.part == "photos"


# By keyboard


def test_a_plain_fever_visit_takes_few_keys(clinic: Clinic, qtbot: QtBot) -> None:
    """Every key pressed, as one sits there: nothing is clicked and nothing is set from outside."""
    screen = shown(clinic, qtbot, patient=clinic.register(name="Ramesh Yadav", gender="male", age=years(clinic, 25)))
    pressed = 0

    def key(which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        nonlocal pressed
        pressed += 1
        if (
            QApplication.activeWindow() is not screen
        ):  # the offscreen platform leaves a closed list of suggestions active
            with qtbot.waitActive(screen):
                screen.activateWindow()
        where = QApplication.focusWidget() or screen
        qtbot.keyClick(where, which, modifier)
        QApplication.processEvents()

    def words(text: str) -> None:
        nonlocal pressed
        pressed += len(text)
        where = QApplication.focusWidget()
        assert where is not None
        qtbot.keyClicks(where, text)

    control = Qt.KeyboardModifier.ControlModifier
    words("fever 3d")
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Return)
    words("101")
    key(Qt.Key.Key_Return)
    words("96")
    key(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    for _ in range(5):
        key(Qt.Key.Key_Down, control)
    assert screen.page.part == "plan"
    key(Qt.Key.Key_Space)
    key(Qt.Key.Key_Return)
    words("paracetamol tab")
    key(Qt.Key.Key_Return)
    with qtbot.waitSignal(screen.navigate):
        key(Qt.Key.Key_Return, control)
    [visit] = clinic.records("visit")
    assert visit["vitals"] == {"temperature_f": 101, "pulse": 96} and visit["outcome"] == "treated"
    assert visit["complaints"][0]["duration"] == {"value": 3, "unit": "days"} and visit["danger_signs"] == []
    assert clinic.records("dispense")[0]["items"][0]["quantity"] == 9
    assert pressed <= 45, pressed
