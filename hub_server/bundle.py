"""An exchange that comes on a USB stick: its file is taken in as a request is, its answer is written to another file.

The request's bytes go through the same `Receiving`, the answer through the same `Answering`; only the bounds on size
are wider, for a stick brings weeks, and the answer holds all of it, for there is no second request soon. The reply is
sealed to the one-time key in the request: only the PC that made this very request opens it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import msgspec

from care_record.sealed_file import REPLY, REQUEST, BadBundle, SealedReader, key_hash, seal
from care_record.signature import unb64
from hub_server import problems
from hub_server.answer import Answering
from hub_server.context import Services
from hub_server.exchange import Asked, Receiving, device_of
from hub_server.store.devices import Device

_PIECE = 64 * 1024
_LONGEST_PREAMBLE = 4096
_MOST_BODY = 1 << 30
_MOST_INFLATED = 8 << 30
_MOST_BUDGET = 1 << 40


class BundleError(Exception):
    """The file could not be taken in, or only in part. `code` is stable; `text` is for people, with what to do."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class _Bundle(msgspec.Struct, frozen=True):
    token: str
    reply_key: str


class _Preamble(msgspec.Struct, frozen=True):
    bundle: _Bundle


@dataclass(frozen=True)
class Imported:
    """What a stick brought. `changes`: lines of it that the hub holds now, known ones counted again; `refused`: the
    problem's code if the hub took nothing of it (the reply says so, too)."""

    device: str
    name: str
    post: str
    changes: int
    reply_bytes: int
    refused: str = ""
    detail: str = ""


def import_bundle(services: Services, file: Path, reply: Path) -> Imported:
    """Takes in a stick's file and writes the reply. Doing it again is harmless.

    BundleError for a file that is none, is damaged, or for another hub; OSError if the reply cannot be written. What
    came whole before the damage, or before the reply failed, is kept.
    """
    if reply.resolve() == file.resolve():
        raise BundleError("same-file", "The reply needs a file of its own: give another name with --reply.")
    wide = replace(services.config, most_body=_MOST_BODY, most_inflated=_MOST_INFLATED, most_budget=_MOST_BUDGET)
    try:
        with file.open("rb") as source, _new_file(reply) as out:
            return _answer(replace(services, config=wide), source, out)
    except BadBundle as error:
        raise _in_words(error) from None


def _answer(services: Services, source: BinaryIO, out: BinaryIO) -> Imported:
    content = _opened(services, source)
    bundle, first = _preamble(content)
    device, asked, refused = None, None, None
    try:
        device = device_of(services, f"Bearer {bundle.token}")
        asked = _received(services, device, first, content)
    except problems.Problem as problem:
        refused = problem
    try:
        sealed = seal(REPLY, unb64(bundle.reply_key), _reply(services, asked, refused))
        out.write(next(sealed))
    except ValueError:
        raise BadBundle("bundle-damaged", "a key that nothing can be sealed to") from None
    out.writelines(sealed)
    return Imported(
        device=device.device if device else "",
        name=device.name if device else "",
        post=device.post if device else "",
        changes=max(0, asked.proved - asked.hello.from_n + 1) if asked else 0,
        reply_bytes=out.tell(),
        refused=refused.code if refused else "",
        detail=refused.detail if refused else "",
    )


def _opened(services: Services, source: BinaryIO) -> Iterator[bytes]:
    sealed = SealedReader(iter(lambda: source.read(_PIECE), b""))
    if sealed.head.kind != REQUEST:
        raise BadBundle("bundle-kind")
    if sealed.head.recipient != key_hash(services.identity.hub_key):
        raise BundleError("other-hub", "This file is for another hub; nothing was taken in.")
    return sealed.opened(services.identity.hub_private)


def _preamble(content: Iterator[bytes]) -> tuple[_Bundle, bytes]:
    """Who sends, and where the reply goes; and what stands behind that in the first piece."""
    line, _, rest = next(content).partition(b"\n")
    try:
        if len(line) > _LONGEST_PREAMBLE:
            raise ValueError
        bundle = msgspec.json.decode(line, type=_Preamble).bundle
        if len(unb64(bundle.reply_key)) != 32:
            raise ValueError
    except (msgspec.DecodeError, ValueError):
        raise BadBundle("bundle-damaged", "the preamble") from None
    return bundle, rest


def _received(services: Services, device: Device, first: bytes, content: Iterator[bytes]) -> Asked:
    receiving = Receiving(services, device, compressed=True, on_stick=True)
    receiving.feed(first)
    for piece in content:
        receiving.feed(piece)
    return receiving.finish()


def _reply(services: Services, asked: Asked | None, refused: problems.Problem | None) -> Iterator[bytes]:
    code = refused.code if refused else ""
    yield msgspec.json.encode({"reply": {"refused": code}}) + b"\n"
    if asked is not None:
        yield from Answering(services, asked).pieces()


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name when it is whole and on the disk, or not at all."""
    partial = path.with_name(path.name + ".part")
    try:
        with partial.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        partial.replace(path)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _in_words(error: BadBundle) -> BundleError:
    words = {
        "not-a-bundle": "This is no file of an exchange by USB stick; nothing was taken in.",
        "bundle-version": "A newer version made this file: update the hub, then import it again.",
        "bundle-kind": "This file is a hub's reply: it is imported at the health centre, not here.",
        "bundle-damaged": "This file is damaged or was cut off. What came whole before that is kept; export it again"
        " at the health centre, or copy it again, and import it.",
    }
    return BundleError(error.code, words[error.code])
