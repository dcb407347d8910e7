"""What the second step of signing in rests on: each person's sealed secret, the codes on paper, and whether it is
required of everybody who answers or administers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from hub_server.store import tables as t
from hub_server.store.upsert import insert_missing
from hub_server.times import utc_text

if TYPE_CHECKING:
    from sqlalchemy import Connection

REQUIRED_OF = frozenset({"doctor", "admin"})
"""Whom the rule is for: those who answer patients' cases, and those who administer."""
_RULE = "second_factor"
_REQUIRED = "required"


def required(conn: Connection) -> bool:
    """Whether nobody answers or administers without it."""
    return conn.scalar(sa.select(t.hub_meta.c.value).where(t.hub_meta.c.key == _RULE)) == _REQUIRED


def require(conn: Connection, *, yes: bool) -> None:
    """Set or lift the rule for the whole hub."""
    insert_missing(conn, t.hub_meta, [{"key": _RULE, "value": ""}])
    value = _REQUIRED if yes else "offered"
    conn.execute(sa.update(t.hub_meta).where(t.hub_meta.c.key == _RULE).values(value=value))


def sealed_secret(conn: Connection, staff: str) -> str | None:
    """The person's secret as it is kept; None if she signs in with one step."""
    return conn.scalar(sa.select(t.logins.c.totp_sealed).where(t.logins.c.staff == staff))


def turn_on(conn: Connection, staff: str, sealed: str, step: int, code_hashes: Sequence[str], now: datetime) -> bool:
    """From now on two steps; `step` is of the code that proved it. False if they were two already."""
    free = sa.and_(t.logins.c.staff == staff, t.logins.c.totp_sealed.is_(None))
    values = {"totp_sealed": sealed, "totp_step": step, "totp_since": utc_text(now)}
    if not conn.execute(sa.update(t.logins).where(free).values(values)).rowcount:
        return False
    renew_codes(conn, staff, code_hashes)
    return True


def turn_off(conn: Connection, staff: str) -> None:
    """One step again; the codes on paper open nothing."""
    values = {"totp_sealed": None, "totp_step": None, "totp_since": None}
    conn.execute(sa.update(t.logins).where(t.logins.c.staff == staff).values(values))
    renew_codes(conn, staff, ())


def renew_codes(conn: Connection, staff: str, code_hashes: Sequence[str]) -> None:
    """New codes on paper in place of all earlier ones."""
    conn.execute(sa.delete(t.recovery_codes).where(t.recovery_codes.c.staff == staff))
    if code_hashes:
        rows = [{"code_hash": hashed, "staff": staff, "used_at": None} for hashed in code_hashes]
        conn.execute(sa.insert(t.recovery_codes), rows)


def codes_left(conn: Connection, staff: str) -> int:
    """So many of her codes on paper were not used yet."""
    codes = t.recovery_codes.c
    query = sa.select(sa.func.count()).select_from(t.recovery_codes)
    return conn.scalar(query.where(codes.staff == staff, codes.used_at.is_(None))) or 0


def take_step(conn: Connection, staff: str, step: int) -> bool:
    """Whether the code of this step was never taken before, nor a later one; it is now. Of two who bring the same code
    at once one is refused."""
    logins = t.logins.c
    fresh = sa.and_(logins.staff == staff, sa.or_(logins.totp_step.is_(None), logins.totp_step < step))
    return bool(conn.execute(sa.update(t.logins).where(fresh).values(totp_step=step)).rowcount)


def take_code(conn: Connection, staff: str, code_hash: str, now: datetime) -> bool:
    """Whether this is a code on paper of hers that was never used; it is now."""
    codes = t.recovery_codes.c
    fresh = sa.and_(codes.code_hash == code_hash, codes.staff == staff, codes.used_at.is_(None))
    return bool(conn.execute(sa.update(t.recovery_codes).where(fresh).values(used_at=utc_text(now))).rowcount)
