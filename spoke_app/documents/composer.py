"""What every paper of a patient is composed with: the styles of its texts, two columns, labelled rows, who it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from spoke_app.documents.marks import (
    HEAD,
    INK_2,
    INK_3,
    MM,
    Block,
    Style,
    TextMark,
    rule,
    stacked,
    text_lines,
)
from spoke_app.documents.paper import Lang, PaperPatient
from spoke_app.documents.sheet import Sheet
from spoke_app.documents.words import GENDERS, age_words, printable, relation_words, word

BODY = Style(9)
SOFT = Style(9, colour=INK_2)
LABEL = Style(9, colour=INK_3)
BOLD = Style(9, bold=True)
NAME = Style(11.5, bold=True)
NAME_OTHER = Style(11.5)
HEADING = Style(9.5, bold=True, colour=HEAD)
TITLE = Style(13, bold=True)

LONGEST_BLOCK_MM = 45.0


@dataclass(frozen=True)
class Composer:
    """Makes blocks. Lengths in mm are for A5; `mm()` turns them into units at the sheet's scale."""

    lang: Lang
    sheet: Sheet
    air: float
    """Share of the usual space around rules: less of it where that saves a sheet of paper."""

    def mm(self, length: float) -> float:
        return length * MM * self.sheet.scale

    def lines(self, runs: Sequence[tuple[str, Style]], width: float, *, right: bool = False) -> tuple[TextMark, ...]:
        shown = [(text, style) for text, style in runs if text]
        return text_lines(shown, width, self.sheet.scale, right=right) if shown else ()

    def rule(self, thickness: float, colour: str, above: float, below: float) -> Block:
        k = self.sheet.scale * self.air
        return rule(self.sheet.width, thickness, colour, above_mm=above * k, below_mm=below * k)

    def columns(self, left: Sequence[TextMark], right: Sequence[TextMark], right_x: float) -> list[Block]:
        """Two columns in one block; long ones as a block per pair of lines, so that they can cross the page."""
        left_marks, left_end = stacked(left, 0, 0)
        right_marks, right_end = stacked(right, right_x, 0)
        if max(left_end, right_end) <= LONGEST_BLOCK_MM * MM:
            return [Block(max(left_end, right_end), left_marks + right_marks)]
        blocks = []
        for index, (one, two) in enumerate(zip_longest(left, right)):
            marks = tuple(mark for mark in (one, two and two.moved(right_x, 0)) if mark)
            blocks.append(Block(max(mark.rect.height() for mark in marks), marks, with_next=index == 0))
        return blocks

    def names(self, patient: PaperPatient) -> list[tuple[str, Style]]:
        other = patient.name.other(self.lang)
        return [(patient.name.first(self.lang), NAME), (f" {other}" if other else "", NAME_OTHER)]

    def age_line(self, patient: PaperPatient) -> str:
        """'27 years, female · W/o Manoj Yadav'."""
        lang = self.lang
        gender = GENDERS[patient.gender].first(lang) if patient.gender in GENDERS else patient.gender
        person = ", ".join(part for part in (age_words(patient.age, lang), gender) if part)
        relation = relation_words(patient.relation, patient.relative, patient.gender, lang)
        return " · ".join(part for part in (person, relation) if part)

    def address_line(self, patient: PaperPatient) -> str:
        """'Barail · slip B-1029'."""
        slip = word("slip", self.lang).format(patient.slip_no) if patient.slip_no else ""
        return " · ".join(part for part in (printable(patient.address.first(self.lang)), slip) if part)
