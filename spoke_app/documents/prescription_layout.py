"""The blocks of a printed prescription, from top to bottom, in one language first and the other beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF

from spoke_app.documents import doses
from spoke_app.documents.composer import BODY, BOLD, HEADING, LABEL, SOFT, TITLE, Composer
from spoke_app.documents.marks import (
    ACCENT,
    GREY,
    INK,
    MM,
    MOST_QR_BYTES,
    Block,
    FrameMark,
    IconMark,
    Mark,
    QrMark,
    Style,
    TextMark,
    qr_matrix,
    stacked,
)
from spoke_app.documents.paper import Both, Lang, PaperItem, PrescriptionPaper
from spoke_app.documents.sheet import Page, Sheet, fewest, flow
from spoke_app.documents.words import (
    heading,
    long_date,
    printable,
    short_time,
    word,
)

MEDICINE = Style(11, bold=True)
NUMBER = Style(11, bold=True)

QR_MM = 22.0
MODULE_MM = 0.25
"""No module smaller than this: a cheap phone reads it from a 300-dpi print; a long slip makes a larger code."""
LINES_WITH_BOXES = 8
"""So many lines of an instruction stand beside the dose boxes in one block; the rest may go to the next page."""


def lay_out(paper: PrescriptionPaper, lang: Lang, sheet: Sheet) -> tuple[Page, ...]:
    """All pages of the prescription."""
    return fewest(partial(_pages, _Builder(lang, sheet, air, paper)) for air in (1.0, 0.5))


def _pages(builder: _Builder) -> tuple[Page, ...]:
    body = [*builder.patient(), *builder.medicines(), *builder.advice(), *builder.see_again()]
    return flow(builder.sheet, builder.header(), [*builder.header(), *builder.patient_again()], body, builder.footer)


@dataclass(frozen=True)
class _Builder(Composer):
    """Makes the blocks of a prescription."""

    paper: PrescriptionPaper

    def header(self) -> list[Block]:
        """Who prescribes; number and date of the paper on the right."""
        paper, lang, width = self.paper, self.lang, self.sheet.width
        doctor = paper.doctor
        right_width = self.mm(47)
        place = [doctor.hub.first(lang)]
        if doctor.contact:
            place.append(word("phone", lang).format(doctor.contact))
        left = [
            *self.lines([(doctor.name.first(lang), TITLE)], width - right_width),
            *self.lines([(doctor.qualification, BODY)], width - right_width),
            *self.lines([(word("reg_no", lang).format(doctor.registration_no), BODY)], width - right_width),
            *self.lines([(" · ".join(part for part in place if part), BODY)], width - right_width),
        ]
        kind = word("corrected" if paper.corrects else "telemedicine", lang)
        right = [
            *self.lines([(heading("prescription", lang), HEADING)], right_width, right=True),
            *self.lines([(paper.number, NUMBER)], right_width, right=True),
            *self.lines([(short_time(paper.signed), BODY)], right_width, right=True),
            *self.lines([(kind, BODY)], right_width, right=True),
        ]
        left_marks, left_end = stacked(left, 0, 0)
        right_marks, right_end = stacked(right, width - right_width, 0)
        return [Block(max(left_end, right_end), left_marks + right_marks), self.rule(0.6, ACCENT, 2.2, 2.2)]

    def patient(self) -> list[Block]:
        """The patient on the left; diagnosis, allergies and weight on the right. Long ones may cross the page."""
        left_width, right_x = self.mm(66), self.mm(70)
        left = [
            *self.lines(self.names(self.paper.patient), left_width),
            *self.lines([(self.age_line(self.paper.patient), BODY)], left_width),
            *self.lines([(self.address_line(self.paper.patient), BODY)], left_width),
        ]
        right_width = self.sheet.width - right_x
        right = [*self.lines(self._diagnosis_runs(), right_width), *self.lines(self._facts_runs(), right_width)]
        return [*self.columns(left, right, right_x), self.rule(0.25, GREY, 2.6, 2.4)]

    def patient_again(self) -> list[Block]:
        """One line for the pages after the first: a page that is lost still says whose it is."""
        again = self.lines(
            [*self.names(self.paper.patient), (f"  {self.age_line(self.paper.patient)}", BODY)], self.sheet.width
        )
        marks, height = stacked(again, 0, 0)
        return [Block(height, marks), self.rule(0.25, GREY, 1.8, 2.4)]

    def medicines(self) -> list[Block]:
        marks, height = stacked(self.lines([(heading("medicines", self.lang), HEADING)], self.sheet.width), 0, 0)
        blocks = [Block(height + self.mm(1.2), marks, with_next=True)]
        for number, item in enumerate(self.paper.items, start=1):
            if number > 1:
                blocks.append(self.rule(0.18, GREY, 0, 1.6))
            blocks.extend(self._item(number, item))
        blocks.append(self.rule(0.18, GREY, 0, 2.2))
        return blocks

    def advice(self) -> list[Block]:
        """Advice, and beside it when to come at once; tests and another hospital below."""
        paper, half = self.paper, self.sheet.width / 2
        column = half - self.mm(3)
        blocks: list[Block] = []
        if paper.advice and paper.come_at_once:
            left, right = (
                self._said("advice", paper.advice, column),
                self._said("come_at_once", paper.come_at_once, column),
            )
            blocks += [*self.columns(left, right, half + self.mm(1.5)), self.rule(0.25, GREY, 2.2, 2.2)]
        elif paper.advice or paper.come_at_once:
            alone = ("advice", paper.advice) if paper.advice else ("come_at_once", paper.come_at_once)
            blocks += self.columns(self._said(*alone, self.sheet.width), [], half)
            blocks.append(self.rule(0.25, GREY, 2.2, 2.2))
        tests = "" if paper.follow_up else "; ".join(paper.tests)
        for key, text in (("tests", tests), ("refer_onward", printable(paper.refer_onward))):
            if text:
                lines = self.lines([(f"{heading(key, self.lang)}: ", HEADING), (text, BOLD)], self.sheet.width)
                blocks += [*self.columns(lines, [], half), self.rule(0.25, GREY, 2.0, 2.0)]
        return blocks

    def see_again(self) -> list[Block]:
        paper, lang = self.paper, self.lang
        if paper.follow_up is None:
            return []
        x, width = self.mm(9), self.sheet.width - self.mm(9)
        day = long_date(paper.follow_up, lang, weekday=True)
        place = paper.follow_up_place.first(lang)
        where = word("at_place", lang).format(place) if place else ""
        tests = [(f" · {word('tests', lang)}: ", BODY), ("; ".join(paper.tests), BOLD)] if paper.tests else []
        lines = [
            *self.lines([(f"{word('see_again', lang)} ", HEADING), (day, NUMBER)], width),
            *self.lines([(where, BODY), *tests], width),
        ]
        marks, end = stacked(lines, x, self.mm(0.6))
        size = self.mm(6)
        icon = IconMark(QRectF(0, (end - size) / 2 + self.mm(0.3), size, size), "calendar-event", INK)
        return [Block(end + self.mm(1.5), (icon, *marks))]

    def footer(self, page: int, pages: int) -> Block:
        """The code with the signed slip, who signed, who printed. Of one height on every page."""
        paper, lang, width = self.paper, self.lang, self.sheet.width
        has_code = len(paper.code_text.encode()) <= MOST_QR_BYTES
        side = max(QR_MM, len(qr_matrix(paper.code_text)) * MODULE_MM) * MM if has_code else 0.0
        top = self.rule(0.6, ACCENT, 1.5, 2.5)
        x = side + self.mm(4.2) if has_code else 0.0
        signed = f"{long_date(paper.signed.date(), lang)}, {paper.signed:%H:%M}"
        who = (
            f"{paper.printed_by.first(lang)} ({paper.printed_role})"
            if paper.printed_role
            else paper.printed_by.first(lang)
        )
        printed = word("printed" if has_code else "printed_plain", lang).format(
            place=paper.printed_place.first(lang), who=who, when=short_time(paper.printed_at)
        )
        count = word("page", lang).format(page=page, pages=pages)
        if page < pages:
            count = f"{count} · {word('continued', lang)}"
        checked = word("checked" if paper.signature_checked else "not_checked", lang)
        signed_lines = [
            *self.lines([(word("signed_by", lang).format(paper.doctor.name.first(lang)), BOLD)], width - x),
            *self.lines([(f"{signed} · {checked}", BODY)], width - x),
        ]
        printed_lines = [
            *self.lines([(printed, SOFT)], width - x),
            *self.lines([(count if pages > 1 else "", BOLD)], width - x),
        ]
        marks, middle = stacked(signed_lines, x, top.height)
        more, end = stacked(printed_lines, x, middle + self.mm(0.8))
        # Some dozens of medicines make a slip that no code can hold; the number above still finds the record.
        code = (QrMark(QRectF(0, top.height, side, side), paper.code_text),) if has_code else ()
        # One line more is always reserved: the height must not depend on the number of pages.
        spare = 0 if pages > 1 else signed_lines[0].rect.height()
        return Block(max(top.height + side, end + spare), (*top.marks, *code, *marks, *more))

    def _diagnosis_runs(self) -> list[tuple[str, Style]]:
        named = [
            f"{entry.text.first(self.lang)} ({entry.icd10})" if entry.icd10 else entry.text.first(self.lang)
            for entry in self.paper.diagnosis
        ]
        return [(f"{word('diagnosis', self.lang)} ", LABEL), ("; ".join(named), BOLD)] if named else []

    def _facts_runs(self) -> list[tuple[str, Style]]:
        patient, lang = self.paper.patient, self.lang
        runs: list[tuple[str, Style]] = []
        if patient.allergies:
            runs += [(f"{word('allergies', lang)} ", LABEL), (", ".join(patient.allergies), BOLD)]
        elif patient.allergies_asked:
            runs += [(f"{word('allergies', lang)} ", LABEL), (word("none_known", lang), BODY)]
        if patient.weight_kg is not None:
            runs.append((" · " if runs else "", BODY))
            runs += [(f"{word('weight', lang)} ", LABEL), (f"{patient.weight_kg:g} kg", BODY)]
        return runs

    def _said(self, key: str, text: Both, width: float) -> list[TextMark]:
        return [
            *self.lines([(heading(key, self.lang), HEADING)], width),
            *self.lines([(text.first(self.lang), BODY)], width),
            *self.lines([(text.other(self.lang), SOFT)], width),
        ]

    def _item(self, number: int, item: PaperItem) -> list[Block]:
        """Name and duration, form and quantity, the dose boxes with the sentence beside them."""
        lang, width, indent = self.lang, self.sheet.width, self.mm(6)
        right_width = self.mm(28)
        name = self.lines([(item.generic, MEDICINE)], width - indent - right_width)
        form = self.lines([(doses.form_line(item, lang), SOFT)], width - indent - right_width)
        for_how_long = self.lines([(doses.duration_words(item, lang), MEDICINE)], right_width, right=True)
        quantity = self.lines([(doses.quantity_words(item, lang), BODY)], right_width, right=True)
        number_marks, _ = stacked(self.lines([(str(number), NUMBER)], indent), 0, 0)
        name_marks, name_end = stacked([*name, *form], indent, 0)
        right_marks, right_end = stacked([*for_how_long, *quantity], width - right_width, 0)
        top = max(name_end, right_end) + self.mm(1.4 * self.air)

        boxes, boxes_end, boxes_right = self._boxes(doses.dose_boxes(item), indent, top)
        icon_x, text_x = boxes_right + self.mm(3.6), boxes_right + self.mm(11.2)
        sentence = doses.how_to_take(item)
        lines = [
            *self.lines([(sentence.first(lang), BOLD)], width - text_x),
            *self.lines([(sentence.other(lang), SOFT)], width - text_x),
        ]
        beside, rest = lines[:LINES_WITH_BOXES], lines[LINES_WITH_BOXES:]
        text_height = sum(line.rect.height() for line in beside)
        tall = max(boxes_end - top, text_height)
        text_marks, _ = stacked(beside, text_x, top + (tall - text_height) / 2)
        marks = (*number_marks, *name_marks, *right_marks, *(m.moved(0, (tall - boxes_end + top) / 2) for m in boxes))
        if icon := doses.instruction_icon(item):
            size = self.mm(5.6)
            marks += (IconMark(QRectF(icon_x, top + (tall - size) / 2, size, size), icon, INK),)
        after = self.mm(2.2 * self.air)
        first = Block(top + tall + (0 if rest else after), marks + text_marks)
        more = [Block(line.rect.height(), (line.moved(text_x, 0),)) for line in rest]
        return [first, *more, Block(after)] if rest else [first]

    def _boxes(self, boxes: Sequence[doses.DoseBox], x: float, y: float) -> tuple[list[Mark], float, float]:
        """The frames with icon, amount and label; the y below them and the x right of them."""
        four = len(boxes) > 3
        whole, gap = self.mm(51), self.mm(0.9 if four else 1.7)
        side = (whole - gap * (len(boxes) - 1)) / len(boxes)
        filled = [self._box(box, side, 7.2 if four else 9) for box in boxes]
        height = max(inner for _, inner in filled)
        marks: list[Mark] = []
        for index, (box, (inside, _)) in enumerate(zip(boxes, filled, strict=True)):
            left = x + index * (side + gap)
            marks.append(FrameMark(QRectF(left, y, side, height), dashed=not box.amount))
            marks.extend(mark.moved(left, y) for mark in inside)
        return marks, y + height, x + whole

    def _box(self, box: doses.DoseBox, width: float, label_size: float) -> tuple[list[Mark], float]:
        """What stands in one frame, and how high the frame must be."""
        nothing = not box.amount
        colour = GREY if nothing else INK
        icon = self.mm(4.4 if width > self.mm(13) else 3.8)
        pad, gap = self.mm(0.8), self.mm(1.6)
        ticked = box.amount.en == "yes"
        amount_text = "–" if nothing else box.amount.first(self.lang)
        style = Style(11 if box.wide or len(amount_text) < 4 else 8.5, bold=True, colour=colour)
        amount = self.lines([(amount_text, style)], width - icon - gap - 2 * pad)
        label = self.lines([(box.label.first(self.lang), Style(label_size, colour=colour))], width - 2 * pad)
        amount_width = icon if ticked else max(line.seen.width() for line in amount)
        x = max(pad, (width - icon - gap - amount_width) / 2)
        # A long amount is set smaller, on a line as high as that of the boxes beside it.
        spare = max(0.0, self.mm(5.3) - amount[0].rect.height())
        amount_marks, end = stacked(amount, x + icon + gap, pad * 0.5 + spare / 2)
        y = end + spare / 2
        icon_y = pad * 0.5 + (amount[0].rect.height() + spare - icon) / 2 + self.mm(0.2)
        marks: list[Mark] = [IconMark(QRectF(x, icon_y, icon, icon), box.icon, colour)]
        if ticked:
            marks.append(IconMark(QRectF(x + icon + gap, icon_y, icon, icon), "check", colour))
        else:
            marks.extend(amount_marks)
        for line in label:
            marks.append(line.moved((width - line.seen.width()) / 2, y))
            y += line.rect.height()
        return marks, y + pad * 0.6
