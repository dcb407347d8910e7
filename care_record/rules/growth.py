"""What a child's z-score means in one word, and where the mid-upper arm is too thin.

Sources: WHO Child Growth Standards (2006) with the cut-offs of -2 and -3 (underweight, stunting, wasting) and +2 and +3
(overweight, obesity, by weight for height); WHO and UNICEF, WHO child growth standards and the identification of severe
acute malnutrition (2009) for the arm: under 11.5 cm severe, under 12.5 cm moderate, from 6 to 59 months.
"""

from __future__ import annotations

from typing import Literal

Indicator = Literal["weight_for_age", "height_for_age", "weight_for_height", "muac"]
INDICATORS: tuple[Indicator, ...] = ("weight_for_age", "height_for_age", "weight_for_height", "muac")
Grade = Literal["good", "abnormal", "critical"]

PLAUSIBLE = {"weight_for_age": 6.0, "height_for_age": 6.0, "weight_for_height": 5.0}
"""Beyond this a z-score is more likely a wrong measurement or age (the flags of WHO Anthro)."""

_LOW = {
    "weight_for_age": ("severely_underweight", "underweight"),
    "height_for_age": ("severely_stunted", "stunted"),
    "weight_for_height": ("severely_wasted", "wasted"),
}


def z_word(indicator: Indicator, z: float) -> tuple[str, Grade]:
    """(code of the word, how grave); `check` for what is hardly possible: measure again, ask the age again."""
    if abs(z) > PLAUSIBLE[indicator]:
        return "check", "abnormal"
    severe, moderate = _LOW[indicator]
    if z < -3:
        return severe, "critical"
    if z < -2:
        return moderate, "abnormal"
    if indicator == "weight_for_height" and z > 2:
        return ("obese" if z > 3 else "overweight"), "abnormal"
    return "normal", "good"


def arm_word(muac_cm: float) -> tuple[str, Grade]:
    """Of a child from six months to five years."""
    if muac_cm < 11.5:
        return "severely_thin", "critical"
    return ("thin", "abnormal") if muac_cm < 12.5 else ("normal", "good")
