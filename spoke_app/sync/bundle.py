"""The exchange on a USB stick: the very request that the line would carry goes into a sealed file, and its reply, which
may come weeks later, through the same door as any answer.

Sticks and the line may be mixed in any order, an old stick read twice: what is known is counted again. Plain functions
that block; how a reply counts after others is in `late`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from care_record.clock import time_text
from care_record.credential import new_key_pair
from care_record.ids import new_id
from care_record.sealed_file import REPLY, REQUEST, BadBundle, SealedReader, key_hash, seal
from care_record.signature import b64, unb64
from spoke_app.store import bundle_book, own_chain
from spoke_app.store import exchange_book as book
from spoke_app.store.bundle_book import BY_STICK, Bundle
from spoke_app.store.database import Store
from spoke_app.store.exchange_book import HistoryRow
from spoke_app.sync.answer import Call
from spoke_app.sync.engine import DONE, NOT_ENROLLED, STOPPED, Clock, ExchangeResult, Start, prepare, take_answer
from spoke_app.sync.late import LateTaker
from spoke_app.sync.request import RequestWriter
from spoke_app.sync.transport import Answer, ExchangeError, Refusal

UNLIMITED = 1 << 40
"""The budget of a stick, either way."""
NEXT_STICK = "next-stick"
"""The reply was taken in, and says that the hub lacks what it once had, or that this PC is a copy: another stick with
what is missing goes on from there."""
DAMAGED = "bundle-damaged"
_PIECE = 64 * 1024
_LONGEST_PREAMBLE = 4096


class BundleError(ExchangeError):
    """Nothing was exported or taken in. `reason` is stable: those of `sealed_file.BadBundle`, `not-enrolled`,
    `stopped`, `bundle-unknown` (another PC's, or forgotten), `bundle-known` (taken in before), `bundle-former` (of the
    time before this PC was enrolled anew)."""


@dataclass(frozen=True)
class Exported:
    """What is on the stick: so many changes of ours, in a file of so many bytes."""

    changes: int
    bytes: int


@dataclass(frozen=True)
class Progress:
    """So much of so much (lines going out, bytes coming in) is done."""

    done: int
    all: int


Step = Callable[[Progress], None]


class _Reply(msgspec.Struct, frozen=True):
    refused: str = ""


class _Preamble(msgspec.Struct, frozen=True):
    reply: _Reply


# -- out ---------------------------------------------------------------------------------------------------------


def export(
    call: Call,
    token: str,
    file: Path,
    clock: Clock,
    *,
    app: str = "",
    stopped: Callable[[], bool] = lambda: False,
    step: Step = lambda progress: None,
) -> Exported:
    """Writes the request for the hub to `file`: everything that waits, and the places to go on from. `token` is the
    device's. BundleError; OSError if the file cannot be written: then there is none."""
    now, (private, public) = clock.now(), new_key_pair()
    start = call(lambda store: prepare(store, now, app, UNLIMITED))
    hub_key = call(lambda store: store.meta_get("hub_key"))
    if start is None or not (hub_key and token):
        raise BundleError(NOT_ENROLLED)
    writer = RequestWriter(call, start.hello, start.state, budget=UNLIMITED, most_lines_bytes=UNLIMITED)
    pieces = _request(writer, start, token, public, stopped, step)
    with _new_file(file) as (out, appear):
        for piece in seal(REQUEST, unb64(hub_key), pieces):
            out.write(piece)
        size = out.tell()
        open_one = _bundle(start, private, public, writer.lines, time_text(now))
        # Remembered before the file is there under its name: a reply to it must find its key.
        call(lambda store: bundle_book.remember(store, open_one))
        try:
            appear()
        except BaseException:
            call(lambda store: bundle_book.forget(store, open_one.key_hash))
            raise
    return Exported(writer.lines, size)


def _request(
    writer: RequestWriter, start: Start, token: str, reply_key: bytes, stopped: Callable[[], bool], step: Step
) -> Iterator[bytes]:
    yield msgspec.json.encode({"bundle": {"token": token, "reply_key": b64(reply_key)}}) + b"\n"
    body = writer.body(with_lines=not start.link.ask_in_full)
    waiting = start.state.last_n - start.state.acked_n
    for piece in (body,) if isinstance(body, bytes) else body:
        if stopped():
            raise BundleError(STOPPED)
        yield piece
        step(Progress(writer.lines, waiting))


def _bundle(start: Start, private: bytes, public: bytes, lines: int, made_at: str) -> Bundle:
    state, asked = start.state, start.asked
    return Bundle(
        key_hash=key_hash(public),
        private=private,
        request=asked.request,
        device=asked.device,
        chain=state.chain,
        acked_n=state.acked_n,
        last_n=state.acked_n + lines,
        places=asked.places,
        made_at=made_at,
    )


