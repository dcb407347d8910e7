"""What the doctor answered, as it is read out to the patient: who, what was asked, what to do, medicines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.views import CaseView, Forwarding
from spoke_app.documents.from_records import (
    Fields,
    Signature,
    as_entries,
    as_mapping,
    day_of,
    item_of,
    moment_of,
    signature_state,
)
from spoke_app.documents.paper import Both, Lang
from spoke_app.documents.words import with_title
from spoke_app.ui.cases.medicine_row import MedicineRow
from spoke_app.ui.text import date_text, moment_text
from spoke_app.ui.theme import Tone, current_theme
from spoke_app.ui.widgets.avatar import Avatar
from spoke_app.ui.widgets.card import Card, IconMark
from spoke_app.ui.widgets.chip import Chip
from spoke_app.ui.widgets.label import Ink, Label, Rule


class FactRow(QWidget):
    """A word in the left column, `below` it when, and what it says in the right."""

    def __init__(self, label: str, text: str, below: str = "", *, strong: bool = False, tone: Ink = "ink") -> None:
        super().__init__()
        theme = current_theme()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Label(label, "body", "ink2", wrap=True))
        if below:
            names.addWidget(Label(below, "meta", "ink3"))
        names.addStretch(1)
        left = QWidget()
        left.setLayout(names)
        names.setContentsMargins(0, 0, 0, 0)
        left.setFixedWidth(theme.px(108))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(7), 0, theme.px(8))
        row.setSpacing(theme.px(12))
        row.addWidget(left)
        row.addWidget(Label(text, "body", tone, wrap=True, strong=strong), 1, Qt.AlignmentFlag.AlignTop)


class AnswerCard(Card):
    """Filled by `show_case`; everything in it is made anew, for answers change rarely."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("case.answer")
        self._content: QWidget | None = None
        pad = current_theme().px(20)
        self.body.setContentsMargins(pad, current_theme().px(12), pad, current_theme().px(8))

    def show_case(self, view: CaseView, lang: Lang, now: datetime, said: Callable[[str], str]) -> None:
        """Show the case; parts that it does not have are left out. `said`: a diagnosis in the language of now."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if view.advice is not None or view.prescription is not None:
            column.addLayout(self._doctor(view, lang, now))
        for row in self._facts(view, lang, now, said):
            if column.count():
                column.addWidget(Rule())
            column.addWidget(row)
        if view.prescription is not None:
            column.addWidget(Rule())
            title = Label(self.tr("Medicines"), "section")
            title.setContentsMargins(0, current_theme().px(8), 0, current_theme().px(6))
            column.addWidget(title)
            for entry in as_entries(view.prescription.fields.get("items")):
                column.addWidget(Rule())
                column.addWidget(MedicineRow(item_of(entry), lang))
        again = day_of(view.advice.get("follow_up")) if view.advice else None
        if view.advice and again:
            column.addWidget(Rule())
            column.addLayout(self._see_again(view.advice, again, lang))
        column.addStretch(1)
        if self._content is not None:
            self.body.removeWidget(self._content)
            self._content.deleteLater()
        self._content = content
        self.add(content, 1)

    def _doctor(self, view: CaseView, lang: Lang, now: datetime) -> QHBoxLayout:
        """Who answered and when, and whether the signature is good."""
        theme = current_theme()
        signed = as_mapping(view.prescription.fields.get("doctor")) if view.prescription else {}
        person = view.doctor
        known = Both(person.name, person.name_hi) if person else Both("")
        name = with_title(Both(str(signed.get("name") or known.en), known.hi))
        answered = moment_of((view.prescription.fields if view.prescription else view.advice or {}).get("signed"))
        when = moment_text(answered, lang, now) if answered else ""
        about = (signed.get("qualification"), signed.get("hub") or view.row.desk, when)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(name.first(lang), "name", wrap=True))
        words.addWidget(Label(" · ".join(str(part) for part in about if part), "body", "ink2", wrap=True))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, theme.px(8))
        row.setSpacing(theme.px(12))
        avatar = Avatar(name.first(lang).removeprefix("डॉ. "))
        row.addWidget(avatar)
        row.addLayout(words, 1)
        if view.prescription is not None:
            row.addWidget(self._signature(signature_state(view.prescription.fields, view.prescription.signature)))
        return row

    def _signature(self, state: Signature) -> Chip:
        faces: dict[Signature, tuple[str, Tone, str]] = {
            "valid": (self.tr("Signature valid"), "green", "circle-check"),
            "unknown_key": (self.tr("Signature not checked yet"), "amber", "alert-triangle"),
            "invalid": (self.tr("Signature does not fit"), "emergency", "alert-octagon"),
        }
        text, tone, icon = faces[state]
        chip = Chip(text, tone, icon)
        chip.setObjectName("case.signature")
        return chip

    def _facts(self, view: CaseView, lang: Lang, now: datetime, said: Callable[[str], str]) -> list[FactRow]:
        advice = view.advice or {}
        answered = view.advice is not None or view.prescription is not None
        facts = [] if answered else [FactRow(self.tr("Complaint"), view.row.complaint)]
        facts.append(FactRow(self.tr("You asked"), view.question))
        for step in view.forwarded:
            facts.append(FactRow(self._forwarded(step, lang), step.word, strong=step.away))
        for who, text, at in view.conversation:
            if text == view.row.receipt.question:
                continue  # it stands above, where the reply is written
            facts.append(FactRow(who, text, moment_text(at, lang, now)))
        named = as_entries(advice.get("diagnosis"))
        if named:
            words = "; ".join(_with_code(entry, said) for entry in named)
            facts.append(FactRow(self.tr("Diagnosis"), words, strong=True))
        if advice.get("text"):
            facts.append(FactRow(self.tr("Advice"), str(advice["text"])))
        tests = as_entries(advice.get("investigations"))
        if tests and day_of(advice.get("follow_up")) is None:
            facts.append(FactRow(self.tr("Tests"), "; ".join(str(entry.get("text") or "") for entry in tests)))
        onward = as_mapping(advice.get("refer_onward"))
        if onward:
            text = ", ".join(str(onward[key]) for key in ("to", "reason") if onward.get(key))
            facts.append(FactRow(self.tr("Send on to"), text, strong=True, tone="red"))
        return facts

    def _forwarded(self, step: Forwarding, lang: Lang) -> str:
        if step.away:
            return self.tr("Forwarded to {0}").format(Both(step.desk, step.desk_hi).first(lang))
        who = with_title(Both(step.doctor.name, step.doctor.name_hi)) if step.doctor else Both("")
        return self.tr("{0} forwarded it").format(who.first(lang))

    def _see_again(self, advice: Fields, day: date, lang: Lang) -> QHBoxLayout:
        theme = current_theme()
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.px(8), 0, theme.px(6))
        row.setSpacing(theme.px(12))
        row.addWidget(IconMark("calendar-event", theme.accent, theme.px(22)))
        text = self.tr("See again on {0}").format(date_text(day, lang, year=False))
        tests = "; ".join(str(entry.get("text") or "") for entry in as_entries(advice.get("investigations")))
        row.addWidget(Label(text, "name"))
        more = self.tr("with {0}").format(tests) if tests else ""
        noted = self.tr("stands under Follow-ups")
        row.addWidget(Label(" · ".join(part for part in (more, noted) if part), "body", "ink2", wrap=True), 1)
        return row


def _with_code(entry: Fields, said: Callable[[str], str]) -> str:
    """'Viral fever (B34.9)'."""
    text, code = said(str(entry.get("text") or "")), entry.get("icd10")
    return f"{text} ({code})" if code else text
