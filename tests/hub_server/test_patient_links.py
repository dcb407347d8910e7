"""A store of an earlier version learns which of its records are one person."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from care_record.change import Change, encode
from care_record.clock import HybridClock
from care_record.ids import new_device_id, new_id
from hub_server.store import same_person
from hub_server.store import tables as t
from hub_server.store.database import HubStore
from hub_server.store.migrations import migrate

AT = "2026-11-23T10:00:00+05:30"


def test_what_was_joined_before_is_joined_after_the_upgrade(store_url: str) -> None:
    one, other, apart, device = new_id(), new_id(), new_id(), new_device_id()
    clock = HybridClock(device)
    store = HubStore(store_url)
    with store.begin() as conn:
        migrate(conn, "0010")
        last: dict[str, str] = {}
        for record, said in ((one, None), (other, one), (apart, one), (apart, None)):
            change = Change(
                id=new_id(),
                device=device,
                author=one,
                kind="patient",
                record=record,
                patient=record,
                clock=clock.tick(1_700_000_000_000),
                at=AT,
                base=(last[record],) if record in last else (),
                set={"same_as": said},
            )
            last[record] = change.id
            line = encode(change)
            named = {"id": change.id, "kind": "patient", "record": record, "patient": record, "author": one}
            times = {"device": device, "clock": change.clock, "at": AT, "stored_at": AT, "sent_by": device}
            row = named | times | {"line": line, "sha": hashlib.sha256(line).digest(), "state": "stored"}
            conn.execute(sa.insert(t.changes).values(row))
    with store.begin() as conn:
        migrate(conn)
    with store.read() as conn:
        assert set(same_person.group(conn, one)) == {one, other}
        assert same_person.group(conn, apart) == (apart,)
    store.close()
