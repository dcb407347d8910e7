"""Complaint: what brings her, as tokens from the list or in her own words, each with how long it has lasted.

In the head stand what the visit is for and when it took place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.picklists import Entry, as_choices
from spoke_app.ui.models.token_values import TokenValues
from spoke_app.ui.models.visit_time import is_altered, is_late
from spoke_app.ui.text import short_date, time_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.visit.part import Part
from spoke_app.ui.visit.words import note_sentence, reason_word
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.select import ComboBox
from spoke_app.ui.widgets.token_field import TokenField

REASONS = ("new", "follow_up", "screening", "chronic")


class ComplaintPart(Part):
    """`time_wanted` when the visit's day and hour are to be typed."""

    code = "complaint"
    first_field = "complaint"
    time_wanted = Signal()

    def __init__(
        self, fields: FieldSet, entries: Sequence[Entry], language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(fields, parent)
        theme = current_theme()
        self._entries, self.language = entries, language
        self._due = ""
        self._tokens = TokenField("", "visit.complaint", as_choices(entries), hindi=language == "hi")
        TokenValues(fields, "complaint", self._tokens)
        self._reason = ComboBox("visit.reason", "", [(code, "") for code in REASONS])
        self._reason.setMinimumWidth(theme.px(168))
        self._time = Button("", "quiet", "clock", size="row", name="visit.change_time")
        self._time.clicked.connect(self.time_wanted)
        self.head.addWidget(self._time)
        self.head.addWidget(self._reason)
        self._day = Field("", "visit.visit_day")
        self._clock = Field("", "visit.visit_time")
        fields.add("reason", self._reason)
        fields.add("visit_day", self._day)
        fields.add("visit_time", self._clock)
        self._when = QWidget()
        row = QHBoxLayout(self._when)
        row.setContentsMargins(0, theme.px(4), 0, 0)
        row.setSpacing(theme.px(16))
        row.addWidget(self._day, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._clock, 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self._when.hide()
        self.let_grow(self._day, self._clock)
        self.add(self._tokens)
        self.add(self._when)
        self._tokens.hint.hide()
        self.retranslate()

    def show_due(self, reason: str) -> None:
        """What she was to come back for, '' if nothing was due."""
        self._due = reason
        self._tokens.set_hint(self.tr("Was to come back: {0}").format(reason) if reason else "")

    def show_form(self, values: Values, notes: dict[str, FieldNote]) -> None:
        note = notes.get("complaint")
        self._tokens.hint.setVisible(note is not None or bool(self._due))
        self._when.setVisible(is_altered(values))
        self.fields.show_notes(
            [notes[name] for name in ("complaint", "visit_day", "visit_time") if name in notes],
            note_sentence,
            ("complaint", "visit_day", "visit_time"),
        )

    def show_time(self, started: datetime, now: datetime) -> None:
        """When the visit took place, in the head."""
        today = started.date() == now.date()
        day = self.tr("today") if today else short_date(started.date(), self.language)
        when = f"{time_text(started)}, {day}"
        shown = self.tr("{0}: late").format(when) if is_late(started, now) else when
        self._time.set_text(shown)
        self._time.setAccessibleName(self.tr("Change the time of the visit: {0}").format(shown))

    def take_rest(self) -> None:
        self._tokens.take_rest()

    def retranslate(self) -> None:
        super().retranslate()
        self._tokens.edit.setAccessibleName(self.tr("Complaint"))
        self._tokens.set_entries(as_choices(self._entries), self.language == "hi")
        self._tokens.set_placeholder(self.tr("add: fever 3 days"))
        self._reason.setAccessibleName(self.tr("What the visit is for"))
        self._reason.set_options([(code, reason_word(code)) for code in REASONS])
        self._day.set_label(self.tr("Day of the visit"))
        self._day.set_placeholder(self.tr("day/month/year, or yesterday"))
        self._clock.set_label(self.tr("Time"))
        self._clock.set_placeholder("10:30")
        self.show_due(self._due)
