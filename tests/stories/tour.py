"""`./run tour`: every screen and its main states in English and Hindi as PNG, at 1366 x 768 and at 150 % text.

A district with its hub is made, an old register imported, and the desk is used as in the story; each screen is taken in
both languages by switching with F8, as a person would. The doctor's pages are taken on a PC and on a phone.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from tests.helpers.every_link import walk
from tests.stories import the_loop, town, two_versions
from tests.stories.desk import Desk
from tests.stories.doctor import BROWSER_ARGUMENTS, at_the_hub, browser_path
from tests.stories.old_register import import_register
from tests.stories.the_loop import ANSWER, wait_until

ROOT = Path(__file__).parent.parent.parent
OUT = ROOT / "out" / "tour"


class Tour:
    """Takes each state in both languages: `take` switches with F8 and back."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk, self._folder = desk, folder
        self.taken = 0

    def take(self, title: str) -> None:
        self.taken += 1
        for lang in ("en", "hi"):
            self._desk.ask("shot", path=str(self._folder / f"{self.taken:02d}-{title}-{lang}.png"))
            self._desk.press("F8")


def begun(desk: Desk, tour: Tour, hub: town.Hub) -> None:
    """Enrolment, sign-in, the first day, and what goes wrong there."""
    desk.there("enrol.hub", within=60)
    desk.click("enrol.restore")
    desk.there("restore.choose")
    tour.take("restore-a-backup")
    desk.click("restore.back")
    desk.there("enrol.hub", within=60)
    desk.fill("enrol", hub=hub.url, code="AAAA-BBBB-CCCC")
    desk.click("enrol.submit")
    desk.there("enrol.notice")
    tour.take("enrol-refused")
    desk.type("enrol.code", hub.enrol_code("parsarma"))
    desk.click("enrol.submit")
    desk.there("sign_in.people", within=60)
    tour.take("sign-in")
    the_loop.sign_in(desk, town.CHO, town.PIN)
    tour.take("today-first-day")
    for letter, there, title in (
        ("C", "cases.check", "cases-empty"),
        ("R", "registers.days", "registers-empty"),
        ("E", "exchange.now", "exchange-first-day"),
    ):
        desk.press(f"Alt+{letter}")
        desk.there(there)
        tour.take(title)


def patients(desk: Desk, tour: Tour) -> None:
    """Finding, an empty result, registering with a likely duplicate and an error."""
    desk.press("Alt+P")
    desk.type("patients.search", "sunita bar")
    desk.see("Patients of this centre")
    tour.take("patients-found")
    desk.type("patients.search", "sunita w/o bhola 35")
    desk.see("Patients of this centre")
    tour.take("patients-found-by-husband-and-age")
    desk.type("patients.search", "Xylophone")
    desk.see("Nobody found under")
    tour.take("patients-nobody")
    desk.click("patients.new_patient")
    desk.there("new_patient.name")
    desk.type("new_patient.name", "Suneeta Devi")
    desk.click("new_patient.gender.female")
    desk.fill("new_patient", age_value="40", village="Baruari", relative_name="Lakhan Mandal", phone="94310 2447")
    desk.press("Tab")
    desk.there("new_patient.same.1")
    tour.take("new-patient-likely")
    desk.type("new_patient.name", "Suneeta Devi")
    desk.press("Down")
    desk.there("new_patient.name.suggestions")
    tour.take("new-patient-spellings")
    desk.type("new_patient.age_value", "5m")
    desk.there("new_patient.guardian_name")
    tour.take("new-patient-child")
    desk.press("Esc")


def visit_with_a_red_flag(desk: Desk, tour: Tour) -> None:
    """The visit page: abnormal, critical and impossible values, charts, the referral."""
    desk.press("Alt+P")
    desk.type("patients.search", "Shabnam")
    desk.pick("patients.list", "Shabnam Khatoon")
    desk.click("patients.new_visit")
    desk.there("visit.complaint")
    desk.type("visit.complaint", "Headache 2 days")
    desk.press("Return", "visit.complaint")
    desk.click("visit.pregnant.yes")
    desk.fill("visit", temperature_f="98.6", pulse="104", bp_systolic="168", bp_diastolic="112", haemoglobin_g_dl="9.2")
    desk.fill("visit", weight_kg="615", height_cm="152")
    desk.press("Tab")
    tour.take("visit-red-flag-and-impossible")
    desk.type("visit.weight_kg", "61.5")
    desk.ask("save_file", name="visit.attach", path=str(next(OUT.glob("*-sign-in-en.png"))))
    desk.there("visit.attachment_out", within=60)
    tour.take("visit-photo")
    desk.type("visit.note", "Third pregnancy, no fits so far. Swelling of feet and face for a week.")
    desk.click("visit.outcome.referred")
    desk.choose("visit.desk", "Gynaecology")
    desk.type("visit.question", "BP 168/112 twice, 32 weeks. Which first dose before the ambulance?")
    desk.tick("visit.consent")
    tour.take("visit-refer-emergency")
    desk.click("visit.finish")
    desk.there("today.new_visit")


