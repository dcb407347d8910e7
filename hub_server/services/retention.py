"""How long the hub keeps what is no record: sessions, tries, codes, claims, drafts, broken uploads, the trail."""

from __future__ import annotations

from datetime import timedelta

from hub_server.context import Services
from hub_server.services.acting import COMMAND, Acting
from hub_server.services.errors import AdminError
from hub_server.store import retention
from hub_server.store.database import Connection

LEAST_TRAIL_DAYS = 365


def sweep(services: Services, trail_days: int | None = None, by: Acting = COMMAND) -> dict[str, int]:
    """Delete what is over, and of the trail what is older than so many days (None: nothing); how many rows of what.
    AdminError for fewer days than the trail has to be kept."""
    if trail_days is not None and trail_days < LEAST_TRAIL_DAYS:
        raise AdminError(f"the trail is kept for {LEAST_TRAIL_DAYS} days at least")

    def work(conn: Connection) -> dict[str, int]:
        now = services.now()
        done = retention.sweep(conn, now)
        if trail_days is not None:
            done["trail"] = retention.shorten_trail(conn, now - timedelta(days=trail_days))
            by.note(conn, services, "trail-shortened", detail=f"{trail_days}, {done['trail']}")
        return done

    return services.store.run(work)
