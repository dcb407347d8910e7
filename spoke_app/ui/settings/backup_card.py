"""The card for backups: on a stick when somebody asks for it, the daily copies, and the way to restore one."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QWidget

from spoke_app.actions.back_up import BackupState, backup_state
from spoke_app.ui.context import UiContext
from spoke_app.ui.models.backup_words import backup_trouble, copy_trouble
from spoke_app.ui.text import short_date
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.notice_bar import NoticeBar

ENDING = ".spokebackup"
LEAST_LETTERS = 8


class BackupCard(Card):
    """Says how it stands, asks for a passphrase twice and for the file, and says what became of it."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__("…", parent=parent)
        self._context = context
        self._state: BackupState | None = None
        self._ended = ""
        self._hint = Label("", "meta", "ink3", wrap=True)
        self.last = Label("", "body", "ink2", wrap=True)
        self.last.setObjectName("backup.last")
        self.notice = NoticeBar("look", name="backup.notice")
        self.notice.hide()
        self.first = Field("", "backup.passphrase")
        self.second = Field("", "backup.passphrase_again")
        for field in (self.first, self.second):
            field.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.button = Button("", "secondary", icon="usb", name="backup.make")
        self.button.clicked.connect(self._make)
        self.restore = Button("", "quiet", name="backup.restore")
        self.restore.clicked.connect(self._restore)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.cancel = Button("", "quiet", name="backup.cancel")
        self.cancel.clicked.connect(context.backup.cancel)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self.restore)
        row.addStretch(1)
        for item in (self._hint, self.last, self.notice, self.first, self.second, row, self._bar, self.cancel):
            self.add(item)
        context.backup.moved.connect(self._show_progress)
        context.backup.ended.connect(self._show_end)
        self.retranslate()

    def ask(self) -> None:
        """How it stands now."""
        self._context.runner.run(backup_state, done=self._came)

    @Slot(object)
    def _came(self, state: BackupState) -> None:
        self._state = state
        self.retranslate()

    def retranslate(self) -> None:
        self.set_title(self.tr("Backup"))
        self._hint.setText(
            self.tr(
                "Once a month on a USB stick, kept in another house. It is closed: nobody reads it without its key."
            )
        )
        self.first.set_label(self.tr("Passphrase for this backup"))
        self.first.set_hint(self.tr("Some words that you will still know in a year."))
        self.second.set_label(self.tr("The same once more"))
        if self._state is not None and self._state.recovery:
            self.first.set_hint(self.tr("The district's recovery key opens it as well."))
        self.button.set_text(self.tr("Backup to USB…"))
        self.restore.set_text(self.tr("Restore a backup…"))
        self.cancel.set_text(self.tr("Cancel"))
        self._show_last()
        self._say()
        self._show_progress()

    def _show_last(self) -> None:
        state, lang = self._state, self._context.lang
        if state is None:
            self.last.setText("")
            return
        if state.at is None:
            stick = self.tr("No backup on a stick yet.")
        else:
            stick = self.tr("Last backup: {day}, {file}").format(day=short_date(state.at.date(), lang), file=state.file)
        copy = self.tr("No copy on this PC yet.")
        if state.copied is not None:
            copy = self.tr("Newest copy on this PC: {day}").format(day=short_date(state.copied, lang))
        self.last.setText(f"{stick}\n{copy}")

    def _say(self) -> None:
        state = self._state
        self.notice.show()
        if self._ended == "done":
            self.notice.show_notice(
                "done", self.tr("The backup is on the stick."), self.tr("It was read back and is whole.")
            )
        elif self._ended:
            self.notice.show_notice("danger", *backup_trouble(self._ended))
        elif state is not None and state.problem:
            self.notice.show_notice("danger", *copy_trouble(state.problem))
        elif state is not None and state.late:
            self.notice.show_notice("look", self.tr("It is time for a backup on a stick."), "")
        else:
            self.notice.hide()

    @Slot()
    def _show_progress(self) -> None:
        backup = self._context.backup
        self._bar.setRange(0, 1000 if backup.all else 0)
        self._bar.setValue(backup.done * 1000 // backup.all if backup.all else 0)
        for part in (self._bar, self.cancel):
            part.setVisible(backup.running)
        for control in (self.button, self.restore, self.first, self.second):
            control.setEnabled(not backup.running)

    @Slot()
    def _make(self) -> None:
        for field in (self.first, self.second):
            field.set_state("normal")
        passphrase = self.first.edit.text()
        if len(passphrase.strip()) < LEAST_LETTERS:
            self.first.set_state("error", self.tr("At least 8 letters."))
            self.first.edit.setFocus()
        elif passphrase != self.second.edit.text():
            self.second.set_state("error", self.tr("This is not the same."))
            self.second.edit.setFocus()
        else:
            name = f"spoke-{self._context.clock().strftime('%Y-%m-%d')}{ENDING}"
            pattern = self.tr("Backups of Spoke ({pattern})").format(pattern=f"*{ENDING}")
            file = self._context.ask.save_file(self, self.tr("Backup to USB"), name, pattern)
            if file is not None:
                self._ended = ""
                self.notice.hide()
                self._context.backup.put_on(file, passphrase)

    @Slot(str)
    def _show_end(self, code: str) -> None:
        self._ended = code
        if code == "done":
            for field in (self.first, self.second):
                field.set_text("")
        self._say()
        self.ask()

    @Slot()
    def _restore(self) -> None:
        agreed = self._context.ask.confirm(
            self,
            self.tr("Restore a backup on this PC?"),
            self.tr("You are signed out first. The record that is here now is kept beside the restored one."),
            self.tr("Sign out and choose a backup"),
            self.tr("Leave all as it is"),
        )
        if agreed:
            self._context.backup.restore_wanted.emit()
