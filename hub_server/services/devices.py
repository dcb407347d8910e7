"""Enrolment codes, the list of devices, and revoking one."""

from __future__ import annotations

from typing import Any

from hub_server.context import Services
from hub_server.enrol import new_code, normal_code
from hub_server.services.errors import AdminError
from hub_server.services.places import place_named
from hub_server.store import devices, quarantine
from hub_server.store.database import Connection
from hub_server.store.writer import HubChange
from hub_server.times import utc_text


def make_enrol_code(services: Services, post: str) -> dict[str, Any]:
    """A one-time code for a device of this facility."""
    code, now = new_code(), services.now()
    expires = now + services.config.code_lifetime

    def add(conn: Connection) -> str:
        place = place_named(conn, post, ("facility",))
        devices.add_code(conn, normal_code(code), ("facility", place.record), expires, now)
        return place.record

    return {"code": code, "post": services.store.run(add), "expires": utc_text(expires)}


def list_devices(services: Services) -> list[dict[str, Any]]:
    """Every device: where, when last seen, its clock, and what of it waits or is in quarantine at the hub."""
    with services.store.read() as conn:
        return [
            {
                "id": device.device,
                "name": device.name,
                "post": device.post,
                "slip_letter": device.slip_letter,
                "app": device.app,
                "os": device.os,
                "enrolled_at": device.enrolled_at,
                "last_seen": device.last_seen,
                "clock_ahead_s": device.offset_s,
                "copies": device.copies,
                "waiting": devices.waiting_count(conn, device.device),
                "quarantined": quarantine.count(conn, device.device),
                "revoked": device.revoked,
                "wipe": device.wipe,
            }
            for device in devices.all_devices(conn)
        ]


def revoke_device(services: Services, device_id: str, wipe: bool) -> None:
    """A revoked device is answered, reads nothing, and what it sends goes to quarantine. AdminError if unknown."""

    def end(conn: Connection) -> None:
        device = devices.by_id(conn, device_id)
        if device is None:
            raise AdminError(f"there is no device {device_id!r}")
        devices.revoke(conn, device_id, wipe, services.now())
        if device.revoked is None:
            change = HubChange("device", device.record, None, {"revoked": True})
            services.writer.write(conn, services.identity.hub, [change])

    services.store.run(end)
