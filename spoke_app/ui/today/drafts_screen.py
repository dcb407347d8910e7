"""Every form that is not finished, and those that were put away: go on, put away, bring back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from spoke_app.actions.drafts import DraftRow, DraftsView, discard_draft, list_drafts, restore_draft
from spoke_app.actions.views import Changed, Draft
from spoke_app.ui.context import UiContext
from spoke_app.ui.text import ago, moment_text, names_for
from spoke_app.ui.today.list_page import ListPage
from spoke_app.ui.today.rows import stopped_at
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.rows import Row


class DraftsScreen(ListPage):
    """Enter goes on with a form; one that was put away comes back first."""

    name = "drafts"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        self._go_on = Button("", "primary", key="Enter", name="drafts.go_on")
        self._away = Button("", "secondary", key="Alt X", name="drafts.put_away")
        super().__init__(context, ("open", "away"), "pencil", (self._go_on, self._away), parent)
        self._view = DraftsView((), ())
        self._last = ""
        self.filter.changed.connect(self._filtered)
        self.list.activated_row.connect(self._activated)
        self._go_on.clicked.connect(self.list.activate_current)
        self._away.clicked.connect(self._put_away)
        self.news.pressed.connect(self._undo)
        self.retranslate()

    def opened(self, **args: Any) -> None:
        self.news.hide()
        self._load()
        self.to_list()

    def data_changed(self, changed: Changed) -> None:
        if "draft" in changed.kinds:
            self._load()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Forms not finished"))
        self.filter.setAccessibleName(self.tr("Which forms"))
        self.list.setAccessibleName(self.tr("Forms not finished"))
        self._away.set_text(self.tr("Put away"))
        self._show()

    def _load(self) -> None:
        self.context.runner.run(list_drafts, done=self._loaded)

    @Slot(object)
    def _loaded(self, view: DraftsView) -> None:
        self._view = view
        self._show()

    def _show(self) -> None:
        away = self.filter.value() == "away"
        self.filter.set_options(
            [
                ("open", self.tr("Not finished  {0}").format(len(self._view.open))),
                ("away", self.tr("Put away  {0}").format(len(self._view.away))),
            ]
        )
        self._go_on.set_text(self.tr("Bring back") if away else self.tr("Go on"))
        self._away.setVisible(not away)
        if away:
            self.empty.set_texts(
                self.tr("No form was put away"), self.tr("What is put away can be brought back for a week.")
            )
        else:
            self.empty.set_texts(
                self.tr("Every form is finished"), self.tr("A form that you leave before its end is kept here.")
            )
        self.show_rows([self._row(row) for row in (self._view.away if away else self._view.open)])

    def _row(self, row: DraftRow) -> Row:
        lang, now, draft = self.context.lang, self.context.clock(), row.draft
        who = names_for(row.author.name, row.author.name_hi, lang)[0] if row.author else ""
        what = self.tr("Visit") if draft.form == "visit" else self.tr("Registration")
        part = stopped_at(draft)
        if part:
            what = self.tr("Visit, stopped at “{part}”").format(part=part)
        return Row(
            draft.id,
            draft.title or self.tr("No name yet"),
            what,
            right=moment_text(draft.saved_at, lang, now),
            right_below=" · ".join(part for part in (who, ago(draft.saved_at, now)) if part),
        )

    def _draft(self, draft_id: str) -> Draft | None:
        rows = (*self._view.open, *self._view.away)
        return next((row.draft for row in rows if row.draft.id == draft_id), None)

    @Slot(str)
    def _filtered(self, which: str) -> None:
        self.news.hide()
        self._show()

    @Slot(str)
    def _activated(self, draft_id: str) -> None:
        draft = self._draft(draft_id)
        if draft is None:
            return
        if self.filter.value() == "away":
            self.context.runner.run(restore_draft, draft_id, done=self._brought_back, failed=self._gone)
        else:
            self.navigate.emit("visit" if draft.form == "visit" else "new_patient", {"draft": draft_id})

    @Slot()
    def _put_away(self) -> None:
        draft = self._draft(self.list.current_id())
        if draft is not None:
            self._last = draft.id
            name = draft.title or self.tr("The form")
            self.say(
                "done",
                self.tr("{name}: put away.").format(name=name),
                self.tr("It can be brought back for a week."),
                self.tr("Undo"),
            )
            self.context.runner.run(discard_draft, draft.id)

    @Slot()
    def _undo(self) -> None:
        self.context.runner.run(restore_draft, self._last, done=self._brought_back, failed=self._gone)

    @Slot(object)
    def _brought_back(self, draft: Draft) -> None:
        self.news.hide()
        self.filter.set_value("open")
        self._load()

    @Slot(object)
    def _gone(self, error: BaseException) -> None:
        """Its week was over."""
        self.say("look", self.tr("This form is not there any more."))
        self._load()
