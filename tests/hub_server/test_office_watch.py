"""The office's pages that watch over the hub: overview, PCs, quarantine, duplicates, notices and the trail."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from care_record.chain import line_hash
from care_record.ids import new_id
from hub_server.services.devices import make_enrol_code
from hub_server.services.duplicates import compare_new
from hub_server.services.places import add_facility
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import audit, records
from hub_server.store import tables as t
from hub_server.store.writer import HubChange
from hub_server.times import ist_day
from tests.helpers.peer import Peer, line_of
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_sample import PASSWORD, ReviewHub, review_hub


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewHub]:
    with review_hub(tmp_path_factory.mktemp("office")) as served:
        for role, login in (("admin", "office"), ("it", "machines"), ("programme", "programme")):
            add_staff(served.services, NewStaff(f"{login.title()} Kumar", role, (), None, login, PASSWORD))
        yield served


@pytest.fixture(scope="module")
def office(hub: ReviewHub) -> Iterator[Browser]:
    with SignedIn(hub, "office") as browser:
        yield browser


class SignedIn:
    """Somebody's browser, closed at the end."""

    def __init__(self, hub: ReviewHub, login: str) -> None:
        self._browser = Browser(hub.url)
        self._browser.sign_in(login)

    def __enter__(self) -> Browser:
        return self._browser

    def __exit__(self, *_: object) -> None:
        self._browser.session.close()


def _peer(hub: ReviewHub, facility: str | None = None) -> Peer:
    return Peer(hub.url, str(make_enrol_code(hub.services, facility or hub.centre)["code"]))


def _another_centre(hub: ReviewHub, code: str) -> tuple[str, str]:
    """A health centre elsewhere, and its CHO."""
    centre = add_facility(hub.services, {"code": code, "name": f"HSC {code}", "district": "217"})
    return centre, add_staff(hub.services, NewStaff(f"CHO of {code}", "cho", (centre,)))


def _told(hub: ReviewHub, what: str) -> list[tuple[str, str]]:
    """Who did this, and to what, by the trail."""
    a = t.audit_trail.c
    with hub.services.store.read() as conn:
        rows = conn.execute(sa.select(a.staff, a.subject).where(a.what == what).order_by(a.id))
        return [(row.staff, row.subject) for row in rows]


def _fields(hub: ReviewHub, record: str) -> dict[str, Any]:
    with hub.services.store.read() as conn:
        found = records.folded(conn, record)
    assert found is not None
    return dict(found.fields)


# ---- who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("login", "sees"),
    [
        ("machines", {"", "/devices", "/quarantine"}),
        ("programme", {"", "/notices"}),
        ("nivedita", set()),
    ],
)
def test_each_role_sees_its_pages_and_no_others(hub: ReviewHub, login: str, sees: set[str]) -> None:
    with SignedIn(hub, login) as browser:
        for page in ("", "/devices", "/quarantine", "/duplicates", "/notices", "/audit", "/audit/file.csv"):
            assert browser.get(f"/admin{page}").status_code == (200 if page in sees else 403), page
        csrf = {"csrf": fields_of(browser.get("/admin/").text).get("csrf", "")}
        assert browser.post("/admin/notices", csrf | {"text": "x", "until": "2030-01-01"}).status_code == 403
        assert browser.post(f"/admin/quarantine/{new_id()}/release", csrf).status_code == 403
        assert browser.post(f"/admin/duplicates/{new_id()}/{new_id()}", csrf | {"do": "apart"}).status_code == 403


# ---- PCs ----------------------------------------------------------------------------------------------------------


def test_a_pc_is_revoked_and_then_wiped_only_when_confirmed(hub: ReviewHub, office: Browser) -> None:
    peer = _peer(hub)
    peer.exchange()
    page = office.get("/admin/devices?q=parsarma")
    assert f'id="device_{peer.device}"' in page.text and "HSC Parsarma" in page.text
    where = f"/admin/devices/{peer.device}"
    form = fields_of(office.get(where).text)
    refused = office.post(f"{where}/revoke", form)
    assert refused.status_code == 422 and "Tick this box first" in refused.text
    assert office.post(f"{where}/revoke", form | {"sure": "yes"}).status_code == 200
    wrong = office.post(f"{where}/wipe", form | {"name": "another"})
    assert wrong.status_code == 422 and "not the name of the PC" in wrong.text
    assert "peer" in office.get("/admin/devices?show=revoked").text
    assert office.post(f"{where}/wipe", form | {"name": "peer"}).status_code == 200
    assert "'wipe': True" in str(peer.exchange().messages)
    me = _told(hub, "device-revoked")[-1][0]
    assert _told(hub, "device-revoked")[-1] == (me, peer.device) == _told(hub, "device-wiped")[-1]
    assert _fields(hub, _device_record(hub, peer.device))["revoked"] is True
    assert office.get("/admin/devices/nothing").status_code == 404


