"""A page of a device's chain: checked against the chain, then stored with its mark in one transaction, or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from hub_server.store import chains
from hub_server.store.chains import Place
from hub_server.store.intake import read_lines, take
from hub_server.store.judge import Sender


def accept_page(
    conn: sa.Connection, sender: Sender, after: Place, lines: Sequence[bytes], mark: Place, now: datetime
) -> bool:
    """Store the lines after a place of the sender's chain (a page, or pages that came together), up to a verified
    mark; False if they or the place do not fit.

    What the hub holds of the page already is counted again; only what lies beyond is taken.
    """
    heads = chains.heads_along(after.head, lines)
    if mark.n != after.n + len(lines) or mark.head != (heads[-1] if heads else after.head):
        return False
    items = read_lines(sender, ((line, after.n + i) for i, line in enumerate(lines, 1)))
    held = chains.place_of(conn, sender.chain, lock=True)
    if not fits(conn, sender.chain, held, after):
        return False
    overlap = min(held.n, mark.n) - after.n
    if overlap > 0 and chains.head_at(conn, sender.chain, after.n + overlap) != heads[overlap - 1]:
        return False
    fresh = items[max(overlap, 0) :]
    if fresh:
        ids = take(conn, fresh, now)
        chains.append_lines(conn, sender.chain, held, ids, [item.sha for item in fresh], heads[max(overlap, 0) :])
    return True


def fits(conn: sa.Connection, chain: str, held: Place, place: Place) -> bool:
    """Whether the chain had this head at this place."""
    return place == held or (place.n < held.n and chains.head_at(conn, chain, place.n) == place.head)


def accept_early(conn: sa.Connection, sender: Sender, lines: Sequence[bytes], now: datetime) -> None:
    """Store urgent lines by id at once; they come again in their turn."""
    take(conn, read_lines(sender, ((line, None) for line in lines)), now)
