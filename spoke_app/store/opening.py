"""Opening the store for work: what its journal lost comes back out of the tail, and from then on the tail is written.

Beside the store lies `store.db.identity`, closed with the store's key: whose store it is, for the day on which nothing
else of it can be read. `store.db.suspect` says that somebody met a damage: the next opening looks at every page.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from spoke_app.store import tail
from spoke_app.store.database import Store, open_store
from spoke_app.store.derived import Box
from spoke_app.store.errors import StoreDamaged, StoreError
from spoke_app.store.put_back import put_back
from spoke_app.store.store_thread import StoreThread
from spoke_app.whole_file import write_whole

log = logging.getLogger("spoke.store")

IDENTITY = ("device", "hub", "hub_key", "sign_key", "hub_url", "post_kind", "post_id", "slip_letter", "device_name")
"""What `meta` says of this PC and its hub, as an enrolment wrote it."""
TO_NOTE = "to_note"
"""`meta`: what the trail is told in the name of whoever signs in next."""
_INFO = b"spoke identity 1"


def open_for_work(path: Path, key: bytes, *, now: datetime) -> Store:
    """The store that this PC works with. Raises StoreErrors, StoreDamaged also where only a page is."""
    store = open_store(path, key, create=False)
    try:
        _look_at_suspect(store)
        _bring_back(store, key, now)
        _keep_identity(store, key)
    except BaseException:
        store.close()
        raise
    store.tail = tail.Tail(path, key)
    return store


def opened_for_work(path: Path, key: bytes, clock: Callable[[], datetime]) -> StoreThread:
    """The same, on its own thread; a damage that is met later is remembered for the next opening."""
    return StoreThread(lambda: open_for_work(path, key, now=clock()), damaged=lambda: suspect(path))


def suspect(path: Path) -> None:
    """Somebody met a damage in this store."""
    with suppress(OSError):
        _suspect_path(path).touch()


def _suspect_path(path: Path) -> Path:
    return path.with_name(path.name + ".suspect")


def _look_at_suspect(store: Store) -> None:
    mark = _suspect_path(store.path)
    if not mark.exists():
        return
    problems = store.check()
    if problems:
        raise StoreDamaged(problems[0])
    with suppress(OSError):
        mark.unlink()


def _bring_back(store: Store, key: bytes, now: datetime) -> None:
    lines = tail.read(store.path, key)
    if not lines:
        return
    try:
        back = put_back(store, lines, now=now)
    except StoreDamaged:
        raise
    except StoreError as error:
        log.warning("what the tail has could not be put back: %s", error.code)
        return
    if back:
        log.warning("the journal had lost %d changes; the tail brought them back", len(back))
        store.meta_set(TO_NOTE, "record-repaired")


def _keep_identity(store: Store, key: bytes) -> None:
    """As it is now; a full disk keeps nobody from her work."""
    found = {name: store.meta_get(name) for name in IDENTITY}
    if found["device"] and found != read_identity(store.path, key):
        with suppress(OSError):
            write_whole(_identity_path(store.path), Box(key, _INFO).seal(json.dumps(found).encode()))


def read_identity(path: Path, key: bytes) -> dict[str, str]:
    """Whose store lay at `path`; empty where that is not known."""
    try:
        content = Box(key, _INFO).open(_identity_path(path).read_bytes())
    except OSError:
        return {}
    found = json.loads(content) if content is not None else {}
    return {name: str(found[name]) for name in IDENTITY if name in found}


def _identity_path(path: Path) -> Path:
    return path.with_name(path.name + ".identity")
