"""The index of the page's parts: which are filled, which need a look, which one is in hand. Folded, one box does it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.ui.icons import WARNING_STROKE, pixmap
from spoke_app.ui.models.visit_form import PARTS
from spoke_app.ui.theme import Theme, current_theme
from spoke_app.ui.visit.words import part_title
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.key_cap import KeyCap
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.select import ComboBox


def state_mark(theme: Theme, state: str) -> tuple[str, str]:
    """(icon, colour) of a part's state; none needs colour alone."""
    return {
        "done": ("circle-check", theme.green),
        "abnormal": ("alert-triangle", theme.amber),
        "critical": ("alert-octagon", theme.red),
        "error": ("alert-circle", theme.red),
    }.get(state, ("circle", theme.field_line))


def state_word(state: str) -> str:
    """The state for those who hear the index instead of seeing it."""
    from PySide6.QtCore import QCoreApplication

    return {
        "done": QCoreApplication.translate("Visit", "filled in"),
        "abnormal": QCoreApplication.translate("Visit", "abnormal value"),
        "critical": QCoreApplication.translate("Visit", "red flag"),
        "error": QCoreApplication.translate("Visit", "to correct"),
    }.get(state, QCoreApplication.translate("Visit", "empty"))


class _Item(QPushButton):
    """One line of the index."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self._state, self._current = "empty", False
        self.setObjectName(f"visit.part.{part}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_state(self, text: str, state: str, current: bool) -> None:
        self._state, self._current = state, current
        self.setText(text)
        self.setAccessibleName(f"{text}: {state_word(state)}")
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        font = theme.font("meta")
        return QSize(theme.px(160), max(theme.px(40), QFontMetrics(font).height() + theme.px(12)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._current:
            painter.setPen(QPen(QColor(theme.line), theme.line_width))
            painter.setBrush(QColor(theme.surface))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        name, colour = state_mark(theme, self._state)
        size = theme.px(19)
        middle = self.height() // 2
        painter.drawPixmap(QPoint(theme.px(10), middle - size // 2), pixmap(name, colour, size, WARNING_STROKE))
        font = theme.font("meta")
        if self._current:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(theme.accent_pressed if self._current else theme.ink2))
        room = self.rect().adjusted(theme.px(39), 1, -theme.px(4), 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())


class PartIndex(QWidget):
    """The list at the left. `chosen(part)` when a line was pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._items = {part: _Item(part) for part in PARTS}
        self._states: dict[str, str] = {}
        self._part, self._parts = PARTS[0], PARTS
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(4))
        column.setSpacing(theme.px(2))
        for part, item in self._items.items():
            column.addWidget(item)
            item.clicked.connect(self._chooser(part))
        column.addStretch(1)
        self._keys = Label("", "meta", "ink2")
        keys = QHBoxLayout()
        keys.setContentsMargins(theme.px(10), 0, 0, 0)
        keys.setSpacing(theme.px(8))
        keys.addWidget(KeyCap("Ctrl"))
        keys.addWidget(KeyCap("Down"))
        keys.addWidget(self._keys, 1)
        column.addLayout(keys)
        self.setFixedWidth(theme.px(172))
        self.retranslate()

    def _chooser(self, part: str) -> object:
        def choose() -> None:
            self.chosen.emit(part)

        return choose

    def show_parts(self, parts: tuple[str, ...]) -> None:
        """Only these: not every patient is asked everything."""
        self._parts = parts
        for name, item in self._items.items():
            item.setVisible(name in parts)

    def show_states(self, states: dict[str, str], part: str) -> None:
        """Each part's state, and which one is in hand."""
        self._states, self._part = states, part
        for name, item in self._items.items():
            item.show_state(part_title(name), states.get(name, "empty"), name == part)

    def retranslate(self) -> None:
        self._keys.setText(self.tr("next part"))
        self.show_states(self._states, self._part)


class PartPicker(QWidget):
    """The folded index: back, a box with all parts, on; and a button for charts and earlier visits."""

    chosen = Signal(str)
    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._states: dict[str, str] = {}
        self._part, self._parts = PARTS[0], PARTS
        self._back = Button("", "secondary", "chevron-left", name="visit.part_back")
        self._on = Button("", "secondary", "chevron-right", name="visit.part_on")
        self._box = ComboBox("visit.parts", "")
        self._history = Button("", "secondary", "chart-line", "Alt H", name="visit.history")
        self._back.clicked.connect(self._go_back)
        self._on.clicked.connect(self._go_on)
        self._box.changed.connect(self.chosen)
        self._history.clicked.connect(self.history_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self._back)
        row.addWidget(self._box, 1)
        row.addWidget(self._on)
        row.addWidget(self._history)
        self.retranslate()

    def show_parts(self, parts: tuple[str, ...]) -> None:
        """Only these."""
        self._parts = parts
        self.show_states(self._states, self._part)

    def show_states(self, states: dict[str, str], part: str) -> None:
        self._states, self._part = states, part
        options = []
        for at, name in enumerate(self._parts):
            state = states.get(name, "empty")
            word = f" · {state_word(state)}" if state not in ("empty", "done") else ""
            options.append((name, f"{at + 1} / {len(self._parts)}  {part_title(name)}{word}"))
        self._box.set_options(options)
        self._box.set_value(part)

    def _step(self, by: int) -> None:
        at = self._parts.index(self._part) + by
        if 0 <= at < len(self._parts):
            self.chosen.emit(self._parts[at])

    def _go_back(self) -> None:
        self._step(-1)

    def _go_on(self) -> None:
        self._step(1)

    def retranslate(self) -> None:
        self._back.setAccessibleName(self.tr("Part before"))
        self._on.setAccessibleName(self.tr("Next part"))
        self._box.setAccessibleName(self.tr("Part of the visit"))
        self._history.set_text(self.tr("Charts, earlier visits"))
        self.show_states(self._states, self._part)
