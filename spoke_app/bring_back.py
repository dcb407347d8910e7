"""A record that is damaged, gone, or on another PC: brought back out of what is left of it, or out of a backup.

What was there is kept aside, never deleted. The new store is made beside the old one and takes its place at once (see
`swap`): a power cut leaves the one or the other.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from care_record.credential import BadSeal
from care_record.ids import new_token
from spoke_app import swap
from spoke_app.access import wipe
from spoke_app.access.lock import FileLock, Held
from spoke_app.access.recovery import open_with_recovery_key, read_seal
from spoke_app.access.seals import Seals, change_seals
from spoke_app.access.sign_in import Session, note_sign_in, refresh_seals
from spoke_app.actions.make_desk import this_place
from spoke_app.paths import Profile
from spoke_app.standing import keep_place
from spoke_app.store import rebuild, trail
from spoke_app.store.backup import BackupError, BackupFile, Header, Secret, Step
from spoke_app.store.database import Store, open_store
from spoke_app.store.errors import NO_ROOM, DiskFull, StoreDamaged, StoreError, StoreMissing, WrongKey
from spoke_app.store.opening import TO_NOTE, opened_for_work
from spoke_app.store.store_thread import StoreThread

log = logging.getLogger("spoke.backup")

_ROOM = 32 * 1024 * 1024


class RecordDamaged(StoreError):
    """The key is the right one, and the store does not open with it, or is gone: `repair` brings it back."""

    def __init__(self, error: StoreError, session: Session) -> None:
        super().__init__(str(error))
        self.code = "store-damaged" if isinstance(error, WrongKey) else error.code
        self.session = session


@dataclass(frozen=True)
class BroughtBack:
    """What a repair brought: the day of the copy (None without one), the changes put back onto it, the visits that the
    record has now, and the name under which the damaged file is kept."""

    copy: date | None
    put_back: int
    visits: int
    aside: str


@dataclass(frozen=True)
class Restored:
    """What came out of a backup: whose it is, and the changes of the former store that were added to it."""

    place: str
    made: str
    changes: int
    added: int
    aside: str


class StoreThere(Exception):
    """There is a record on this PC already. `other`: it is another centre's."""

    def __init__(self, *, other: bool) -> None:
        super().__init__("other" if other else "same")
        self.other = other


class _NextProfile(Profile):
    """The files that are made ready beside the present ones."""

    @property
    def seals_path(self) -> Path:
        return swap.next_seals(Profile(self.dir))

    @property
    def recovery_path(self) -> Path:
        return swap.next_recovery(Profile(self.dir))


def open_record(profile: Profile, session: Session, clock: Callable[[], datetime]) -> StoreThread:
    """The store on its thread, for work. Raises RecordDamaged, StoreErrors."""
    try:
        store = opened_for_work(profile.store_path, session.store_key, clock)
    except (StoreDamaged, StoreMissing, WrongKey) as error:
        raise RecordDamaged(error, session) from error
    if session.staff:
        store.submit(lambda opened: _note(profile, opened, session.staff, clock()))
    return store


def _note(profile: Profile, store: Store, staff: str, now: datetime) -> None:
    note_sign_in(profile, store, staff, now)
    for what in store.meta_get(TO_NOTE).split():
        trail.note(store, staff, what, now=now)
        store.meta_set(TO_NOTE, "")


def repair(profile: Profile, session: Session, *, now: datetime) -> BroughtBack:
    """Makes the record anew out of the newest good copy, the tail and the damaged file. StoreErrors, Held, OSError."""
    with _alone(profile, window=False):
        target, there = swap.next_store(profile), profile.store_path.exists()
        made = rebuild.rebuild(profile.store_path, session.store_key, profile.backups_dir, target, now=now)
        _finish(target, session.store_key, "record-repaired")
        aside = swap.decide(profile, "damaged", now)
    return BroughtBack(made.copy, made.put_back, made.visits, aside if there else "")


def _finish(target: Path, key: bytes, what: str) -> None:
    store = open_store(target, key, create=False)
    try:
        store.meta_set(TO_NOTE, what)
        rebuild.settle(store)
    finally:
        store.close()
    rebuild.to_disk(target)


