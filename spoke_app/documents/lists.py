"""The shipped lists as the registers need them: a code's name, or a written name, in the paper's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from spoke_app.documents.paper import Both, Lang


@cache
def _names(name: str) -> tuple[Mapping[str, Both], Mapping[str, Both]]:
    """(by code, by either name in small letters) of `resources/<name>.json`."""
    entries = json.loads((files("resources") / f"{name}.json").read_text(encoding="utf-8"))["entries"]
    names = {entry["code"]: Both(entry["en"], entry.get("hi") or "") for entry in entries}
    written = {text.lower(): both for both in names.values() for text in (both.hi, both.en) if text}
    return names, written


def name_of(name: str, code: str, text: str, lang: Lang) -> str:
    """What a coded value is called: as the list has it, by its code or else by the text written beside it; a value
    that the list does not know shows its text, or its code."""
    codes, written = _names(name)
    known = codes.get(code) or written.get(" ".join(text.lower().split()))
    return known.first(lang) if known is not None else text or code
