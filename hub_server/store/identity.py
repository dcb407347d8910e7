"""Who this hub is: its id and its keys, made once by `init`."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from care_record.credential import new_key_pair
from care_record.ids import new_id
from care_record.signature import new_signing_key, public_key
from hub_server.store import tables as t
from hub_server.store.database import NOT_INITIALISED, StoreError


@dataclass(frozen=True)
class Identity:
    """The hub's id, its X25519 pair (exports on a stick are sealed to it) and its Ed25519 pair (signs marks)."""

    hub: str
    hub_private: bytes
    hub_key: bytes
    sign_private: bytes
    sign_key: bytes

    def __repr__(self) -> str:
        return f"Identity({self.hub})"


def make_identity(conn: sa.Connection) -> Identity:
    """The hub's identity, made if this is the first time."""
    if conn.scalar(sa.select(t.hub_meta.c.value).where(t.hub_meta.c.key == "hub")) is None:
        private, public = new_key_pair()
        values = {
            "hub": new_id(),
            "hub_private": private.hex(),
            "hub_key": public.hex(),
            "sign_private": new_signing_key().hex(),
        }
        conn.execute(sa.insert(t.hub_meta), [{"key": key, "value": value} for key, value in values.items()])
    return load_identity(conn)


def load_identity(conn: sa.Connection) -> Identity:
    """The hub's identity. StoreError if the store was never initialised."""
    values = {row.key: row.value for row in conn.execute(sa.select(t.hub_meta))}
    if "hub" not in values:
        raise StoreError(NOT_INITIALISED)
    signing = bytes.fromhex(values["sign_private"])
    return Identity(
        hub=values["hub"],
        hub_private=bytes.fromhex(values["hub_private"]),
        hub_key=bytes.fromhex(values["hub_key"]),
        sign_private=signing,
        sign_key=public_key(signing),
    )
