"""What a doctor reads of a case: all of it, what is doubtful marked, and nothing that a faulty PC sends breaks it."""

from __future__ import annotations

import hashlib
import html
from typing import Any

import pytest
import requests
from playwright.sync_api import expect

from care_record.ids import new_id
from care_record.kinds import KINDS
from hub_server.context import Services
from hub_server.services.devices import make_enrol_code
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import audit, same_person
from hub_server.store.writer import HubChange
from tests.helpers.peer import Peer
from tests.hub_server import chromium
from tests.hub_server.case_sample import WholeCase, day, whole_case, write
from tests.hub_server.review_client import Browser
from tests.hub_server.review_fixtures import hub
from tests.hub_server.review_sample import ReviewHub

__all__ = ["hub"]

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def case(hub: ReviewHub) -> WholeCase:
    return whole_case(hub)


@pytest.fixture(scope="module")
def doctor(hub: ReviewHub) -> Browser:
    browser = Browser(hub.url)
    browser.sign_in("nivedita")
    return browser


def _read(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def _part(page: str, name: str) -> str:
    """The card with this id, up to the next one."""
    start = page.index(f'id="{name}"')
    return page[start : page.find('<div class="card"', start + 1)]


def test_a_case_shows_all_that_is_known(doctor: Browser, case: WholeCase) -> None:
    page = _read(doctor, f"/review/cases/{case.referral}")
    strip = page[page.index('class="strip"') : page.index('class="columns"')]
    for said in ("Allergy: Penicillin, Cotrimoxazole", "27 years", "BP 164/112", "Pregnant", "Convulsions"):
        assert said in strip, said
    vitals = _part(page, "case_vitals")
    assert "164/112" in vitals and "critical" in vitals and "34 weeks and 2 days pregnant" in vitals
    assert page.count("<polyline") == 4, "the pair of pressures, haemoglobin, weight"
    assert page.count('class="flagged') == 8
    assert "Penicillin – rash (severe); Cotrimoxazole – itching" in _part(page, "case_history")
    assert "Score 7" in _part(page, "case_screening") and "tobacco daily" in _part(page, "case_screening")
    results = _part(page, "case_results")
    assert "<b>Urine for protein</b> trace" in results and "Platelet count" in results and "not there yet" in results
    assert "PARACETAMOL 10 tablets" in _part(page, "case_given")
    assert "did not come yet" in _part(page, "case_follow_ups")


def test_who_read_a_case_is_in_the_trail_once_an_hour(hub: ReviewHub, case: WholeCase) -> None:
    reader = Browser(hub.url)
    reader.sign_in("imran")
    for _ in range(2):
        reader.get(f"/review/cases/{case.referral}")
    with hub.services.store.read() as conn:
        wanted = audit.Wanted(staff=hub.doctors["imran"], what="case-read")
        assert [line.subject for line in audit.listed(conn, wanted, 9)] == [case.referral]


def test_a_corrected_note_shows_what_it_said_before(doctor: Browser, case: WholeCase) -> None:
    notes = _part(_read(doctor, f"/review/cases/{case.referral}"), "case_notes")
    assert notes.index("Swelling of both feet") < notes.index("<del>No swelling of the feet.</del>")
    assert notes.count('class="note"') == 1 and "Kumari Anjali (CHO)" in notes


def test_notes_that_correct_each_other_in_a_circle_are_all_shown(hub: ReviewHub, doctor: Browser) -> None:
    patient = hub.person()
    visit = hub.visit(patient)
    referral, (one, other) = hub.refer(patient, visit), (new_id(), new_id())
    for record, amends, text in ((one, other, "First of them."), (other, one, "Second of them.")):
        hub.write(hub.cho, HubChange("note", record, patient, {"visit": visit, "text": text, "amends": amends}))
    notes = _part(_read(doctor, f"/review/cases/{referral}"), "case_notes")
    assert "First of them." in notes and "Second of them." in notes


def test_conflicting_values_stand_with_who_and_when(doctor: Browser, case: WholeCase) -> None:
    page = _read(doctor, f"/review/cases/{case.referral}")
    doubts = page[page.index('id="case_conflicts"') : page.index('class="ask-box"')]
    assert "Phone number" in doubts and "+919800000001" in doubts and "+919800000002" in doubts
    assert "Kumari Anjali (CHO)" in doubts and "Dr Rekha Sinha (Doctor)" in doubts


def test_joined_records_are_read_as_one_person(hub: ReviewHub, doctor: Browser, case: WholeCase) -> None:
    page = _read(doctor, f"/review/cases/{case.referral}")
    assert "Joined with: Suneeta Devi · Barail · C-0007" in page
    assert "Itching after cotrimoxazole" in _part(page, "case_earlier") and "joined record" in page
    # From the other side, too: her desk has no case of that record, yet it is the same person.
    visit = hub.visit(case.other)
    referral = hub.refer(case.other, visit, desk=hub.surgery, speciality="surgery")
    assert "Penicillin" in _read(doctor, f"/review/cases/{referral}")
    hub.write(hub.cho, HubChange("patient", case.other, case.other, {"same_as": None}))
    assert doctor.get(f"/review/cases/{referral}").status_code == 404
    assert "Cotrimoxazole" not in _read(doctor, f"/review/cases/{case.referral}")
    hub.write(hub.cho, HubChange("patient", case.other, case.other, {"same_as": case.patient}))


def test_an_earlier_case_opens_in_place_with_its_answer(doctor: Browser, case: WholeCase) -> None:
    earlier = _part(_read(doctor, f"/review/cases/{case.referral}"), "case_earlier")
    for said in ("Is her pressure too high?", "Less salt", "Gestational hypertension O13", "Dr Imran Alam (Doctor)"):
        assert said in earlier, said
    assert f'href="/review/cases/{case.earlier}"' in earlier


def test_a_small_child_is_judged_by_its_growth(hub: ReviewHub, doctor: Browser) -> None:
    child = hub.person(name="Raju", gender="male", birth_date=day(-400))
    visit = hub.visit(child, vitals={"weight_kg": 6.4, "height_cm": 70, "muac_cm": 11.2})
    page = _read(doctor, f"/review/cases/{hub.refer(child, visit)}")
    growth = _part(page, "case_growth")
    assert "severely underweight" in growth and "very thin: severe malnutrition" in growth and "z -" in growth
    assert "13 months" in page


ODD: tuple[Any, ...] = (
    {},
    [],
    5,
    -1e300,
    True,
    "<script>alert(1)</script>",
    [[]],
    [{"id": "a"}],
    {"id": {"text": [1]}},
)


def test_what_a_faulty_pc_sends_is_shown_marked_and_breaks_nothing(hub: ReviewHub, doctor: Browser) -> None:
    for odd in ODD:
        patient = hub.person(**{n: odd for n in KINDS["patient"].fields if n not in ("name", "same_as", "share")})
        visit = new_id()
        hub.write(hub.cho, HubChange("visit", visit, patient, dict.fromkeys(KINDS["visit"].fields, odd)))
        keep = {"visit", "desk"}
        referral = hub.refer(patient, visit, **{n: odd for n in KINDS["referral"].fields if n not in keep})
        for kind in ("note", "dispense", "result", "attachment", "follow_up", "screening", "case_event"):
            fields = dict.fromkeys(KINDS[kind].fields, odd)
            names = {name: value for name, value in (("visit", visit), ("referral", referral)) if name in fields}
            write(hub, kind, patient, **fields | names)
        for kind in ("advice", "prescription"):
            write(
                hub,
                kind,
                patient,
                hub.doctors["imran"],
                **dict.fromkeys(KINDS[kind].fields, odd) | {"referral": referral},
            )
        for lang in ("en", "hi"):
            answer = doctor.get(f"/review/cases/{referral}", **{"Accept-Language": lang})
            assert answer.status_code == 200, (odd, answer.text[:300])
            assert "<script>alert" not in answer.text
            assert ('id="case_odd"' in answer.text) is (odd != {}), odd
    assert doctor.get("/review/queue").status_code == 200


def test_a_number_that_no_body_has_is_seen_and_marked(hub: ReviewHub, doctor: Browser) -> None:
    patient = hub.person()
    visit = hub.visit(patient, vitals={"spo2": 930, "pulse": 80})
    page = _read(doctor, f"/review/cases/{hub.refer(patient, visit)}")
    vitals = _part(page, "case_vitals")
    assert "930" in vitals and vitals.count("cannot be right") == 1
    assert "SpO2: 930" in page[page.index('id="case_odd"') :]


# ---- pictures, and what the centre's own PC brings --------------------------------------------------------------


@pytest.fixture(scope="module")
def sent(hub: ReviewHub) -> dict[str, str]:
    """A case with three pictures of which one has not come, a PDF, and the centre's medicines, by a real exchange."""
    pc = Peer(hub.url, str(make_enrol_code(hub.services, hub.centre)["code"]))
    her = pc.save("patient", hub.cho, {"name": "Rina Devi", "gender": "female", "village": "Barail"})["record"]
    visit = pc.save("visit", hub.cho, {"started": "2026-11-23T14:00:00+05:30", "mode": "spoke"}, patient=her)["record"]
    fields = {"visit": visit, "desk": hub.medicine, "speciality": "medicine", "urgency": "routine", "question": "?"}
    ids = {"referral": pc.save("referral", hub.cho, fields, patient=her)["record"]}
    files = {"one": (PNG, "image/png"), "two": (PNG + b"2", "image/png"), "lost": (b"x", "image/png")}
    files |= {"pdf": (b"%PDF-1.4 <script>alert(1)</script>", "application/pdf")}
    undated = pc.save("visit", hub.cho, {"mode": "spoke"}, patient=her, at="soon")["record"]
    fields |= {"visit": undated, "question": "When?"}
    ids["undated"] = pc.save("referral", hub.cho, fields, patient=her, at="soon")["record"]
    for name, (data, media) in files.items():
        sha = hashlib.sha256(data).hexdigest()
        fields = {"visit": visit, "sha256": sha, "bytes": len(data), "media": media, "label": f"Picture {name}"}
        ids[name] = pc.save("attachment", hub.cho, fields, patient=her)["record"]
    items = [{"id": new_id(), "generic": "LABETALOL", "form": "tablet", "strength": "100 mg", "quantity": 40}]
    items += [{"id": new_id(), "generic": "ATENOLOL", "quantity": 0}]
    pc.save("stock", hub.cho, {"facility": hub.centre, "items": items})
    pc.exchange()
    for name in ("one", "two", "pdf"):
        data = files[name][0]
        headers = {"Authorization": f"Bearer {pc.token}", "Spoke-Request": "abc", "Upload-Offset": "0"}
        url = f"{pc.url}/v1/attachments/{hashlib.sha256(data).hexdigest()}"
        assert requests.patch(url, data=data, headers=headers, timeout=60).status_code == 204
    return ids


def test_the_centres_medicines_are_in_sight(doctor: Browser, sent: dict[str, str]) -> None:
    stock = _part(_read(doctor, f"/review/cases/{sent['referral']}"), "case_stock")
    assert "LABETALOL" in stock and "tablet 100 mg" in stock and ">40<" in stock
    assert stock.index("ATENOLOL") < stock.index("none left") < stock.index("LABETALOL")


def test_a_case_without_any_time_that_can_be_read_opens(doctor: Browser, sent: dict[str, str]) -> None:
    assert "When?" in _read(doctor, f"/review/cases/{sent['undated']}")
    assert "When?" in _read(doctor, f"/review/cases/{sent['referral']}"), "among the earlier cases"


def test_each_picture_has_a_page(hub: ReviewHub, doctor: Browser, sent: dict[str, str]) -> None:
    room = f"/review/cases/{sent['referral']}/pictures"
    page = _read(doctor, f"{room}/{sent['two']}?size=3")
    assert f'href="{room}/{sent["one"]}"' in page and f'href="{room}/{sent["lost"]}"' in page
    assert "viewer-room z3" in page and "Picture two (2 of 4)" in page
    assert "has not come yet" in _read(doctor, f"{room}/{sent['lost']}")
    report = _read(doctor, f"{room}/{sent['pdf']}?size=<b>")
    assert "<img" not in report and "picture_open" in report
    saved = doctor.get(f"/review/cases/{sent['referral']}/attachments/{sent['pdf']}")
    assert saved.headers["Content-Type"] == "application/pdf" and "attachment" in saved.headers["Content-Disposition"]
    with hub.services.store.read() as conn:
        wanted = audit.Wanted(staff=hub.doctors["nivedita"], what="picture-read", subject=sent["two"])
        assert len(audit.listed(conn, wanted, 9)) == 1


def test_pictures_of_other_desks_and_patients_do_not_open(
    hub: ReviewHub, doctor: Browser, sent: dict[str, str], case: WholeCase
) -> None:
    surgeon = Browser(hub.url)
    surgeon.sign_in("surgeon")
    path = f"/review/cases/{sent['referral']}/pictures/{sent['one']}"
    assert (doctor.get(path).status_code, surgeon.get(path).status_code) == (200, 404)
    for record in (case.photo, new_id(), "x"):
        assert doctor.get(f"/review/cases/{sent['referral']}/pictures/{record}").status_code == 404


def test_the_arrow_keys_go_through_the_pictures(hub: ReviewHub, sent: dict[str, str], case: WholeCase) -> None:
    with chromium.launched() as browser:
        page, complaints = chromium.opened(browser, hub, "phone", "hi")
        page.goto(f"{hub.url}/review/cases/{case.referral}")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.goto(f"{hub.url}/review/cases/{sent['referral']}")
        page.locator(".thumb img").first.click()
        expect(page.locator("#picture_next")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.keyboard.press("ArrowRight")
        page.wait_for_url(f"**/pictures/{sent['two']}")
        page.keyboard.press("ArrowLeft")
        page.wait_for_url(f"**/pictures/{sent['one']}")
        page.keyboard.press("Escape")
        page.wait_for_url(f"**/review/cases/{sent['referral']}")
        assert complaints == []


# ---- who is one person, on both databases ------------------------------------------------------------------------


def test_records_of_one_person_are_found_from_each_of_them(services: Services) -> None:
    cho = add_staff(services, NewStaff("Kumari Anjali", "cho", ()))
    told = {"name": "Sunita", "gender": "female", "village": "Barail"}
    one, two, three, alone = (new_id() for _ in range(4))

    def said(patient: str, **fields: Any) -> None:
        change = HubChange("patient", patient, patient, fields)
        services.store.run(lambda conn: services.writer.write(conn, cho, [change]))

    for patient in (one, two, three, alone):
        said(patient, **told)
    said(two, same_as=one)
    said(three, same_as=two)
    said(one, same_as=three)
    said(alone, same_as=alone)

    def group(patient: str) -> set[str]:
        with services.store.read() as conn:
            found = same_person.group(conn, patient)
        assert found[0] == patient
        return set(found)

    assert group(one) == group(two) == group(three) == {one, two, three}
    assert group(alone) == {alone}
    said(one, same_as=None)
    said(three, same_as=None)
    assert group(one) == {one, two} and group(three) == {three}
