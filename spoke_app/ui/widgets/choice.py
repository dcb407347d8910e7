"""A choice of two to four options as segments, the chosen one filled. Arrow keys move within it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from spoke_app.ui.icons import pixmap
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.field import FieldFrame, field_height

Option = tuple[str, str] | tuple[str, str, str]


_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


def _with_room(mark: QPixmap, room: int) -> QPixmap:
    """The style sets words 4 px behind an icon, at any text size: room of the icon's own makes it 8."""
    ratio = mark.devicePixelRatio()
    wide = QPixmap(mark.width() + round(room * ratio), mark.height())
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, mark)
    painter.end()
    return wide


class _Segment(QPushButton):
    """`stepped(+1/-1)` on the arrow keys: they choose also where nothing was chosen yet, which Qt's own do not."""

    stepped = Signal(int)

    def _width(self, bold: bool) -> int:
        theme = current_theme()
        font = theme.font("body")
        font.setBold(bold)
        mark = self.iconSize().width() + 6 if not self.icon().isNull() else 0
        words = QFontMetrics(font).horizontalAdvance(self.text())
        return words + mark + 2 * theme.px(8) + 2 * theme.line_width

    def sizeHint(self) -> QSize:
        # Chosen it is written bold: where there is room, choosing cuts and moves nothing.
        return QSize(self._width(bold=True), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width(bold=False), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        sideways = event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left)
        self.stepped.emit(-step if sideways and self.isRightToLeft() else step)


class Segments(QWidget):
    """The bare segments. `name` is the objectName; each segment is called `name.code`."""

    changed = Signal(str)

    def __init__(self, label: str, name: str, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._codes: list[str] = []
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._group.buttonClicked.connect(self._clicked)
        self.set_options(options)

    def set_options(self, options: Sequence[Option]) -> None:
        """Same number of codes: only the texts change. Otherwise the segments are made anew."""
        if [option[0] for option in options] == self._codes:
            for button, option in zip(self._group.buttons(), options, strict=True):
                button.setText(option[1])
                button.setAccessibleName(option[1])
            return
        chosen = self.value()
        for button in self._group.buttons():
            self._group.removeButton(button)
            button.deleteLater()
        self._codes = [option[0] for option in options]
        for at, option in enumerate(options):
            self._add(at, len(options), option)
        self.set_value(chosen)

    def _add(self, at: int, count: int, option: Option) -> None:
        theme = current_theme()
        button = _Segment(option[1], self)
        button.stepped.connect(self._step)
        button.setAutoDefault(False)
        button.setCheckable(True)
        button.setObjectName(f"{self.objectName()}.{option[0]}")
        button.setAccessibleName(option[1])
        button.setProperty("segment", "true")
        last = "last" if at == count - 1 else "middle"
        button.setProperty("place", "only" if count == 1 else ("first" if at == 0 else last))
        button.setFixedHeight(field_height(theme))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if len(option) == 3 and option[2]:
            mark = QIcon(_with_room(pixmap(option[2], theme.ink2, theme.px(18)), theme.px(4)))
            chosen = _with_room(pixmap(option[2], theme.on_accent, theme.px(18)), theme.px(4))
            mark.addPixmap(chosen, QIcon.Mode.Normal, QIcon.State.On)
            button.setIcon(mark)
            button.setIconSize(QSize(theme.px(22), theme.px(18)))
        self._group.addButton(button, at)
        self._row.addWidget(button, 1)

    def value(self) -> str:
        """The chosen code, `''` while nothing is chosen."""
        at = self._group.checkedId()
        return self._codes[at] if 0 <= at < len(self._codes) else ""

    def set_value(self, code: str) -> None:
        """Choose silently; `''` or an unknown code clears."""
        if code in self._codes:
            self._group.button(self._codes.index(code)).setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)

    def focus_first(self) -> None:
        """Put the cursor on the chosen segment, else on the first."""
        button = self._group.checkedButton() or self._group.button(0)
        button.setFocus(Qt.FocusReason.TabFocusReason)

    def _clicked(self) -> None:
        self.changed.emit(self.value())

    def _step(self, by: int) -> None:
        buttons = self._group.buttons()
        at = next((at for at, button in enumerate(buttons) if button.hasFocus()), 0) + by
        if 0 <= at < len(buttons) and buttons[at].isEnabled():
            buttons[at].setFocus(Qt.FocusReason.OtherFocusReason)
            buttons[at].click()


class Choice(FieldFrame):
    """Label, segments, hint line."""

    changed = Signal(str)

    def __init__(
        self,
        label: str,
        name: str,
        options: Sequence[Option],
        *,
        optional: bool = False,
        hint_line: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self.segments = Segments(label, name, options)
        super().__init__(label, (self.segments,), optional=optional, hint_line=hint_line, parent=parent)
        self.segments.changed.connect(self.changed)

    def value(self) -> str:
        """The chosen code, `''` while nothing is chosen."""
        return self.segments.value()

    def set_value(self, code: str) -> None:
        self.segments.set_value(code)

    def set_options(self, options: Sequence[Option]) -> None:
        self.segments.set_options(options)

    def focus_first(self) -> None:
        self.segments.focus_first()

    def set_label(self, label: str) -> None:
        super().set_label(label)
        self.segments.setAccessibleName(label)
