"""To which desk a referral is proposed: the one that answered before, else by what the flags speak of. Pure functions.

A proposal is never more than that: whatever a person chose stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from spoke_app.actions.begin_visit import AnsweredCase
from spoke_app.actions.views import DeskChoice
from spoke_app.ui.models.notes import Values
from spoke_app.ui.models.vital_signs import About, red_flags

FOLLOWS_DAYS = 90
"""So long an answer counts as the case that a follow-up belongs to."""
_OF_SIGN = {"severe_chest_pain": ("cardiology",), "one_side_weak": ("neurology",), "poison": ("emergency",)}
_OF_VITAL = {"sugar_mg_dl": ("diabetes",), "spo2": ("chest",), "respiratory_rate": ("chest",)}
_ELSE = "medicine"


def desk_code(desk: str, speciality: str) -> str:
    """A desk and speciality as the form's field holds them."""
    return f"{desk}|{speciality}"


def follows(answered: AnsweredCase | None, on: date) -> bool:
    """Whether there is an answer that is recent enough to go on with."""
    return answered is not None and 0 <= (on - answered.day).days <= FOLLOWS_DAYS


def proposed_desk(
    values: Values, about: About, desks: Sequence[DeskChoice], answered: AnsweredCase | None
) -> tuple[str, str]:
    """(desk code, why): `same` doctor, `only` desk, by the `flags`, or nothing at all."""
    codes = [desk_code(desk.desk, desk.speciality) for desk in desks]
    if answered is not None and values.get("follows"):
        before = desk_code(answered.desk, answered.speciality)
        if before in codes:
            return before, "same"
    if len(codes) == 1:
        return codes[0], "only"
    for speciality in _specialities(values, about):
        for desk, code in zip(desks, codes, strict=True):
            if desk.speciality == speciality:
                return code, "flags"
    return "", ""


def _specialities(values: Values, about: About) -> tuple[str, ...]:
    """The likeliest first."""
    if values.get("pregnant") == "yes":
        return ("gynaecology", "obstetrics")
    if about.is_small_child:
        return ("paediatrics",)
    found = [flag for flag in red_flags(values, about) if flag.level == "critical"]
    if not found:
        return ()
    first = found[0]
    special = _OF_SIGN.get(first.value, ()) if first.vital == "danger_signs" else _OF_VITAL.get(first.vital, ())
    return (*special, _ELSE)
