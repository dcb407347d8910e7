"""Beside the form: how pressure and weight went over the visits, today's value with them, and the earlier visits. Of a
child under five the weight stands between the lines of WHO's standard."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from care_record.rules.age import age_days
from care_record.rules.growth import age_is_exact, child_days
from spoke_app.actions.views import VisitRow
from spoke_app.ui.context import UiContext
from spoke_app.ui.models.trends import pressure_trend, weight_trend
from spoke_app.ui.models.typed import number_text
from spoke_app.ui.models.vital_signs import About, vitals_line
from spoke_app.ui.text import short_date, state_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.visit.growth_chart import GrowthChart, Weight
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.chart import Chart
from spoke_app.ui.widgets.label import Label, Rule

SHOWN_VISITS = 6


class VisitSide(QWidget):
    """`show_visits` when the record was opened, `show_today` while one types."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._context = context
        self._visits: tuple[VisitRow, ...] = ()
        self._today: dict[str, Any] = {}
        self._flagged: frozenset[str] = frozenset()
        self._about: About | None = None
        self._pressure, self._weight, self._growth = Chart(""), Chart(""), GrowthChart()
        self._charts = Card()
        self._charts.body.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(12))
        self._rule = Rule()
        for widget in (self._pressure, self._rule, self._weight, self._growth):
            self._charts.add(widget)
        self._earlier = Card(flush=True)
        head = self._earlier.head.contentsMargins()
        self._earlier.head.setContentsMargins(theme.px(16), head.top(), theme.px(16), head.bottom())
        self._rows: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(16), 0, theme.px(4))
        column.setSpacing(theme.px(16))
        column.addWidget(self._charts)
        column.addWidget(self._earlier)
        column.addStretch(1)
        self.retranslate()

    def show_visits(self, visits: tuple[VisitRow, ...], about: About) -> None:
        """The earlier visits of this patient, newest first."""
        self._visits, self._about = visits, about
        self._earlier.set_title(self.tr("Earlier visits"), str(len(visits)))
        self._list_visits()
        self._draw()

    def show_today(self, vitals: dict[str, Any], flagged: frozenset[str]) -> None:
        """Today's values as typed so far; `flagged` names those that raise a flag."""
        if (vitals, flagged) != (self._today, self._flagged):
            self._today, self._flagged = vitals, flagged
            self._draw()

    def _draw(self) -> None:
        lang, now = self._context.lang, self._context.clock()
        pressure = pressure_trend(self._visits, self._today, "bp" in self._flagged, lang, now, self.tr("Today"))
        weight = weight_trend(self._visits, self._today, lang, now, self.tr("Today"))
        self._pressure.set_series(pressure.series, pressure.limits)
        self._pressure.set_value(pressure.value, "bp" in self._flagged)
        self._weight.set_series(weight.series, weight.limits)
        self._weight.set_value(weight.value)
        self._pressure.setVisible(bool(pressure.series))
        weights = self._weights()
        if weights and self._about is not None:
            today = self._today.get("weight_kg")
            self._growth.show_weights(self._about.gender, weights, f"{number_text(today)} kg" if today else "")
        self._growth.setVisible(bool(weights))
        self._weight.setVisible(bool(weight.series) and not weights)
        self._rule.setVisible(bool(pressure.series and (weight.series or weights)))
        self._charts.setVisible(bool(pressure.series or weight.series or weights))

    def _weights(self) -> tuple[Weight, ...]:
        """A small child's weighings by age, today's last; nothing where the age does not tell the month."""
        about = self._about
        if about is None or child_days(about.fields, about.on) is None or not age_is_exact(about.fields):
            return ()
        found = [(visit.started.date(), visit.vitals.get("weight_kg"), False) for visit in reversed(self._visits)]
        found.append((about.on, self._today.get("weight_kg"), True))
        return tuple(
            Weight(days, float(kg), today)
            for day, kg, today in found
            if isinstance(kg, int | float) and (days := age_days(about.fields, day)) is not None
        )

    def _list_visits(self) -> None:
        for row in self._rows:
            self._earlier.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for visit in self._visits[:SHOWN_VISITS]:
            if self._rows:
                self._add(Rule())
            self._add(self._row(visit))
        if not self._visits:
            none = Label(self.tr("This is the first visit."), "meta", "ink2", wrap=True)
            none.setContentsMargins(current_theme().px(16), 12, 16, 12)
            self._add(none)

    def _add(self, widget: QWidget) -> None:
        self._rows.append(widget)
        self._earlier.add(widget)

    def _row(self, visit: VisitRow) -> QWidget:
        theme = current_theme()
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(9))
        row.setSpacing(theme.px(8))
        lang = self._context.lang
        day = Label(short_date(visit.started.date(), lang), "meta", "ink2")
        day.setMinimumWidth(theme.px(50))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(self._context.complaint(visit.title) or self.tr("Visit"), "label", wrap=True))
        outcome = self.tr("Referred") if visit.outcome == "referred" else ""
        if visit.outcome and not outcome:
            outcome = state_text(visit.outcome).text
        more = vitals_line(visit.vitals) or outcome
        words.addWidget(Label(more, "meta", "ink2", wrap=True))
        row.addWidget(day)
        row.addLayout(words, 1)
        return line

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self._pressure.set_title(self.tr("Blood pressure"))
        self._weight.set_title(self.tr("Weight"))
        self._earlier.set_title(self.tr("Earlier visits"), str(len(self._visits)))
        self._list_visits()
        self._draw()
