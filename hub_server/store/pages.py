"""A page of a device's chain: checked against the chain, then stored with its mark in one transaction, or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from hub_server.store import chains
from hub_server.store.chains import Place
from hub_server.store.intake import Item, read_lines, take
from hub_server.store.judge import Sender


@dataclass(frozen=True)
class Run:
    """A page of the sender's chain, or pages that came together: lines after a place, and the head after each."""

    sender: Sender
    after: Place
    items: Sequence[Item]
    heads: Sequence[bytes]


def read_run(sender: Sender, after: Place, lines: Sequence[bytes], heads: Sequence[bytes]) -> Run:
    """Lines ready to be stored: decoded and hashed while nobody waits for a lock."""
    return Run(sender, after, read_lines(sender, ((line, after.n + i) for i, line in enumerate(lines, 1))), heads)


def accept_page(conn: sa.Connection, run: Run, mark: Place, now: datetime) -> bool:
    """Store the lines up to a verified mark; False if they or the place do not fit.

    What the hub holds of the page already is counted again; only what lies beyond is taken.
    """
    chain, after, heads = run.sender.chain, run.after, run.heads
    if mark != chains.place_after(after, heads):
        return False
    held = chains.place_of(conn, chain, lock=True)
    if not fits(conn, chain, held, after):
        return False
    overlap = max(0, min(held.n, mark.n) - after.n)
    if overlap and chains.head_at(conn, chain, after.n + overlap) != heads[overlap - 1]:
        return False
    fresh = run.items[overlap:]
    if fresh:
        ids = take(conn, fresh, now)
        chains.append_lines(conn, chain, held, ids, [item.sha for item in fresh], heads[overlap:])
    return True


def fits(conn: sa.Connection, chain: str, held: Place, place: Place) -> bool:
    """Whether the chain had this head at this place."""
    return place == held or (place.n < held.n and chains.head_at(conn, chain, place.n) == place.head)


def accept_early(conn: sa.Connection, sender: Sender, lines: Sequence[bytes], now: datetime) -> None:
    """Store urgent lines by id at once; they come again in their turn."""
    take(conn, read_lines(sender, ((line, None) for line in lines)), now)
