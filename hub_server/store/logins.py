"""Logins to the hub's pages, as the administrator makes and ends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hub_server.store import tables as t
from hub_server.times import utc_text


@dataclass(frozen=True)
class NewLogin:
    """A login with its hashed password and its signing key wrapped by that password."""

    staff: str
    login: str
    role: str
    password_hash: str
    signing_key: dict[str, Any]
    public_key: str
    created_at: str
    must_change: bool = False


def add(conn: sa.Connection, login: NewLogin) -> bool:
    """Add a login; False if the name is taken."""
    if conn.scalar(sa.select(t.logins.c.staff).where(t.logins.c.login == login.login)) is not None:
        return False
    row = {**login.__dict__, "signing_key_wrapped": login.signing_key}
    del row["signing_key"]
    conn.execute(sa.insert(t.logins).values(row))
    return True


def revoke(conn: sa.Connection, staff: str, now: datetime) -> None:
    """The login no longer opens, and whoever is signed in with it is signed out."""
    conn.execute(sa.update(t.logins).where(t.logins.c.staff == staff).values(revoked_at=utc_text(now)))
    conn.execute(sa.delete(t.sessions).where(t.sessions.c.staff == staff))


def open_of(conn: sa.Connection, role: str) -> set[str]:
    """Who signs in with this role, locked until the transaction ends: none of them is ended beside it."""
    logins = t.logins.c
    query = sa.select(logins.staff).where(logins.role == role, logins.revoked_at.is_(None))
    return set(conn.scalars(query.order_by(logins.staff).with_for_update()))


def set_password(
    conn: sa.Connection,
    staff: str,
    password_hash: str,
    signing_key: dict[str, Any] | None,
    *,
    must_change: bool,
    public_key: str | None = None,
    before: str | None = None,
) -> bool:
    """A new password with the signing key wrapped by it; wrong tries are forgotten. `must_change`: before anything else
    at the next sign-in. `public_key`, base64: the key is a new one too. False if the login is gone, or its hash is no
    longer `before`."""
    logins = t.logins.c
    values: dict[str, Any] = {
        "password_hash": password_hash,
        "signing_key_wrapped": signing_key,
        "must_change": must_change,
        "failures": 0,
        "locked_until": None,
    }
    if public_key is not None:
        values["public_key"] = public_key
    same = sa.true() if before is None else logins.password_hash == before
    condition = sa.and_(logins.staff == staff, logins.revoked_at.is_(None), same)
    return bool(conn.execute(sa.update(t.logins).where(condition).values(values)).rowcount)


def reopen(conn: sa.Connection, staff: str) -> None:
    """A login that was ended opens again, for someone who came back; she gets a new password with it."""
    conn.execute(sa.update(t.logins).where(t.logins.c.staff == staff).values(revoked_at=None))


def names(conn: sa.Connection) -> dict[str, str]:
    """Login names by staff id."""
    return {row.staff: row.login for row in conn.execute(sa.select(t.logins.c.staff, t.logins.c.login))}
