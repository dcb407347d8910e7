"""Who is signed in at the hub's pages, who has which case in hand, and what was typed so far.

Nothing here is part of the medical record: sessions and claims end by themselves, drafts become records only by
signing. Times are RFC 3339 text in UTC, which sorts as text.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from hub_server.store import second_factors, tables
from hub_server.store.upsert import insert_missing, rows_among
from hub_server.times import utc_text

if TYPE_CHECKING:
    from sqlalchemy import Connection

SESSION_IDLE = timedelta(hours=2)
SESSION_LENGTH = timedelta(hours=12)
STEP_LENGTH = timedelta(minutes=10)
"""So long the second step of signing in is waited for."""
SESSION_KEPT = timedelta(days=7)
"""So long the hub remembers whose an ended session was: what stood in its forms is given to nobody else."""
CLAIM_LENGTH = timedelta(minutes=20)
CLAIM_AFTER_LEAVING = timedelta(minutes=1)
FREE_FAILURES = 3
"""So many wrong passwords are nothing unusual; from the next on each doubles the wait."""
LONGEST_WAIT_S = 900


@dataclass(frozen=True)
class Login:
    """A row of `logins` as the pages need it. `signing_key` is the wrapped private key."""

    staff: str
    role: str
    password_hash: str
    signing_key: dict[str, Any] | None
    failures: int
    wait_s: int


@dataclass(frozen=True)
class Try:
    """A try at a login's password that was counted as a wrong one before it is looked at: many sent at once are no more
    tries than one after another. `login` is what it was before; while that has to wait, nothing is counted and nothing
    looked at. `number`: which in a row of wrong ones; `wait_s`: seconds until the next one, if this one is wrong."""

    login: Login
    number: int = 0
    wait_s: int = 0
    locked_before: str | None = None


@dataclass(frozen=True)
class Session:
    """Someone who is signed in; `csrf` stands in every form of hers. `second_factor`: signing in takes her two steps;
    `due`: what she has to do before anything else, `password` (a new one) or `second-factor` (set it up)."""

    token_hash: str
    staff: str
    csrf: str
    second_factor: bool = False
    due: str = ""


@dataclass(frozen=True)
class Claim:
    """A case that someone has in hand until then."""

    staff: str
    until: str


@dataclass(frozen=True)
class AnswerDraft:
    """An answer as it was typed; `values` is the form, `saved_at` when it was kept."""

    values: dict[str, Any]
    saved_at: str


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# ---- logins ---------------------------------------------------------------------------------------------------


def _login(conn: Connection, condition: sa.ColumnElement[bool], now: datetime) -> Login | None:
    logins = tables.logins
    row = conn.execute(sa.select(logins).where(condition, logins.c.revoked_at.is_(None))).mappings().first()
    if row is None:
        return None
    wait = 0
    if row["locked_until"] and row["locked_until"] > utc_text(now):
        wait = int((datetime.fromisoformat(row["locked_until"]) - now).total_seconds()) + 1
    return Login(
        row["staff"], row["role"], row["password_hash"], row["signing_key_wrapped"], int(row["failures"]), wait
    )


def login_named(conn: Connection, login: str, now: datetime) -> Login | None:
    """The login of that name, unless it was revoked."""
    return _login(conn, tables.logins.c.login == login, now)


def login_of(conn: Connection, staff: str, now: datetime) -> Login | None:
    """The login of that person, unless it was revoked."""
    return _login(conn, tables.logins.c.staff == staff, now)


def login_held(conn: Connection, staff: str, now: datetime) -> Login | None:
    """The same, and nobody else reads it so until the transaction's end."""
    conn.execute(sa.select(tables.logins.c.staff).where(tables.logins.c.staff == staff).with_for_update())
    return login_of(conn, staff, now)


def note_failure(conn: Connection, staff: str, now: datetime) -> int:
    """Count a wrong password; the seconds until the next try is looked at."""
    logins = tables.logins
    conn.execute(sa.update(logins).where(logins.c.staff == staff).values(failures=logins.c.failures + 1))
    failures = conn.execute(sa.select(logins.c.failures).where(logins.c.staff == staff)).scalar_one()
    wait = 0 if failures < FREE_FAILURES else min(LONGEST_WAIT_S, 5 * 2 ** min(failures - FREE_FAILURES, 10))
    until = utc_text(now + timedelta(seconds=wait)) if wait else None
    conn.execute(sa.update(logins).where(logins.c.staff == staff).values(locked_until=until))
    return int(wait)