def visits_of_all_ages(desk: Desk, tour: Tour) -> None:
    """A man's screening out of yesterday's notes; a small child's growth and the dose by its weight."""
    desk.press("Alt+P")
    desk.type("patients.search", "Ramesh")
    desk.pick("patients.list", "Ramesh Paswan")
    desk.click("patients.new_visit")
    desk.there("visit.complaint")
    desk.click("visit.change_time")
    desk.fill("visit", visit_day="yesterday", visit_time="10:30", complaint="Cough 2 weeks")
    desk.press("Return", "visit.complaint")
    tour.take("visit-late-entry")
    desk.fill("visit", waist_cm="101")
    for answer in ("tobacco.daily", "alcohol_daily.no", "active_150.no", "family.yes"):
        desk.click(f"visit.screen_{answer}")
    tour.take("visit-screening")
    desk.click("visit.outcome.treated")
    desk.click("visit.finish")
    desk.there("today.new_visit")
    desk.press("Alt+P")
    desk.type("patients.search", "Golu Kumar")
    desk.click("patients.new_patient")
    desk.there("new_patient.name")
    desk.click("new_patient.gender.male")
    desk.click("new_patient.age_unit.months")
    desk.fill("new_patient", age_value="17", village="Ekma", relative_name="Santosh Kumar")
    desk.click("new_patient.save_and_visit")
    desk.there("visit.complaint")
    desk.type("visit.complaint", "Loose motions 2 days")
    desk.press("Return", "visit.complaint")
    desk.fill("visit", weight_kg="7.2", height_cm="76", muac_cm="11.9")
    tour.take("visit-child-growth")
    desk.click("visit.outcome.treated")
    desk.type("visit.medicine", "zinc")
    desk.press("Return", "visit.medicine")
    tour.take("visit-child-dose")
    desk.click("visit.finish")
    desk.there("today.new_visit")


def screens_of_a_day(desk: Desk, tour: Tour) -> None:
    """Today, Cases, the answer, Exchange, Settings, Help."""
    tour.take("today")
    desk.press("Alt+C")
    desk.there("cases.list")
    desk.see("Open it", within=120)
    tour.take("cases")
    desk.pick("cases.list", "Sunita Devi", open=True)
    desk.there("case.print")
    desk.see("PARACETAMOL")
    tour.take("answer-and-prescription")
    desk.press("Alt+E")
    desk.there("exchange.now")
    tour.take("exchange")
    desk.press("Alt+S")
    tour.take("settings")
    desk.press("F1")
    tour.take("help")
    desk.pick("help.chapters", "The visit")
    tour.take("help-guide")
    desk.press("Esc")
    desk.press("Alt+T")


def what_is_done_about_a_case(desk: Desk, tour: Tour) -> None:
    """The doctor's day under Follow-ups, another day for it, forms not finished, sent on, withdrawn with a reason."""
    desk.press("Alt+T")
    desk.there("today.all_follow_ups")
    desk.press("Alt+L")
    desk.there("follow_ups.move")
    tour.take("follow-ups")
    desk.press("Alt+M")
    desk.there("follow_ups.day")
    tour.take("follow-ups-another-day")
    desk.press("Esc")
    desk.press("Esc")
    desk.there("today.all_drafts")
    desk.press("Alt+D")
    desk.there("drafts.put_away")
    tour.take("forms-not-finished")
    desk.press("Alt+C")
    desk.pick("cases.list", "Sunita Devi", open=True)
    desk.there("case.again")
    desk.press("Alt+N")
    desk.there("case.again_question")
    tour.take("case-refer-again")
    desk.press("Esc")
    desk.press("Alt+C")
    desk.pick("cases.list", "Shabnam Khatoon", open=True)
    desk.there("case.withdraw")
    tour.take("case-waiting")
    desk.press("Alt+W")
    desk.there("case.withdraw_reason")
    tour.take("case-withdraw")
    desk.press("Esc")
    desk.press("Alt+T")


