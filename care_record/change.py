"""The unit of the record: a change, one line of UTF-8 JSON that nobody ever re-serialises."""

from __future__ import annotations

import re
from typing import Any, Literal

import msgspec

from care_record.clock import CLOCK_SHAPE, is_clock
from care_record.ids import DEVICE_SHAPE, ID_SHAPE, is_device_id, is_id

MAX_LINE = 64 * 1024
"""Bytes of a change's line, without the newline."""

MAX_DEPTH = 64
"""Levels of objects and lists: a parser's own limit depends on the machine, and what one takes all must take."""

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_KIND = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SHAPES = re.compile(" ".join((ID_SHAPE, ID_SHAPE, ID_SHAPE, DEVICE_SHAPE, CLOCK_SHAPE, _KIND.pattern)))
"""Of id, record, patient, device, clock and kind."""

BadCode = Literal["not-json", "malformed", "too-large"]


class BadChange(ValueError):
    """A line that is no change. `code` is stable and goes on the wire."""

    def __init__(self, code: BadCode, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code: BadCode = code
        self.detail = detail


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change to one record. docs/protocol.md names each field; unknown ones are kept in the line alone."""

    v: int = 1
    id: str
    device: str
    author: str
    kind: str
    record: str
    patient: str | None
    clock: str
    at: str
    tz_ok: bool = True
    base: tuple[str, ...] = ()
    set: dict[str, Any]


_decoder = msgspec.json.Decoder(Change)
_encoder = msgspec.json.Encoder()


def encode(change: Change) -> bytes:
    """The line of a new change, without a newline. BadChange `too-large` beyond 64 KiB."""
    line = _encoder.encode(change)
    if len(line) > MAX_LINE:
        raise BadChange("too-large", f"{len(line)} bytes, at most {MAX_LINE}")
    return line


def decode(line: bytes) -> Change:
    """The change in a line that came from anywhere. BadChange if it is none.

    The line must start and end with its braces: it is embedded verbatim in other messages, and white space
    around it would be lost there and with it the hash.
    """
    if len(line) > MAX_LINE:
        raise BadChange("too-large", f"{len(line)} bytes, at most {MAX_LINE}")
    if not (line.startswith(b"{") and line.endswith(b"}")) or b"\n" in line or b"\r" in line:
        raise BadChange("not-json", "not one line with a JSON object")
    try:
        line.decode("utf-8")
        change = _decoder.decode(line)
    except msgspec.ValidationError as error:
        raise BadChange("malformed", str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadChange("not-json", str(error)) from None
    if _depth(line) > MAX_DEPTH:
        raise BadChange("malformed", f"deeper than {MAX_DEPTH} levels")
    _check(change)
    return change


def _depth(line: bytes) -> int:
    """How deep the JSON of the line is nested; most lines have fewer brackets than the limit in all."""
    if line.count(b"[") + line.count(b"{") <= MAX_DEPTH:
        return 0
    depth = deepest = 0
    for byte in _STRING.sub(b"", line):
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _check(change: Change) -> None:
    patient = change.record if change.patient is None else change.patient
    shapes = f"{change.id} {change.record} {patient} {change.device} {change.clock} {change.kind}"
    sizes = 0 < len(change.author) <= 64 and 0 < len(change.at) <= 40 and change.v >= 1
    if sizes and _SHAPES.fullmatch(shapes) and (not change.base or all(map(is_id, change.base))):
        return  # as nearly all are, at a third of the time
    checks = (
        ("id", is_id(change.id)),
        ("device", is_device_id(change.device)),
        ("author", 0 < len(change.author) <= 64),
        ("kind", _KIND.fullmatch(change.kind) is not None),
        ("record", is_id(change.record)),
        ("patient", change.patient is None or is_id(change.patient)),
        ("clock", is_clock(change.clock)),
        ("at", 0 < len(change.at) <= 40),
        ("base", all(is_id(b) for b in change.base)),
        ("v", change.v >= 1),
    )
    wrong = [name for name, good in checks if not good]
    if wrong:
        raise BadChange("malformed", f"field {wrong[0]}")
