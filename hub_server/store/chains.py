"""Chains: how far the hub holds each device's journal, place by place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from care_record.chain import ZERO, extend, line_hash
from care_record.ids import new_id
from hub_server.store import tables as t
from hub_server.store.upsert import insert_missing
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


def ensure_chain(conn: sa.Connection, chain: str, device: str, now: datetime) -> None:
    """Make an unknown chain known, empty: after a restore the hub may have lost it, and the device sends it again.

    ForeignChain if it belongs to another device.
    """
    owner = conn.scalar(sa.select(t.chains.c.device).where(t.chains.c.chain == chain))
    if owner is None:
        row = {"chain": chain, "device": device, "n": 0, "head": ZERO, "made_at": utc_text(now)}
        insert_missing(conn, t.chains, [row])
        owner = conn.scalar(sa.select(t.chains.c.device).where(t.chains.c.chain == chain))
    if owner != device:
        raise ForeignChain(chain)


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


def append_lines(
    conn: sa.Connection, chain: str, after: Place, lines: Sequence[bytes], ids: Sequence[str], heads: Sequence[bytes]
) -> None:
    """Add lines to a locked chain whose place is `after`; `ids` as `intake.take` returned them."""
    if not lines:
        return
    rows = [
        {"chain": chain, "n": after.n + i, "id": ids[i - 1], "sha": line_hash(line), "head": heads[i - 1]}
        for i, line in enumerate(lines, 1)
    ]
    conn.execute(sa.insert(t.chain_lines), rows)
    conn.execute(
        sa.update(t.chains).where(t.chains.c.chain == chain).values(n=after.n + len(lines), head=heads[-1]),
    )


def proved(conn: sa.Connection, chain: str, up_to: int, ids: Sequence[str]) -> dict[str, bytes]:
    """Of these changes, those that stand in the chain at or below `up_to`, with the hash of the line there."""
    if up_to <= 0 or not ids:
        return {}
    lines = t.chain_lines.c
    query = sa.select(lines.id, lines.sha).where(lines.chain == chain, lines.n <= up_to, lines.id.in_(ids))
    return {row.id: bytes(row.sha) for row in conn.execute(query)}
