"""People, places, devices and what is said to all: written by the hub's administrators, read by every device."""

from __future__ import annotations

from typing import Any

from care_record.kinds.kind import ADMIN, EVERYONE, ROLES, Kind
from care_record.kinds.patient import LGD
from care_record.kinds.types import Exact, Id, ListOf, Object, Text, Time, Truth, Type, Whole, line, one_of
from care_record.rules.problem import Problem

_ADMIN = frozenset({ADMIN})


class Post:
    """A place where someone works: its id alone, or an object with the id and the dates from and to."""

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]:
        return [] if isinstance(value, str | dict) else [Problem(path, "wrong-type", "a post")]

    def readable(self, value: Any) -> Any:
        return value if isinstance(value, str | dict) else None

    def tidy(self, value: Any) -> Any:
        return value


STAFF = Kind(
    "staff",
    {
        "name": line(120),
        "name_hi": line(120),
        "role": one_of(*ROLES),
        "posts": ListOf(Post()),
        "active": Truth(),
        "qualification": line(120),
        "registration_no": line(80),
        "keys": ListOf(Exact(64, r"[A-Za-z0-9+/]{43}=")),
    },
    ("name", "role", "posts", "active"),
    _ADMIN,
)

CREDENTIAL = Kind(
    "credential",
    {"staff": Id(), "public_key": Exact(64, r"[A-Za-z0-9+/]{43}="), "sealed": Object({})},
    ("staff", "public_key", "sealed"),
    EVERYONE,  # each for herself: that the author is `staff` is for the receiver to check
)

DEVICE = Kind(
    "device",
    {"post": Id(), "name": line(120), "revoked": Truth()},
    ("post", "name"),
    _ADMIN,
)

AUDIT = Kind(
    "audit",
    {
        "what": line(200),
        "who": Exact(64),
        "record": Exact(64),
        "at": Time(),
        "n": Whole(1, 10**12),
        "head": Exact(64, r"[0-9a-f]{64}"),
    },
    ("what", "who", "at"),
    EVERYONE,
)

_PLACE: dict[str, Type] = {
    "name": line(120),
    "name_hi": line(120),
    "code": Exact(40),
    "district": LGD,
    "subdistrict": LGD,
    "contact": line(200),
    "call_base_url": Exact(400),
}

FACILITY = Kind(
    "facility",
    {**_PLACE, "type": line(40), "desks": ListOf(Id())},
    ("name", "code", "district"),
    _ADMIN,
)

DESK = Kind(
    "desk",
    {
        **_PLACE,
        "specialities": ListOf(Exact(60), least=1),
        "hours": line(400),
        "countersign_percent": Whole(0, 100),
    },
    ("name", "code", "specialities"),
    _ADMIN,
)

NOTICE = Kind(
    "notice",
    {"text": Text(), "text_hi": Text(), "until": Exact(40, r"\d{4}-\d\d-\d\d(T.*)?", "bad-time")},
    ("text", "until"),
    _ADMIN,
)

RECOVERY = Kind(
    "recovery",
    {"key": Exact(64, r"[A-Za-z0-9+/]{43}="), "since": Time()},
    ("key", "since"),
    _ADMIN,
)
"""The district's public recovery key (`care_record.recovery`); the newest one counts."""