def _device_record(hub: ReviewHub, device: str) -> str:
    with hub.services.store.read() as conn:
        return str(conn.scalar(sa.select(t.devices.c.record).where(t.devices.c.device == device)))


def test_silent_copied_and_misled_pcs_are_found(hub: ReviewHub, office: Browser) -> None:
    silent, copied, late = (_peer(hub) for _ in range(3))
    long_ago = (datetime.now(UTC) - timedelta(days=5)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    d = t.devices

    def spoil(conn: sa.Connection) -> None:
        conn.execute(sa.update(d).where(d.c.device == silent.device).values(enrolled_at=long_ago, name="<b>Old</b> PC"))
        conn.execute(sa.update(d).where(d.c.device == late.device).values(offset_s=-7300.0))

    hub.services.store.run(spoil)
    copied.new_chain()
    for show, peer in (("silent", silent), ("copies", copied), ("clock", late)):
        found = office.get(f"/admin/devices?show={show}").text
        shown = [each.device for each in (silent, copied, late) if f'id="device_{each.device}"' in found]
        assert shown == [peer.device]
    page = office.get(f"/admin/devices/{silent.device}").text
    assert "&lt;b&gt;Old&lt;/b&gt; PC" in page and "Silent for 5 days" in page
    assert "2 h behind" in office.get(f"/admin/devices/{late.device}").text
    overview = office.get("/admin/").text
    assert overview.count("show=silent") == overview.count("show=copies") == overview.count("show=clock") == 1


def test_a_long_list_is_read_by_pages(hub: ReviewHub, office: Browser) -> None:
    centre, _ = _another_centre(hub, "HSCLONG")
    row = {
        "post_kind": "facility",
        "post": centre,
        "app": "0.1.0",
        "os": "w",
        "wipe": False,
        "copies": 0,
        "enrolled_at": "2026-11-20T00:00:00.000Z",
    }
    rows = [
        {**row, "device": f"long{i:03}", "record": new_id(), "name": f"Long {i:03}", "token_hash": f"long{i}"}
        | {"slip_letter": f"L{i}"}
        for i in range(60)
    ]
    hub.services.store.run(lambda conn: conn.execute(sa.insert(t.devices), rows))
    first = office.get("/admin/devices?q=HSCLONG").text
    assert first.count('id="device_long') == 50
    [link] = [part.split('"')[0] for part in first.split('rel="next" href="')[1:]]
    second = office.get(link.replace("&amp;", "&")).text
    assert second.count('id="device_long') == 10 and 'rel="next"' not in second
    seen = {f"long{i:03}" for i in range(60) if f"device_long{i:03}" in first + second}
    assert len(seen) == 60


# ---- overview -----------------------------------------------------------------------------------------------------


def test_the_overview_tells_of_cases_beyond_their_limit(hub: ReviewHub, office: Browser) -> None:
    assert "No case waits beyond its limit." in office.get("/admin/").text
    referral = hub.case(urgency="emergency")
    long_ago = "2026-01-01T00:00:00.000Z"
    q = t.case_queue
    hub.services.store.run(
        lambda conn: conn.execute(sa.update(q).where(q.c.referral == referral).values(waiting_since=long_ago))
    )
    late = office.get("/admin/").text.split('id="late"')[1]
    assert "General Medicine, Supaul" in late and ">1</td>" in late
    where = late.split('href="')[1].split('"')[0]
    assert where == f"/admin/places/desk/{hub.medicine}" and office.get(where).status_code == 200


# ---- quarantine ---------------------------------------------------------------------------------------------------


def test_what_was_refused_is_explained_and_released(hub: ReviewHub, office: Browser) -> None:
    peer = _peer(hub)
    stranger = add_staff(hub.services, NewStaff("Someone Else", "cho", (_another_centre(hub, "HSCQ")[0],)))
    patient = peer.save("patient", stranger, {"name": "Kept Secret", "gender": "female", "village": "Barail"})
    peer.exchange()
    page = office.get("/admin/quarantine").text
    assert "Its author never had a post at this centre" in page and "Someone Else" in page
    assert "Kept Secret" not in page
    where = f"/admin/quarantine/{patient['id']}"
    form = fields_of(office.get(where).text)
    with SignedIn(hub, "machines") as it:
        assert 'id="release"' not in it.get(where).text
        assert it.post(f"{where}/release", fields_of(it.get(where).text)).status_code == 403
    assert "The entry was released" in office.post(f"{where}/release", form).text
    assert _fields(hub, patient["record"])["name"] == "Kept Secret"
    assert _told(hub, "quarantine-released")[-1][1] == patient["id"]
    assert office.get(where).status_code == 404
    assert office.post(f"{where}/release", form).status_code == 404


def test_of_two_lines_under_one_id_each_is_released_by_itself(hub: ReviewHub, office: Browser) -> None:
    good, other = _peer(hub), _peer(hub)
    stranger = add_staff(hub.services, NewStaff("Yet Another", "cho", (_another_centre(hub, "HSCTWO")[0],)))
    line = good.save("patient", stranger, {"name": "The Right One", "gender": "female", "village": "Barail"})
    other.lines.append(line_of({**line, "set": {**line["set"], "name": "The Wrong One"}}))
    other.exchange()
    good.exchange()
    listed = html.unescape(office.get("/admin/quarantine").text)
    where = {peer: f"/admin/quarantine/{line['id']}?device={peer.device}" for peer in (good, other)}
    assert all(f'href="{url}"' in listed for url in where.values())
    page = office.get(where[good]).text
    action = html.unescape(page.split('id="release"')[0].rpartition('action="')[2].split('"')[0])
    assert "The entry was released" in office.post(action, fields_of(page)).text
    assert _fields(hub, line["record"])["name"] == "The Right One"
    assert office.get(where[good]).status_code == 404
    left = office.get(where[other]).text
    late = office.post(action.replace(good.device, other.device), fields_of(left))
    assert (late.status_code, "Another entry has the same number" in late.text) == (422, True)
    assert _fields(hub, line["record"])["name"] == "The Right One"


def test_two_lines_of_one_pc_under_one_id_are_two_pages(hub: ReviewHub, office: Browser) -> None:
    pc = _peer(hub)
    patient = pc.save("patient", hub.cho, {"name": "Rina Devi", "gender": "female", "village": "Barail"})
    advice = pc.save("advice", hub.cho, {"text": "rest"}, patient=patient["patient"])
    pc.exchange()
    pc.new_chain()
    pc.lines = [line_of(patient), line_of({**advice, "set": {"text": "walk"}})]
    pc.exchange()
    listed = html.unescape(office.get(f"/admin/quarantine?device={pc.device}").text)
    pages = sorted(set(re.findall(rf'href="(/admin/quarantine/{advice["id"]}[^"]*)"', listed)))
    assert len(pages) == 2
    walk = line_hash(line_of({**advice, "set": {"text": "walk"}})).hex()
    (where,) = [page for page in pages if walk.startswith(page.rpartition("line=")[2])]
    page = office.get(where).text
    action = html.unescape(page.split('id="release"')[0].rpartition('action="')[2].split('"')[0])
    assert "The entry was released" in office.post(action, fields_of(page)).text
    assert _fields(hub, advice["record"])["text"] == "walk"
    assert office.get(where).status_code == 404


# ---- duplicates ---------------------------------------------------------------------------------------------------


def _twice(hub: ReviewHub, code: str) -> tuple[str, str, dict[str, str]]:
    """The same person at the centre and at another one: both records, the older first, and the centre of each."""
    centre, cho = _another_centre(hub, code)
    here, there = _peer(hub), _peer(hub, centre)
    known = {"name": f"Sunita {code}", "gender": "female", "village": "Barail", "relative_name": "Manoj Yadav"}
    known |= {"birth_date": "1999-04-02", "phone": "+919876543210"}
    one = here.save("patient", hub.cho, known)
    other = there.save("patient", cho, known | {"name": f"Suneeta {code}", "relative_name": "मनोज यादव"})
    here.exchange()
    there.exchange()
    at = {str(one["record"]): hub.centre, str(other["record"]): centre}
    return min(at), max(at), at


def test_one_person_at_two_centres_is_joined_and_parted_again(hub: ReviewHub, office: Browser) -> None:
    one, other, at = _twice(hub, "HSCJ")
    page = office.get("/admin/duplicates").text
    assert f'id="pair_{one}_{other}"' in page and "Sunita HSCJ" in page
    where = f"/admin/duplicates/{one}/{other}"
    side = office.get(where).text
    assert "Suneeta HSCJ" in side and "2 Apr 1999" in side and "Nearly the same" not in side.split("Phone")[1][:400]
    form = fields_of(side) | {"do": "join", "stays": one}
    form.pop("sure", None)
    assert office.post(where, form).status_code == 422
    assert "same_as" not in _fields(hub, other)
    joined = office.post(where, form | {"sure": "yes"})
    assert "The records are joined" in joined.text
    assert _fields(hub, other)["same_as"] == one
    shared = {entry["facility"] for entry in _fields(hub, one)["share"]}
    assert shared == {at[other]} and {entry["facility"] for entry in _fields(hub, other)["share"]} == {at[one]}
    again = office.post(where, form | {"sure": "yes"})
    assert "Somebody decided this meanwhile" in again.text
    assert f'id="pair_{one}_{other}"' not in office.get("/admin/duplicates").text
    undone = office.post(where, fields_of(office.get("/admin/duplicates").text) | {"do": "undo"})
    assert "It is taken back" in undone.text
    assert _fields(hub, other).get("same_as") is None
    assert [told[1] for told in (_told(hub, "duplicate-joined")[-1], _told(hub, "duplicate-undone")[-1])] == [other] * 2
    assert {one, other} <= {subject for _, subject in _told(hub, "duplicate-seen")}


def test_joining_and_parting_keeps_what_a_pc_wrote_meanwhile(hub: ReviewHub, office: Browser) -> None:
    one, other, at = _twice(hub, "HSCMEAN")
    [here] = [place for patient, place in at.items() if patient == other]
    pc = _peer(hub, here)
    pc.exchange()
    author = hub.cho if here == hub.centre else _cho_of(hub, here)
    office.get("/admin/duplicates")
    where = f"/admin/duplicates/{one}/{other}"
    form = fields_of(office.get(where).text)
    pc.save("patient", author, {"village": "Barail Purab"}, record=other, patient=other)  # it has no line just now
    assert "The records are joined" in office.post(where, form | {"do": "join", "stays": one, "sure": "yes"}).text
    assert pc.exchange().quarantined() == {}
    now = _fields(hub, other)
    assert (now["village"], now["same_as"]) == ("Barail Purab", one)
    pc.save("patient", author, {"phone": "+919876500001"}, record=other, patient=other)
    assert "It is taken back" in office.post(where, form | {"do": "undo"}).text
    assert pc.exchange().quarantined() == {}
    now = _fields(hub, other)
    assert (now["village"], now["phone"], now.get("same_as")) == ("Barail Purab", "+919876500001", None)


def _cho_of(hub: ReviewHub, facility: str) -> str:
    with hub.services.store.read() as conn:
        [cho] = [p.record for p in records.all_of(conn, "staff") if facility in str(p.fields.get("posts"))]
    return cho


def test_two_people_are_not_proposed_again(hub: ReviewHub, office: Browser) -> None:
    one, other, _ = _twice(hub, "HSCA")
    where = f"/admin/duplicates/{one}/{other}"
    assert f'id="pair_{one}_{other}"' in office.get("/admin/duplicates").text
    form = fields_of(office.get(where).text) | {"do": "apart"}
    office.post(where, form)
    hub.write(hub.cho, _renamed(one))
    assert f'id="pair_{one}_{other}"' not in office.get("/admin/duplicates").text
    assert f'id="pair_{one}_{other}"' in office.get("/admin/duplicates?state=apart").text
    assert office.get(f"/admin/duplicates/{other}/{one}").status_code == 404


def _renamed(patient: str) -> HubChange:
    return HubChange("patient", patient, patient, {"village": "Barail Purab"})


@pytest.mark.parametrize(
    "more",
    [
        {"gender": "male"},
        {"birth_date": "1960-04-02"},
        {"phone": "+919876500000", "village": "Kishanpur", "relative_name": "Ram"},
    ],
)
def test_who_differs_in_what_counts_is_not_proposed(hub: ReviewHub, more: dict[str, str]) -> None:
    code = f"N{sorted(more)[0][:3].upper()}"
    centre, cho = _another_centre(hub, code)
    here, there = _peer(hub), _peer(hub, centre)
    known = {"name": f"Rekha {code}", "gender": "female", "village": "Barail", "relative_name": "Manoj"}
    known |= {"birth_date": "1999-04-02", "phone": "+919876543211"}
    one = here.save("patient", hub.cho, known)
    there.save("patient", cho, known | {"birth_date": "1998-06-01"} | more)
    here.exchange()
    there.exchange()
    assert compare_new(hub.services) == 0
    p = t.duplicate_pairs.c
    with hub.services.store.read() as conn:
        rows = conn.execute(sa.select(p.one).where(sa.or_(p.one == one["record"], p.other == one["record"])))
        assert rows.all() == []


# ---- notices ------------------------------------------------------------------------------------------------------


def test_a_notice_goes_to_every_centre_and_is_ended(hub: ReviewHub, office: Browser) -> None:
    peer = _peer(hub)
    form = fields_of(office.get("/admin/notices").text)
    for wrong, said in (
        ({"text": " "}, "Please fill this in."),
        ({"text": "Camp", "until": "2020-01-01"}, "Choose a day from today on"),
        ({"text": "Camp", "until": "soon"}, "Please choose a day."),
        ({"text": "Camp", "until": f"{ist_day(datetime.now(UTC)).year}-12-45"}, "Please choose a day."),
        ({"text": "x" * 601}, "too long for a small screen"),
    ):
        answer = office.post("/admin/notices", form | wrong)
        assert answer.status_code == 422 and said in answer.text, wrong
    told = office.post("/admin/notices", form | {"text": "Camp <on> Monday", "text_hi": "सोमवार को शिविर"})
    assert "goes to each health centre" in told.text and "Camp &lt;on&gt; Monday" in told.text
    [notice] = [c for c in peer.exchange().changes("all") if c["kind"] == "notice"]
    assert notice["set"]["text_hi"] == "सोमवार को शिविर"
    with SignedIn(hub, "programme") as browser:
        page = browser.get("/admin/notices").text
        assert "सोमवार को शिविर" in page and 'id="notice_form"' not in page
    office.post(f"/admin/notices/{notice['record']}/end", form)
    assert _fields(hub, notice["record"])["until"] < ist_day(datetime.now(UTC)).isoformat()
    assert f"/admin/notices/{notice['record']}/end" not in office.get("/admin/notices").text
    told_before = _told(hub, "notice-ended")
    assert office.post(f"/admin/notices/{notice['record']}/end", form).status_code == 200  # by another one, meanwhile
    assert _told(hub, "notice-ended") == told_before
    assert office.post(f"/admin/notices/{hub.centre}/end", form).status_code == 404


# ---- the trail ----------------------------------------------------------------------------------------------------


def test_the_trail_is_filtered_and_taken_as_a_file(hub: ReviewHub, office: Browser) -> None:
    nivedita, now = hub.doctors["nivedita"], datetime.now(UTC)
    subject = new_id()

    def note(conn: sa.Connection) -> None:
        for i in range(55):
            audit.note(conn, now - timedelta(days=9, seconds=i), nivedita, "answer-signed", subject, f"n{i:02}")
        audit.note(conn, now - timedelta(days=9), nivedita, "case-forwarded", subject, "=1+1", "10.0.0.7")

    hub.services.store.run(note)
    day = ist_day(now - timedelta(days=9)).isoformat()
    page = office.get(f"/admin/audit?who={nivedita}&what=answer-signed&record={subject}&since={day}&until={day}").text
    assert page.count("Signed an answer</b>") in range(1, 51) and "n00" in page and "Forwarded a case</b>" not in page
    assert "Signed an answer</b>" not in office.get(f"/admin/audit?record={subject}&since={ist_day(now)}").text
    assert "Nothing was noted" in office.get(f"/admin/audit?who={nivedita}&record={new_id()}").text
    file = office.get(f"/admin/audit/file.csv?record={subject}")
    assert file.headers["Content-Disposition"] == 'attachment; filename="trail-pages.csv"'
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows) == 57 and rows[1][1] == "Dr Nivedita Jha" and ["'=1+1", "10.0.0.7"] in [r[4:] for r in rows]
    assert _told(hub, "audit-taken")[-1][1] == ""


