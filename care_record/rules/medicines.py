"""The medicine list, and what the Telemedicine Practice Guidelines (2020) allow to be prescribed when.

List O: in any mode. List A: when the doctor has seen the patient live (the doctor's tick, recorded), or as a re-fill on
follow-up. List B: only added on a follow-up. Prohibited (Schedule X, NDPS): never.
"""

from __future__ import annotations

import msgspec

from care_record.rules.problem import Problem


class Medicine(msgspec.Struct, frozen=True):
    """One entry of `resources/medicines.json`. `generic` in capitals; `frequency` a hint out of the frequencies."""

    code: str
    generic: str
    form: str
    strength: str
    list: str
    en: str
    hi: str
    form_hi: str = ""
    route: str = "oral"
    dose: str = ""
    frequency: str = ""
    days: int = 0
    also: tuple[str, ...] = ()
    """What health workers call it: iron, IFA, ORS."""


class _File(msgspec.Struct):
    version: int
    source: str
    entries: list[Medicine]


def load_medicines(text: str) -> tuple[Medicine, ...]:
    """The entries of the list, in its order. ValueError (msgspec's) if the text is no such list."""
    return tuple(msgspec.json.decode(text, type=_File).entries)


def may_prescribe(medicine_list: str, seen_live: bool, follow_up: bool, refill: bool) -> Problem | None:
    """None if a medicine of this list may be prescribed in this consultation, else why not.

    `follow_up`: an earlier case of the patient was answered and this one follows it; `refill`: an earlier prescription
    of a doctor holds the same medicine. A medicine that is on no list is treated like list A: the doctor has to have
    seen the patient.
    """
    if medicine_list == "O":
        return None
    if medicine_list == "prohibited":
        return Problem("list", "prohibited", "cannot be prescribed by telemedicine")
    if medicine_list == "B":
        return None if follow_up else Problem("list", "list-b-first", "only added on a follow-up")
    if seen_live or refill:
        return None
    return Problem("list", "list-a-unseen", "needs the patient seen live on video or in person")
