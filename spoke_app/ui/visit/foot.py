"""The visit's action bar: finish, on to the next part, what stands in the way, and that every field is kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from spoke_app.ui.models.visit_form import PARTS
from spoke_app.ui.theme import current_theme
from spoke_app.ui.visit.words import next_part_text
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import IconMark
from spoke_app.ui.widgets.label import Label


class VisitFoot(QFrame):
    """`finishing` and `going_on` for its two buttons."""

    finishing = Signal()
    going_on = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("frame", "action_bar")
        self._referring, self._following = False, PARTS[1]
        self._kept_at = ""
        self._finish = Button("", "primary", key="Ctrl Enter", name="visit.finish")
        self._next = Button("", "secondary", key="Ctrl Down", name="visit.next_part")
        self._finish.clicked.connect(self.finishing)
        self._next.clicked.connect(self.going_on)
        self._mark = IconMark("alert-circle", theme.red, theme.px(18), 2.0)
        self._problem = Label("", "label", "red", wrap=True)
        self._problem.setObjectName("visit.problem")
        self._kept_mark = IconMark("device-floppy", theme.ink3, theme.px(17))
        self._always, self._kept = Label("", "meta", "ink3"), Label("", "meta", "ink3")
        self._kept.setObjectName("visit.kept")
        row = QHBoxLayout(self)
        side = theme.page_edge
        row.setContentsMargins(side, theme.px(12), side, theme.px(12))
        row.setSpacing(theme.px(12))
        row.addWidget(self._finish)
        row.addWidget(self._next)
        row.addWidget(self._mark)
        row.addWidget(self._problem, 1)
        row.addWidget(self._kept_mark)
        row.addWidget(self._always)
        row.addWidget(self._kept)
        self._kept_mark.setVisible(not theme.folded)
        self.show_kept("")
        self.show_problem("")
        self.retranslate()

    def show_problem(self, text: str) -> None:
        """What stands in the way of finishing; `''` for nothing."""
        self._problem.setText(text)
        self._mark.setVisible(bool(text))

    def problem(self) -> str:
        return self._problem.text()

    def show_kept(self, when: str) -> None:
        """The time at which everything typed so far was kept; `''` while something newer is not yet."""
        self._kept_at = when
        self._kept.setVisible(bool(when))
        self._kept.setText(self.tr("Draft kept {0}").format(when) if when else "")
        self._always.setVisible(not when and not current_theme().folded)

    def show_plan(self, referring: bool, following: str) -> None:
        """Whether finishing sends something, and where `next` leads: '' from the last part."""
        if (referring, following) != (self._referring, self._following):
            self._referring, self._following = referring, following
            self.retranslate()

    def set_busy(self, busy: bool) -> None:
        self._finish.setEnabled(not busy)

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self._finish.set_text(self.tr("Finish visit and send") if self._referring else self.tr("Finish visit"))
        self._next.setVisible(bool(self._following))
        if self._following:
            self._next.set_text(next_part_text(self._following))
        self._always.setText(self.tr("Every field is kept as you type"))
        self.show_kept(self._kept_at)
