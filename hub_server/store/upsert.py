"""Many rows in one statement, INSERT … ON CONFLICT DO NOTHING, and row locks, for both databases.

PostgreSQL gets a whole column as one binary array, so that a page costs a fixed number of statements whatever it
holds, and each statement keeps its text (and with it its plan).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

_ARRAYS: dict[type[Any], str] = {
    sa.Text: "text",
    sa.LargeBinary: "bytea",
    sa.BigInteger: "bigint",
    sa.Integer: "integer",
    sa.Boolean: "boolean",
}


_LISTED = "(SELECT value FROM json_each(?))"
_NONE = "\x01"
_HASHES = "substring(%b::bytea, (many.place::integer - 1) * 32 + 1, 32)"
_SPLIT = "string_to_array(%b, E'\\n', E'\\x01')"


def insert_rows(conn: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, which all name the same columns, in one statement."""
    _insert(conn, table, rows, missing=False)


def insert_missing(conn: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose key is not there yet, in the given order (sort them: the order is the lock order, since a
    row that another transaction is inserting is waited for)."""
    _insert(conn, table, rows, missing=True)


def _insert(conn: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], *, missing: bool) -> None:
    if not rows:
        return
    if conn.dialect.name == "sqlite":
        names = tuple(rows[0])
        conn.exec_driver_sql(_plain(table, names, missing), [tuple(map(row.__getitem__, names)) for row in rows])
        return
    arrays: dict[str, list[Any]] = {}
    same: dict[str, Any] = {}
    for name in rows[0]:
        column = [row[name] for row in rows]
        if column.count(column[0]) == len(column):
            same[name] = column[0]
        else:
            arrays[name] = column
    if not arrays:
        name, value = same.popitem()
        arrays = {name: [value] * len(rows)}
    sent = {name: _sent(table.c[name], values) for name, values in arrays.items()}
    hashes = [name for name, (how, _) in sent.items() if how == _HASHES]
    sent = {name: sent[name] for name in (*hashes, *(name for name in sent if name not in hashes))}
    if len(hashes) == len(sent):  # something must say how many rows there are
        sent[hashes[-1]] = ("%b::bytea[]", arrays[hashes[-1]])
    shapes = tuple((name, how) for name, (how, _) in sent.items())
    values = (*same.values(), *(value for _, value in sent.values()))
    conn.exec_driver_sql(_unnested(table, tuple(same), shapes, missing), values)


def _sent(column: sa.Column[Any], values: Sequence[Any]) -> tuple[str, Any]:
    """How a column is written in the statement, and what is sent: where the values allow it one text or one run of
    bytes, which cost a fraction of an array."""
    if type(column.type) is sa.Text:
        text = _joined(values)
        return ("%b::text[]", values) if text is None else (_SPLIT, text)
    if type(column.type) is sa.BigInteger and None not in values:
        return "string_to_array(%b, ',')::bigint[]", ",".join(map(str, values))
    if type(column.type) is sa.LargeBinary and None not in values and set(map(len, values)) == {32}:
        return _HASHES, b"".join(values)
    return f"%b::{_ARRAYS[type(column.type)]}[]", values


@cache
def _plain(table: sa.Table, names: tuple[str, ...], missing: bool) -> str:
    """SQLite's statement, with the rows' values given in this order. The columns' types are the driver's own."""
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    ending = " ON CONFLICT DO NOTHING" if missing else ""
    return f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks}){ending}'


def _joined(values: Sequence[str | None]) -> str | None:
    """The values as one text, which is sent many times faster than an array; None if one of them does not allow it."""
    missing = values.count(None)
    text = "\n".join([_NONE if value is None else value for value in values])
    fits = text and text.count("\n") == len(values) - 1 and text.count(_NONE) == missing
    return text if fits else None


@cache
def _unnested(table: sa.Table, same: tuple[str, ...], shapes: tuple[tuple[str, str], ...], missing: bool) -> str:
    """`same` are the columns that have one value in all rows, which many have in a page; `shapes` how the others are
    sent, hashes first."""
    values = [f"%b::{_ARRAYS[type(table.c[name].type)]}" for name in same]
    values += [how if how == _HASHES else f'many."{name}"' for name, how in shapes]
    columns = ", ".join(f'"{name}"' for name in (*same, *(name for name, _ in shapes)))
    arrays = {name: how for name, how in shapes if how != _HASHES}
    shown = ", ".join(f'"{name}"' for name in (*arrays, "place"))
    many = f"unnest({', '.join(arrays.values())}) WITH ORDINALITY AS many({shown})"
    rest = " ON CONFLICT DO NOTHING" if missing else ""
    return f"INSERT INTO {table.name} ({columns}) SELECT {', '.join(values)} FROM {many}{rest}"


def rows_among(
    conn: sa.Connection, columns: Sequence[sa.Column[Any]], key: sa.Column[Any], values: Iterable[str], **same: str
) -> Sequence[sa.Row[Any]]:
    """These columns of the rows whose `key` is one of the values, and whose other columns are as `same` says."""
    wanted = sorted(set(values))
    if not wanted:
        return []
    if conn.dialect.name == "sqlite":
        statement = _among(tuple(columns), key, tuple(same))
        return conn.exec_driver_sql(statement, (json.dumps(wanted), *same.values())).all()
    text = _joined(wanted)
    statement = _looked_up(tuple(columns), key, tuple(same), text is not None)
    return conn.exec_driver_sql(statement, (wanted if text is None else text, *same.values())).all()


def update_among(conn: sa.Connection, key: sa.Column[Any], values: Sequence[str], **new: Any) -> None:
    """Give the rows whose `key` is one of these values new ones in other columns."""
    if conn.dialect.name == "sqlite":
        columns = ", ".join(f'"{name}" = ?' for name in new)
        statement = f'UPDATE "{key.table}" SET {columns} WHERE "{key.name}" IN {_LISTED}'
        conn.exec_driver_sql(statement, (*new.values(), json.dumps(values)))
        return
    columns = ", ".join(f'"{name}" = %b' for name in new)
    statement = f'UPDATE {key.table} SET {columns} WHERE "{key.name}" = ANY(%b::text[])'
    conn.exec_driver_sql(statement, (*new.values(), list(values)))


def locked_rows(
    conn: sa.Connection, table: sa.Table, key: sa.Column[Any], values: Iterable[str]
) -> Sequence[sa.Row[Any]]:
    """The rows with these keys, locked until the end of the transaction, always in the order of the key."""
    wanted = sorted(set(values))
    if not wanted:
        return []
    if conn.dialect.name == "sqlite":
        return conn.exec_driver_sql(_among(tuple(table.c), key, ()), (json.dumps(wanted),)).all()
    shown = ", ".join(f'"{column.name}"' for column in table.c)
    statement = f'SELECT {shown} FROM {table} WHERE "{key.name}" = ANY(%b::text[]) ORDER BY "{key.name}" FOR UPDATE'
    return conn.exec_driver_sql(statement, (wanted,)).all()


@cache
def _among(columns: tuple[sa.Column[Any], ...], key: sa.Column[Any], same: tuple[str, ...]) -> str:
    """SQLite's statement, in the order of the values: each is looked up, instead of all rows of a kind, say. The
    columns' types are the driver's own."""
    shown = ", ".join(f'found."{column.name}"' for column in columns)
    also = "".join(f' AND found."{name}" = ?' for name in same)
    found = f'json_each(?) AS wanted CROSS JOIN "{key.table}" AS found ON found."{key.name}" = wanted.value'
    return f"SELECT {shown} FROM {found}{also}"


@cache
def _looked_up(columns: tuple[sa.Column[Any], ...], key: sa.Column[Any], same: tuple[str, ...], joined: bool) -> str:
    """One look into the index for each value: in a table that has just begun to grow, or just outgrown its statistics,
    PostgreSQL would rather read along a whole chain or feed."""
    shown = ", ".join(f'"{column.name}"' for column in columns)
    also = "".join(f' AND "{name}" = %b' for name in same)
    found = f'SELECT {shown} FROM {key.table} WHERE "{key.name}" = wanted.key{also} OFFSET 0'
    values = _SPLIT if joined else "%b::text[]"
    return f"SELECT found.* FROM unnest({values}) AS wanted(key) CROSS JOIN LATERAL ({found}) AS found"


def replace_row(conn: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> None:
    """Insert the row, or give the row of the same key these values.

    Whatever a faulty peer put where text belongs is shown as text, without NUL: PostgreSQL's text cannot hold it.
    """
    row = {name: _fitting(table.c[name], value) for name, value in row.items()}
    insert = sqlite.insert if conn.dialect.name == "sqlite" else postgresql.insert
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in row.items() if name not in keys}
    conn.execute(insert(table).values(**row).on_conflict_do_update(index_elements=keys, set_=rest))


def _fitting(column: sa.Column[Any], value: Any) -> Any:
    if value is None or not isinstance(column.type, sa.Text):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.replace("\0", "")
