"""The first page of a PC that belongs to no health centre yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from spoke_app.ui.ports import ScreenSettings
from spoke_app.ui.sign_in.enrol_form import EnrolForm
from spoke_app.ui.sign_in.entry_page import EntryPage
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card, IconMark
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from spoke_app.standing import Wiped


class Needs(QWidget):
    """What has to be at hand, and who gives it: an icon and a line for each."""

    def __init__(self, icons: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._head = Label("", "label", "ink2")
        self._lines = [Label("", "body", "ink2", wrap=True) for _ in icons]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._head, 0, 0, 1, 2)
        for at, (icon, line) in enumerate(zip(icons, self._lines, strict=True), start=1):
            grid.addWidget(IconMark(icon, theme.accent, theme.px(20)), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(line, at, 1)

    def show_words(self, head: str, lines: Sequence[str]) -> None:
        self._head.setText(head)
        for label, text in zip(self._lines, lines, strict=True):
            label.setText(text)


class EnrolScreen(EntryPage):
    """Lead, form, what is needed and where it comes from."""

    enrol_wanted = Signal(str, str)
    people_wanted = Signal()
    restore_wanted = Signal()
    typed = Signal()
    """Somebody changes what stands in the form."""

    def __init__(self, settings: ScreenSettings, parent: QWidget | None = None) -> None:
        super().__init__("enrol", settings, None, parent)
        theme = current_theme()
        self._is_joined = False
        self._title = Label("", "big", wrap=True)
        self._lead = Label("", "field", "ink3", wrap=True)
        self.form = EnrolForm()
        self.form.enrol_wanted.connect(self.enrol_wanted)
        self.form.typed.connect(self.typed)
        self._by_itself = False
        self._joined = NoticeBar("look", button="…", name="enrol.joined")
        self._joined.pressed.connect(self._ask_people)
        self._joined.hide()
        self._card = card = Card()
        card.add(self.form)
        self._gone: Wiped | None = None
        self._wiped = NoticeBar("look", name="enrol.wiped")
        self._wiped.hide()
        self._needs = Needs(("transfer", "key", "lock"))
        self.restore = Button("", "quiet", icon="usb", size="row", name="enrol.restore")
        self.restore.clicked.connect(self.restore_wanted)
        for item, gap in (
            (self._wiped, 0), (self._title, 6), (self._lead, 20), (self._joined, 8), (card, 16), (self._needs, 12)
        ):  # fmt: skip
            self.column.addWidget(item)
            self.column.addSpacing(theme.px(gap))
        row = QHBoxLayout()
        row.addWidget(self.restore)
        row.addStretch(1)
        self.column.addLayout(row)
        self.retranslate()

    def show_by_itself(self, *, trying: bool) -> None:
        """This PC was installed with what it takes: it joins without anybody, now or when the line is there."""
        self._by_itself = True
        self.retranslate()
        if trying:
            self.form.set_busy(True)
        else:
            self.form.show_waiting()

    def show_by_hand(self) -> None:
        """Not by itself any more: somebody types."""
        self._by_itself = False
        self.retranslate()

    def show_joined(self) -> None:
        """This PC is enrolled, but nobody can sign in yet: the list of staff has not come."""
        self._is_joined = True
        self._card.hide()
        self._needs.hide()
        self.retranslate()
        self._joined.show()

    def show_wiped(self, wiped: Wiped) -> None:
        """This PC had a record that was destroyed by the hub's order: what became of it."""
        self._gone = wiped
        self.retranslate()
        self.column.insertSpacing(self.column.indexOf(self._wiped) + 1, current_theme().px(20))
        self._wiped.show()

    def refuse(self, code: str) -> None:
        """Why it could not be done; where the hub has lost a PC that had joined, the form for a new code is back."""
        if self._is_joined:
            self._is_joined = False
            self._joined.hide()
            self._card.show()
            self._needs.show()
        self.show_by_hand()
        self.form.show_refusal(code)

    def _ask_people(self) -> None:
        self._joined.button.setEnabled(False)
        self.people_wanted.emit()

    def take_cursor(self) -> None:
        self.form.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        super().retranslate()
        self._place_name.setText(self.tr("A desk for every health centre"))
        self._title.setText(self.tr("Join this PC to your centre"))
        self._lead.setText(self.tr("Two lines to type. Who works here comes by itself."))
        self._needs.show_words(
            self.tr("What you need, once"),
            (
                self.tr("Internet for some minutes. After that Spoke works without it."),
                self.tr("The hub's address and a code for this PC: call the IT staff of the district office."),
                self.tr("Your PIN, set by the district office. With it you sign in, also without internet."),
            ),
        )
        self.restore.set_text(self.tr("This PC replaces another: restore a backup"))
        if self._by_itself:
            self._lead.setText(self.tr("The district office has prepared this PC: it joins by itself."))
        if self._is_joined:
            self._title.setText(self.tr("This PC has joined"))
            self._lead.setText(self.tr("Who works here comes with the first exchange."))
        if self._gone is not None:
            self._wiped.show_notice(
                "look",
                self.tr("The record on this PC was destroyed by order of the district office."),
                self._gone_text(self._gone),
            )
        self._joined.show_notice(
            "look",
            self.tr("The list of staff has not come yet."),
            self.tr("With the internet on, try again. If it still does not come, call the district office."),
            self.tr("Try again"),
        )

    def _gone_text(self, gone: Wiped) -> str:
        parts = [self.tr("Everything that was saved here, %n change(s), is at the hub.", "", gone.delivered)]
        if gone.drafts:
            parts.append(self.tr("%n unfinished form(s) had never been saved and went with it.", "", gone.drafts))
        if gone.attachments:
            parts.append(
                self.tr("%n picture(s) or file(s) had not been sent yet and went with it.", "", gone.attachments)
            )
        parts.append(self.tr("To use this PC again, ask the district office for a new code."))
        return " ".join(parts)
