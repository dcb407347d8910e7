"""Notices of the district office: quiet news above the day's work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from spoke_app.actions.notices import Notice
from spoke_app.ui.text import date_text
from spoke_app.ui.widgets.notice_bar import NoticeBar


class NoticesBar(NoticeBar):
    """All of them in one bar, each with its last day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("news", name="today.notices", parent=parent)
        self._notices: tuple[Notice, ...] = ()

    def show_notices(self, notices: Sequence[Notice], lang: str) -> None:
        """Show these; with none the bar is not there."""
        self._notices = tuple(notices)
        lines = [self._line(notice, lang) for notice in self._notices]
        self.show_notice("news", self.tr("From the district office"), "\n".join(lines))
        self.setVisible(bool(lines))

    def retranslate(self, lang: str, _today: date) -> None:
        """All texts, in the language of now."""
        self.show_notices(self._notices, lang)

    def _line(self, notice: Notice, lang: str) -> str:
        said = (notice.text_hi if lang == "hi" else notice.text) or notice.text or notice.text_hi
        return self.tr("{text} (until {day})").format(text=said, day=date_text(notice.until, lang, year=False))