def papers(desk: Desk, tour: Tour, folder: Path) -> None:
    """The slips of a visit, and the prescription's own code checked out of its PDF; a web address is none."""
    desk.press("Alt+C")
    desk.pick("cases.list", "Sunita Devi", open=True)
    desk.there("case.pdf")
    paper = folder / "prescription.pdf"
    desk.ask("save_file", name="case.pdf", path=str(paper))
    desk.see("Saved as")
    desk.press("Alt+V")
    desk.there("paper.print")
    desk.there("paper.kind.visit")
    tour.take("paper-referral-slip")
    desk.click("paper.kind.visit")
    tour.take("paper-visit-slip")
    desk.press("Esc")
    desk.press("Esc")
    desk.press("Alt+K")
    desk.there("check.scan")
    tour.take("check")
    desk.ask("save_file", name="check.choose", path=str(paper))
    desk.see("Genuine")
    tour.take("check-genuine")
    desk.type("check.scan", "https://example.org")
    desk.press("Ctrl+Return")
    desk.see("no prescription of Spoke")
    tour.take("check-foreign")
    desk.press("Alt+T")


def registers(desk: Desk, tour: Tour) -> None:
    """The four registers of the month, a day of it, and a month with nothing in it."""
    desk.press("Alt+R")
    desk.there("registers.list")
    desk.see("usual wait")
    told = {
        "opd": "to a doctor",
        "telemedicine": "answered",
        "medicines": "PARACETAMOL",
        "follow-ups": "still to come",
    }
    for number, (which, words) in enumerate(told.items(), start=1):
        desk.press(f"Alt+{number}")
        desk.see(words)
        if which == "follow-ups":
            desk.press("Alt+N")
            desk.see("Sunita Devi")
        tour.take(f"registers-{which}")
    desk.press("Alt+B")
    desk.press("Alt+1")
    desk.press("Left", "registers.days")
    desk.see("in the month")
    tour.take("registers-day")
    desk.press("Esc")
    desk.press("Alt+B")
    desk.press("Alt+2")
    desk.see("Nobody was referred")
    tour.take("registers-empty-month")
    desk.press("Alt+N")
    desk.press("Alt+1")


def record(desk: Desk, tour: Tour, size: str = "") -> None:
    """A record, one of its visits with a photo enlarged, a result, what is to be known, and the same person twice."""
    desk.press("Alt+P")
    desk.type("patients.search", "Shabnam")
    desk.pick("patients.list", "Shabnam Khatoon")
    desk.click("patients.open_record")
    desk.focused("record.timeline")
    tour.take(f"{size}record")
    desk.press("Return")
    desk.focused("record.note_add")
    tour.take(f"{size}record-visit")
    desk.click("record.picture.1")
    desk.there("viewer.canvas")
    tour.take(f"{size}record-picture")
    desk.press("Esc")
    desk.press("Esc")
    desk.click("record.result")
    desk.there("result.save")
    tour.take(f"{size}record-result")
    desk.press("Esc")
    desk.click("record.facts")
    desk.there("facts.save")
    tour.take(f"{size}record-to-know")
    desk.press("Esc")
    desk.click("record.join")
    desk.type("join.search", "Sunita")
    desk.there("join.stays")
    tour.take(f"{size}record-same-person")
    desk.press("Esc")
    desk.click("record.died")
    desk.focused("record.died_on")
    tour.take(f"{size}record-died")
    desk.press("Esc")


def without_a_line(desk: Desk, tour: Tour, hub: town.Hub) -> None:
    """The hub does not answer: said quietly, and everything waits."""
    hub.stop()
    desk.press("Alt+E")
    desk.there("exchange.now")
    desk.press("F5")
    desk.see("No line just now", within=60)
    tour.take("exchange-offline")
    hub.start()


