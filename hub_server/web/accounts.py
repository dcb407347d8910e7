"""Who signs in on the hub's pages, and who is signed in. Plain calls without HTTP and without words.

Passwords are tried outside every transaction: that is slow on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from hub_server.store import audit, records, sessions, tries
from hub_server.store.sessions import Session

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from care_record.fold import Folded
    from hub_server.context import Services

HOMES: Mapping[str, str] = MappingProxyType(
    {"doctor": "/review/queue", "admin": "/admin", "it": "/admin", "programme": "/admin"}
)
"""Where each role that has pages here begins. Nobody else signs in."""


@dataclass(frozen=True)
class Person:
    """Who is signed in."""

    staff: Folded
    session: Session

    @property
    def id(self) -> str:
        return self.staff.record

    @property
    def name(self) -> str:
        return str(self.staff.fields.get("name") or "")

    @property
    def role(self) -> str:
        return str(self.staff.fields.get("role") or "")


@dataclass(frozen=True)
class SignedIn:
    """The right password: the new session's secret, and whose it is."""

    token: str
    role: str


@dataclass(frozen=True)
class NotSignedIn:
    """The wrong login or password; `wait_s` seconds until the next try is looked at."""

    wait_s: int = 0


class Accounts:
    """Logins and sessions upon one hub process's services."""

    def __init__(self, services: Services) -> None:
        self.store = services.store
        self.now = services.now
        self.most_failures = services.config.refuse_sign_in_after
        self._hasher = PasswordHasher()
        # An unknown login takes as long as a known one.
        self._nobody = self._hasher.hash("nobody has this password")

    def sign_in(self, login: str, password: str, address: str = "") -> SignedIn | NotSignedIn:
        """A new session for the right password of someone who has pages here; slowed after some wrong ones, whoever's
        they were meant to be, and for an hour after very many from one address."""
        now = self.now()
        with self.store.read() as conn:
            found = sessions.login_named(conn, login.strip(), now)
            failures = tries.count(conn, "sign-in", address, now)
        if failures >= self.most_failures:
            return NotSignedIn(int(tries.KEPT.total_seconds()))
        if found is not None and found.wait_s:
            return NotSignedIn(found.wait_s)
        right = self._right(found.password_hash if found else self._nobody, password)
        if not right:
            self.store.run(lambda conn: tries.add(conn, "sign-in", address, now))
        if found is None or not right or found.role not in HOMES:
            return NotSignedIn(self._failed(found.staff, address) if found and not right else 0)

        def welcome(conn: Connection) -> SignedIn:
            sessions.clear_failures(conn, found.staff)
            audit.note(conn, now, found.staff, "signed-in", address=address)
            return SignedIn(sessions.open_session(conn, found.staff, now)[0], found.role)

        return self.store.run(welcome)

    def _right(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (Argon2Error, InvalidHashError):
            return False

    def _failed(self, staff: str, address: str) -> int:
        now = self.now()

        def note(conn: Connection) -> int:
            audit.note(conn, now, staff, "sign-in-failed", address=address)
            return sessions.note_failure(conn, staff, now)

        return self.store.run(note)

    def sign_out(self, token: str) -> None:
        """The session ends on the hub, not only in the browser."""
        self.store.run(lambda conn: sessions.close_session(conn, token))

    def person(self, token: str, *, touch: bool = True) -> Person | None:
        """Whose session this is, while it lasts and she is active here."""
        if not token:
            return None
        now = self.now()

        def find(conn: Connection) -> Session | None:
            return sessions.find_session(conn, token, now, touch=touch)

        if touch:
            session = self.store.run(find)
        else:
            with self.store.read() as conn:
                session = find(conn)
        if session is None:
            return None
        with self.store.read() as conn:
            staff = records.folded(conn, session.staff)
        if staff is None or staff.fields.get("active") is False or staff.fields.get("role") not in HOMES:
            return None
        return Person(staff, session)
