"""Chains: how far the hub holds each device's journal, place by place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from care_record.chain import ZERO, extend
from care_record.ids import new_id
from hub_server.store import tables as t
from hub_server.store.upsert import insert_missing, insert_rows
from hub_server.times import utc_text


@dataclass(frozen=True)
class Place:
    """A chain up to line `n`, where its head is `head`."""

    n: int
    head: bytes


class ForeignChain(Exception):
    """The chain belongs to another device."""


def new_chain(conn: sa.Connection, device: str, now: datetime) -> str:
    """A new, empty chain of the device."""
    chain = new_id()
    conn.execute(
        sa.insert(t.chains).values(chain=chain, device=device, n=0, head=ZERO, made_at=utc_text(now)),
    )
    return chain


def ensure_chain(conn: sa.Connection, chain: str, device: str, now: datetime) -> Place:
    """How far the hub holds the chain. Makes an unknown one known, empty: after a restore the hub may have lost it, and
    the device sends it again.

    ForeignChain if it belongs to another device.
    """
    query = sa.select(t.chains.c.device, t.chains.c.n, t.chains.c.head).where(t.chains.c.chain == chain)
    held = conn.execute(query).one_or_none()
    if held is None:
        row = {"chain": chain, "device": device, "n": 0, "head": ZERO, "made_at": utc_text(now)}
        insert_missing(conn, t.chains, [row])
        held = conn.execute(query).one()
    if held.device != device:
        raise ForeignChain(chain)
    return Place(held.n, bytes(held.head))


def place_of(conn: sa.Connection, chain: str, *, lock: bool = False) -> Place:
    """How far the hub holds the chain; with `lock` nobody else adds to it until the transaction ends."""
    query = sa.select(t.chains.c.n, t.chains.c.head).where(t.chains.c.chain == chain)
    row = conn.execute(query.with_for_update() if lock else query).one()
    return Place(row.n, bytes(row.head))


def head_at(conn: sa.Connection, chain: str, n: int) -> bytes | None:
    """`h(n)` of the chain as the hub holds it; None for a place that it does not have."""
    if n == 0:
        return ZERO
    query = sa.select(t.chain_lines.c.head).where(t.chain_lines.c.chain == chain, t.chain_lines.c.n == n)
    head = conn.scalar(query)
    return None if head is None else bytes(head)


def heads_along(head: bytes, lines: Sequence[bytes]) -> list[bytes]:
    """The head after each of the lines, starting from `head`."""
    heads: list[bytes] = []
    for line in lines:
        head = extend(head, line)
        heads.append(head)
    return heads


def place_after(place: Place, heads: Sequence[bytes]) -> Place:
    """Where a chain is that goes on from a place with lines after which these are its heads."""
    return Place(place.n + len(heads), heads[-1] if heads else place.head)


def append_lines(
    conn: sa.Connection, chain: str, after: Place, ids: Sequence[str], shas: Sequence[bytes], heads: Sequence[bytes]
) -> None:
    """Add lines to a locked chain whose place is `after`; `ids` as `intake.take` returned them."""
    if not ids:
        return
    rows = [
        {"chain": chain, "n": after.n + i, "id": each, "sha": sha, "head": head}
        for i, (each, sha, head) in enumerate(zip(ids, shas, heads, strict=True), 1)
    ]
    insert_rows(conn, t.chain_lines, rows)
    conn.execute(
        sa.update(t.chains).where(t.chains.c.chain == chain).values(n=after.n + len(ids), head=heads[-1]),
    )
