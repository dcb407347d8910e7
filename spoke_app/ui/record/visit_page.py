"""An earlier visit, opened: what was found, noted, given and sent that day, and what came back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from care_record.rules.age import as_date
from care_record.rules.vitals import VITALS, to_celsius
from spoke_app.actions.open_visit import VisitCase, VisitView
from spoke_app.ui.cases.words import receipt_words, strip_marks
from spoke_app.ui.models.tab_order import chain_tabs
from spoke_app.ui.models.typed import number_text
from spoke_app.ui.record.cards import clear
from spoke_app.ui.record.foot import Foot
from spoke_app.ui.record.notes import NotesCard
from spoke_app.ui.record.pictures import Pictures
from spoke_app.ui.record.words import full_day, moment_of_day, record_name, result_text, staff_name
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.text import age_text, flag_face, names_for, receipt_marks, state_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.visit.words import history_label, unit_word, vital_label
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.chip import Chip, ChipFace
from spoke_app.ui.widgets.label import Ink, Label, Rule
from spoke_app.ui.widgets.notice_bar import NoticeBar
from spoke_app.ui.widgets.receipt_steps import ReceiptSteps

if TYPE_CHECKING:
    from spoke_app.ui.context import UiContext

_HISTORY = ("past", "surgical", "family", "tobacco", "alcohol", "obstetric")
_MEASURED = (
    "temperature_f",
    "pulse",
    "respiratory_rate",
    "spo2",
    "sugar_mg_dl",
    "haemoglobin_g_dl",
    "weight_kg",
    "height_cm",
    "waist_cm",
    "muac_cm",
)


class _Fact(QWidget):
    """A word on the left, what it says on the right, and what is wrong with it as chips."""

    def __init__(self, label: str, text: str, chips: Iterable[ChipFace] = (), *, tone: Ink = "ink") -> None:
        super().__init__()
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(5), 0, theme.px(5))
        row.setSpacing(theme.px(12))
        name = Label(label, "body", "ink2", wrap=True)
        name.setFixedWidth(theme.px(168))
        faces = tuple(chips)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignVCenter if faces else Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(text, "body", tone, wrap=True, strong=bool(faces)), 1)
        for face in faces:
            row.addWidget(Chip(face.text, face.tone, face.icon))


class VisitPage(QWidget):
    """`show_view` fills it; what is wished for goes out as signals."""

    closed = Signal()
    other_visit = Signal(str)
    case_opened = Signal(str)
    paper_wanted = Signal(str)
    compare = Signal(str)
    picture_opened = Signal(object, int)
    note_saved = Signal(str, str)
    note_signed = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.view: VisitView | None = None
        theme = context.theme
        self._title, self._about = Label("", "title", wrap=True), Label("", "body", "ink2", wrap=True)
        self._versions = NoticeBar("look", name="record.visit_versions")
        self._versions.pressed.connect(self._compare)
        self.notes = NotesCard(context)
        self._found, self._after = QVBoxLayout(), QVBoxLayout()
        self.pictures: Pictures | None = None
        self.page = ScrollPage()
        head = QVBoxLayout()
        head.setSpacing(theme.px(2))
        head.addWidget(self._title)
        head.addWidget(self._about)
        self.page.column.addLayout(head)
        self.page.column.addWidget(self._versions)
        for column in (self._found, self._after):
            column.setSpacing(theme.px(16))
        self.page.column.addLayout(self._found)
        self.page.column.addWidget(self.notes)
        self.page.column.addLayout(self._after)
        self.page.column.addStretch(1)
        self._newer = Button("", "secondary", "chevron-left", "Alt Left", name="record.visit_newer")
        self._older = Button("", "secondary", "chevron-right", "Alt Right", name="record.visit_older")
        self._slip = Button("", "secondary", "printer", "Ctrl P", name="record.visit_slip")
        self._back = Button("", "quiet", key="Esc", name="record.visit_back")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        self.foot = Foot((self._slip, self._newer, self._older), self._back)
        column.addWidget(self.foot)
        self._connect()

    def _connect(self) -> None:
        self._newer.clicked.connect(self._to_newer)
        self._older.clicked.connect(self._to_older)
        self._back.clicked.connect(self.closed)
        self._slip.clicked.connect(self._slip_wanted)
        self.notes.saved.connect(self.note_saved)
        self.notes.signed.connect(self.note_signed)
        for key, step in (("PgDown", 1), ("PgUp", -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(self._page_down if step > 0 else self._page_up)

    def show_view(self, view: VisitView) -> None:
        """Show a visit; another one than before begins at its top, with no note half written."""
        other = self.view is None or self.view.id != view.id
        self.view = view
        if other:
            self.notes.set_visit(view.id)
        lang, now = self._context.lang, self._context.clock()
        self._title.setText(self._complaints(view) or self.tr("Visit"))
        self._about.setText(" · ".join(self._about_parts(view, lang, now)))
        self._versions.show_notice(
            "look",
            self.tr("Two people wrote different things about this visit."),
            self.tr("Both versions are kept: look which is right."),
            self.tr("Compare"),
        )
        self._versions.setVisible(view.differs)
        clear(self._found)
        clear(self._after)
        self._fill_found(view)
        self.notes.show_notes(view.notes)
        self._fill_after(view)
        self._retranslate_foot(view)
        chain_tabs(self)
        if other:
            self.begin()

    def begin(self) -> None:
        """At its top; the cursor where the first thing can be done."""
        self.page.verticalScrollBar().setValue(0)
        self.notes.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page.verticalScrollBar().setValue(0)

    def _about_parts(self, view: VisitView, lang: str, now: datetime) -> list[str]:
        parts = [moment_of_day(view.started, lang, now)]
        if view.age:
            parts.append(self.tr("{0} old then").format(age_text(view.age, lang, long=True)))
        if view.author is not None:
            parts.append(staff_name(view.author, lang))
        if view.fields.get("entered_late") is True:
            parts.append(self.tr("entered later"))
        if view.record_row is not None:
            parts.append(self.tr("from the record of {0}").format(record_name(view.record_row, lang)))
        return parts

    @Slot()
    def _slip_wanted(self) -> None:
        if self.view is not None:
            self.paper_wanted.emit(self.view.id)

    def _retranslate_foot(self, view: VisitView) -> None:
        self._slip.set_text(self.tr("Print slip"))
        self._newer.set_text(self.tr("Newer visit"))
        self._older.set_text(self.tr("Older visit"))
        self._back.set_text(self.tr("Back"))
        self._newer.setEnabled(bool(view.newer))
        self._older.setEnabled(bool(view.older))

    # What was found

    def _complaints(self, view: VisitView) -> str:
        words = []
        for complaint in view.fields.get("complaints") or []:
            name = self._context.complaint(str(complaint.get("text") or complaint.get("code") or ""))
            words.append(" ".join(part for part in (name, self._duration(complaint.get("duration"))) if part))
        return ", ".join(word for word in words if word)

    def _duration(self, duration: Any) -> str:
        if not isinstance(duration, dict) or not duration.get("value"):
            return ""
        words = {
            "hours": self.tr("%n hour(s)", "", int(duration["value"])),
            "days": self.tr("%n day(s)", "", int(duration["value"])),
            "weeks": self.tr("%n week(s)", "", int(duration["value"])),
            "months": self.tr("%n month(s)", "", int(duration["value"])),
            "years": self.tr("%n year(s)", "", int(duration["value"])),
        }
        return words.get(str(duration.get("unit")), "")

    def _fill_found(self, view: VisitView) -> None:
        found = [*self._vitals(view), *self._signs(view)]
        self._section(self._found, self.tr("Measured"), found)
        history = view.fields.get("history") or {}
        asked = [_Fact(history_label(name), str(history[name])) for name in _HISTORY if history.get(name)]
        self._section(self._found, self.tr("History"), asked)
        if examination := str(view.fields.get("examination") or ""):
            self._section(self._found, self.tr("Examination"), [Label(examination, "body", wrap=True)])
        named = "; ".join(_with_code(one) for one in view.fields.get("provisional") or [])
        if named:
            self._section(self._found, self.tr("Diagnosis"), [Label(named, "body", wrap=True, strong=True)])
        if not self._found.count():
            words = self.tr("Nothing was measured or examined at this visit.")
            self._section(self._found, self.tr("Measured"), [Label(words, "body", "ink2", wrap=True)])

    def _vitals(self, view: VisitView) -> list[QWidget]:
        vitals = view.fields.get("vitals") or {}
        faces = {flag.vital: flag_face(flag) for flag in view.flags}
        found: list[QWidget] = []
        upper, lower = vitals.get("bp_systolic"), vitals.get("bp_diastolic")
        if upper is not None or lower is not None:
            pair = f"{number_text(upper) or '-'}/{number_text(lower) or '-'} mmHg"
            found.append(_Fact(vital_label("bp"), pair, [faces["bp"]] if "bp" in faces else []))
        for name in _MEASURED:
            if vitals.get(name) is not None:
                text = f"{number_text(vitals[name])} {unit_word(VITALS[name].unit)}"
                if name == "temperature_f" and isinstance(vitals[name], int | float):
                    text += f" ({to_celsius(vitals[name]):.1f} °C)"
                found.append(_Fact(vital_label(name), text, [faces[name]] if name in faces else []))
        if vitals.get("pregnant") == "yes":
            last = as_date(vitals.get("lmp"))
            words = (
                self.tr("yes, last period {0}").format(full_day(last, self._context.lang)) if last else self.tr("yes")
            )
            found.append(_Fact(vital_label("pregnant"), words))
        return found

    def _signs(self, view: VisitView) -> list[QWidget]:
        signs = view.fields.get("danger_signs") or []
        if not signs:
            return []
        lists, lang = self._context.picklists, self._context.lang
        words = ", ".join(lists.label("danger_signs", str(sign), lang) for sign in signs)
        face = ChipFace(self.tr("Danger sign"), "emergency", "alert-octagon")
        return [_Fact(self.tr("Danger signs"), words, [face], tone="red")]

    # What was done

    def _fill_after(self, view: VisitView) -> None:
        self._section(self._after, self.tr("Outcome"), self._outcome(view))
        for case in view.cases:
            self._case(case)
        self.pictures = None
        if view.pictures:
            self.pictures = Pictures(self._context, view.pictures)
            self.pictures.opened.connect(self._picture)
            self._section(self._after, self.tr("Photos and reports"), [self.pictures])

    def _outcome(self, view: VisitView) -> list[QWidget]:
        lang = self._context.lang
        found: list[QWidget] = []
        outcome = str(view.fields.get("outcome") or "")
        if outcome:
            words = self.tr("Referred to a doctor") if outcome == "referred" else state_text(outcome).text
            reason = str(view.fields.get("outcome_reason") or "")
            found.append(_Fact(self.tr("Came of it"), f"{words}: {reason}" if reason else words))
        if view.given:
            words = "; ".join(_given(item) for item in view.given)
            found.append(_Fact(self.tr("Medicines given"), words))
            if view.standing_order:
                found.append(_Fact("", self.tr("Under a standing order")))
        for follow_up in view.follow_ups:
            due = as_date(follow_up.get("due"))
            words = ", ".join(
                part for part in (full_day(due, lang) if due else "", follow_up.get("reason") or "") if part
            )
            done = [ChipFace(self.tr("Done"), "green", "check")] if follow_up.get("done") else []
            found.append(_Fact(self.tr("Follow-up"), words, done))
        return found

    def _case(self, case: VisitCase) -> None:
        lang, row = self._context.lang, case.row
        state = state_text(row.receipt.state)
        facts: list[QWidget] = [
            _Fact(self.tr("Asked"), case.question, [state]),
            _Fact(self.tr("Sent to"), names_for(row.desk, row.desk_hi, lang)[0]),
        ]
        if case.advice is not None:
            named = "; ".join(_with_code(one) for one in case.advice.get("diagnosis") or [])
            if named:
                facts.append(_Fact(self.tr("Diagnosis"), named))
            who = (row.doctor_hi if lang == "hi" and row.doctor_hi else row.doctor) or self.tr("The doctor")
            facts.append(_Fact(who, str(case.advice.get("text") or "")))
        if case.medicines:
            words = "; ".join(f"{item.get('generic')} {item.get('strength') or ''}".strip() for item in case.medicines)
            facts.append(_Fact(self.tr("Prescribed"), words))
        for test in case.tests:
            results = "; ".join(result_text(result) for result in test.results)
            awaited = [] if results else [ChipFace(self.tr("Awaited"), "amber", "clock")]
            facts.append(_Fact(self.tr("Test: {0}").format(test.text), results, awaited))
        card = self._section(self._after, self.tr("The doctor"), [self._receipt(case), *facts])
        button = Button(self.tr("Open the case"), "secondary", "send", size="row", name="record.open_case")
        button.setProperty("referral", row.referral)
        button.clicked.connect(self._open_case)
        card.add(button)
        card.body.setAlignment(button, Qt.AlignmentFlag.AlignLeft)

    def _receipt(self, case: VisitCase) -> QWidget:
        """How far the case has come, step by step."""
        theme, lang, now = current_theme(), self._context.lang, self._context.clock()
        receipt = case.row.receipt
        steps = ReceiptSteps()
        steps.set_marks(strip_marks(receipt, lang, now))
        steps.setAccessibleName(receipt_words(receipt, receipt_marks(receipt, lang, now)))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, theme.px(4), 0, theme.px(10))
        row.addWidget(steps)
        row.addStretch(1)
        return holder

    def _section(self, into: QVBoxLayout, title: str, parts: Iterable[QWidget]) -> Card:
        """A card with these lines; none where there is nothing to say."""
        card = Card(title)
        card.body.setSpacing(0)
        for at, part in enumerate(parts):
            if at:
                card.add(Rule())
            card.add(part)
        if card.body.count():
            into.addWidget(card)
        return card

    # What is wished for

    @Slot()
    def _to_newer(self) -> None:
        if self.view is not None and self.view.newer:
            self.other_visit.emit(self.view.newer)

    @Slot()
    def _to_older(self) -> None:
        if self.view is not None and self.view.older:
            self.other_visit.emit(self.view.older)

    @Slot()
    def _open_case(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.case_opened.emit(str(sender.property("referral")))

    @Slot(int)
    def _picture(self, at: int) -> None:
        if self.view is not None:
            self.picture_opened.emit(self.view.pictures, at)

    @Slot()
    def _compare(self) -> None:
        if self.view is not None:
            self.compare.emit(self.view.id)

    def _page_down(self) -> None:
        bar = self.page.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep())

    def _page_up(self) -> None:
        bar = self.page.verticalScrollBar()
        bar.setValue(bar.value() - bar.pageStep())


def _with_code(entry: dict[str, Any]) -> str:
    """`Viral fever (B34.9)`."""
    text, code = str(entry.get("text") or ""), entry.get("icd10")
    return f"{text} ({code})" if code else text


def _given(item: dict[str, Any]) -> str:
    """`PARACETAMOL, 9 tablet`."""
    amount = f"{number_text(item.get('quantity'))} {item.get('unit') or ''}".strip()
    return ", ".join(part for part in (str(item.get("generic") or ""), amount) if part)
