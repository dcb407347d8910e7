"""Where a paper goes: to the printer or into a PDF, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from spoke_app.documents.files import name_of_file
from spoke_app.documents.laid_out import CannotPrint, LaidOut
from spoke_app.ui.context import UiContext
from spoke_app.ui.widgets.notice_bar import NoticeKind

MakePrinter = Callable[[], QPrinter]
_tr = QCoreApplication.translate


@dataclass(frozen=True)
class Said:
    """What the notice says afterwards. `no_printer`: saving as PDF is the way on."""

    kind: NoticeKind
    lead: str
    text: str = ""
    no_printer: bool = False


def system_printer() -> QPrinter:
    """The printer that Windows has as its default; one without a name where there is none."""
    return QPrinter(QPrinter.PrinterMode.HighResolution)


def print_paper(document: LaidOut, make_printer: MakePrinter) -> Said:
    """Print all pages."""
    printer = make_printer()
    try:
        document.print_to(printer)
    except CannotPrint as failed:
        return Said("look", *cannot_print(failed.code, failed.detail), no_printer=failed.code == "no-printer")
    return Said("done", _tr("Cases", "Sent to the printer {0}.").format(printer.printerName()))


def save_paper(document: LaidOut, context: UiContext, parent: QWidget, title: str, name: str) -> Said | None:
    """Ask for a file and write the PDF; None if the person thought better of it."""
    path = context.ask.save_file(parent, title, f"{name_of_file(name)}.pdf", _tr("Cases", "PDF files (*.pdf)"))
    if path is None:
        return None
    if path.suffix.lower() != ".pdf":
        path = path.with_name(f"{path.name}.pdf")
    try:
        document.write_pdf(path)
    except CannotPrint as failed:
        return Said("look", *cannot_print(failed.code, failed.detail))
    return Said("done", _tr("Cases", "Saved as {0}.").format(path.name), str(path.parent))


def cannot_print(code: str, detail: str) -> tuple[str, str]:
    """Why nothing came out of the printer, and what to do."""
    if code == "no-printer":
        return (
            _tr("Cases", "No printer is set up on this PC."),
            _tr("Cases", "Save it as PDF, or set up a printer in Windows and try again."),
        )
    if code == "printer-failed":
        return (
            _tr("Cases", "The printer did not take it."),
            _tr("Cases", "See whether {0} is switched on and has paper, then print again.").format(detail),
        )
    return (
        _tr("Cases", "The file could not be written."),
        _tr("Cases", "Choose another folder or close the file if it is open. {0}").format(detail),
    )
