"""How the hub and its PCs are, on one page for whoever is on duty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub_server.context import Services
from hub_server.store import duplicates, fleet, quarantine, queue, records
from hub_server.store.fleet import Fleet


@dataclass(frozen=True)
class Late:
    """A desk with cases that wait beyond their limit: how many of each urgency."""

    desk: str
    fields: Mapping[str, Any]
    emergency: int
    urgent: int
    routine: int


@dataclass(frozen=True)
class Health:
    """What the overview shows. `quarantined` lines, `duplicates` not decided, the database's bytes."""

    fleet: Fleet
    quarantined: int
    duplicates: int
    database_bytes: int
    late: tuple[Late, ...]


def health(services: Services) -> Health:
    """Everything of the overview, in one view of the store."""
    with services.store.read() as conn:
        now = services.now()
        late = queue.overdue(conn, now)
        desks = {desk: place.fields if (place := records.folded(conn, desk)) else {} for desk in late}
        return Health(
            fleet=fleet.fleet(conn, now),
            quarantined=sum(quarantine.counts(conn).values()),
            duplicates=duplicates.count(conn),
            database_bytes=fleet.database_bytes(conn),
            late=tuple(
                Late(desk, desks[desk], *(late[desk].get(urgency, 0) for urgency in ("emergency", "urgent", "routine")))
                for desk in sorted(
                    late, key=lambda desk: (-late[desk].get("emergency", 0), str(desks[desk].get("name")))
                )
            ),
        )
