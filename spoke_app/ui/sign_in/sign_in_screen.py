"""Who is working now: a name from the list and a PIN. Works without any network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spoke_app.ui.ports import ScreenSettings
from spoke_app.ui.sign_in.entry_page import EntryPage
from spoke_app.ui.sign_in.pin_boxes import PinBoxes
from spoke_app.ui.text import names_for, role_text, short_date, time_text, trouble_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card, IconMark
from spoke_app.ui.widgets.field import HintLine
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.list_view import ListView, RowDelegate
from spoke_app.ui.widgets.rows import Row

if TYPE_CHECKING:
    from spoke_app.access.roster import KnownPerson
    from spoke_app.standing import KnownPlace

SHOWN_AT_ONCE = 4


class SignInScreen(EntryPage):
    """`sign_in_wanted(person id, pin)`; the answer comes back through `show_refusal` or the desk opens."""

    sign_in_wanted = Signal(str, str)

    def __init__(
        self,
        settings: ScreenSettings,
        place: KnownPlace | None,
        people: Sequence[KnownPerson],
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("sign_in", settings, place, parent)
        theme = current_theme()
        self._people = sorted(people, key=lambda person: person.last_sign_in or _LONG_AGO, reverse=True)
        self._clock = clock
        self._title = Label("", "big")
        self._lead = Label("", "field", "ink3", wrap=True)
        card = Card(flush=True)
        delegate = RowDelegate(round_top=True)
        self.list = ListView("sign_in.people", "", fit=len(people) <= SHOWN_AT_ONCE, delegate=delegate)
        self.list.current_changed.connect(self._person_chosen)
        self.list.activated_row.connect(self._to_pin)
        card.add(self.list)
        self._pin_label = Label("", "label", "ink2")
        self.pin = PinBoxes("sign_in.pin")
        self.pin.returnPressed.connect(self._submit)
        # The arrow keys choose a name while the cursor stays in the PIN.
        self.pin.stepped.connect(self.list.move_current)
        self.button = Button("", "primary", key="Enter", size="large", name="sign_in.submit")
        self.button.clicked.connect(self._submit)
        self._said = HintLine()
        self._offline = Label("", "body", "ink3", wrap=True)
        for item, gap in ((self._title, 6), (self._lead, 20), (card, 22), (self._pin_label, 8)):
            self.column.addWidget(item)
            self.column.addSpacing(theme.px(gap))
        row = QHBoxLayout()
        row.addWidget(self.pin)
        row.addStretch(1)
        row.addWidget(self.button)
        self.column.addLayout(row)
        self.column.addWidget(self._said)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(6))
        foot.addWidget(IconMark("wifi-off", theme.ink3, theme.px(18)))
        foot.addWidget(self._offline, 1)
        self.column.addLayout(foot)
        self.retranslate()

    def take_cursor(self) -> None:
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        super().retranslate()
        self._title.setText(self.tr("Who is working now?"))
        self._lead.setText(self.tr("Choose your name, then type your PIN."))
        self.list.setAccessibleName(self.tr("Your name"))
        self.list.set_rows([self._row(person) for person in self._people], select_first=True)
        self.button.set_text(self.tr("Sign in"))
        self._offline.setText(self.tr("Works without internet. Forgotten PIN? The district office sets a new one."))
        self._person_chosen(self.list.current_id())

    def _row(self, person: KnownPerson) -> Row:
        lang = self.settings.language
        name, _ = names_for(person.name, person.name_hi, lang)
        return Row(person.id, name, role_text(person.role), right=self._last(person))

    def _last(self, person: KnownPerson) -> str:
        if person.last_sign_in is None:
            return ""
        now = self._clock()
        last = person.last_sign_in.astimezone(now.tzinfo)
        if last.date() == now.date():
            return self.tr("Signed in today, {time}").format(time=time_text(last))
        return short_date(last.date(), self.settings.language, now.date())

    def _person_chosen(self, person_id: str) -> None:
        for person in self._people:
            if person.id == person_id:
                name, _ = names_for(person.name, person.name_hi, self.settings.language)
                words = self.tr("PIN of {name}").format(name=name)
                self._pin_label.setText(words)
                self.pin.setAccessibleName(words)

    def _to_pin(self, person_id: str) -> None:
        self.pin.setFocus()

    def _submit(self) -> None:
        if self.list.current_id() and len(self.pin.text()) >= 4 and self.button.isEnabled():
            self.set_busy(True)
            self.sign_in_wanted.emit(self.list.current_id(), self.pin.text())

    def set_busy(self, busy: bool) -> None:
        """While the PIN is being checked."""
        self.button.setEnabled(not busy)
        self.pin.setEnabled(not busy)
        self._said.show_text(self.tr("Checking…") if busy else "")

    def show_refusal(self, sentence: str) -> None:
        """The PIN was wrong, or somebody has to wait: say it and let them type again."""
        self.set_busy(False)
        self.pin.clear()
        self.pin.setFocus()
        self._said.show_text(sentence, "error")

    def refuse(self, code: str, seconds: float = 0.0) -> None:
        """Say what a stable error code of the sign-in means."""
        words = {
            "wrong-pin": self.tr("This PIN is not right."),
            "too-soon": self.tr("Too many wrong PINs. Wait %n second(s), then try again.", "", round(seconds)),
            "no-such-person": self.tr("You cannot sign in on this PC. Ask the district office."),
            "machine-key": self.tr("The keys of this PC do not open here. Call the IT staff."),
        }
        self.show_refusal(words.get(code) or " ".join(trouble_text(code)))

    def said(self) -> str:
        """The sentence under the PIN."""
        return self._said.text()


_LONG_AGO = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
