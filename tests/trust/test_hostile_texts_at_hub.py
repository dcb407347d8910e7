"""What anyone writes is text on every page of the hub: each is parsed as a browser does, and no element, attribute,
address or comment on it was born of a record; nor a formula in the trail's file, a header, or a cookie."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote, unquote

import pytest
import sqlalchemy as sa

from care_record.ids import new_id
from hub_server.app import app_of
from hub_server.services.devices import make_enrol_code
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import tables as t
from hub_server.store.check import check
from hub_server.store.writer import HubChange
from tests.helpers.peer import Peer
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_sample import PASSWORD, ReviewHub, review_hub
from tests.hub_server.test_every_role import OPEN
from tests.spoke_app.ui.test_hostile_records import _shapes
from tests.trust.hostile_texts import MARK, TEXTS, hostile_record

ROLES = ("nivedita", "office", "machines", "programme")
CLINICAL = ("note", "result", "follow_up", "dispense", "screening", "attachment")
KNOWN = re.compile(r"javascript:|zqk\(\)|^data:", re.IGNORECASE)


class Born(HTMLParser):
    """What a page's markup has that a record's words could have made."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag.startswith(MARK):
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            text = value or ""
            if name.startswith((MARK, "on")) or (
                name in ("href", "src", "action", "formaction") and KNOWN.search(text)
            ):
                self.wrong.append(f"<{tag} {name}={text[:80]!r}>")
            if name in ("href", "src", "action") and "://" in unquote(text).partition("?")[0] and MARK in text:
                self.wrong.append(f"<{tag} {name}={text[:80]!r}>")
            if (
                tag in ("script", "style", "img", "iframe", "object", "link")
                and MARK in text
                and name in ("src", "href")
            ):
                self.wrong.append(f"<{tag} {name}={text[:80]!r}>")

    handle_startendtag = handle_starttag

    def handle_comment(self, data: str) -> None:
        self.wrong += [f"<!--{data[:60]}"] * (MARK in data)

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is not None and MARK in data:  # within a script or a style
            self.wrong.append(f"{self.cdata_elem}: {data[:60]}")
        self.words += data


def born_of(page: str) -> list[str]:
    parser = Born()
    parser.feed(page)
    parser.close()
    return parser.wrong + ["a template was worked out"] * ("63001" in page)


def test_what_is_born_of_it_would_be_seen() -> None:
    for what in ("element", "picture", "link"):
        assert born_of(f"<p>{TEXTS[what]}</p>")
    assert born_of(f'<input value="{TEXTS["attribute"]}">') and born_of(f'<a href="{TEXTS["address"]}">x</a>')
    assert born_of(f"<script>let x = '{TEXTS['script']}'</script>") and born_of(f"<!-- {TEXTS['sql']} -->")
    assert born_of("<p>63001</p>") and not born_of(f"<p>{html.escape(''.join(TEXTS.values()))}</p>")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewHub]:
    with review_hub(tmp_path_factory.mktemp("hostile")) as served:
        for role, login in (("admin", "office"), ("it", "machines"), ("programme", "programme")):
            add_staff(served.services, NewStaff(f"{login.title()} Kumar", role, (), None, login, PASSWORD))
        furnish(served)
        yield served
        with served.services.store.read() as conn:
            assert check(conn).wrong == ()


def furnish(hub: ReviewHub) -> None:
    """For each text a patient, a visit and a case full of it, and the places, people, PCs and notices of the office."""
    peer = Peer(hub.url, str(make_enrol_code(hub.services, hub.centre)["code"]))
    for n, text in enumerate(TEXTS.values()):
        shapes = _shapes(dict.fromkeys(("sunita", "chandan"), new_id()), new_id(), new_id())
        made = {kind: hostile_record(kind, fields, text) for kind, fields in shapes.items()}
        kept = {name: value for name, value in made["patient"].items() if name not in ("same_as", "share", "deceased")}
        patient = hub.person(**kept)
        visit = hub.visit(patient, **{k: v for k, v in made["visit"].items() if k not in ("started", "mode")})
        referral = {k: made["referral"][k] for k in ("question", "consent", "reach")}
        case = hub.refer(patient, visit, urgency="emergency", **referral)
        for kind in CLINICAL:
            fields = made[kind] | {k: v for k, v in (("visit", visit), ("referral", case)) if k in made[kind]}
            hub.write(hub.cho, HubChange(kind, new_id(), patient, fields))
        answer = made["advice"] | {"referral": case}
        hub.write(hub.doctors["imran"], HubChange("advice", new_id(), patient, answer))
        hub.reply(case, text[:3000])
        short = text.replace("\x00", "")[:100]
        places = dict.fromkeys(("name", "name_hi", "contact"), short) | {"call_base_url": short}
        hub.write(
            hub.doctors["imran"], HubChange("facility", new_id(), None, places | {"code": f"H{n}", "district": "217"})
        )
        person = {"name": short, "name_hi": short, "role": "cho", "posts": [hub.centre], "active": True}
        hub.write(hub.doctors["imran"], HubChange("staff", new_id(), None, person | {"qualification": short}))
        notice = {"text": text, "text_hi": text, "until": "2099-01-01T00:00:00+05:30"}
        hub.write(hub.doctors["imran"], HubChange("notice", new_id(), None, notice))
        peer.save(short, hub.cho, {short: text}, patient=patient)
        peer.save("note", text, {"text": text, "visit": text}, patient=new_id(), record=new_id())
    for text in TEXTS.values():
        assert peer.exchange(app=text[:200], sent_at=text[:200]).status == 200


