"""What was refused, for the administrator: the list, and taking a line in after all."""

from __future__ import annotations

from typing import Any

from hub_server.context import Services
from hub_server.services.errors import AdminError
from hub_server.store import devices, quarantine
from hub_server.store.database import Connection
from hub_server.store.intake import WriteRefused, admit
from hub_server.store.judge import Sender

NEVER = frozenset({"same-id-other-bytes", "too-large", "not-json", "malformed", "record-mismatch"})
"""Codes whose lines can be in nobody's record, whoever allows it."""


def list_quarantine(services: Services) -> list[dict[str, Any]]:
    """Everything in quarantine, the oldest first; not the lines themselves, which are patients' data."""
    with services.store.read() as conn:
        return [
            {
                "id": each.id,
                "device": each.device,
                "chain": each.chain,
                "n": each.n,
                "code": each.code,
                "detail": each.detail,
                "bytes": len(each.line),
                "at": each.at,
            }
            for each in quarantine.listed(conn)
        ]


def release(services: Services, change_id: str) -> None:
    """Take the change in, on the administrator's word, as if its author had had the authority."""

    def take_in(conn: Connection) -> None:
        found = quarantine.by_id(conn, change_id)
        if not found:
            raise AdminError(f"nothing in quarantine has the id {change_id!r}")
        allowed = [each for each in found if each.code not in NEVER]
        if not allowed:
            raise AdminError(f"{found[0].code}: such a line can be in no record; correct it where it was written")
        for each in allowed:
            device = devices.by_id(conn, each.device)
            sender = Sender(each.device, each.chain, None if device is None else device.post)
            quarantine.mark_released(conn, each, services.now())
            try:
                admit(conn, sender, each.line, services.now())
            except WriteRefused as refused:
                raise AdminError(str(refused)) from None

    services.store.run(take_in)
