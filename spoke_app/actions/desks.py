"""The hub desks that this centre may refer to, out of the `desk` and `facility` records."""

from __future__ import annotations

from spoke_app.actions.desk import Desk
from spoke_app.actions.views import DeskChoice
from spoke_app.store import records
from spoke_app.store.values import text


def list_desks(desk: Desk) -> tuple[DeskChoice, ...]:
    """A line for each desk and speciality; all desks if the centre's record names none."""
    own = records.folded(desk.store, desk.place.id)
    named = own.fields.get("desks") if own is not None else None
    allowed = {one for one in named if isinstance(one, str)} if isinstance(named, list) else set()
    choices: list[DeskChoice] = []
    for found in records.of_no_patient(desk.store, "desk"):
        if allowed and found.record not in allowed:
            continue
        specialities = found.fields.get("specialities")
        for speciality in specialities if isinstance(specialities, list) else ():
            if isinstance(speciality, str):
                name, hindi = text(found.fields.get("name")), text(found.fields.get("name_hi"))
                choices.append(DeskChoice(found.record, name, hindi, speciality))
    return tuple(sorted(choices, key=lambda choice: (choice.desk_name, choice.speciality)))
