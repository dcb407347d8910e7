"""What else can be done about a case: call or remind the doctor, send it on, take it back, the case before or after."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from spoke_app.actions.case_page import CasePage
from spoke_app.actions.withdraw_referral import WITHDRAWABLE
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button


class CaseTools(QWidget):
    """Quiet buttons in a row, those that fit the state."""

    remind_pressed = Signal()
    again_pressed = Signal()
    withdraw_pressed = Signal()
    earlier_pressed = Signal()
    later_pressed = Signal()
    call_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._unanswered, self._taken_back = False, False
        self._call = Button("", "secondary", "phone", "Alt J", size="row", name="case.call")
        self._remind = Button("", "secondary", "message-question", "Alt M", size="row", name="case.remind")
        self._again = Button("", "secondary", "send", "Alt N", size="row", name="case.again")
        self._withdraw = Button("", "quiet", "x", "Alt W", size="row", name="case.withdraw")
        self._earlier = Button("", "quiet", "history", size="row", name="case.earlier")
        self._later = Button("", "quiet", "chevron-right", size="row", name="case.later")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(8))
        buttons = (self._call, self._remind, self._again, self._withdraw, self._earlier, self._later)
        columns = 2 if theme.folded else 3
        for at, button in enumerate(buttons):
            grid.addWidget(button, at // columns, at % columns, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(columns, 1)
        signals = (
            self.call_pressed,
            self.remind_pressed,
            self.again_pressed,
            self.withdraw_pressed,
            self.earlier_pressed,
            self.later_pressed,
        )
        for button, signal in zip(buttons, signals, strict=True):
            button.clicked.connect(signal)

    def show_page(self, page: CasePage) -> None:
        state = page.view.row.receipt.state
        self._unanswered = state in WITHDRAWABLE
        self._call.setVisible(bool(page.call))
        self._remind.setVisible(state in ("at_hub", "opened", "saved"))
        self._again.setVisible(bool(page.desks) and not page.followed)
        self._taken_back = state == "withdrawn"
        self._withdraw.setVisible(self._unanswered or (self._taken_back and not page.followed))
        self._earlier.setVisible(bool(page.follows))
        self._later.setVisible(bool(page.followed))
        self.retranslate()

    def retranslate(self) -> None:
        self._call.set_text(self.tr("Call the doctor"))
        self._remind.set_text(self.tr("Remind the doctor"))
        self._again.set_text(self.tr("Send to another desk") if self._unanswered else self.tr("Refer again"))
        self._withdraw.set_text(self.tr("Undo the withdrawal") if self._taken_back else self.tr("Withdraw"))
        self._earlier.set_text(self.tr("The case before"))
        self._later.set_text(self.tr("The case after this"))
