"""The app in a process of its own, played through its real widgets by commands on standard input.

One JSON object a line, one a line back. Nothing here knows the store: it types, clicks, picks and looks, as a person at
the desk does. Run by `desk.Desk`; a test kills this process in mid-form.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSocketNotifier, Qt, QTimer, Slot
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QTextEdit,
    QWidget,
)

from spoke_app.app import Desktop, run_window
from spoke_app.paths import Profile

POLL_MS = 20


class NotYet(Exception):
    """What was asked for is not on the screen; tried again until the command's time is over."""


def visible(name: str) -> QWidget:
    """The widget with this object name that is on the screen."""
    for widget in QApplication.allWidgets():
        if widget.objectName() == name and widget.isVisible():
            return widget
    raise NotYet(f"no {name} on the screen")


def text_of(widget: QWidget) -> Iterator[str]:
    """What a person reads on this widget."""
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        yield widget.text()
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QComboBox):
        yield widget.currentText()
    elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        columns = model.columnCount() if isinstance(widget, QTableView) else 1
        for row, column in itertools.product(range(model.rowCount()), range(columns)):
            yield str(model.index(row, column).data(Qt.ItemDataRole.DisplayRole) or "")
            yield str(model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole) or "")
    yield widget.accessibleName()


class Player(QObject):
    """Reads commands from standard input on the event loop and answers each when it has happened."""

    def __init__(self, desktop: Desktop) -> None:
        super().__init__()
        self._desktop = desktop
        self._pending: tuple[dict[str, Any], float] | None = None
        self._buffer = b""
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._try)
        self._commands: dict[str, Callable[..., Any]] = {
            name.removeprefix("do_"): getattr(self, name) for name in dir(self) if name.startswith("do_")
        }

    @Slot()
    def _read(self) -> None:
        data = os.read(sys.stdin.fileno(), 65536)
        if not data:
            QApplication.quit()
            return
        self._buffer += data
        line, _, rest = self._buffer.partition(b"\n")
        if _:
            self._buffer = rest
            command = json.loads(line)
            self._pending = (command, time.monotonic() + float(command.pop("within", 15)))
            self._timer.start()

    @Slot()
    def _try(self) -> None:
        if self._pending is None:
            return
        command, until = self._pending
        if QApplication.activeWindow() is None and QApplication.activePopupWidget() is None:
            # Without a window manager nobody gives the window its focus back when a list of suggestions closes.
            self._desktop.window.activateWindow()
        arguments = {key: value for key, value in command.items() if key != "do"}
        try:
            answer: dict[str, Any] = {"ok": self._commands[command["do"]](**arguments)}
            self._look_for_strays()
        except NotYet as missing:
            if time.monotonic() < until:
                return
            answer = {"error": f"{missing}; on the screen: {self.do_read()}"}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        self._pending = None
        self._timer.stop()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    def _look_for_strays(self) -> None:
        """A widget that was shown before it had a parent is a window of its own: nobody may ever see one."""
        boxes = Qt.WindowType.Dialog, Qt.WindowType.Popup, Qt.WindowType.ToolTip
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget is not self._desktop.window and widget.windowType() not in boxes:
                raise AssertionError(f"a stray window: {widget} {widget.objectName()}")

    def _reach(self, name: str) -> QWidget:
        """The widget, scrolled into view and usable."""
        widget = visible(name)
        if not widget.isEnabled():
            raise NotYet(f"{name} can't be used")
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget)
            parent = parent.parentWidget()
        return widget

    def do_type(self, name: str, text: str, clear: bool = True) -> None:
        """Type into a field, replacing what is there. Devanagari arrives as an input method sends it."""
        widget = self._reach(name)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if clear:
            QTest.keySequence(widget, QKeySequence(QKeySequence.StandardKey.SelectAll))
            QTest.keyClick(widget, Qt.Key.Key_Delete)
        if text.isascii():
            QTest.keyClicks(widget, text)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(widget, event)

    def do_click(self, name: str) -> None:
        widget = self._reach(name)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, widget.rect().center())

    def do_tick(self, name: str) -> None:
        widget = self._reach(name)
        assert isinstance(widget, QAbstractButton), name
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(12, widget.height() // 2)
        )
        assert widget.isChecked(), name

    def do_choose(self, name: str, text: str) -> None:
        """Choose an entry of a drop-down list by what it says."""
        widget = self._reach(name)
        assert isinstance(widget, QComboBox), name
        index = next((i for i in range(widget.count()) if text in widget.itemText(i)), -1)
        if index < 0:
            raise NotYet(f"{name} has no {text!r}")
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        widget.setCurrentIndex(index)
        widget.activated.emit(index)

    def do_press(self, keys: str, name: str = "") -> None:
        """A key or a shortcut, as `Ctrl+Return`, where the cursor is (or on a named widget)."""
        target = self._reach(name) if name else (QApplication.focusWidget() or self._desktop.window)
        QTest.keySequence(target, QKeySequence(keys))

    def _at_the_keys(self) -> QWidget:
        """Who gets a key now: a list that has opened, else whatever has the cursor."""
        popup = QApplication.activePopupWidget()
        taker = (popup.focusWidget() or popup) if popup is not None else QApplication.focusWidget()
        if taker is None:
            raise NotYet("nothing has the cursor")
        return taker

    def do_keys(self, keys: list[str]) -> None:
        """Press these one after the other, each where the cursor has come to by then; no widget is named."""
        for key in keys:
            QTest.keySequence(self._at_the_keys(), QKeySequence(key))
            QApplication.processEvents()

    def do_words(self, text: str) -> None:
        """Type where the cursor is."""
        taker = self._at_the_keys()
        if text.isascii():
            QTest.keyClicks(taker, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(taker, event)

    def do_pick(self, name: str, text: str, open: bool = False) -> None:
        """Choose a row of a list by what it says; `open` presses Enter on it."""
        view = self._reach(name)
        assert isinstance(view, QAbstractItemView), name
        model = view.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if text in str(index.data(Qt.ItemDataRole.DisplayRole)) or text in str(
                index.data(Qt.ItemDataRole.AccessibleTextRole)
            ):
                view.scrollTo(index)
                place = view.visualRect(index).center()
                QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
                if open:
                    QTest.keyClick(view, Qt.Key.Key_Return)
                return
        raise NotYet(f"{name} has no row with {text!r}")

    def do_see(self, text: str, name: str = "") -> None:
        """Wait until this can be read on the screen (or on a named widget)."""
        widgets = [visible(name)] if name else [w for w in QApplication.allWidgets() if w.isVisible()]
        if not any(text in said for widget in widgets for said in text_of(widget)):
            raise NotYet(f"can't read {text!r}")

    def do_there(self, name: str) -> None:
        """Wait until a widget is on the screen."""
        visible(name)

    def do_value(self, name: str) -> str:
        """What stands in a field."""
        return next(text_of(visible(name)), "")

    def do_current(self, name: str) -> str:
        """The chosen row of a list, as it is read."""
        view = visible(name)
        assert isinstance(view, QAbstractItemView), name
        return str(view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or "")

    def do_read(self) -> list[str]:
        """All that can be read on the screen."""
        said = {text for w in QApplication.allWidgets() if w.isVisible() for text in text_of(w) if text.strip()}
        return sorted(said)

    def do_focused(self, name: str) -> None:
        """Wait until the cursor is in this field."""
        widget = QApplication.focusWidget()
        if widget is None or widget.objectName() != name:
            raise NotYet(f"the cursor is in {widget.objectName() if widget else 'no field'}")

    def do_save_file(self, name: str, path: str) -> None:
        """Press a button that asks for a file to write, and give it this one."""
        self._answer_dialog(path)
        self.do_click(name)

    def _answer_dialog(self, path: str) -> None:
        # The box runs an event loop of its own: it is answered from within, as soon as it stands there.
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(POLL_MS, self, lambda: self._answer_dialog(path))
            return
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(name, QLineEdit)
        name.setText(path)
        dialog.accept()

    def do_shot(self, path: str) -> None:
        """A picture of the window, once nothing is waiting to be drawn."""
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        assert self._desktop.window.grab().save(path), path


def main() -> int:
    """Start the app on a profile and play."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile", type=Path, required=True)
    parser.add_argument("--lang", default="en")
    arguments = parser.parse_args()
    seated: list[Player] = []

    def sit_down(desktop: Desktop) -> None:
        desktop.window.resize(1366, 768)
        seated.append(Player(desktop))

    return run_window(Profile(arguments.profile), arguments.lang, sit_down)


if __name__ == "__main__":
    sys.exit(main())
