"""INSERT … ON CONFLICT DO NOTHING, and row locks, for both databases."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert_missing(conn: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose key is not there yet, one by one in the given order (sort them: the order is the lock
    order, since a row that another transaction is inserting is waited for)."""
    insert = sqlite.insert if conn.dialect.name == "sqlite" else postgresql.insert
    for row in rows:
        conn.execute(insert(table).values(**row).on_conflict_do_nothing())


def replace_row(conn: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> None:
    """Insert the row, or give the row of the same key these values.

    Whatever a faulty peer put where text belongs is shown as text, without NUL: PostgreSQL's text cannot hold it.
    """
    row = {name: _fitting(table.c[name], value) for name, value in row.items()}
    insert = sqlite.insert if conn.dialect.name == "sqlite" else postgresql.insert
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in row.items() if name not in keys}
    conn.execute(insert(table).values(**row).on_conflict_do_update(index_elements=keys, set_=rest))


def locked_rows(conn: sa.Connection, table: sa.Table, key: sa.Column[Any], values: Iterable[str]) -> list[sa.Row[Any]]:
    """The rows with these keys, locked until the end of the transaction, always in the order of the key."""
    wanted = sorted(set(values))
    return list(conn.execute(sa.select(table).where(key.in_(wanted)).order_by(key).with_for_update()))


def _fitting(column: sa.Column[Any], value: Any) -> Any:
    if value is None or not isinstance(column.type, sa.Text):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.replace("\0", "")
