"""Enrolled devices, their tokens (hashed) and the one-time codes that they enrol with."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from hub_server.store import tables as t
from hub_server.times import utc_text


@dataclass(frozen=True)
class Device:
    """An enrolled device. `offset_s` is how far its clock was ahead of the hub's when it last called."""

    device: str
    record: str
    post_kind: str
    post: str
    name: str
    app: str
    os: str
    slip_letter: str
    revoked: str | None
    wipe: bool
    enrolled_at: str
    last_seen: str | None
    offset_s: float | None
    copies: int
    lineage: str | None = None
    """The first id of this PC, where it has had others."""


@dataclass(frozen=True)
class EnrolCode:
    """A one-time code, by the hash of its text."""

    code_hash: str
    post_kind: str
    post: str
    expires: str
    used_by: str | None


def hashed(secret: str) -> str:
    """What is stored of a token or code: both are long and random, so a plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def by_token(conn: sa.Connection, token: str) -> Device | None:
    """The device that holds this token."""
    return _one(conn, t.devices.c.token_hash == hashed(token))


def by_id(conn: sa.Connection, device: str) -> Device | None:
    return _one(conn, t.devices.c.device == device)


def all_devices(conn: sa.Connection) -> list[Device]:
    """Every device, in the order of enrolment."""
    query = sa.select(t.devices).order_by(t.devices.c.enrolled_at, t.devices.c.device)
    return [device_of(row) for row in conn.execute(query)]


def note_seen(conn: sa.Connection, device: str, app: str, offset_s: float | None, now: datetime) -> None:
    """The device called just now; `offset_s` is None if that says nothing about its clock."""
    values: dict[str, object] = {"last_seen": utc_text(now), "app": app}
    if offset_s is not None:
        values["offset_s"] = offset_s
    conn.execute(sa.update(t.devices).where(t.devices.c.device == device).values(values))


def note_copy(conn: sa.Connection, device: str) -> None:
    """The device asked for a new chain: it is a copy, or was restored."""
    copies = t.devices.c.copies + 1
    conn.execute(sa.update(t.devices).where(t.devices.c.device == device).values(copies=copies))


def revoke(conn: sa.Connection, device: str, wipe: bool, now: datetime) -> None:
    """From now on the device reads nothing, and what it sends goes to quarantine."""
    values: dict[str, object] = {"revoked": sa.func.coalesce(t.devices.c.revoked, utc_text(now))}
    if wipe:
        values["wipe"] = True
    conn.execute(sa.update(t.devices).where(t.devices.c.device == device).values(values))


def add_code(conn: sa.Connection, code: str, post: tuple[str, str], expires: datetime, now: datetime) -> None:
    """Store a new enrolment code for a post (kind, id)."""
    row = {
        "code_hash": hashed(code),
        "post_kind": post[0],
        "post": post[1],
        "made_at": utc_text(now),
        "expires": utc_text(expires),
    }
    conn.execute(sa.insert(t.enrol_codes).values(row))


def lock_code(conn: sa.Connection, code: str) -> EnrolCode | None:
    """The code, locked until the transaction ends so that it is used once."""
    codes = t.enrol_codes.c
    query = sa.select(t.enrol_codes).where(codes.code_hash == hashed(code)).with_for_update()
    row = conn.execute(query).one_or_none()
    return None if row is None else EnrolCode(row.code_hash, row.post_kind, row.post, row.expires, row.used_by)


def add_device(conn: sa.Connection, device: Device, token: str, code: EnrolCode) -> None:
    """Enrol a device with a code, which is used up."""
    values = {**device.__dict__, "token_hash": hashed(token)}
    conn.execute(sa.insert(t.devices).values(values))
    used = sa.update(t.enrol_codes).where(t.enrol_codes.c.code_hash == code.code_hash)
    conn.execute(used.values(used_by=device.device))


def letters_used(conn: sa.Connection, post: str) -> set[str]:
    """The slip letters of the post's devices, of all times."""
    return set(conn.scalars(sa.select(t.devices.c.slip_letter).where(t.devices.c.post == post)))


def waiting_count(conn: sa.Connection, device: str) -> int:
    """How many changes of the device wait for their patient, record or author."""
    return conn.scalar(sa.select(sa.func.count()).where(t.waiting.c.device == device)) or 0


def first_chain(conn: sa.Connection, device: str) -> str:
    """The chain that the device was given at its enrolment."""
    chains = t.chains.c
    query = sa.select(chains.chain).where(chains.device == device).order_by(chains.made_at, chains.chain)
    return str(conn.scalars(query).first())


def _one(conn: sa.Connection, condition: sa.ColumnElement[bool]) -> Device | None:
    row = conn.execute(sa.select(t.devices).where(condition)).one_or_none()
    return None if row is None else device_of(row)


def device_of(row: sa.Row[tuple[object, ...]]) -> Device:
    """A whole row of `devices`, without the hash of its token."""
    values = dict(row._mapping)
    del values["token_hash"]
    return Device(**values)
