"""A form field: label above, one or more inputs, a hint line below whose room is always kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.ui.icons import WARNING_STROKE, pixmap
from spoke_app.ui.theme import Theme, current_theme
from spoke_app.ui.widgets.label import Ink, Label, repolish

FieldState = Literal["normal", "error", "abnormal", "critical", "good"]
_MARKS: dict[FieldState, tuple[str, Ink]] = {
    "normal": ("", "ink3"),
    "error": ("alert-circle", "red"),
    "abnormal": ("alert-triangle", "amber"),
    "critical": ("alert-octagon", "red"),
    "good": ("check", "green"),
}

LONGEST_LINE = 2000
"""More than any field takes, so that the form can say so, and little enough to be drawn at once."""


def field_height(theme: Theme) -> int:
    """Height of an input line: 40 at 100 %, more if the font asks for it."""
    return max(theme.px(40), QFontMetrics(theme.font("field")).height() + theme.px(12))


class LineEdit(QLineEdit):
    """One line of input with its unit painted at the right end. `changed` only when a person typed."""

    changed = Signal(str)
    left = Signal()

    def __init__(self, name: str = "", label: str = "", unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = unit
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setProperty("input", "line")
        self.setMaxLength(LONGEST_LINE)
        self.setFixedHeight(field_height(current_theme()))
        self.set_unit(unit)
        self.textEdited.connect(self.changed)

    def set_unit(self, unit: str) -> None:
        """Text at the right end, inside the frame."""
        self._unit = unit
        room = QFontMetrics(current_theme().font("meta")).horizontalAdvance(unit) + 4 if unit else 0
        self.setTextMargins(0, 0, room, 0)
        self.update()

    def set_text(self, text: str) -> None:
        """Fill the field without telling anybody that it was typed."""
        if text != self.text():
            self.setText(text)

    def set_state(self, state: FieldState) -> None:
        """Border and ground of a state; the sentence belongs to the field around it."""
        if self.property("state") != state:
            self.setProperty("state", state)
            repolish(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(56), self.height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._unit:
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(theme.font("meta"))
        painter.setPen(QColor(theme.ink3 if self.isEnabled() else theme.disabled))
        spot = self.rect().adjusted(0, 0, -theme.px(12), 0)
        painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._unit)


class HintLine(QWidget):
    """The line under an input: a hint, or what is wrong with an icon before it. Keeps its height when empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: FieldState = "normal"
        self._text = ""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_text(self, text: str, state: FieldState = "normal") -> None:
        """Say it, in the colour and with the icon of the state."""
        if (text, state) != (self._text, self._state):
            self._text, self._state = text, state
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def text(self) -> str:
        """What it says now."""
        return self._text

    def _strong(self) -> bool:
        return self._state in ("error", "abnormal", "critical")

    def _metrics(self) -> QFontMetrics:
        font = current_theme().font("caption")
        font.setBold(self._strong())
        return QFontMetrics(font)

    def _indent(self) -> int:
        return current_theme().px(21) if _MARKS[self._state][0] else 1

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(40, width - self._indent()), 1000)
        flags = Qt.TextFlag.TextWordWrap
        text = self._metrics().boundingRect(room, flags, self._text).height() if self._text else 0
        return max(current_theme().px(22), text + 3)

    def sizeHint(self) -> QSize:
        # As wide as its words: Qt asks for the height at this width, and a narrow one would claim several lines.
        words = self._metrics().horizontalAdvance(self._text)
        return QSize(max(current_theme().px(80), self._indent() + words + 4), current_theme().px(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, current_theme().px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        theme = current_theme()
        painter = QPainter(self)
        name, tone = _MARKS[self._state]
        colour = {"red": theme.red, "amber": theme.amber, "green": theme.green}.get(tone, theme.ink3)
        if name:
            size = theme.px(16)
            painter.drawPixmap(QPoint(0, theme.px(4)), pixmap(name, colour, size, WARNING_STROKE))
        font = theme.font("caption")
        if self._strong():
            font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        room = self.rect().adjusted(self._indent(), 3, 0, 20)
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self._text)


class FieldFrame(QWidget):
    """Label, a row of inputs, hint line. Base of every labelled input; use it as it is for pairs like BP 168 / 112."""

    def __init__(
        self,
        label: str,
        editors: Sequence[QWidget] = (),
        *,
        optional: bool = False,
        stretch: Sequence[int] = (),
        hint_line: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._label = Label(label, "label", "ink2")
        self._optional = Label("", "meta", "ink3")
        self._is_optional = optional
        self.hint = HintLine(self)
        self.hint.setVisible(hint_line)
        self._hint_text = ""
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self._label)
        head.addWidget(self._optional)
        head.addStretch(1)
        self.row = QHBoxLayout()
        self.row.setSpacing(theme.px(8))
        for at, editor in enumerate(editors):
            self.row.addWidget(editor, stretch[at] if at < len(stretch) else 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(theme.px(6))
        column.addLayout(self.row)
        column.addWidget(self.hint)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._label.setVisible(bool(label))
        self._show_optional()

    def set_label(self, label: str) -> None:
        """Another label, also as the accessible name of a single input."""
        self._label.setText(label)
        self._label.setVisible(bool(label))
        self._show_optional()

    def label(self) -> str:
        """The label's text."""
        return self._label.text()

    def set_hint(self, text: str) -> None:
        """What stands below while nothing is wrong."""
        self._hint_text = text
        self._say(text, "normal")

    def set_state(self, state: FieldState, sentence: str = "") -> None:
        """Show a state on every input line and its sentence below; `normal` brings the hint back."""
        for at in range(self.row.count()):
            item = self.row.itemAt(at)
            editor = item.widget() if item is not None else None
            if isinstance(editor, LineEdit):
                editor.set_state(state)
            elif editor is not None:
                editor.setProperty("state", state)
                repolish(editor)
        self._say(sentence or (self._hint_text if state == "normal" else ""), state)

    def _say(self, text: str, state: FieldState) -> None:
        """Below the inputs, and to a screen reader as what there is to know of each of them."""
        self.hint.show_text(text, state)
        for at in range(self.row.count()):
            item = self.row.itemAt(at)
            editor = item.widget() if item is not None else None
            if isinstance(editor, LineEdit) and editor.accessibleDescription() != text:
                editor.setAccessibleDescription(text)

    def _show_optional(self) -> None:
        self._optional.setText(self.tr("optional") if self._is_optional else "")
        self._optional.setVisible(self._is_optional)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._show_optional()
        super().changeEvent(event)


class Field(FieldFrame):
    """One labelled line of input. `name` is its objectName; the label is its accessible name."""

    changed = Signal(str)
    left = Signal()

    def __init__(
        self,
        label: str,
        name: str,
        unit: str = "",
        optional: bool = False,
        placeholder: str = "",
        *,
        hint_line: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self.edit = LineEdit(name, label, unit)
        super().__init__(label, (self.edit,), optional=optional, hint_line=hint_line, parent=parent)
        self.edit.setPlaceholderText(placeholder)
        self.setFocusProxy(self.edit)
        self.edit.changed.connect(self.changed)
        self.edit.left.connect(self.left)

    def text(self) -> str:
        """What stands in the field, trimmed."""
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Fill it; `changed` is not emitted."""
        self.edit.set_text(text)

    def set_unit(self, unit: str) -> None:
        self.edit.set_unit(unit)

    def set_placeholder(self, text: str) -> None:
        self.edit.setPlaceholderText(text)

    def set_label(self, label: str) -> None:
        super().set_label(label)
        self.edit.setAccessibleName(label)


class Separator(QLabel):
    """The stroke between two halves of one value."""

    def __init__(self, text: str = "/") -> None:
        super().__init__(text)
        self.setProperty("role", "field")
        self.setProperty("tone", "ink2")
