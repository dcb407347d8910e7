"""The guide's chapters out of `resources/guide/`: one Markdown file for each language, a chapter for each `##`.

`docs/user-guide.md` and `docs/user-guide.hi.md` are made from the same files by `python -m translations.guide`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

MARK = "## "


@dataclass(frozen=True)
class Chapter:
    """`text` is Markdown without its head; pictures are named relative to the guide's folder."""

    id: str
    title: str
    text: str

    def tells_of(self, words: str) -> bool:
        """Whether every one of these words stands in it."""
        said = f"{self.title} {self.text}".casefold()
        return all(word in said for word in words.casefold().split())


def folder() -> Traversable:
    return files("resources") / "guide"


def chapters(language: str) -> tuple[Chapter, ...]:
    """The guide in this language; English for a language without one."""
    file = folder() / f"{language}.md"
    if not file.is_file():
        file = folder() / "en.md"
    return tuple(_chapters(file.read_text(encoding="utf-8")))


def _chapters(text: str) -> Iterator[Chapter]:
    for at, part in enumerate(text.split(f"\n{MARK}")[1:]):
        title, _, body = part.partition("\n")
        yield Chapter(f"chapter.{at + 1}", title.strip(), body.strip() + "\n")
