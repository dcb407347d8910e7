"""People as the office's pages change them: names, posts, a new PIN, a new password, and coming back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import argon2

from care_record.credential import make_credential, wrap
from care_record.fold import Folded
from care_record.kinds import check_record, tidy
from care_record.rules.pin import DIGITS, pin_problem
from care_record.signature import b64, new_signing_key, public_key
from hub_server.context import Services
from hub_server.services.acting import Acting
from hub_server.services.errors import AdminError, ChangedMeanwhile, FieldError
from hub_server.services.places import EMPTY, place_named
from hub_server.services.staff import AT_DESKS, AT_FACILITIES, PAPERS
from hub_server.store import logins, records, second_factors, signed_in
from hub_server.store.database import Connection
from hub_server.store.logins import NewLogin
from hub_server.store.writer import HubChange
from hub_server.times import utc_text

_PASSWORD_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
_MOST_KEYS = 150
"""Of the 200 entries that a list may have; beyond it a person gets a new entry."""


@dataclass(frozen=True)
class PersonView:
    """A member of staff with her login and the places of her posts."""

    staff: Folded
    login: str | None
    posts: tuple[PostView, ...]
    has_second_step: bool

    @property
    def active(self) -> bool:
        return self.staff.fields.get("active") is not False


@dataclass(frozen=True)
class PostView:
    """A post: the place's fields if it is known, and the days from and to (empty: still)."""

    place: str
    fields: Mapping[str, Any]
    since: str
    until: str


