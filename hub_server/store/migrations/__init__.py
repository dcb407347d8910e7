"""Brings a store to the newest schema: Alembic, run by the program itself, from an installed package as well."""

from __future__ import annotations

from importlib import resources

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from hub_server.store.database import StoreError


class UnknownSchema(StoreError):
    """A revision that this program does not have."""

    def __init__(self) -> None:
        super().__init__("a newer version of the hub has used this store: install that version again")


_LOCK = 7_305_011
"""Key of the PostgreSQL advisory lock: two processes that start together migrate one after the other."""


def migrate(conn: sa.Connection, revision: str = "head") -> None:
    """Upgrade within the caller's transaction; on both databases the schema changes as a whole or not at all.
    UnknownSchema where the store, or who asks, has a revision that there is none of."""
    if conn.dialect.name == "postgresql":
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    with resources.as_file(resources.files(__package__)) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = conn
        try:
            command.upgrade(config, revision)
        except CommandError as error:
            raise UnknownSchema from error
