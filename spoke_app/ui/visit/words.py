"""The sentences of the visit form: parts, vitals, and what stands beside a value."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from care_record.rules.red_flags import FLAG_CODES, Flag
from spoke_app.ui.models.notes import FieldNote

_tr = QCoreApplication.translate


def part_title(part: str) -> str:
    """The heading of a part of the page."""
    return {
        "complaint": _tr("Visit", "Complaint"),
        "vitals": _tr("Visit", "Vitals"),
        "danger": _tr("Visit", "Danger signs"),
        "history": _tr("Visit", "History"),
        "screening": _tr("Visit", "Screening, CBAC"),
        "examination": _tr("Visit", "Examination"),
        "photos": _tr("Visit", "Photos, reports"),
        "assessment": _tr("Visit", "Assessment"),
        "plan": _tr("Visit", "Treat or refer"),
    }[part]


def next_part_text(part: str) -> str:
    """The button that leads to a part."""
    return {
        "complaint": _tr("Visit", "Back to the complaint"),
        "vitals": _tr("Visit", "Next: vitals"),
        "danger": _tr("Visit", "Next: danger signs"),
        "history": _tr("Visit", "Next: history"),
        "screening": _tr("Visit", "Next: screening"),
        "examination": _tr("Visit", "Next: examination"),
        "photos": _tr("Visit", "Next: photos, reports"),
        "assessment": _tr("Visit", "Next: assessment"),
        "plan": _tr("Visit", "Next: treat or refer"),
    }[part]


def vital_label(name: str) -> str:
    return {
        "temperature_f": _tr("Visit", "Temperature"),
        "pulse": _tr("Visit", "Pulse"),
        "bp": _tr("Visit", "Blood pressure"),
        "bp_systolic": _tr("Visit", "Blood pressure, upper"),
        "bp_diastolic": _tr("Visit", "Blood pressure, lower"),
        "respiratory_rate": _tr("Visit", "Breathing rate"),
        "spo2": _tr("Visit", "Oxygen, SpO2"),
        "haemoglobin_g_dl": _tr("Visit", "Haemoglobin"),
        "weight_kg": _tr("Visit", "Weight"),
        "height_cm": _tr("Visit", "Height"),
        "sugar_mg_dl": _tr("Visit", "Blood sugar"),
        "muac_cm": _tr("Visit", "Upper arm, MUAC"),
        "waist_cm": _tr("Visit", "Waist"),
        "pregnant": _tr("Visit", "Pregnant"),
        "lmp": _tr("Visit", "Last period began"),
        "sugar_kind": _tr("Visit", "Sugar taken"),
    }.get(name, name)


def unit_word(unit: str) -> str:
    return {"/min": _tr("Visit", "/min")}.get(unit, unit)


def history_label(name: str) -> str:
    return {
        "past": _tr("Visit", "Past illness"),
        "surgical": _tr("Visit", "Operations"),
        "family": _tr("Visit", "Illness in the family"),
        "tobacco": _tr("Visit", "Tobacco"),
        "alcohol": _tr("Visit", "Alcohol"),
        "obstetric": _tr("Visit", "Pregnancies and births"),
        "immunisation": _tr("Visit", "Vaccines given"),
    }[name]


def reason_word(code: str) -> str:
    """What a visit is for."""
    return {
        "new": _tr("Visit", "New complaint"),
        "follow_up": _tr("Visit", "Follow-up"),
        "screening": _tr("Visit", "Screening, check"),
        "chronic": _tr("Visit", "Long illness"),
    }.get(code, code)


def bmi_text(code: str) -> str:
    return {
        "thin": _tr("Visit", "underweight"),
        "normal": _tr("Visit", "normal"),
        "overweight": _tr("Visit", "overweight"),
        "obese": _tr("Visit", "obese"),
    }[code]


def note_sentence(note: FieldNote) -> str:
    """What to say below a field; flags have their own words (`flag_sentence`)."""
    detail = note.detail
    if note.code == "impossible":
        return _tr("Visit", "Impossible: {0} to {1}").format(detail[0], detail[1])
    if note.code == "due":
        day = date.fromisoformat(detail[0])
        return f"{day.day}/{day.month}/{day.year}"
    if note.code == "missing":
        return missing_sentence(note.field)
    if note.code in FLAG_CODES:
        return flag_sentence(note.code)
    if note.code == "bmi_word":
        return _tr("Visit", "BMI {0}: {1}").format(detail[0], bmi_text(detail[1]))
    sentences = {
        "not_a_number": _tr("Visit", "Please type a number."),
        "pressure_order": _tr("Visit", "The upper number must be the greater."),
        "fahrenheit": _tr("Visit", "{0} °F"),
        "celsius": _tr("Visit", "{0} °C"),
        "bmi": _tr("Visit", "BMI {0}"),
        "last_time": _tr("Visit", "Last time {0}"),
        "weeks": _tr("Visit", "{0} weeks {1} days; due {2}"),
        "lmp_old": _tr("Visit", "Long ago: please ask once more."),
        "date_unread": _tr("Visit", "Please type a date, such as 30/11/2026."),
        "date_ahead": _tr("Visit", "This day is still to come: please check."),
        "time_unread": _tr("Visit", "Please type a time, such as 10:30."),
        "time_ahead": _tr("Visit", "This is still to come: please check."),
        "late": _tr("Visit", "Entered late: the record says so."),
        "screening_missing": _tr("Visit", "Wanted for the screening."),
        "date_behind": _tr("Visit", "This day is past: please check."),
        "quantity": _tr("Visit", "How many of {0}?"),
        "guardian_needed": _tr("Visit", "A child's guardian must agree: her or his name belongs in the record."),
        "too_long": _tr("Visit", "Too long: at most {0} letters."),
        "too_large": _tr("Visit", "Too much text for one visit: shorten it, or write the rest in a second visit."),
        "not_taken": _tr("Visit", "This cannot be kept like this: please check."),
        "aadhaar": _tr("Visit", "Looks like an Aadhaar number: only its last four digits are kept."),
    }
    return sentences[note.code].format(*detail)


def missing_sentence(field: str) -> str:
    """What is wanted in a field that was left empty."""
    return {
        "complaint": _tr("Visit", "What brings the patient?"),
        "outcome": _tr("Visit", "Treat here, or refer?"),
        "desk": _tr("Visit", "Please choose a desk."),
        "question": _tr("Visit", "What do you want to know from the doctor?"),
        "note": _tr("Visit", "Please write the note."),
        "guardian_name": _tr("Visit", "A minor is referred only with an adult: who came along?"),
        "guardian_relation": _tr("Visit", "Please choose."),
        "outcome_reason": _tr("Visit", "Please say why."),
    }.get(field, _tr("Visit", "Please fill this in."))


def field_word(field: str) -> str:
    """A field's name as the action bar says it."""
    words = {
        "complaint": _tr("Visit", "complaint"),
        "outcome": _tr("Visit", "treat or refer"),
        "desk": _tr("Visit", "desk"),
        "question": _tr("Visit", "question to the doctor"),
        "consent": _tr("Visit", "consent"),
        "consent_by": _tr("Visit", "who agrees"),
        "guardian_name": _tr("Visit", "adult who came along"),
        "guardian_relation": _tr("Visit", "who the adult is"),
        "outcome_reason": _tr("Visit", "why it ended"),
        "visit_day": _tr("Visit", "day of the visit"),
        "visit_time": _tr("Visit", "time of the visit"),
        "examination": _tr("Visit", "examination"),
        "attachments": _tr("Visit", "photos and PDFs"),
        "provisional": _tr("Visit", "provisional diagnosis"),
        "note": _tr("Visit", "note"),
        "medicines": _tr("Visit", "quantity of a medicine"),
        "medicine": _tr("Visit", "medicines"),
        "follow_up": _tr("Visit", "day to come again"),
        "reach_how": _tr("Visit", "how to reach the patient"),
    }
    if field.startswith("screen_"):
        return _tr("Visit", "screening")
    if field.startswith("history_"):
        return history_label(field.removeprefix("history_")).lower()
    return words.get(field) or vital_label(field).lower()


