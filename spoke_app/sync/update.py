"""New versions of the app from the hub: asked for once a day, downloaded while nothing else has to be sent.

Plain calls that block, like the engine's. Before a byte of an installer is asked for its manifest was signed by the
publisher whose key this build carries, for a version newer than this one. Nothing counts but an answer of our hub to
this very request. What came is kept, piece by piece, over broken lines, restarts and days.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from care_record.attachment import HUB, REQUEST
from care_record.release import MOST_MANIFEST, BadManifest, BadSignature, Release
from spoke_app.sync.engine import DONE, STOPPED, Clock
from spoke_app.sync.transport import ExchangeError, NoConnection, Refusal, Reply
from spoke_app.sync.update_folder import UpdateFolder

PAUSED = "paused"
ELSEWHERE = "elsewhere"
REFUSED = "refused"
DISK_FULL = "disk-full"
FIRST, MOST = 32 * 1024, 512 * 1024
"""Bytes asked for at once: at 2G the first take a quarter of a minute; twice as many where that was quick."""
QUICK_S, SLOW_S = 2.0, 6.0
SHOWN_EVERY_S = 5.0
_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")
_BUSY = frozenset({429, 503})

log = logging.getLogger("spoke.update")


class Transport(Protocol):
    """As much of the hub as updates need."""

    def release(self, path: str, headers: dict[str, str], /) -> AbstractContextManager[Reply]: ...


class _Ends(Exception):
    """It ends here, for now; `outcome` says why."""

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class UpdateTurn:
    """One turn: asks if it is time, then downloads until all is here or something goes first. `run` once."""

    def __init__(
        self,
        folder: UpdateFolder,
        transport: Transport,
        clock: Clock,
        hub: str,
        *,
        alone: Callable[[], AbstractContextManager[bool]],
        always: bool,
        waits: Callable[[], bool],
        stopped: Callable[[], bool] = lambda: False,
        step: Callable[[], None] = lambda: None,
    ) -> None:
        """`hub`: the id of ours. `alone()` gives whether no other process of this PC downloads. `always`: download
        without being asked to. `waits`: whether something is to be sent, which goes first. `step` hears that something
        is new to be shown."""
        self._folder = folder
        self._transport = transport
        self._clock = clock
        self._hub = hub
        self._alone = alone
        self._always = always
        self._waits = waits
        self._stopped = stopped
        self._step = step
        self._size = FIRST

    def run(self) -> str:
        """How it ended: `done` (nothing to do now), `paused`, `stopped`, `elsewhere`, `refused`, `disk-full`, or the
        word for a line or hub in trouble. Only bugs raise."""
        if not self._folder.key:
            return DONE
        try:
            with self._alone() as alone:
                return self._run() if alone else ELSEWHERE
        except _Ends as end:
            return end.outcome
        except ExchangeError as error:
            log.info("a new version waits: %s", error.reason)
            return error.reason
        except OSError as error:
            log.warning("a new version finds no place: %s", type(error).__name__)
            return DISK_FULL

    def _run(self) -> str:
        self._go_first()
        self._folder.tidy()
        if self._folder.asks_on(self._clock.now().date()):
            self._ask_for_one()
        return self._download()

    def _go_first(self) -> None:
        """Does something go first?"""
        if self._stopped():
            raise _Ends(STOPPED)
        if self._waits():
            raise _Ends(PAUSED)

    def _ask_for_one(self) -> None:
        day = self._clock.now().date()
        try:
            manifest = self._manifest()
        except Refusal as refusal:
            if refusal.status not in _BUSY:  # it knows nothing of releases, or of us: tomorrow again
                self._folder.note_asked(day)
            raise
        self._folder.note_asked(day)
        try:
            if manifest is None:
                self._folder.withdraw()
            else:
                self._folder.take_in(manifest)
        except BadManifest as error:
            what = "another signature" if isinstance(error, BadSignature) else "no release"
            log.error("what the hub offers as a new version is refused: %s", what)
            raise _Ends(REFUSED) from None
        finally:
            self._step()

    def _manifest(self) -> bytes | None:
        with self._ask("", {}) as reply:
            if reply.status == 204:
                return None
            if reply.status != 200:
                raise NoConnection("not-our-hub", "a part of a manifest")
            manifest = bytearray()
            for part in reply.body.pieces():
                manifest += part
                if len(manifest) > MOST_MANIFEST:
                    raise NoConnection("not-our-hub", "more than a manifest")
            return bytes(manifest)

    def _download(self) -> str:
        found = self._folder.found()
        today = self._clock.now().date()
        if found is None or found.ready or not (self._always or found.wanted) or found.refused == today.isoformat():
            return DONE
        if not found.room:
            return DISK_FULL
        try:
            self._fetch_all(found.release)
            good = self._folder.complete(found.release, today)
        except OSError:
            self._folder.let_go(found.release)  # the disk is the record's first of all
            raise
        self._step()
        return DONE if good else REFUSED

    def _fetch_all(self, release: Release) -> None:
        came = self._folder.begin(release)
        shown = self._clock.monotonic()
        while came < release.bytes:
            self._go_first()
            came = self._fetch(release, came)
            if self._clock.monotonic() >= shown + SHOWN_EVERY_S:
                shown = self._clock.monotonic()
                self._step()

    def _fetch(self, release: Release, offset: int) -> int:
        """One piece; how many bytes are here then. What came before the line broke or something went first counts."""
        data, most = bytearray(), min(self._size, release.bytes - offset)
        begun = self._clock.monotonic()
        headers = {"Range": f"bytes={offset}-{offset + most - 1}", "If-Range": f'"{release.sha256}"'}
        try:
            with self._ask(f"/{release.sha256}", headers) as reply:
                _look_at_range(reply, offset, most, release.bytes)
                for part in reply.body.pieces():
                    data += part
                    if len(data) > most:
                        raise NoConnection("not-our-hub", "more than was asked for")
                    if len(data) < most:
                        self._go_first()
        finally:
            if data:
                offset = self._folder.add(release, offset, bytes(data[:most]))
        if not data:
            raise NoConnection("broken", "nothing came")
        self._pace(self._clock.monotonic() - begun)
        return offset

    def _pace(self, took: float) -> None:
        if took < QUICK_S:
            self._size = min(MOST, self._size * 2)
        elif took > SLOW_S:
            self._size = max(FIRST, self._size // 2)

    @contextmanager
    def _ask(self, path: str, headers: dict[str, str]) -> Iterator[Reply]:
        """An answer of our hub to this request, or NoConnection; what it refuses, as Refusal."""
        number = secrets.token_hex(8)
        with self._transport.release(path, {REQUEST: number, **headers}) as reply:
            if (reply.headers.get(HUB), reply.headers.get(REQUEST)) != (self._hub, number):
                raise NoConnection("not-our-hub", "not our hub's answer to this request")
            yield reply


def _look_at_range(reply: Reply, offset: int, most: int, size: int) -> None:
    """NoConnection unless it is exactly the range that was asked for, of a file of the length that was signed."""
    told = _RANGE.fullmatch(reply.headers.get("Content-Range", ""))
    wanted = (offset, offset + most - 1, size)
    whole = reply.status == 200 and (offset, most) == (0, size)
    if not whole and (reply.status != 206 or told is None or tuple(map(int, told.groups())) != wanted):
        raise NoConnection("not-our-hub", "another range than was asked for")
