"""Long lists in pages: the place after which a page begins stands in its address, so no page is counted out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from hub_server.web.http import AnyRequest

T = TypeVar("T")
PAGE = 50


def asked(request: AnyRequest, *names: str) -> dict[str, str]:
    """These parts of the address, as far as they are of a sensible length."""
    return {name: request.query_params.get(name, "")[:120].replace("\0", "") for name in names}


def place_asked(request: AnyRequest, parts: int) -> tuple[str, ...] | None:
    """The place in the address; None if it names none of so many parts."""
    place = tuple(request.query_params.get("after", "")[:400].replace("\0", "").split("~"))
    return place if len(place) == parts and place[-1] else None


def cut(found: Sequence[T]) -> tuple[Sequence[T], bool]:
    """What a page shows of rows of which one more than a page was asked for, and whether there are more."""
    return found[:PAGE], len(found) > PAGE


def page_url(path: str, choice: Mapping[str, str], place: Sequence[object] | None) -> str:
    """The address of the page after this place, with the same choice; `""` without a place."""
    if place is None:
        return ""
    return address(path, {**choice, "after": "~".join("" if part is None else str(part) for part in place)})


def address(path: str, choice: Mapping[str, str]) -> str:
    """A page's address with whatever of the choice is not empty."""
    given = {name: value for name, value in choice.items() if value}
    return f"{path}?{urlencode(given)}" if given else path
