"""What the patient's form offers while it is filled: villages of this centre's patients, and who has the same phone."""

from __future__ import annotations

from care_record.rules.identity import normalise_phone
from spoke_app.actions.desk import Desk
from spoke_app.actions.patient_rows import patient_row
from spoke_app.actions.views import PatientRow
from spoke_app.store import search
from spoke_app.store.values import text

MOST_VILLAGES = 6


def villages_like(desk: Desk, typed: str) -> tuple[str, ...]:
    """Villages that sound like what was typed, those of the most patients first; with nothing typed, all of them."""
    return search.villages_like(desk.store, typed)[:MOST_VILLAGES]


def on_this_phone(desk: Desk, phone: str, but: str = "") -> tuple[PatientRow, ...]:
    """The patients who gave this number, seen last first, without the one being corrected."""
    number = normalise_phone(phone)
    if number is None:
        return ()
    today = desk.now().date()
    rows = search.with_number(desk.store, "phone", number)
    return tuple(patient_row(row, today) for row in rows if row["record"] != but)


def usual_place(desk: Desk, village: str) -> dict[str, str]:
    """Block, district and PIN code as the patient of that village who was seen last has them; with no village given,
    block and district of the centre's patients. Empty if nobody's is known."""
    for fields in search.of_village(desk.store, village):
        if subdistrict := text(fields.get("subdistrict")):
            found = {"district": text(fields.get("district")), "subdistrict": subdistrict}
            return found | ({"pin_code": text(fields.get("pin_code"))} if village else {})
    return {}
