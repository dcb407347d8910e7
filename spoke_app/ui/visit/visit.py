"""The visit: opened or gone on with, every field kept as typed, finished in one save.

What follows from what is typed is `follow`; where things stand is `room`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spoke_app.actions.begin_visit import VisitGround, begin_visit
from spoke_app.actions.drafts import restore_draft
from spoke_app.actions.finish_visit import finish_visit
from spoke_app.actions.refused import Refused
from spoke_app.actions.views import Changed, Draft
from spoke_app.ui.context import UiContext
from spoke_app.ui.models import visit_form
from spoke_app.ui.models.draft_keeper import DraftKeeper
from spoke_app.ui.models.notes import FieldNote, Values, masked
from spoke_app.ui.models.tab_order import chain_tabs
from spoke_app.ui.models.visit_time import is_altered, started_of, typed_time
from spoke_app.ui.screen import Screen
from spoke_app.ui.text import names_for, time_text
from spoke_app.ui.visit.deceased import may_begin
from spoke_app.ui.visit.follow import VisitFollower
from spoke_app.ui.visit.room import VisitRoom
from spoke_app.ui.visit.words import field_word


class VisitScreen(Screen):
    """`opened(patient=...)` begins a visit; `opened(draft=...)` goes on where one was interrupted."""

    name = "visit"
    rail = "patients"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._draft: Draft | None = None
        self._room = VisitRoom(context, self)
        self.top, self.page, self.side, self.foot = self._room.top, self._room.page, self._room.side, self._room.foot
        self.index, self.picker = self._room.index, self._room.picker
        self._follower = VisitFollower(context, self._room, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._room)
        self._keeper = DraftKeeper(
            context.runner, "visit", self._values_to_keep, self.page.fields.focus_name, self._title, self
        )
        self._connect()
        chain_tabs(self)
        self.retranslate()

    def _connect(self) -> None:
        fields, page = self.page.fields, self.page
        fields.changed.connect(self._typed)
        fields.left.connect(self._field_left)
        self._keeper.kept.connect(self._kept)
        self._keeper.failed.connect(self._not_kept)
        page.part_entered.connect(self._part_entered)
        page.flag_notice.pressed.connect(self._refer)
        page.news.pressed.connect(self._show_news)
        page.versions.pressed.connect(self._compare)
        page.unfinished.pressed.connect(self._go_on)
        page.complaint.time_wanted.connect(self._change_time)
        page.vitals.unit_wanted.connect(self._follower.use_unit)
        self.foot.finishing.connect(self._finish)
        self.foot.going_on.connect(self._next_part)
        QShortcut(QKeySequence("Ctrl+Up"), self, self._part_before)

    # Opening

    def opened(self, **args: Any) -> None:
        """See the class."""
        self._retire_keeper()
        self._draft = None
        self.page.news.hide()
        self.foot.show_problem("")
        self.foot.show_kept("")
        self.foot.set_busy(False)
        self.page.hide()
        if draft := args.get("draft"):
            self._run(restore_draft, draft, done=self._draft_opened)
        elif patient := args.get("patient"):
            self._run(begin_visit, patient, done=self._ground_read)

    def _run(self, action: Any, *args: Any, done: Any) -> None:
        self.context.runner.run(action, *args, done=done, failed=self._refused)

    @Slot(object)
    def _draft_opened(self, draft: Draft) -> None:
        self._draft = draft
        self._run(begin_visit, draft.patient, done=self._ground_read)

    @Slot(object)
    def _ground_read(self, ground: VisitGround) -> None:
        follower = self._follower
        if self._draft is None and not may_begin(self.context, self, ground.view.row):
            self.navigate.emit("patients", {"chosen": ground.view.row.id})
            return
        follower.stand_on(ground)
        self.page.unfinished.setVisible(self._draft is None and bool(ground.unfinished))
        values = follower.first_values()
        if self._draft is not None:
            values = visit_form.empty_values() | self._draft.values
        if not values["consent"]:
            values["consent_witness"] = self.context.staff.id
        self.page.populate(values, follower.about)
        follower.take_time()
        follower.show_record()
        if self._draft is not None:
            self._keeper.resume(self._draft)
        else:
            self._keeper.start(ground.view.row.id, {ground.view.row.id: ground.view.heads})
        follower.follow()
        self.page.show()
        focus = self._draft.focus if self._draft is not None else ""
        if focus:
            self.page.focus(focus)
        else:
            self.page.go(self.page.order[0])

    def _values_to_keep(self) -> Values:
        return masked(self.page.fields.values())[0]

    def _title(self) -> str:
        ground = self._follower.ground
        if ground is None:
            return ""
        return names_for(ground.view.row.name, ground.view.row.name_other, self.context.lang)[0]

    # While one types

    @Slot(str)
    def _typed(self, name: str) -> None:
        self._follower.typed(name)
        self._keeper.touch()
        self.foot.show_kept("")
        self._follower.follow()

    @Slot(str)
    def _field_left(self, name: str) -> None:
        clean, found = masked({name: self.page.fields.value(name)})
        if found:
            self.page.fields.put(name, clean[name])
            self.context.status.notice(
                "look",
                lambda: (
                    self.tr("That looked like an Aadhaar number."),
                    self.tr("Only its last four digits are kept."),
                ),
            )
        if name == "visit_day":
            self._follower.spell_day()
        self._keeper.keep()

    @Slot()
    def _change_time(self) -> None:
        """The visit's day and hour as fields, to be typed over: yesterday's paper notes."""
        fields = self.page.fields
        values = fields.values()
        if not is_altered(values):
            for name, text in typed_time(started_of(values, self.context.clock())).items():
                fields.put(name, text)
            fields.tell("visit_day")
        self.page.focus("visit_day")

    @Slot(str)
    def _part_entered(self, part: str) -> None:
        if self._follower.ground is not None:
            self._follower.show_part(self.page.fields.values())

    @Slot()
    def _next_part(self) -> None:
        self._step(1)

    @Slot()
    def _part_before(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        order = self.page.order
        at = order.index(self.page.part) + by
        self.page.go(order[max(0, min(len(order) - 1, at))])

    @Slot()
    def _refer(self) -> None:
        """From the red notice: refer, and on to what that asks for."""
        self.page.fields.put("outcome", "referred")
        self.page.fields.tell("outcome")
        self.page.go("plan")
        self.page.focus("desk" if not self.page.fields.value("desk") else "question")

    @Slot()
    def _go_on(self) -> None:
        """With the visit that somebody began; what was typed here is a form of its own."""
        ground = self._follower.ground
        if ground is not None:
            self.navigate.emit("visit", {"draft": ground.unfinished})

    @Slot()
    def _compare(self) -> None:
        """To the versions of the patient's record, and back to this form as it is."""
        if self._follower.ground is not None:
            patient = self._follower.ground.view.row.id
            form = {"draft": self._keeper.draft_id} if self._keeper.exists else {"patient": patient}
            self.navigate.emit("conflict", {"record": patient, "back": ("visit", form)})

    # Keeping and finishing

    @Slot(object)
    def _kept(self, moment: datetime) -> None:
        self.context.status.saved(self.tr("Draft saved on this PC"))
        if self._keeper.up_to_date:
            self.foot.show_kept(time_text(moment))

    @Slot(object)
    def _not_kept(self, error: BaseException) -> None:
        words = self.tr("The draft could not be kept")
        self.foot.show_problem(words)
        self.context.status.not_saved(words)

    @Slot()
    def _finish(self) -> None:
        follower = self._follower
        if follower.ground is None or not self._keeper.active:
            return
        if self.page.photos.attachments.busy:
            self.foot.show_problem(self.tr("A photo is still being added: a moment."))
            return
        self.page.take_rest()
        values, now = self.page.fields.values(), self.context.clock()
        wrong = visit_form.unreadable(values, follower.about, follower.last, now)
        if wrong:
            self._show_wrong(wrong)
            return
        form = visit_form.to_visit_form(
            values, follower.ground.view.row.id, follower.about, self.context.staff.id, now, follower.standing()
        )
        self.foot.set_busy(True)
        self._keeper.hold()
        draft = self._keeper.draft_id if self._keeper.exists else None
        self._run(finish_visit, form, draft, done=self._finished)

    @Slot(object)
    def _finished(self, result: tuple[Changed, str]) -> None:
        self._keeper.stop()
        sent = self.page.fields.value("outcome") == "referred"
        self.navigate.emit("today", {})
        self.context.status.saved(self._saved_words(sent))
        self.context.status.notice(
            "done", lambda: (self._saved_words(sent), "", self.tr("Print the slip")), ("paper", {"visit": result[1]})
        )

    def _saved_words(self, sent: bool) -> str:
        return self.tr("Visit saved; the referral goes with the next exchange") if sent else self.tr("Visit saved")

    @Slot(object)
    def _refused(self, error: BaseException) -> None:
        self.foot.set_busy(False)
        self._keeper.release()
        if isinstance(error, Refused):
            self._show_wrong(visit_form.refused_notes(error.problems))

    def _show_wrong(self, notes: tuple[FieldNote, ...]) -> None:
        self._follower.follow(notes)
        words = list(dict.fromkeys(field_word(note.field) for note in notes))
        one, many = self.tr("1 field to correct: {0}"), self.tr("{0} fields to correct: {1}")
        listed = ", ".join(words)
        self.foot.show_problem(one.format(listed) if len(words) == 1 else many.format(len(words), listed))
        self.page.focus(notes[0].field)

    def _retire_keeper(self) -> None:
        self._keeper.keep()
        self._keeper.stop()

    # As a screen

    def data_changed(self, changed: Changed) -> None:
        """News never touch the open form: they are announced."""
        ground = self._follower.ground
        if ground is not None and self._keeper.active and ground.view.row.id in changed.ids:
            self.page.news.show()

    @Slot()
    def _show_news(self) -> None:
        """The record beside the form anew; the form stays as it is."""
        self.page.news.hide()
        if self._follower.ground is not None:
            self._run(begin_visit, self._follower.ground.view.row.id, done=self._news_read)

    @Slot(object)
    def _news_read(self, ground: VisitGround) -> None:
        self._follower.stand_on(ground)
        self._follower.take_time()
        self._follower.show_record()
        self._follower.follow()

    def can_leave(self) -> bool:
        self._keeper.keep()
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        self._keeper.keep()
        super().hideEvent(event)

    def back(self) -> None:
        """Esc: the draft stays."""
        self.navigate.emit("today", {})

    def retranslate(self) -> None:
        self._room.retranslate()
        self._follower.follow()
