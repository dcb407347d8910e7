"""On whose word something is done in the office: who it is, and from where; a command line is the hub itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub_server.store import audit

if TYPE_CHECKING:
    from hub_server.context import Services
    from hub_server.store.database import Connection


@dataclass(frozen=True)
class Acting:
    """A member of staff at an address; without one, whoever has the command line."""

    staff: str = ""
    address: str = ""

    def author(self, services: Services) -> str:
        """Who writes the records."""
        return self.staff or services.identity.hub

    def note(self, conn: Connection, services: Services, what: str, subject: str = "", detail: str = "") -> None:
        """A line of the trail, in the transaction of what it tells of."""
        audit.note(conn, services.now(), self.author(services), what, subject, detail, self.address)


COMMAND = Acting()
