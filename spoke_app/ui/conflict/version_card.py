"""One version of a value: where and by whom it was written, when, and the button that chooses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.ui.conflict.value_text import ValueText
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card, IconMark
from spoke_app.ui.widgets.chip import Chip, ChipFace, chip_size
from spoke_app.ui.widgets.label import Label, Rule, repolish


@dataclass(frozen=True)
class VersionFace:
    """What a card shows; `lines` are (icon, text), several persons one after the other."""

    where: str
    icon: str
    value: str
    quiet: bool
    """The words stand for no value: left empty, taken out."""
    letters: int
    """Of the longest version."""
    spans: Sequence[tuple[int, int]]
    lines: Sequence[tuple[str, str]]
    shown: bool
    use: str
    chosen: bool


class UseButton(Button):
    """Arrows, digits and Enter belong to the page around it: they choose and go on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()


class VersionCard(Card):
    """`used` when its button was pressed."""

    used = Signal(int)

    def __init__(self, at: int, *, decidable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        theme = current_theme()
        self._at = at
        self.setObjectName(f"conflict.version.{at + 1}")
        self.body.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(22))
        self.body.setSpacing(theme.px(12))
        self._where_mark = IconMark("device-desktop", theme.ink, theme.px(20))
        self._where = Label("", "name", wrap=True)
        self._where.setMinimumHeight(chip_size(theme, ChipFace("Ag")).height())
        self._chip = Chip()
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self._where_mark)
        head.addWidget(self._where, 1)
        head.addWidget(self._chip)
        self.value = ValueText(f"conflict.value.{at + 1}")
        self.add(head)
        self.add(self.value)
        self.add(Rule())
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(7))
        self.add(self._lines)
        self.button = UseButton("", "secondary", "check", f"Alt {at + 1}", name=f"conflict.use.{at + 1}")
        self.button.clicked.connect(self._used)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self.body.addStretch(1)
        self.add(row)
        # Only now: without a place it would be a window of its own, and the cursor lost to it.
        self.button.setVisible(decidable)

    def show_version(self, face: VersionFace, shown_now: str, chosen: str) -> None:
        """`shown_now` and `chosen` are the words for these two states."""
        theme = current_theme()
        self._where_mark.set_mark(face.icon, theme.ink)
        self._where.setText(face.where)
        self._chip.set_face(ChipFace(shown_now, "grey", "eye"))
        self._chip.setVisible(face.shown)
        self.value.show_value(face.value, face.spans, letters=face.letters, quiet=face.quiet)
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for icon, text in face.lines:
            self._lines.addWidget(_line(icon, text))
        self.button.set_kind("primary" if face.chosen else "secondary")
        self.button.set_text(chosen if face.chosen else face.use)
        self.button.setAccessibleName(f"{self.button.face().text}: {face.value}, {face.where}")
        self.setProperty("chosen", "true" if face.chosen else "false")
        repolish(self)

    def _used(self) -> None:
        self.used.emit(self._at)


def _line(icon: str, text: str) -> QWidget:
    theme = current_theme()
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(9))
    row.addWidget(IconMark(icon, theme.ink2, theme.px(17)), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(text, "body", wrap=True), 1)
    return line
