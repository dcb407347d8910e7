"""What a health worker meets in her days, told as she would tell it, through the real app beside a real hub.

One PC and one hub for all of it: each case is a patient of its own, as on a real day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import pytest

from tests.stories import the_loop, town
from tests.stories.desk import Desk
from tests.stories.doctor import at_the_hub
from tests.stories.the_loop import ANSWER, wait_until


@dataclass
class Clinic:
    """Parsarma's PC with Kumari Anjali signed in."""

    hub: town.Hub
    desk: Desk

    def register(self, name: str, gender: str, age: str, village: str, **fields: str) -> None:
        """A new patient, up to her visit's first field."""
        desk = self.desk
        desk.press("Alt+P")
        desk.type("patients.search", name)
        desk.click("patients.new_patient")
        desk.there("new_patient.name")
        desk.see(name, "new_patient.name")
        desk.click(f"new_patient.gender.{gender}")
        desk.fill("new_patient", age_value=age, village=village, **fields)
        desk.press("Tab")
        desk.click("new_patient.save_and_visit")
        desk.there("visit.complaint")

    def complain(self, words: str) -> None:
        self.desk.type("visit.complaint", words)
        self.desk.press("Return", "visit.complaint")

    def refer(self, speciality: str, question: str) -> None:
        desk = self.desk
        desk.click("visit.outcome.referred")
        desk.choose("visit.desk", speciality)
        desk.type("visit.question", question)
        desk.tick("visit.consent")

    def finish(self) -> None:
        self.desk.click("visit.finish")
        self.desk.there("today.new_visit")

    def power_goes(self, kept: str) -> None:
        """Once the draft is kept the process is killed; she signs in again and goes on with the form."""
        desk = self.desk
        desk.see("Draft kept", kept)
        desk.kill()
        desk.open()
        the_loop.sign_in(desk, town.CHO, town.PIN)
        desk.click("today.go_on.1")

    def open_record(self, name: str) -> None:
        desk = self.desk
        desk.press("Alt+P")
        desk.type("patients.search", name)
        desk.pick("patients.list", name)
        desk.click("patients.open_record")
        desk.there("patients.record_visit")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    folder = tmp_path_factory.mktemp("days")
    hub = town.Hub(f"sqlite:///{folder / 'hub.db'}", folder)
    hub.furnish()
    hub.start()
    desk = Desk(folder / "parsarma")
    try:
        desk.open()
        the_loop.enrol(desk, hub.url, hub.enrol_code("parsarma"))
        the_loop.sign_in(desk, town.CHO, town.PIN)
        yield Clinic(hub, desk)
    finally:
        desk.close()
        hub.stop()


def test_an_infant_who_breathes_fast(clinic: Clinic) -> None:
    """A mother brings her boy of five months: he coughs, 56 breaths a minute. At his age that is fast; 48 is not."""
    desk = clinic.desk
    clinic.register("Aarav Kumar", "male", "5m", "Ekma", relative_name="Santosh Kumar")
    clinic.complain("Cough 3 days")
    desk.type("visit.respiratory_rate", "48")
    desk.press("Tab")
    assert not desk.says("Fast breathing")
    desk.type("visit.respiratory_rate", "56")
    desk.press("Tab")
    desk.see("Fast breathing")
    clinic.refer("Children", "He drinks little. Shall we send him?")
    clinic.finish()
    desk.see("Aarav Kumar")
    desk.press("Alt+C")
    desk.pick("cases.list", "Aarav Kumar")
    desk.see("Urgent")


def test_a_pregnant_woman_with_high_pressure(clinic: Clinic) -> None:
    """Eight months, headache, 168/112: an emergency, whatever else is on the page; the slip goes along with her."""
    desk = clinic.desk
    clinic.register("Shabnam Khatoon", "female", "24", "Sukhpur", relative_name="Md Irfan")
    clinic.complain("Headache 2 days")
    desk.click("visit.pregnant.yes")
    desk.fill("visit", bp_systolic="168", bp_diastolic="112")
    desk.press("Tab")
    desk.see("Red flag: very high BP in pregnancy")
    desk.see("ambulance 102")
    clinic.refer("Gynaecology", "Which first dose before the ambulance?")
    clinic.finish()
    desk.press("Alt+C")
    desk.pick("cases.list", "Shabnam Khatoon", open=True)
    desk.there("case.slips")
    desk.click("case.slips")
    desk.there("paper.print")


