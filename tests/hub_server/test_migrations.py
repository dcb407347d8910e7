"""A store of every earlier schema, with records in it, comes forward whole on both databases; so does its backup."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from care_record.change import decode
from care_record.ids import new_id
from hub_server.context import Services, open_services
from hub_server.services.backup import back_up, restore
from hub_server.store import migrations, records
from hub_server.store import tables as t
from hub_server.store.check import check
from hub_server.store.database import HubStore, StoreError
from hub_server.store.dump import Head, Rows, Table, dump, schema_of, tables_of, typed
from hub_server.store.migrations import migrate
from tests.helpers.hub import init_store, new_database
from tests.hub_server.test_feeds import Writer, facility

REVISIONS = sorted(path.name[1:5] for path in Path(migrations.__file__).parent.joinpath("versions").glob("v0*.py"))
_KEPT = (t.changes, t.feeds, t.feed_entries, t.chains, t.chain_lines, t.quarantine, t.waiting, t.audience, t.subjects)


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A hub of the newest schema: a patient of two centres with a case, a joined record, lines that wait or were
    refused, signed notes."""
    services = open_services(init_store(f"sqlite:///{tmp_path_factory.mktemp('today') / 'hub.db'}"))
    (here, cho), (there, other) = facility(services, "HERE"), facility(services, "THERE")
    writer, stranger = Writer(services, here, cho), Writer(services, there, other)
    own = writer.line("patient", {"name": "Sunita Devi", "gender": "female", "phone": "+919812345678"}, None)
    patient = decode(own).record
    share = [{"id": new_id(), "facility": there, "by": cho, "at": "2026-11-23T10:00:00Z"}]
    visit = writer.line("visit", {"started": "2026-11-23T10:00:00Z", "complaints": [{"text": "cough"}]}, patient)
    case = {"desk": new_id(), "visit": decode(visit).record, "urgency": "urgent", "speciality": "medicine"}
    writer.send(own, visit, writer.line("referral", case, patient))
    writer.send(
        writer.line("patient", {"share": share}, patient, patient),
        writer.line("patient", {"name": "Sunita D.", "same_as": patient}, None),
        writer.line("note", {"visit": decode(visit).record, "signed": "2026-11-23T10:05:00Z"}, patient),
        writer.line("note", {}, new_id()),
    )
    foreign = stranger.line("patient", {"name": "z"}, None)
    stranger.send(foreign)
    writer.send(writer.line("note", {}, decode(foreign).record))
    yield services
    services.store.close()


def at(today: Services, url: str, revision: str) -> HubStore:
    """A store as the program of that time had it, with the same records in it."""
    store = HubStore(url)
    with store.begin() as conn, today.store.read() as source:
        migrate(conn, revision)
        known = {table.name: dict(table.columns) for table in tables_of(conn)}
        into: sa.TableClause | None = None
        names: list[str] = []
        for frame in dump(source, Head("", "", ""), tables_of(source)):
            if isinstance(frame, Table):
                names = [name for name, _ in frame.columns]
                columns = known.get(frame.name, {})
                kept = tuple((name, code) for name, code in columns.items() if name in names)
                into = typed(conn, Table(frame.name, kept)) if kept else None
            elif isinstance(frame, Rows) and into is not None:
                rows = [dict(zip(names, row, strict=True)) for row in frame.rows]
                conn.execute(sa.insert(into), [{column.name: row[column.name] for column in into.c} for row in rows])
        conn.execute(sa.text("DELETE FROM hub_meta WHERE key = 'case_rows'"))  # rows of then knew less
        assert schema_of(conn) == revision
    return store


def rows_of(store: HubStore) -> dict[str, list[Any]]:
    with store.read() as conn:
        return {
            table.name: [tuple(row) for row in conn.execute(sa.select(table).order_by(*table.primary_key))]
            for table in _KEPT
        }


def holds_all(store: HubStore, today: Services) -> None:
    """The newest schema, and everything in it that `today` has; what is made of the records is there again."""
    open_services(store)
    assert rows_of(store) == rows_of(today.store)
    with store.read() as conn:
        assert check(conn).wrong == ()
        assert len(records.all_of(conn, "patient")) == 3
        for table, count in ((t.case_queue, 1), (t.patient_links, 1)):
            assert conn.scalar(sa.select(sa.func.count()).select_from(table)) == count, table.name
    with store.engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(context, t.metadata) == []


def test_no_revision_is_left_out() -> None:
    folder = Path(migrations.__file__).parent
    script = ScriptDirectory(str(folder))
    assert [each.revision for each in script.walk_revisions()][::-1] == REVISIONS
    assert [f"{number:04d}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


def test_a_store_of_a_newer_version_says_so_and_stays(services: Services) -> None:
    with services.store.begin() as conn:
        conn.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="a newer version of the hub"):
        open_services(services.store)
    with services.store.read() as conn:
        assert schema_of(conn) == "9999"


@pytest.mark.parametrize("revision", REVISIONS)
def test_it_comes_forward(today: Services, store_url: str, revision: str) -> None:
    store = at(today, store_url, revision)
    holds_all(store, today)
    store.close()


@pytest.mark.parametrize("revision", REVISIONS)
def test_its_backup_comes_forward_into_the_other_database(
    today: Services, store_url: str, revision: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = at(today, store_url, revision)
    assert back_up(store, tmp_path / "hub.backup").schema == revision
    store.close()
    if store.is_sqlite:
        other = new_database(request.getfixturevalue("postgres"))
    else:
        other = f"sqlite:///{tmp_path / 'restored.db'}"
    restored = HubStore(other)
    assert restore(restored, tmp_path / "hub.backup").found.wrong == ()
    holds_all(restored, today)
    restored.close()
