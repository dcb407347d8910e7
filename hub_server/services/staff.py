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
from hub_server.services.errors import AdminError
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
ROLES = kinds.ROLES


@dataclass(frozen=True)
class NewStaff:
    """Who is to be added. `posts` are ids or codes; `pin` is for a clinic's PC, the rest for the pages."""

    name: str
    role: str
    posts: tuple[str, ...] = ()
    pin: str | None = None
    login: str | None = None
    password: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def add_staff(services: Services, new: NewStaff) -> str:
    """Add a person; returns the staff id. AdminError if something about it is wrong."""
    _check(new)
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
            raise AdminError(f"{wrong[0].field}: {wrong[0].code} {wrong[0].detail}".strip())
        changes = [HubChange("staff", staff, None, fields)]
        if credential is not None:
            sealed = {"staff": staff, "public_key": credential[0], "sealed": credential[1]}
            changes.append(HubChange("credential", None, None, sealed))
        services.writer.write(conn, services.identity.hub, changes)
        if login is not None and not logins.add(conn, login):
            raise AdminError(f"the login {login.login!r} is taken")
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


def revoke_staff(services: Services, staff: str) -> None:
    """End a person's work here: her login and sessions at once, her seal on each PC at its next exchange."""

    def end(conn: Connection) -> None:
        person = records.folded(conn, staff)
        if person is None or person.kind != "staff":
            raise AdminError(f"there is no member of staff {staff!r}")
        today = services.now().date().isoformat()
        posts = [
            {**post, "to": today} if isinstance(post, dict) else {"id": post, "to": today}
            for post in person.fields.get("posts") or []
        ]
        change = HubChange("staff", staff, None, {"active": False, "posts": posts})
        services.writer.write(conn, services.identity.hub, [change])
        logins.revoke(conn, staff, services.now())

    services.store.run(end)


def _check(new: NewStaff) -> None:
    if new.role not in ROLES:
        raise AdminError(f"role {new.role!r}: one of {', '.join(ROLES)}")
    if new.pin is not None and not (new.pin.isascii() and new.pin.isdigit() and LEAST_PIN <= len(new.pin) <= MOST_PIN):
        raise AdminError(f"a PIN has {LEAST_PIN} to {MOST_PIN} digits")
    if new.password is not None and len(new.password) < LEAST_PASSWORD:
        raise AdminError(f"a password has at least {LEAST_PASSWORD} characters")
    if new.password is not None and not (new.login or "").strip():
        raise AdminError("--password-stdin needs --login")
    if new.login is not None and new.password is None:
        raise AdminError("--login needs --password-stdin")
    if new.pin is not None and not new.posts:
        raise AdminError("--pin-stdin needs --post: the facility where the person signs in")
    if new.role in AT_DESKS and not all(new.extra.get(name) for name in ("qualification", "registration_no")):
        raise AdminError("a doctor needs --qualification and --registration-no: they stand on every prescription")


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
    )
