"""The visit: the page of parts between index and history, the patient's strip above, what to do below."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from care_record.rules.red_flags import Flag
from spoke_app.actions.desks import list_desks
from spoke_app.actions.drafts import restore_draft
from spoke_app.actions.finish_visit import finish_visit
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.refused import Refused
from spoke_app.actions.views import Changed, DeskChoice, Draft, PatientView
from spoke_app.ui.context import UiContext
from spoke_app.ui.models import visit_form
from spoke_app.ui.models.draft_keeper import DraftKeeper
from spoke_app.ui.models.notes import FieldNote, Values, masked
from spoke_app.ui.models.tab_order import chain_tabs
from spoke_app.ui.models.visit_form import PARTS
from spoke_app.ui.models.vital_signs import About, red_flags, to_vitals, vital_notes
from spoke_app.ui.screen import Screen
from spoke_app.ui.text import names_for, time_text
from spoke_app.ui.visit.foot import VisitFoot
from spoke_app.ui.visit.index import PartIndex, PartPicker
from spoke_app.ui.visit.page import VisitPage
from spoke_app.ui.visit.side import VisitSide
from spoke_app.ui.visit.top import VisitTop
from spoke_app.ui.visit.words import field_word, flag_headline, urgency_word


class VisitScreen(Screen):
    """`opened(patient=...)` begins a visit; `opened(draft=...)` goes on where one was interrupted."""

    name = "visit"
    rail = "patients"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._view: PatientView | None = None
        self._draft: Draft | None = None
        self._about = About({}, context.clock().date())
        self._last: Values = {}
        self._build()
        self._keeper = DraftKeeper(
            context.runner, "visit", self._values_to_keep, self.page.fields.focus_name, self._title, self
        )
        self._connect()
        chain_tabs(self)
        self.retranslate()

    def _build(self) -> None:
        theme = self.context.theme
        self.top = VisitTop(self.context)
        self.index, self.picker = PartIndex(), PartPicker()
        self.page = VisitPage(self.context)
        self.side = VisitSide(self.context)
        self.foot = VisitFoot()
        self._side_room = QScrollArea()
        self._side_room.setWidgetResizable(True)
        self._side_room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side_room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side_room.setWidget(self.side)
        self._side_room.setFixedWidth(min(theme.px(290), 360))
        self.side.setProperty("ground", "clear")
        middle = QHBoxLayout()
        edge = theme.page_edge
        middle.setContentsMargins(edge, 0, edge, 0)
        middle.setSpacing(0)
        self.index.setContentsMargins(0, theme.px(16), 0, 0)
        middle.addWidget(self.index)
        middle.addSpacing(0 if theme.folded else theme.px(20))
        page = QVBoxLayout()
        page.setSpacing(0)
        page.addSpacing(theme.px(14) if theme.folded else 0)
        page.addWidget(self.picker)
        page.addWidget(self.page, 1)
        middle.addLayout(page, 1)
        middle.addSpacing(0 if theme.folded else theme.px(6))
        middle.addWidget(self._side_room)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(middle, 1)
        column.addWidget(self.foot)
        self.index.setVisible(not theme.folded)
        self.picker.setVisible(theme.folded)
        self._side_room.setVisible(not theme.folded)

    def _connect(self) -> None:
        fields = self.page.fields
        fields.changed.connect(self._typed)
        fields.left.connect(self._field_left)
        self._keeper.kept.connect(self._kept)
        self._keeper.failed.connect(self._not_kept)
        self.page.part_entered.connect(self._part_entered)
        self.page.flag_notice.pressed.connect(self._refer)
        self.page.news.pressed.connect(self._show_news)
        self.page.versions.pressed.connect(self._compare)
        self.index.chosen.connect(self.page.go)
        self.picker.chosen.connect(self.page.go)
        self.picker.history_wanted.connect(self._toggle_side)
        self.foot.finishing.connect(self._finish)
        self.foot.going_on.connect(self._next_part)
        QShortcut(QKeySequence("Ctrl+Up"), self, self._part_before)

    # Opening

    def opened(self, **args: Any) -> None:
        """See the class."""
        self._retire_keeper()
        self._view, self._draft = None, None
        self.page.news.hide()
        self.foot.show_problem("")
        self.foot.show_kept("")
        self.foot.set_busy(False)
        self.page.hide()
        if draft := args.get("draft"):
            self._run(restore_draft, draft, done=self._draft_opened)
        elif patient := args.get("patient"):
            self._run(open_patient, patient, done=self._patient_opened)

    def _run(self, action: Any, *args: Any, done: Any) -> None:
        self.context.runner.run(action, *args, done=done, failed=self._refused)

    @Slot(object)
    def _draft_opened(self, draft: Draft) -> None:
        self._draft = draft
        self._run(open_patient, draft.patient, done=self._patient_opened)

    @Slot(object)
    def _patient_opened(self, view: PatientView) -> None:
        self._show_record(view)
        now = self.context.clock()
        values = visit_form.empty_values()
        if self._draft is not None:
            values |= self._draft.values
        else:
            values = visit_form.bring_forward(values, visit_form.last_history(view.visits))
            values["started"] = now.isoformat(timespec="seconds")
        self.page.populate(values, self._about)
        self._begin_draft()
        self._run(list_desks, done=self._desks_found)
        self._follow()
        self.page.show()
        focus = self._draft.focus if self._draft is not None else ""
        if focus:
            self.page.focus(focus)
        else:
            self.page.go(PARTS[0])

    def _show_record(self, view: PatientView) -> None:
        self._view = view
        self._about = About(view.fields, self.context.clock().date())
        self._last = visit_form.last_vitals(view.visits)
        self.side.show_visits(view.visits)
        self.page.versions.setVisible(bool(view.conflicts))

    def _begin_draft(self) -> None:
        if self._draft is not None:
            self._keeper.resume(self._draft)
        elif self._view is not None:
            self._keeper.start(self._view.row.id, {self._view.row.id: self._view.heads})

    def _values_to_keep(self) -> Values:
        return masked(self.page.fields.values())[0]

    def _title(self) -> str:
        if self._view is None:
            return ""
        return names_for(self._view.row.name, self._view.row.name_other, self.context.lang)[0]

    @Slot(object)
    def _desks_found(self, desks: tuple[DeskChoice, ...]) -> None:
        chosen = self.page.fields.value("desk")
        self.page.plan.refer.show_desks(desks)
        codes = [f"{desk.desk}|{desk.speciality}" for desk in desks]
        self.page.fields.put("desk", chosen if chosen in codes else (codes[0] if len(codes) == 1 else ""))

    # While one types

    @Slot(str)
    def _typed(self, name: str) -> None:
        fields = self.page.fields
        if name == "consent":
            ticked = bool(fields.value("consent"))
            fields.put("consent_at", self.context.clock().isoformat(timespec="seconds") if ticked else "")
        if name == "urgency":
            fields.put("urgency_by_hand", True)
        self._keeper.touch()
        self.foot.show_kept("")
        self._follow()

    @Slot(str)
    def _field_left(self, name: str) -> None:
        clean, found = masked({name: self.page.fields.value(name)})
        if found:
            self.page.fields.put(name, clean[name])
            self.context.status.notice(
                "look",
                self.tr("That looked like an Aadhaar number."),
                self.tr("Only its last four digits are kept."),
            )
        self._keeper.keep()

    def _follow(self, refused: tuple[FieldNote, ...] = ()) -> None:
        """Show what follows from the form as it stands."""
        if self._view is None:
            return
        fields = self.page.fields
        fields.put("urgency", visit_form.urgency_after(fields.values(), self._about))
        values = fields.values()
        flags = red_flags(values, self._about)
        notes = {note.field: note for note in visit_form.plan_notes(values, self._about.on)}
        notes |= vital_notes(values, self._about, self._last)
        notes |= {note.field: note for note in refused}
        self.page.show_form(values, notes)
        self._show_states(values)
        self.side.show_today(to_vitals(values, self._about), frozenset(flag.vital for flag in flags))
        self.top.show_visit(self._view, values, self._about, flags)
        self._show_flag_notice(flags, str(values["urgency"]))
        self._show_consent(str(values["consent_at"]))
        self.foot.show_plan(values["outcome"] == "referred", self.page.part)

    def _show_states(self, values: Values) -> None:
        states = visit_form.part_states(values, self._about, self._last)
        self.index.show_states(states, self.page.part)
        self.picker.show_states(states, self.page.part)

    def _show_flag_notice(self, flags: tuple[Flag, ...], urgency: str) -> None:
        grave = [flag for flag in flags if flag.level == "critical"]
        self.page.flag_notice.setVisible(bool(grave))
        if not grave:
            return
        text = self.tr("Urgency is now {0}. Refer today.")
        if urgency == "emergency":
            text = self.tr("Urgency is now {0}. Refer at once; ambulance 102.")
        self.page.flag_notice.show_notice(
            "danger", flag_headline(grave[0].code), text.format(urgency_word(urgency)), self.tr("Refer")
        )

    def _show_consent(self, when: str) -> None:
        if self._view is None:
            return
        lang, row, staff = self.context.lang, self._view.row, self.context.staff
        at = time_text(datetime.fromisoformat(when)) if when else ""
        name = names_for(row.name, row.name_other, lang)[0]
        self.page.plan.refer.show_consent(name, names_for(staff.name, staff.name_hi, lang)[0], at)

    @Slot(str)
    def _part_entered(self, part: str) -> None:
        values = self.page.fields.values()
        self._show_states(values)
        self.foot.show_plan(values["outcome"] == "referred", part)

    @Slot()
    def _next_part(self) -> None:
        self.page.go(PARTS[min(len(PARTS) - 1, PARTS.index(self.page.part) + 1)])

    @Slot()
    def _part_before(self) -> None:
        self.page.go(PARTS[max(0, PARTS.index(self.page.part) - 1)])

    @Slot()
    def _refer(self) -> None:
        """From the red notice: refer, and on to what that asks for."""
        self.page.fields.put("outcome", "referred")
        self.page.fields.tell("outcome")
        self.page.go("plan")
        self.page.focus("desk" if not self.page.fields.value("desk") else "question")

    @Slot()
    def _compare(self) -> None:
        """To the versions of the patient's record, and back to this form as it is."""
        if self._view is not None:
            patient = self._view.row.id
            form = {"draft": self._keeper.draft_id} if self._keeper.exists else {"patient": patient}
            self.navigate.emit("conflict", {"record": patient, "back": ("visit", form)})

    @Slot()
    def _toggle_side(self) -> None:
        self._side_room.setVisible(not self._side_room.isVisible())

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
        if self._view is None or not self._keeper.active:
            return
        if self.page.examination.attachments.busy:
            self.foot.show_problem(self.tr("A photo is still being added: a moment."))
            return
        self.page.take_rest()
        values = self.page.fields.values()
        wrong = visit_form.unreadable(values, self._about, self._last)
        if wrong:
            self._show_wrong(wrong)
            return
        now = self.context.clock()
        form = visit_form.to_visit_form(values, self._view.row.id, self._about, self.context.staff.id, now)
        self.foot.set_busy(True)
        self._keeper.hold()
        draft = self._keeper.draft_id if self._keeper.exists else None
        self._run(finish_visit, form, draft, done=self._finished)

    @Slot(object)
    def _finished(self, result: tuple[Changed, str]) -> None:
        self._keeper.stop()
        sent = self.page.fields.value("outcome") == "referred"
        self.navigate.emit("today", {})
        self.context.status.saved(
            self.tr("Visit saved; the referral goes with the next exchange") if sent else self.tr("Visit saved")
        )

    @Slot(object)
    def _refused(self, error: BaseException) -> None:
        self.foot.set_busy(False)
        self._keeper.release()
        if isinstance(error, Refused):
            self._show_wrong(visit_form.refused_notes(error.problems))

    def _show_wrong(self, notes: tuple[FieldNote, ...]) -> None:
        self._follow(notes)
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
        if self._view is not None and self._keeper.active and self._view.row.id in changed.ids:
            self.page.news.show()

    @Slot()
    def _show_news(self) -> None:
        """The record beside the form anew; the form stays as it is."""
        self.page.news.hide()
        if self._view is not None:
            self._run(open_patient, self._view.row.id, done=self._news_read)

    @Slot(object)
    def _news_read(self, view: PatientView) -> None:
        self._show_record(view)
        self._follow()

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
        self.page.retranslate()
        self.index.retranslate()
        self.picker.retranslate()
        self.side.retranslate()
        self.foot.retranslate()
        self.page.flag_notice.button.set_text(self.tr("Refer"))
        self.page.news.show_notice(
            "news",
            self.tr("This patient's record has news."),
            self.tr("What you are writing is untouched."),
            self.tr("Show"),
        )
        self.page.versions.show_notice(
            "look",
            self.tr("Two people changed the same thing in this patient's record."),
            self.tr("Both versions are kept: look which is right."),
            self.tr("Compare"),
        )
        self._follow()
