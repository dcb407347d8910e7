"""Enrolment codes, the list of devices, and revoking one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from care_record.fold import Folded
from hub_server.context import Services
from hub_server.enrol import new_code, normal_code
from hub_server.services.acting import COMMAND, Acting
from hub_server.services.errors import AdminError
from hub_server.services.places import place_named
from hub_server.store import devices, fleet, quarantine, records
from hub_server.store.database import Connection
from hub_server.store.devices import Device
from hub_server.store.writer import HubChange
from hub_server.times import utc_text


def make_enrol_code(services: Services, post: str, by: Acting = COMMAND) -> dict[str, Any]:
    """A one-time code for a device of this facility."""
    code, now = new_code(), services.now()
    expires = now + services.config.code_lifetime

    def add(conn: Connection) -> str:
        place = place_named(conn, post, ("facility",))
        devices.add_code(conn, normal_code(code), ("facility", place.record), expires, now)
        by.note(conn, services, "code-made", place.record)
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


def revoke_device(services: Services, device_id: str, wipe: bool, by: Acting = COMMAND) -> None:
    """A revoked device is answered, reads nothing, and what it sends goes to quarantine. AdminError if unknown."""

    def end(conn: Connection) -> None:
        device = devices.by_id(conn, device_id)
        if device is None:
            raise AdminError(f"there is no device {device_id!r}")
        devices.revoke(conn, device_id, wipe, services.now())
        if device.revoked is None:
            change = HubChange("device", device.record, None, {"revoked": True})
            services.writer.write(conn, by.author(services), [change])
        by.note(conn, services, "device-wiped" if wipe else "device-revoked", device_id)

    services.store.run(end)


@dataclass(frozen=True)
class DeviceView:
    """A device as the office sees it: where it stands, and what of it waits or is in quarantine at the hub."""

    device: Device
    post: Mapping[str, Any] | None
    waiting: int
    quarantined: int


@dataclass(frozen=True)
class DevicesWanted:
    """Which devices are asked for: `show` is one of `fleet.SHOW`, `q` a part of its name or its centre's."""

    show: str = "active"
    q: str = ""
    after: tuple[str, str] | None = None


def device_page(services: Services, wanted: DevicesWanted, limit: int) -> list[DeviceView]:
    """Devices, those longest silent first; one more than `limit` if there are more."""
    with services.store.read() as conn:
        named = wanted.q.strip().lower()
        posts = [place.record for place in records.all_of(conn, "facility") if named in _names(place)] if named else []
        found = fleet.page(conn, wanted.show, services.now(), limit + 1, named, posts, wanted.after)
        return _views(conn, found)


def device_view(services: Services, device_id: str) -> DeviceView | None:
    """One device; None if there is no such."""
    with services.store.read() as conn:
        device = devices.by_id(conn, device_id)
        return _views(conn, [device])[0] if device else None


def _names(place: Folded) -> str:
    return " ".join(str(place.fields.get(name) or "") for name in ("name", "name_hi", "code")).lower()


def _views(conn: Connection, found: Sequence[Device]) -> list[DeviceView]:
    ids = [device.device for device in found]
    waiting, held = fleet.waiting_counts(conn, ids), quarantine.counts_of(conn, ids)
    places = {post: records.folded(conn, post) for post in {device.post for device in found}}
    return [
        DeviceView(
            device,
            place.fields if (place := places[device.post]) else None,
            waiting.get(device.device, 0),
            held.get(device.device, 0),
        )
        for device in found
    ]
