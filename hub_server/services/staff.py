"""People: staff records for every device, a credential for those who sign in on a clinic's PC, a login for those who
use the hub's pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import argon2

from care_record import kinds
from care_record.credential import make_credential, wrap
from care_record.ids import new_id
from care_record.kinds import check_record, tidy
from care_record.signature import b64, new_signing_key, public_key
from hub_server.context import Services
from hub_server.services.acting import COMMAND, Acting
from hub_server.services.errors import AdminError, FieldError
from hub_server.services.places import place_named
from hub_server.store import logins, records
from hub_server.store.database import Connection
from hub_server.store.logins import NewLogin
from hub_server.store.writer import HubChange
from hub_server.times import milliseconds, utc_text

LEAST_PIN, MOST_PIN = 4, 12
LEAST_PASSWORD = 8
AT_DESKS = frozenset({"doctor"})
AT_FACILITIES = frozenset({"cho", "anm"})
PAPERS = ("qualification", "registration_no")
"""What stands on every prescription of a doctor."""
ROLES = kinds.ROLES


@dataclass(frozen=True)
class NewStaff:
    """Who is to be added. `posts` are ids or codes; `pin` is for a clinic's PC, the rest for the pages. `must_change`:
    the password is the office's, and her own comes at her first sign-in."""

    name: str
    role: str
    posts: tuple[str, ...] = ()
    pin: str | None = None
    login: str | None = None
    password: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    must_change: bool = False


def add_staff(services: Services, new: NewStaff, by: Acting = COMMAND) -> str:
    """Add a person; returns the staff id. AdminError if something about it is wrong."""
    check_staff(new)
    staff = new_id(milliseconds(services.now()))
    private = new_signing_key() if new.password else None
    # Argon2id takes its time: before the transaction, not in it.
    credential = make_credential(new.pin) if new.pin else None
    login = _login(services, staff, new, private) if new.password and private else None

    def add(conn: Connection) -> str:
        kind = "desk" if new.role in AT_DESKS else "facility"
        posts = [place_named(conn, post, (kind,)).record for post in new.posts]
        today = services.now().date().isoformat()
        fields: dict[str, Any] = {
            "name": new.name,
            "role": new.role,
            "posts": [{"id": post, "from": today} for post in posts],
            "active": True,
            **{name: value for name, value in new.extra.items() if value},
        }
        if private is not None:
            fields["keys"] = [b64(public_key(private))]
        fields = tidy("staff", fields)
        wrong = check_record("staff", fields)
        if wrong:
            first = wrong[0]
            text = f"{first.field}: {first.code} {first.detail}".strip()
            raise FieldError(text, first.field.partition("[")[0], first.code, first.detail)
        changes = [HubChange("staff", staff, None, fields)]
        if credential is not None:
            sealed = {"staff": staff, "public_key": credential[0], "sealed": credential[1]}
            changes.append(HubChange("credential", None, None, sealed))
        services.writer.write(conn, by.author(services), changes)
        if login is not None and not logins.add(conn, login):
            raise FieldError(f"the login {login.login!r} is taken", "login", "taken", login.login)
        by.note(conn, services, "staff-added", staff, new.role)
        return staff

    return services.store.run(add)


def list_staff(services: Services) -> list[dict[str, Any]]:
    """Everybody, with id, role, posts and login; no secrets."""
    with services.store.read() as conn:
        names = logins.names(conn)
        people = records.all_of(conn, "staff")
    return [
        {
            "id": person.record,
            "name": person.fields.get("name"),
            "role": person.fields.get("role"),
            "posts": [post.get("id") if isinstance(post, dict) else post for post in person.fields.get("posts") or []],
            "active": person.fields.get("active") is not False,
            "login": names.get(person.record),
        }
        for person in people
    ]


def revoke_staff(services: Services, staff: str, by: Acting = COMMAND) -> None:
    """End a person's work here: her login and sessions at once, her seal on each PC at its next exchange. Not the last
    administrator's, but for the command line, where another can be added."""

    def end(conn: Connection) -> None:
        person = records.folded(conn, staff)
        if person is None or person.kind != "staff":
            raise AdminError(f"there is no member of staff {staff!r}")
        if by.staff and not logins.open_of(conn, "admin") - {staff}:
            raise FieldError("nobody could open the office any more", "", "last-admin")
        today = services.now().date().isoformat()
        posts = [
            {"to": today, **post} if isinstance(post, dict) else {"id": post, "to": today}
            for post in person.fields.get("posts") or []
        ]
        change = HubChange("staff", staff, None, {"active": False, "posts": posts})
        services.writer.write(conn, by.author(services), [change])
        logins.revoke(conn, staff, services.now())
        by.note(conn, services, "staff-ended", staff)

    services.store.run(end)


def check_staff(new: NewStaff) -> None:
    """Whether all is given that the role needs. FieldError."""
    if new.role not in ROLES:
        raise FieldError(f"role {new.role!r}: one of {', '.join(ROLES)}", "role", "not-in-list", ", ".join(ROLES))
    if new.pin is not None and not (new.pin.isascii() and new.pin.isdigit() and LEAST_PIN <= len(new.pin) <= MOST_PIN):
        raise FieldError(f"a PIN has {LEAST_PIN} to {MOST_PIN} digits", "pin", "bad-format")
    if new.password is not None and len(new.password) < LEAST_PASSWORD:
        raise AdminError(f"a password has at least {LEAST_PASSWORD} characters")
    if new.password is not None and not (new.login or "").strip():
        raise FieldError("--password-stdin needs --login", "login", "required")
    if new.login is not None and new.password is None:
        raise AdminError("--login needs --password-stdin")
    if new.pin is not None and not new.posts:
        text = "--pin-stdin needs --post: the facility where the person signs in"
        raise FieldError(text, "posts", "required")
    missing = [name for name in PAPERS if not new.extra.get(name)]
    if new.role in AT_DESKS and missing:
        text = "a doctor needs --qualification and --registration-no: they stand on every prescription"
        raise FieldError(text, missing[0], "required")


def _login(services: Services, staff: str, new: NewStaff, private: bytes) -> NewLogin:
    password = new.password or ""
    return NewLogin(
        staff=staff,
        login=(new.login or "").strip(),
        role=new.role,
        password_hash=argon2.PasswordHasher().hash(password),
        signing_key=wrap(private, password),
        public_key=b64(public_key(private)),
        created_at=utc_text(services.now()),
        must_change=new.must_change,
    )
