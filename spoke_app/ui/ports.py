"""What the screens need from the rest of the app, as ports with harmless defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget

from spoke_app.ui.widgets.label import plain

if TYPE_CHECKING:
    from spoke_app.actions.new_version import NewVersion
    from spoke_app.ui.models.picklists import Entry


Words = Callable[[], Sequence[str]]
"""What a notice says: lead, sentence, button; the last may be left out. Asked again when the language changes."""
Way = tuple[str, Mapping[str, Any]]
"""A screen and what it is handed."""


class ScreenSettings(Protocol):
    """What people set on this PC, and how a screen changes it."""

    @property
    def language(self) -> str:
        """`en` or `hi`."""

    @property
    def text_size(self) -> int:
        """In per cent, 100 to 150."""

    @property
    def high_contrast(self) -> bool: ...

    @property
    def paper(self) -> str:
        """`A5` or `A4`."""

    @property
    def attachments(self) -> str:
        """`always`, or `asked`: photos and PDFs go only with an exchange that somebody asked for."""

    @property
    def temperature_unit(self) -> str:
        """`F` or `C`: how a temperature is typed."""

    def change(self, **values: Any) -> None:
        """Set some of them; they are kept and take effect at once."""


class Ask(Protocol):
    """Questions to the person. Tests answer them without a box on the screen."""

    def confirm(self, parent: QWidget, text: str, more: str, yes: str, no: str) -> bool:
        """A question that needs an answer now; True for `yes`."""

    def open_file(self, parent: QWidget, title: str, filters: str) -> Path | None:
        """A file to read, None if the person thought better of it."""

    def save_file(self, parent: QWidget, title: str, name: str, filters: str) -> Path | None:
        """A file to write."""


class BoxAsk:
    """The questions as boxes on the screen."""

    def confirm(self, parent: QWidget, text: str, more: str, yes: str, no: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Spoke", plain(text), parent=parent)
        box.setInformativeText(plain(more))
        agree = QPushButton(yes)
        box.addButton(agree, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(no, QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is agree

    def open_file(self, parent: QWidget, title: str, filters: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(parent, title, "", filters)
        return Path(chosen) if chosen else None

    def save_file(self, parent: QWidget, title: str, name: str, filters: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(parent, title, name, filters)
        return Path(chosen) if chosen else None


class Status(Protocol):
    """The window's place for news."""

    def saved(self, text: str = "") -> None:
        """What the left end of the status bar says; `''` for the usual words."""

    def not_saved(self, text: str) -> None:
        """The left end says that something typed could not be kept."""

    def notice(self, kind: str, words: Words, way: Way | None = None) -> None:
        """Show a bar above the screen: kind is news, look, danger or done; its button goes that way."""


class QuietStatus:
    """Says nothing: for screens shown without a window."""

    def saved(self, text: str = "") -> None:
        return

    def not_saved(self, text: str) -> None:
        return

    def notice(self, kind: str, words: Words, way: Way | None = None) -> None:
        return


class ExchangeControl(QObject):
    """The exchange as the screens see it; this one, without a sync manager behind it, does nothing."""

    state_changed = Signal()
    join_wanted = Signal(str)
    """Join again with a new enrolment code; `joined_again` answers with '' or a stable code of why not."""
    joined_again = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running = False

    def now(self) -> None:
        """Start one at once."""

    def poke(self) -> None:
        """Something was saved: send it when the line allows."""


class StickControl(QObject):
    """Exchanges by USB stick as the screens see them; this one does nothing."""

    moved = Signal()
    """Begun, further, or over: `running`, `done` and `all` say how far."""
    ended = Signal(object)
    """With an `actions.views.StickResult`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running: Literal["", "export", "import"] = ""
        self.done = 0
        self.all = 0

    def put_on(self, file: Path) -> None:
        """Write what waits to a file for the hub."""

    def take_from(self, file: Path) -> None:
        """Take in the hub's reply."""

    def cancel(self) -> None:
        """Stop the one that runs; what is whole is kept."""


class PinControl(QObject):
    """Her own PIN as the screens see it; this one changes none."""

    ended = Signal(str, float)
    """`''` or a stable code of why not, and the seconds to wait."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running = False

    def change(self, old: str, new: str) -> None:
        """Begin it; `ended` tells."""


class UpdateControl(QObject):
    """New versions of the app as the screens see them; this one knows of none."""

    changed = Signal()
    """`view` or `installing` is another."""
    failed = Signal(str)
    """`altered`, `gone`, `not-started`: why the installation did not begin; `disk-full`: the choice was not kept."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view: NewVersion | None = None
        self.installing = False

    def look(self) -> None:
        """See what there is now."""

    def download(self) -> None:
        """Somebody asks for it, where it does not come by itself."""

    def put_off(self) -> None:
        """Not today."""

    def install(self) -> None:
        """Start the installer on it; the app closes then."""


class BackupControl(QObject):
    """Backups on a stick as the screens see them; this one does nothing."""

    moved = Signal()
    """Begun, further, or over: `running`, `done` and `all` say how far."""
    ended = Signal(str)
    """With `done`, or the stable code of why not."""
    restore_wanted = Signal()
    """The desk is to be left, and a backup chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running = False
        self.done = 0
        self.all = 0

    def put_on(self, file: Path, passphrase: str) -> None:
        """Write a backup that opens with the passphrase."""

    def cancel(self) -> None:
        """Stop the one that runs; no half file stays."""


@dataclass
class Picklists:
    """The lists of `resources/`, each read when it is first wanted."""

    _read: dict[str, tuple[Entry, ...]] = field(default_factory=dict)

    def entries(self, name: str) -> tuple[Entry, ...]:
        """Entries of `resources/<name>.json`: complaints, danger_signs, specialities, instructions ..."""
        from spoke_app.ui.models.picklists import read_entries  # not before the first page is painted

        if name not in self._read:
            self._read[name] = read_entries(self.text(name))
        return self._read[name]

    def text(self, name: str) -> str:
        """The list's file as it is, for what parses it itself."""
        return (files("resources") / f"{name}.json").read_text(encoding="utf-8")

    def label(self, name: str, code: str, language: str) -> str:
        """A code's text in a language; an unknown code shows itself."""
        for entry in self.entries(name):
            if entry.code == code:
                return entry.hi if language == "hi" else entry.en
        return code
