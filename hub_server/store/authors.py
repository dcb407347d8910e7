"""Who may have written a change: the posts and roles that a person ever had, out of her staff record."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa

from care_record.change import decode
from care_record.fold import fold
from care_record.kinds import may_write
from hub_server.store import tables as t
from hub_server.store.upsert import rows_among


@dataclass(frozen=True)
class Author:
    """`roles` and `posts` are all that she ever had: a change of today may have been written last year."""

    roles: frozenset[str]
    posts: frozenset[str]
    posts_now: frozenset[str]

    def role_allows(self, kind: str, fields: Iterable[str]) -> bool:
        """Whether a role that she ever had may write these fields of this kind."""
        names = tuple(fields)
        return any(may_write(role, kind, names) for role in self.roles)


def author_of(conn: sa.Connection, staff: str) -> Author | None:
    """The person behind a staff id; None if the hub does not know her."""
    return authors_of(conn, [staff])[staff]


def authors_of(conn: sa.Connection, staff: Collection[str]) -> dict[str, Author | None]:
    """The persons behind these staff ids; None for each that the hub does not know."""
    changes = t.changes.c
    lines: dict[str, list[bytes]] = {each: [] for each in staff}
    columns = (changes.record, changes.line)
    for row in rows_among(conn, columns, changes.record, staff, kind="staff", state="stored"):
        lines[row.record].append(bytes(row.line))
    return {each: _author(tuple(sorted(own))) if own else None for each, own in lines.items()}


@lru_cache(maxsize=4096)
def _author(lines: tuple[bytes, ...]) -> Author:
    """Out of all changes of her record, in any order: the same few people write page after page."""
    changes = [decode(line) for line in lines]
    fields = fold(changes).fields
    now = _posts(fields.get("posts")) if fields.get("active") is not False else frozenset()
    return Author(
        roles=frozenset(role for change in changes if isinstance(role := change.set.get("role"), str)),
        posts=frozenset(post for change in changes for post in _posts(change.set.get("posts"))),
        posts_now=now,
    )


def _posts(value: object) -> frozenset[str]:
    """The ids in `posts`: each a bare id, or an object with the id and dates."""
    if not isinstance(value, list):
        return frozenset()
    found = (entry.get("id") if isinstance(entry, dict) else entry for entry in value)
    return frozenset(post for post in found if isinstance(post, str))
