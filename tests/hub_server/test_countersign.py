"""Countersigning and calls, through the pages: who is asked to read what, what a doctor says, and what goes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from care_record.call import room_address
from care_record.clock import time_text
from care_record.ids import new_id
from care_record.kinds.visit import AGREED
from hub_server.context import Services
from hub_server.services.places import add_desk, add_facility
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import note_sample, records, tables
from hub_server.store.note_sample import USUAL_PERCENT, percent_of
from hub_server.store.writer import HubChange
from tests.helpers.hub import services, store_url
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_fixtures import hub
from tests.hub_server.review_sample import ReviewHub

__all__ = ["hub", "services", "store_url"]


def _browser(hub: ReviewHub, who: str) -> Browser:
    browser = Browser(hub.url)
    browser.sign_in(who)
    return browser


def _drawn_id(*, drawn: bool = True) -> str:
    while (percent_of(made := new_id()) < USUAL_PERCENT) is not drawn:
        pass
    return made


def _note(hub: ReviewHub, text: str, *, note: str = "", cho: str = "", **visit: Any) -> tuple[str, str]:
    """A signed note of the health worker, drawn unless it is given; (patient, note)."""
    patient = hub.person()
    at = hub.visit(patient, **visit)
    fields = {"visit": at, "text": text, "signed": time_text(datetime.now(UTC))}
    note = note or _drawn_id()
    hub.write(cho or hub.cho, HubChange("note", note, patient, fields))
    return patient, note


def _page(browser: Browser, note: str = "") -> str:
    answer = browser.get(f"/review/countersign/{note}".rstrip("/"))
    assert answer.status_code == 200, answer.text
    return answer.text


def _say(browser: Browser, note: str, verdict: str, words: str = "", **more: str) -> Any:
    form = fields_of(_page(browser)) | {"verdict": verdict, "words": words} | more
    return browser.post(f"/review/countersign/{note}", form)


def test_red_flags_come_first_and_what_was_not_drawn_is_not_asked_for(hub: ReviewHub) -> None:
    browser = _browser(hub, "nivedita")
    _, plain = _note(hub, "Cough, chest clear.")
    _, flagged = _note(hub, "Fever, sent home.", vitals={"temperature_f": 104.0, "pulse": 130})
    _, not_drawn = _note(hub, "Nobody asks for this.", note=_drawn_id(drawn=False))
    page = _page(browser)
    assert page.index(f"note_{flagged}") < page.index(f"note_{plain}")
    assert "Pulse 130" in page
    assert not_drawn not in page
    assert browser.get(f"/review/countersign/{not_drawn}").status_code == 404
    for note in (plain, flagged):
        assert _say(browser, note, "agrees").status_code == 200


def test_a_doctor_agrees_and_the_note_goes_back_to_the_centre(hub: ReviewHub) -> None:
    browser = _browser(hub, "nivedita")
    patient, note = _note(hub, "ORS given, danger signs told.")
    page = _page(browser, note)
    assert "ORS given, danger signs told." in page
    assert "Kumari Anjali" in page
    assert "Countersigned." in _say(browser, note, "agrees").text
    with hub.services.store.read() as conn:
        [said] = [r for r in records.records_of(conn, patient, {"note"}) if r.fields.get("countersigns")]
        trail = conn.execute(sa.select(tables.audit_trail.c.what).where(tables.audit_trail.c.subject == note)).scalars()
        assert {"note-read", "note-countersigned"} <= set(trail)
    assert (said.author, said.fields["verdict"], said.fields["text"]) == (hub.doctors["nivedita"], "agrees", AGREED)
    assert said.fields["countersigns"] == note
    assert "Agreed" in _page(browser, note)
    assert AGREED not in _page(browser, note)


def test_a_comment_needs_words_and_what_was_typed_stays(hub: ReviewHub) -> None:
    browser = _browser(hub, "nivedita")
    patient, note = _note(hub, "Tablet for pain given.")
    refused = _say(browser, note, "comment", "  ")
    assert refused.status_code == 422
    assert "Write what the health worker should know" in refused.text
    assert _say(browser, note, "perhaps", "half a word").status_code == 422
    assert _say(browser, note, "comment", "Which <b>dose</b>?\nWrite it down.").status_code == 200
    assert "Which &lt;b&gt;dose&lt;/b&gt;?" in _page(browser, note)
    with hub.services.store.read() as conn:
        said = [r for r in records.records_of(conn, patient, {"note"}) if r.fields.get("countersigns")]
    assert [r.fields["text"] for r in said] == ["Which <b>dose</b>?\nWrite it down."]


def test_a_note_is_countersigned_once(hub: ReviewHub) -> None:
    first, second = _browser(hub, "nivedita"), _browser(hub, "imran")
    patient, note = _note(hub, "Both have it open.")
    _page(first, note), _page(second, note)
    assert _say(first, note, "agrees").status_code == 200
    assert "A colleague was quicker" in _say(second, note, "comment", "Too late").text
    with hub.services.store.read() as conn:
        assert len([r for r in records.records_of(conn, patient, {"note"}) if r.fields.get("countersigns")]) == 1


def test_a_correction_takes_the_place_of_what_it_corrects(hub: ReviewHub) -> None:
    browser = _browser(hub, "nivedita")
    patient, old = _note(hub, "Weight 10 kg.")
    with hub.services.store.read() as conn:
        visit = next(r.fields["visit"] for r in records.records_of(conn, patient, {"note"}))
    new = _drawn_id(drawn=False)
    fields = {"visit": visit, "text": "Weight 100 kg.", "signed": time_text(datetime.now(UTC)), "amends": old}
    hub.write(hub.cho, HubChange("note", new, patient, fields))
    page = _page(browser)
    assert f"note_{new}" in page
    assert f"note_{old}" not in page
    page = _page(browser, new)
    assert "<s>Weight 10 kg.</s>" in page
    assert _say(browser, new, "agrees").status_code == 200


def test_notes_of_other_centres_and_forged_forms_are_refused(hub: ReviewHub) -> None:
    place = {"code": "FAR", "name": "HSC Far", "district": "217", "desks": [hub.surgery]}
    far = add_facility(hub.services, place)
    cho = add_staff(hub.services, NewStaff("Rina Kumari", "cho", (far,)))
    _, note = _note(hub, "Only for surgery's doctors.", cho=cho)
    mine, theirs = _browser(hub, "nivedita"), _browser(hub, "surgeon")
    assert note not in _page(mine)
    assert mine.get(f"/review/countersign/{note}").status_code == 404
    assert _say(mine, note, "agrees").status_code == 404
    assert note in _page(theirs)
    assert theirs.post(f"/review/countersign/{note}", {"verdict": "agrees"}).status_code == 403
    for odd in ("x", new_id(), hub.centre, "..%2f"):
        assert theirs.get(f"/review/countersign/{odd}").status_code in (404, 400)
    assert _say(theirs, note, "agrees").status_code == 200


def test_the_room_of_a_call_is_offered_noted_and_proposes_the_tick(hub: ReviewHub) -> None:
    base = "https://meet.example.org/supaul"
    with hub.services.store.read() as conn:
        desk = records.folded(conn, hub.medicine)
    assert desk is not None
    browser, surgeon = _browser(hub, "nivedita"), _browser(hub, "surgeon")
    referral = hub.case()
    browser.claim(referral)
    assert 'id="call"' not in browser.get(f"/review/cases/{referral}").text
    hub.write(hub.services.identity.hub, HubChange("desk", hub.medicine, None, {"call_base_url": base}))
    page = browser.get(f"/review/cases/{referral}").text
    [head] = hub.records(referral, "case_event")
    assert f'href="{room_address(base, referral, str(head.patient))}"' in page
    assert 'target="_blank" rel="noopener noreferrer"' in page
    form = browser.form(referral)
    part = browser.post(f"/review/cases/{referral}/call", form)
    assert part.status_code == 200
    assert "You opened the call at" in part.text
    assert "checked" not in part.text
    assert "You opened the call at" in browser.get(f"/review/cases/{referral}?tab=answer").text
    assert browser.post(f"/review/cases/{referral}/call", {}).status_code == 403
    token = fields_of(surgeon.get("/review/queue").text)
    assert surgeon.post(f"/review/cases/{referral}/call", token).status_code == 404
    with hub.services.store.read() as conn:
        what = conn.execute(sa.select(tables.audit_trail.c.what).where(tables.audit_trail.c.subject == referral))
        assert list(what.scalars()).count("call-opened") == 1
    hub.write(hub.services.identity.hub, HubChange("desk", hub.medicine, None, {"call_base_url": "http://open.line"}))
    assert 'id="call"' not in browser.get(f"/review/cases/{referral}").text


def test_the_draw_on_this_database(services: Services) -> None:
    desk = add_desk(services, {"code": "M", "name": "M", "specialities": ["medicine"], "countersign_percent": 100})
    centre = add_facility(services, {"code": "C", "name": "C", "district": "217"})
    cho = add_staff(services, NewStaff("Asha Devi", "cho", (centre,)))
    papers = {"qualification": "MBBS", "registration_no": "BCMR 1"}
    doctor = add_staff(services, NewStaff("Dr A", "doctor", (desk,), extra=papers))
    patient, visit, note, draft = (new_id() for _ in range(4))
    signed = {"visit": visit, "text": "Seen.", "signed": time_text(services.now())}
    changes = [
        HubChange("patient", patient, None, {"name": "Ram Sah", "gender": "male", "village": "Balua"}),
        HubChange("visit", visit, patient, {"started": "2026-11-23T10:00:00+05:30", "mode": "spoke"}),
        HubChange("note", draft, patient, {"visit": visit, "text": "Not signed yet."}),
        HubChange("note", note, patient, signed),
        HubChange("note", None, patient, signed | {"text": "Names no visit of hers.", "visit": new_id()}),
    ]
    services.store.run(lambda conn: services.writer.write(conn, cho, changes))

    def asked(percent: int, days: int = 0) -> list[str]:
        now = services.now() + timedelta(days=days)
        with services.store.read() as conn:
            return [row.note for row in note_sample.waiting(conn, {centre: percent}, now, 10)]

    assert asked(100) == [note]
    assert asked(percent_of(note)) == []
    assert asked(percent_of(note) + 1) == [note]
    assert asked(100, days=31) == []
    later = [HubChange("note", draft, patient, {"signed": time_text(services.now())})]
    services.store.run(lambda conn: services.writer.write(conn, cho, later))
    assert sorted(asked(100)) == sorted([note, draft])
    said = [HubChange("note", None, patient, signed | {"countersigns": note, "verdict": "agrees"})]
    services.store.run(lambda conn: services.writer.write(conn, cho, said))
    assert note in asked(100)  # a health worker's own word is none
    services.store.run(lambda conn: services.writer.write(conn, doctor, said))
    assert note not in asked(100)
    with services.store.read() as conn:
        [done] = note_sample.lately_done(conn, doctor, 5)
    assert (done.note, done.verdict) == (note, "agrees")
