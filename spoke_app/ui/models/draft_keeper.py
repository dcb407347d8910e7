"""Keeps one open form as typed: a draft at most `DELAY_MS` after a keystroke, and at once when a field is left.

A screen has one keeper for the forms that are opened in it, one after the other. It names a form's draft before the
first save: whoever finishes the form drops that draft, even while a save is under way. After `stop()` (the form was
finished or left) nothing more is kept until the next one begins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from care_record.ids import new_id
from spoke_app.actions.drafts import discard_draft, save_draft
from spoke_app.actions.views import Draft, FormKind
from spoke_app.ui.models.notes import Values
from spoke_app.ui.runner import Runner

DELAY_MS = 350


class DraftKeeper(QObject):
    """Asks `values()` and `focus()` for the form as it stands, whenever it is time to keep it."""

    kept = Signal(object)
    """datetime of the save, as the store has it."""
    failed = Signal(object)
    """The exception: the disk is full, the store is gone. The form says so; the next keystroke tries again."""

    def __init__(
        self,
        runner: Runner,
        form: FormKind,
        values: Callable[[], Values],
        focus: Callable[[], str],
        title: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.draft_id = new_id()
        self.exists = False
        self.patient: str | None = None
        self.heads: dict[str, tuple[str, ...]] = {}
        self.kept_at: datetime | None = None
        self._runner, self._form = runner, form
        self._values, self._focus, self._title = values, focus, title
        self._last: tuple[Values, str] | None = None
        self._touched = self._held = False
        self._stopped = True
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.keep)

    def resume(self, draft: Draft) -> None:
        """Go on with a draft of earlier: same id, and the heads that its form was opened with."""
        self.draft_id, self.patient, self.kept_at = draft.id, draft.patient, draft.saved_at
        self.heads, self.exists, self._stopped, self._held = dict(draft.heads), True, False, False
        self._last = (dict(self._values()), draft.focus)

    def start(self, patient: str | None, heads: Mapping[str, tuple[str, ...]]) -> None:
        """A new form: it becomes a draft when something is typed, not by being opened."""
        self.draft_id, self.exists, self._stopped, self.kept_at = new_id(), False, False, None
        self.patient, self.heads = patient, dict(heads)
        self._last, self._touched, self._held = None, False, False

    @Slot()
    def touch(self) -> None:
        """Something was typed: keep it within `DELAY_MS`, however fast the next keys come."""
        self._touched = True
        if not self._stopped and not self._held and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def keep(self) -> None:
        """Keep the form now, if it differs from what was kept last."""
        self._timer.stop()
        if self._stopped or self._held:
            return
        now = (dict(self._values()), self._focus())
        if now == self._last or not (self.exists or self._touched):
            return
        self.exists, self._last = True, now
        self._runner.run(
            save_draft,
            self._form,
            self.draft_id,
            self.patient,
            self._title(),
            now[1],
            now[0],
            dict(self.heads),
            done=self._saved,
            failed=self._not_saved,
        )

    def hold(self) -> None:
        """The form is being finished: a save now would bring back the draft that finishing drops."""
        self._held = True
        self._timer.stop()

    def release(self) -> None:
        """It was not finished after all: go on keeping it."""
        if self._held:
            self._held = False
            self.touch()

    @property
    def active(self) -> bool:
        """Whether a form is open."""
        return not self._stopped

    @property
    def up_to_date(self) -> bool:
        """Whether nothing was typed since the save that was sent last."""
        return not self._timer.isActive()

    def stop(self) -> None:
        """Nothing more is kept from now on."""
        self._stopped = True
        self._timer.stop()

    def discard(self) -> None:
        """Drop what was kept: the form led elsewhere. It can be brought back for a week."""
        self.stop()
        if self.exists:
            self._runner.run(discard_draft, self.draft_id, failed=self._not_saved)

    @Slot(object)
    def _saved(self, draft: Draft) -> None:
        if draft.id != self.draft_id or self._stopped:
            return
        self.kept_at = draft.saved_at
        self.kept.emit(draft.saved_at)

    @Slot(object)
    def _not_saved(self, error: BaseException) -> None:
        if self._stopped:
            return
        self._last = None
        self.failed.emit(error)
