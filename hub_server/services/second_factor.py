"""The second step of signing in, as the administrator rules it: required or offered, and taken from who lost all."""

from __future__ import annotations

from typing import Any

from hub_server.context import Services
from hub_server.services.errors import AdminError
from hub_server.store import audit, logins, second_factors, signed_in
from hub_server.store.database import Connection


def rule(services: Services) -> dict[str, Any]:
    """Whether it is required, and of which roles."""
    with services.store.read() as conn:
        return {"required": second_factors.required(conn), "roles": sorted(second_factors.REQUIRED_OF)}


def require(services: Services, *, yes: bool) -> dict[str, Any]:
    """Require it of doctors and administrators from their next page on, or only offer it."""
    services.store.run(lambda conn: second_factors.require(conn, yes=yes))
    return rule(services)


def reset(services: Services, staff: str, by: str = "") -> None:
    """Take the second step from someone who has neither phone nor paper: she signs in with her password alone, and is
    signed out wherever she was. `by`: the administrator, empty at the command line. AdminError if she has no login."""

    def work(conn: Connection) -> None:
        if staff not in logins.names(conn):
            raise AdminError(f"{staff!r} has no login")
        second_factors.turn_off(conn, staff)
        signed_in.end(conn, staff, services.now())
        audit.note(conn, services.now(), by, "second-factor-reset", staff)

    services.store.run(work)
