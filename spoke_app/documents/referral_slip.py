"""The referral slip: what the patient takes along to the hospital, also when the line is down and nothing was sent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF

from spoke_app.documents.composer import BODY, BOLD, HEADING, NAME, SOFT, TITLE
from spoke_app.documents.laid_out import LaidOut
from spoke_app.documents.marks import ACCENT, GREY, INK, MM, Block, FrameMark, IconMark, Mark, RuleMark, stacked
from spoke_app.documents.paper import Lang, PaperSize
from spoke_app.documents.sheet import SHEETS, Page, fewest, flow
from spoke_app.documents.typeface import load_typeface
from spoke_app.documents.visit_paper import PaperReferral, VisitPaper
from spoke_app.documents.visit_rows import CODE_MM, VisitComposer
from spoke_app.documents.visit_words import (
    CONSENTS,
    STANDINGS,
    URGENCIES,
    URGENCY_ICONS,
    WITNESS,
    said,
    title,
)
from spoke_app.documents.words import short_time, word


def build_referral_slip(paper: VisitPaper, lang: Lang, size: PaperSize) -> LaidOut:
    """Lay the slip out; the visit must have a referral. Needs a QGuiApplication."""
    if paper.referral is None:
        raise ValueError("a visit without a referral has no referral slip")
    load_typeface()
    sheet = SHEETS[size]
    # Room for the hospital's reply is given where it costs no further sheet; air goes before a sheet of paper does.
    plans = [
        partial(_pages, _Slip(lang, sheet, air, paper, paper.referral), reply=reply)
        for reply in (True, False)
        for air in (1.0, 0.5)
    ]
    pages = fewest(plans)
    return LaidOut(paper.referral.number or paper.patient.slip_no, lang, sheet, pages)


def _pages(slip: _Slip, *, reply: bool) -> tuple[Page, ...]:
    body = [*slip.patient(), *slip.urgency(), *slip.facts(), *slip.question(), *(slip.reply() if reply else [])]
    return flow(slip.sheet, slip.header(), [*slip.header(), *slip.patient_again()], body, slip.footer)


@dataclass(frozen=True)
class _Slip(VisitComposer):
    referral: PaperReferral

    def header(self) -> list[Block]:
        """The centre on the left; what this is, its number and its date on the right."""
        paper, width, lang = self.paper, self.sheet.width, self.lang
        right_width = self.mm(56)
        written = self.by(paper.visit.written_by, paper.visit.written_role)
        left = [
            *self.lines([(paper.place.first(lang), TITLE)], width - right_width),
            *self.lines([(paper.place_more.first(lang), BODY)], width - right_width),
            *self.lines([(written, BODY)], width - right_width),
        ]
        number = said("case", lang).format(self.referral.number) if self.referral.number else ""
        right = [
            *self.lines([(title("referral_slip", lang), HEADING)], right_width, right=True),
            *self.lines([(number, BOLD)], right_width, right=True),
            *self.lines([(self.when(), BODY)], right_width, right=True),
        ]
        left_marks, left_end = stacked(left, 0, 0)
        right_marks, right_end = stacked(right, width - right_width, 0)
        return [Block(max(left_end, right_end), left_marks + right_marks), self.rule(0.6, ACCENT, 2.2, 2.2)]

    def patient(self) -> list[Block]:
        """Who she is on the left; where she is sent on the right."""
        paper, lang = self.paper, self.lang
        left_width, right_x = self.mm(68), self.mm(72)
        phone = said("phone", lang).format(paper.phone) if paper.phone else ""
        guardian = f"{said('guardian', lang)}: {paper.guardian}" if paper.guardian else ""
        left = [
            *self.lines(self.names(paper.patient), left_width),
            *self.lines([(self.age_line(paper.patient), BODY)], left_width),
            *self.lines([(self.address_line(paper.patient), BODY)], left_width),
            *self.lines([(" · ".join(part for part in (phone, guardian) if part), BODY)], left_width),
        ]
        right_width = self.sheet.width - right_x
        to = self.referral
        contact = said("phone", lang).format(to.contact) if to.contact else ""
        right = [
            *self.lines([(title("to", lang), HEADING)], right_width),
            *self.lines([(to.speciality.first(lang), NAME)], right_width),
            *self.lines([(to.desk.first(lang), BODY)], right_width),
            *self.lines([(contact, BODY)], right_width),
        ]
        return [*self.columns(left, right, right_x), self.rule(0.25, GREY, 2.2, 2.0)]

    def patient_again(self) -> list[Block]:
        """One line for the pages after the first: a page that is lost still says whose it is."""
        patient = self.paper.patient
        again = self.lines([*self.names(patient), (f"  {self.age_line(patient)}", BODY)], self.sheet.width)
        return [self.block(again), self.rule(0.25, GREY, 1.8, 2.4)]

    def urgency(self) -> list[Block]:
        """How soon, in a frame that is seen from across the room."""
        urgency, lang = self.referral.urgency, self.lang
        words = URGENCIES.get(urgency)
        if words is None:
            return []
        icon, pad = self.mm(5), self.mm(2)
        runs = [(words.first(lang), TITLE), (f"  {words.other(lang)}", BODY)]
        if urgency == "emergency":
            runs.append((f"   {said('ambulance', lang)}", BOLD))
        marks, end = stacked(self.lines(runs, self.sheet.width - icon - 3 * pad), icon + 2 * pad, pad * 0.6)
        height = end + pad * 0.6
        frame = FrameMark(QRectF(0, 0, self.sheet.width, height), dashed=False)
        sign = IconMark(QRectF(pad, (height - icon) / 2, icon, icon), URGENCY_ICONS[urgency], INK)
        shown: tuple[Mark, ...] = (frame, sign, *marks)
        return [Block(height, shown), Block(self.mm(2.4 * self.air))]

    def facts(self) -> list[Block]:
        """What was found, in the order in which it is asked and looked for."""
        paper, visit, lang = self.paper, self.paper.visit, self.lang
        history = "; ".join(f"{label.first(lang)}: {text}" for label, text in visit.history)
        given = "; ".join(f"{name}, {count.first(lang)}" if count else name for name, count in visit.given)
        return [
            *self.row("complaint", [(self.joined(visit.complaints), BOLD)]),
            *self.danger_row(),
            *self.row("measured", self.vital_runs(visit.vitals)),
            *self.plain_row("history", history),
            *self.plain_row("conditions", "; ".join(paper.conditions)),
            *self.plain_row("taking", "; ".join(paper.medicines)),
            *self.allergy_row(),
            *self.plain_row("examination", visit.examination),
            *self.plain_row("note", "\n".join(visit.notes)),
            *self.row("diagnosis", [(self.diagnoses(), BOLD)]),
            *self.row("given", [(given, BOLD)]),
        ]

    def question(self) -> list[Block]:
        referral, lang = self.referral, self.lang
        standing = STANDINGS[referral.standing].first(lang)
        return [
            self.rule(0.25, GREY, 0.8, 2.0),
            *self.row("question", [(referral.question, BOLD)]),
            *self.plain_row("consent", self._consent()),
            *self.plain_row("sent", standing),
        ]

    def _consent(self) -> str:
        consent, lang = self.referral.consent, self.lang
        if consent is None:
            return ""
        words = CONSENTS.get((consent.who, consent.how))
        parts = [words.first(lang)] if words else []
        if consent.witness:
            parts.append(WITNESS.first(lang).format(consent.witness.first(lang)))
        if consent.at:
            parts.append(short_time(consent.at))
        return ", ".join(parts)

    def reply(self) -> list[Block]:
        """Room in which the hospital writes back."""
        lang, width = self.lang, self.sheet.width
        head = self.lines([(title("reply", lang), HEADING)], width)
        more = self.lines([(said("reply_back", lang), SOFT)], width)
        marks, end = stacked([*head, *more], 0, 0)
        ruled, gap = [], self.mm(7.5)
        for at in range(1, 4):
            ruled.append(RuleMark(QRectF(0, end + at * gap, width, 0.15 * MM), GREY))
        return [self.rule(0.25, GREY, 0.8, 2.0), Block(end + 3 * gap + self.mm(1), (*marks, *ruled))]

    def footer(self, page: int, pages: int) -> Block:
        """The code, who wrote it with room to sign, who printed it. Of one height on every page."""
        paper, lang, width = self.paper, self.lang, self.sheet.width
        top = self.rule(0.6, ACCENT, 1.5, 2.5)
        side = CODE_MM * MM if paper.code_text else 0.0
        x = side + self.mm(4.2) if side else 0.0
        written = said("written", lang).format(
            who=self.by(paper.visit.written_by, paper.visit.written_role), when=self.when()
        )
        printed = said("printed", lang).format(
            who=self.by(paper.printed_by, paper.printed_role), when=short_time(paper.printed_at)
        )
        count = word("page", lang).format(page=page, pages=pages)
        if page < pages:
            count = f"{count} · {word('continued', lang)}"
        finds = said("code_finds", lang) if side else ""
        lines = [
            *self.lines([(written, BOLD)], width - x),
            *self.lines([(f"{printed} {finds}".strip(), SOFT)], width - x),
            *self.lines([(f"{said('signature', lang)}: ______________________", BODY)], width - x),
            *self.lines([(count if pages > 1 else "", BOLD)], width - x),
        ]
        marks, end = stacked(lines, x, top.height)
        # The line of the pages is always reserved: the height must not depend on their number.
        spare = 0 if pages > 1 else lines[0].rect.height()
        return Block(max(top.height + side, end + spare), (*top.marks, *self.code(0, top.height), *marks))
