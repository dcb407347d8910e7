"""Enrolment: a one-time code becomes a device with a post, a chain and a letter for its slips.

The device makes its own token, so an answer that was lost can be asked for again with the same code and token. A used,
a wrong and an expired code get the same words after the same time, and whoever keeps trying waits longer and longer.
"""

from __future__ import annotations

import hmac
import re
import secrets
from itertools import count

import msgspec

from care_record.ids import new_device_id, new_id
from care_record.signature import b64
from hub_server import problems
from hub_server.context import Services
from hub_server.store import chains, devices
from hub_server.store.database import Connection
from hub_server.store.devices import Device, EnrolCode
from hub_server.store.writer import HubChange
from hub_server.times import milliseconds, utc_text

CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_SLIP_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{43,200}")
"""What a header may carry, and no less than 256 bits however they are written."""


class EnrolRequest(msgspec.Struct, frozen=True):
    """What a new device sends. `token` is 256 random bits that the device made, as hex or base64.

    One that the hub has lost or revoked names its `former` id, whose quarantine it goes on seeing, and the `post` that
    its store belongs to: the code of another post is refused, and not used up.
    """

    code: str
    token: str
    name: str = ""
    app: str = ""
    os: str = ""
    former: str = ""
    post: str = ""


class Post(msgspec.Struct, frozen=True):
    kind: str
    id: str


class Enrolment(msgspec.Struct, frozen=True):
    """What an enrolled device is told. Keys are raw bytes in base64."""

    device: str
    chain: str
    post: Post
    slip_letter: str
    hub: str
    hub_key: str
    sign_key: str
    time: str


def new_code() -> str:
    """A new enrolment code, easy to read out: `K7QM-3ZTX-9PVA` (59 random bits)."""
    letters = [secrets.choice(CODE_LETTERS) for _ in range(12)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, 12, 4))


def normal_code(text: str) -> str:
    """A code as it is compared: capitals, without what people put between."""
    return "".join(letter for letter in text.upper() if letter.isalnum())[:64]


def plain(text: str) -> str:
    """What a device says of itself, on one line and without control characters."""
    return " ".join("".join(letter for letter in text if letter.isprintable()).split())[:80]


def enrol(services: Services, asked: EnrolRequest) -> Enrolment:
    """Enrol a device, or tell one that enrolled with this code and token before again. Problem 403 or 400."""
    if not _TOKEN.fullmatch(asked.token):
        raise problems.not_understood("token: 256 random bits as hex or base64")
    if not services.store.run(lambda conn: _code_is_good(services, conn, asked)):
        raise problems.BAD_CODE
    return services.store.run(lambda conn: _enrol(services, conn, asked))


def _code_is_good(services: Services, conn: Connection, asked: EnrolRequest) -> bool:
    """The same queries whatever is wrong with the code."""
    code = devices.lock_code(conn, normal_code(asked.code))
    holder = devices.by_token(conn, asked.token)
    now = utc_text(services.now())
    unused = code is not None and code.used_by is None and code.expires > now and holder is None
    again = code is not None and holder is not None and hmac.compare_digest(code.used_by or "", holder.device)
    return unused or (again and holder is not None and holder.revoked is None)


def _enrol(services: Services, conn: Connection, asked: EnrolRequest) -> Enrolment:
    code = devices.lock_code(conn, normal_code(asked.code))
    if code is None or (code.used_by is not None and devices.by_token(conn, asked.token) is None):
        raise problems.BAD_CODE  # another one was faster
    if asked.post and asked.post != code.post:
        raise problems.OTHER_POST
    device = devices.by_token(conn, asked.token) or _new_device(services, conn, asked, code)
    identity = services.identity
    return Enrolment(
        device=device.device,
        chain=devices.first_chain(conn, device.device),
        post=Post(device.post_kind, device.post),
        slip_letter=device.slip_letter,
        hub=identity.hub,
        hub_key=b64(identity.hub_key),
        sign_key=b64(identity.sign_key),
        time=utc_text(services.now()),
    )


def _new_device(services: Services, conn: Connection, asked: EnrolRequest, code: EnrolCode) -> Device:
    now = services.now()
    name = plain(asked.name)
    device = Device(
        device=new_device_id(),
        record=new_id(milliseconds(now)),
        post_kind=code.post_kind,
        post=code.post,
        name=name,
        app=plain(asked.app),
        os=plain(asked.os),
        slip_letter=_free_letter(devices.letters_used(conn, code.post)),
        revoked=None,
        wipe=False,
        enrolled_at=utc_text(now),
        last_seen=None,
        offset_s=None,
        copies=0,
        lineage=_lineage(conn, asked.former, code.post),
    )
    devices.add_device(conn, device, asked.token, code)
    chains.new_chain(conn, device.device, now)
    fields = {"post": code.post, "name": name or device.slip_letter, "revoked": False, "device": device.device}
    services.writer.write(conn, services.identity.hub, [HubChange("device", device.record, None, fields)])
    return device


def _lineage(conn: Connection, former: str, post: str) -> str | None:
    """The first id of a PC that had others before, if they were of the same post."""
    device = devices.by_id(conn, former) if former else None
    return None if device is None or device.post != post else device.lineage or device.device


def _free_letter(used: set[str]) -> str:
    """The next letter for a post's slips: A, B, … Z, then AA, AB, …; without I and O, which look like 1 and 0."""
    base = len(_SLIP_LETTERS)
    for number in count():
        first, second = divmod(number, base)
        letter = (_SLIP_LETTERS[(first - 1) % base] if first else "") + _SLIP_LETTERS[second]
        if letter not in used:
            return letter
    raise AssertionError("unreachable: letters do not end")


def new_chain(services: Services, device: Device) -> str:
    """A new chain for a device that found that it is a copy; its administrator sees the count."""

    def make(conn: Connection) -> str:
        devices.note_copy(conn, device.device)
        return chains.new_chain(conn, device.device, services.now())

    return services.store.run(make)
