"""Pictures and PDFs to and from the hub, piece by piece, behind the text: called when an exchange has ended whole.

Plain calls that block, like the engine's. What was saved meanwhile goes first: between two pieces the queue ends as
soon as there is text to send, or a doctor's answer has been due for long enough, and goes on after the next exchange
where it stopped. Nothing counts but an answer of our hub to this very request; what came down counts when its hash
agrees, what went up when the hub holds all of it.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from care_record.attachment import (
    HUB,
    LENGTH,
    MISSING,
    MOST_BYTES,
    OFFSET,
    PIECE,
    REQUEST,
    UNKNOWN,
    WRONG_HASH,
)
from spoke_app.store import attachments, own_chain
from spoke_app.store.attachments import Waiting
from spoke_app.store.database import Store
from spoke_app.sync.answer import Call
from spoke_app.sync.engine import DONE, STOPPED, Clock, ExchangeResult
from spoke_app.sync.transport import ExchangeError, NoConnection, Refusal, Reply

TEXT_FIRST = "text-first"
TEXT_EVERY_S = 60.0
"""However much there is to bring: after so long the text has its turn, for a doctor's answer may be there."""
SHOWN_EVERY_S = 1.0
STUCK = 3
"""Pieces in a row after which the hub is no further: another time."""
MISSES = 5
"""Of what the hub does not have yet, so many are asked for in one turn."""
_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")
_HERE = frozenset({UNKNOWN, MISSING, WRONG_HASH, "range-beyond-end", "malformed", "too-large"})
"""Refusals that are about one attachment alone: the others go on."""

log = logging.getLogger("spoke.exchange")


class Transport(Protocol):
    """As much of the hub as the queue needs."""

    def attachment(
        self, method: str, sha: str, headers: dict[str, str], body: bytes = b"", /
    ) -> AbstractContextManager[Reply]: ...


