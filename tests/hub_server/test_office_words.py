"""The office reads words and no codes: why a row of a list was refused, and what stands beside a line of the trail."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from care_record.ids import new_id
from care_record.kinds import KINDS
from hub_server.app import PAGES
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import audit
from hub_server.web.rendering import load_strings
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_fixtures import browser, hub
from tests.hub_server.review_sample import PASSWORD, ReviewHub

__all__ = ["browser", "hub"]

OFFICE = "office"


@pytest.fixture(scope="module", autouse=True)
def _office(hub: ReviewHub) -> None:
    add_staff(hub.services, NewStaff("Farida Khatoon", "admin", (), None, OFFICE, PASSWORD))


@pytest.fixture(params=["en", "hi"])
def office(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Browser, str]]:
    browser.get(f"/language/{request.param}?back=/sign-in")
    browser.sign_in(OFFICE)
    yield browser, request.param


def _refused(browser: Browser, kind: str, content: str) -> list[str]:
    """The reasons as the page shows them, which the report has, too."""
    fields = {"csrf": fields_of(browser.get("/admin/import").text)["csrf"], "kind": kind}
    told: list[str] = []
    for step in ("try", "report"):
        files: dict[str, tuple[str | None, str]] = {name: (None, value) for name, value in fields.items()}
        files |= {"step": (None, step), "file": ("list.csv", content)}
        answer = browser.session.post(browser.url + "/admin/import", files=files, timeout=60)
        if step == "try":
            page = html.unescape(answer.text)
        else:
            told = [row[-1] for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))][1:]
    assert told and all(reason in page for reason in told)
    return told


CENTRES = """code,name,name_hi,type,district,block,call_base_url,desks
A1,HSC A,,,Nowhere,,,
A2,HSC B,,,Supaul,Nowhere,,
A3,HSC C,,,Supaul,,http://meet.example.org,
A4,HSC D,,,Supaul,,,NODESK
A5,,,,Supaul,,,
"""
PEOPLE = """name,name_hi,role,posts,qualification,registration_no
Dr A,,doctor,MED,,BR-1
Dr B,,doctor,MED,MBBS,
C,,clerk,HSC1,,
D,,anm,NOWHERE,,
"""
SAID = {
    "en": ["District", "Block", "Address of video calls", "Doctors' desks", "Name"],
    "hi": ["ज़िला", "प्रखंड", "वीडियो कॉल का पता", "डॉक्टरों के डेस्क", "नाम"],
}
SAID_OF_PEOPLE = {
    "en": ["Qualification", "Registration number", "Role", "Place of work"],
    "hi": ["योग्यता", "पंजीकरण संख्या", "भूमिका", "काम की जगह"],
}


def test_a_refused_row_says_why_in_words(office: tuple[Browser, str]) -> None:
    browser, lang = office
    assert [reason.partition(":")[0] for reason in _refused(browser, "facility", CENTRES)] == SAID[lang]
    assert [reason.partition(":")[0] for reason in _refused(browser, "staff", PEOPLE)] == SAID_OF_PEOPLE[lang]


DETAILS = {
    ("staff-changed", "name, name_hi, posts"): ("Name, Name in Hindi, Place of work", "नाम, हिन्दी में नाम, काम की जगह"),
    ("desk-changed", "countersign_percent"): ("Notes to countersign, per cent", "प्रति-हस्ताक्षर के नोट, प्रतिशत"),
    ("note-countersigned", "agrees"): ("Agreed", "सहमत"),
    ("note-countersigned", "comment"): ("Commented", "टिप्पणी भेजी"),
    ("quarantine-released", "author-not-here"): (
        "Its author never had a post at this centre",
        "लेखक की इस केंद्र पर कभी तैनाती नहीं थी",
    ),
    ("cases-searched", "3"): ("Found: 3", "मिले: 3"),
    ("audit-taken", "pcs"): ("On the PCs", "कंप्यूटरों पर"),
    ("staff-changed", "something_new"): ("something_new", "something_new"),
    ("answer-signed", "name"): ("name", "name"),
    ("case-forwarded", "no desk"): ("no desk", "no desk"),
}


def test_a_line_of_the_trail_has_no_codes_beside_it(hub: ReviewHub, office: tuple[Browser, str]) -> None:
    browser, lang = office
    for (what, detail), said in DETAILS.items():
        subject = _noted(hub, what, detail)
        page = html.unescape(browser.get(f"/admin/audit?record={subject}").text)
        assert f'<span class="under">{said[lang == "hi"]}' in page, (what, detail)


def _noted(hub: ReviewHub, what: str, detail: str) -> str:
    """A line of the trail; the id that it tells of."""
    subject = new_id()
    hub.services.store.run(lambda conn: audit.note(conn, datetime.now(UTC), hub.cho, what, subject, detail))
    return subject


def test_where_a_case_was_forwarded_to_is_the_desks_name(hub: ReviewHub, office: tuple[Browser, str]) -> None:
    browser, lang = office
    referral = hub.case()
    doctor = Browser(hub.url)
    doctor.sign_in("nivedita")
    doctor.claim(referral)
    to = {"forward_to": f"{hub.surgery}|surgery", "forward_word": "Please look at the wound."}
    assert doctor.answer(referral, doctor.form(referral) | to, forward="yes").status_code == 200
    doctor.session.close()
    page = browser.get(f"/admin/audit?record={referral}&what=case-forwarded").text
    assert '<span class="under">' + {"en": "Surgery, Supaul", "hi": "सामान्य रोग, सुपौल"}[lang] in page
    assert hub.surgery not in page


def test_every_field_of_the_offices_records_has_words() -> None:
    strings = load_strings(PAGES)
    shown = {name for kind in ("facility", "desk", "staff") for name in KINDS[kind].fields} - {"active", "keys"}
    for lang, table in strings.items():
        assert {name for name in shown if f"office.field.{name}" not in table} == set(), lang