def test_what_the_pcs_noted_is_listed_too(hub: ReviewHub, office: Browser) -> None:
    peer, record = _peer(hub), new_id()
    for what in ("opened", "printed"):
        said = {"what": what, "who": hub.cho, "record": record, "at": "2026-11-23T10:00:00+05:30"}
        peer.save("audit", hub.cho, said)
    peer.exchange()
    page = office.get("/admin/audit?source=pcs").text
    assert "<b>opened</b>" in page and "Kumari Anjali" in page and record in page
    only = office.get(f"/admin/audit?source=pcs&what=printed&record={record}&who={hub.cho}").text
    assert "<b>printed</b>" in only and "<b>opened</b>" not in only
    assert "<b>opened</b>" not in office.get("/admin/audit?source=pcs&until=2020-01-01").text


def test_who_saw_a_patients_record_is_one_list_from_pages_and_pcs(hub: ReviewHub, office: Browser) -> None:
    peer, other, now = _peer(hub), new_id(), datetime.now(UTC)
    fields = {"name": "Kamli Devi", "gender": "female", "village": "Barail"}
    patient = str(peer.save("patient", hub.cho, fields)["record"])
    came = {"started": "2026-11-23T09:00:00+05:30", "mode": "spoke"}
    visit = str(peer.save("visit", hub.cho, came, patient=patient)["record"])
    for what, record in (("record-opened", patient), ("paper-printed", visit), ("record-opened", other)):
        peer.save("audit", hub.cho, {"what": what, "who": hub.cho, "record": record, "at": "2026-11-23T10:00:00+05:30"})
    peer.exchange()
    hub.services.store.run(lambda conn: audit.note(conn, now, hub.doctors["nivedita"], "case-read", visit))
    page = office.get(f"/admin/audit?source=patient&record={patient}").text
    for words in ("Read a case", "Opened a patient&#39;s record", "Printed a paper", "Wrote", "Dr Nivedita Jha"):
        assert words in page, words
    assert other not in page and page.count("Opened a patient&#39;s record") == 1
    assert "data-print" in page and 'name="since"' not in page
    assert [subject for _, subject in _told(hub, "access-report")] == [patient]
    file = office.get(f"/admin/audit/file.csv?source=patient&record={patient}")
    assert file.headers["Content-Disposition"] == 'attachment; filename="trail-patient.csv"'
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert {"case-read", "record-opened", "paper-printed", "written"} <= {row[2] for row in rows}
    assert "Wrote" not in office.get(f"/admin/audit?source=patient&record={new_id()}").text
    with SignedIn(hub, "machines") as it:
        assert it.get(f"/admin/audit?source=patient&record={patient}").status_code == 403


