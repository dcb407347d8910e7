"""Marked data: a distinct marker for each field of each kind, and how to find any of them in whatever was written.

A marker has an ASCII part and a Devanagari part with its number in both, so that a find says which field it came from.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from care_record.kinds import KINDS, check_record

ASCII = "zqkmark"
HINDI = "झणठ"
DIGITS = "96700047"
"""Telephone and ABHA numbers begin with these; an ABHA number goes on longer."""
_HINDI_DIGITS = "कखगघचछजटडत"
_LEAST = 6
"""Bytes of a marker in base64 that come out the same wherever it begins in what was encoded."""


def marker(n: int) -> str:
    """`zqkmark0012 झणठककखग`"""
    return f"{ASCII}{n:04d} {HINDI}" + "".join(_HINDI_DIGITS[int(d)] for d in f"{n:04d}")


def _candidates(n: int) -> Iterator[str]:
    yield marker(n)
    yield f"{ASCII}{n:04d}"
    yield f"+91{DIGITS}{n % 100:02d}"
    yield f"{DIGITS}{n:06d}"
    yield f"{ASCII}{n:04d}@abdm"


class Marker:
    """Replaces every text of a record that may hold anyone's words; `where` says what each number stands for."""

    def __init__(self) -> None:
        self.where: dict[int, str] = {}

    def text(self, what: str) -> str:
        """A new marker for this."""
        n = len(self.where) + 1
        self.where[n] = what
        return marker(n)

    def record(self, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The record with each of its texts marked that stays right when it is."""
        made = dict(fields)
        before = len(check_record(kind, made))
        for path in list(_texts(made)):
            n = len(self.where) + 1
            for candidate in _candidates(n):
                tried = _put(made, path, candidate)
                if len(check_record(kind, tried)) <= before and not _is_choice(kind, path):
                    made = tried
                    self.where[n] = ".".join(map(str, (kind, *path)))
                    break
        return made

    def found_in(self, data: bytes) -> list[str]:
        """What of it stands readable in these bytes."""
        return sorted({*self._numbers(data), *(f"encoded: {each!r}" for each in encoded() if each in data)})

    def _numbers(self, data: bytes) -> Iterator[str]:
        for pattern in (rb"zqkmark(\d{4})", rb"z\0q\0k\0m\0a\0r\0k\0((?:\d\0){4})"):
            for found in re.findall(pattern, data, re.IGNORECASE):
                number = int(found.replace(b"\0", b""))
                yield self.where.get(number, str(number))


def _is_choice(kind: str, path: tuple[Any, ...]) -> bool:
    """Ids, and words that the program itself chooses."""
    return path[-1] in ("id", "unit", "frequency", "route", "list", "code", "icd10", "relation", "severity", "amends")


def _texts(value: Any, upto: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str):
        yield upto
    parts: Iterable[Any] = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in parts:
        yield from _texts(value[key], (*upto, key))


def _put(value: Any, path: tuple[Any, ...], text: str) -> Any:
    if not path:
        return text
    made = dict(value) if isinstance(value, dict) else list(value)
    made[path[0]] = _put(value[path[0]], path[1:], text)
    return made


def encoded(texts: Iterable[str] = (ASCII, HINDI, DIGITS)) -> list[bytes]:
    """The texts as they may stand in a file: UTF-8, UTF-16, as hex, in base64 wherever they begin, and in escapes."""
    found: list[bytes] = []
    for text in texts:
        for raw in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
            found += [raw, raw.hex().encode(), raw.hex().upper().encode(), *_base64(raw)]
        if not text.isascii():
            found.append(text.encode("ascii", "backslashreplace"))
    return found


def _base64(raw: bytes) -> Iterator[bytes]:
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + raw)
        inner = whole[-(-shift * 8 // 6) + (1 if shift else 0) : len(bytes(shift) + raw) * 8 // 6]
        if len(inner) >= _LEAST:
            yield inner


def spellings(secret: bytes) -> list[bytes]:
    """A key or token as it may stand somewhere."""
    return [secret, secret.hex().encode(), secret.hex().upper().encode(), *_base64(secret)]


def every_file(*folders: Path) -> Iterator[tuple[Path, bytes]]:
    """All files below, with their bytes."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path, path.read_bytes()


def all_kinds(shapes: Mapping[str, Mapping[str, Any]], marks: Marker) -> dict[str, dict[str, Any]]:
    """A marked record of each kind that there is; a kind without a shape is a KeyError, so that none is forgotten."""
    return {kind: marks.record(kind, shapes[kind]) for kind in KINDS}
