"""What is not certain about the case: values that two people wrote without knowing of each other, and odd ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from care_record.fold import Candidate, Conflict, Folded
from hub_server.review.case_words import CaseWords

_LONGEST = 160
"""So much of a value is shown: enough to see what it is."""


def conflicts(c: CaseWords) -> list[dict[str, Any]]:
    """Each place where different things were written, with every value, who wrote it and when."""
    found = []
    for record in (c.file.patient, c.file.visit, c.file.referral, *c.file.own["note"]):
        for conflict in record.conflicts if record else ():
            found.append(
                {
                    "what": _label(c, record, conflict.path) if record else "",
                    "values": [_candidate(c, candidate) for candidate in _newest_first(conflict)],
                }
            )
    return found


def _newest_first(conflict: Conflict) -> list[Candidate]:
    return list(reversed(conflict.candidates))


def _candidate(c: CaseWords, candidate: Candidate) -> dict[str, str]:
    return {"text": _said(c, candidate.value), "by": c.by_and_when(candidate.author, candidate.at)}


def odd(c: CaseWords) -> list[str]:
    """Values that cannot be right, as they were written, each with its place and who wrote it."""
    return [
        c.words(
            "case.odd_value",
            what=_label(c, each.record, each.path),
            value=_said(c, each.value),
            who=c.by_and_when(each.record.author, each.record.updated_at),
        )
        for each in c.file.odd
    ]


def _label(c: CaseWords, record: Folded | None, path: str) -> str:
    """The place in words: `BP upper`, `Allergy`, `History: tobacco`."""
    name, _, rest = path.partition(".")
    if name == "vitals" and rest:
        return c.words.known(f"vital.{rest}") or c.words("field.vitals")
    if name == "history" and rest:
        return c.words.known(f"case.history.{rest}") or c.words("case.history")
    kind = record.kind if record else ""
    return c.words.known(f"field.{name}") or c.words.known(f"news.{kind}", c.words("news.other"))


def _said(c: CaseWords, value: object) -> str:
    """Any value in short, for a person."""
    if value is None:
        return c.words("case.cleared")
    if isinstance(value, bool):
        return c.words("case.yes" if value else "case.no")
    if isinstance(value, Mapping):
        if value.get("removed") is True:
            return c.words("case.cleared")
        named = next((value[key] for key in ("substance", "text", "generic", "name", "number") if value.get(key)), None)
        return _said(c, named) if named is not None else _short(", ".join(_inner(v) for v in value.values()))
    if isinstance(value, list):
        return _short(", ".join(_inner(v) for v in value))
    if isinstance(value, float):
        return f"{value:g}"
    return _short(_known(c, value))


def _known(c: CaseWords, value: object) -> str:
    text = str(value)
    return c.words.known(f"said.{text}") or c.words.known(f"gender.{text}") or text


def _inner(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) else "…"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