def high_contrast(desk: Desk, tour: Tour) -> None:
    """Black lines on white: a red flag in a visit, and the screens with most in them."""
    desk.press("Alt+S")
    desk.tick("settings.high_contrast")
    desk.there("settings.high_contrast")
    tour.take("contrast-settings")
    desk.press("Alt+P")
    desk.type("patients.search", "Lalita")
    desk.pick("patients.list", "Lalita")
    desk.click("patients.new_visit")
    desk.there("visit.complaint")
    desk.fill("visit", bp_systolic="186", bp_diastolic="112", haemoglobin_g_dl="9.2", weight_kg="615")
    desk.press("Tab")
    tour.take("contrast-visit")
    desk.press("Alt+T")
    desk.there("today.new_visit")
    tour.take("contrast-today")
    desk.press("Alt+C")
    desk.there("cases.list")
    tour.take("contrast-cases")
    desk.press("Alt+R")
    desk.there("registers.list")
    desk.see("usual wait")
    tour.take("contrast-registers")
    desk.press("Alt+P")
    desk.type("patients.search", "Shabnam")
    desk.pick("patients.list", "Shabnam Khatoon")
    desk.click("patients.open_record")
    desk.focused("record.timeline")
    tour.take("contrast-record")
    desk.press("Esc")
    desk.press("Alt+S")
    desk.click("settings.high_contrast")


def by_stick(desk: Desk, tour: Tour, folder: Path) -> None:
    """An export that is on its way, and a file that is none of an exchange."""
    desk.press("Alt+E")
    desk.there("exchange.stick_export")
    desk.ask("save_file", name="exchange.stick_export", path=str(folder / "out.spoke"))
    desk.see("Take it to the district office")
    desk.see("not yet answered")
    tour.take("exchange-by-stick")
    letter = folder / "letter.spoke"
    letter.write_text("No bundle at all.")
    desk.ask("save_file", name="exchange.stick_import", path=str(letter))
    desk.see("This is no file of an exchange")
    tour.take("exchange-wrong-file")


def two_versions_of_a_record(desk: Desk, tour: Tour, hub: town.Hub, profile: Path) -> None:
    """A second PC of the centre differs about a phone number: side by side, another number typed, the history."""
    other = Desk(profile)
    other.open()
    try:
        the_loop.enrol(other, hub.url, hub.enrol_code("parsarma"))
        the_loop.sign_in(other, town.ANM, town.PIN_ANM)
        two_versions.part(hub, desk, other)
    finally:
        other.close()
    tour.take("exchange-needs-attention")
    two_versions.compare(desk)
    tour.take("conflict")
    desk.press("Alt+4")
    desk.there("conflict.typed")
    tour.take("conflict-another-number")
    desk.press("Alt+1")
    desk.press("Esc")


def larger(desk: Desk, tour: Tour) -> None:
    """The same at 150 %: what was folded must still be read."""
    desk.press("Alt+S")
    desk.click("settings.text_size.150")
    for letter, there in (
        ("T", "today.new_visit"),
        ("P", "patients.search"),
        ("C", "cases.list"),
        ("R", "registers.list"),
        ("E", "exchange.now"),
    ):
        desk.press(f"Alt+{letter}")
        desk.there(there)
        tour.take(f"large-{there.split('.', 1)[0]}")
    desk.press("Alt+T")
    desk.press("Alt+L")
    desk.there("follow_ups.move")
    tour.take("large-follow-ups")
    desk.press("Alt+C")
    desk.pick("cases.list", "Sunita Devi", open=True)
    desk.there("case.print")
    tour.take("large-answer")
    desk.press("F1")
    desk.there("help.search")
    tour.take("large-help")
    desk.press("Esc")
    desk.press("Alt+V")
    desk.there("paper.print")
    tour.take("large-paper-referral-slip")
    desk.press("Alt+C")
    desk.there("cases.list")
    desk.press("Alt+K")
    desk.there("check.scan")
    tour.take("large-check")
    desk.press("Alt+T")
    desk.press("Alt+D")
    desk.there("drafts.put_away")
    tour.take("large-forms-not-finished")
    desk.pick("drafts.list", "Suneeta Devi", open=True)
    desk.there("new_patient.name")
    tour.take("large-new-patient")
    desk.press("Esc")
    record(desk, tour, "large-")
    two_versions.compare(desk)
    tour.take("large-conflict")
    two_versions.decide(desk)
    desk.press("Alt+P")
    desk.type("patients.search", "Lalita")
    desk.pick("patients.list", "Lalita")
    desk.click("patients.new_visit")
    desk.there("visit.complaint")
    tour.take("large-visit")


