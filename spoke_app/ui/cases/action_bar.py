"""The bar below a case: print, save as PDF, given to the patient, ask the doctor back."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from spoke_app.ui.icons import pixmap
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.label import plain


class PrinterLine(QWidget):
    """Which printer is there; only its icon before it pushes a button away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._printer = ""
        self._shown = True
        self.setObjectName("case.printer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_printer(self, printer: str) -> None:
        self._printer = printer
        self.setAccessibleName(self._text())
        self.setToolTip(plain(self._text()))
        self.update()

    def set_shown(self, shown: bool) -> None:
        """It keeps its room where nothing is to be printed, so that the buttons stay where they are."""
        self._shown = shown
        self.update()

    def _text(self) -> str:
        return self.tr("Printer: {0}").format(self._printer) if self._printer else self.tr("No printer on this PC")

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(28), theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._shown:
            return
        theme = current_theme()
        painter = QPainter(self)
        font = theme.font("meta")
        metrics = QFontMetrics(font)
        size = theme.px(18)
        text = self._text()
        if metrics.horizontalAdvance(text) > self.width() - size - theme.px(10):
            text = ""  # half a name says nothing: the tip has it whole
        left = self.width() - metrics.horizontalAdvance(text) - size - theme.px(10)
        painter.drawPixmap(max(0, left), (self.height() - size) // 2, pixmap("printer", theme.ink2, size))
        painter.setFont(font)
        painter.setPen(QColor(theme.ink2))
        room = self.rect().adjusted(max(0, left) + size + theme.px(8), 1, 2, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


class CaseActions(QFrame):
    """Which of its buttons are there follows the case (`show_for`). With large text the screen places `lesser`."""

    print_pressed = Signal()
    pdf_pressed = Signal()
    given_pressed = Signal()
    ask_pressed = Signal()
    slips_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("frame", "action_bar")
        self._medicines = True
        self._printer_name = ""
        self._print = Button("", "primary", "printer", "Ctrl P", name="case.print")
        self._given = Button("", "secondary", "check", "Ctrl Enter", name="case.given")
        self._pdf = Button("", "secondary", name="case.pdf")
        self._ask = Button("", "quiet", key="Alt A", name="case.ask")
        self._slips = Button("", "quiet", key="Alt V", name="case.slips")
        self._printer = PrinterLine()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.page_edge, theme.px(12), theme.page_edge, theme.px(12))
        row.setSpacing(theme.px(12))
        self.lesser = QWidget()
        lesser = QHBoxLayout(self.lesser)
        lesser.setContentsMargins(0, 0, 0, 0)
        lesser.setSpacing(theme.px(12))
        for button in (self._pdf, self._ask, self._slips):
            lesser.addWidget(button)
        for button in (self._print, self._given):
            row.addWidget(button)
        if theme.folded:
            lesser.addStretch(1)
        else:
            row.addWidget(self.lesser)
        row.addWidget(self._printer, 1)
        self._print.clicked.connect(self.print_pressed)
        self._pdf.clicked.connect(self.pdf_pressed)
        self._given.clicked.connect(self.given_pressed)
        self._ask.clicked.connect(self.ask_pressed)
        self._slips.clicked.connect(self.slips_pressed)

    def set_printer(self, name: str) -> None:
        self._printer_name = name
        self._printer.set_printer(name)

    def show_for(self, *, printable: bool, give: bool, may_give: bool, medicines: bool, ask: bool) -> None:
        """`may_give` is False where the paper is not to be trusted."""
        self._medicines = medicines
        self._printer.set_shown(printable)
        for button in (self._print, self._pdf):
            button.setVisible(printable)
        self._given.setVisible(give)
        self._given.setEnabled(may_give)
        self._given.set_kind("secondary" if printable else "primary")
        self._ask.setVisible(ask)
        self.setVisible(printable or give or not current_theme().folded)
        self.retranslate()

    def retranslate(self) -> None:
        self._print.set_text(self.tr("Print prescription"))
        self._pdf.set_text(self.tr("Save as PDF"))
        self._given.set_text(self.tr("Given to the patient") if self._medicines else self.tr("Told the patient"))
        self._ask.set_text(self.tr("Ask the doctor back") if self._medicines else self.tr("Write to the doctor"))
        self._slips.set_text(self.tr("Slips"))
        self._slips.setAccessibleName(self.tr("Visit slip and referral slip"))
        self._printer.set_printer(self._printer_name)
