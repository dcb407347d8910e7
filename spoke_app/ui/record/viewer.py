"""One photo or PDF at a time, large: nearer and farther, the next and the one before, all by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from spoke_app.actions.open_visit import Picture
from spoke_app.ui.record.foot import Foot
from spoke_app.ui.runner import Job
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.label import Label

if TYPE_CHECKING:
    from spoke_app.actions.desk import Desk
    from spoke_app.documents.large_picture import LargePicture
    from spoke_app.ui.context import UiContext

STEP, MOST = 1.25, 4.0
_SHARP = 2400
"""Pixels of the longer side of a page of a PDF: small print is read at four times the window's size."""


class _Canvas(QScrollArea):
    """The picture; arrow keys move it when it is larger than the window, else they leaf."""

    leafed = Signal(int)
    zoomed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("viewer.canvas")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.label = QLabel()
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self.label)
        self._image = QImage()
        self.zoom = 1.0

    def show_image(self, image: QImage) -> None:
        self._image, self.zoom = image, 1.0
        self._draw()

    def set_zoom(self, zoom: float) -> None:
        """1.0 fits the window."""
        self.zoom = min(max(zoom, 1.0), MOST)
        self._draw()

    def _draw(self) -> None:
        if self._image.isNull():
            return
        room = self.viewport().size() * self.zoom
        size = self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        if self.zoom == 1.0 and self._image.width() < size.width():
            size = self._image.size()
        smooth = Qt.TransformationMode.SmoothTransformation
        kept = Qt.AspectRatioMode.KeepAspectRatio
        picture = QPixmap.fromImage(self._image.scaled(size, kept, smooth))
        self.label.setPixmap(picture)
        self.label.resize(picture.size())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        zoom = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}.get(key)
        leaf = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_PageUp: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageDown: 1,
            Qt.Key.Key_Space: 1,
        }.get(key)
        if zoom is not None:
            self.zoomed.emit(zoom)
        elif leaf is not None and (self.zoom == 1.0 or key not in (Qt.Key.Key_Left, Qt.Key.Key_Right)):
            self.leafed.emit(leaf)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(200), current_theme().px(160))


class Viewer(QWidget):
    """`show_pictures` opens one of several; a PDF's pages are leafed through before the next file. `closed`: Esc."""

    closed = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pictures: tuple[Picture, ...] = ()
        self._at = self._page = 0
        self._pages = 1
        self._job: Job | None = None
        theme = context.theme
        self.canvas = _Canvas()
        self._what, self._place = Label("", "name", wrap=True), Label("", "body", "ink2")
        self._before = Button("", "secondary", "chevron-left", name="viewer.before")
        self._after = Button("", "secondary", "chevron-right", name="viewer.after")
        self._nearer = Button("", "secondary", "zoom-in", name="viewer.nearer")
        self._farther = Button("", "secondary", "zoom-out", name="viewer.farther")
        self._back = Button("", "quiet", key="Esc", name="viewer.back")
        head = QHBoxLayout()
        head.setContentsMargins(theme.page_edge, theme.px(12), theme.page_edge, theme.px(10))
        head.setSpacing(theme.px(12))
        head.addWidget(self._what, 1)
        head.addWidget(self._place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.canvas, 1)
        column.addWidget(Foot((self._before, self._after, self._nearer, self._farther), self._back))
        self.canvas.leafed.connect(self._leaf)
        self.canvas.zoomed.connect(self._zoom)
        self._before.clicked.connect(self._to_before)
        self._after.clicked.connect(self._to_after)
        self._nearer.clicked.connect(self._come_nearer)
        self._farther.clicked.connect(self._go_farther)
        self._back.clicked.connect(self.closed)
        self.retranslate()

    def show_pictures(self, pictures: Sequence[Picture], at: int) -> None:
        """Open the one at this place; those that are not on this PC are passed over."""
        wanted = pictures[at].sha if 0 <= at < len(pictures) else ""
        self._pictures = tuple(picture for picture in pictures if picture.here)
        places = [n for n, picture in enumerate(self._pictures) if picture.sha == wanted]
        self._at, self._page, self._pages = (places[0] if places else 0), 0, 1
        self._load()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _load(self) -> None:
        if self._job is not None:
            self._job.drop()
        if self._pictures:
            picture = self._pictures[self._at]
            self._job = self._context.runner.run(_large, picture.sha, picture.media, self._page, done=self._came)
        self._say()

    @Slot(object)
    def _came(self, came: LargePicture | None) -> None:
        self._job = None
        if came is None or came.image is None:
            self.canvas.label.setText(self.tr("This file cannot be shown."))
            self.canvas.label.adjustSize()
            self._pages = 1
        else:
            self._page, self._pages = came.page, came.pages
            self.canvas.show_image(came.image)
        self._say()

    @Slot(int)
    def _leaf(self, step: int) -> None:
        page = self._page + step
        if 0 <= page < self._pages:
            self._page = page
        elif 0 <= self._at + step < len(self._pictures):
            self._at += step
            self._page, self._pages = (0 if step > 0 else 10_000), 1
        else:
            return
        self._load()

    def _to_before(self) -> None:
        self._leaf(-1)

    def _to_after(self) -> None:
        self._leaf(1)

    @Slot(int)
    def _zoom(self, step: int) -> None:
        self.canvas.set_zoom(self.canvas.zoom * STEP**step if step else 1.0)
        self._say()

    def _come_nearer(self) -> None:
        self._zoom(1)

    def _go_farther(self) -> None:
        self._zoom(-1)

    def _say(self) -> None:
        """What is shown, how far through, which buttons lead on."""
        count = len(self._pictures)
        label = self._pictures[self._at].label if count else ""
        parts = [self.tr("{0} of {1}").format(self._at + 1, count)] if count > 1 else []
        if self._pages > 1:
            parts.append(self.tr("page {0} of {1}").format(self._page + 1, self._pages))
        if self.canvas.zoom > 1.0:
            parts.append(f"{round(self.canvas.zoom * 100)} %")
        self._what.setText(label)
        self._place.setText(" · ".join(parts))
        self.canvas.setAccessibleName(", ".join([label, *parts]))
        self._before.setEnabled(self._at > 0 or self._page > 0)
        self._after.setEnabled(self._at + 1 < count or self._page + 1 < self._pages)
        self._farther.setEnabled(self.canvas.zoom > 1.0)
        self._nearer.setEnabled(self.canvas.zoom < MOST)

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self._before.set_text(self.tr("Before"))
        self._after.set_text(self.tr("Next"))
        self._nearer.set_text(self.tr("Nearer"))
        self._farther.set_text(self.tr("Farther"))
        self._back.set_text(self.tr("Back"))
        self._nearer.setToolTip("+")
        self._farther.setToolTip("-")
        self._say()


def _large(desk: Desk, sha: str, media: str, page: int) -> LargePicture | None:
    """On the store's thread: reading and decoding are slow."""
    from spoke_app.actions.attach_file import open_attachment
    from spoke_app.documents.large_picture import large_picture

    data = open_attachment(desk, sha)
    return None if data is None else large_picture(data, media, page, _SHARP)
