"""What is shown where the app cannot start on this PC just now: why, and what to do, in either language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from spoke_app.ui.ports import ScreenSettings
from spoke_app.ui.sign_in.entry_page import EntryPage
from spoke_app.ui.text import trouble_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.notice_bar import NoticeBar


class StoppedScreen(EntryPage):
    """`again` to try once more, `given_up` to close."""

    again = Signal()
    given_up = Signal()

    def __init__(self, settings: ScreenSettings, folder: Path, code: str, user: str) -> None:
        """`code` as `front_door` says it; `user` is who has the app open, in the system's words."""
        super().__init__("stopped", settings, None)
        theme = current_theme()
        self._why, self._user, self._of_folder = code, user, folder
        self._title = Label("", "big", wrap=True)
        self.notice = NoticeBar("look", name="stopped.notice")
        self._folder = Label("", "meta", "ink3", wrap=True)
        self._folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = Button("", "primary", key="Enter", size="large", name="stopped.again")
        self.button.clicked.connect(self.again)
        self._close = Button("", "secondary", size="large", name="stopped.close")
        self._close.clicked.connect(self.given_up)
        for item, gap in ((self._title, 20), (self.notice, 16), (self._folder, 16)):
            self.column.addWidget(item)
            self.column.addSpacing(theme.px(gap))
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.button)
        row.addWidget(self._close)
        row.addStretch(1)
        self.column.addLayout(row)
        self.retranslate()

    def take_cursor(self) -> None:
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        super().retranslate()
        self._place_name.setText(self.tr("A desk for every health centre"))
        open_already = self._why in ("other-user", "not-answering")
        self._title.setText(self.tr("Spoke is open already") if open_already else self.tr("Spoke cannot start"))
        self.notice.show_notice("look" if open_already else "danger", *self._words())
        self._folder.setText(self.tr("Spoke's folder: {folder}").format(folder=self._of_folder))
        self._folder.setVisible(not open_already)
        self.button.set_text(self.tr("Try again"))
        self._close.set_text(self.tr("Close"))

    def _words(self) -> tuple[str, str]:
        if self._why == "other-user":
            return (
                self.tr("Another user of this PC has Spoke open: {user}").format(user=self._user),
                self.tr("Close Spoke there, or sign that user out of Windows. What was typed there is kept."),
            )
        if self._why == "not-answering":
            return (
                self.tr("It does not come to the front."),
                self.tr("Wait a moment and try again. If it stays so, restart the PC: what was saved is kept."),
            )
        return trouble_text(self._why)
