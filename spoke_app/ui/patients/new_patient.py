"""New patient, and the same form for correcting a record: fields, who may already be here, save."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spoke_app.actions.drafts import restore_draft
from spoke_app.actions.edit_patient import edit_patient
from spoke_app.actions.find_patients import likely_duplicates
from spoke_app.actions.next_slip import next_slip
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.refused import Refused
from spoke_app.actions.register_patient import register_patient
from spoke_app.actions.views import Changed, Draft, Likeness, PatientView
from spoke_app.ui.context import UiContext
from spoke_app.ui.models import patient_form
from spoke_app.ui.models.draft_keeper import DraftKeeper
from spoke_app.ui.models.notes import FieldNote, Values, masked
from spoke_app.ui.models.places import load_places
from spoke_app.ui.models.tab_order import chain_tabs
from spoke_app.ui.models.typed_beside import typed_beside
from spoke_app.ui.patients.action_bar import FormActions
from spoke_app.ui.patients.form import PatientFormCard
from spoke_app.ui.patients.kept import KeptMark
from spoke_app.ui.patients.likely import LikelyPanel
from spoke_app.ui.patients.suggesting import FormSuggestions
from spoke_app.ui.patients.words import field_words, problem_text
from spoke_app.ui.runner import Job
from spoke_app.ui.screen import Screen
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.text import short_date, trouble_text
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.notice_bar import NoticeBar

LIKELY_DELAY_MS = 250


class NewPatientScreen(Screen):
    """`opened(query=...)`: a new patient with what was typed in the search. `opened(patient=...)`: correct a record.
    `opened(draft=...)`: go on where one was interrupted."""

    name = "new_patient"
    rail = "patients"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._patient: PatientView | None = None
        self._start: Values = {}
        self._left: set[str] = set()
        self._then_visit = False
        self._search: Job | None = None
        self._build()
        self._keeper = DraftKeeper(
            context.runner, "patient", self._values_to_keep, self.form.fields.focus_name, self._draft_title, self
        )
        self._keeper.kept.connect(self._show_kept)
        self._keeper.failed.connect(self._keep_failed)
        self._likely_timer = QTimer(self, singleShot=True, interval=LIKELY_DELAY_MS)
        self._likely_timer.timeout.connect(self._look_for_likely)
        self._suggest = FormSuggestions(self.form, context, self._patient_id, self)
        self._suggest.took.connect(self._took)
        self._suggest.family_known.connect(self._show_notes)
        self.form.fields.changed.connect(self._typed)
        self.form.fields.left.connect(self._field_left)
        self.form.fields.entered.connect(self._field_entered)
        self.form.age_kind_changed.connect(self._typed)
        self.actions_row.saved.connect(self._save)
        self.actions_row.leaving.connect(self.back)
        self.likely.taken.connect(self._take)
        self.likely.asked.connect(self._see)
        self.retranslate()

    def _build(self) -> None:
        theme = self.context.theme
        self.form = PatientFormCard(self.name, load_places())
        self.likely = LikelyPanel(self._seen_text, lambda: self.context.lang)
        self.actions_row = FormActions()
        self._title = Label("", "title")
        self._kept = KeptMark("new_patient.kept")
        self._news = NoticeBar("news", name="new_patient.news", closable=True)
        self._news.closed.connect(self._news.hide)
        self._news.pressed.connect(self._open_again)
        self._news.hide()
        self._offer = NoticeBar("look", key="Alt U", name="new_patient.offer")
        self._offer.pressed.connect(self._leave_record)
        self._offer.hide()
        self._offered: Values = {}
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self._title, 1)
        head.addWidget(self._kept)
        inside = QWidget()
        inside.setProperty("ground", "clear")
        left = QVBoxLayout(inside)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.form)
        left.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        # Its room is kept while it is empty: the form must not jump when somebody alike is found.
        self._likely_room = ScrollPage(margins=False)
        self._likely_room.setFixedWidth(440 if theme.folded else 376)
        self._likely_room.column.addWidget(self.likely)
        self._likely_room.column.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(theme.px(24))
        columns.addWidget(self._scroll, 1)
        columns.addWidget(self._likely_room)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.page_edge, theme.px(16), theme.page_edge, theme.px(16))
        column.setSpacing(theme.px(14))
        column.addLayout(head)
        column.addWidget(self._news)
        column.addWidget(self._offer)
        column.addLayout(columns, 1)
        column.addWidget(self.actions_row)
        chain_tabs(self)

    def opened(self, **args: Any) -> None:
        """See the class."""
        self._retire_keeper()
        self._patient, self._left, self._offered = None, set(), {}
        self._news.hide()
        self._offer.hide()
        self.likely.show_likely(())
        self.actions_row.set_editing(False)
        self.actions_row.set_busy(False)
        self._kept.clear()
        if draft := args.get("draft"):
            self._run(restore_draft, draft, done=self._draft_opened)
        elif patient := args.get("patient"):
            self._run(open_patient, patient, done=self._patient_opened)
        else:
            place = self.context.place
            values = patient_form.empty_values(place.district, place.subdistrict)
            values |= patient_form.carried_over(str(args.get("query") or args.get("text") or ""))
            self._fill(values)
            self._begin_draft(values)
            self.form.focus("name" if not values["name"] else "gender")
        self.retranslate()

    def _run(self, action: Any, *args: Any, done: Any) -> None:
        self.context.runner.run(action, *args, done=done, failed=self._refused)

    def _fill(self, values: Values) -> None:
        self._suggest.forget()
        self.form.populate(values)
        self._start = values
        self._suggest.look_up_phone()
        self._settle()
        if self._patient is None:
            self._run(next_slip, done=self.form.set_slip)
            self._suggest.look_up_place()
            self._likely_timer.start()

    def _begin_draft(self, values: Values, draft: Draft | None = None) -> None:
        keeper = self._keeper
        if draft is not None:
            keeper.resume(draft)
            self._show_kept(draft.saved_at)
        elif self._patient is not None:
            keeper.start(self._patient.row.id, {self._patient.row.id: self._patient.heads})
        else:
            keeper.start(None, {})
            if values.get("name") or values.get("phone"):
                keeper.touch()

    def _retire_keeper(self) -> None:
        self._keeper.keep()
        self._keeper.stop()

    @Slot(object)
    def _patient_opened(self, view: PatientView) -> None:
        self._patient = view
        values = patient_form.to_typed(view.fields, self._today())
        self._fill(values)
        self.form.set_slip(view.row.slip_no)
        self.actions_row.set_editing(True)
        self._begin_draft(values)
        self.form.focus("name")
        self.retranslate()

    @Slot(object)
    def _draft_opened(self, draft: Draft) -> None:
        self._resumed = draft
        if draft.patient:
            self._run(open_patient, draft.patient, done=self._drafts_patient_opened)
            return
        self._go_on(draft)

    @Slot(object)
    def _drafts_patient_opened(self, view: PatientView) -> None:
        self._patient = view
        self.actions_row.set_editing(True)
        self.form.set_slip(view.row.slip_no)
        self._go_on(self._resumed)
        start = patient_form.to_typed(view.fields, self._today())
        self._start = {**start, **(self._resumed.values.get("start") or {})}
        self.retranslate()

    def _go_on(self, draft: Draft) -> None:
        self._fill({**patient_form.empty_values(), **{k: v for k, v in draft.values.items() if k != "start"}})
        self._begin_draft(draft.values, draft)
        self.form.focus(draft.focus or "name")

    def _values_to_keep(self) -> Values:
        kept, _ = masked(self.form.fields.values(), patient_form.NOT_AADHAAR)
        if self._patient is not None:
            kept["start"] = self._start
        return kept

    def _draft_title(self) -> str:
        return str(self.form.fields.value("name") or self.form.fields.value("phone") or "")

    def _today(self) -> date:
        return self.context.clock().date()

    @Slot(str)
    def _typed(self, name: str) -> None:
        if name == "relation":
            self.form.fields.put("relation_by", "person")
        elif name == "age_unit":
            self.form.unit_chosen(patient_form.age_of(self.form.fields.values(), self._today()))
        self._suggest.typed(name)
        self._took(name)

    @Slot(str)
    def _took(self, name: str) -> None:
        """Something stands in a field that did not stand there before."""
        self._settle()
        self._kept.show_typing()
        self._keeper.touch()
        if self._patient is None:
            self._likely_timer.start()

    def _settle(self) -> None:
        """What follows from the fields as they stand."""
        self._suggest.settle(self._today(), new=self._patient is None)
        self._show_notes()

    def _patient_id(self) -> str:
        return self._patient.row.id if self._patient else ""

    @Slot(str)
    def _field_left(self, name: str) -> None:
        self._left.add(name)
        if name == "village" and self._patient is None:
            self._suggest.look_up_place()
        clean, found = masked({name: self.form.fields.value(name)}, patient_form.NOT_AADHAAR)
        if found:
            self.form.fields.put(name, clean[name])
        elif isinstance(clean[name], str) and patient_form.is_aadhaar_in(name, clean[name]):
            self.form.fields.put(name, patient_form.without_aadhaar(clean[name]))
        self._keeper.keep()

    @Slot(str)
    def _field_entered(self, name: str) -> None:
        widget = self.form.fields.widget(name)
        if widget is not None:
            # A part that was just unfolded has its place only after the next layout.
            QTimer.singleShot(0, widget, lambda: self._scroll.ensureWidgetVisible(widget, 0, self.context.theme.px(60)))

    def _notes(self) -> tuple[FieldNote, ...]:
        told = patient_form.notes(self.form.fields.values(), self._today(), tuple(self._left & {"*"}))
        return (*told, *self._suggest.family_note())

    @Slot()
    def _show_notes(self) -> None:
        notes = self._notes()
        self.form.show_notes(notes, self.context.lang)
        self.actions_row.show_problem(problem_text(note.field for note in notes if note.tone == "error"))

    @Slot()
    def _look_for_likely(self) -> None:
        if self._search is not None:
            self._search.drop()
        fields = patient_form.to_fields(self.form.fields.values(), self._today())
        self._search = self.context.runner.run(likely_duplicates, fields, done=self._likely_found, failed=self._refused)

    @Slot(object)
    def _likely_found(self, found: tuple[Likeness, ...]) -> None:
        self.likely.show_likely(found if self._patient is None else ())

    def _seen_text(self, day: date | None) -> str:
        if day is None:
            return ""
        said = short_date(day, self.context.lang, self._today())
        # `today` and `yesterday` within the sentence; names of days and months keep their capital.
        return self.tr("Last visit {0}").format(said.lower() if (self._today() - day).days in (0, 1) else said)

    @Slot(bool)
    def _save(self, then_visit: bool) -> None:
        self.form.more.take_rest()
        self._left.add("*")
        self._show_notes()
        wrong = [note.field for note in self._notes() if note.tone == "error"]
        if wrong:
            self.form.focus(wrong[0])
            return
        self._then_visit = then_visit
        self.actions_row.set_busy(True)
        self._keeper.hold()
        values = self.form.fields.values()
        if self._patient is None:
            draft = self._keeper.draft_id if self._keeper.exists else None
            fields = patient_form.to_fields(values, self._today())
            self._run(register_patient, fields, draft, done=self._registered)
        else:
            changed = patient_form.edited_fields(self._start, values, self._today())
            base = self._keeper.heads.get(self._patient.row.id, ())
            self._run(edit_patient, self._patient.row.id, changed, base or self._patient.heads, done=self._edited)

    @Slot(object)
    def _registered(self, result: tuple[Changed, str]) -> None:
        self._finish_draft(dropped=True)
        if self._then_visit:
            self.navigate.emit("visit", {"patient": result[1]})
        else:
            self.navigate.emit("patients", {"chosen": result[1]})

    @Slot(object)
    def _edited(self, changed: Changed) -> None:
        self._finish_draft(dropped=False)
        if self._patient is not None and self._then_visit:
            self.navigate.emit("visit", {"patient": self._patient.row.id})
        elif self._patient is not None:
            self.navigate.emit("patients", {"chosen": self._patient.row.id})

    def _finish_draft(self, *, dropped: bool) -> None:
        self._keeper.stop()
        if not dropped:
            self._keeper.discard()

    @Slot(object)
    def _refused(self, error: BaseException) -> None:
        self.actions_row.set_busy(False)
        self._keeper.release()
        if isinstance(error, Refused):
            notes = patient_form.refused_notes(error.problems)
            self.form.show_notes(notes, self.context.lang)
            self.actions_row.show_problem(problem_text(note.field for note in notes))
            self.form.focus(notes[0].field)
        else:
            self.actions_row.show_problem(" ".join(trouble_text("")))

    @Slot(object)
    def _show_kept(self, moment: Any) -> None:
        if self._keeper.up_to_date:
            self._kept.show_kept(moment)
        self.context.status.saved()

    @Slot(object)
    def _keep_failed(self, error: BaseException) -> None:
        self.context.status.not_saved(self._kept.show_failed())

    @Slot(str)
    def _take(self, patient: str) -> None:
        """It is her: no second record; on with the visit, or first with what was typed beside her record."""
        self._run(open_patient, patient, done=self._taken)

    @Slot(object)
    def _taken(self, view: PatientView) -> None:
        record = patient_form.to_typed(view.fields, self._today())
        self._offered = typed_beside(self.form.fields.values(), record, self._today())
        self._finish_draft(dropped=False)
        if not self._offered:
            self.navigate.emit("visit", {"patient": view.row.id})
            return
        self._patient = view
        self._fill(record | self._offered)
        self._start = record
        self.form.set_slip(view.row.slip_no)
        self.actions_row.set_editing(True, then_visit=True)
        self._begin_draft(record)
        self._keeper.touch()
        self.form.focus(next(name for name in self.form.fields.names() if name in self._offered))
        self.retranslate()

    @Slot()
    def _leave_record(self) -> None:
        """Her record stays as it was; on with the visit."""
        self._finish_draft(dropped=False)
        self.navigate.emit("visit", {"patient": self._patient_id()})

    @Slot(str)
    def _see(self, patient: str) -> None:
        self.navigate.emit("patients", {"patient": patient})

    @Slot()
    def _open_again(self) -> None:
        if self._patient is not None:
            self.opened(patient=self._patient.row.id)

    def data_changed(self, changed: Changed) -> None:
        """News never touch the open form: they are announced."""
        if self._patient is not None and self._patient.row.id in changed.ids and self._keeper.active:
            self._news.show()

    def can_leave(self) -> bool:
        self._keeper.keep()
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        self._likely_timer.stop()
        self._keeper.keep()
        super().hideEvent(event)

    def back(self) -> None:
        """Esc: what was typed stays a draft."""
        self.navigate.emit("patients", {})

    def retranslate(self) -> None:
        editing = self._patient is not None
        self._likely_room.setVisible(not editing)
        self._title.setText(self.tr("Correct the record") if editing else self.tr("New patient"))
        self._news.show_notice(
            "news", self.tr("This record has news."), self.tr("Your form is untouched."), self.tr("Open it anew")
        )
        self._offer.setVisible(bool(self._offered))
        self._offer.show_notice(
            "look",
            self.tr("New for this record: {0}").format(field_words(self._offered)),
            self.tr("Just typed, and not yet in the record. Save keeps it."),
            self.tr("Visit without it"),
        )
        self.form.retranslate()
        self.actions_row.retranslate()
        self.likely.retranslate()
        self._show_notes() if self._start else None
        self._kept.retranslate()
