"""What everybody does about her own sign-in: a new password, the second step, and where she is signed in.

Plain calls without HTTP and without words. Each change asks for the password again, ends her other sessions, and goes
on with a new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from care_record.credential import BadSeal, WrongPin, unwrap, wrap
from hub_server.store import audit, logins, second_factors, sessions, signed_in
from hub_server.web import passwords, totp
from hub_server.web.accounts import Accounts, NotSignedIn, Person

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from hub_server.store.signed_in import Place

_NEW_SECRET = "totp_new"


@dataclass(frozen=True)
class Wrong:
    """Why nothing was changed: the field, the words' key, and seconds to wait if tries came too fast."""

    field: str
    key: str
    wait_s: int = 0


@dataclass(frozen=True)
class Done:
    """The secret of the session that goes on, and new codes on paper if there are any."""

    token: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Caller:
    """Where a request comes from."""

    address: str
    browser: str


class OwnAccount:
    """The use cases of the account page upon the process's accounts."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._store = accounts.store

    # ---- the password -----------------------------------------------------------------------------------------

    def change_password(self, person: Person, old: str, new: str, again: str, caller: Caller) -> Done | Wrong:
        """A new password: the signing key is wrapped by it, all else that was signed in is signed out."""
        if (wrong := self._password_wrong(person, old, "old_password", caller)) is not None:
            return wrong
        with self._store.read() as conn:
            login = sessions.login_of(conn, person.id, self._accounts.now())
            name = logins.names(conn).get(person.id, "")
        if login is None:
            return Wrong("old_password", "account.wrong_password")
        if weak := passwords.weakness(new, (name, person.name)):
            return Wrong("new_password", f"account.weak.{weak}")
        if passwords.normal(new) == passwords.normal(old):
            return Wrong("new_password", "account.password_same")
        if passwords.normal(new) != passwords.normal(again):
            return Wrong("again_password", "account.password_differs")
        try:
            key = wrap(unwrap(login.signing_key, old), new) if login.signing_key else None
        except (WrongPin, BadSeal):
            return Wrong("old_password", "account.key_damaged")
        hashed = self._accounts.hashed(new)

        def work(conn: Connection) -> Done | Wrong:
            kept = logins.set_password(conn, person.id, hashed, key, must_change=False, before=login.password_hash)
            if not kept:
                return Wrong("old_password", "account.wrong_password")
            audit.note(conn, self._accounts.now(), person.id, "password-changed", address=caller.address)
            return Done(self._anew(conn, person, caller))

        return self._store.run(work)

    # ---- the second step --------------------------------------------------------------------------------------

    def begin(self, person: Person, password: str, caller: Caller) -> Wrong | None:
        """A new secret, shown until the first code proves that the phone has it."""
        if (wrong := self._password_wrong(person, password, "password", caller)) is not None:
            return wrong
        sealed = self._accounts.sealed(totp.new_secret(), person.id)
        self._store.run(lambda conn: signed_in.remember(conn, person.session.token_hash, _NEW_SECRET, sealed))
        return None

    def new_secret(self, person: Person) -> bytes:
        """The secret that is being set up; empty if none is. Once it is in use, nobody is shown it again."""
        if person.session.second_factor:
            return b""
        with self._store.read() as conn:
            sealed = signed_in.remembered(conn, person.session.token_hash, _NEW_SECRET)
        return self._accounts.opened(sealed, person.id)

    def confirm(self, person: Person, typed: str, caller: Caller) -> Done | Wrong:
        """The first code of the phone: from now on signing in takes two steps."""
        secret = self.new_secret(person)
        step = totp.matching_step(secret, typed, self._accounts.now()) if secret else None
        if step is None:
            return Wrong("code", "sign_in.code_wrong")
        codes = totp.new_recovery_codes()
        hashes = [totp.hashed_code(code, person.id) for code in codes]
        sealed = self._accounts.sealed(secret, person.id)

        def work(conn: Connection) -> Done | Wrong:
            now = self._accounts.now()
            if not second_factors.turn_on(conn, person.id, sealed, step, hashes, now):
                return Wrong("code", "account.two_steps_already")
            audit.note(conn, now, person.id, "second-factor-on", address=caller.address)
            return Done(self._anew(conn, person, caller), tuple(codes))

        return self._store.run(work)

    def turn_off(self, person: Person, password: str, code: str, caller: Caller) -> Done | Wrong:
        """One step again, for who has the password and a code; refused where the hub requires two."""
        if self.is_required(person):
            return Wrong("password", "account.two_steps_required")
        if (wrong := self._both_wrong(person, password, code, caller)) is not None:
            return wrong

        def work(conn: Connection) -> Done:
            second_factors.turn_off(conn, person.id)
            audit.note(conn, self._accounts.now(), person.id, "second-factor-off", address=caller.address)
            return Done(self._anew(conn, person, caller))

        return self._store.run(work)

    def renew_codes(self, person: Person, password: str, code: str, caller: Caller) -> Done | Wrong:
        """Ten new codes on paper; the old ones open nothing any more."""
        if (wrong := self._both_wrong(person, password, code, caller)) is not None:
            return wrong
        codes = totp.new_recovery_codes()
        hashes = [totp.hashed_code(each, person.id) for each in codes]

        def work(conn: Connection) -> Done:
            second_factors.renew_codes(conn, person.id, hashes)
            audit.note(conn, self._accounts.now(), person.id, "recovery-codes-renewed", address=caller.address)
            return Done(self._anew(conn, person, caller), tuple(codes))

        return self._store.run(work)

    def is_required(self, person: Person) -> bool:
        """Whether the hub lets someone in this role in by two steps alone."""
        with self._store.read() as conn:
            return person.role in second_factors.REQUIRED_OF and second_factors.required(conn)

    def codes_left(self, person: Person) -> int:
        """So many codes on paper were not used yet."""
        with self._store.read() as conn:
            return second_factors.codes_left(conn, person.id)

    def login(self, person: Person) -> str:
        """The name that she signs in with."""
        with self._store.read() as conn:
            return logins.names(conn).get(person.id, "")

    # ---- sessions ---------------------------------------------------------------------------------------------

    def places(self, person: Person) -> list[Place]:
        """Where she is signed in, this browser first."""
        with self._store.read() as conn:
            return signed_in.places(conn, person.id, person.session.token_hash, self._accounts.now())

    def end(self, person: Person, only: str, address: str) -> int:
        """Sign out one of her browsers, or all but this one if none is named. How many were."""

        def work(conn: Connection) -> int:
            now, here = self._accounts.now(), person.session.token_hash
            ended = signed_in.end(conn, person.id, now, but=here, only=only)
            if ended:
                audit.note(conn, now, person.id, "signed-out-elsewhere", address=address)
            return ended

        return self._store.run(work)

    # ---- inside -----------------------------------------------------------------------------------------------

    def _password_wrong(self, person: Person, password: str, field: str, caller: Caller) -> Wrong | None:
        return _wrong(self._accounts.check_password(person.id, password, caller.address), field)

    def _both_wrong(self, person: Person, password: str, code: str, caller: Caller) -> Wrong | None:
        if (wrong := self._password_wrong(person, password, "password", caller)) is not None:
            return wrong
        return _wrong(self._accounts.check_code(person.id, code, caller.address), "code", "sign_in.code_wrong")

    def _anew(self, conn: Connection, person: Person, caller: Caller) -> str:
        now = self._accounts.now()
        signed_in.end(conn, person.id, now)
        return sessions.open_session(conn, person.id, now, address=caller.address, browser=caller.browser)[0]


def _wrong(result: NotSignedIn | None, field: str, key: str = "account.wrong_password") -> Wrong | None:
    if result is None:
        return None
    return Wrong(field, "sign_in.slow" if result.wait_s else key, result.wait_s)
