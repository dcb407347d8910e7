"""Destroying this PC's record by the hub's order: its keys first, then the encrypted file, in steps that may repeat.

`order` is the decision: taken on the store thread, in a transaction, when nothing waits to be sent. From the moment
when its file lies on the disk the PC counts as wiped, and whoever starts next finishes what a power cut interrupted.
Before that moment nothing has happened. So a PC is whole or wiped, never half of each.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from spoke_app.access.rights import is_link
from spoke_app.paths import Profile
from spoke_app.store.errors import WIPED
from spoke_app.whole_file import write_whole

if TYPE_CHECKING:
    from datetime import datetime

    from spoke_app.store.database import Store

log = logging.getLogger("spoke.wipe")


class Wiped(msgspec.Struct, frozen=True, kw_only=True):
    """What is told afterwards: when, by which hub's order, how many changes of this PC the hub holds (the trail apart),
    and how many unfinished forms and unsent pictures or files went with the rest."""

    at: str
    hub_url: str
    delivered: int
    drafts: int
    attachments: int = 0


class WipedByTheHub(Exception):
    """This profile's record was destroyed by the hub's order."""

    def __init__(self, wiped: Wiped) -> None:
        super().__init__(wiped.at)
        self.wiped = wiped


def order(profile: Profile, store: Store, *, now: datetime) -> bool:
    """Decides it: True if nothing waits to be sent; then the file takes no save any more, whoever has it open."""
    try:
        return _decided(profile, store, now)
    except BaseException:
        # It was not decided after all (a full disk, say): saving goes on, and no next start may end what is saved.
        profile.wiping_path.unlink(missing_ok=True)
        raise


def _decided(profile: Profile, store: Store, now: datetime) -> bool:
    from spoke_app.store import attachments, own_chain

    with store.transaction():
        if own_chain.waiting(store) > 0:
            return False
        counted = "SELECT count(*) FROM journal WHERE kind <> 'audit' AND id IN (SELECT id FROM chain_lines)"
        note = Wiped(
            at=now.isoformat(timespec="seconds"),
            hub_url=store.meta_get("hub_url"),
            delivered=store.value(counted),
            drafts=store.value("SELECT count(*) FROM drafts WHERE discarded_at IS NULL"),
            attachments=attachments.backlog(store).waiting,
        )
        store.execute(
            "CREATE TRIGGER IF NOT EXISTS journal_wiped BEFORE INSERT ON journal"
            f" BEGIN SELECT RAISE(ABORT, '{WIPED}'); END"
        )
        write_whole(profile.wiping_path, msgspec.json.encode(note))
    return True


def finished(profile: Profile) -> Wiped | None:
    """Finishes a wipe that was ordered; what is to be told of it, or None where none ever was."""
    if profile.wiping_path.exists():
        log.warning("the hub ordered this PC's record to be destroyed")
        try:
            shred_keys(profile)
            for path in _files(profile):
                path.unlink(missing_ok=True)
            profile.wiping_path.replace(profile.wiped_path)
        except OSError as error:
            # A file that another program holds open is unreadable without its key, and goes at the next start.
            log.error("not everything could be removed yet: %s", type(error).__name__)
    for path in (profile.wiping_path, profile.wiped_path):
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode(path.read_bytes(), type=Wiped)
    return None


def forget(profile: Profile) -> None:
    """This PC belongs to a centre again."""
    profile.wiped_path.unlink(missing_ok=True)


def shred_keys(profile: Profile) -> None:
    """Destroys what opens the store: from then on it is noise, wherever a copy of it lies. OSError."""
    for path in _secrets(profile):
        _shred(path)


def _secrets(profile: Profile) -> Iterator[Path]:
    for path in (profile.seals_path, profile.machine_key_path, profile.recovery_path):
        yield from sorted(profile.dir.glob(path.name + "*"))


def _files(profile: Profile) -> Iterator[Path]:
    """The store with its log, index, tail and all copies of it, and the centre's name."""
    yield from profile.dir.glob(profile.store_path.name + "*")
    yield from profile.backups_dir.glob("*")
    yield profile.restoring_path
    yield profile.place_path


def _shred(path: Path) -> None:
    """Overwritten, then removed. A disk may keep old blocks all the same: on Windows the machine's own protection
    (DPAPI) stands before what is in them."""
    with contextlib.suppress(FileNotFoundError):
        if not is_link(path):  # what a link leads to is not ours to destroy
            with path.open("r+b") as file:
                file.write(bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
        path.unlink()
