"""The blocks that the papers of a visit share: labelled rows, values with their flags, the code, who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from spoke_app.documents.composer import BODY, BOLD, LABEL, SOFT, Composer
from spoke_app.documents.marks import MM, Block, Mark, QrMark, Style, TextMark, stacked
from spoke_app.documents.paper import Both
from spoke_app.documents.visit_paper import PaperVital, VisitPaper
from spoke_app.documents.visit_words import said
from spoke_app.documents.words import WORDS, short_time

LABEL_MM = 31.0
NO_BREAK, JOINED = "\u00a0", "\u2060"
CODE_MM = 20.0

Runs = Sequence[tuple[str, Style]]


@dataclass(frozen=True)
class VisitComposer(Composer):
    """`label_mm`: the width of the rows' labels."""

    paper: VisitPaper

    def row(self, key: str, runs: Runs, gap: float = 1.0) -> list[Block]:
        """A label and its text; none where there is no text."""
        if not any(text for text, _ in runs):
            return []
        x = self.mm(LABEL_MM)
        label = self.lines([(said(key, self.lang), LABEL)], x - self.mm(2))
        blocks = self.columns(label, self.lines(runs, self.sheet.width - x), x)
        return [*blocks, Block(self.mm(gap * self.air))]

    def plain_row(self, key: str, text: str) -> list[Block]:
        return self.row(key, [(text, BODY)])

    def joined(self, texts: Sequence[Both]) -> str:
        return "; ".join(text.first(self.lang) for text in texts)

    def vital_runs(self, vitals: Sequence[PaperVital]) -> Runs:
        """'Pulse 104 /min · BP 168/112 mmHg (very high)': what is flagged stands out in black and white too."""
        runs: list[tuple[str, Style]] = []
        for vital in vitals:
            words = f"{vital.label.first(self.lang)} {vital.value}".strip()
            flag = vital.flag.first(self.lang)
            # Not parted at the end of a line: a value without its unit can be misread.
            whole = (f"{words} ({flag})" if flag else words).replace(" ", NO_BREAK).replace("g/dL", f"g/{JOINED}dL")
            runs += [(" · " if runs else "", BODY), (whole, BOLD if flag else BODY)]
        return runs

    def allergy_row(self) -> list[Block]:
        patient = self.paper.patient
        if patient.allergies:
            return self.row("allergies", [("; ".join(patient.allergies), BOLD)])
        return self.plain_row("allergies", WORDS["none_known"].first(self.lang)) if patient.allergies_asked else []

    def danger_row(self) -> list[Block]:
        visit = self.paper.visit
        if visit.danger_signs:
            return self.row("danger", [(self.joined(visit.danger_signs), BOLD)])
        return self.plain_row("danger", said("none_found", self.lang)) if visit.danger_looked_for else []

    def diagnoses(self) -> str:
        return "; ".join(
            f"{entry.text.first(self.lang)} ({entry.icd10})" if entry.icd10 else entry.text.first(self.lang)
            for entry in self.paper.visit.provisional
        )

    def code(self, x: float, y: float) -> tuple[Mark, ...]:
        """The QR with the patient's slip number; nothing where she has none."""
        side = CODE_MM * MM
        return (QrMark(QRectF(x, y, side, side), self.paper.code_text),) if self.paper.code_text else ()

    def when(self) -> str:
        visit = self.paper.visit
        return short_time(visit.started)

    def by(self, who: Both, role: str) -> str:
        return f"{who.first(self.lang)} ({role})" if role else who.first(self.lang)

    def block(self, lines: Sequence[TextMark], below: float = 0) -> Block:
        marks, end = stacked(lines, 0, 0)
        return Block(end + self.mm(below), marks)

    def soft(self, text: str, width: float) -> tuple[TextMark, ...]:
        return self.lines([(text, SOFT)], width)
