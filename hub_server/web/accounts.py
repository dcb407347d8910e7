"""Who signs in on the hub's pages, and who is signed in. Plain calls without HTTP and without words.

Passwords are tried outside every transaction: that is slow on purpose. Each try is counted before, in a transaction
that holds the login's row, and the count is taken back if the password was right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from care_record.credential import BadSeal, open_seal, seal_to
from care_record.signature import b64, unb64
from hub_server.store import audit, logins, records, second_factors, sessions, signed_in, tries
from hub_server.store.sessions import Session
from hub_server.web import totp
from hub_server.web.passwords import normal

if TYPE_CHECKING:
    from datetime import datetime

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
class HalfSignedIn:
    """The right password of someone whose sign-in takes two steps: a secret that opens the second step alone."""

    token: str


@dataclass(frozen=True)
class NotSignedIn:
    """The wrong login or password; `wait_s` seconds until the next try is looked at."""

    wait_s: int = 0


CODE = "code"
"""The stage of a session that waits for the second step."""
MOST_CODES = 20
"""So many wrong codes within the hour of someone who is signed in: no more are looked at."""
_TOO_MANY_S = int(tries.KEPT.total_seconds())


@dataclass(frozen=True)
class _Begun:
    """A try at signing in, counted. Without `tried` nobody has that login; looking takes as long."""

    of_address: tries.Counted
    tried: sessions.Try | None


class Accounts:
    """Logins and sessions upon one hub process's services."""

    def __init__(self, services: Services) -> None:
        self.store = services.store
        self.now = services.now
        self.most_failures = services.config.refuse_sign_in_after
        self._identity = services.identity
        self._hasher = PasswordHasher()
        # An unknown login takes as long as a known one.
        self._nobody = self._hasher.hash("nobody has this password")

    def sign_in(
        self, login: str, password: str, address: str = "", browser: str = ""
    ) -> SignedIn | HalfSignedIn | NotSignedIn:
        """A new session for the right password of someone who has pages here; slowed after some wrong ones, whoever's
        they were meant to be, and for an hour after very many from one address."""
        now, login = self.now(), login.strip()
        begun = self.store.run(lambda conn: self._begin(conn, login, address, now))
        if isinstance(begun, NotSignedIn):
            return begun
        tried = begun.tried
        right = self._right(tried.login.password_hash if tried else self._nobody, password)
        if tried is None:
            return NotSignedIn()
        if not right:
            return self._failed(tried, address)

        def let_in(conn: Connection) -> SignedIn | HalfSignedIn | NotSignedIn:
            sessions.take_back(conn, tried)
            tries.take_back(conn, begun.of_address)
            return self._let_in(conn, tried.login, address, browser)

        return self.store.run(let_in)

    def _begin(self, conn: Connection, login: str, address: str, now: datetime) -> _Begun | NotSignedIn:
        """Count the try, at the login and at the address."""
        found = sessions.login_named(conn, login, now)
        # The login's row before the address's: everybody takes them in this order.
        held = sessions.login_held(conn, found.staff, now) if found else None
        if self._too_many(conn, address, now):
            return NotSignedIn(_TOO_MANY_S)
        if held is not None and held.wait_s:
            return NotSignedIn(held.wait_s)
        of_address = tries.add(conn, "sign-in", address, now, self.most_failures)
        if of_address is None:
            return NotSignedIn(_TOO_MANY_S)
        return _Begun(of_address, sessions.begin_try(conn, held.staff, now) if held else None)

    def _let_in(
        self, conn: Connection, login: sessions.Login, address: str, browser: str
    ) -> SignedIn | HalfSignedIn | NotSignedIn:
        """The password was right: one step further, if she has pages here."""
        staff, now = login.staff, self.now()
        if login.role not in HOMES:
            return NotSignedIn()
        if second_factors.sealed_secret(conn, staff) is None:
            return self.welcome(conn, staff, login.role, address, browser)
        # Wrong tries are forgotten after the second step alone: else it could be guessed between right passwords.
        return HalfSignedIn(sessions.open_session(conn, staff, now, stage=CODE, address=address, browser=browser)[0])

    def second_step(
        self, token: str, typed: str, address: str = "", browser: str = ""
    ) -> SignedIn | NotSignedIn | None:
        """A new session for the right code of the phone, or one on paper; None if the first step was too long ago.

        Code and count of wrong ones are looked at in one transaction that holds the login's row: many at once are no
        more tries than one after another.
        """
        now = self.now()

        def work(conn: Connection) -> SignedIn | NotSignedIn | None:
            if self._too_many(conn, address, now):
                return NotSignedIn(_TOO_MANY_S)
            session = sessions.find_session(conn, token, now, touch=False, stage=CODE)
            login = sessions.login_held(conn, session.staff, now) if session else None
            if login is None:
                return None
            if login.wait_s:
                return NotSignedIn(login.wait_s)
            if not self.take_code(conn, login.staff, typed):
                return self._wrong_code(conn, login.staff, address)
            sessions.close_session(conn, token)
            return self.welcome(conn, login.staff, login.role, address, browser)

        return self.store.run(work)

    def _wrong_code(self, conn: Connection, staff: str, address: str) -> NotSignedIn:
        now = self.now()
        audit.note(conn, now, staff, "second-step-failed", address=address)
        tries.add(conn, "sign-in", address, now)
        return NotSignedIn(sessions.note_failure(conn, staff, now))

    def take_code(self, conn: Connection, staff: str, typed: str) -> bool:
        """Whether this is a code of her phone's, or one on paper; it opens nothing a second time."""
        secret = self.opened(second_factors.sealed_secret(conn, staff) or "", staff)
        step = totp.matching_step(secret, typed, self.now()) if secret else None
        if step is not None:
            return second_factors.take_step(conn, staff, step)
        if not second_factors.take_code(conn, staff, totp.hashed_code(typed, staff), self.now()):
            return False
        audit.note(conn, self.now(), staff, "recovery-code-used")
        return True

    def sealed(self, secret: bytes, staff: str) -> str:
        """The secret of a second step as it is kept: sealed to the hub's own key, good for this person alone."""
        return b64(seal_to(self._identity.hub_key, secret + staff.encode()))

    def opened(self, sealed: str, staff: str) -> bytes:
        """The secret again; empty if it is none of hers."""
        try:
            plain = open_seal(self._identity.hub_private, unb64(sealed))
        except (BadSeal, ValueError):
            return b""
        return plain.removesuffix(staff.encode()) if plain.endswith(staff.encode()) else b""

    def welcome(self, conn: Connection, staff: str, role: str, address: str, browser: str) -> SignedIn:
        """Signed in, with a session that is new whatever the browser brought."""
        now = self.now()
        sessions.clear_failures(conn, staff)
        audit.note(conn, now, staff, "signed-in", address=address)
        return SignedIn(sessions.open_session(conn, staff, now, address=address, browser=browser)[0], role)

    def check_password(self, staff: str, password: str, address: str = "") -> NotSignedIn | None:
        """None if this is the password of someone who is signed in; slowed like signing in."""
        begun = self.store.run(lambda conn: sessions.begin_try(conn, staff, self.now()))
        if begun is None or begun.login.wait_s:
            return NotSignedIn(begun.login.wait_s if begun else 0)
        if not self._right(begun.login.password_hash, password):
            return self._failed(begun, address)

        self.store.run(lambda conn: sessions.clear_failures(conn, staff))
        return None

    def check_code(self, staff: str, typed: str, address: str = "") -> NotSignedIn | None:
        """None if this is a code of someone who is signed in, fresh; slowed like signing in."""

        def work(conn: Connection) -> NotSignedIn | None:
            login = sessions.login_held(conn, staff, self.now())
            if login is None or login.wait_s:
                return NotSignedIn(login.wait_s if login else 0)
            # The right password, asked for beside it, ends the slowing down: what bounds guessing codes here is this.
            counted = tries.add(conn, "code", staff, self.now(), MOST_CODES)
            if counted is None:
                return NotSignedIn(_TOO_MANY_S)
            if not self.take_code(conn, staff, typed):
                return self._wrong_code(conn, staff, address)
            tries.take_back(conn, counted)
            return None

        return self.store.run(work)

    def hashed(self, password: str) -> str:
        """As the hub keeps it. Slow on purpose."""
        return self._hasher.hash(normal(password))

    def whose(self, token: str) -> tuple[str, str]:
        """(staff, login) of the person whose session this is or was; empty if nobody remembers."""
        if not token:
            return "", ""
        with self.store.read() as conn:
            staff = signed_in.whose(conn, token)
            return (staff, logins.names(conn).get(staff, "")) if staff else ("", "")

    def half_signed_in(self, token: str) -> bool:
        """Whether this is the secret of a sign-in whose second step is waited for."""
        with self.store.read() as conn:
            return sessions.find_session(conn, token, self.now(), touch=False, stage=CODE) is not None

    def _too_many(self, conn: Connection, address: str, now: datetime) -> bool:
        return tries.count(conn, "sign-in", address, now) >= self.most_failures

    def _right(self, password_hash: str, password: str) -> bool:
        # A password made at the command line is kept as it was typed there.
        return any(self._verified(password_hash, typed) for typed in {normal(password), password})

    def _verified(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (Argon2Error, InvalidHashError):
            return False

    def _failed(self, tried: sessions.Try, address: str) -> NotSignedIn:
        staff = tried.login.staff
        self.store.run(lambda conn: audit.note(conn, self.now(), staff, "sign-in-failed", address=address))
        return NotSignedIn(tried.wait_s)

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
