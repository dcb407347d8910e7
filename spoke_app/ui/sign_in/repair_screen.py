"""What is shown where this PC's record is damaged or gone: what happened, and one button that brings it back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar

from spoke_app.ui.ports import ScreenSettings
from spoke_app.ui.sign_in.entry_page import EntryPage
from spoke_app.ui.text import short_date, trouble_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from spoke_app.standing import KnownPlace


class RepairScreen(EntryPage):
    """`repair_wanted`, then `done_with` once it is over; `show_back` and `refuse` say how it ended."""

    repair_wanted = Signal()
    done_with = Signal()

    def __init__(self, settings: ScreenSettings, place: KnownPlace | None, code: str) -> None:
        """`code` is the store's error."""
        super().__init__("repair", settings, place)
        theme = current_theme()
        self._code = code
        self._refused = ""
        self._back: tuple[date | None, int, int] | None = None
        self._title = Label("", "big", wrap=True)
        self._lead = Label("", "field", "ink3", wrap=True)
        self.notice = NoticeBar("look", name="repair.notice")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.hide()
        self.button = Button("", "primary", key="Enter", size="large", name="repair.submit")
        self.button.clicked.connect(self._pressed)
        for item, gap in ((self._title, 6), (self._lead, 20), (self.notice, 16), (self._bar, 8)):
            self.column.addWidget(item)
            self.column.addSpacing(theme.px(gap))
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.retranslate()

    def take_cursor(self) -> None:
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_back(self, copy: date | None, put_back: int, visits: int) -> None:
        """The record is there again: what came, and from where."""
        self._back, self._refused = (copy, put_back, visits), ""
        self._idle()

    def refuse(self, code: str) -> None:
        """It could not be done."""
        self._refused = code
        self._idle()

    def _idle(self) -> None:
        self._bar.hide()
        self.button.setEnabled(True)
        self.retranslate()
        self.take_cursor()

    def _pressed(self) -> None:
        if self._back is not None:
            self.done_with.emit()
            return
        self.button.setEnabled(False)
        self._bar.show()
        self.repair_wanted.emit()

    def retranslate(self) -> None:
        super().retranslate()
        if self._place is None:
            self._place_name.setText(self.tr("A desk for every health centre"))
        back = self._back is not None
        self._title.setText(self.tr("The record is back") if back else self.tr("The record must be brought back"))
        self._lead.setText("" if back else self.tr("It takes some minutes. Leave this PC on."))
        self._lead.setVisible(not back)
        self.button.set_text(self.tr("Go to sign-in") if back else self.tr("Bring the record back"))
        self._say()

    def _say(self) -> None:
        if self._back is not None:
            self.notice.show_notice("done", *self._back_words(*self._back))
        elif self._refused:
            self.notice.show_notice("danger", *trouble_text(self._refused))
        else:
            what = trouble_text(self._code)[0]
            more = self.tr(
                "What was saved is still here: in the copy that is made every day, in what was noted since, and at the"
                " hub. The damaged file is kept."
            )
            self.notice.show_notice("look", what, more)

    def _back_words(self, copy: date | None, put_back: int, visits: int) -> tuple[str, str]:
        there = self.tr("%n visit(s) are on this PC again.", "", visits)
        if copy is None:
            since = self.tr("%n change(s) were read out of what was left.", "", put_back)
        else:
            day = short_date(copy, self.settings.language)
            of_day = self.tr("From the copy of {day},").format(day=day)
            since = f"{of_day} " + self.tr("and %n change(s) saved since.", "", put_back)
        hub = self.tr("What may still be missing comes from the hub with the next exchange.")
        return there, f"{since} {hub}"
