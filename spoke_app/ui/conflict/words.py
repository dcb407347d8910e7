"""The words round the versions of a record: fields, questions, who and where, and why a save was refused."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from spoke_app.actions.compare_record import Origin, Standing
from spoke_app.ui.text import kind_text, names_for, role_text, short_day, time_text
from spoke_app.ui.visit.words import history_label, vital_label

_tr = QCoreApplication.translate


def field_label(kind: str, path: str) -> str:
    """`Phone number`, `Blood pressure, upper`: a place of the record. '' for what says nothing to a person."""
    name, _, rest = path.partition(".")
    if name == "vitals" and rest:
        return vital_label(rest)
    if name == "history" and rest:
        return _tr("Record", "Vaccinations") if rest == "immunisation" else history_label(rest)
    if name == "guardian" and rest:
        return {
            "name": _tr("Record", "Guardian's name"),
            "relation": _tr("Record", "Guardian's relation"),
            "phone": _tr("Record", "Guardian's phone"),
        }.get(rest, _tr("Record", "Guardian"))
    if name == "refer_onward" and rest:
        return _tr("Record", "Referred onward")
    if name in ("text", "reason", "at", "items", "answers"):
        return _by_kind(kind, name)
    return _fields().get(name, "")


def _by_kind(kind: str, name: str) -> str:
    if name == "at":
        return _tr("Record", "Time")
    if name == "items":
        return _tr("Record", "Medicine")
    if name == "reason":
        return _tr("Record", "Kind of visit") if kind == "visit" else _tr("Record", "Reason")
    if name == "answers":
        return _tr("Record", "Follows the case") if kind == "referral" else _tr("Record", "Answers")
    return kind_text(kind)


def _fields() -> dict[str, str]:
    """The table, made anew in the language of now."""
    return {
        "name": _tr("Record", "Name"),
        "name_hi": _tr("Record", "Name in Hindi"),
        "name_other_script": _tr("Record", "Name in the other script"),
        "gender": _tr("Record", "Gender"),
        "birth_date": _tr("Record", "Birth date"),
        "age": _tr("Record", "Age"),
        "village": _tr("Record", "Village"),
        "address": _tr("Record", "Address"),
        "relative_name": _tr("Record", "Relative's name"),
        "relation": _tr("Record", "Relation"),
        "phone": _tr("Record", "Phone number"),
        "other_phones": _tr("Record", "Further phone number"),
        "abha": _tr("Record", "ABHA number"),
        "abha_address": _tr("Record", "ABHA address"),
        "district": _tr("Record", "District"),
        "subdistrict": _tr("Record", "Block"),
        "pin_code": _tr("Record", "PIN code"),
        "slip_no": _tr("Record", "Slip number"),
        "allergies": _tr("Record", "Allergy"),
        "conditions": _tr("Record", "Long illness"),
        "medicines": _tr("Record", "Regular medicine"),
        "blood_group": _tr("Record", "Blood group"),
        "photo": _tr("Record", "Photo"),
        "guardian": _tr("Record", "Guardian"),
        "deceased": _tr("Record", "Day of death"),
        "same_as": _tr("Record", "Same person as"),
        "share": _tr("Record", "Shared with"),
        "started": _tr("Record", "Start of the visit"),
        "mode": _tr("Record", "Where seen"),
        "complaints": _tr("Record", "Complaint"),
        "vitals": _tr("Record", "Vitals"),
        "danger_signs": _tr("Record", "Danger signs"),
        "history": _tr("Record", "History"),
        "examination": _tr("Record", "Examination"),
        "provisional": _tr("Record", "Provisional diagnosis"),
        "entered_late": _tr("Record", "Entered late"),
        "outcome": _tr("Record", "Outcome"),
        "outcome_reason": _tr("Record", "Reason of the outcome"),
        "visit": _tr("Record", "Visit"),
        "signed": _tr("Record", "Signed"),
        "amends": _tr("Record", "Corrects"),
        "countersigns": _tr("Record", "Countersigned note"),
        "verdict": _tr("Record", "What the doctor says of it"),
        "cautions": _tr("Record", "Cautions that the doctor saw"),
        "desk": _tr("Record", "Desk"),
        "speciality": _tr("Record", "Speciality"),
        "urgency": _tr("Record", "Urgency"),
        "question": _tr("Record", "Question to the doctor"),
        "consent": _tr("Record", "Consent"),
        "reach": _tr("Record", "How to reach the patient"),
        "forwards": _tr("Record", "Forwards the case"),
        "withdrawn": _tr("Record", "Withdrawn"),
        "referral": _tr("Record", "Case"),
        "event": _tr("Record", "What happened"),
        "to": _tr("Record", "To"),
        "diagnosis": _tr("Record", "Diagnosis"),
        "investigations": _tr("Record", "Test"),
        "follow_up": _tr("Record", "Come again"),
        "seen_live": _tr("Record", "Seen by the doctor"),
        "consent_confirmed": _tr("Record", "Consent confirmed"),
        "number": _tr("Record", "Number"),
        "doctor": _tr("Record", "Doctor"),
        "cancelled": _tr("Record", "Cancels"),
        "prescription": _tr("Record", "Prescription"),
        "standing_order": _tr("Record", "Standing order"),
        "due": _tr("Record", "Due on"),
        "done": _tr("Record", "Done at the visit"),
        "media": _tr("Record", "Kind of file"),
        "label": _tr("Record", "Title"),
        "taken": _tr("Record", "Taken"),
        "value": _tr("Record", "Value"),
        "unit": _tr("Record", "Unit"),
        "score": _tr("Record", "Score"),
        "role": _tr("Record", "Role"),
        "posts": _tr("Record", "Posts"),
        "active": _tr("Record", "At work"),
        "qualification": _tr("Record", "Qualification"),
        "registration_no": _tr("Record", "Registration number"),
        "specialities": _tr("Record", "Specialities"),
        "countersign_percent": _tr("Record", "Notes to countersign, per cent"),
        "hours": _tr("Record", "Hours"),
        "contact": _tr("Record", "Contact"),
        "type": _tr("Record", "Type"),
        "code": _tr("Record", "Code"),
        "facility": _tr("Record", "Health centre"),
        "until": _tr("Record", "Until"),
        "refer_onward": _tr("Record", "Referred onward"),
        "advice": _tr("Record", "Advice"),
        "text_hi": _tr("Record", "In Hindi"),
        "desks": _tr("Record", "Desks"),
        "form": _tr("Record", "Form"),
        "investigation": _tr("Record", "Test"),
        "call_base_url": _tr("Record", "Address of calls"),
        "post": _tr("Record", "Post"),
        "revoked": _tr("Record", "Revoked"),
    }


def question_title(kind: str, path: str) -> str:
    """`Which phone number is right?`"""
    name, _, rest = path.partition(".")
    if not rest or name == "allergies":
        titles = {
            "phone": _tr("Record", "Which phone number is right?"),
            "name": _tr("Record", "Which name is right?"),
            "village": _tr("Record", "Which village is right?"),
            "age": _tr("Record", "Which age is right?"),
            "birth_date": _tr("Record", "Which birth date is right?"),
            "allergies": _tr("Record", "What is right about this allergy?"),
        }
        if name in titles:
            return titles[name]
    label = field_label(kind, path) or _tr("Record", "A value of a newer version")
    return _tr("Record", "{0}: what is right?").format(label)


def use_text(path: str) -> str:
    """The button under a version."""
    name = path.partition(".")[0]
    if name in ("phone", "abha", "pin_code"):
        return _tr("Record", "Use this number")
    if name in ("name", "name_other_script", "relative_name"):
        return _tr("Record", "Use this name")
    return _tr("Record", "Use this")


def author_text(origin: Origin, lang: str) -> str:
    """`Rekha Kumari, ANM`."""
    if origin.author is None:
        return _tr("Record", "Somebody whom this PC does not know yet")
    name = names_for(origin.author.name, origin.author.name_hi, lang)[0]
    role = role_text(origin.author.role, short=True) if origin.author.role else ""
    return ", ".join(part for part in (name, role) if part)


def when_text(origin: Origin, lang: str, now: datetime) -> str:
    """`Monday 23 Nov, 16:05`, with a word where that PC's clock was wrong."""
    said = f"{short_day(origin.at.date(), lang, now.date())}, {time_text(origin.at)}"
    return said if origin.tz_ok else _tr("Record", "{0} by a clock that was wrong").format(said)


