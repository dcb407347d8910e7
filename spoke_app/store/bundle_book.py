"""Requests of this PC that went out on USB sticks, and what opens their replies.

Plain functions over an open store; each that writes is one transaction, or part of the caller's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from care_record.clock import time_text
from spoke_app.store import exchange_book, own_chain
from spoke_app.store.database import Store
from spoke_app.store.exchange_book import FeedPlace

KEPT = 10
"""So many unanswered requests are remembered, and so many answered ones: an older stick's reply is not taken in."""
BY_STICK = "usb"
"""The detail of a stick's row in the history of exchanges."""


@dataclass(frozen=True)
class Bundle:
    """A request on a stick. `private` is None once its reply was taken in; `places` is what it asked from."""

    key_hash: bytes
    private: bytes | None
    request: str
    device: str
    chain: str
    acked_n: int
    last_n: int
    places: Mapping[str, FeedPlace]
    made_at: str

    def __repr__(self) -> str:
        return f"Bundle({self.request})"


@dataclass(frozen=True)
class OnStick:
    """An unanswered stick as people see it: when it was made, and how many of its changes still wait."""

    made_at: str
    waiting: int


def remember(store: Store, bundle: Bundle) -> None:
    """Keeps an open request; the oldest ones beyond KEPT are forgotten."""
    places = {feed: (place.seq, place.head.hex()) for feed, place in bundle.places.items()}
    with store.transaction():
        store.execute(
            "INSERT INTO bundles(key_hash, private, request, device, chain, acked_n, last_n, places, made_at)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(bundle.key_hash, bundle.private, bundle.request, bundle.device, bundle.chain),
                *(bundle.acked_n, bundle.last_n, json.dumps(places), bundle.made_at),
            ),
        )
        for open_ones in ("IS NULL", "IS NOT NULL"):
            store.execute(
                f"DELETE FROM bundles WHERE answered_at {open_ones} AND id NOT IN"
                f" (SELECT id FROM bundles WHERE answered_at {open_ones} ORDER BY id DESC LIMIT ?)",
                (KEPT,),
            )


def forget(store: Store, key_hash: bytes) -> None:
    """The file was never made."""
    with store.transaction():
        store.execute("DELETE FROM bundles WHERE key_hash = ?", (key_hash,))


def find(store: Store, key_hash: bytes) -> Bundle | None:
    """The request that a reply answers; None if it is not one of this PC's, or was forgotten."""
    row = store.row(
        "SELECT key_hash, private, request, device, chain, acked_n, last_n, places, made_at FROM bundles"
        " WHERE key_hash = ?",
        (key_hash,),
    )
    return None if row is None else _bundle(row)


def answered(store: Store, key_hash: bytes, *, now: datetime) -> None:
    """Its reply was taken in whole: the key is not needed any more."""
    with store.transaction():
        store.execute(
            "UPDATE bundles SET answered_at = ?, private = NULL WHERE key_hash = ?", (time_text(now), key_hash)
        )


def on_sticks(store: Store) -> list[OnStick]:
    """The unanswered sticks whose reply is still worth bringing, the latest first: what is on them waits, or no
    exchange has ended whole since."""
    state = own_chain.current_chain(store)
    whole = exchange_book.last_whole(store)
    since = datetime.fromisoformat(whole.started) if whole else None
    rows = store.rows(
        "SELECT chain, last_n, made_at FROM bundles WHERE answered_at IS NULL AND device = ? ORDER BY id DESC",
        (store.meta_get("device"),),
    )
    found = []
    for row in rows:
        waiting = max(0, row["last_n"] - state.acked_n) if state and row["chain"] == state.chain else 0
        if waiting or since is None or datetime.fromisoformat(row["made_at"]) > since:
            found.append(OnStick(row["made_at"], waiting))
    return found


def _bundle(row: dict[str, Any]) -> Bundle:
    places = {feed: FeedPlace(seq, bytes.fromhex(head)) for feed, (seq, head) in json.loads(row["places"]).items()}
    private = None if row["private"] is None else bytes(row["private"])
    return Bundle(**{**row, "key_hash": bytes(row["key_hash"]), "private": private, "places": places})
