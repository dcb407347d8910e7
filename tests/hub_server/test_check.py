"""`hub-server check`: whatever is changed, missing or too much in a store is found and named."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from care_record.change import decode
from care_record.ids import new_id
from hub_server.context import Services
from hub_server.store import tables as t
from hub_server.store.check import Found, check
from tests.helpers.hub import command
from tests.hub_server.test_feeds import Writer, facility

Damage = Callable[[sa.Connection], object]


def look(services: Services) -> Found:
    with services.store.read() as conn:
        return check(conn)


@pytest.fixture
def busy(services: Services) -> Services:
    """A hub with a patient of two centres, a change that waits, and one that was refused."""
    (here, cho), (there, other) = facility(services, "HERE"), facility(services, "THERE")
    writer, stranger = Writer(services, here, cho), Writer(services, there, other)
    share = [{"id": new_id(), "facility": there, "by": cho, "at": "2026-11-23T10:00:00Z"}]
    own = writer.line("patient", {"name": "x"}, None)
    patient = decode(own).record
    writer.send(own, writer.line("note", {"text": "y"}, patient))
    writer.send(writer.line("patient", {"share": share}, patient, patient), writer.line("visit", {}, patient))
    theirs = stranger.line("patient", {"name": "z"}, None)
    stranger.send(theirs)
    writer.send(writer.line("note", {}, new_id()), writer.line("note", {}, decode(theirs).record))
    return services


def one(conn: sa.Connection, table: sa.Table, *where: sa.ColumnElement[bool]) -> sa.Row[tuple[object, ...]]:
    row = conn.execute(sa.select(table).where(*where)).first()
    assert row is not None
    return row


def set_one(
    table: sa.Table, values: Callable[[sa.Row[tuple[object, ...]]], dict[str, object]], *where: object
) -> Damage:
    """Change one row."""

    def damage(conn: sa.Connection) -> None:
        row = one(conn, table, *where)  # type: ignore[arg-type]
        key = [column == row._mapping[column.name] for column in table.primary_key]
        conn.execute(sa.update(table).where(*key).values(values(row)))

    return damage


def drop_one(table: sa.Table, *where: object) -> Damage:
    """Take one row away."""

    def damage(conn: sa.Connection) -> None:
        row = one(conn, table, *where)  # type: ignore[arg-type]
        conn.execute(sa.delete(table).where(*[column == row._mapping[column.name] for column in table.primary_key]))

    return damage


def flipped(data: bytes) -> bytes:
    return data[:-2] + bytes([data[-2] ^ 1]) + data[-1:]


CHANGES, ENTRIES, LINES = t.changes.c, t.feed_entries.c, t.chain_lines.c
NOTE = CHANGES.kind == "note"
DAMAGES: dict[str, tuple[Damage, str]] = {
    "a byte of a line": (set_one(t.changes, lambda r: {"line": flipped(bytes(r.line))}, NOTE), "its bytes are not"),
    "a byte of a hash": (set_one(t.changes, lambda r: {"sha": flipped(bytes(r.sha))}, NOTE), "its bytes are not"),
    "filed elsewhere": (set_one(t.changes, lambda _: {"author": "x"}, NOTE), "is filed as something else"),
    "a change": (drop_one(t.changes, NOTE, CHANGES.state == "stored"), "does not fit"),
    "a head in a feed": (set_one(t.feed_entries, lambda r: {"head": flipped(bytes(r.head))}), "place 1 does not fit"),
    "an entry in the middle": (
        drop_one(t.feed_entries, ENTRIES.seq == 2, ENTRIES.feed != "all"),
        "place 2 does not fit",
    ),
    "the end of a feed": (set_one(t.feeds, lambda r: {"seq": r.seq + 1}), "ends at"),
    "a feed": (drop_one(t.feeds, t.feeds.c.feed == "all"), "has entries, but no end"),
    "a line in the middle of a chain": (drop_one(t.chain_lines, LINES.n == 2), "place 2 does not fit"),
    "a head in a chain": (set_one(t.chain_lines, lambda r: {"head": flipped(bytes(r.head))}), "place 1 does not fit"),
    "the end of a chain": (set_one(t.chains, lambda r: {"n": r.n + 1}, t.chains.c.n > 1), "ends at"),
    "a chain": (drop_one(t.chains, t.chains.c.n > 1), "has lines, but no end"),
    "a reader": (drop_one(t.audience), "which is not for its readers"),
    "a record": (drop_one(t.record_heads, t.record_heads.c.kind == "visit"), "its record is not known"),
    "another kind": (
        set_one(t.record_heads, lambda _: {"kind": "note"}, t.record_heads.c.kind == "visit"),
        "another kind's",
    ),
    "what it waits for": (drop_one(t.waiting), "waits for nothing that is said"),
    "the change that waits": (drop_one(t.changes, CHANGES.state == "waiting"), "is not there or does not"),
    "a byte in quarantine": (
        set_one(t.quarantine, lambda r: {"line": flipped(bytes(r.line))}),
        "not those that were refused",
    ),
    "the signing key": (
        set_one(t.hub_meta, lambda _: {"value": "00"}, t.hub_meta.c.key == "sign_private"),
        "keys are not whole",
    ),
}


def damaged(services: Services, damage: Damage) -> Found:
    """What is found after this damage, which is then undone."""
    with services.store.engine.connect() as conn, conn.begin() as transaction:
        damage(conn)
        found = check(conn)
        transaction.rollback()
    return found


def add_readers(conn: sa.Connection, count: int) -> None:
    """Centres that have a patient, and nothing of hers in their feeds."""
    patient = one(conn, t.changes, CHANGES.kind == "visit").patient
    conn.execute(sa.insert(t.audience), [{"patient": patient, "facility": f"{n}"} for n in range(count)])


def let_come(conn: sa.Connection) -> None:
    """What a change waits for is there."""
    needed = one(conn, t.waiting).needs
    conn.execute(sa.update(t.subjects).where(t.subjects.c.subject == needed).values(known=True))


def test_it_finds_all_damage(busy: Services) -> None:
    assert look(busy).wrong == ()
    for what, (damage, words) in DAMAGES.items():
        found = damaged(busy, damage)
        assert any(words in trouble for trouble in found.wrong), (what, found.wrong)
        assert found.wrong_count == len(found.wrong)
    lacking = damaged(busy, lambda conn: add_readers(conn, 1))
    assert ["lacks change" in trouble for trouble in lacking.wrong] == [True] * 4
    [trouble] = damaged(busy, let_come).wrong
    assert "which has come" in trouble
    much = damaged(busy, lambda conn: add_readers(conn, 60))
    assert (len(much.wrong), much.wrong_count) == (100, 240)
    assert look(busy).wrong == ()


def test_the_command_says_it_and_fails(busy: Services, store_url: str) -> None:
    whole = command("check", "--json", store=store_url)
    assert whole.returncode == 0
    told = json.loads(whole.stdout)
    assert (told["waiting"], told["quarantined"], told["wrong"], told["wrong_count"]) == (1, 1, [], 0)
    with busy.store.begin() as conn:
        DAMAGES["a byte of a line"][0](conn)
    broken = command("check", store=store_url)
    assert broken.returncode == 1
    assert "its bytes are not those that were stored" in broken.stdout
    assert "wrong_count=" in broken.stdout
