"""This PC takes the place of another: a backup is chosen, opened with its passphrase, and becomes this PC's record."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar

from spoke_app.ui.models.backup_words import backup_trouble
from spoke_app.ui.ports import Ask, ScreenSettings
from spoke_app.ui.sign_in.entry_page import EntryPage
from spoke_app.ui.text import names_for, short_date, time_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.notice_bar import NoticeBar

ENDING = ".spokebackup"


class RestoreScreen(EntryPage):
    """`chosen(file)`, `restore_wanted(file, key file or None, passphrase)`, `cancelled` while that is under way,
    `given_up`, and `done_with` at the end."""

    chosen = Signal(object)
    restore_wanted = Signal(object, object, str)
    cancelled = Signal()
    given_up = Signal()
    done_with = Signal()

    def __init__(self, settings: ScreenSettings, ask: Ask) -> None:
        super().__init__("restore", settings, None)
        self._ask = ask
        self._file: Path | None = None
        self._key_file: Path | None = None
        self._found: Any = None
        self._code = ""
        self._busy = self._restored = False
        self._title = Label("", "big", wrap=True)
        self._lead = Label("", "field", "ink3", wrap=True)
        self.choose = Button("", "secondary", icon="usb", size="large", name="restore.choose")
        self.choose.clicked.connect(self._choose)
        self.facts = Label("", "body", "ink", wrap=True)
        self.facts.setObjectName("restore.facts")
        self.passphrase = Field("", "restore.passphrase")
        self.passphrase.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.edit.returnPressed.connect(self._submit)
        self.key_button = Button("", "quiet", icon="key", size="row", name="restore.key_file")
        self.key_button.clicked.connect(self._choose_key)
        self.notice = NoticeBar("danger", name="restore.notice")
        self.notice.hide()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.button = Button("", "primary", key="Ctrl Enter", size="large", name="restore.submit")
        self.button.clicked.connect(self._submit)
        self.back = Button("", "secondary", size="large", name="restore.back")
        self.back.clicked.connect(self._go_back)
        self._lay_out()
        self._show_parts(busy=False)
        self.retranslate()

    def _lay_out(self) -> None:
        theme = current_theme()
        self._card = Card()
        for item in (self.choose, self.facts, self.passphrase, self.key_button):
            self._card.add(item)
        for widget, gap in ((self._title, 6), (self._lead, 20), (self._card, 16), (self.notice, 8), (self._bar, 8)):
            self.column.addWidget(widget)
            self.column.addSpacing(theme.px(gap))
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.button)
        row.addWidget(self.back)
        row.addStretch(1)
        self.column.addLayout(row)

    def take_cursor(self) -> None:
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_found(self, header: Any) -> None:
        """What the chosen file says of itself."""
        self._found, self._code = header, ""
        self._show_parts(busy=False)
        self.retranslate()
        self.passphrase.edit.setFocus()

    def show_step(self, done: int, all_: int) -> None:
        """How far it is, in bytes."""
        self._bar.setRange(0, 1000 if all_ else 0)
        self._bar.setValue(done * 1000 // all_ if all_ else 0)

    def show_restored(self) -> None:
        """It is this PC's record now."""
        self._restored, self._code = True, ""
        self._show_parts(busy=False)
        self.retranslate()
        self.button.setFocus()

    def refuse(self, code: str) -> None:
        """Why it could not be done."""
        self._code = code
        self._show_parts(busy=False)
        self.retranslate()
        (self.choose if self._found is None else self.passphrase.edit).setFocus(Qt.FocusReason.OtherFocusReason)

    def agrees(self, *, other: bool) -> bool:
        """There is a record here: whether the backup shall take its place."""
        text = self.tr("This PC has a record already.")
        more = self.tr("It is kept beside the restored one, and what it has more of the same PC is added.")
        if other:
            more = self.tr("It is another one than the backup's. It is kept beside the restored one.")
        return self._ask.confirm(self, text, more, self.tr("Restore the backup"), self.tr("Leave all as it is"))

    def _show_parts(self, *, busy: bool) -> None:
        self._busy = busy
        there = self._found is not None and not self._restored
        self._card.setVisible(not self._restored)
        self._lead.setVisible(not self._restored)
        self.facts.setVisible(there)
        self.passphrase.setVisible(there)
        self.key_button.setVisible(there)
        self.button.setVisible(there or self._restored)
        for part in (self.button, self.choose, self.key_button, self.passphrase.edit):
            part.setEnabled(not busy)
        self.back.setVisible(not self._restored)
        self.back.setEnabled(True)
        self._name_back()
        self._bar.setVisible(busy)
        self.notice.setVisible(bool(self._code) or self._restored)

    def _choose(self) -> None:
        pattern = self.tr("Backups of Spoke ({pattern})").format(pattern=f"*{ENDING}")
        file = self._ask.open_file(self, self.tr("Choose the backup"), pattern)
        if file is not None:
            self._file, self._key_file, self._found = file, None, None
            self.passphrase.set_text("")
            self.chosen.emit(file)

    def _choose_key(self) -> None:
        file = self._ask.open_file(self, self.tr("Choose the recovery key's file"), "")
        if file is not None:
            self._key_file = file
            self.retranslate()
            self.passphrase.edit.setFocus()

    def _go_back(self) -> None:
        if not self._busy:
            self.given_up.emit()
            return
        self.back.setEnabled(False)
        self.cancelled.emit()

    def _submit(self) -> None:
        if self._restored:
            self.done_with.emit()
        elif self._file is not None and self._found is not None and self.passphrase.edit.text():
            self._code = ""
            self._show_parts(busy=True)
            self.show_step(0, 0)
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)
            self.restore_wanted.emit(self._file, self._key_file, self.passphrase.edit.text())

    def again(self) -> tuple[Path | None, Path | None, str]:
        """What was asked for, to be asked for once more."""
        return self._file, self._key_file, self.passphrase.edit.text()

    def retranslate(self) -> None:
        super().retranslate()
        self._place_name.setText(self.tr("A desk for every health centre"))
        self._title.setText(self.tr("This PC replaces another"))
        self._lead.setText(self.tr("Put in the USB stick with the backup. Everything on it comes to this PC."))
        self.choose.set_text(self.tr("Choose the backup…"))
        self.passphrase.set_label(self.tr("Passphrase of the backup"))
        self.key_button.set_text(self.tr("Use the district's recovery key…"))
        if self._key_file is not None:
            self.passphrase.set_label(self.tr("Passphrase of the recovery key"))
            self.key_button.set_text(self.tr("Recovery key: {file}").format(file=self._key_file.name))
        self.button.set_text(self.tr("Go to sign-in") if self._restored else self.tr("Restore"))
        self._name_back()
        if self._found is not None:
            self.facts.setText(self._facts_text())
        if self._restored:
            self.notice.show_notice(
                "done",
                self.tr("The record is on this PC."),
                self.tr("Everybody signs in with her own PIN. The next exchange brings what is missing."),
            )
        elif self._code == "backup-stopped":
            self.notice.show_notice("news", self.tr("Cancelled."), self.tr("Nothing was changed."))
        elif self._code:
            self.notice.show_notice("danger", *backup_trouble(self._code))

    def _name_back(self) -> None:
        self.back.set_text(self.tr("Cancel") if self._busy else self.tr("Back"))

    def _facts_text(self) -> str:
        header, lang = self._found, self.settings.language
        name, _ = names_for(header.place, header.place_hi, lang)
        made = datetime.fromisoformat(header.made)
        when = self.tr("Made on {day} at {time}").format(day=short_date(made.date(), lang), time=time_text(made))
        counted = self.tr("%n patient(s)", "", header.patients)
        return f"{name}\n{when}\n{counted}"
