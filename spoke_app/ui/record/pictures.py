"""Photos and PDFs of a visit as small likenesses, each opened large with Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from spoke_app.actions.open_visit import Picture
from spoke_app.ui.icons import icon
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.label import plain

if TYPE_CHECKING:
    from spoke_app.actions.desk import Desk
    from spoke_app.ui.context import UiContext

SIDE = 128


class _Tile(QToolButton):
    """One of them: its likeness, its name, and whether it is on this PC."""

    def __init__(self, picture: Picture, at: int, missing: str) -> None:
        super().__init__()
        theme = current_theme()
        self.picture = picture
        self.setObjectName(f"record.picture.{at + 1}")
        self.setProperty("tile", "true")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        side = theme.px(SIDE)
        self.setIconSize(QSize(side, round(side * 0.75)))
        name = "file-text" if picture.media == "application/pdf" else "photo"
        self.setIcon(icon(name, theme.ink2, theme.px(40)))
        words = picture.label if picture.here else f"{picture.label}: {missing}"
        self.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, side + theme.px(20)))
        self.setToolTip(plain(words))
        self.setAccessibleName(words)
        self.setEnabled(picture.here)

    def show_image(self, image: QImage) -> None:
        self.setIcon(QIcon(QPixmap.fromImage(image)))


class Pictures(QWidget):
    """`opened(place)` of the one that is wished for large."""

    opened = Signal(int)

    def __init__(self, context: UiContext, pictures: Sequence[Picture], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.tiles: list[_Tile] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(12))
        columns = 3 if theme.folded else 4
        missing = self.tr("not on this PC yet")
        for at, picture in enumerate(pictures):
            tile = _Tile(picture, at, missing)
            tile.clicked.connect(self._pressed)
            self.tiles.append(tile)
            grid.addWidget(tile, at // columns, at % columns)
            if picture.here:
                context.runner.run(_small, picture.sha, picture.media, theme.px(SIDE), done=self._came)
        grid.setColumnStretch(columns, 1)

    @Slot(object)
    def _came(self, came: tuple[str, QImage | None]) -> None:
        sha, image = came
        for tile in self.tiles:
            if tile.picture.sha == sha and image is not None:
                tile.show_image(image)

    @Slot()
    def _pressed(self) -> None:
        for at, tile in enumerate(self.tiles):
            if tile is self.sender():
                self.opened.emit(at)


def _small(desk: Desk, sha: str, media: str, side: int) -> tuple[str, QImage | None]:
    """On the store's thread: reading and decoding are slow."""
    from spoke_app.actions.attach_file import open_attachment
    from spoke_app.documents.large_picture import large_picture

    data = open_attachment(desk, sha)
    return sha, None if data is None else large_picture(data, media, 0, side).image
