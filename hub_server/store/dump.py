"""Every row of the hub's store in one consistent view, in a form that either database takes in again.

A dump is a run of frames: what it is of, then for each table its columns and rows, then how many there were. Columns
are named with one of six types, so that a hub can move from SQLite to PostgreSQL and back. It is read at whatever
schema the store has, and taken in at that schema; migrations bring it forward afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

LEFT_OUT = frozenset({"sessions", "claims", "tries", "enrol_codes", "releases", "release_pieces"})
"""What must not come back alive: who was signed in, who had which case in hand, codes for new PCs, wrong tries, and
versions of the app that were offered then: long, and had again from their publisher."""
_VERSION_TABLE = "alembic_version"
_ROWS, _BYTES = 200, 512 * 1024
_WIDE = {"quarantine", "attachment_pieces"}
"""Tables whose rows may be so long that only a few are fetched at once."""


class Head(msgspec.Struct, frozen=True, tag="backup"):
    """Whose rows these are, at which schema, and when they were read (RFC 3339, UTC)."""

    hub: str
    schema: str
    made: str


class Table(msgspec.Struct, frozen=True, tag="table"):
    """The table that the next rows are of; each column with its type: text, bytes, int, float, bool or json."""

    name: str
    columns: tuple[tuple[str, str], ...]


class Rows(msgspec.Struct, frozen=True, tag="rows"):
    rows: tuple[tuple[Any, ...], ...]


class End(msgspec.Struct, frozen=True, tag="end"):
    """How many rows each table had; `sha256` of the encoded frames before this one, each with its length."""

    counts: dict[str, int]
    sha256: bytes


Frame = Head | Table | Rows | End


class BadDump(Exception):
    """These frames are not a dump of a hub's store. The text is for people."""


class _Json(sa.types.TypeDecorator[str]):
    """JSON as the text that stands there: a null in it is another thing than nothing there."""

    impl = sa.Text
    cache_ok = True

    def column_expression(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        return sa.cast(column, sa.Text())

    def bind_expression(self, bindvalue: sa.BindParameter[Any]) -> sa.ColumnElement[Any]:
        return sa.cast(bindvalue, postgresql.JSON())


_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "text": sa.Text(),
    "bytes": sa.LargeBinary(),
    "int": sa.BigInteger(),
    "float": sa.Float(),
    "bool": sa.Boolean(),
}


def _type(conn: sa.Connection, code: str) -> sa.types.TypeEngine[Any]:
    if code == "json":
        return _Json() if conn.dialect.name == "postgresql" else sa.Text()
    return _TYPES[code]


def _code(kind: object) -> str:
    codes = (
        (sa.Boolean, "bool"),
        (sa.JSON, "json"),
        (sa.LargeBinary, "bytes"),
        (sa.Float, "float"),
        (sa.Integer, "int"),
        (sa.Text, "text"),
    )
    return next(code for known, code in codes if isinstance(kind, known))


def schema_of(conn: sa.Connection) -> str:
    """The revision that the store is at; empty if it is none of ours."""
    if not sa.inspect(conn).has_table(_VERSION_TABLE):
        return ""
    return str(conn.scalar(sa.text(f"SELECT version_num FROM {_VERSION_TABLE}")) or "")


def is_empty(conn: sa.Connection) -> bool:
    """Whether nothing at all is in the database."""
    return not sa.inspect(conn).get_table_names()


def tables_of(conn: sa.Connection) -> list[Table]:
    """The tables that a dump holds, as the store has them now."""
    look = sa.inspect(conn)
    names = sorted(set(look.get_table_names()) - LEFT_OUT - {_VERSION_TABLE})
    columns = {name: look.get_columns(name) for name in names}
    return [Table(name, tuple((each["name"], _code(each["type"])) for each in columns[name])) for name in names]


def count_rows(conn: sa.Connection, tables: Iterable[Table]) -> int:
    """How many rows a dump will have."""
    return sum(conn.scalar(sa.select(sa.func.count()).select_from(sa.table(table.name))) or 0 for table in tables)


def dump(conn: sa.Connection, head: Head, tables: Sequence[Table]) -> Iterator[Frame]:
    """The frames, all but the last one; memory is bounded by a frame's rows."""
    yield head
    for table in tables:
        yield table
        yield from _rows(conn, table)


def _rows(conn: sa.Connection, table: Table) -> Iterator[Rows]:
    query = sa.select(*typed(conn, table).c)
    few = 10 if table.name in _WIDE else _ROWS
    batch: list[tuple[Any, ...]] = []
    size = 0
    with conn.execute(query.execution_options(yield_per=few)) as found:
        for row in found:
            batch.append(tuple(row))
            size += sum(len(value) for value in row if isinstance(value, bytes | str))
            if len(batch) >= _ROWS or size >= _BYTES:
                yield Rows(tuple(batch))
                batch, size = [], 0
    if batch:
        yield Rows(tuple(batch))


def typed(conn: sa.Connection, table: Table) -> sa.TableClause:
    """The table as its rows are read and taken in, on this database."""
    return sa.table(table.name, *(sa.column(name, _type(conn, code)) for name, code in table.columns))


class Loading:
    """Takes rows into the tables of a store that has the dump's schema and holds nothing yet."""

    def __init__(self, conn: sa.Connection) -> None:
        self._conn = conn
        self._known = {table.name: dict(table.columns) for table in tables_of(conn)}
        self._table: Table | None = None
        self._into: sa.TableClause | None = None
        self.counts: Counter[str] = Counter()

    def take(self, frame: Table | Rows) -> None:
        """BadDump if it does not fit the schema."""
        if isinstance(frame, Table):
            self._begin(frame)
            return
        if self._table is None or self._into is None:
            raise BadDump("rows of no table")
        names = [name for name, _ in self._table.columns]
        if any(len(row) != len(names) for row in frame.rows):
            raise BadDump("a row that does not fit its table")
        if frame.rows:
            rows = [dict(zip(names, row, strict=True)) for row in frame.rows]
            try:
                self._conn.execute(sa.insert(self._into), rows)
            except sa.exc.OperationalError:
                raise  # the store's fault, not the rows'
            except (sa.exc.StatementError, OverflowError) as error:
                raise BadDump(f"rows that do not fit {self._table.name}") from error
        self.counts[self._table.name] += len(frame.rows)

    def _begin(self, table: Table) -> None:
        known = self._known.get(table.name)
        if known is None or dict(table.columns) != known or table.name in self.counts:
            raise BadDump(f"a table that its schema does not have: {table.name[:40]!r}")
        self._table, self._into = table, typed(self._conn, table)
        self.counts[table.name] = 0
