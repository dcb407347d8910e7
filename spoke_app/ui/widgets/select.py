"""A labelled list to choose one from, for more options than segments can hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QSizePolicy, QStyleOptionComboBox, QWidget

from spoke_app.ui.icons import pixmap
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.field import FieldFrame, field_height

Options = Sequence[tuple[str, str]]


class ComboBox(QComboBox):
    """The bare box; `changed(code)` only when a person chose."""

    changed = Signal(str)

    def __init__(self, name: str, label: str, options: Options = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setView(QListView(self))
        self.setFixedHeight(field_height(current_theme()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_options(options)
        self.activated.connect(self._chosen)

    def set_options(self, options: Options) -> None:
        """Other texts or other codes; the chosen code stays chosen if it is still there."""
        chosen = self.value()
        with QSignalBlocker(self):
            self.clear()
            for code, text in options:
                self.addItem(text, code)
        self.set_value(chosen)

    def value(self) -> str:
        """The chosen code, `''` if none."""
        code = self.currentData()
        return code if isinstance(code, str) else ""

    def set_value(self, code: str) -> None:
        """Choose silently; an unknown code chooses nothing."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(code))
        self.update()

    def _chosen(self) -> None:
        self.changed.emit(self.value())

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(80), self.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling the page must never change a value by accident.
        event.ignore()

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        # What is wider than the box says so with an ellipsis; the whole of it stands in the list and in the tip.
        room = self.width() - current_theme().px(44)
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        size = theme.px(18)
        colour = theme.ink2 if self.isEnabled() else theme.disabled
        spot = QPoint(self.width() - size - theme.px(8), (self.height() - size) // 2)
        QPainter(self).drawPixmap(spot, pixmap("chevron-down", colour, size))


class Select(FieldFrame):
    """Label, box, hint line."""

    changed = Signal(str)

    def __init__(
        self,
        label: str,
        name: str,
        options: Options = (),
        *,
        optional: bool = False,
        hint_line: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self.box = ComboBox(name, label, options)
        super().__init__(label, (self.box,), optional=optional, hint_line=hint_line, parent=parent)
        self.setFocusProxy(self.box)
        self.box.changed.connect(self.changed)

    def value(self) -> str:
        """The chosen code, `''` if none."""
        return self.box.value()

    def set_value(self, code: str) -> None:
        self.box.set_value(code)

    def set_options(self, options: Options) -> None:
        self.box.set_options(options)

    def set_label(self, label: str) -> None:
        super().set_label(label)
        self.box.setAccessibleName(label)
