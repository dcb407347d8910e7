"""What a form says beside a field: a tone and a code with its details. The words are the screen's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from care_record.ids import new_id
from care_record.rules.identity import find_aadhaar, mask_aadhaar

Tone = Literal["hint", "good", "caution", "abnormal", "critical", "error"]
Values = dict[str, Any]
"""A form as typed: field name -> text, tick (`bool`) or list of entries."""


@dataclass(frozen=True)
class FieldNote:
    """One remark about one field. Only `error` stands in the way of finishing."""

    field: str
    tone: Tone
    code: str
    detail: tuple[str, ...] = ()


def entry(text: str, **more: Any) -> dict[str, Any]:
    """A new entry of a list field, with the id that it keeps for ever."""
    return {"id": new_id(), "text": text, **{key: value for key, value in more.items() if value is not None}}


def list_changes(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a list's change says: new and altered entries whole, those gone as `removed`."""
    old = {item["id"]: item for item in before}
    kept = {item["id"] for item in after}
    altered = [item for item in after if old.get(item["id"]) != item]
    return altered + [{"id": gone, "removed": True} for gone in old if gone not in kept]


def changed_fields(before: Values, after: Values) -> Values:
    """The `set` that turns the fields `before` into `after`: only what differs, `None` for what was emptied."""
    changes: Values = {}
    for name in [*after, *(name for name in before if name not in after)]:
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if _is_entries(old) or _is_entries(new):
            changes[name] = list_changes(old or [], new or [])
        elif isinstance(old, dict) and isinstance(new, dict):
            changes[name] = changed_fields(old, new)
        else:
            changes[name] = new
    return changes


def masked(values: Values, keep: frozenset[str] = frozenset()) -> tuple[Values, tuple[str, ...]]:
    """The values without any Aadhaar number (its last four digits alone stay), and the fields that had one.

    `keep` names the fields in which such a run of digits means something else (a phone with its country code).
    """
    found: list[str] = []

    def clean(value: Any, name: str) -> Any:
        if isinstance(value, str) and find_aadhaar(value) is not None:
            found.append(name)
            return mask_aadhaar(value)
        if isinstance(value, dict):
            return {key: item if key == "id" else clean(item, name) for key, item in value.items()}
        if isinstance(value, list):
            return [clean(item, name) for item in value]
        return value

    result: Values = {}
    for name, value in values.items():
        result[name] = value if name in keep else clean(value, name)
    return result, tuple(dict.fromkeys(found))


def _is_entries(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) and "id" in item for item in value)
