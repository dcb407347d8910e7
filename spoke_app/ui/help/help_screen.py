"""Help as a screen of the desk. It lies over the screen in front: Esc leads back to that as it was."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.ui.context import UiContext
from spoke_app.ui.help.help_page import HelpPage
from spoke_app.ui.help.keys import KeysOfPage
from spoke_app.ui.screen import BACK, Screen
from spoke_app.ui.widgets.button import Button


class HelpScreen(Screen):
    """`opened(keys=...)` with the keys of the screen that it is opened over."""

    name = "help"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.page = HelpPage(context.lang)
        self.page.closed.connect(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        theme = context.theme
        self.check = Button("", "secondary", "qrcode", "Alt K", name="help.check")
        self.check.clicked.connect(self._check_paper)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.page_edge, 0, theme.page_edge, theme.px(20))
        foot.addWidget(self.check)
        foot.addStretch(1)
        column.addLayout(foot)
        self.retranslate()

    def opened(self, **args: Any) -> None:
        page: KeysOfPage | None = args.get("keys")
        self.page.open(page.read if page is not None else tuple)

    def back(self) -> None:
        """Esc: to where one was."""
        self.navigate.emit(BACK, {})

    def retranslate(self) -> None:
        self.page.retranslate(self.context.lang)
        self.check.set_text(self.tr("Check a prescription on paper"))

    @Slot()
    def _check_paper(self) -> None:
        self.navigate.emit("check", {})