# -- in ----------------------------------------------------------------------------------------------------------


def take_reply(
    call: Call,
    file: Path,
    clock: Clock,
    *,
    stopped: Callable[[], bool] = lambda: False,
    step: Step = lambda progress: None,
) -> ExchangeResult:
    """Takes in the hub's reply. BundleError if this file is none for us; OSError if it cannot be read. Damaged (outcome
    DAMAGED) or stopped, its whole pages up to there are kept, and a whole copy of it can still be taken in."""
    began, started = clock.monotonic(), clock.now()
    with file.open("rb") as source:
        carrier = _Stick(source, file.stat().st_size, step)
        bundle = call(lambda store: _open_request(store, carrier.sealed))
        carrier.open(bundle)
        start = call(lambda store: _start(store, bundle, started))
        before = start.state.chain
        taker = LateTaker(start.asked, call, clock.now, bundle)
        result = take_answer(call, carrier, clock, start, taker, stopped)
    back, chain = call(_where)
    if result.outcome == DONE:
        call(lambda store: bundle_book.answered(store, bundle.key_hash, now=clock.now()))
        if back or chain != before:
            result = replace(result, outcome=NEXT_STICK)
    result = replace(result, seconds=clock.monotonic() - began, more=False)
    row = HistoryRow(
        time_text(started), result.outcome, result.sent, result.received, result.bytes, result.seconds, BY_STICK
    )
    if result.outcome != STOPPED:
        call(lambda store: book.add_history(store, row))
    return result


class _Stick(Answer):
    """A reply as the engine's transport: its answer is there before it is asked."""

    def __init__(self, source: BinaryIO, size: int, step: Step) -> None:
        self.compressed = True
        self._source = source
        self._size = size
        self._step = step
        self._content: Iterator[bytes] = iter(())
        try:
            self.sealed = SealedReader(self._read())
        except BadBundle as error:
            raise BundleError(error.code, error.detail) from None

    def open(self, bundle: Bundle) -> None:
        """With the key of the request that it answers."""
        self._content = self.sealed.opened(bundle.private or b"")

    @contextmanager
    def exchange(self, body: bytes | Iterator[bytes], /) -> Iterator[_Stick]:
        yield self

    def pieces(self) -> Iterator[bytes]:
        """The answer, compressed. Refusal with the hub's code, or DAMAGED."""
        try:
            line, _, rest = next(self._content).partition(b"\n")
            refused = _refused(line)
            if refused:
                raise Refusal(refused, 0)
            yield rest
            yield from self._content
        except BadBundle as error:
            raise Refusal(error.code, 0, error.detail) from None

    def new_chain(self) -> str:
        """No hub to ask: it takes a chain that it does not know as the device's new one."""
        return new_id()

    def _read(self) -> Iterator[bytes]:
        while piece := self._source.read(_PIECE):
            yield piece
            self._step(Progress(self._source.tell(), self._size))


def _refused(line: bytes) -> str:
    if len(line) > _LONGEST_PREAMBLE:
        raise BadBundle(DAMAGED, "the preamble")
    try:
        return msgspec.json.decode(line, type=_Preamble).reply.refused
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadBundle(DAMAGED, "the preamble") from None


def _open_request(store: Store, sealed: SealedReader) -> Bundle:
    """The request that this reply answers."""
    if sealed.head.kind != REPLY:
        raise BundleError("bundle-kind")
    bundle = bundle_book.find(store, sealed.head.recipient)
    if bundle is None:
        raise BundleError("bundle-unknown")
    if bundle.private is None:
        raise BundleError("bundle-known")
    if bundle.device != store.meta_get("device"):
        raise BundleError("bundle-former")
    return bundle


def _start(store: Store, bundle: Bundle, now: datetime) -> Start:
    """The exchange as it was begun, over the store as it is now."""
    start = prepare(store, now, "")
    if start is None:
        raise BundleError(NOT_ENROLLED)
    asked = replace(start.asked, request=bundle.request, chain=bundle.chain, places=bundle.places)
    return replace(start, asked=asked)


def _where(store: Store) -> tuple[bool, str]:
    """(whether the hub did not know a place of ours, the current chain)"""
    state = own_chain.current_chain(store)
    return bool(book.link(store).going_back), state.chain if state else ""


# -- files -------------------------------------------------------------------------------------------------------


@contextmanager
def _new_file(path: Path) -> Iterator[tuple[BinaryIO, Callable[[], None]]]:
    """A file under another name, and what puts it on the disk under its own; without that it leaves nothing."""
    partial = path.with_name(path.name + ".part")

    def appear() -> None:
        out.flush()
        os.fsync(out.fileno())
        out.close()
        partial.replace(path)
        _keep_name(path)

    try:
        with partial.open("wb") as out:
            yield out, appear
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _keep_name(path: Path) -> None:
    if sys.platform == "win32":
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
