"""The hub's store: schema, what the hub itself writes, shares and credentials on their way into feeds, the check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from care_record.credential import open_credential
from care_record.ids import new_id
from care_record.rules.identity import ascii_digits
from hub_server.context import Services, open_services
from hub_server.services.errors import AdminError
from hub_server.services.places import add_desk, add_facility, list_places
from hub_server.services.staff import NewStaff, add_staff, list_staff, revoke_staff
from hub_server.store import feeds, records
from hub_server.store import tables as t
from hub_server.store.check import check
from hub_server.store.database import HubStore, StoreError
from hub_server.store.identity import load_identity
from hub_server.store.intake import WriteRefused
from hub_server.store.migrations import migrate
from hub_server.store.writer import HubChange, HubWriter
from tests.helpers.hub import init_store


def facility(services: Services, code: str = "PAR") -> str:
    return add_facility(services, {"code": code, "name": f"HSC {code}", "district": "SUPAUL"})


def kinds_in(services: Services, feed: str) -> list[str]:
    with services.store.read() as conn:
        return [entry.kind for entry in feeds.read_after(conn, feed, 0, 100)]


def test_the_migrations_make_the_tables(services: Services) -> None:
    with services.store.engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(context, t.metadata) == []


def test_init_again_changes_nothing(store_url: str) -> None:
    store = init_store(store_url)
    with store.read() as conn:
        first = load_identity(conn)
    again = init_store(store_url)
    with again.read() as conn:
        assert load_identity(conn) == first
    store.close()
    again.close()


def test_a_store_that_was_never_initialised_says_so(store_url: str) -> None:
    store = HubStore(store_url)
    with pytest.raises(StoreError, match="hub-server init"):
        open_services(store)
    store.close()


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite://", "sqlite:////no/such/folder/hub.db"])
def test_an_address_that_is_no_store_says_so(url: str) -> None:
    with pytest.raises(StoreError):
        HubStore(url)


def test_a_server_that_is_not_there_says_so() -> None:
    store = HubStore("postgresql://127.0.0.1:1/none")
    with pytest.raises(StoreError, match="cannot be used"):
        open_services(store)
    store.close()


def test_a_failed_transaction_leaves_nothing(services: Services) -> None:
    def fail(conn: sa.Connection) -> None:
        services.writer.write(conn, "x", [HubChange("notice", None, None, {"text": "y", "until": "2026-12-01"})])
        raise KeyError

    with pytest.raises(KeyError):
        services.store.run(fail)
    assert kinds_in(services, feeds.ALL) == []
    with services.store.read() as conn:
        assert check(conn).wrong == ()


def test_the_hub_writes_upon_what_stands_there(services: Services) -> None:
    place = facility(services)
    writer = HubWriter(services.now)
    [first] = services.store.run(
        lambda conn: writer.write(conn, services.identity.hub, [HubChange("facility", place, None, {"type": "HSC"})])
    )
    [second] = services.store.run(
        lambda conn: writer.write(conn, services.identity.hub, [HubChange("facility", place, None, {"type": "PHC"})])
    )
    assert second.base == (first.id,)
    assert second.clock > first.clock
    with services.store.read() as conn:
        state = records.folded(conn, place)
        assert state is not None
        assert state.fields["type"] == "PHC"
        assert state.heads == (second.id,)
        assert [each.record for each in records.all_of(conn, "facility")] == [place]


def test_the_hub_writes_nothing_for_an_unknown_patient(services: Services) -> None:
    change = HubChange("advice", None, new_id(), {"text": "rest"})
    with pytest.raises(WriteRefused) as refused:
        services.store.run(lambda conn: services.writer.write(conn, "x", [change]))
    assert refused.value.code == "unknown-patient"


def test_a_credential_goes_to_the_posts_of_its_person_alone(services: Services) -> None:
    here, there = facility(services, "HERE"), facility(services, "THERE")
    staff = add_staff(services, NewStaff("Kumari Anjali", "cho", (here,), pin="246810"))
    assert kinds_in(services, feeds.facility_feed(here)) == ["credential"]
    assert kinds_in(services, feeds.facility_feed(there)) == []
    assert "credential" not in kinds_in(services, feeds.ALL)
    with services.store.read() as conn:
        [credential] = records.all_of(conn, "credential")
    assert len(open_credential(credential.fields["sealed"], ascii_digits("246810"))) == 32
    moved = HubChange("staff", staff, None, {"posts": [{"id": there, "from": "2026-11-23"}]})
    services.store.run(lambda conn: services.writer.write(conn, services.identity.hub, [moved]))
    assert kinds_in(services, feeds.facility_feed(there)) == ["credential"]


def test_a_share_by_the_hub_brings_the_backlog_in_its_order(services: Services) -> None:
    place, patient = facility(services), new_id()
    changes = [
        HubChange("patient", patient, patient, {"name": "Sunita Devi", "gender": "female", "village": "Parsarma"}),
        HubChange("note", None, patient, {"text": "from the hub's own outpatients"}),
    ]
    services.store.run(lambda conn: services.writer.write(conn, "doctor", changes))
    entry = {"id": new_id(), "facility": place, "by": "doctor", "at": "2026-11-23T10:00:00Z"}
    share = HubChange("patient", patient, patient, {"share": [entry]})
    services.store.run(lambda conn: services.writer.write(conn, "doctor", [share]))
    assert kinds_in(services, feeds.facility_feed(place)) == ["patient", "note", "patient"]


def test_an_odd_record_does_not_stop_a_page(services: Services) -> None:
    patient = new_id()
    odd = [
        HubChange("patient", patient, patient, {"name": ["?"], "age": "old", "gender": 7, "allergies": {"x": 1}}),
        HubChange("visit", None, patient, {"vitals": "bad", "complaints": "cough", "started": 5, "danger_signs": 3}),
        HubChange("referral", None, patient, {"desk": new_id(), "urgency": {"a": 1}, "visit": 9, "speciality": []}),
        HubChange("advice", None, patient, {"referral": 5, "signed": [], "text": None}),
    ]
    written = services.store.run(lambda conn: services.writer.write(conn, "x", odd))
    with services.store.read() as conn:
        assert {record.kind for record in records.records_of(conn, patient)} == {change.kind for change in written}
        assert len(records.records_of(conn, patient, {"visit", "note"})) == 1


# -- what administrators do -------------------------------------------------------------------------------------------


def test_a_district_may_be_named(services: Services) -> None:
    facility(services)
    [place] = list_places(services, "facility")
    assert place["district"] == "223"
    with pytest.raises(AdminError, match="LGD code"):
        add_facility(services, {"code": "X", "name": "X", "district": "Atlantis"})


@pytest.mark.parametrize(("block", "code"), [("basantpur", "1102"), ("1109", "1109"), ("99999", "99999")])
def test_a_block_may_be_named(services: Services, block: str, code: str) -> None:
    add_facility(services, {"code": "PAR", "name": "HSC", "district": "Supaul", "subdistrict": block})
    assert list_places(services, "facility")[0]["subdistrict"] == code


@pytest.mark.parametrize(("block", "words"), [("Hajipur", "in Vaishali"), ("1278", "in Vaishali"), ("Atlantis", "LGD")])
def test_a_block_lies_in_its_district(services: Services, block: str, words: str) -> None:
    with pytest.raises(AdminError, match=words):
        add_facility(services, {"code": "PAR", "name": "HSC", "district": "Supaul", "subdistrict": block})


def test_a_code_is_taken_once(services: Services) -> None:
    facility(services)
    with pytest.raises(AdminError, match="taken"):
        facility(services)


def test_a_doctor_gets_a_login_and_keys(services: Services) -> None:
    desk = add_desk(services, {"code": "SUP", "name": "Sadar Hospital", "specialities": ["medicine", "gynaecology"]})
    papers = {"qualification": "MBBS", "registration_no": "BCMR 00001"}
    new = NewStaff("Dr Nivedita Jha", "doctor", ("SUP",), login="nivedita", password="correct horse", extra=papers)
    staff = add_staff(services, new)
    [listed] = list_staff(services)
    assert listed == {
        "id": staff,
        "name": "Dr Nivedita Jha",
        "role": "doctor",
        "posts": [desk],
        "active": True,
        "login": "nivedita",
    }
    with services.store.read() as conn:
        person = records.folded(conn, staff)
        row = conn.execute(sa.select(t.logins)).one()
    assert person is not None
    assert person.fields["keys"] == [row.public_key]
    assert "correct horse" not in json.dumps([row.password_hash, row.signing_key_wrapped])
    with pytest.raises(AdminError, match="taken"):
        add_staff(services, new)
    assert len(list_staff(services)) == 1, "nothing half done"
    revoke_staff(services, staff)
    [listed] = list_staff(services)
    assert listed["active"] is False
    with services.store.read() as conn:
        assert conn.execute(sa.select(t.logins)).one().revoked_at is not None


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (NewStaff("X", "king"), "role"),
        (NewStaff("X", "cho", ("PAR",), pin="12"), "PIN"),
        (NewStaff("X", "cho", pin="123456"), "--post"),
        (NewStaff("X", "admin", login="x"), "--password-stdin"),
        (NewStaff("X", "admin", login="x", password="short"), "password"),
        (NewStaff("X", "admin", password="long enough"), "--login"),
        (NewStaff("X", "doctor", ("SUP",)), "registration"),
        (NewStaff("X", "cho", ("NOWHERE",)), "NOWHERE"),
        (NewStaff("", "cho"), "name"),
    ],
)
def test_what_is_wrong_about_a_person_is_said(tmp_path: Path, new: NewStaff, words: str) -> None:
    services = open_services(init_store(f"sqlite:///{tmp_path / 'hub.db'}"))
    with pytest.raises(AdminError, match=words):
        add_staff(services, new)
    services.store.close()


def test_migrate_twice_is_the_same(services: Services) -> None:
    with services.store.begin() as conn:
        migrate(conn)