def addresses(hub: ReviewHub) -> list[str]:
    """Every page that is there to be read, with the ids of what is in the store, a few of each."""
    routes = {route.path_format for route in app_of(hub.services).routes if "GET" in getattr(route, "methods", ())}
    with hub.services.store.read() as conn:
        heads = conn.execute(sa.select(t.record_heads.c.record, t.record_heads.c.kind)).all()
        held = [str(row[0]) for row in conn.execute(sa.select(t.quarantine.c.id))]
        devices = [str(row[0]) for row in conn.execute(sa.select(t.devices.c.device))]
    of = {kind: [str(row.record) for row in heads if row.kind == kind] for kind in {row.kind for row in heads}}
    values = {"referral": of["referral"], "staff": of["staff"], "note": of["note"][:6], "device": devices}
    values |= {"change": held[:20], "n": ["1"], "kind": ["facility"], "record": of["facility"]}
    found = []
    for path in sorted(routes):
        if path.startswith("/v1") or path in OPEN:
            continue
        names = re.findall(r"{(\w+)}", path)
        if set(names) - set(values):
            continue
        if "referral" in names and "record" in names:
            found += [path.format(referral=of["referral"][0], record=record) for record in of["attachment"][:4]]
            continue
        longest = max((len(values[name]) for name in names), default=1)
        longest = min(longest, 4) if path.count("/") > 3 else longest  # parts of a page: those of the first few do
        found += [path.format(**{name: values[name][i % len(values[name])] for name in names}) for i in range(longest)]
    return found


@pytest.mark.parametrize("login", ROLES)
def test_no_page_is_born_of_it(hub: ReviewHub, login: str) -> None:
    browser = Browser(hub.url)
    assert browser.sign_in(login).status_code == 200
    seen, opened = 0, 0
    for address in addresses(hub):
        answer = browser.get(address)
        assert answer.status_code < 500, address
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        opened += 1
        assert born_of(answer.text) == [], address
        seen += MARK in answer.text
    assert opened > 8
    assert seen > {"nivedita": 30, "office": 20, "machines": 1, "programme": 1}[login], "it was on the pages"
    browser.session.close()


@pytest.mark.parametrize("login", ROLES)
def test_no_page_is_born_of_what_stands_in_an_address_or_a_form(hub: ReviewHub, login: str) -> None:
    browser = Browser(hub.url)
    csrf = fields_of(browser.sign_in(login).text).get("csrf", "")
    names = ("q", "lang", "next", "from", "until", "page", "sort", "desk", "who", "what", "name", "text", "reason")
    pages = ("/review/queue", "/review/search", "/admin", "/admin/audit", "/admin/staff", "/admin/places", "/sign-in")
    for text in TEXTS.values():
        short = text[:300]
        query = "&".join(f"{name}={quote(short)}" for name in names)
        for page in pages[hash_of(short) % 2 :: 2]:
            answer = browser.get(f"{page}?{query}")
            assert answer.status_code < 500 and born_of(answer.text) == [], (page, text)
            assert not any(MARK in value for value in answer.headers.values()), answer.headers
        form = dict.fromkeys(names, short) | {"csrf": csrf, "login": short, "password": "x"}
        for page in ("/sign-in", "/admin/staff/new", "/admin/notices", f"/language/{quote(short, safe='')}"):
            answer = browser.post(page, form)
            assert answer.status_code < 500 and born_of(answer.text) == [], (page, text)
            assert "zqk" not in {cookie.name for cookie in browser.session.cookies}
    browser.session.close()


def hash_of(text: str) -> int:
    return sum(text.encode("utf-8", "surrogatepass"))


def test_the_trails_file_holds_no_formula(hub: ReviewHub) -> None:
    browser = Browser(hub.url)
    browser.sign_in("office")
    seen = 0
    for source in ("", "?source=pcs", "?source=hub"):
        answer = browser.get(f"/admin/audit/file.csv{source}")
        assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
        assert len({len(row) for row in rows}) == 1
        cells = [cell for row in rows for cell in row]
        assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋"))] == []
        seen += len(rows)
    assert seen > 20
    browser.session.close()
