"""A sheet of paper and how blocks flow over its pages: header and footer on each, nothing cut, nothing split in two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from spoke_app.documents.marks import MM, Block, Mark
from spoke_app.documents.paper import PaperSize


@dataclass(frozen=True)
class Sheet:
    """Measures of a paper size. `scale` enlarges type and pictures on the larger paper."""

    size: PaperSize
    width_mm: float
    height_mm: float
    margin_mm: float
    scale: float

    @property
    def width(self) -> float:
        """Between the margins, in units."""
        return (self.width_mm - 2 * self.margin_mm) * MM

    @property
    def height(self) -> float:
        return (self.height_mm - 2 * self.margin_mm) * MM


SHEETS: Final[dict[PaperSize, Sheet]] = {
    "A6": Sheet("A6", 105, 148, 6, 0.9),
    "A5": Sheet("A5", 148, 210, 9, 1.0),
    "A4": Sheet("A4", 210, 297, 15, 1.22),
}


@dataclass(frozen=True)
class Page:
    """Marks in units from the sheet's top left corner."""

    marks: tuple[Mark, ...]


def flow(
    sheet: Sheet,
    header: Sequence[Block],
    later_header: Sequence[Block],
    body: Sequence[Block],
    footer: Callable[[int, int], Block],
) -> tuple[Page, ...]:
    """Lay `body` out over as many pages as it needs. `footer(page, pages)` is as high on every page."""
    room = sheet.height - footer(1, 1).height
    parts: list[list[Block]] = [[]]
    y = _total(header)
    for group in _groups(body):
        needed = _total(group)
        if y + needed > room and parts[-1]:
            parts.append([])
            y = _total(later_header)
        parts[-1].extend(group)
        y += needed
    pages = len(parts)
    return tuple(
        _page(sheet, [*(header if number == 1 else later_header), *blocks], footer(number, pages))
        for number, blocks in enumerate(parts, start=1)
    )


def fewest(plans: Iterable[Callable[[], tuple[Page, ...]]]) -> tuple[Page, ...]:
    """The first of several ways to lay a paper out that takes one sheet, else the first of those that take fewest."""
    best: tuple[Page, ...] = ()
    for plan in plans:
        pages = plan()
        if not best or len(pages) < len(best):
            best = pages
        if len(best) == 1:
            break
    return best


def _groups(body: Sequence[Block]) -> list[list[Block]]:
    """Blocks with those that they must not be parted from."""
    groups: list[list[Block]] = [[]]
    for block in body:
        groups[-1].append(block)
        if not block.with_next:
            groups.append([])
    return [group for group in groups if group]


def _page(sheet: Sheet, blocks: Sequence[Block], footer: Block) -> Page:
    left = y = sheet.margin_mm * MM
    marks: list[Mark] = []
    for block in blocks:
        marks.extend(block.at(left, y))
        y += block.height
    marks.extend(footer.at(left, sheet.margin_mm * MM + sheet.height - footer.height))
    return Page(tuple(marks))


def _total(blocks: Sequence[Block]) -> float:
    return sum(block.height for block in blocks)
