"""A person at the desk without a mouse: every key goes to whatever has the cursor, and is counted."""

from __future__ import annotations

from tests.stories.desk import Desk


class Keyboard:
    """`words` are what has to be typed in any case; `keys` are counted, a chord as each key that it is made of."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.pressed: list[str] = []
        self.typed = 0

    @property
    def strokes(self) -> int:
        """Keys pressed beside the words; Ctrl and Down together are two."""
        return sum(len(key.split("+")) for key in self.pressed)

    def words(self, text: str) -> None:
        self.typed += len(text)
        self.desk.ask("words", text=text)

    def keys(self, *keys: str) -> None:
        self.pressed += keys
        self.desk.ask("keys", keys=list(keys))

    def at(self, name: str, within: float = 15) -> None:
        """Look where the cursor is."""
        self.desk.ask("focused", name=name, within=within)