def test_four_people_called_sunita_devi(clinic: Clinic) -> None:
    """Each is found by what sets her apart; the fourth is asked about before she is written down a second time."""
    desk = clinic.desk
    people = (("27", "Barail", "Manoj Yadav"), ("41", "Baruari", "Lakhan Mandal"), ("63", "Ekma", "Bhola Sah"))
    for age, village, husband in people:
        clinic.register("Sunita Devi", "female", age, village, relative_name=husband)
        desk.press("Esc")
    desk.press("Alt+P")
    desk.type("patients.search", "sunita")
    desk.see("27 y")
    for _age, village, husband in people:
        desk.type("patients.search", f"suneeta {village.lower()}")
        desk.pick("patients.list", "Sunita Devi")
        desk.see(husband)
    desk.type("patients.search", "Sunita Devi")
    desk.click("patients.new_patient")
    desk.there("new_patient.name")
    desk.click("new_patient.gender.female")
    desk.fill("new_patient", age_value="40", village="Baruari", relative_name="Lakhan Mandal")
    desk.press("Tab")
    desk.there("new_patient.same.1")
    desk.press("Alt+1")
    desk.there("visit.complaint")
    desk.see("W/o Lakhan Mandal")


def test_a_minor_without_a_guardian(clinic: Clinic) -> None:
    """A boy of nine comes alone. He is treated at once; to ask a doctor, the adult with him is asked for by name."""
    desk = clinic.desk
    clinic.register("Rohit Kumar", "male", "9", "Karihari")
    clinic.complain("Stomach pain 1 days")
    clinic.refer("Children", "Pain since the morning, no fever.")
    desk.click("visit.finish")
    desk.there("visit.guardian_name")
    desk.see("to correct")
    desk.type("visit.guardian_name", "Munni Devi")
    desk.choose("visit.guardian_relation", "Mother")
    clinic.finish()
    clinic.open_record("Rohit Kumar")
    desk.see("Munni Devi")


def test_no_phone_no_surname_and_about_sixty(clinic: Clinic) -> None:
    """She is Budhni, nothing else, and about sixty. That is enough, and nobody makes her age exact."""
    desk = clinic.desk
    clinic.register("Budhni", "female", "~60", "Malhni")
    clinic.complain("Weakness 1 month")
    desk.click("visit.outcome.treated")
    clinic.finish()
    clinic.open_record("Budhni")
    desk.see("60")


def test_a_note_corrected_after_signing(clinic: Clinic) -> None:
    """It was the right knee, not the left. What was signed stays; the correction stands beside it, with both names."""
    desk = clinic.desk
    clinic.register("Ramesh Paswan", "male", "54", "Karihari")
    clinic.complain("Knee pain 2 days")
    desk.type("visit.note", "Pain of the left knee.")
    desk.click("visit.outcome.treated")
    clinic.finish()
    clinic.open_record("Ramesh Paswan")
    desk.pick("record.timeline", "Knee pain", open=True)
    desk.there("record.note_correct.1")
    desk.click("record.note_correct.1")
    desk.type("record.note_text", "Pain of the right knee.")
    desk.click("record.note_save")
    desk.see("Pain of the right knee.")
    desk.see("Pain of the left knee.")


