"""The bar below the versions: which question of how many, and the one button that writes the decision."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.label import Label


class ConflictFoot(QFrame):
    """`saved` when *Save* was pressed, `moved(+1 or -1)` to another question."""

    saved = Signal()
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("frame", "action_bar")
        self._state = (0, 0, 0)
        self.save = Button("", "primary", "device-floppy", "Ctrl Enter", name="conflict.save")
        self.save.clicked.connect(self.saved)
        self._where = Label("", "body", "ink2", wrap=True)
        self._before = Button("", "secondary", "chevron-left", "Alt Left", name="conflict.before")
        self._next = Button("", "secondary", "chevron-right", "Alt Right", name="conflict.next")
        self._before.clicked.connect(self._go_back)
        self._next.clicked.connect(self._go_on)
        row = QHBoxLayout(self)
        edge = theme.page_edge
        row.setContentsMargins(edge, theme.px(12), edge, theme.px(14))
        row.setSpacing(theme.px(12))
        row.addWidget(self.save)
        row.addWidget(self._where, 1)
        row.addWidget(self._before)
        row.addWidget(self._next)

    def show_state(self, at: int, count: int, decided: int) -> None:
        """The question of now (from 0), of how many, and how many are decided."""
        self._state = at, count, decided
        self.save.setEnabled(decided > 0)
        self.retranslate()

    def set_busy(self, busy: bool) -> None:
        """While the decision is being written."""
        self.save.setEnabled(not busy and self._state[2] > 0)

    def show_problem(self, sentence: str) -> None:
        """Why it was not saved."""
        self._where.setText(sentence)
        self._where.set_tone("red")

    def _go_back(self) -> None:
        self.moved.emit(-1)

    def _go_on(self) -> None:
        self.moved.emit(1)

    def retranslate(self) -> None:
        at, count, decided = self._state
        several = count > 1
        self._before.setVisible(several)
        self._next.setVisible(several)
        self._before.set_text(self.tr("Previous"))
        self._next.set_text(self.tr("Next"))
        self._before.setAccessibleName(self.tr("Question before"))
        self._next.setAccessibleName(self.tr("Next question"))
        text = QCoreApplication.translate("ConflictFoot", "Save %n decision(s)", "", decided) if several else ""
        self.save.set_text(text if several and decided else self.tr("Save"))
        said = self.tr("Choose what is right, then save.") if not decided else ""
        if several:
            said = self.tr("Question {0} of {1}; {2} decided").format(at + 1, count, decided)
        self._where.setText(said)
        self._where.set_tone("ink2")