def new_pin() -> str:
    """A PIN that she herself might choose, too."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
        if not pin_problem(pin):
            return pin


def new_password() -> str:
    """A first password that can be read out: `kx7m-3ztq-9pva`, 59 random bits."""
    letters = [secrets.choice(_PASSWORD_LETTERS) for _ in range(12)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, 12, 4))


def everybody(services: Services) -> list[dict[str, Any]]:
    """All people as the office lists them: `working_at` holds the places of the posts that have not ended."""
    with services.store.read() as conn:
        named = logins.names(conn)
        return [
            {
                "id": person.record,
                "name": person.fields.get("name"),
                "name_hi": person.fields.get("name_hi"),
                "role": person.fields.get("role"),
                "working_at": [_id(post) for post in _posts(person) if not post.get("to")],
                "active": person.fields.get("active") is not False,
                "login": named.get(person.record),
            }
            for person in records.all_of(conn, "staff")
        ]


def person_view(services: Services, staff: str) -> PersonView | None:
    """One person; None if there is no such."""
    with services.store.read() as conn:
        person = records.folded(conn, staff)
        if person is None or person.kind != "staff":
            return None
        named = {post: records.folded(conn, post) for post in {_id(entry) for entry in _posts(person)}}
        second_step = second_factors.sealed_secret(conn, staff) is not None
        login = logins.names(conn).get(staff)
    posts = tuple(_post_view(entry, named) for entry in _posts(person))
    return PersonView(person, login, posts, second_step)


def change_person(
    services: Services,
    staff: str,
    fields: Mapping[str, str],
    ended: Sequence[int],
    added: Sequence[str],
    heads: Sequence[str],
    by: Acting,
) -> None:
    """Make the person what the form says: an empty field is cleared, the posts of these numbers end today, those at
    the `added` places (ids or codes) begin. FieldError; ChangedMeanwhile; AdminError if she is unknown."""

    def change(conn: Connection) -> None:
        person = _person(conn, staff)
        if tuple(sorted(person.heads)) != tuple(sorted(heads)):
            raise ChangedMeanwhile(staff)
        new = _new_fields(services, conn, person, fields, ended, added)
        if new:
            services.writer.write(conn, by.author(services), [HubChange("staff", staff, None, new, person.heads)])
            by.note(conn, services, "staff-changed", staff, ", ".join(sorted(new)))

    services.store.run(change)


def _new_fields(
    services: Services,
    conn: Connection,
    person: Folded,
    fields: Mapping[str, str],
    ended: Sequence[int],
    added: Sequence[str],
) -> dict[str, Any]:
    role = str(person.fields.get("role"))
    given = tidy("staff", {name: value for name, value in fields.items() if value.strip()})
    missing = [name for name in PAPERS if name not in given]
    if role in AT_DESKS and missing:
        raise FieldError(f"{missing[0]}: required", missing[0], "required")
    if role in AT_FACILITIES and given.get("role") and given["role"] not in AT_FACILITIES:
        raise FieldError("role: not-in-list", "role", "not-in-list")
    posts = _changed_posts(services, conn, person, ended, added)
    whole = {**person.fields, **dict.fromkeys(fields), **given, "posts": posts}
    wrong = check_record("staff", {name: value for name, value in whole.items() if value is not None})
    if wrong:
        raise FieldError(f"{wrong[0].field}: {wrong[0].code}", wrong[0].field, wrong[0].code, wrong[0].detail)
    wanted: dict[str, Any] = {**{name: given.get(name) for name in fields}, "posts": posts}
    known = person.fields
    return {
        name: value
        for name, value in wanted.items()
        if value != known.get(name) and not (value in EMPTY and known.get(name) in EMPTY)
    }


def _changed_posts(
    services: Services, conn: Connection, person: Folded, ended: Sequence[int], added: Sequence[str]
) -> list[Any]:
    today = services.now().date().isoformat()
    known = _posts(person)
    posts = [
        {**entry, "to": today} if number in ended and not entry.get("to") else entry
        for number, entry in enumerate(known)
    ]
    kind = "desk" if person.fields.get("role") in AT_DESKS else "facility"
    for wanted in added:
        place = place_named(conn, wanted, (kind,)).record
        before = next((number for number, post in enumerate(posts) if _id(post) == place), None)
        if before is None:
            posts.append({"id": place, "from": today})
        elif posts[before].get("to"):
            # A place has one entry: it goes on from its first day, so that what she signed then stays covered.
            posts[before] = {name: value for name, value in posts[before].items() if name != "to"}
    return posts if posts != known else list(person.fields.get("posts") or [])


def reset_pin(services: Services, staff: str, by: Acting) -> str:
    """A new PIN for the PCs of her posts: a new credential, which takes the place of the old one on each PC at its next
    exchange. Returns the PIN, which is kept nowhere. AdminError for someone who has no post at a centre."""
    pin = new_pin()
    public, sealed = make_credential(pin)  # takes its time: before the transaction, not in it

    def add(conn: Connection) -> None:
        person = _active(conn, staff)
        if person.fields.get("role") not in AT_FACILITIES:
            raise AdminError("a PIN is for those who work at a health centre")
        fields = {"staff": staff, "public_key": public, "sealed": sealed}
        services.writer.write(conn, by.author(services), [HubChange("credential", None, None, fields)])
        by.note(conn, services, "pin-reset", staff)

    services.store.run(add)
    return pin


def reset_password(services: Services, staff: str, login: str, by: Acting) -> str:
    """A new first password, to be changed at the next sign-in, with a new signing key beside the earlier ones, whose
    signatures stay good. `login` is the name for someone who has none yet. Returns the password, kept nowhere."""
    password = new_password()
    private = new_signing_key()
    key = b64(public_key(private))
    wrapped, hashed = wrap(private, password), argon2.PasswordHasher().hash(password)

    def change(conn: Connection) -> None:
        person = _active(conn, staff)
        if person.fields.get("role") in AT_FACILITIES:
            raise AdminError("a login is for those who use the hub's pages")
        keys = list(person.fields.get("keys") or [])
        if len(keys) >= _MOST_KEYS:
            raise AdminError("this person had so many passwords that she needs a new entry")
        if logins.names(conn).get(staff) is None:
            role = str(person.fields.get("role"))
            new = NewLogin(staff, login.strip(), role, hashed, wrapped, key, utc_text(services.now()), True)
            if not login.strip():
                raise FieldError("login: required", "login", "required")
            if not logins.add(conn, new):
                raise FieldError(f"the login {login!r} is taken", "login", "taken", login)
        else:
            logins.reopen(conn, staff)
            logins.set_password(conn, staff, hashed, wrapped, must_change=True, public_key=key)
            signed_in.end(conn, staff, services.now())
        change = HubChange("staff", staff, None, {"keys": [*keys, key]})
        services.writer.write(conn, by.author(services), [change])
        by.note(conn, services, "password-reset", staff)

    services.store.run(change)
    return password


def reinstate(services: Services, staff: str, by: Acting) -> None:
    """Someone who had left works here again; her posts and her PIN or password are given anew."""

    def begin(conn: Connection) -> None:
        _person(conn, staff)
        services.writer.write(conn, by.author(services), [HubChange("staff", staff, None, {"active": True})])
        by.note(conn, services, "staff-reinstated", staff)

    services.store.run(begin)


def _person(conn: Connection, staff: str) -> Folded:
    person = records.folded(conn, staff)
    if person is None or person.kind != "staff":
        raise AdminError(f"there is no member of staff {staff!r}")
    return person


def _active(conn: Connection, staff: str) -> Folded:
    person = _person(conn, staff)
    if person.fields.get("active") is False:
        raise AdminError("this person does not work here any longer")
    return person


def _posts(person: Folded) -> list[dict[str, Any]]:
    posts = person.fields.get("posts")
    listed = posts if isinstance(posts, list) else []
    return [post if isinstance(post, dict) else {"id": post} for post in listed if isinstance(post, dict | str)]


def _id(post: Mapping[str, Any]) -> str:
    return str(post.get("id") or "")


def _post_view(post: Mapping[str, Any], named: Mapping[str, Folded | None]) -> PostView:
    place = named.get(_id(post))
    fields = place.fields if place is not None else {"name": _id(post)}
    return PostView(_id(post), fields, str(post.get("from") or ""), str(post.get("to") or ""))