def flag_chip_text(flag: Flag, sign: str = "") -> str:
    """`Red flag: BP 168/112`: on the patient's strip. `sign` is a danger sign's own text."""
    if flag.vital == "danger_signs":
        return _tr("Visit", "Red flag: {0}").format(sign or flag.value)
    short = {
        "bp": "BP",
        "spo2": "SpO2",
        "haemoglobin_g_dl": _tr("Visit", "Hb"),
        "sugar_mg_dl": _tr("Visit", "sugar"),
        "temperature_f": _tr("Visit", "temperature"),
        "respiratory_rate": _tr("Visit", "breathing"),
        "pulse": _tr("Visit", "pulse"),
        "muac_cm": _tr("Visit", "upper arm"),
        "weight_kg": _tr("Visit", "much too thin"),
    }.get(flag.vital, flag.vital)
    return _tr("Visit", "Red flag: {0}").format(f"{short} {flag.value}")


def flag_sentence(code: str) -> str:
    """A flag in the few words that fit under its field."""
    return {
        "bp_high": _tr("Visit", "High"),
        "bp_critical": _tr("Visit", "Critical: measure again"),
        "bp_high_pregnancy": _tr("Visit", "High in pregnancy"),
        "bp_critical_pregnancy": _tr("Visit", "Critical in pregnancy"),
        "bp_low": _tr("Visit", "Critical: very low"),
        "spo2_low": _tr("Visit", "Low: under 94"),
        "spo2_critical": _tr("Visit", "Critical: under 90"),
        "fast_breathing": _tr("Visit", "Fast breathing"),
        "pulse_high": _tr("Visit", "Very fast"),
        "pulse_low": _tr("Visit", "Very slow"),
        "fever": _tr("Visit", "Fever"),
        "high_fever": _tr("Visit", "High fever"),
        "temperature_low": _tr("Visit", "Too cold"),
        "sugar_high": _tr("Visit", "High"),
        "sugar_very_high": _tr("Visit", "Very high"),
        "sugar_low": _tr("Visit", "Too low"),
        "hb_low": _tr("Visit", "Low"),
        "hb_low_pregnancy": _tr("Visit", "Low in pregnancy"),
        "hb_severe": _tr("Visit", "Critical: severe anaemia"),
        "muac_low": _tr("Visit", "Thin: malnutrition"),
        "wasting_severe": _tr("Visit", "Much too thin for the height"),
        "danger_sign": _tr("Visit", "Danger sign"),
    }.get(code, code)