class _Ends(Exception):
    """The queue ends here, for now; `outcome` says why."""

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class AttachmentQueue:
    """One turn of the queue. `run` once."""

    def __init__(
        self,
        call: Call,
        transport: Transport,
        clock: Clock,
        *,
        stopped: Callable[[], bool] = lambda: False,
        step: Callable[[ExchangeResult], None] = lambda result: None,
    ) -> None:
        self._call = call
        self._transport = transport
        self._clock = clock
        self._stopped = stopped
        self._step = step
        self._shown = clock.monotonic()
        self._until = clock.monotonic() + TEXT_EVERY_S
        self._hub, self._last_n = call(_standing)
        self._passed: set[str] = set()
        self.sent: set[str] = set()
        """What the hub holds by this, and did not before."""

    def run(self) -> str:
        """Sends, then fetches; how it ended: `done`, `text-first`, `stopped`, or the word for a line or hub in
        trouble. Only bugs and the store's errors raise."""
        try:
            while (one := self._call(attachments.to_send)) is not None and one.sha not in self._passed:
                self._each(self._send, one)
            while len(self._passed) < MISSES and (one := self._next_to_fetch()) is not None:
                self._each(self._fetch, one)
        except _Ends as end:
            return end.outcome
        except ExchangeError as error:
            log.info("attachments wait: %s", error.reason)
            return error.reason
        return DONE

    def _next_to_fetch(self) -> Waiting | None:
        now = self._clock.now()
        return self._call(lambda store: attachments.to_fetch(store, now))

    def _each(self, work: Callable[[Waiting], None], one: Waiting) -> None:
        self._pause()
        try:
            work(one)
        except Refusal as refusal:
            if refusal.reason not in _HERE:
                raise
            log.warning("attachment %s: %s", one.sha[:12], refusal.reason)
            self._pass_over(one, sending=work == self._send)

    def _pass_over(self, one: Waiting, *, sending: bool) -> None:
        """Not now: another time, after the others."""
        self._passed.add(one.sha)
        now = self._clock.now()
        if sending:
            self._call(lambda store: attachments.note_not_taken(store, one.sha))
        else:
            self._call(lambda store: attachments.note_not_there(store, one.sha, one.bytes, now))

    def _pause(self) -> None:
        """Between two pieces: does something go first?"""
        if self._stopped():
            raise _Ends(STOPPED)
        if self._clock.monotonic() >= self._until or self._call(_standing)[1] != self._last_n:
            raise _Ends(TEXT_FIRST)

    # -- up --------------------------------------------------------------------------------------------------------

    def _send(self, one: Waiting) -> None:
        offset, length = self._place("HEAD", one.sha)
        stuck, brought = 0, offset < length
        while offset < length:
            data = self._next_piece(one.sha, offset)
            if not data or stuck == STUCK:
                self._pass_over(one, sending=True)  # the hub expects more than there is, or takes nothing
                return
            self._pause()
            before = offset
            offset, length = self._place("PATCH", one.sha, {OFFSET: str(offset)}, data)
            stuck = stuck + 1 if offset <= before else 0
        if brought:
            self.sent.add(one.sha)
        self._done(one)

    def _next_piece(self, sha: str, offset: int) -> bytes:
        """What comes next, up to the end of its piece; so much is at the hub, and shown."""
        n, inside = divmod(offset, PIECE)

        def read(store: Store) -> bytes:
            attachments.note_sent(store, sha, offset)
            return attachments.read_piece(store, sha, n)[inside:]

        self._show()
        return self._call(read)

    def _place(
        self, method: str, sha: str, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> tuple[int, int]:
        with self._ask(method, sha, headers or {}, body) as reply:
            return _number(reply, OFFSET), _number(reply, LENGTH)

    # -- down ------------------------------------------------------------------------------------------------------

    def _fetch(self, one: Waiting) -> None:
        offset, whole = one.came, False
        while not whole:
            self._show()
            offset, total, whole = self._fetch_piece(one.sha, offset)
            if not whole and offset >= total:
                self._pass_over(one, sending=False)  # all had come, and its hash was another's: thrown away
                return
            if not whole:
                self._pause()
        self._done(one)

    def _fetch_piece(self, sha: str, offset: int) -> tuple[int, int, bool]:
        """Takes one piece, from `offset` on: (bytes that are here now, of how many, whether that is all of it)."""
        data, total = bytearray(), 0
        most = PIECE - offset % PIECE
        try:
            with self._ask("GET", sha, {"Range": f"bytes={offset}-{offset + most - 1}"}) as reply:
                total = _total(reply, offset)
                for part in reply.body.pieces():
                    data += part
                    if len(data) > most:
                        raise NoConnection("not-our-hub", "more than was asked for")
        finally:
            kept = bytes(data[:most])
            whole = bool(kept) and self._call(lambda store: attachments.add(store, sha, total, offset, kept))
        if not data:
            raise NoConnection("broken", "nothing came")
        return offset + len(kept), total, whole

    # -- both ------------------------------------------------------------------------------------------------------

    def _done(self, one: Waiting) -> None:
        """All of it is at the hub and here."""

        def finish(store: Store) -> frozenset[str]:
            attachments.note_at_hub(store, one.sha)
            return attachments.records_of(store, one.sha)

        self._step(ExchangeResult(DONE, kinds=frozenset({"attachment"}), ids=self._call(finish)))

    def _show(self) -> None:
        """Lets whoever looks see how far it is, once a second."""
        now = self._clock.monotonic()
        if now >= self._shown + SHOWN_EVERY_S:
            self._shown = now
            self._step(ExchangeResult(DONE))

    @contextmanager
    def _ask(self, method: str, sha: str, headers: dict[str, str], body: bytes = b"") -> Iterator[Reply]:
        """An answer of our hub to this request, or NoConnection; what it refuses, as Refusal."""
        number = secrets.token_hex(8)
        with self._transport.attachment(method, sha, {REQUEST: number, **headers}, body) as reply:
            if (reply.headers.get(HUB), reply.headers.get(REQUEST)) != (self._hub, number):
                raise NoConnection("not-our-hub", "not our hub's answer to this request")
            yield reply


def _standing(store: Store) -> tuple[str, int]:
    """Our hub, and how far the own chain goes."""
    state = own_chain.current_chain(store)
    return store.meta_get("hub"), 0 if state is None else state.last_n


def _number(reply: Reply, name: str) -> int:
    text = reply.headers.get(name, "")
    if not text.isdecimal() or len(text) > 15 or int(text) > MOST_BYTES:
        raise NoConnection("not-our-hub", f"an answer without {name}")
    return int(text)


def _total(reply: Reply, offset: int) -> int:
    """The length of the whole, of an answer that begins at `offset`."""
    if reply.status == 200 and offset == 0:
        return _number(reply, "Content-Length")
    match = _RANGE.fullmatch(reply.headers.get("Content-Range", ""))
    if reply.status != 206 or match is None or int(match.group(1)) != offset or int(match.group(3)) > MOST_BYTES:
        raise NoConnection("not-our-hub", "another range than was asked for")
    return int(match.group(3))