def test_a_follow_up_with_the_same_doctor(clinic: Clinic) -> None:
    """Anita was answered by Dr Jha in the morning. In the afternoon she is back, and it is Dr Jha's desk again."""
    desk = clinic.desk
    clinic.register("Anita Kumari", "female", "31", "Barail")
    clinic.complain("Fever 3 days")
    clinic.refer("General medicine", "Which antibiotic?")
    clinic.finish()
    with at_the_hub(clinic.hub.url, browser=False) as doctor:
        doctor.sign_in(town.LOGIN, town.PASSWORD)
        wait_until(partial(doctor.waits, "Anita Kumari"), "the case in the doctor's queue")
        doctor.open_case("Anita Kumari")
        doctor.answer(ANSWER, town.PASSWORD)
    desk.press("F5")
    desk.press("Alt+C")
    desk.see("Open it", within=120)
    desk.pick("cases.list", "Anita Kumari", open=True)
    desk.there("case.given")
    desk.click("case.given")
    clinic.open_record("Anita Kumari")
    desk.click("patients.record_visit")
    desk.there("visit.complaint")
    clinic.complain("Fever 5 days")
    desk.click("visit.outcome.referred")
    desk.see("Dr Nivedita Jha")
    desk.type("visit.question", "The fever is still there.")
    desk.tick("visit.consent")
    clinic.finish()
    with at_the_hub(clinic.hub.url, browser=False) as doctor:
        doctor.sign_in(town.LOGIN, town.PASSWORD)
        wait_until(partial(doctor.waits, "Anita Kumari"), "the second case in the doctor's queue")
        assert "The fever is still there." in doctor.open_case("Anita Kumari")


def test_a_patient_who_left(clinic: Clinic) -> None:
    """He would not wait for the sugar test. The visit says so, with the reason, and counts in the register."""
    desk = clinic.desk
    clinic.register("Dinesh Mandal", "male", "46", "Ekma")
    clinic.complain("Dizziness 2 days")
    desk.click("visit.end")
    desk.click("visit.ended.left")
    desk.type("visit.outcome_reason", "Had to catch his bus.")
    clinic.finish()
    desk.press("Alt+R")
    desk.there("registers.list")
    desk.see("Dinesh Mandal")


def test_yesterdays_paper_notes(clinic: Clinic) -> None:
    """There was no power yesterday; she wrote on paper. The visit gets its own day, and says that it came later."""
    desk = clinic.desk
    clinic.register("Phulo Devi", "female", "58", "Balha")
    desk.click("visit.change_time")
    desk.type("visit.visit_day", "yesterday")
    desk.type("visit.visit_time", "11:30")
    clinic.complain("Cough 1 week")
    desk.click("visit.outcome.treated")
    clinic.finish()
    clinic.open_record("Phulo Devi")
    desk.see("Yesterday")
    desk.press("Alt+R")
    desk.there("registers.list")
    desk.see("Phulo Devi")
    desk.see("late")


def test_the_power_goes_at_each_step(clinic: Clinic) -> None:
    """In registering, at the vitals, in the note, before sending: each time the same field, and every word."""
    desk = clinic.desk
    desk.press("Alt+P")
    desk.type("patients.search", "Gulshan Ara")
    desk.click("patients.new_patient")
    desk.there("new_patient.name")
    desk.click("new_patient.gender.female")
    desk.fill("new_patient", age_value="63", village="Basbitti")
    clinic.power_goes("new_patient.kept")
    desk.there("new_patient.village")
    assert (desk.value("new_patient.name"), desk.value("new_patient.village")) == ("Gulshan Ara", "Basbitti")
    desk.click("new_patient.save_and_visit")
    desk.there("visit.complaint")
    clinic.complain("Breathless 2 days")
    desk.fill("visit", pulse="104", spo2="95")
    clinic.power_goes("visit.kept")
    desk.focused("visit.spo2")
    assert (desk.value("visit.pulse"), desk.value("visit.spo2")) == ("104", "95")
    desk.type("visit.note", "Sleeps sitting up. Feet swollen since")
    clinic.power_goes("visit.kept")
    desk.focused("visit.note")
    assert desk.value("visit.note") == "Sleeps sitting up. Feet swollen since"
    clinic.refer("General medicine", "Heart? Which dose of furosemide?")
    clinic.power_goes("visit.kept")
    desk.there("visit.question")
    assert desk.value("visit.question") == "Heart? Which dose of furosemide?"
    clinic.finish()
    desk.kill()
    desk.open()
    the_loop.sign_in(desk, town.CHO, town.PIN)
    desk.see("Gulshan Ara")
    desk.press("Alt+C")
    desk.pick("cases.list", "Gulshan Ara")