def begin_try(conn: Connection, staff: str, now: datetime) -> Try | None:
    """Count a try at this person's password, which is about to be looked at; None without a login. See `Try`."""
    login = login_held(conn, staff, now)
    if login is None or login.wait_s:
        return Try(login) if login else None
    before = conn.scalar(sa.select(tables.logins.c.locked_until).where(tables.logins.c.staff == staff))
    wait = note_failure(conn, staff, now)
    return Try(login, login.failures + 1, wait, before)


def take_back(conn: Connection, tried: Try) -> None:
    """This try was not wrong; those before it, and those that were begun meanwhile, stay counted."""
    logins, staff = tables.logins, tried.login.staff
    hers = logins.c.staff == staff
    conn.execute(sa.select(logins.c.staff).where(hers).with_for_update())
    row = conn.execute(sa.select(logins.c.failures, logins.c.locked_until).where(hers)).first()
    if row is None or not row.failures:
        return
    until = row.locked_until
    if row.failures == tried.number:
        until = tried.locked_before
    elif row.failures <= FREE_FAILURES:
        until = None
    conn.execute(sa.update(logins).where(hers).values(failures=row.failures - 1, locked_until=until))


def clear_failures(conn: Connection, staff: str) -> None:
    """The right password came: the count starts anew."""
    conn.execute(sa.update(tables.logins).where(tables.logins.c.staff == staff).values(failures=0, locked_until=None))


# ---- sessions -------------------------------------------------------------------------------------------------


def open_session(
    conn: Connection, staff: str, now: datetime, *, stage: str = "", address: str = "", browser: str = ""
) -> tuple[str, Session]:
    """A new session with a new secret; the hub keeps only the secret's hash. Old sessions are swept out. With a
    `stage` it opens nothing but that next step of signing in."""
    token = secrets.token_urlsafe(32)
    session = Session(_hashed(token), staff, secrets.token_urlsafe(24))
    sessions = tables.sessions
    conn.execute(sa.delete(sessions).where(sessions.c.created < utc_text(now - SESSION_KEPT)))
    moment = utc_text(now)
    data = {"stage": stage, "address": address, "browser": browser[:200]}
    conn.execute(
        sa.insert(sessions).values(
            token_hash=session.token_hash, staff=staff, csrf=session.csrf, created=moment, last_seen=moment, data=data
        )
    )
    return token, session


def find_session(conn: Connection, token: str, now: datetime, *, touch: bool, stage: str = "") -> Session | None:
    """The session of this secret while it lasts. `touch` counts as use; a page that refreshes itself does not."""
    sessions, logins = tables.sessions, tables.logins
    row = conn.execute(
        sa.select(sessions, logins.c.role, logins.c.totp_sealed, logins.c.must_change)
        .join(logins, logins.c.staff == sessions.c.staff)
        .where(sessions.c.token_hash == _hashed(token), logins.c.revoked_at.is_(None), lasting(now))
    ).first()
    if row is None or not is_open(row.data, row.created, now, stage):
        return None
    # Once a minute is exact enough, and spares a write for every page.
    if touch and row.last_seen < utc_text(now - timedelta(minutes=1)):
        conn.execute(sa.update(sessions).where(sessions.c.token_hash == row.token_hash).values(last_seen=utc_text(now)))
    two_steps = row.totp_sealed is not None
    due = "password" if row.must_change else ""
    if not due and not two_steps and row.role in second_factors.REQUIRED_OF and second_factors.required(conn):
        due = "second-factor"
    return Session(row.token_hash, row.staff, row.csrf, two_steps, due)


def lasting(now: datetime) -> sa.ColumnElement[bool]:
    """Of sessions that are neither too old nor unused for too long."""
    sessions = tables.sessions.c
    return sa.and_(sessions.created > utc_text(now - SESSION_LENGTH), sessions.last_seen > utc_text(now - SESSION_IDLE))


def is_open(data: dict[str, Any] | None, created: str, now: datetime, stage: str = "") -> bool:
    """Whether a session's row was not ended before its time, and is at this stage of signing in."""
    data = data or {}
    if "ended" in data or data.get("stage", "") != stage:
        return False
    return not stage or created > utc_text(now - STEP_LENGTH)


def close_session(conn: Connection, token: str) -> None:
    """Signed out: the secret opens nothing any more."""
    conn.execute(sa.delete(tables.sessions).where(tables.sessions.c.token_hash == _hashed(token)))


