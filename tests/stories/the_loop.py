"""The main job, told once: written offline at the spoke, answered at the hub, printed at the spoke.

`play` drives real widgets and real pages; the demo prints its steps with their times, the tests run it on SQLite and
PostgreSQL. It knows no store and calls no action.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.stories import town
from tests.stories.desk import Desk
from tests.stories.doctor import Answer, Medicine, at_the_hub

ANSWER = Answer(
    advice="Green leaves, gram and jaggery every day, plenty of water, rest. Send her in if fever lasts beyond 3 days.",
    diagnosis="anaemia",
    medicines=(
        Medicine("paracetamol", "PARACETAMOL", "1 tablet", "TDS", 3),
        Medicine("ferrous", "FERROUS", "1 tablet", "BD", 30),
    ),
    follow_up="2026-12-24",
)


@dataclass
class Story:
    """Where the story plays and what it leaves behind. `tell` gets each step's title and seconds."""

    hub: town.Hub
    folder: Path
    tell: Callable[[str, float], None]
    lang: str = "en"
    shots: Path | None = None
    browser: bool = True
    _since: float = field(default_factory=time.monotonic)

    def step(self, title: str) -> None:
        """A step is done."""
        now = time.monotonic()
        self.tell(title, now - self._since)
        self._since = now

    def desk(self, name: str) -> Desk:
        return Desk(self.folder / name / "profile", self.lang, self.shots)


def play(story: Story) -> Path:
    """The whole loop; returns the prescription's PDF."""
    hub = story.hub
    hub.furnish()
    hub.start()
    story.step("A hub with two health centres, a desk with three specialities, three colleagues and two doctors")

    desk, other = story.desk("parsarma"), story.desk("basantpur")
    desk.open()
    try:
        enrol(desk, hub.url, hub.enrol_code("parsarma"))
        story.step("The PC is enrolled with a code")
        sign_in(desk, town.CHO, town.PIN)
        desk.there("today.new_visit")
        desk.shot("today-first-day")
        story.step("The community health officer signs in with her PIN")

        hub.stop()
        story.step("The line is cut: the hub does not answer any more")
        treat_here(desk)
        story.step("Offline: Ramesh Paswan registered, treated at the centre")
        refer_to_be_killed(desk)
        desk.kill()
        story.step("Offline: Sunita Devi registered; the power goes in the middle of her visit (SIGKILL)")

        desk.open()
        sign_in(desk, town.CHO, town.PIN)
        go_on_after_the_kill(desk)
        story.step("The app opens again: the draft is there with every field, the patients too; she is referred")

        hub.start()
        story.step("The line is back")
        other.open()
        enrol(other, hub.url, hub.enrol_code("basantpur"))
        sign_in(other, town.CHO_2, town.PIN_2)
        refer_an_infant(other)
        story.step("A second centre: an infant who breathes fast, referred as an emergency")
        with at_the_hub(hub.url, story.shots, browser=story.browser) as doctor:
            doctor.sign_in(town.LOGIN, town.PASSWORD)
            for patient in ("Sunita Devi", "Aarav Kumar"):
                wait_until(partial(doctor.waits, patient), f"{patient} in the doctor's queue")
            doctor.shot("queue")
            story.step("The exchange happened by itself: both cases are in the doctor's queue, the emergency first")
            doctor.open_case("Aarav Kumar")
            doctor.ask_back("Is the chest drawn in when he breathes?")
            story.step("The doctor asks back about the infant")
            page = doctor.open_case("Sunita Devi")
            assert "101.2" in page and "Tired for 2 months" in page, page
            doctor.shot("case")
            doctor.answer(ANSWER, town.PASSWORD)
            doctor.shot("answered")
            story.step("The doctor reads note and vitals, writes advice and a signed prescription")

        reply_to_the_doctor(other)
        story.step("The question is on the second PC and answered there; it knows nothing of the first one's patients")
        pdf = (story.shots or story.folder) / "prescription.pdf"
        receive_and_print(desk, pdf)
        story.step("The answer is on the PC: receipt complete, prescription printed in Hindi and English")
        return pdf
    finally:
        desk.close()
        other.close()
        hub.stop()


def enrol(desk: Desk, url: str, code: str) -> None:
    desk.type("enrol.hub", url)
    desk.type("enrol.code", code)
    desk.shot("enrol")
    desk.click("enrol.submit")


def sign_in(desk: Desk, name: str, pin: str) -> None:
    desk.there("sign_in.people", within=60)
    desk.pick("sign_in.people", name)
    desk.type("sign_in.pin", pin, clear=False)
    desk.shot("sign-in")
    desk.click("sign_in.submit")
    desk.there("today.new_visit", within=60)


def treat_here(desk: Desk) -> None:
    """A man is registered in Latin letters, seen and treated."""
    desk.press("Alt+P")
    desk.type("patients.search", "Ramesh Paswan")
    desk.click("patients.new_patient")
    desk.there("new_patient.name")
    desk.see("Ramesh Paswan", "new_patient.name")
    desk.click("new_patient.gender.male")
    desk.fill("new_patient", age_value="54", village="Karihari", phone="94310 22471", relative_name="Lakhan Paswan")
    desk.shot("new-patient")
    desk.click("new_patient.save_and_visit")
    desk.there("visit.complaint")
    desk.type("visit.complaint", "Knee pain 2 days")
    desk.press("Return", "visit.complaint")
    desk.fill("visit", pulse="78", bp_systolic="132", bp_diastolic="84", temperature_f="98.6")
    desk.type("visit.note", "Pain of the left knee after work in the field. No swelling.")
    desk.click("visit.outcome.treated")
    desk.type("visit.medicine", "paracetamol")
    desk.press("Return", "visit.medicine")
    desk.shot("visit-treated")
    desk.click("visit.finish")
    desk.there("today.new_visit")
    desk.see("Ramesh Paswan")


