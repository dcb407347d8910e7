"""What is written from a record: notes, a death, two records made one and parted again; and what came of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from spoke_app.actions.edit_patient import edit_patient
from spoke_app.actions.join_patients import join_patients, part_patient
from spoke_app.actions.refused import Refused
from spoke_app.actions.write_note import add_note, correct_note, sign_note

if TYPE_CHECKING:
    from spoke_app.actions.views import PatientView
    from spoke_app.ui.context import UiContext


class RecordDeeds(QObject):
    """Each deed goes to the store; the signals say how it ended."""

    note_written = Signal()
    note_refused = Signal(str)
    """With the code of why."""
    joined = Signal(bool)
    """Two records are one (True), or two again."""
    gone = Signal()
    """The record is not here any more."""

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._parted = ""
        self._writing = False
        """A note is on its way to the disk: pressed twice it is still one."""

    def _run(self, action: Any, *args: Any, done: Any = None, failed: Any = None) -> None:
        self._context.runner.run(action, *args, done=done, failed=failed or self._failed)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Refused) and error.problems[0].field == "patient":
            self.gone.emit()

    def save_note(self, visit: str, note: str, words: str) -> None:
        """A new note of the visit; with the id of one, its correction."""
        if self._writing:
            return
        self._writing = True
        if note:
            self._run(correct_note, note, words, done=self._note_written, failed=self._note_refused)
        else:
            self._run(add_note, visit, words, done=self._note_written, failed=self._note_refused)

    @Slot(object)
    def _note_written(self, changed: object) -> None:
        self._writing = False
        self._context.status.saved()
        self.note_written.emit()

    @Slot(object)
    def _note_refused(self, error: BaseException) -> None:
        self._writing = False
        if isinstance(error, Refused):
            self.note_refused.emit(error.problems[0].code)

    @Slot(str)
    def sign_note(self, note: str) -> None:
        self._run(sign_note, note)

    def write_death(self, view: PatientView, day: date | None) -> None:
        """She died on this day; None takes it back."""
        told = {"deceased": day.isoformat() if day is not None else None}
        self._run(edit_patient, view.row.id, told, view.heads)

    def join(self, stays: str, goes: str) -> None:
        """Two records are one from now on; `undo_join` parts them at once."""
        self._parted = goes
        self._run(join_patients, stays, goes, done=self._joined)

    @Slot()
    def undo_join(self) -> None:
        if self._parted:
            self.part(self._parted)

    @Slot(str)
    def part(self, record: str) -> None:
        """A joined record is one of its own again."""
        self._parted = ""
        self._run(part_patient, record, done=self._is_parted)

    @Slot(object)
    def _joined(self, changed: object) -> None:
        self.joined.emit(True)

    @Slot(object)
    def _is_parted(self, changed: object) -> None:
        self.joined.emit(False)
