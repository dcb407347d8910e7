"""New versions of the app that PCs are offered: each one's manifest as its publisher signed it, and the installer's
bytes in pieces, so that every process of the hub serves them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from care_record.release import PIECE, Release, version_key
from hub_server.store import tables as t
from hub_server.store.upsert import insert_missing
from hub_server.times import utc_text

KEPT = 3
"""Versions whose bytes are kept: a PC on a thin line may be days into an earlier one."""


@dataclass(frozen=True)
class Offered:
    """A version that is offered. `manifest`: as it was signed, for the app to verify."""

    version: str
    sha256: str
    size: int
    manifest: bytes
    added_at: str


class Incomplete(Exception):
    """Not all pieces of the installer are there."""


def listed(conn: sa.Connection) -> list[Offered]:
    """Every version, the newest first."""
    rows = conn.execute(sa.select(t.releases)).all()
    found = [Offered(row.version, row.sha256, row.bytes, bytes(row.manifest), row.added_at) for row in rows]
    return sorted(found, key=lambda release: version_key(release.version), reverse=True)


def with_hash(conn: sa.Connection, sha256: str) -> Offered | None:
    """The version with this installer."""
    return next((release for release in listed(conn) if release.sha256 == sha256), None)


def add_pieces(conn: sa.Connection, sha256: str, n: int, data: bytes) -> None:
    """Bytes of an installer from piece `n` on; whole pieces, but for the last one of all."""
    cut = [data[start : start + PIECE] for start in range(0, len(data), PIECE)]
    rows = [{"sha256": sha256, "n": n + at, "data": piece} for at, piece in enumerate(cut)]
    insert_missing(conn, t.release_pieces, rows)


def add(conn: sa.Connection, release: Release, manifest: bytes, now: datetime) -> list[str]:
    """Offer a version whose pieces are there, and let go of those that too many newer ones have followed: their
    numbers. Incomplete."""
    pieces = t.release_pieces.c
    held = conn.scalar(sa.select(sa.func.sum(sa.func.length(pieces.data))).where(pieces.sha256 == release.sha256))
    if held != release.bytes:
        raise Incomplete
    row = {
        "version": release.version,
        "sha256": release.sha256,
        "bytes": release.bytes,
        "manifest": manifest,
        "added_at": utc_text(now),
    }
    conn.execute(sa.insert(t.releases).values(row))
    old = [release.version for release in listed(conn)[KEPT:]]
    for version in old:
        remove(conn, version)
    return old


def remove(conn: sa.Connection, version: str) -> bool:
    """Offer it no more; whether it was offered."""
    gone = conn.execute(sa.delete(t.releases).where(t.releases.c.version == version)).rowcount > 0
    sweep(conn)
    return gone


def sweep(conn: sa.Connection) -> None:
    """Remove the bytes of no version: of one withdrawn, or of an attempt that ended in the middle."""
    pieces = t.release_pieces.c
    conn.execute(sa.delete(t.release_pieces).where(pieces.sha256.not_in(sa.select(t.releases.c.sha256))))


def read_piece(conn: sa.Connection, sha256: str, n: int) -> bytes:
    """One piece of an installer; b'' where there is none."""
    pieces = t.release_pieces.c
    data = conn.scalar(sa.select(pieces.data).where(pieces.sha256 == sha256, pieces.n == n))
    return b"" if data is None else bytes(data)
