"""Two small forms in a case's page: why a referral is withdrawn, and where it goes instead or once more."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spoke_app.actions.case_page import CasePage
from spoke_app.actions.refer_again import Again
from spoke_app.actions.views import DeskChoice
from spoke_app.actions.withdraw_referral import WITHDRAWABLE
from spoke_app.ui.context import UiContext
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.choice import Choice
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.select import Select
from spoke_app.ui.widgets.text_area import TextArea
from spoke_app.ui.widgets.tick import Tick

LIMIT = 4000


class WithdrawPanel(Card):
    """`withdrawn(reason)`; `left` when nothing is to be done. What was typed for a case is there again."""

    withdrawn = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("case.withdraw_panel")
        self._referral = ""
        self._kept: dict[str, str] = {}
        self._title = Label("", "name", wrap=True)
        self._reason = Field("", "case.withdraw_reason")
        self._do = Button("", "danger", key="Ctrl W", name="case.withdraw_now")
        self._leave = Button("", "quiet", key="Esc", name="case.withdraw_leave")
        self.body.setSpacing(current_theme().px(6))
        self.add(self._title)
        self.add(self._reason)
        self.add(_foot(self._do, self._leave))
        self._do.clicked.connect(self._clicked)
        self._reason.edit.returnPressed.connect(self._clicked)
        self._reason.changed.connect(self._typed)
        self._leave.clicked.connect(self.left)

    def ask(self, referral: str) -> None:
        self._referral = referral
        self._reason.set_text(self._kept.get(referral, ""))
        self._reason.set_state("normal")
        self.show()
        self._reason.setFocus()

    def leave(self) -> None:
        """Put it away; nothing that was typed is lost."""
        self._kept[self._referral] = self._reason.text()
        self.hide()

    def forget(self, referral: str) -> None:
        """It was done."""
        self._kept.pop(referral, None)

    def retranslate(self) -> None:
        self._title.setText(self.tr("Withdraw this referral?"))
        self._reason.set_label(self.tr("Why"))
        self._reason.set_placeholder(self.tr("went to the hospital herself, sent by mistake …"))
        self._do.set_text(self.tr("Withdraw"))
        self._leave.set_text(self.tr("Leave it"))

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._reason.set_state("normal")

    @Slot()
    def _clicked(self) -> None:
        reason = self._reason.text()
        if not reason or len(reason) > 400:
            self._reason.set_state("error", self.tr("Please say why, in a few words."))
            self._reason.setFocus()
            return
        self.withdrawn.emit(reason)


class ReferPanel(Card):
    """`referred(Again)`: to another desk, or to the same doctor once more; `left` when nothing is to be done. What was
    chosen and typed for a case is there again."""

    referred = Signal(object)
    left = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("case.refer_panel")
        self._context = context
        self._desks: tuple[DeskChoice, ...] = ()
        self._instead = False
        self._referral = ""
        self._kept: dict[str, tuple[str, str, str]] = {}
        self._title, self._hint = Label("", "name", wrap=True), Label("", "meta", "ink2", wrap=True)
        self._desk = Select("", "case.again_desk")
        self._urgency = Choice(
            "", "case.again_urgency", [("routine", ""), ("urgent", ""), ("emergency", "", "alert-circle")]
        )
        self._question = TextArea("", "case.again_question", lines=3)
        self._agreed = Tick("", "case.again_agreed")
        self._do = Button("", "primary", "send", "Ctrl G", name="case.again_send")
        self._leave = Button("", "quiet", key="Esc", name="case.again_leave")
        self.body.setSpacing(current_theme().px(6))
        self.add(self._title)
        self.add(self._hint)
        self.add(self._desk)
        self.add(self._urgency)
        self.add(self._question)
        self.add(self._agreed)
        self.add(_foot(self._do, self._leave))
        self._do.clicked.connect(self._clicked)
        self._leave.clicked.connect(self.left)
        self._question.changed.connect(self._typed)

    def ask(self, page: CasePage) -> None:
        """Begin with what the earlier referral said."""
        row = page.view.row
        self._instead = row.receipt.state in WITHDRAWABLE
        self._desks = page.desks
        self.retranslate()
        same = f"{page.desk}|{row.speciality}"
        others = [_code(desk) for desk in page.desks if _code(desk) != same]
        # Unanswered, it goes to another desk; answered, to the same doctor first.
        proposed = others[0] if self._instead and others else same
        self._referral = row.referral
        desk, urgency, question = self._kept.get(
            row.referral, (proposed, row.urgency, page.view.question if self._instead else "")
        )
        self._desk.set_value(desk)
        self._urgency.set_value(urgency)
        self._question.set_text(question)
        self._question.set_state("normal")
        self._desk.set_state("normal")
        self._agreed.setChecked(False)
        self.show()
        (self._desk if self._instead else self._question).setFocus()

    def leave(self) -> None:
        """Put it away; nothing that was chosen or typed is lost."""
        self._kept[self._referral] = (self._desk.value(), self._urgency.value(), self._question.text())
        self.hide()

    def forget(self) -> None:
        """It was sent."""
        self._kept.pop(self._referral, None)

    def retranslate(self) -> None:
        self._title.setText(self.tr("Send to another desk") if self._instead else self.tr("Refer again"))
        self._hint.setText(
            self.tr("The referral that was not answered is withdrawn at the same time.")
            if self._instead
            else self.tr("The same visit goes to the doctor again, with all that was written since.")
        )
        self._desk.set_label(self.tr("Speciality and desk"))
        self._desk.set_options([(_code(desk), self._desk_text(desk)) for desk in self._desks])
        self._urgency.set_label(self.tr("Urgency"))
        self._urgency.set_options(
            [
                ("routine", self.tr("Routine")),
                ("urgent", self.tr("Urgent")),
                ("emergency", self.tr("Emergency"), "alert-circle"),
            ]
        )
        self._question.set_label(self.tr("Question to the doctor"))
        self._agreed.set_text(self.tr("The patient agrees to this consultation and knows its limits"))
        self._do.set_text(self.tr("Send to the doctor"))
        self._leave.set_text(self.tr("Leave it"))

    def _desk_text(self, desk: DeskChoice) -> str:
        lang = self._context.lang
        speciality = self._context.picklists.label("specialities", desk.speciality, lang)
        return f"{speciality}, {(desk.desk_name_hi if lang == 'hi' else '') or desk.desk_name}"

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._question.set_state("normal")

    @Slot()
    def _clicked(self) -> None:
        question = self._question.text()
        if not self._desk.value():
            self._desk.set_state("error", self.tr("Please choose a desk."))
            self._desk.setFocus()
            return
        if not question or len(question) > LIMIT:
            self._question.set_state("error", self.tr("Please write a few words."))
            self._question.setFocus()
            return
        if not self._agreed.isChecked():
            self._question.set_state("error", self.tr("Please ask the patient whether she agrees, and tick it."))
            self._agreed.setFocus()
            return
        desk, _, speciality = self._desk.value().partition("|")
        instead = self.tr("sent to another desk, no answer came")
        again = Again(desk, speciality, self._urgency.value(), question, True, instead if self._instead else "")
        self.referred.emit(again)


def _code(desk: DeskChoice) -> str:
    return f"{desk.desk}|{desk.speciality}"


def _foot(do: Button, leave: Button) -> QHBoxLayout:
    foot = QHBoxLayout()
    foot.setSpacing(current_theme().px(12))
    foot.addWidget(do)
    foot.addWidget(leave)
    foot.addStretch(1)
    return foot