def flag_headline(code: str) -> str:
    """The lead of the red notice over the page."""
    return {
        "bp_critical": _tr("Visit", "Red flag: very high BP"),
        "bp_critical_pregnancy": _tr("Visit", "Red flag: very high BP in pregnancy"),
        "bp_low": _tr("Visit", "Red flag: very low BP"),
        "spo2_critical": _tr("Visit", "Red flag: very little oxygen"),
        "fast_breathing": _tr("Visit", "Red flag: fast breathing"),
        "pulse_high": _tr("Visit", "Red flag: very fast pulse"),
        "pulse_low": _tr("Visit", "Red flag: very slow pulse"),
        "fever": _tr("Visit", "Red flag: fever in a young infant"),
        "high_fever": _tr("Visit", "Red flag: high fever"),
        "temperature_low": _tr("Visit", "Red flag: body too cold"),
        "sugar_very_high": _tr("Visit", "Red flag: very high blood sugar"),
        "sugar_low": _tr("Visit", "Red flag: blood sugar too low"),
        "hb_severe": _tr("Visit", "Red flag: severe anaemia"),
        "muac_low": _tr("Visit", "Red flag: severe malnutrition"),
        "wasting_severe": _tr("Visit", "Red flag: severe malnutrition"),
        "danger_sign": _tr("Visit", "Red flag: danger sign"),
    }.get(code, _tr("Visit", "Red flag"))


def urgency_word(code: str) -> str:
    return {
        "routine": _tr("Visit", "Routine"),
        "urgent": _tr("Visit", "Urgent"),
        "emergency": _tr("Visit", "Emergency"),
    }.get(code, code)
