"""Photos and PDFs of a visit: taken in from files, the clipboard or another window while the form is open, shown small,
taken out again at will."""

from __future__ import annotations

from collections import deque
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.actions.attach_file import open_attachment, take_file, take_in
from spoke_app.actions.refused import Refused
from spoke_app.actions.views import Attachment
from spoke_app.ui.context import UiContext
from spoke_app.ui.icons import pixmap
from spoke_app.ui.runner import Job
from spoke_app.ui.text import size_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.field import HintLine
from spoke_app.ui.widgets.label import Label, plain

if TYPE_CHECKING:
    from spoke_app.actions.desk import Desk

THUMBNAIL = 64


class _Thumbnail(QWidget):
    """One file: its likeness, what it is called and how long it is, and the way out again."""

    removed = Signal(str)

    def __init__(self, entry: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.sha = str(entry["id"])
        self._label = str(entry["label"])
        self.picture = QLabel()
        side = theme.px(THUMBNAIL)
        self.picture.setFixedSize(side, side)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setPixmap(pixmap("notebook", theme.ink2, theme.px(32)))
        self._out = Button("", "quiet", "x", name="visit.attachment_out")
        self._out.clicked.connect(self._leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self.picture)
        name = Label(self._label, "body")
        name.setToolTip(plain(self._label))
        # However long the file's name is, the page stays as wide as it is.
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(name, 1)
        row.addWidget(Label(size_text(int(entry["bytes"])), "meta", "ink3"))
        row.addWidget(self._out)
        self.retranslate()

    def show_picture(self, image: QImage) -> None:
        self.picture.setPixmap(QPixmap.fromImage(image))

    @Slot()
    def _leave(self) -> None:
        self.removed.emit(self.sha)

    def retranslate(self) -> None:
        self.picture.setAccessibleName(self._label)
        self._out.set_text(self.tr("Take out"))
        self._out.setAccessibleName(self.tr("Take out {0}").format(self._label))


def clipboard_data() -> QMimeData | None:
    """What lies in the clipboard; None where the system says nothing, which Qt's own signature does not tell."""
    data: QMimeData | None = QGuiApplication.clipboard().mimeData()
    return data


class Attachments(QWidget):
    """`changed` when a file came or went. A value is a list of entries: `id` is the SHA-256 of the bytes."""

    changed = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._entries: list[dict[str, Any]] = []
        self._job: Job | None = None
        self._waiting: deque[Path | QImage] = deque()
        self._wrong = ""
        theme = current_theme()
        self.add = Button("", "secondary", "plus", name="visit.attach")
        self.add.clicked.connect(self._ask)
        self._paste = Button("", "secondary", "", "Ctrl V", name="visit.paste")
        self._paste.clicked.connect(self.paste)
        self._drop = Label("", "meta", "ink3", wrap=True)
        self.hint = HintLine()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(4), 0, 0)
        column.setSpacing(theme.px(6))
        column.addLayout(self._rows)
        ways = QHBoxLayout()
        ways.setSpacing(theme.px(12))
        ways.addWidget(self.add)
        ways.addWidget(self._paste)
        ways.addWidget(self._drop, 1)
        column.addLayout(ways)
        column.addWidget(self.hint)
        self.retranslate()

    @property
    def busy(self) -> bool:
        """Whether a file is being taken in."""
        return self._job is not None

    def value(self) -> list[dict[str, Any]]:
        return [dict(entry) for entry in self._entries]

    def set_value(self, entries: list[dict[str, Any]]) -> None:
        """Those of another form; what was being taken in for the one before is let go."""
        if self._job is not None:
            self._job.drop()
            self._job = None
        self._waiting.clear()
        self._wrong = ""
        self._entries = [dict(entry) for entry in entries]
        self._show()

    @Slot()
    def _ask(self) -> None:
        if self.busy:
            return  # switched off instead, the button would send the cursor on to the next field
        filters = self.tr("Photos and PDF (*.jpg *.jpeg *.png *.webp *.bmp *.pdf)")
        path = self._context.ask.open_file(self, self.tr("Add a photo or PDF"), filters)
        if path is not None:
            self._take(path)

    @Slot()
    def paste(self) -> None:
        """What lies in the clipboard: a picture, or files that were copied."""
        data = clipboard_data()
        if data is None or not self.take_data(data):
            self._wrong = "nothing-there"
            self._say()

    @staticmethod
    def takes(data: QMimeData) -> bool:
        """Whether there is a picture or a file in it."""
        return data.hasImage() or any(url.isLocalFile() for url in data.urls())

    def take_data(self, data: QMimeData) -> bool:
        """Take in what was pasted or dropped; False if nothing of it is a picture or a file."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        image = data.imageData() if not paths and data.hasImage() else None
        found: list[Path | QImage] = [*paths, *([image] if isinstance(image, QImage) else [])]
        for one in found:
            self._take(one)
        return bool(found)

    def _take(self, one: Path | QImage) -> None:
        """One after the other: their order is that of the record."""
        self._wrong = ""
        self._waiting.append(one)
        if not self.busy:
            self._take_next()

    def _take_next(self) -> None:
        from spoke_app.documents.pictures import (
            prepare_picture,
            read_attachment,
        )  # not before the first page is painted

        if self._waiting:
            one, run = self._waiting.popleft(), self._context.runner.run
            if isinstance(one, Path):
                self._job = run(take_file, one, read_attachment, done=self._taken, failed=self._not_taken)
            else:
                label = self.tr("Picture {0}").format(len(self._entries) + 1)
                make = partial(prepare_picture, one)
                self._job = run(take_in, label, make, done=self._taken, failed=self._not_taken)
        self._say()

    @Slot(object)
    def _taken(self, taken: Attachment) -> None:
        self._job = None
        if all(entry["id"] != taken.sha for entry in self._entries):
            self._entries.append(
                {
                    "id": taken.sha,
                    "bytes": taken.bytes,
                    "media": taken.media,
                    "label": taken.label,
                    "taken": taken.taken,
                }
            )
        self._show()
        self.changed.emit()
        self._take_next()

    @Slot(object)
    def _not_taken(self, error: BaseException) -> None:
        self._job = None
        self._wrong = error.problems[0].code if isinstance(error, Refused) else "unreadable"
        self._show()
        if self._waiting:
            self._take_next()

    @Slot(str)
    def _out(self, sha: str) -> None:
        self._entries = [entry for entry in self._entries if entry["id"] != sha]
        self._wrong = ""
        self._show()
        self.add.setFocus()
        self.changed.emit()

    def _show(self) -> None:
        wanted = [str(entry["id"]) for entry in self._entries]
        for row in self.rows():
            if row.sha in wanted:
                wanted.remove(row.sha)
            else:
                self._rows.removeWidget(row)
                row.deleteLater()
        for entry in self._entries:
            if entry["id"] in wanted:
                self._add_row(entry)
        self._say()

    def rows(self) -> list[_Thumbnail]:
        """What is shown, in its order."""
        found = [self._rows.itemAt(at) for at in range(self._rows.count())]
        return [row for item in found if item is not None and isinstance(row := item.widget(), _Thumbnail)]

    def _add_row(self, entry: dict[str, Any]) -> None:
        row = _Thumbnail(entry)
        row.removed.connect(self._out)
        self._rows.addWidget(row)
        if str(entry["media"]).startswith("image/"):
            self._context.runner.run(_small, row.sha, current_theme().px(THUMBNAIL), done=self._picture_came)

    @Slot(object)
    def _picture_came(self, came: tuple[str, QImage | None]) -> None:
        sha, image = came
        for row in self.rows():
            if row.sha == sha and image is not None:
                row.show_picture(image)

    def _say(self) -> None:
        words = {
            "nothing-there": self.tr("There is no picture in the clipboard. Copy one first, or choose a file."),
            "unreadable": self.tr("This file could not be read. Is the stick or phone still connected?"),
            "empty": self.tr("This file is empty. Take the photo again, or choose another file."),
            "wrong-kind": self.tr("Only photos (JPEG, PNG) and PDF files can be added."),
            "damaged": self.tr("This file is damaged and cannot be opened. Copy it again, or choose another one."),
            "too-large": self.tr("This file is too large: a PDF may have 10 MB. Scan fewer pages, or a smaller size."),
        }
        if self._wrong:
            self.hint.show_text(words.get(self._wrong, words["unreadable"]), "error")
        else:
            self.hint.show_text(self.tr("Being added…") if self.busy else "")

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self.add.set_text(self.tr("Add a photo or PDF"))
        self._paste.set_text(self.tr("Paste"))
        self._drop.setText(self.tr("Or drop files onto this page."))
        for row in self.rows():
            row.retranslate()
        self._say()


def _small(desk: Desk, sha: str, size: int) -> tuple[str, QImage | None]:
    from spoke_app.documents.pictures import thumbnail

    data = open_attachment(desk, sha)
    return sha, None if data is None else thumbnail(data, size)
