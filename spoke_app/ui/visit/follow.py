"""What follows from the visit's form as it stands: age, time, urgency, desk, notes, flags, growth, the strip above.

The form's values are read, judged by the pure models, and shown; nothing is kept or written here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject

from care_record.rules.red_flags import Flag
from spoke_app.actions.begin_visit import VisitGround
from spoke_app.actions.referral_rules import adult_is_known
from spoke_app.ui.context import UiContext
from spoke_app.ui.models import visit_form
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.referral_proposal import follows, proposed_desk
from spoke_app.ui.models.typed import date_typed
from spoke_app.ui.models.visit_form import Standing
from spoke_app.ui.models.visit_time import day_typed, started_of
from spoke_app.ui.models.vital_signs import About, last_lmp, red_flags, temperature_text, to_vitals
from spoke_app.ui.text import names_for, time_text
from spoke_app.ui.visit.room import VisitRoom
from spoke_app.ui.visit.words import flag_headline, urgency_word


class VisitFollower(QObject):
    """`stand_on` when a record was opened, `follow` after whatever was typed."""

    def __init__(self, context: UiContext, room: VisitRoom, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._room, self._page = context, room, room.page
        self._ground: VisitGround | None = None
        self.about = About({}, context.clock().date())
        self.last: Values = {}

    @property
    def ground(self) -> VisitGround | None:
        return self._ground

    def stand_on(self, ground: VisitGround) -> None:
        """The patient's record, and what else was read with it."""
        self._ground = ground
        view = ground.view
        self.about = self._about_at(self._context.clock())
        self.last = visit_form.last_vitals(view.visits)
        page = self._page
        page.versions.setVisible(bool(view.conflicts))
        page.screening.show_before(ground.screened)
        page.complaint.show_due(ground.due)
        refer = page.plan.refer
        refer.show_answered(ground.answered if follows(ground.answered, self.about.on) else None)
        refer.show_desks(ground.desks)
        refer.consent.show_witnesses(ground.witnesses)

    def first_values(self) -> Values:
        """The form before the first key, with what is known of the patient."""
        values = visit_form.empty_values()
        if self._ground is None:
            return values
        values = visit_form.bring_forward(values, visit_form.last_history(self._ground.view.visits))
        values["started"] = self._context.clock().isoformat(timespec="seconds")
        values["follows"] = follows(self._ground.answered, self.about.on)
        if self._ground.due:
            values["reason"] = "follow_up"
        if self.about.is_minor:
            values["consent_by"] = "guardian"
        return values

    def show_record(self) -> None:
        """What stands beside the form."""
        if self._ground is not None:
            self._room.side.show_visits(self._ground.view.visits, self.about)
            self._room.index.show_parts(self._page.order)
            self._room.picker.show_parts(self._page.order)

    def standing(self) -> Standing:
        """What the form needs beside what is typed."""
        if self._ground is None:
            return Standing()
        answered = self._ground.answered
        view = self._ground.view
        return Standing(answered.referral if answered else "", self._adult_wanted(), view.heads)

    def typed(self, name: str) -> None:
        """What one answer brings with it."""
        fields = self._page.fields
        if name == "consent":
            ticked = bool(fields.value("consent"))
            fields.put("consent_at", self._context.clock().isoformat(timespec="seconds") if ticked else "")
        if name == "urgency":
            fields.put("urgency_by_hand", True)
        if name == "pregnant" and fields.value("pregnant") == "yes" and not fields.value("lmp"):
            known = last_lmp(self.last, self.about)
            fields.put("lmp", date_typed(known) if known is not None else "")
        if name in ("visit_day", "visit_time"):
            self.take_time()

    def spell_day(self) -> None:
        """`yesterday` as its date, once it was typed."""
        day = day_typed(self._page.fields.value("visit_day"), self._context.clock().date())
        if day is not None:
            self._page.fields.put("visit_day", date_typed(day))

    def use_unit(self, unit: str) -> None:
        """Temperatures are typed in °C or °F from now on, on this PC; what stands there is said in it."""
        fields = self._page.fields
        kept = to_vitals(fields.values(), self.about).get("temperature_f")
        self._context.settings.change(temperature_unit=unit)
        self.about = self._about_at(self._started(fields.values()))
        if kept is not None:
            fields.put("temperature_f", temperature_text(kept, self.about.celsius))
        self._page.vitals.fits(self.about)
        self.follow()

    def follow(self, refused: tuple[FieldNote, ...] = ()) -> None:
        """Show it all."""
        if self._ground is None:
            return
        fields = self._page.fields
        fields.put("urgency", visit_form.urgency_after(fields.values(), self.about))
        self._propose_desk(fields.values())
        values = fields.values()
        flags = red_flags(values, self.about)
        now = self._context.clock()
        notes = visit_form.form_notes(values, self.about, self.last, now)
        notes |= {note.field: note for note in refused}
        self._page.show_form(values, notes)
        self._page.complaint.show_time(self._started(values), now)
        self.show_part(values)
        today = to_vitals(values, self.about)
        self._room.side.show_today(today, frozenset(flag.vital for flag in flags))
        self._room.top.show_visit(self._ground.view, values, self.about, flags)
        self._show_flag_notice(flags, str(values["urgency"]))
        self._show_consent(str(values["consent_at"]))

    def show_part(self, values: Values) -> None:
        """The index, and where `next` leads, after the cursor came into another part."""
        states = visit_form.part_states(values, self.about, self.last)
        part, order = self._page.part, self._page.order
        self._room.index.show_states(states, part)
        self._room.picker.show_states(states, part)
        at = order.index(part) + 1 if part in order else 0
        self._room.foot.show_plan(values["outcome"] == "referred", order[at] if at < len(order) else "")

    def take_time(self) -> None:
        """The age is that of the day on which the visit took place."""
        started = self._started(self._page.fields.values())
        if started.date() != self.about.on:
            self.about = self._about_at(started)
            self._page.fits(self.about)
            self.show_record()

    def _started(self, values: Values) -> datetime:
        return started_of(values, self._context.clock())

    def _about_at(self, moment: datetime) -> About:
        fields: dict[str, Any] = self._ground.view.fields if self._ground is not None else {}
        return About(fields, moment.date(), self._context.settings.temperature_unit == "C")

    def _propose_desk(self, values: Values) -> None:
        """A desk that nobody chose follows the flags; one that a person chose stays."""
        if self._ground is None:
            return
        fields = self._page.fields
        desk, why = proposed_desk(values, self.about, self._ground.desks, self._ground.answered)
        chosen = values["desk"]
        if desk and chosen in ("", values.get("desk_proposed")):
            fields.put("desk", desk)
            fields.put("desk_proposed", desk)
            chosen = desk
        self._page.plan.refer.show_why(why if chosen == desk else "")

    def _adult_wanted(self) -> bool:
        return self.about.is_minor and not adult_is_known(self.about.fields)

    def _show_flag_notice(self, flags: tuple[Flag, ...], urgency: str) -> None:
        grave = [flag for flag in flags if flag.level == "critical"]
        notice = self._page.flag_notice
        notice.setVisible(bool(grave))
        if not grave:
            return
        text = self.tr("Urgency is now {0}. Refer today.")
        if urgency == "emergency":
            text = self.tr("Urgency is now {0}. Refer at once; ambulance 102.")
        lead = flag_headline(grave[0].code)
        notice.show_notice("danger", lead, text.format(urgency_word(urgency)), self.tr("Refer"))

    def _show_consent(self, when: str) -> None:
        if self._ground is None:
            return
        row = self._ground.view.row
        at = time_text(datetime.fromisoformat(when)) if when else ""
        name = names_for(row.name, row.name_other, self._context.lang)[0]
        self._page.plan.refer.consent.show_consent(
            name, at, minor=self.about.is_minor, adult_wanted=self._adult_wanted()
        )
