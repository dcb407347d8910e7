"""One medicine of an answer on the screen: name, how long, and the same dose pictures as on the paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.documents import doses
from spoke_app.documents.paper import Lang, PaperItem
from spoke_app.ui.icons import pixmap
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.label import Label


class DoseBoxes(QWidget):
    """Morning, noon and night as tinted boxes; dashed where nothing is taken."""

    def __init__(self, boxes: Sequence[doses.DoseBox], lang: Lang, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes = tuple(boxes)
        said = (f"{box.label.first(lang)} {box.amount.first(lang)}" for box in boxes if box.amount)
        self.setAccessibleName(", ".join(said))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _widths(self) -> list[int]:
        theme = current_theme()
        metrics = QFontMetrics(theme.font("button"))
        return [theme.px(38) + metrics.horizontalAdvance(self._amount(box)) for box in self._boxes]

    def _amount(self, box: doses.DoseBox) -> str:
        if not box.amount:
            return "–"
        return "" if box.amount.en == "yes" else box.amount.en

    def sizeHint(self) -> QSize:
        theme = current_theme()
        height = max(theme.px(30), QFontMetrics(theme.font("button")).height() + theme.px(6))
        return QSize(sum(self._widths()) + theme.px(6) * (len(self._boxes) - 1), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("button"))
        x, size = 0, theme.px(18)
        for box, width in zip(self._boxes, self._widths(), strict=True):
            taken = bool(box.amount)
            colour = theme.accent_pressed if taken else theme.ink3
            pen = QPen(QColor(theme.accent_line if taken else theme.grey_line), theme.line_width)
            if not taken:
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(QColor(theme.accent_tint if taken else theme.surface))
            half = theme.line_width / 2
            painter.drawRoundedRect(QRectF(x, 0, width, self.height()).adjusted(half, half, -half, -half), 6, 6)
            top = (self.height() - size) // 2
            painter.drawPixmap(QPoint(x + theme.px(9), top), pixmap(box.icon, colour, size))
            if taken and not self._amount(box):
                painter.drawPixmap(QPoint(x + theme.px(26), top), pixmap("check", colour, theme.px(12)))
            painter.setPen(QColor(colour))
            room = QRect(x + theme.px(30), 1, width - theme.px(30), self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._amount(box))
            x += width + theme.px(6)


class MedicineRow(QWidget):
    """The whole row."""

    def __init__(self, item: PaperItem, lang: Lang, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        names = QHBoxLayout()
        names.setSpacing(theme.px(8))
        names.addWidget(Label(item.generic, "name"))
        form = " ".join(part for part in (doses.form_words(item, lang), item.strength) if part)
        names.addWidget(Label(form, "body", "ink2"), 1)
        names.addWidget(Label(doses.duration_words(item, lang), "name"))
        boxes = doses.dose_boxes(item)
        how = QHBoxLayout()
        how.setSpacing(theme.px(12))
        wide = boxes[0].wide
        if not wide:
            how.addWidget(DoseBoxes(boxes, lang))
        instruction = doses.how_to_take(item) if wide else item.instruction
        how.addWidget(Label(instruction.first(lang), "body", "ink2", wrap=True), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(6), 0, theme.px(7))
        column.setSpacing(theme.px(2))
        column.addLayout(names)
        column.addLayout(how)