# ---- claims ---------------------------------------------------------------------------------------------------


def claim_of(conn: Connection, referral: str, now: datetime) -> Claim | None:
    """Who has the case in hand now, if anyone."""
    claims = tables.claims
    row = conn.execute(sa.select(claims).where(claims.c.referral == referral, claims.c.until > utc_text(now))).first()
    return Claim(row.staff, row.until) if row else None


def claim(conn: Connection, referral: str, staff: str, now: datetime, *, take_over: bool = False) -> Claim:
    """Take a free case, or prolong one's own; the claim that holds afterwards, which may be someone else's.

    The row is written before it is read, so that of two who ask at once one waits for the other's commit.
    """
    claims = tables.claims
    until = utc_text(now + CLAIM_LENGTH)
    held = sa.true() if take_over else sa.or_(claims.c.staff == staff, claims.c.until <= utc_text(now))
    changed = conn.execute(
        sa.update(claims).where(claims.c.referral == referral, held).values(staff=staff, until=until)
    ).rowcount
    if not changed:
        known = conn.execute(sa.select(claims.c.staff).where(claims.c.referral == referral)).first()
        if known is None:
            insert_missing(conn, claims, [{"referral": referral, "staff": staff, "until": until}])
    row = conn.execute(sa.select(claims).where(claims.c.referral == referral)).one()
    return Claim(row.staff, row.until)


def release(conn: Connection, referral: str, staff: str) -> None:
    """Give the case back, if it is this person's."""
    claims = tables.claims
    conn.execute(sa.delete(claims).where(claims.c.referral == referral, claims.c.staff == staff))


def claims_among(conn: Connection, referrals: Iterable[str], now: datetime) -> dict[str, Claim]:
    """Which of these cases are in hand at this moment, and whose."""
    claims = tables.claims
    rows = rows_among(conn, (claims.c.referral, claims.c.staff, claims.c.until), claims.c.referral, referrals)
    return {row.referral: Claim(row.staff, row.until) for row in rows if row.until > utc_text(now)}


def claimed_by(conn: Connection, staff: str, now: datetime) -> set[str]:
    """The cases that this person has in hand."""
    claims = tables.claims.c
    return set(conn.scalars(sa.select(claims.referral).where(claims.staff == staff, claims.until > utc_text(now))))


def let_go(conn: Connection, referral: str, staff: str, now: datetime) -> None:
    """This person's page of the case was left: soon free, if nothing more comes. A page that only loads anew is left
    and opened in one go, in either order."""
    claims, soon = tables.claims, utc_text(now + CLAIM_AFTER_LEAVING)
    conn.execute(
        sa.update(claims)
        .where(claims.c.referral == referral, claims.c.staff == staff, claims.c.until > soon)
        .values(until=soon)
    )


# ---- answer drafts --------------------------------------------------------------------------------------------


def draft_of(conn: Connection, referral: str, staff: str) -> AnswerDraft | None:
    """What this person typed for this case and did not send yet."""
    drafts = tables.answer_drafts
    row = (
        conn.execute(sa.select(drafts).where(drafts.c.referral == referral, drafts.c.staff == staff)).mappings().first()
    )
    return AnswerDraft(dict(row["values"]), row["saved_at"]) if row else None


def keep_draft(conn: Connection, referral: str, staff: str, values: dict[str, Any], now: datetime) -> str:
    """Keep what is typed, in place of what was kept before; when it was kept."""
    drafts, moment = tables.answer_drafts, utc_text(now)
    new = {"values": values, "saved_at": moment}
    changed = conn.execute(
        sa.update(drafts).where(drafts.c.referral == referral, drafts.c.staff == staff).values(new)
    ).rowcount
    if not changed:
        conn.execute(sa.insert(drafts).values(referral=referral, staff=staff, **new))
    return moment


def drop_draft(conn: Connection, referral: str, staff: str) -> None:
    """Sent: the draft has become a record."""
    drafts = tables.answer_drafts
    conn.execute(sa.delete(drafts).where(drafts.c.referral == referral, drafts.c.staff == staff))


def drafted(conn: Connection, staff: str) -> set[str]:
    """The cases for which this person has a draft."""
    drafts = tables.answer_drafts
    return set(conn.execute(sa.select(drafts.c.referral).where(drafts.c.staff == staff)).scalars())
