"""Places and people in the office: forms, two administrators at once, PINs and passwords, codes, lists from CSV."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from care_record.credential import WrongPin, open_credential
from hub_server.services.people import person_view
from hub_server.services.places import list_places
from hub_server.services.staff import NewStaff, add_staff, list_staff
from hub_server.store import records, second_factors
from hub_server.store import tables as t
from tests.helpers.peer import Peer
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_sample import PASSWORD, ReviewHub, review_hub

ROLES = ("admin", "it", "programme")


@dataclass
class Office:
    """The hub, and a browser for each role of the office."""

    hub: ReviewHub
    people: dict[str, str]
    browsers: dict[str, Browser]

    @property
    def admin(self) -> Browser:
        return self.browsers["admin"]

    def trail(self, subject: str) -> list[str]:
        """What the trail says was done to this record."""
        with self.hub.services.store.read() as conn:
            query = sa.select(t.audit_trail.c.what).where(t.audit_trail.c.subject == subject)
            return list(conn.scalars(query.order_by(t.audit_trail.c.id)))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with review_hub(tmp_path_factory.mktemp("office")) as hub:
        people = {
            role: add_staff(hub.services, NewStaff(f"Office {role}", role, (), None, role, PASSWORD)) for role in ROLES
        }
        browsers = {role: Browser(hub.url) for role in ROLES}
        for role, browser in browsers.items():
            assert browser.sign_in(role).status_code == 200
        yield Office(hub, people, browsers)


def _form(browser: Browser, path: str, form_id: str) -> dict[str, str]:
    """The fields of one form of a page."""
    page = browser.get(path).text
    start = page.index(f'id="{form_id}"')
    return fields_of(page[start : page.index("</form>", start)])


def _csrf(browser: Browser) -> dict[str, str]:
    return {"csrf": fields_of(browser.get("/admin/staff").text or "")["csrf"]}


def _place(office: Office, code: str, kind: str = "facility") -> dict[str, object]:
    (found,) = [place for place in list_places(office.hub.services, kind) if place["code"] == code]
    return found


def _id_after(answer: requests.Response) -> str:
    assert answer.status_code == 303, answer.text[:2000]
    return answer.headers["location"].partition("?")[0].rpartition("/")[2]


def test_a_centre_is_added_and_changed(office: Office) -> None:
    form = _form(office.admin, "/admin/places/facility/new", "place")
    form |= {"name": "HSC Balua", "name_hi": "एचएससी बलुआ", "code": "BALUA", "district": "217"}
    wrong = office.admin.post("/admin/places/facility/new", form | {"subdistrict": "Araria"})
    assert wrong.status_code == 422
    assert "This block is in Araria" in wrong.text
    assert 'value="एचएससी बलुआ"' in wrong.text  # what was typed stays
    added = office.admin.post("/admin/places/facility/new", form | {f"desk_{office.hub.surgery}": "yes"}, follow=False)
    record = _id_after(added)
    assert _place(office, "BALUA")["desks"] == [office.hub.surgery]
    path = f"/admin/places/facility/{record}"
    page = office.admin.get(path).text
    assert f'name="desk_{office.hub.surgery}" value="yes" checked' in page
    changed = _form(office.admin, path, "place") | {"contact": "98350 00000", "name_hi": ""}
    changed.pop(f"desk_{office.hub.surgery}")
    assert _id_after(office.admin.post(path, changed, follow=False)) == record
    now = _place(office, "BALUA")
    assert (now["contact"], now.get("name_hi"), now.get("desks") or []) == ("98350 00000", None, [])
    assert office.trail(record) == ["facility-added", "facility-changed"]
    assert "BALUA" in office.admin.get("/admin/places?q=balua").text
    assert "BALUA" not in office.admin.get("/admin/places?q=nowhere").text


def test_nothing_but_https_is_an_address_of_calls_and_a_code_is_used_once(office: Office) -> None:
    form = _form(office.admin, "/admin/places/desk/new", "place")
    form |= {"name": "Skin", "code": "SKIN", "speciality_skin": "yes"}
    for address in ("http://meet.example.org", "javascript:alert(1)", "https://", "https://a@b.example/"):
        assert office.admin.post("/admin/places/desk/new", form | {"call_base_url": address}).status_code == 422
    taken = office.admin.post("/admin/places/desk/new", form | {"code": "MED"})
    assert (taken.status_code, "MED is used already" in taken.text) == (422, True)
    bare = {name: value for name, value in form.items() if name != "speciality_skin"}
    assert "Tick at least one speciality" in office.admin.post("/admin/places/desk/new", bare).text
    good = form | {"call_base_url": "https://meet.example.org/rooms", "hours": "Mon-Sat 9-4"}
    _id_after(office.admin.post("/admin/places/desk/new", good, follow=False))
    assert _place(office, "SKIN", "desk")["hours"] == "Mon-Sat 9-4"


def test_two_administrators_at_once_are_told(office: Office) -> None:
    path = f"/admin/places/facility/{office.hub.centre}"
    one, other = (_form(office.admin, path, "place") for _ in range(2))
    assert office.admin.post(path, one | {"contact": "first"}, follow=False).status_code == 303
    answer = office.admin.post(path, other | {"contact": "second"})
    assert answer.status_code == 422
    assert "Somebody else has saved this meanwhile" in answer.text
    assert "Saved now: first" in answer.text
    assert _place(office, "HSC1")["contact"] == "first"
    start = answer.text.index('id="place"')
    again = fields_of(answer.text[start : answer.text.index("</form>", start)])
    assert again["contact"] == "second"
    assert office.admin.post(path, again, follow=False).status_code == 303  # told, she saves it
    assert _place(office, "HSC1")["contact"] == "second"


def test_a_code_enrols_a_pc_once_and_it_stands_makes_it(office: Office) -> None:
    path = f"/admin/places/facility/{office.hub.centre}/code"
    card = office.browsers["it"].post(path, _code_form(office, "it"))
    assert card.status_code == 200
    assert "<svg" in card.text and "style=" not in card.text
    code = card.text.split('id="code">')[1].split("<")[0]
    assert "कोड" in card.text and "Open Spoke on the PC" in card.text  # both languages on one card
    peer = Peer(office.hub.url, code)
    assert peer is not None
    assert "code-made" in office.trail(office.hub.centre)
    refused = office.browsers["programme"].post(path, {"csrf": "x"})
    assert refused.status_code == 403


def _code_form(office: Office, role: str) -> dict[str, str]:
    page = office.browsers[role].get(f"/admin/places/facility/{office.hub.centre}").text
    return {"csrf": fields_of(page)["csrf"]}


def test_a_person_of_a_centre_gets_a_pin_that_is_shown_once(office: Office) -> None:
    form = _form(office.admin, "/admin/staff/new?role=cho&post=HSC1", "person")
    assert form["posts"] == "HSC1"
    lost = office.admin.post("/admin/staff/new", form | {"name": "Rekha Kumari", "posts": "NOWHERE"})
    assert "There is no such code: NOWHERE" in lost.text
    shown = office.admin.post("/admin/staff/new", form | {"name": "Rekha Kumari"})
    pin = shown.text.split('id="secret">')[1].split("<")[0]
    staff = next(p["id"] for p in list_staff(office.hub.services) if p["name"] == "Rekha Kumari")
    assert len(pin) == 6 and pin.isdigit()
    assert pin not in office.admin.get(f"/admin/staff/{staff}").text
    assert open_credential(_credentials(office, staff)[-1], pin)
    new = office.admin.post(f"/admin/staff/{staff}/pin", {"csrf": form["csrf"]})
    newer = new.text.split('id="secret">')[1].split("<")[0]
    sealed = _credentials(office, staff)
    assert len(sealed) == 2
    assert open_credential(sealed[-1], newer)
    with pytest.raises(WrongPin):
        open_credential(sealed[-1], pin)
    assert office.trail(staff) == ["staff-added", "pin-reset"]


def _credentials(office: Office, staff: str) -> list[dict[str, object]]:
    with office.hub.services.store.read() as conn:
        found = records.all_of(conn, "credential")
    return [each.fields["sealed"] for each in found if each.fields["staff"] == staff]


def test_a_doctors_password_is_given_anew_and_her_earlier_key_stays(office: Office) -> None:
    form = _form(office.admin, "/admin/staff/new?role=doctor", "person")
    form |= {"name": "Dr Farah Naz", "qualification": "MBBS", "posts": "MED", "login": "farah"}
    assert "Please fill this in" in office.admin.post("/admin/staff/new", form).text  # no registration number
    shown = office.admin.post("/admin/staff/new", form | {"registration_no": "BCMR-77"})
    first = shown.text.split('id="secret">')[1].split("<")[0]
    staff = next(p["id"] for p in list_staff(office.hub.services) if p["login"] == "farah")
    path = f"/admin/staff/{staff}"
    again = office.admin.post(f"{path}/password", {"csrf": form["csrf"]})
    second = again.text.split('id="secret">')[1].split("<")[0]
    view = person_view(office.hub.services, staff)
    assert view is not None
    assert len(view.staff.fields["keys"]) == 2
    assert Browser(office.hub.url).sign_in("farah", first).status_code == 403
    assert Browser(office.hub.url).sign_in("farah", second).status_code == 200
    ended = office.admin.post(f"{path}/end", {"csrf": form["csrf"]})
    assert "Tick the box first" in ended.text
    office.admin.post(f"{path}/end", {"csrf": form["csrf"], "sure": "yes"})
    assert Browser(office.hub.url).sign_in("farah", second).status_code == 403
    office.admin.post(f"{path}/return", {"csrf": form["csrf"]})
    third = office.admin.post(f"{path}/password", {"csrf": form["csrf"]}).text.split('id="secret">')[1].split("<")[0]
    assert Browser(office.hub.url).sign_in("farah", third).status_code == 200
    whole = ["staff-added", "password-reset", "staff-ended", "staff-reinstated", "password-reset"]
    assert [what for what in office.trail(staff) if what.startswith(("staff", "password-reset"))] == whole


def test_posts_begin_and_end(office: Office) -> None:
    other = {"name": "HSC Basbitti", "code": "BASBITTI", "district": "217"}
    form = _form(office.admin, "/admin/places/facility/new", "place")
    office.admin.post("/admin/places/facility/new", form | other)
    path = f"/admin/staff/{office.hub.cho}"
    stale = form = _form(office.admin, path, "person") | {"end_0": "yes", "posts": "BASBITTI"}
    assert office.admin.post(path, form, follow=False).status_code == 303
    assert _posts(office) == [("HSC1", True), ("BASBITTI", False)]
    again = office.admin.post(path, stale | {"name": "Somebody"})
    assert (again.status_code, "Somebody else has saved" in again.text) == (422, True)
    form = _form(office.admin, path, "person") | {"posts": "HSC1"}
    assert office.admin.post(path, form, follow=False).status_code == 303
    assert _posts(office) == [("HSC1", False), ("BASBITTI", False)]  # back where she was


def _posts(office: Office) -> list[tuple[str, bool]]:
    view = person_view(office.hub.services, office.hub.cho)
    assert view is not None
    return [(post.fields["code"], bool(post.until)) for post in view.posts]


def test_a_lost_second_step_is_taken_away(office: Office) -> None:
    staff = office.hub.doctors["imran"]
    store, path = office.hub.services.store, f"/admin/staff/{staff}"
    assert 'id="drop_second_step"' not in office.admin.get(path).text
    now = office.hub.services.now()
    assert store.run(lambda conn: second_factors.turn_on(conn, staff, "sealed", 1, ["hash"], now))
    page = office.admin.get(path).text
    assert 'id="drop_second_step"' in page
    said = office.admin.post(f"{path}/second-step", {"csrf": fields_of(page)["csrf"]})
    assert "The second step is taken away" in said.text
    assert 'id="drop_second_step"' not in said.text
    assert "second-factor-reset" in office.trail(staff)


def test_nobody_ends_her_own_work_or_resets_her_own_password_here(office: Office) -> None:
    own = f"/admin/staff/{office.people['admin']}"
    form = _form(office.admin, own, "person")
    for act, said in (("end", "end your own work"), ("password", "your account"), ("second-step", "your account")):
        refused = office.admin.post(f"{own}/{act}", form | {"sure": "yes"})
        assert (refused.status_code, said in html.unescape(refused.text)) == (422, True)
    assert office.admin.get("/admin/staff").status_code == 200
    assert office.admin.get("/admin/staff/01935c3e-0000-7000-8000-000000000000").status_code == 404


@pytest.mark.parametrize("role", ["it", "programme"])
def test_others_of_the_office_read_places_and_no_people(office: Office, role: str) -> None:
    browser = office.browsers[role]
    assert browser.get("/admin/places").status_code == 200
    page = browser.get(f"/admin/places/facility/{office.hub.centre}").text
    assert 'id="save"' not in page
    assert ('id="make_code"' in page) is (role == "it")
    for path in ("/admin/staff", "/admin/import", "/admin/places/facility/new", f"/admin/staff/{office.hub.cho}"):
        assert browser.get(path).status_code == 403
    form = _code_form(office, role) | {"name": "X", "code": "X", "district": "217"}
    for path in ("/admin/places/facility/new", f"/admin/staff/{office.hub.cho}/pin", "/admin/staff/new"):
        assert browser.post(path, form).status_code == 403
    assert browser.session.post(browser.url + "/admin/import", files={"csrf": (None, form["csrf"])}).status_code == 403


def _bring(office: Office, kind: str, content: str | bytes, step: str = "try") -> requests.Response:
    page = office.admin.get("/admin/import").text
    raw = content.encode() if isinstance(content, str) else content
    fields = {"csrf": fields_of(page)["csrf"], "kind": kind, "step": step}
    files: dict[str, tuple[str | None, str | bytes]] = {name: (None, value) for name, value in fields.items()}
    files["file"] = ("list.csv", raw)
    return office.admin.session.post(office.hub.url + "/admin/import", files=files, timeout=60)


def _counts(answer: requests.Response) -> tuple[int, ...]:
    return tuple(int(answer.text.split(f'id="n_{state}">')[1].split("<")[0]) for state in ("new", "there", "refused"))


CENTRES = """\ufeffCode;Name;Name hi;District;Block;Desks
CSV1;HSC Kishanpur;एचएससी किशनपुर;Supaul;;MED SUR
CSV2;HSC Basantpur;;Nowhere;;
=cmd|' /C calc'!A0;HSC Odd;;Nowhere;;
CSV1;HSC Kishanpur;;Supaul;;
HSC1;HSC Parsarma;;Supaul;;
CSV3;HSC Chhatapur;;Supaul;;NODESK
"""


def test_a_list_of_centres_is_tried_then_brought_and_twice_makes_nothing_twice(office: Office) -> None:
    before = len(list_places(office.hub.services, "facility"))
    assert _counts(_bring(office, "facility", CENTRES)) == (1, 2, 3)
    assert len(list_places(office.hub.services, "facility")) == before
    done = _bring(office, "facility", CENTRES, "do")
    assert _counts(done) == (1, 2, 3)
    assert "desks: There is no desk with the code NODESK." in done.text
    assert _place(office, "CSV1")["desks"] == [office.hub.medicine, office.hub.surgery]
    assert _place(office, "CSV1")["name_hi"] == "एचएससी किशनपुर"
    assert _counts(_bring(office, "facility", CENTRES, "do")) == (0, 3, 3)
    assert len(list_places(office.hub.services, "facility")) == before + 1
    report = _bring(office, "facility", CENTRES, "report")
    assert report.headers["content-type"].startswith("text/csv")
    assert "attachment" in report.headers["content-disposition"]
    lines = report.content.decode("utf-8-sig").splitlines()
    assert lines[2].startswith("4,'=cmd|")
    assert len(lines) == 4


def test_a_list_of_people_is_brought_once(office: Office) -> None:
    people = (
        "name,role,posts,qualification,registration_no\n"
        "Sabita Kumari,anm,HSC1,,\nDr Arvind,doctor,MED,MBBS,BCMR-901\nDr Nobody,doctor,MED,,\nMohan,clerk,HSC1,,\n"
    )
    assert _counts(_bring(office, "staff", people, "do")) == (2, 0, 2)
    assert _counts(_bring(office, "staff", people, "do")) == (0, 2, 2)
    assert sum(p["name"] == "Sabita Kumari" for p in list_staff(office.hub.services)) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,code\nA,B\n", "no column district"),
        ("code,name,district\n", "at least one row"),
        (b"\xff\xfec\x00o\x00d\x00e\x00", "no text file"),
        ('code,name,district\n"A,b,217\n', "quotation mark"),
        ("", "no column"),
        ("code,name,district\n" + "A,B,217\n" * 2001, "At most 2000 rows"),
        ("code,name,district\n" + f"A,{'x' * 2_200_000},217\n", "larger than 2 MB"),
        ("code,name,district\nA,Caf\u00e9,217\n".encode("cp1252"), "no text file"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(office: Office, content: str | bytes, said: str) -> None:
    answer = _bring(office, "facility", content)
    assert answer.status_code == 422
    assert said in answer.text


def test_what_cannot_be_seen_is_not_kept_and_a_code_stands_in_a_list(office: Office) -> None:
    path = "/admin/places/facility/new"
    form = _form(office.admin, path, "place") | {"name": "\x1bHSC\u202e\tहर्\u200dष\r\n ", "district": "217"}
    for code in ("HSC 12", "A,B", "A;B", "\u200b", "\u200d"):
        assert office.admin.post(path, form | {"code": code}).status_code == 422, repr(code)
    _id_after(office.admin.post(path, form | {"code": "\ufeffSEEN\x02"}, follow=False))
    assert _place(office, "SEEN")["name"] == "HSC हर्\u200dष"
    person = _form(office.admin, "/admin/staff/new?role=it", "person") | {"name": "\u200b\u202e"}
    assert office.admin.post("/admin/staff/new", person).status_code == 422


def test_a_form_that_is_too_long_or_empty_comes_back(office: Office) -> None:
    for path in (f"/admin/places/facility/{office.hub.centre}", f"/admin/places/desk/{office.hub.medicine}"):
        form = _form(office.admin, path, "place")
        assert office.admin.post(path, {"csrf": form["csrf"]}).status_code == 422
        for name in ("name", "code", "district", "countersign_percent"):
            if name in form:
                assert office.admin.post(path, form | {name: "1" * 10_000}).status_code == 422, name


def test_names_are_shown_as_text(office: Office, tmp_path: Path) -> None:
    name = "<script>alert(1)</script>"
    form = _form(office.admin, "/admin/places/facility/new", "place") | {"name": name, "code": "ODD", "district": "217"}
    record = _id_after(office.admin.post("/admin/places/facility/new", form, follow=False))
    for path in ("/admin/places", f"/admin/places/facility/{record}"):
        page = office.admin.get(path).text
        assert name not in page
        assert "&lt;script&gt;alert(1)" in page
