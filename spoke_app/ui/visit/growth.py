"""Growth of a child under five in words below the vitals: by WHO's standards, with an icon and the z-score."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from care_record.rules.growth import Growth
from spoke_app.ui.icons import WARNING_STROKE
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.card import IconMark
from spoke_app.ui.widgets.label import Label

_tr = QCoreApplication.translate


def indicator_word(indicator: str) -> str:
    return {
        "weight_for_age": _tr("Growth", "Weight for age"),
        "height_for_age": _tr("Growth", "Height for age"),
        "weight_for_height": _tr("Growth", "Weight for height"),
        "muac": _tr("Growth", "Upper arm, MUAC"),
    }[indicator]


def growth_word(code: str) -> str:
    """What was found, as it is said to the mother."""
    return {
        "normal": _tr("Growth", "normal"),
        "underweight": _tr("Growth", "underweight"),
        "severely_underweight": _tr("Growth", "severely underweight"),
        "stunted": _tr("Growth", "short for the age"),
        "severely_stunted": _tr("Growth", "very short for the age"),
        "wasted": _tr("Growth", "too thin: moderate malnutrition"),
        "severely_wasted": _tr("Growth", "much too thin: severe malnutrition"),
        "overweight": _tr("Growth", "overweight"),
        "obese": _tr("Growth", "much overweight"),
        "thin": _tr("Growth", "thin: moderate malnutrition"),
        "severely_thin": _tr("Growth", "very thin: severe malnutrition"),
        "check": _tr("Growth", "hardly possible: measure again, ask the age again"),
    }[code]


class GrowthPanel(QWidget):
    """One line for each indicator that can be judged; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._shown: tuple[Growth, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, theme.px(4))
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(2, 1)
        self._rows: list[tuple[IconMark, Label, Label, Label]] = []
        self.setAccessibleName("")
        self.hide()

    def show_growth(self, found: Sequence[Growth]) -> None:
        """Say this."""
        self._shown = tuple(found)
        while len(self._rows) < len(self._shown):
            self._add_row()
        theme = current_theme()
        looks = {
            "good": ("circle-check", theme.green),
            "abnormal": ("alert-triangle", theme.amber),
            "critical": ("alert-octagon", theme.red),
        }
        tones = {"good": "green", "abnormal": "amber", "critical": "red"}
        for at, (mark, name, word, z) in enumerate(self._rows):
            there = at < len(self._shown)
            for widget in (mark, name, word, z):
                widget.setVisible(there)
            if there:
                one = self._shown[at]
                mark.set_mark(*looks[one.grade])
                name.setText(indicator_word(one.indicator))
                word.setText(growth_word(one.word))
                word.set_tone(tones[one.grade])  # type: ignore[arg-type]
                z.setText("" if one.z is None else f"z {one.z:+.1f}")
        self.setAccessibleName("; ".join(self.lines()))
        self.setVisible(bool(self._shown))

    def lines(self) -> list[str]:
        """What it says, line by line."""
        return [f"{indicator_word(one.indicator)}: {growth_word(one.word)}" for one in self._shown]

    def retranslate(self) -> None:
        self.show_growth(self._shown)

    def _add_row(self) -> None:
        theme = current_theme()
        mark = IconMark("", theme.ink2, theme.px(18), WARNING_STROKE)
        name, word, z = Label("", "label", "ink2"), Label("", "label", wrap=True), Label("", "meta", "ink3")
        for column, widget in enumerate((mark, name, word, z)):
            self._grid.addWidget(widget, len(self._rows), column)
        self._rows.append((mark, name, word, z))
