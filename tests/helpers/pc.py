"""A health centre's PC in this process, on a real hub: its store as an enrolment leaves it, and its exchange."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from care_record.change import Change
from care_record.ids import new_token
from spoke_app.store import own_chain
from spoke_app.store.database import Store, open_store
from spoke_app.store.journal import NewChange, write
from spoke_app.sync.engine import Clock, ExchangeResult, exchange, exchange_once
from spoke_app.sync.transport import Enrolled, Transport
from tests.helpers.hub import HubProcess

T = TypeVar("T")
KEY = bytes(range(32))


def now() -> datetime:
    return datetime.now().astimezone()


CLOCK = Clock(now, time.monotonic)


def become(store: Store, answer: Enrolled) -> None:
    """The store is this device's from now on, as the exchange needs it."""
    with store.transaction():
        for key, value in {
            "device": answer.device,
            "hub": answer.hub,
            "sign_key": answer.sign_key,
            "post_kind": answer.post["kind"],
            "post_id": answer.post["id"],
        }.items():
            store.meta_set(key, value)
        own_chain.start_chain(store, answer.chain, now=now())


class Pc:
    """One enrolled PC. `url`: where it finds the hub, which may be a broken line in front of it."""

    def __init__(self, hub: HubProcess, facility: str, cho: str, folder: Path, url: str, stall: float = 30.0) -> None:
        folder.mkdir(parents=True)
        self.path = folder / "store.db"
        self.cho = cho
        self.token = new_token()
        self.store: Store = open_store(self.path, KEY)
        self.stall = stall
        self.transport = Transport(url, self.token, stall=stall)
        with contextlib.closing(Transport(hub.url)) as straight:
            answer = straight.enrol(hub.code(facility), self.token, "PC", "0.1.0", "test")
        become(self.store, answer)

    def call(self, function: Callable[[Store], T], /) -> T:
        return function(self.store)

    def move_to(self, url: str) -> None:
        """From now on the hub is asked over this line."""
        self.transport.close()
        self.transport = Transport(url, self.token, stall=self.stall)

    def exchange(self, step: Callable[[ExchangeResult], None] = lambda result: None) -> ExchangeResult:
        """Until neither side has more, or the line breaks."""
        return exchange(self.call, self.transport, CLOCK, step=step)

    def once(self) -> ExchangeResult:
        """One request."""
        return exchange_once(self.call, self.transport, CLOCK)

    def save(self, *changes: NewChange) -> list[Change]:
        return write(self.store, changes, author=self.cho, now=now())

    def patient(self, name: str = "Sunita Devi", **more: Any) -> Change:
        [change] = self.save(NewChange("patient", None, {"name": name, "gender": "female", **more}))
        return change

    def held(self) -> dict[str, bytes]:
        """Every change in the journal, byte for byte."""
        return {row["id"]: bytes(row["line"]) for row in self.store.rows("SELECT id, line FROM journal")}

    def own_lines(self) -> Sequence[bytes]:
        """The chain, in its order."""
        rows = self.store.rows("SELECT j.line FROM chain_lines c JOIN journal j ON j.id = c.id ORDER BY c.n")
        return [bytes(row["line"]) for row in rows]

    def waiting(self) -> int:
        return own_chain.waiting(self.store)

    def close(self) -> None:
        self.transport.close()
        self.store.close()
