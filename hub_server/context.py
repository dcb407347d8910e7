"""What every part of a hub process is handed: the store, who this hub is, how it writes, and the time."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from hub_server.config import Config
from hub_server.store.cases import renew_rows
from hub_server.store.database import HubStore
from hub_server.store.identity import Identity, load_identity
from hub_server.store.migrations import migrate
from hub_server.store.writer import HubWriter
from hub_server.times import Now, utc_now


@dataclass(frozen=True)
class Services:
    """One hub process. Made once, by `open_services`."""

    store: HubStore
    identity: Identity
    writer: HubWriter
    config: Config
    now: Now
    ending: threading.Event = field(default_factory=threading.Event)
    """Set once the process was told to end: what runs comes to its end, and nothing new begins."""


def open_services(store: HubStore, config: Config | None = None, now: Now = utc_now) -> Services:
    """Bring an initialised store to the newest schema and open it. StoreError if it cannot be used."""
    store.require()
    with store.begin() as conn:
        load_identity(conn)  # before anything is migrated: a mistyped address must not become a hub
        migrate(conn)
        renew_rows(conn)
        identity = load_identity(conn)
    return Services(store, identity, HubWriter(now), config or Config(), now)
