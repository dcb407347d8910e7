"""What sign-in and enrolment share: the dark panel at the left, text size and language at the top right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.ui.ports import ScreenSettings
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.theme import TEXT_SCALES, current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.choice import Segments
from spoke_app.ui.widgets.hub_picture import HubPanel, Logo
from spoke_app.ui.widgets.key_cap import KeyCap
from spoke_app.ui.widgets.label import Label

if TYPE_CHECKING:
    from spoke_app.standing import KnownPlace


class EntryPage(QWidget):
    """Subclasses fill `.column` (560 wide) and retranslate."""

    language_wanted = Signal()

    def __init__(
        self, name: str, settings: ScreenSettings, place: KnownPlace | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.settings = settings
        self._place = place
        self.setObjectName(name)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._panel())
        page = ScrollPage()
        row.addWidget(page, 1)
        page.column.addLayout(self._top(name))
        page.column.addSpacing(theme.px(28))
        self.column = QVBoxLayout()
        self.column.setSpacing(0)
        middle = QHBoxLayout()
        inner = QWidget()
        inner.setProperty("ground", "clear")
        inner.setMaximumWidth(theme.px(560))
        inner.setLayout(self.column)
        self.column.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(inner, 20)
        middle.addStretch(1)
        page.column.addLayout(middle)
        page.column.addStretch(1)

    def take_cursor(self) -> None:
        """Into the first field; a focus proxy on the page would keep Tab from all that stands around the form."""

    def _panel(self) -> QWidget:
        theme = current_theme()
        panel = HubPanel()
        panel.setFixedWidth(500 if not theme.folded else 360)
        column = QVBoxLayout(panel)
        column.setContentsMargins(48, 44, 40, 24)
        column.setSpacing(4)
        brand = QHBoxLayout()
        brand.setSpacing(12)
        brand.addWidget(Logo(40, on_dark=True))
        brand.addWidget(Label("Spoke", "big", "white"))
        brand.addStretch(1)
        column.addLayout(brand)
        column.addSpacing(20)
        self._place_name = Label("", "title", "white", wrap=True)
        self._place_name.setMaximumWidth(320)
        self._place_more = Label("", "body", "white", wrap=True)
        column.addWidget(self._place_name)
        column.addWidget(self._place_more)
        column.addStretch(1)
        return panel

    def _top(self, name: str) -> QHBoxLayout:
        theme = current_theme()
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addStretch(1)
        self._size = Button("", "quiet", icon="text-size", size="row", name=f"{name}.text_size")
        self._size.clicked.connect(self._next_size)
        row.addWidget(self._size)
        self._languages = Segments("", f"{name}.language", (("en", "English"), ("hi", "हिन्दी")))
        self._languages.set_value(self.settings.language)
        self._languages.setMaximumWidth(theme.px(200))
        self._languages.changed.connect(self._language_chosen)
        row.addWidget(self._languages)
        row.addWidget(KeyCap("F8"))
        return row

    def _next_size(self) -> None:
        sizes = [round(scale * 100) for scale in TEXT_SCALES]
        bigger = [size for size in sizes if size > self.settings.text_size]
        self.settings.change(text_size=bigger[0] if bigger else sizes[0])

    def _language_chosen(self, code: str) -> None:
        if code != self.settings.language:
            self.language_wanted.emit()

    def retranslate(self) -> None:
        """Every text again."""
        hindi = self.settings.language == "hi"
        place = self._place
        if place is not None:
            self._place_name.setText(place.name_hi if hindi and place.name_hi else place.name)
            self._place_more.setText(self.tr("{district} district").format(district=place.district))
        self._place_more.setVisible(place is not None and bool(place.district))
        self._size.set_text(self.tr("Text {size} %").format(size=self.settings.text_size))
        self._languages.set_value(self.settings.language)
        self._languages.setAccessibleName(self.tr("Language"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
