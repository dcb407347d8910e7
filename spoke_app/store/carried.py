"""What no journal has: unfinished forms, and pictures that the hub may not hold yet. Out of a store's file as far as it
can still be read, into the one that takes its place.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from spoke_app.store.database import Store, read_store
from spoke_app.store.errors import StoreError


def carry_over(source: Path, key: bytes, target: Store) -> None:
    """One by one: what lies on a damaged page stays behind. Raises StoreErrors of the target alone."""
    try:
        old = read_store(source, key)
    except StoreError:
        return
    try:
        for draft in _readable(old, "SELECT id FROM drafts"):
            for row in _readable(old, "SELECT * FROM drafts WHERE id = ?", draft["id"]):
                _keep_draft(target, row)
        for picture in _readable(old, "SELECT sha FROM attachments WHERE whole = 1"):
            _keep_picture(old, target, str(picture["sha"]))
        _keep_trail(old, target)
    finally:
        old.close()


def _readable(store: Store, sql: str, *parameters: object) -> list[dict[str, Any]]:
    try:
        return store.rows(sql, parameters)
    except StoreError:
        return []


def _keep_draft(target: Store, row: dict[str, Any]) -> None:
    known = target.value("SELECT saved_at FROM drafts WHERE id = ?", (row["id"],))
    if known is None or known < row["saved_at"]:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        target.execute(f"INSERT OR REPLACE INTO drafts({names}) VALUES({marks})", list(row.values()))


def _keep_trail(old: Store, target: Store) -> None:
    """What it has more, as far as it goes on without a hole: entries are chained."""
    newest = int(target.value("SELECT max(n) FROM trail") or 0)
    for n, row in enumerate(_readable(old, "SELECT * FROM trail WHERE n > ? ORDER BY n", newest), start=newest + 1):
        if row["n"] != n:
            return
        target.execute(f"INSERT INTO trail({', '.join(row)}) VALUES({', '.join('?' * len(row))})", list(row.values()))


def _keep_picture(old: Store, target: Store, sha: str) -> None:
    if target.value("SELECT whole FROM attachments WHERE sha = ?", (sha,)) == 1:
        return
    rows = _readable(old, "SELECT * FROM attachments WHERE sha = ?", sha)
    pieces = _readable(old, "SELECT n, data FROM attachment_pieces WHERE sha = ? ORDER BY n", sha)
    content = hashlib.sha256()
    for piece in pieces:
        content.update(piece["data"])
    if not rows or content.hexdigest() != sha:
        return
    names, marks = ", ".join(rows[0]), ", ".join("?" * len(rows[0]))
    with target.transaction():
        target.execute("DELETE FROM attachment_pieces WHERE sha = ?", (sha,))
        target.execute(f"INSERT OR REPLACE INTO attachments({names}) VALUES({marks})", list(rows[0].values()))
        target.execute_many(
            "INSERT INTO attachment_pieces(sha, n, data) VALUES(?, ?, ?)",
            [(sha, piece["n"], piece["data"]) for piece in pieces],
        )
