"""Who should come again: late, today, the next days, later; she came, it is done, another day, she refused."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from spoke_app.actions.follow_ups import (
    FollowUpFilter,
    FollowUpsView,
    close_follow_up,
    list_follow_ups,
    move_follow_up,
    put_back_follow_up,
)
from spoke_app.actions.refused import Refused
from spoke_app.actions.views import Changed, FollowUpRow
from spoke_app.ui.cases.reach import phone_text
from spoke_app.ui.context import UiContext
from spoke_app.ui.text import meta_text, names_for, short_day
from spoke_app.ui.today.list_page import ListPage
from spoke_app.ui.today.move_panel import MovePanel
from spoke_app.ui.today.rows import due_words
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.rows import Row

FILTERS: tuple[FollowUpFilter, ...] = ("all", "late", "today", "week", "later")


class FollowUpsScreen(ListPage):
    """`opened(which=...)`. What was done to one can be undone while the notice says so."""

    name = "follow_ups"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        self._came = Button("", "primary", key="Enter", name="follow_ups.new_visit")
        self._done = Button("", "secondary", "check", "Alt D", name="follow_ups.done")
        self._move = Button("", "secondary", "calendar-event", "Alt M", name="follow_ups.move")
        self._refuse = Button("", "secondary", "x", "Alt X", name="follow_ups.refused")
        self._record = Button("", "quiet", key="Ctrl O", name="follow_ups.record")
        buttons = (self._came, self._done, self._move, self._refuse, self._record)
        super().__init__(context, FILTERS, "calendar-event", buttons, parent)
        self._view = FollowUpsView((), dict.fromkeys(FILTERS, 0))
        self._before: FollowUpRow | None = None
        self._panel = MovePanel()
        self._panel.hide()
        self.panels.addWidget(self._panel)
        self.filter.changed.connect(self._filtered)
        self.list.activated_row.connect(self._new_visit)
        self._came.clicked.connect(self.list.activate_current)
        self._done.clicked.connect(self._close_done)
        self._move.clicked.connect(self._ask_day)
        self._refuse.clicked.connect(self._close_refused)
        self._record.clicked.connect(self._open_record)
        self._panel.chosen.connect(self._moved)
        self._panel.left.connect(self._leave_panel)
        self.news.pressed.connect(self._undo)
        self.retranslate()

    def opened(self, **args: Any) -> None:
        if args.get("which") in FILTERS:
            self.filter.set_value(str(args["which"]))
        self.news.hide()
        self._close_panel()
        self._load()
        self.to_list()

    def back(self) -> None:
        if self._panel.isVisible():
            self._leave_panel()
        else:
            super().back()

    def data_changed(self, changed: Changed) -> None:
        if changed.kinds & {"follow_up", "visit", "patient"}:
            self._load()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Follow-ups"))
        self.aside.setText(self.tr("who should come again"))
        self.filter.setAccessibleName(self.tr("Which follow-ups"))
        self.list.setAccessibleName(self.tr("Follow-ups"))
        self._came.set_text(self.tr("Has come: new visit"))
        self._done.set_text(self.tr("Done without a visit"))
        self._move.set_text(self.tr("Another day"))
        self._refuse.set_text(self.tr("Refused"))
        self._record.set_text(self.tr("Open record"))
        due = self._chosen()
        self._panel.retranslate(self._name(due) if due is not None else "", self.context.lang)
        self._show()

    def _load(self) -> None:
        self.context.runner.run(list_follow_ups, self._which(), done=self._loaded)

    def _which(self) -> FollowUpFilter:
        return cast(FollowUpFilter, self.filter.value() or "all")

    @Slot(object)
    def _loaded(self, view: FollowUpsView) -> None:
        self._view = view
        self._show()

    def _show(self) -> None:
        counts = self._view.counts
        self.filter.set_options(
            [
                ("all", self.tr("All  {0}").format(counts["all"])),
                ("late", self.tr("Late  {0}").format(counts["late"])),
                ("today", self.tr("Today  {0}").format(counts["today"])),
                ("week", self.tr("Next 7 days  {0}").format(counts["week"])),
                ("later", self.tr("Later  {0}").format(counts["later"])),
            ]
        )
        left = counts[self._which()] - len(self._view.rows)
        if left > 0:
            self.aside.setText(self.tr("the first {0} are shown").format(len(self._view.rows)))
        else:
            self.aside.setText(self.tr("who should come again"))
        self.empty.set_texts(
            self.tr("Nobody is due here"),
            self.tr("Write at a visit when the patient should come again; a doctor's day comes by itself."),
        )
        self.show_rows([self._row(due) for due in self._view.rows])

    def _row(self, due: FollowUpRow) -> Row:
        lang, today = self.context.lang, self.context.clock().date()
        phone = phone_text(due.patient.phone) or self.tr("no phone")
        words, icon, tone = due_words(due, lang, today)
        return Row(
            due.id,
            self._name(due),
            " · ".join(part for part in (meta_text(due.patient, lang), self.context.diagnosis(due.reason)) if part),
            columns=((phone, 160, ""),),
            right=words,
            right_icon=icon,
            right_tone=tone,
            right_strong=tone != "ink2",
        )

    def _name(self, due: FollowUpRow) -> str:
        return names_for(due.patient.name, due.patient.name_other, self.context.lang)[0]

    def _chosen(self) -> FollowUpRow | None:
        current = self.list.current_id()
        return next((due for due in self._view.rows if due.id == current), None)

    @Slot(str)
    def _filtered(self, which: str) -> None:
        self._close_panel()
        self._load()

    @Slot(str)
    def _new_visit(self, follow_up: str) -> None:
        due = self._chosen()
        if due is not None:
            self.navigate.emit("visit", {"patient": due.patient.id})

    @Slot()
    def _open_record(self) -> None:
        due = self._chosen()
        if due is not None:
            self.navigate.emit("patients", {"patient": due.patient.id})

    @Slot()
    def _close_done(self) -> None:
        self._close(self.tr("done without a visit"), self.tr("{name}: done."))

    @Slot()
    def _close_refused(self) -> None:
        self._close(self.tr("refused"), self.tr("{name} refused; kept in the record."))

    def _close(self, words: str, said: str) -> None:
        due = self._chosen()
        if due is not None:
            self._remember(due, said)
            self.context.runner.run(close_follow_up, due.id, words, failed=self._not_done)

    @Slot()
    def _ask_day(self) -> None:
        due = self._chosen()
        if due is not None:
            self.news.hide()
            self.set_asking(True)
            self._panel.ask(self._name(due), self.context.clock().date(), self.context.lang)

    @Slot(object)
    def _moved(self, day: date) -> None:
        due = self._chosen()
        if due is None:
            return
        shown = short_day(day, self.context.lang, self.context.clock().date())
        self._remember(due, self.tr("{name}: moved to {day}.").replace("{day}", shown))
        self._leave_panel()
        self.context.runner.run(move_follow_up, due.id, day, failed=self._not_done)

    def _close_panel(self) -> None:
        self._panel.hide()
        self.set_asking(False)

    @Slot()
    def _leave_panel(self) -> None:
        self._close_panel()
        self.to_list()

    def _remember(self, due: FollowUpRow, said: str) -> None:
        self._before = due
        self.say("done", said.format(name=self._name(due)), "", self.tr("Undo"))

    @Slot()
    def _undo(self) -> None:
        if self._before is not None:
            self.context.runner.run(put_back_follow_up, self._before, failed=self._not_done)
            self._before = None
        self.news.hide()
        self.to_list()

    @Slot(object)
    def _not_done(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.say("look", self.tr("That could not be saved."), self.tr("Please look at the follow-up again."))
            self._load()
