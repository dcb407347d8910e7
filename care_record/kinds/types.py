"""The types of `set` values: what each accepts, and how what a person typed is tidied before it is written.

Each type says what is wrong with a value (never raises, whatever a peer sent), tidies one, and gives what a screen
can read of it: the value, less those parts that are of another type than they say; `None` where nothing is left.
`whole` is true for the folded record: only there must an object have its required keys, for a change carries only what
its author changed. `None` clears a field and is always right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from care_record.ids import is_id
from care_record.rules.age import as_date
from care_record.rules.identity import mask_aadhaar
from care_record.rules.problem import Problem

MAX_TEXT = 4000
MAX_ENTRIES = 200
_LONGEST_NUMBER = 1e6

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL_BUT_LINES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")


class Type(Protocol):
    """One type of value."""

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]: ...

    def readable(self, value: Any) -> Any: ...

    def tidy(self, value: Any) -> Any: ...


def _one(path: str, code: str, detail: str = "") -> list[Problem]:
    return [Problem(path, code, detail)]


def _control(text: str, lines: bool) -> bool:
    return (_CONTROL_BUT_LINES if lines else _CONTROL).search(text) is not None


class _Untouched:
    def tidy(self, value: Any) -> Any:
        return value


class _Words:
    """Too long, or a word that is not known: still words."""

    def readable(self, value: Any) -> Any:
        return value if isinstance(value, str) else None


@dataclass(frozen=True)
class Text(_Words):
    """Words typed by a person, `limit` characters at most; `lines` allows line breaks."""

    limit: int = MAX_TEXT
    lines: bool = True

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]:
        if not isinstance(value, str):
            return _one(path, "wrong-type", "text")
        if len(value) > self.limit:
            return _one(path, "too-long", str(self.limit))
        return _one(path, "control-characters") if _control(value, self.lines) else []

    def tidy(self, value: Any) -> Any:
        """NFC, trimmed, without control characters; of a likely Aadhaar number only the last four digits."""
        if not isinstance(value, str):
            return value
        text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
        if not self.lines:
            text = " ".join(text.split())
        kept = "".join(c for c in text if not _control(c, self.lines))
        return mask_aadhaar(kept.strip())


def line(limit: int = 200) -> Text:
    """Text on one line: names, places."""
    return Text(limit, lines=False)


@dataclass(frozen=True)
class Exact(_Untouched, _Words):
    """Text that a program made and that must stay as it is, byte for byte: slips, signatures, codes, keys."""

    limit: int = MAX_TEXT
    pattern: str = ""
    code: str = "bad-format"

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]:
        if not isinstance(value, str):
            return _one(path, "wrong-type", "text")
        if len(value) > self.limit:
            return _one(path, "too-long", str(self.limit))
        return _one(path, self.code) if self.pattern and not re.fullmatch(self.pattern, value, re.ASCII) else []


@dataclass(frozen=True)
class OneOf(_Untouched, _Words):
    """One of a few words that the program itself knows. Codes of the lists in `resources/` are `Exact`: lists grow."""

    options: tuple[str, ...]

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]:
        if not isinstance(value, str):
            return _one(path, "wrong-type", "text")
        return [] if value in self.options else _one(path, "not-in-list", "/".join(self.options))


def one_of(*options: str) -> OneOf:
    return OneOf(options)


@dataclass(frozen=True)
class Whole(_Untouched):
    """A whole number from `low` to `high`."""

    low: int = 0
    high: int = 2**53

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]:
        if isinstance(value, bool) or not isinstance(value, int):
            return _one(path, "wrong-type", "a whole number")
        return [] if self.low <= value <= self.high else _one(path, "impossible", f"{self.low}-{self.high}")

    def readable(self, value: Any) -> Any:
        return None if self.problems(value, "", True) else value


@dataclass(frozen=True)
class Number(_Untouched):
    """Any number from `low` to `high`."""

    low: float = 0
    high: float = 1e12

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return _one(path, "wrong-type", "a number")
        return [] if self.low <= value <= self.high else _one(path, "impossible", f"{self.low:g}-{self.high:g}")

    def readable(self, value: Any) -> Any:
        return None if self.problems(value, "", True) else value


@dataclass(frozen=True)
class Truth(_Untouched):
    """True or false; with `only`, nothing but true: a consent that was not given is no consent."""

    only: bool = False

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]:
        if not isinstance(value, bool):
            return _one(path, "wrong-type", "true or false")
        return _one(path, "not-in-list", "true") if self.only and not value else []

    def readable(self, value: Any) -> Any:
        return value if isinstance(value, bool) else None


class Date(_Untouched):
    """`YYYY-MM-DD`."""

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]:
        return [] if as_date(value) is not None else _one(path, "bad-date")

    def readable(self, value: Any) -> Any:
        return value if as_date(value) is not None else None


class Time(_Untouched, _Words):
    """RFC 3339 with an offset."""

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]:
        if isinstance(value, str) and _TIME.fullmatch(value):
            try:
                datetime.fromisoformat(value)
            except ValueError:
                return _one(path, "bad-time")
            return []
        return _one(path, "bad-time")


class Id(_Untouched, _Words):
    """A UUIDv7 of a record."""

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]:
        return [] if isinstance(value, str) and is_id(value) else _one(path, "bad-id")


@dataclass(frozen=True)
class Measured(_Untouched):
    """A value with a rule of its own: the rule answers with a problem (whose field is replaced by the path) or None."""

    rule: Callable[[object], Problem | None]

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]:
        problem = self.rule(value)
        return _one(path, problem.code, problem.detail) if problem else []

    def readable(self, value: Any) -> Any:
        """An impossible value is to be seen, as long as it is a number at all that fits on a line."""
        number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LONGEST_NUMBER
        return value if number or not self.problems(value, "", True) else None  # a meter also says HI and LO


@dataclass(frozen=True)
class Object:
    """An object whose keys are typed; keys not listed are kept. `required` counts on the folded record only."""

    keys: Mapping[str, Type]
    required: tuple[str, ...] = ()

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]:
        if not isinstance(value, dict):
            return _one(path, "wrong-type", "an object")
        found = [Problem(f"{path}.{k}", "required") for k in self.required if whole and is_empty(value.get(k))]
        for key, inner in value.items():
            if key in self.keys and inner is not None:
                found += self.keys[key].problems(inner, f"{path}.{key}", whole)
        return found

    def readable(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return None
        read = {k: self.keys[k].readable(v) if k in self.keys else v for k, v in value.items()}
        return {k: v for k, v in read.items() if v is not None}

    def tidy(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {k: self.keys[k].tidy(v) if k in self.keys else v for k, v in value.items()}


@dataclass(frozen=True)
class Entries:
    """A list of objects that each carry an `id` and are merged one by one; `{"id", "removed": true}` takes one out."""

    entry: Object
    least: int = 0
    ids: Type = field(default_factory=lambda: Exact(64))

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]:
        if not isinstance(value, list):
            return _one(path, "wrong-type", "a list")
        if len(value) > MAX_ENTRIES:
            return _one(path, "too-many", str(MAX_ENTRIES))
        if whole and len(value) < self.least:
            return _one(path, "required")
        found: list[Problem] = []
        for place, entry in enumerate(value):
            found += self._entry(entry, f"{path}.{place}")
        return found

    def _entry(self, entry: object, path: str) -> list[Problem]:
        if not isinstance(entry, dict):
            return _one(path, "wrong-type", "an object")
        if self.ids.problems(entry.get("id"), path, True):
            return _one(f"{path}.id", "bad-id")
        # An entry is written as one: its required keys are asked of the change already.
        return [] if entry.get("removed") is True else self.entry.problems(entry, path, True)

    def readable(self, value: Any) -> Any:
        if not isinstance(value, list):
            return None
        named = [entry for entry in value if isinstance(entry, dict) and isinstance(entry.get("id"), str)]
        return [self.entry.readable(entry) for entry in named]

    def tidy(self, value: Any) -> Any:
        return [self.entry.tidy(entry) for entry in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class ListOf:
    """A plain list of values of one type."""

    item: Type
    least: int = 0

    def problems(self, value: object, path: str, whole: bool) -> list[Problem]:
        if not isinstance(value, list):
            return _one(path, "wrong-type", "a list")
        if len(value) > MAX_ENTRIES:
            return _one(path, "too-many", str(MAX_ENTRIES))
        found = _one(path, "required") if whole and len(value) < self.least else []
        for place, item in enumerate(value):
            found += self.item.problems(item, f"{path}.{place}", whole)
        return found

    def readable(self, value: Any) -> Any:
        if not isinstance(value, list):
            return None
        return [read for item in value if (read := self.item.readable(item)) is not None]

    def tidy(self, value: Any) -> Any:
        return [self.item.tidy(item) for item in value] if isinstance(value, list) else value


def is_empty(value: object) -> bool:
    """Nothing was said: absent, cleared, only blanks, or an empty list or object."""
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())
