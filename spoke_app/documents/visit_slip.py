"""The visit slip: small, with the patient's number to bring along, what was found and given, and when to come again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF

from spoke_app.documents.composer import BODY, BOLD, HEADING, NAME, SOFT, TITLE
from spoke_app.documents.laid_out import LaidOut
from spoke_app.documents.marks import ACCENT, GREY, INK_2, MM, Block, IconMark, Mark, RuleMark, stacked
from spoke_app.documents.paper import Lang, PaperSize
from spoke_app.documents.sheet import SHEETS, Page, fewest, flow
from spoke_app.documents.typeface import load_typeface
from spoke_app.documents.visit_paper import VisitPaper
from spoke_app.documents.visit_rows import CODE_MM, VisitComposer
from spoke_app.documents.visit_words import NO_REACH, REACH, said, title
from spoke_app.documents.words import long_date, short_time, word

LEFT_TO_CUT_MM = 25.0
"""A sheet with less room below the slip is not worth a cut."""


def build_visit_slip(paper: VisitPaper, lang: Lang, size: PaperSize) -> LaidOut:
    """Lay the slip out at the top of the sheet, with a line to cut along. Needs a QGuiApplication."""
    load_typeface()
    sheet = SHEETS[size]
    pages = fewest(partial(_pages, _Slip(lang, sheet, air, paper)) for air in (1.0, 0.5))
    name = f"{paper.patient.slip_no} {paper.visit.started:%Y-%m-%d}".strip()
    return LaidOut(name, lang, sheet, pages)


def _pages(slip: _Slip) -> tuple[Page, ...]:
    body = [*slip.patient(), *slip.facts(), *slip.given(), *slip.what_to_do(), *slip.foot()]
    header, again = slip.header(), slip.header_again()
    pages = flow(slip.sheet, header, again, body, slip.page_count)
    return pages if len(pages) > 1 else flow(slip.sheet, header, again, [*body, *slip.cut(header, body)], _nothing)


def _nothing(page: int, pages: int) -> Block:
    return Block(0)


@dataclass(frozen=True)
class _Slip(VisitComposer):
    def header(self) -> list[Block]:
        """The centre, the slip's number as large as a name, and the code."""
        paper, lang, width = self.paper, self.lang, self.sheet.width
        side = CODE_MM * MM if paper.code_text else 0.0
        room = width - side - self.mm(4 if side else 0)
        number = said("slip_no", lang).format(paper.patient.slip_no) if paper.patient.slip_no else ""
        lines = [
            *self.lines([(title("visit_slip", lang), HEADING)], room),
            *self.lines([(paper.place.first(lang), BOLD)], room),
            *self.lines([(number, TITLE)], room),
            *self.lines([(self.when(), BODY)], room),
        ]
        marks, end = stacked(lines, 0, 0)
        return [Block(max(end, side), (*marks, *self.code(width - side, 0))), self.rule(0.5, ACCENT, 1.4, 1.6)]

    def header_again(self) -> list[Block]:
        """One line for the pages after the first: a page that is lost still says whose it is."""
        patient = self.paper.patient
        runs = [*self.names(patient), (f"  {patient.slip_no}  {self.when()}", BODY)]
        return [self.block(self.lines(runs, self.sheet.width)), self.rule(0.25, GREY, 1.4, 1.8)]

    def patient(self) -> list[Block]:
        patient, width = self.paper.patient, self.sheet.width
        line = " · ".join(part for part in (self.age_line(patient), patient.address.first(self.lang)) if part)
        lines = [*self.lines(self.names(patient), width), *self.lines([(line, BODY)], width)]
        return [self.block(lines), self.rule(0.25, GREY, 1.4, 1.6)]

    def facts(self) -> list[Block]:
        visit = self.paper.visit
        return [
            *self.plain_row("complaint", self.joined(visit.complaints)),
            *(self.danger_row() if visit.danger_signs else []),
            *self.row("measured", self.vital_runs(visit.vitals)),
            *self.row("diagnosis", [(self.diagnoses(), BOLD)]),
            *(self.allergy_row() if self.paper.patient.allergies else []),
        ]

    def given(self) -> list[Block]:
        """What she takes home, one line each: she can show it to whoever asks."""
        given, lang, width = self.paper.visit.given, self.lang, self.sheet.width
        if not given:
            return []
        count_width = self.mm(30)
        blocks = [self.block(self.lines([(title("medicines_given", lang), HEADING)], width), below=0.6)]
        for name, count in given:
            left = self.lines([(name, BOLD)], width - count_width)
            right = self.lines([(count.first(lang), BODY)], count_width, right=True)
            blocks += self.columns(left, right, width - count_width)
        blocks.append(self.block(self.soft(said("as_told", lang), width), below=0.8))
        return [self.rule(0.25, GREY, 0.4, 1.4), *blocks]

    def what_to_do(self) -> list[Block]:
        """The doctor's advice, how she hears of the answer, when to come again."""
        paper, lang, width = self.paper, self.lang, self.sheet.width
        blocks: list[Block] = []
        doctor = paper.doctor.first(lang)
        advice = f"{title('advice', lang)}: {doctor}" if doctor else title("advice", lang)
        for heading, text in ((advice, paper.advice), (word("come_at_once", lang), paper.come_at_once)):
            if text:
                blocks += self.columns(self.lines([(heading, HEADING)], width), [], 0)
                blocks += [*self.columns(self.lines([(text.first(lang), BODY)], width), [], 0), Block(self.mm(0.8))]
        lines = list(self.lines([(self._reach(), BOLD)], width))
        for key, ordered in (("refer_onward", paper.refer_onward), ("tests", "; ".join(paper.tests))):
            lines += self.lines([(f"{word(key, lang)}: " if ordered else "", HEADING), (ordered, BOLD)], width)
        if paper.follow_up:
            day = long_date(paper.follow_up, lang, weekday=True)
            lines += self.lines([(f"{said('come_back', lang)} ", HEADING), (day, NAME)], width)
            lines += self.soft(paper.follow_up_reason, width)
        lines += self.lines([(said("worse", lang), BODY)], width)
        todo = self.lines([(title("what_to_do", lang), HEADING)], width)
        return [self.rule(0.25, GREY, 0.6, 1.4), *blocks, self.block([*todo, *lines], below=0.6)]

    def _reach(self) -> str:
        referral = self.paper.referral
        if referral is None or referral.standing in ("answered", "withdrawn"):
            return ""
        words = REACH.get(referral.reach, NO_REACH).first(self.lang)
        return f"{words} ({referral.reach_when})" if referral.reach_when else words

    def foot(self) -> list[Block]:
        paper, lang, width = self.paper, self.lang, self.sheet.width
        who = self.by(paper.visit.written_by, paper.visit.written_role)
        lines = [
            *self.lines([(said("bring", lang), BOLD)], width),
            *self.lines([(said("written", lang).format(who=who, when=self.when()), SOFT)], width),
        ]
        if paper.printed_at.date() != paper.visit.started.date():
            by = self.by(paper.printed_by, paper.printed_role)
            lines += self.soft(said("printed", lang).format(who=by, when=short_time(paper.printed_at)), width)
        return [self.rule(0.25, GREY, 0.6, 1.4), self.block(lines)]

    def page_count(self, page: int, pages: int) -> Block:
        words = word("page", self.lang).format(page=page, pages=pages)
        return self.block(self.lines([(words, SOFT)], self.sheet.width))

    def cut(self, header: list[Block], body: list[Block]) -> list[Block]:
        """Where the scissors go: what is below can be used again."""
        used = sum(block.height for block in [*header, *body])
        if self.sheet.height - used < LEFT_TO_CUT_MM * MM:
            return []
        size, y = self.mm(4.5), self.mm(5)
        dash, gap = self.mm(2), self.mm(1.6)
        marks: list[Mark] = [IconMark(QRectF(0, y - size / 2, size, size), "scissors", INK_2)]
        x = size + gap
        while x + dash <= self.sheet.width:
            marks.append(RuleMark(QRectF(x, y, dash, 0.2 * MM), GREY))
            x += dash + gap
        return [Block(y + size, tuple(marks))]
