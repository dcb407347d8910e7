"""Printing a register and writing it to a file: how far it is, with Cancel where it takes a while, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from spoke_app.actions.note_paper import Deed, note_paper
from spoke_app.actions.register_rows import AnyLine, Register, given_out, totals
from spoke_app.documents.files import CannotSave, save
from spoke_app.documents.laid_out import CannotPrint
from spoke_app.documents.paper import Both, Lang
from spoke_app.documents.register_csv import csv_bytes
from spoke_app.documents.register_table import file_table, paper_table
from spoke_app.documents.register_words import FILES
from spoke_app.documents.registers import Printed, RegisterDocument, Step, Stopped, build
from spoke_app.ui.context import UiContext
from spoke_app.ui.registers.paper_work import PaperWork, Work
from spoke_app.ui.registers.words import not_done
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.notice_bar import NoticeBar, NoticeKind

PATIENCE_MS = 500
"""What is done sooner shows no bar."""


@dataclass(frozen=True)
class Shown:
    """What is put on paper: the lines of a register's month or day. `when` stands in the file's name."""

    register: Register
    lines: tuple[AnyLine, ...]
    period: str
    when: str
    lang: Lang


def system_printer() -> QPrinter:
    """The printer that Windows has as its default; one without a name where there is none."""
    return QPrinter(QPrinter.PrinterMode.HighResolution)


class RegisterPapers(QWidget):
    """`busy_changed` when a paper was begun or is over: one at a time."""

    busy_changed = Signal()

    def __init__(self, context: UiContext, make_printer: Callable[[], QPrinter], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._make_printer = context, make_printer
        self._deed: Deed = "register-printed"
        self._said = ("", "")
        self._notice = NoticeBar("news", closable=True, name="registers.notice")
        self._progress = QWidget()
        self._words, self._bar = Label("", "body"), QProgressBar()
        self._cancel = Button("", "secondary", size="row", name="registers.cancel")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PATIENCE_MS)
        self._work = PaperWork(self)
        self._lay_out()
        self._wait.timeout.connect(self._show_progress)
        self._cancel.clicked.connect(self._work.cancel)
        self._notice.closed.connect(self.hush)
        self._work.moved.connect(self._moved)
        self._work.ended.connect(self._ended)

    def _lay_out(self) -> None:
        theme = current_theme()
        self._bar.setTextVisible(False)
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._notice)
        column.addWidget(self._progress)
        self._notice.hide()
        self._progress.hide()
        self.hide()

    def busy(self) -> bool:
        """Whether a paper is under way."""
        return self._work.running

    @Slot()
    def hush(self) -> None:
        """Put away what was said."""
        self._notice.hide()
        self.setVisible(self._progress.isVisibleTo(self))

    def retranslate(self) -> None:
        self._cancel.set_text(self.tr("Cancel"))
        self.hush()

    def print_it(self, shown: Shown) -> None:
        """To this PC's printer."""
        printer, make = self._make_printer(), self._maker(shown)
        said = self.tr("Sent to the printer {0}.").format(printer.printerName())
        self._deed = "register-printed"
        self._start(lambda step: make(step).print_to(printer, step), self.tr("Printing ..."), (said, ""))

    def save_pdf(self, shown: Shown) -> None:
        """To a file that the person names."""
        path = self._where(shown, "pdf", self.tr("PDF files (*.pdf)"))
        if path is not None:
            make, self._deed = self._maker(shown), "register-saved"
            words = self.tr("Writing the PDF ...")
            self._start(lambda step: make(step).write_pdf(path, step), words, self._saved(path))

    def save_csv(self, shown: Shown) -> None:
        """To a table for Excel."""
        path = self._where(shown, "csv", self.tr("Tables for Excel (*.csv)"))
        if path is not None:
            today, self._deed = self._context.clock().date(), "register-saved"
            self._start(
                lambda step: save(path, csv_bytes(file_table(shown.register, shown.lines, shown.lang, today))),
                self.tr("Writing the file ..."),
                self._saved(path),
            )

    def _maker(self, shown: Shown) -> Callable[[Step], RegisterDocument]:
        """What lays it out, on the worker's thread."""
        place, staff, now = self._context.place, self._context.staff, self._context.clock()
        printed = Printed(Both(staff.name, staff.name_hi), now)
        where = Both(place.name, place.name_hi)

        def make(step: Step) -> RegisterDocument:
            counted, given = totals(shown.lines), given_out(shown.lines)
            table = paper_table(
                shown.register, shown.lines, counted, given, shown.period, where, shown.lang, now.date()
            )
            return build(table, printed, step)

        return make

    def _where(self, shown: Shown, ending: str, filters: str) -> Path | None:
        name = f"{FILES[shown.register]}-{shown.when}.{ending}"
        return self._context.ask.save_file(self, self.tr("Save the register"), name, filters)

    def _saved(self, path: Path) -> tuple[str, str]:
        return self.tr("Saved as {0}.").format(path.name), str(path.parent)

    def _start(self, work: Work, words: str, said: tuple[str, str]) -> None:
        self.hush()
        self._said = said
        self._words.setText(words)
        self._bar.setAccessibleName(words)
        self._bar.setRange(0, 0)
        self._work.begin(work)
        self._wait.start()
        self.busy_changed.emit()

    @Slot()
    def _show_progress(self) -> None:
        self._progress.show()
        self.show()

    @Slot(int, int)
    def _moved(self, done: int, all_: int) -> None:
        self._bar.setRange(0, max(1, all_))
        self._bar.setValue(done)

    @Slot(object)
    def _ended(self, error: BaseException | None) -> None:
        self._wait.stop()
        self._progress.hide()
        self.busy_changed.emit()
        if error is None:
            self._context.runner.run(note_paper, self._deed)
            self._say("done", *self._said)
        elif isinstance(error, Stopped):
            self._say("news", self.tr("Stopped."), self.tr("Nothing was written."))
        elif isinstance(error, CannotPrint | CannotSave):
            self._say("look", *not_done(error.code, error.detail))
        else:
            self._say("look", *not_done("", ""))
            raise error

    def _say(self, kind: NoticeKind, lead: str, text: str) -> None:
        self._notice.show_notice(kind, lead, text)
        self._notice.show()
        self.show()
