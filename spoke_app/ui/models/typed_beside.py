"""A patient turned out to be registered already: which of the details just typed her record does not have yet."""

from __future__ import annotations

from datetime import date

from care_record.rules.age import DAYS_IN, age_days
from care_record.rules.identity import normalise_phone
from care_record.rules.names import search_key
from spoke_app.ui.models.notes import Values
from spoke_app.ui.models.patient_form import to_fields

_WORDS = ("name_other_script", "relative_name", "village", "address", "guardian_name")
_PHONES = ("phone", "guardian_phone")
_AS_THEY_ARE = ("abha", "pin_code", "blood_group", "guardian_relation")
_OF_THE_CENTRE = ("district", "subdistrict")
_GUESS = 2 * DAYS_IN["years"]
"""Two told ages nearer than this are one person's, told twice."""


def typed_beside(typed: Values, record: Values, on: date) -> Values:
    """The typed values to be offered for the record, both as they stand in the form. A name in another spelling, or an
    age told about the same, is nothing new."""
    new: Values = {}
    for name in _WORDS:
        if typed[name].strip() and search_key(typed[name]) != search_key(record[name]):
            new[name] = typed[name]
    filled_in = typed["name_other_script"] == typed["suggested"]
    if "name_other_script" in new and (record["name_other_script"] or filled_in):
        del new["name_other_script"]
    for name in _PHONES:
        number = normalise_phone(typed[name])
        if number and number != normalise_phone(record[name]):
            new[name] = typed[name]
    new |= {name: typed[name] for name in _AS_THEY_ARE if typed[name] and typed[name] != record[name]}
    if "relative_name" in new and typed["relation"]:
        new["relation"] = typed["relation"]
    for name, word in (("allergies", "substance"), ("conditions", "text")):
        known = {search_key(item.get(word) or "") for item in record[name]}
        if more := [item for item in typed[name] if search_key(item.get(word) or "") not in known]:
            new[name] = [*record[name], *more]
    new |= _age(typed, record, on)
    if new:
        # The form has the centre's own block and district from the start: alone they say nothing about her.
        new |= {name: typed[name] for name in _OF_THE_CENTRE if typed[name] and not record[name]}
    return new


def _age(typed: Values, record: Values, on: date) -> Values:
    """A birth date where none was known, or an age that is clearly another one."""
    mine, theirs = to_fields(typed, on), to_fields(record, on)
    days, other = age_days(mine, on), age_days(theirs, on)
    if days is None:
        return {}
    told_better = "birth_date" in mine and mine.get("birth_date") != theirs.get("birth_date")
    clearly_other = "birth_date" not in theirs and (other is None or abs(days - other) > _GUESS)
    if not told_better and not clearly_other:
        return {}
    if typed["age_by"] == "birth_date":
        return {name: typed[name] for name in ("birth_date", "age_by")}
    return {name: typed[name] for name in ("age_value", "age_unit", "age_by")}
