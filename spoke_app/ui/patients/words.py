"""The sentences of the patient form: a note's code becomes what happened and what to do, in one line."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from spoke_app.ui.models.notes import FieldNote

_tr = QCoreApplication.translate


def note_sentence(note: FieldNote) -> str:
    """What to say below the field."""
    value = note.detail[0] if note.detail else ""
    sentences = {
        "phone_short": _tr("PatientForm", "{0} digits so far; a mobile number has 10."),
        "phone_long": _tr("PatientForm", "{0} digits; a mobile number has 10."),
        "phone_start": _tr("PatientForm", "A mobile number begins with 6, 7, 8 or 9."),
        "age_unread": _tr("PatientForm", "Please type the age as a whole number."),
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
        "guardian_phone": _tr("PatientForm", "guardian's phone"),
    }.get(field, field)


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
    return _tr("PatientForm", "{0}: {1}").format(agreement_word(code, relation), value)
