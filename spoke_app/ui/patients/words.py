"""The sentences of the patient form: a note's code becomes what happened and what to do, in one line."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from spoke_app.ui.models.notes import FieldNote
from spoke_app.ui.models.patient_form import phone_typed
from spoke_app.ui.text import age_text

_tr = QCoreApplication.translate


def note_sentence(note: FieldNote, lang: str = "en") -> str:
    """What to say below the field."""
    value = note.detail[0] if note.detail else ""
    if note.code in ("age_said", "age_about", "born_said"):
        return _age_said(note, lang)
    if note.code == "family":
        return _family(note)
    sentences = {
        "phone_short": _tr("PatientForm", "{0} digits so far; a mobile number has 10."),
        "phone_long": _tr("PatientForm", "{0} digits; a mobile number has 10."),
        "phone_start": _tr("PatientForm", "A mobile number begins with 6, 7, 8 or 9."),
        "age_unread": _tr("PatientForm", "Please type an age: 60, 5m, 10 days, or 12/3/1990."),
        "age_small": _tr("PatientForm", "Under two years: please type months or days, such as 5m or 10d."),
        "age_unit": _tr("PatientForm", "So many in this unit? Please type years or months."),
        "guardian_wanted": _tr("PatientForm", "Needed before a doctor is asked; may be filled in later."),
        "too_old": _tr("PatientForm", "More than {0} years: please check."),
        "date_unread": _tr("PatientForm", "Please type day/month/year, such as 3/11/1999."),
        "date_ahead": _tr("PatientForm", "This day is still to come: please check."),
        "abha_digits": _tr("PatientForm", "{0} digits so far; an ABHA number has 14."),
        "abha_check": _tr("PatientForm", "Please compare it with the card once more."),
        "pin_digits": _tr("PatientForm", "{0} digits so far; a PIN code has 6."),
        "too_long": _tr("PatientForm", "At most {0} letters."),
        "too_large": _tr("PatientForm", "Too much text for one record: please shorten it."),
        "not_taken": _tr("PatientForm", "This cannot be kept like this: please check."),
        "aadhaar": _tr("PatientForm", "Looks like an Aadhaar number: only its last four digits are kept."),
    }
    if note.code == "missing":
        return missing_sentence(note.field)
    return sentences[note.code].format(value)


def _age_said(note: FieldNote, lang: str) -> str:
    """The age as it was understood, in words: what was told is never said as if it were exact."""
    if note.code == "born_said":
        born, value, unit = note.detail
        day = QLocale(lang).toString(QDate.fromString(born, "yyyy-MM-dd"), "d MMMM yyyy")
        return _tr("PatientForm", "Born {0}: {1}").format(day, age_text(f"{value} {unit}", lang, long=True))
    value, unit, year = note.detail
    words = age_text(f"{value} {unit}", lang, long=True)
    if note.code == "age_about":
        words = _tr("PatientForm", "About {0}").format(words)
    return _tr("PatientForm", "{0}, born about {1}").format(words, year) if year else words


def _family(note: FieldNote) -> str:
    name, village, others = note.detail
    who = ", ".join(part for part in (name, village) if part)
    if others == "0":
        return _tr("PatientForm", "Same phone as {0}: family?").format(who)
    return _tr("PatientForm", "Same phone as {0} and {1} more: family?").format(who, others)


def missing_sentence(field: str) -> str:
    """What is wanted in a field that was left empty."""
    return {
        "name": _tr("PatientForm", "Please write the name."),
        "gender": _tr("PatientForm", "Please choose."),
        "age_value": _tr("PatientForm", "Please write the age, even if estimated."),
        "birth_date": _tr("PatientForm", "Please write the birth date."),
        "village": _tr("PatientForm", "Please write the village, or an address under More."),
    }.get(field, _tr("PatientForm", "Please fill this in."))


def field_word(field: str) -> str:
    """A field's name as the action bar says it."""
    return {
        "name": _tr("PatientForm", "name"),
        "name_other_script": _tr("PatientForm", "name in the other script"),
        "gender": _tr("PatientForm", "gender"),
        "age_value": _tr("PatientForm", "age"),
        "birth_date": _tr("PatientForm", "birth date"),
        "relative_name": _tr("PatientForm", "relative's name"),
        "phone": _tr("PatientForm", "mobile phone"),
        "village": _tr("PatientForm", "village"),
        "abha": _tr("PatientForm", "ABHA number"),
        "pin_code": _tr("PatientForm", "PIN code"),
        "guardian_name": _tr("PatientForm", "guardian's name"),
        "relation": _tr("PatientForm", "relation"),
        "address": _tr("PatientForm", "address"),
        "guardian_relation": _tr("PatientForm", "guardian's relation"),
        "guardian_phone": _tr("PatientForm", "guardian's phone"),
        "subdistrict": _tr("PatientForm", "block and district"),
        "district": _tr("PatientForm", "block and district"),
        "age_unit": _tr("PatientForm", "age"),
        "age_by": _tr("PatientForm", "age"),
        "blood_group": _tr("PatientForm", "blood group"),
        "allergies": _tr("PatientForm", "allergies"),
        "conditions": _tr("PatientForm", "conditions"),
    }.get(field, field)


def field_words(fields: Iterable[str]) -> str:
    """Several fields' names, each once."""
    return ", ".join(dict.fromkeys(field_word(field) for field in fields))


def problem_text(fields: Iterable[str]) -> str:
    """What stands in the way of saving; `''` if nothing does."""
    words = list(dict.fromkeys(field_word(field) for field in fields))
    if not words:
        return ""
    listed = ", ".join(words)
    if len(words) == 1:
        return _tr("PatientForm", "1 field to correct: {0}").format(listed)
    return _tr("PatientForm", "{0} fields to correct: {1}").format(len(words), listed)


def relation_word(code: str) -> str:
    return {
        "husband": _tr("PatientForm", "Husband"),
        "father": _tr("PatientForm", "Father"),
        "wife": _tr("PatientForm", "Wife"),
        "mother": _tr("PatientForm", "Mother"),
        "son": _tr("PatientForm", "Son"),
        "daughter": _tr("PatientForm", "Daughter"),
        "guardian": _tr("PatientForm", "Guardian"),
        "other": _tr("PatientForm", "Other"),
    }.get(code, code)


def agreement_word(code: str, relation: str = "") -> str:
    """What agrees with somebody already registered: `name`, `husband`, `village` ..."""
    if code == "relative":
        return relation_word(relation).lower() if relation else _tr("PatientForm", "relative")
    return {
        "name": _tr("PatientForm", "name"),
        "age": _tr("PatientForm", "age"),
        "village": _tr("PatientForm", "village"),
        "phone": _tr("PatientForm", "phone"),
        "abha": _tr("PatientForm", "ABHA number"),
        "gender": _tr("PatientForm", "gender"),
    }.get(code, code)


def difference_text(code: str, value: str, relation: str = "") -> str:
    shown = phone_typed(value) if code == "phone" else value
    return _tr("PatientForm", "{0}: {1}").format(agreement_word(code, relation), shown)
