"""Qt's own dialogs and menus in Hindi: nothing in them stays English but what has no Hindi."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDir, QPoint
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QInputDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from spoke_app.ui.languages import Languages
from spoke_app.ui.theme import Theme

LATIN = re.compile(r"[A-Za-z]{2,}")
AS_THEY_ARE = {"PDF", "pdf"}
"""The name of a format; nothing else."""
TEXTS = ("text", "title", "placeholderText", "toolTip", "windowTitle", "accessibleName")


@pytest.fixture
def hindi(qapp: QApplication) -> Iterator[None]:
    Theme().apply(qapp)
    languages = Languages(qapp)
    languages.use("hi")
    yield
    languages.use("en")


def words(dialog: QWidget) -> set[str]:
    """Every text that the dialog shows, without paths."""
    found: set[str] = set()
    for widget in (dialog, *dialog.findChildren(QWidget)):
        found |= {getattr(widget, name)() for name in TEXTS if callable(getattr(widget, name, None))}
        if isinstance(widget, QComboBox):
            found |= {widget.itemText(at) for at in range(widget.count())}
        if isinstance(widget, QHeaderView) and widget.model() is not None:
            across = widget.orientation()
            found |= {str(widget.model().headerData(at, across)) for at in range(widget.count())}
    return {text for text in found if text and QDir.separator() not in text and ":\\" not in text}


def english(texts: set[str]) -> set[str]:
    return {text for text in texts if set(LATIN.findall(re.sub(r"\t.*", "", text))) - AS_THEY_ARE}


def file_dialog(mode: QFileDialog.FileMode, accept: QFileDialog.AcceptMode, folder: Path) -> QFileDialog:
    dialog = QFileDialog(None, "", str(folder), "PDF (*.pdf)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setAcceptMode(accept)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    return dialog


def test_dialogs_of_files(hindi: None, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    modes, accepts = QFileDialog.FileMode, QFileDialog.AcceptMode
    for mode, accept in (
        (modes.ExistingFile, accepts.AcceptOpen),
        (modes.AnyFile, accepts.AcceptSave),
        (modes.Directory, accepts.AcceptOpen),
    ):
        dialog = file_dialog(mode, accept, tmp_path)
        qtbot.addWidget(dialog)
        dialog.show()
        said = words(dialog)
        assert {"यहाँ देखें (&L):", "रद्द करें", "आकार"} <= said
        assert english(said - {Path.home().name, tmp_path.name}) == set()
        dialog.hide()


def test_boxes_with_every_button(hindi: None, qtbot: QtBot) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    for button in QMessageBox.StandardButton:
        if button.name not in ("NoButton", "FirstButton", "LastButton", "YesAll", "NoAll", "Default", "Escape"):
            box.addButton(button)
    said = {button.text() for button in box.buttons()}
    assert {"ठीक है", "रद्द करें", "हाँ (&Y)"} <= said
    assert english(said) == set()
    asked = QInputDialog()
    qtbot.addWidget(asked)
    assert english(words(asked)) == set()


def test_the_print_dialog(hindi: None, qtbot: QtBot, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "1.pdf"))
    dialog: QDialog = QPrintDialog(printer)
    qtbot.addWidget(dialog)
    dialog.show()
    said = words(dialog)
    assert {"रद्द करें", "छापें (&P)"} <= said
    assert english(said) == set()
    dialog.hide()


def test_menus_of_fields(hindi: None, qtbot: QtBot) -> None:
    line, text, page = QLineEdit("1"), QPlainTextEdit("1"), QTextBrowser()
    page.setHtml("<a href='1'>1</a>")
    for widget in (line, text, page):
        qtbot.addWidget(widget)
    menus: list[QMenu] = [
        line.createStandardContextMenu(),
        text.createStandardContextMenu(),
        page.createStandardContextMenu(QPoint(5, 5)),
    ]
    for menu in menus:
        qtbot.addWidget(menu)
        said = {action.text() for action in menu.actions() if action.text()}
        assert said
        assert english(said) == set()