def lost(desk: Desk, tour: Tour, hub: town.Hub) -> None:
    """A PC that the district office has revoked, a wrong code, and in the end the order to wipe it."""
    for device in hub.command("device", "list"):
        hub.command("device", "revoke", device["id"])
    desk.press("Alt+E")
    desk.press("F5")
    desk.there("exchange.join", within=60)
    tour.take("large-revoked")
    desk.type("exchange.code", "AAAA-BBBB-CCCC")
    desk.click("exchange.join")
    desk.see("This code is wrong", within=60)
    tour.take("large-wrong-code")
    desk.press("Alt+S")
    desk.click("settings.text_size.100")
    for device in hub.command("device", "list"):
        hub.command("device", "revoke", device["id"], "--wipe")
    desk.press("F5")
    desk.there("enrol.wiped", within=60)
    tour.take("wiped")


def hub_pages(hub: town.Hub) -> None:
    """Every page of the doctors and of the district's office that a link leads to, on a PC and on a phone, in both
    languages; and the answer form of a case in hand."""
    path = browser_path()
    if path is None:
        print("No browser here: the hub's pages are left out.")
        return
    from playwright.sync_api import sync_playwright

    people = (("doctor", town.LOGIN_2, town.PASSWORD_2), ("office", town.LOGIN_ADMIN, town.PASSWORD_ADMIN))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS, env={**os.environ})
        for width, height, where in ((1366, 768, "desktop"), (390, 844, "phone")):
            for who, login, password in people:
                for lang in ("en", "hi"):
                    page = chromium.new_page(viewport={"width": width, "height": height}, locale=f"{lang}-IN")
                    page.goto(f"{hub.url}/sign-in")
                    page.screenshot(path=str(OUT / f"hub-{where}-sign-in-{lang}.png"))
                    page.fill("#login", login)
                    page.fill("#password", password)
                    page.click("#sign_in_button")
                    for n, address in enumerate(walk(page, hub.url), start=1):
                        name = re.sub(r"[^a-z]+", "-", re.sub(r"[0-9a-f-]{30,}", "", address)).strip("-")
                        whole = n > 1
                        shot = OUT / f"hub-{where}-{who}-{n:02}-{name or 'home'}-{lang}.png"
                        page.screenshot(path=str(shot), full_page=whole)
                    page.close()
        chromium.close()


def main() -> int:
    shutil.rmtree(OUT, ignore_errors=True)
    data = OUT.parent / "tour-data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    hub = town.Hub(f"sqlite:///{data / 'hub.db'}", data)
    hub.furnish()
    hub.start()
    desk = Desk(data / "parsarma")
    tour = Tour(desk, OUT)
    try:
        desk.open()
        begun(desk, tour, hub)
        desk.close()
        import_register(data, desk.profile)
        desk.open()
        the_loop.sign_in(desk, town.CHO, town.PIN)
        visits(desk, tour, hub)
        screens_of_a_day(desk, tour)
        what_is_done_about_a_case(desk, tour)
        papers(desk, tour, data)
        registers(desk, tour)
        record(desk, tour)
        without_a_line(desk, tour, hub)
        by_stick(desk, tour, data)
        two_versions_of_a_record(desk, tour, hub, data / "parsarma-2" / "profile")
        high_contrast(desk, tour)
        larger(desk, tour)
        hub_pages(hub)
        lost(desk, tour, hub)
    finally:
        desk.close()
        hub.stop()
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}")
    return 0


def visits(desk: Desk, tour: Tour, hub: town.Hub) -> None:
    """A day's work, with a doctor's answer in it."""
    the_loop.treat_here(desk)
    patients(desk, tour)
    the_loop.refer_to_be_killed(desk)
    refer_sunita(desk)
    with at_the_hub(hub.url) as doctor:
        doctor.sign_in(town.LOGIN, town.PASSWORD)
        waits: Callable[[], bool] = lambda: doctor.waits("Sunita Devi")  # noqa: E731
        wait_until(waits, "the case in the doctor's queue")
        doctor.open_case("Sunita Devi")
        doctor.answer(ANSWER, town.PASSWORD)
    visit_with_a_red_flag(desk, tour)
    visits_of_all_ages(desk, tour)
    desk.press("F5")


def refer_sunita(desk: Desk) -> None:
    """Go on where the story lets the power go, without the power cut."""
    desk.click("visit.outcome.referred")
    desk.choose("visit.desk", "General medicine")
    desk.type("visit.question", "Which iron dose, and can she be treated at home?")
    desk.tick("visit.consent")
    desk.click("visit.finish")
    desk.there("today.new_visit")


if __name__ == "__main__":
    sys.exit(main())
