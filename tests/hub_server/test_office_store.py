"""The lists of the office's pages on both databases: read by pages, without a hole and without a row twice."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from care_record.ids import new_id
from hub_server.context import Services
from hub_server.services.acting import COMMAND
from hub_server.services.duplicates import compare_new, count_pairs, join, keep_apart, take_back
from hub_server.services.errors import FieldError
from hub_server.services.health import health
from hub_server.services.quarantine import quarantine_counts, quarantine_page
from hub_server.services.staff import NewStaff, add_staff
from hub_server.services.trail import PAGES, PCS, trail_page
from hub_server.store import audit, duplicates, fleet, quarantine, records
from hub_server.store import tables as t
from hub_server.store.audit import Wanted
from hub_server.store.quarantine import Refused
from hub_server.store.same_person import root
from hub_server.store.writer import HubChange
from tests.helpers.hub import HubProcess
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_sample import PASSWORD

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def _patient(services: Services, **fields: str) -> str:
    known = {"name": "Sunita Devi", "gender": "female", "village": "Barail", "birth_date": "1999-04-02"}
    patient = new_id()
    change = HubChange("patient", patient, None, {**known, **fields})
    services.store.run(lambda conn: services.writer.write(conn, services.identity.hub, [change]))
    return patient


def test_duplicates_are_proposed_joined_and_parted(services: Services) -> None:
    people = [_patient(services, phone="+919876543210", name=name) for name in ("Sunita", "Suneeta Devi", "सुनीता देवी")]
    _patient(services, phone="+919876543210", name="Rekha Devi")
    _patient(services, name="Ram\u0000" if services.store.is_sqlite else "Ram", gender="male", village="Ekma")
    assert compare_new(services) == 0
    first, second, third = sorted(people)
    with services.store.read() as conn:
        found = duplicates.pairs(conn, duplicates.OPEN, 10)
        assert {(pair.one, pair.other) for pair in found} == {(first, second), (first, third), (second, third)}
        paged = [duplicates.pairs(conn, duplicates.OPEN, 1)[0]]
        while more := duplicates.pairs(conn, duplicates.OPEN, 1, paged[-1].place):
            paged += more
        assert paged == found == sorted(found, key=lambda pair: pair.place, reverse=True)
    join(services, first, second, COMMAND)
    join(services, second, third, COMMAND)
    with services.store.read() as conn:
        assert {root(conn, patient) for patient in people} == {first}
    # a third pair whose two are one by now: deciding it writes nothing more
    join(services, third, first, COMMAND)
    take_back(services, third, first, COMMAND)
    take_back(services, second, third, COMMAND)
    with services.store.read() as conn:
        assert root(conn, third) == third and root(conn, second) == first
        said = records.folded(conn, third)
    assert said is not None and said.fields.get("same_as") is None
    keep_apart(services, first, third, COMMAND)
    _patient(services, phone="+919876543210", name="Sunita")
    assert compare_new(services) == 0
    with services.store.read() as conn:
        counts = [duplicates.count(conn, state) for state in (duplicates.OPEN, duplicates.JOINED, duplicates.APART)]
    assert counts == [4, 1, 1]
    assert health(services).duplicates == 4


def test_a_batch_of_comparing_keeps_to_its_turn(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [_patient(services, name=f"Sunita {n}") for n in range(25)]
    asked: list[int] = []
    clock = 0.0

    def slowly(conn: sa.Connection, most: int, today: date) -> int:
        nonlocal clock
        asked.append(most)
        clock += most * 0.03
        return catch_up(conn, most, today)

    catch_up = duplicates.catch_up
    monkeypatch.setattr(duplicates, "catch_up", slowly)
    monkeypatch.setattr("hub_server.services.duplicates.time", SimpleNamespace(monotonic=lambda: clock))
    assert compare_new(services, 0.6) == len(people) - sum(asked) == 4
    assert asked == [10, 5, 2, 2, 2]
    assert compare_new(services, 10.0) == 0


def test_a_block_that_half_a_district_is_in_says_nothing(services: Services) -> None:
    crowd = [{"block": "village|snt|brl", "patient": new_id()} for _ in range(duplicates.MOST_OF_BLOCK)]
    services.store.run(lambda conn: conn.execute(sa.insert(t.patient_blocks), crowd))
    for _ in range(2):
        _patient(services)
    assert compare_new(services) == 0
    assert count_pairs(services)[duplicates.OPEN] == 0


@pytest.mark.parametrize(
    "path", ["staff/%00", "places/desk/%00", "devices/%00", "quarantine/%00", "duplicates/%00/x", "staff/%00/pin"]
)
def test_nothing_has_an_id_that_the_database_cannot_hold(hub: HubProcess, path: str) -> None:
    with contextlib.suppress(FieldError):  # once for all of these
        add_staff(hub.services, NewStaff("Office", "admin", (), None, "nul", PASSWORD))
    browser = Browser(hub.url)
    with browser.session:
        browser.sign_in("nul")
        act = {"csrf": fields_of(browser.get("/admin/staff").text)["csrf"]}
        answer = browser.post(f"/admin/{path}", act) if path.endswith("pin") else browser.get(f"/admin/{path}")
    assert answer.status_code == 404


def test_the_trail_is_read_by_pages(services: Services) -> None:
    who = [new_id(), new_id()]

    def note(conn: sa.Connection) -> None:
        for i in range(30):
            audit.note(conn, NOW - timedelta(hours=i), who[i % 2], "seen" if i % 3 else "done", f"s{i % 5}", str(i))

    services.store.run(note)
    whole = trail_page(services, PAGES, Wanted(), 100)
    assert [line.noted.detail for line in whole.lines] == [str(i) for i in range(30)] and whole.then is None
    read, then = [], None
    while True:
        page = trail_page(services, PAGES, Wanted(staff=who[0], what="seen"), 4, then)
        read += [line.noted.detail for line in page.lines]
        then = page.then
        if then is None:
            break
    assert read == [str(i) for i in range(30) if i % 2 == 0 and i % 3]
    days = Wanted(since="2026-11-23T00:00:00.000Z", until="2026-11-23T11:30:00.000Z", subject="s1")
    assert [line.noted.detail for line in trail_page(services, PAGES, days, 9).lines] == ["1", "6", "11"]
    with services.store.read() as conn:
        assert audit.kinds_noted(conn) == ["done", "seen"]


def test_what_pcs_noted_is_read_by_pages(services: Services) -> None:
    notes = [{"what": f"w{i % 2}", "who": "x", "record": f"r{i}", "at": "2026-11-23T10:00:00Z"} for i in range(7)]
    changes = [HubChange("audit", None, None, said) for said in notes]
    services.store.run(lambda conn: services.writer.write(conn, services.identity.hub, changes))
    read, then = [], None
    while True:
        page = trail_page(services, PCS, Wanted(what="w0"), 2, then)
        read += [line.noted.subject for line in page.lines]
        then = page.then
        if then is None:
            break
    assert sorted(read) == ["r0", "r2", "r4", "r6"]


def test_quarantine_and_pcs_are_read_by_pages(services: Services) -> None:
    held = [
        Refused(
            f"id{i:02}", f"pc{i % 3}", "c", i, ("not-json", "malformed")[i % 2], "", f"line {i}".encode(), "2026-11-23"
        )
        for i in range(12)
    ]
    services.store.run(lambda conn: quarantine.keep(conn, held))
    assert quarantine_counts(services) == {"malformed": 6, "not-json": 6}
    with services.store.read() as conn:
        first = quarantine.page(conn, 5)
        after = (first[-1].at, first[-1].id, first[-1].device)
        assert [each.id for each in [*first, *quarantine.page(conn, 50, after=after)]] == [each.id for each in held]
        assert [each.id for each in quarantine.page(conn, 9, "malformed", "pc1")] == ["id01", "id07"]
        assert quarantine.counts_of(conn, ["pc1", "pc9"]) == {"pc1": 4}
        assert fleet.database_bytes(conn) > 10_000
        assert fleet.page(conn, "all", NOW, 5) == [] and fleet.fleet(conn, NOW).active == 0
    [view] = quarantine_page(services, 0, "not-json", "pc0")
    assert view.kind == "" and not view.may_release and view.device is None
