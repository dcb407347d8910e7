"""Who may have written a change: the posts and roles that a person ever had, out of her staff record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from care_record.fold import fold
from care_record.kinds import may_write
from hub_server.store.records import changes_of


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
    changes = [change for change in changes_of(conn, staff) if change.kind == "staff"]
    if not changes:
        return None
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