def refer_to_be_killed(desk: Desk) -> None:
    """A woman is registered with her name in Hindi; her visit stays unfinished."""
    desk.press("Alt+P")
    desk.type("patients.search", "Sunita Devi")
    desk.click("patients.new_patient")
    desk.there("new_patient.name")
    desk.type("new_patient.name_other_script", "सुनीता देवी")
    desk.click("new_patient.gender.female")
    desk.fill("new_patient", age_value="27", village="Barail", relative_name="Manoj Yadav")
    desk.click("new_patient.save_and_visit")
    desk.there("visit.complaint")
    desk.type("visit.complaint", "Weakness 2 months")
    desk.press("Return", "visit.complaint")
    desk.fill("visit", temperature_f="101.2", pulse="102", bp_systolic="104", bp_diastolic="66", spo2="98")
    desk.fill("visit", haemoglobin_g_dl="8.6", weight_kg="46")
    desk.type("visit.note", "Tired for 2 months, fever for 3 days. Pale, chest clear")
    desk.shot("visit-before-the-power-cut")
    desk.there("visit.kept")


def refer_an_infant(desk: Desk) -> None:
    """An infant of five months: 56 breaths a minute are a red flag at that age, and the urgency rises by itself."""
    desk.press("Alt+P")
    desk.type("patients.search", "Aarav Kumar")
    desk.click("patients.new_patient")
    desk.there("new_patient.name")
    desk.click("new_patient.gender.male")
    desk.click("new_patient.age_unit.months")
    desk.fill("new_patient", age_value="5", village="Ekma", relative_name="Santosh Kumar")
    desk.choose("new_patient.relation", "Father")
    desk.click("new_patient.save_and_visit")
    desk.there("visit.complaint")
    desk.type("visit.complaint", "Cough 3 days")
    desk.press("Return", "visit.complaint")
    desk.fill("visit", respiratory_rate="56", spo2="89", weight_kg="6.1")
    desk.shot("visit-red-flag")
    desk.click("visit.outcome.referred")
    desk.choose("visit.desk", "Children")
    desk.type("visit.question", "He drinks little. Shall we send him at once?")
    desk.click("visit.consent_by.guardian")
    desk.tick("visit.consent")
    desk.shot("visit-emergency")
    desk.click("visit.finish")
    desk.there("today.new_visit")
    desk.see("Aarav Kumar")


def reply_to_the_doctor(desk: Desk) -> None:
    """The question stands on Today; it is answered in place."""
    desk.press("F5")
    desk.press("Alt+C")
    desk.see("Question", within=120)
    desk.pick("cases.list", "Aarav Kumar", open=True)
    desk.there("case.reply_text")
    desk.see("Is the chest drawn in when he breathes?")
    desk.type("case.reply_text", "No. He sucks again since noon.")
    desk.shot("question")
    desk.click("case.reply")
    desk.press("Alt+P")
    desk.type("patients.search", "Sunita")
    desk.see("Nobody found under")


def go_on_after_the_kill(desk: Desk) -> None:
    """The draft opens where it was; the visit is finished and sent."""
    desk.see("Sunita Devi")
    desk.shot("today-after-the-power-cut")
    desk.click("today.go_on.1")
    desk.there("visit.note")
    desk.focused("visit.note")
    assert desk.value("visit.note") == "Tired for 2 months, fever for 3 days. Pale, chest clear"
    assert desk.value("visit.temperature_f") == "101.2"
    assert desk.value("visit.haemoglobin_g_dl") == "8.6"
    desk.shot("visit-after-the-power-cut")
    desk.click("visit.outcome.referred")
    desk.choose("visit.desk", "General medicine")
    desk.type("visit.question", "Which iron dose, and can she be treated at home?")
    desk.tick("visit.consent")
    desk.shot("visit-referred")
    desk.click("visit.finish")
    desk.there("today.new_visit")
    desk.see("Sunita Devi")


def receive_and_print(desk: Desk, pdf: Path) -> None:
    """The answer comes back, is opened, printed, given."""
    desk.press("F5")
    desk.press("Alt+C")
    desk.there("cases.list")
    desk.see("Open it", within=120)
    desk.shot("cases")
    desk.pick("cases.list", "Sunita Devi", open=True)
    desk.there("case.print")
    desk.see("PARACETAMOL")
    desk.shot("answer")
    desk.ask("save_file", name="case.pdf", path=str(pdf))
    wait_until(lambda: pdf.exists() and pdf.read_bytes().rstrip().endswith(b"%%EOF"), "the prescription's PDF", 20)
    desk.click("case.given")
    desk.see("Given to Sunita Devi.")
    desk.shot("given")
    desk.press("Alt+C")
    desk.click("cases.filter.closed")
    desk.pick("cases.list", "Sunita Devi")
    desk.shot("receipt-complete")


def wait_until(holds: Callable[[], bool], what: str, within: float = 120) -> None:
    """Ask again and again until it holds; AssertionError after `within` seconds."""
    until = time.monotonic() + within
    while not holds():
        assert time.monotonic() < until, f"still not there after {within} s: {what}"
