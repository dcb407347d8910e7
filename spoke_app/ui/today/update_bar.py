"""A quiet line above the day's work: a new version is ready, and nobody has to hurry."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from spoke_app.actions.new_version import NewVersion
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.notice_bar import NoticeBar


class UpdateBar(NoticeBar):
    """`pressed`: install it; `put_off`: not today."""

    put_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("news", name="today.update", parent=parent)
        self.later = Button("", "quiet", size="row", name="today.update.later")
        self.later.clicked.connect(self.put_off)
        row = self.layout()
        if isinstance(row, QBoxLayout):
            row.addWidget(self.later)
        self.hide()

    def show_version(self, view: NewVersion | None) -> None:
        """There while a version can be installed here that nobody has put off today."""
        wanted = view is not None and view.ready and view.starts and not view.put_off
        if wanted:
            self.show_notice(
                "news",
                self.tr("A new version of Spoke is ready."),
                self.tr("It installs in a minute; nothing is lost."),
                self.tr("Install now"),
                icon="arrow-down",
            )
            self.later.set_text(self.tr("Later"))
        self.setVisible(wanted)