def where_text(origin: Origin) -> str:
    """The head of a version."""
    return {
        "here": _tr("Record", "On this PC"),
        "centre": _tr("Record", "On another PC of this centre"),
        "other_centre": _tr("Record", "At another health centre"),
        "hub": _tr("Record", "From the hub"),
    }[origin.where]


def place_text(origin: Origin, lang: str) -> str:
    """The health centre or desk; the hub where none is known."""
    return names_for(origin.place, origin.place_hi, lang)[0] or _tr("Record", "The hub's pages")


def standing_text(standing: Standing) -> str:
    """A remark beside an entry of the history; '' for what simply counts."""
    return {
        "counted": "",
        "after_signing": _tr("Record", "Came after signing: kept, but the signed text stands."),
        "quarantined": _tr("Record", "The hub keeps it aside: it does not count until it is released."),
        "elsewhere": _tr("Record", "Names another patient: kept, but it does not count."),
    }[standing]


def problem_text(code: str, detail: str) -> str:
    """What is wrong with a value, and what is possible."""
    sentences = {
        "required": _tr("Record", "This must not be empty."),
        "bad-phone": _tr("Record", "A mobile number has ten digits; the first is 6, 7, 8 or 9."),
        "impossible": _tr("Record", "Impossible; possible is {0}."),
        "pressure-order": _tr("Record", "The upper pressure must be the greater."),
        "too-long": _tr("Record", "At most {0} letters."),
        "wrong-type": _tr("Record", "This cannot be read here: please check."),
        "not-in-list": _tr("Record", "This is not one of the possible answers."),
        "bad-date": _tr("Record", "Please type day/month/year, such as 3/11/1999."),
        "in-future": _tr("Record", "This day is still to come: please check."),
        "bad-age": _tr("Record", "Please type a number and its unit, such as 34 years or 8 months."),
        "control-characters": _tr("Record", "There are signs in it that cannot be shown."),
        "missing": _tr("Record", "Please fill this in."),
    }
    return sentences.get(code, _tr("Record", "This does not fit its rules: please check.")).format(detail)