def test_the_trail_tells_of_no_patient(hub: ReviewHub, office: Browser) -> None:
    one, other, _ = _twice(hub, "HSCSILENT")
    office.get("/admin/duplicates")
    where = f"/admin/duplicates/{one}/{other}"
    form = fields_of(office.get(where).text)
    for act in ({"do": "join", "stays": one, "sure": "yes"}, {"do": "undo"}, {"do": "apart"}):
        assert office.post(where, form | act).status_code == 200
    hub.case()
    with SignedIn(hub, "nivedita") as doctor:
        doctor.get("/review/queue?q=Sunita")
        doctor.claim(hub.case())
    p, a = t.patient_cards.c, t.audit_trail.c
    with hub.services.store.read() as conn:
        lines = list(conn.execute(sa.select(a.what, a.detail)))
        patients = [f for r in conn.scalars(sa.select(p.patient)) if (f := records.folded(conn, r)) is not None]
    said = f" {' '.join(line.detail for line in lines)} ".casefold().replace(",", " ")
    assert {"duplicate-joined", "duplicate-apart", "duplicate-seen", "case-claimed"} <= {line.what for line in lines}
    told = ("name", "name_other_script", "village", "relative_name", "phone", "birth_date", "abha")
    known = {str(each.fields[name]).casefold() for each in patients for name in told if each.fields.get(name)}
    assert len(known) > 5 and {text for text in known if f" {text} " in said} == set()
    page = office.get(f"/admin/audit?record={one}").text
    assert "Sunita" not in page and "Compared two records" in page
