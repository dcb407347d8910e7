"""The foot of the patient form: what it leads to, what stands in the way, and leaving."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import IconMark
from spoke_app.ui.widgets.label import Label


class FormActions(QWidget):
    """`saved(True)` to go on with a visit, `saved(False)` to save only; `leaving` for Esc."""

    saved = Signal(bool)
    leaving = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._editing = False
        self._visit = Button("", "primary", key="Ctrl Enter", name="new_patient.save_and_visit")
        self._save = Button("", "secondary", key="Ctrl S", name="new_patient.save")
        self._leave = Button("", "quiet", key="Esc", name="new_patient.leave")
        self._mark = IconMark("alert-circle", theme.red, theme.px(18), 2.0)
        self._problem = Label("", "label", "red", wrap=True)
        self._problem.setObjectName("new_patient.problem")
        self._visit.clicked.connect(self._with_visit)
        self._save.clicked.connect(self._only)
        self._leave.clicked.connect(self.leaving)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self._visit)
        row.addWidget(self._save)
        row.addWidget(self._mark)
        row.addWidget(self._problem, 1)
        row.addWidget(self._leave)
        self.show_problem("")
        self.retranslate()

    def set_editing(self, editing: bool, *, then_visit: bool = False) -> None:
        """Correcting a record has one button; registering, and completing a record `then_visit`, leads on to it."""
        self._editing = editing and not then_visit
        self._visit.setVisible(not self._editing)
        self._save.set_kind("primary" if self._editing else "secondary")
        self.retranslate()

    def set_busy(self, busy: bool) -> None:
        """While it is being saved, it cannot be saved again."""
        self._visit.setEnabled(not busy)
        self._save.setEnabled(not busy)

    def show_problem(self, text: str) -> None:
        self._problem.setText(text)
        self._mark.setVisible(bool(text))

    def problem(self) -> str:
        """What stands in the way, as shown."""
        return self._problem.text()

    def _with_visit(self) -> None:
        self.saved.emit(True)

    def _only(self) -> None:
        self.saved.emit(False)

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self._visit.set_text(self.tr("Save and start visit"))
        self._save.set_text(self.tr("Save") if self._editing else self.tr("Save only"))
        self._leave.set_text(self.tr("Leave"))
