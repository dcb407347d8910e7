"""Small values that templates show: a chip or notice, and an entry of the main menu."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """A chip, a marked word, or the notice at a page's head: tone, icon and text, never colour alone."""

    tone: str
    icon: str
    text: str


@dataclass(frozen=True)
class MenuItem:
    """An entry of the main menu, with how much waits there. `count_id`: where a live part of the page puts it anew."""

    url: str
    icon: str
    text: str
    count: int = 0
    here: bool = False
    count_id: str = ""
