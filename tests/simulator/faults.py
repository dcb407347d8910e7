"""The process dies before its k-th write: on a PC by its store's connection, at the hub by its engine."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

_READS = ("SELECT", "PRAGMA", "WITH")


class PcCrash(BaseException):
    """The PC's process ends here. No handler of the app may see it."""


class HubCrash(BaseException):
    """The hub's process ends here."""


class DyingConnection:
    """A PC's connection that ends its process before the k-th write; COMMIT and BEGIN count as writes."""

    def __init__(self, raw: Any, left: int) -> None:
        self.raw = raw
        self.left = left
        self.dead = False

    def execute(self, sql: str, *arguments: Any) -> Any:
        self._count(sql)
        return self.raw.execute(sql, *arguments)

    def executemany(self, sql: str, *arguments: Any) -> Any:
        self._count(sql)
        return self.raw.executemany(sql, *arguments)

    def _count(self, sql: str) -> None:
        if sql.startswith("ROLLBACK") or (not self.dead and sql.lstrip().upper().startswith(_READS)):
            return
        self.left -= 1
        if self.dead or self.left < 0:
            self.dead = True
            raise PcCrash

    def __getattr__(self, name: str) -> Any:
        return getattr(self.raw, name)


class HubFate:
    """Counts what the hub's engine writes; `left` None: nothing happens."""

    def __init__(self, engine: sa.Engine) -> None:
        self.left: int | None = None
        sa.event.listen(engine, "before_cursor_execute", self._statement)
        sa.event.listen(engine, "commit", self._commit)

    def _statement(self, conn: Any, cursor: Any, sql: str, *rest: Any) -> None:
        if self.left is not None and not sql.lstrip().upper().startswith(_READS):
            self._count()

    def _commit(self, conn: Any) -> None:
        if self.left is not None and not conn.get_execution_options().get("hub_read", False):
            self._count()

    def _count(self) -> None:
        assert self.left is not None
        self.left -= 1
        if self.left < 0:
            self.left = None
            raise HubCrash