def restore(
    profile: Profile,
    source: Path,
    secret: Secret,
    *,
    now: datetime,
    replace: bool = False,
    window: bool = True,
    stopped: Callable[[], bool] = lambda: False,
    step: Step = lambda done, all_: None,
) -> Restored:
    """Makes this PC the one that the backup (a file), or a dead PC's data folder, is of.

    `replace`: a record that is here already is kept aside; StoreThere without. `window`: nobody may have the app open.
    Raises BackupError, StoreErrors, Held, OSError; then everything is as it was.
    """
    profile.make()
    with _alone(profile, window=window):
        target = swap.next_store(profile)
        rebuild.remove_store(target)
        try:
            if source.is_dir():
                key, header, inside = _from_folder(source, secret, target, now)
            else:
                key, header, inside = _from_file(source, secret, target, stopped, step)
            if not replace and profile.store_path.exists():
                raise StoreThere(other=not _same_centre(profile, key, header.post))
            added = _completed(profile, target, key, header, now)
            _make_seals(profile, target, key, inside)
            there = profile.store_path.exists()
            aside = swap.decide(profile, "before-restore", now)
        except OSError as error:
            raise (DiskFull if error.errno in NO_ROOM else StoreError)(str(error)) from error
        finally:
            if not profile.restoring_path.exists():
                rebuild.remove_store(target)
                swap.next_seals(profile).unlink(missing_ok=True)
        wipe.forget(profile)
        _show_place(profile, key)
    return Restored(header.place, header.made, header.changes, added, aside if there else "")


def _from_file(
    source: Path, secret: Secret, target: Path, stopped: Callable[[], bool], step: Step
) -> tuple[bytes, Header, dict[str, str]]:
    file = BackupFile(source)
    key = file.key(secret)
    if shutil.disk_usage(target.parent).free < file.header.bytes + _ROOM:
        raise DiskFull("no room for the restored record")
    file.read(key, target, stopped, step)
    return key, file.header, file.inside(key)


def _from_folder(source: Path, secret: Secret, target: Path, now: datetime) -> tuple[bytes, Header, dict[str, str]]:
    """Out of a dead PC's data folder, with the district's recovery key. Its device token stays with its own machine:
    the hub is asked with one that it does not know, and offers to join again."""
    former = Profile(source)
    if not former.recovery_path.exists() or not secret.recovery:
        raise BackupError("no-recovery-seal")
    try:
        key = open_with_recovery_key(secret.recovery, read_seal(former.recovery_path.read_bytes()))
    except BadSeal as error:
        raise BackupError("wrong-recovery-key") from error
    rebuild.rebuild(former.store_path, key, former.backups_dir, target, now=now, whole=True)
    store = open_store(target, key, create=False)
    try:
        header = header_of(store, now)
        return key, header, {"hub_url": store.meta_get("hub_url"), "token": new_token()}
    finally:
        store.close()


def header_of(store: Store, now: datetime) -> Header:
    """What a backup of this store says openly; no seals in it yet."""
    place = this_place(store)
    return Header(
        version=1,
        made=now.isoformat(timespec="seconds"),
        hub=store.meta_get("hub"),
        device=store.meta_get("device"),
        post=store.meta_get("post_id"),
        place=place.name,
        place_hi=place.name_hi,
        schema=int(store.value("PRAGMA user_version")),
        changes=int(store.value("SELECT count(*) FROM journal")),
        patients=int(store.value("SELECT count(*) FROM patients")),
        bytes=0,
        seals=[],
    )


def _same_centre(profile: Profile, key: bytes, post: str) -> bool:
    with suppress(StoreError):
        store = open_store(profile.store_path, key, create=False)
        try:
            return store.meta_get("post_id") == post
        finally:
            store.close()
    return False


def _completed(profile: Profile, target: Path, key: bytes, header: Header, now: datetime) -> int:
    """The restored store, looked at page by page and brought to this version; what the former one of the same PC had
    more is added."""
    store = open_store(target, key, create=False)
    try:
        if problems := store.check():
            raise StoreDamaged(problems[0])
        if (store.meta_get("device"), store.meta_get("post_id")) != (header.device, header.post):
            raise BackupError("backup-altered")
        added = len(rebuild.bring_into(store, profile.store_path, key, now=now))
    finally:
        store.close()
    _finish(target, key, "restored")
    return added


def _make_seals(profile: Profile, target: Path, key: bytes, inside: dict[str, str]) -> None:
    """Who works here signs in with her own PIN, as on the former PC."""
    coming = _NextProfile(profile.dir)
    for path in (coming.seals_path, coming.recovery_path):
        path.unlink(missing_ok=True)
    change_seals(coming, lambda _: Seals(hub_url=inside.get("hub_url", ""), token=inside.get("token", "")))
    store = open_store(target, key, create=False)
    try:
        refresh_seals(coming, store, key)
        rebuild.settle(store)
    finally:
        store.close()


def _show_place(profile: Profile, key: bytes) -> None:
    store = open_store(profile.store_path, key, create=False)
    try:
        keep_place(profile, this_place(store))
    finally:
        store.close()


@contextmanager
def _alone(profile: Profile, *, window: bool) -> Iterator[None]:
    """Nobody exchanges meanwhile, nor has the app open. Held."""
    locks = [FileLock(profile.exchange_lock_path), *([FileLock(profile.lock_path)] if window else [])]
    try:
        for lock in locks:
            if not lock.take():
                raise Held(profile.dir.name)
        yield
    finally:
        for lock in locks:
            lock.release()
