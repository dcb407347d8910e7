"""The words of a register, in English and Hindi: the same on the screen, on paper and in a file.

Like every paper's they do not come from the app's translations: `spoke-app export` writes them without a window.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from spoke_app.documents.paper import Both, Lang
from spoke_app.documents.words import month_name

TITLES: Final[dict[str, Both]] = {
    "opd": Both("OPD register", "ओपीडी रजिस्टर"),
    "telemedicine": Both("Telemedicine register", "टेलीमेडिसिन रजिस्टर"),
    "medicines": Both("Medicines given", "दी गई दवाएँ"),
    "follow_ups": Both("Follow-ups due", "दोबारा दिखाने वाले"),
}
FILES: Final[dict[str, str]] = {
    "opd": "opd-register",
    "telemedicine": "telemedicine-register",
    "medicines": "medicines-given",
    "follow_ups": "follow-ups-due",
}
"""What a register's file is called; the month or day stands behind it."""

HEADS: Final[dict[str, Both]] = {
    "number": Both("No.", "क्रम"),
    "when": Both("Date and time", "तारीख और समय"),
    "date": Both("Date", "तारीख"),
    "time": Both("Time", "समय"),
    "slip": Both("Slip", "पर्ची"),
    "name": Both("Name", "नाम"),
    "name_other": Both("Name in the other script", "दूसरी लिपि में नाम"),
    "relative": Both("Relative", "पति या अभिभावक"),
    "who": Both("Age", "उम्र"),
    "age": Both("Age", "उम्र"),
    "gender": Both("Sex", "लिंग"),
    "village": Both("Village", "गाँव"),
    "phone": Both("Phone", "फ़ोन"),
    "problem": Both("Complaint or diagnosis", "तकलीफ़ या रोग"),
    "complaint": Both("Complaint", "तकलीफ़"),
    "diagnosis": Both("Diagnosis", "रोग"),
    "icd10": Both("ICD-10", "ICD-10"),
    "reason": Both("Reason", "कारण"),
    "first": Both("First visit", "पहली बार"),
    "outcome": Both("Outcome", "नतीजा"),
    "to": Both("To", "किसे"),
    "urgency": Both("Urgency", "ज़रूरत"),
    "sent": Both("Sent", "भेजा"),
    "answered": Both("Answered", "जवाब"),
    "wait": Both("Wait", "प्रतीक्षा"),
    "wait_minutes": Both("Wait in minutes", "प्रतीक्षा (मिनट)"),
    "doctor": Both("Doctor", "डॉक्टर"),
    "state": Both("Where it stands", "अभी कहाँ है"),
    "medicine": Both("Medicine", "दवा"),
    "quantity": Both("Quantity", "मात्रा"),
    "unit": Both("Unit", "इकाई"),
    "given_on": Both("Given on", "किस आधार पर"),
    "due": Both("Due", "कब आना है"),
    "due_for": Both("For", "किसलिए"),
    "came": Both("Came", "आए"),
    "late": Both("Entered late", "बाद में लिखा"),
}

OUTCOMES: Final[dict[str, Both]] = {
    "treated": Both("Treated here", "यहीं इलाज हुआ"),
    "referred": Both("Referred", "भेजा गया"),
    "left": Both("Left", "बिना इलाज गए"),
    "cancelled": Both("Cancelled", "रद्द"),
}
STATES: Final[dict[str, Both]] = {
    "saved": Both("Waiting to send", "भेजना बाकी"),
    "at_hub": Both("At the hub", "हब पर"),
    "opened": Both("Opened", "खोला गया"),
    "question": Both("Question", "सवाल"),
    "answered": Both("Answered", "जवाब आया"),
    "seen": Both("Answer seen", "जवाब देखा"),
    "given": Both("Answer given", "जवाब दिया"),
    "closed": Both("Closed", "पूरा"),
    "withdrawn": Both("Withdrawn", "वापस लिया"),
}
TO_DOCTOR: Final[dict[str, Both]] = {
    "saved": Both("To {}, waiting", "{}, भेजना बाकी"),
    "at_hub": Both("To {}, at the hub", "{}, हब पर"),
    "opened": Both("To {}, opened", "{}, खोला गया"),
    "question": Both("Question from {}", "{} का सवाल"),
}
"""The outcome of a visit that waits for a doctor of a speciality."""
GENDERS: Final[dict[str, Both]] = {
    "female": Both("Female", "महिला"),
    "male": Both("Male", "पुरुष"),
    "other": Both("Other", "अन्य"),
}
_GENDERS_SHORT: Final = {"female": "F", "male": "M", "other": "O"}
_AGES: Final[dict[str, Both]] = {
    "years": Both("{}", "{}"),
    "months": Both("{} mo", "{} माह"),
    "weeks": Both("{} wk", "{} हफ़्ते"),
    "days": Both("{} d", "{} दिन"),
}
REASONS: Final[dict[str, Both]] = {
    "new": Both("New complaint", "नई तकलीफ़"),
    "follow_up": Both("Follow-up", "दोबारा"),
    "screening": Both("Screening", "जाँच"),
    "chronic": Both("Long illness", "पुरानी बीमारी"),
}
URGENCIES: Final[dict[str, Both]] = {
    "routine": Both("Routine", "सामान्य"),
    "urgent": Both("Urgent", "ज़रूरी"),
    "emergency": Both("Emergency", "आपात"),
}
COUNTED: Final[dict[str, tuple[Both, Both]]] = {
    "women": (Both("{} woman", "{} महिला"), Both("{} women", "{} महिलाएँ")),
    "men": (Both("{} man", "{} पुरुष"), Both("{} men", "{} पुरुष")),
    "other": (Both("{} other", "{} अन्य"), Both("{} other", "{} अन्य")),
    "children": (
        Both("{} child under 5", "{} बच्चा 5 वर्ष से छोटा"),
        Both("{} children under 5", "{} बच्चे 5 वर्ष से छोटे"),
    ),
    "first": (Both("{} first visit", "{} पहली बार"), Both("{} first visits", "{} पहली बार")),
    "cancelled": (Both("{} cancelled", "{} रद्द"), Both("{} cancelled", "{} रद्द")),
    "to_doctor": (Both("{} sent to a doctor", "{} डॉक्टर को भेजे"), Both("{} sent to a doctor", "{} डॉक्टर को भेजे")),
    "late": (Both("{} entered late", "{} बाद में लिखा"), Both("{} entered late", "{} बाद में लिखे")),
}
STANDING_ORDER: Final = Both("Standing order", "स्थायी आदेश")
PRESCRIPTION: Final = Both("Prescription {}", "पर्चा {}")
CAME: Final = Both("Came on {}", "{} को आए")
CLOSED: Final = Both("Closed without a visit", "बिना आए पूरा")
DIED: Final = Both("Died {}", "मृत्यु {}")
HAS_COME: Final = Both("Has come", "आ चुके")
DAYS_LATE: Final = (Both("{} day late", "{} दिन की देर"), Both("{} days late", "{} दिन की देर"))
DUE_TODAY: Final = Both("Today", "आज")
TO_COME: Final = Both("To come", "आना है")
YES: Final = Both("yes", "हाँ")
NO: Final = Both("no", "नहीं")
LATE: Final = Both("entered late", "बाद में लिखा")
PAGE: Final = Both("Page {page} of {pages}", "पन्ना {page} / {pages}")
PRINTED: Final = Both("Printed by {who}, {when}", "{who} ने छापा, {when}")
SIGNED: Final = Both("Signature and date", "हस्ताक्षर और तारीख")
NOTHING: Final = Both("Nothing was entered.", "कुछ दर्ज नहीं हुआ।")
ALTOGETHER: Final = Both("Altogether: {}", "कुल: {}")
USUAL_WAIT: Final = Both("usual wait for the doctor's answer {}", "डॉक्टर के जवाब की सामान्य प्रतीक्षा {}")

_MONTHS_SHORT_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS_SHORT_HI = ("जन", "फ़र", "मार्च", "अप्रैल", "मई", "जून", "जुल", "अग", "सित", "अक्टू", "नव", "दिस")


def month_words(day: date, lang: Lang) -> str:
    """`November 2026`."""
    return f"{month_name(day, lang)} {day.year}"


def day_words(day: date, lang: Lang) -> str:
    """`24 November 2026`."""
    return f"{day.day} {month_words(day, lang)}"


def short_day(day: date, lang: Lang) -> str:
    """`24 Nov`."""
    return f"{day.day} {(_MONTHS_SHORT_HI if lang == 'hi' else _MONTHS_SHORT_EN)[day.month - 1]}"


def when_words(day: date, at: datetime | None, lang: Lang) -> str:
    """`24 Nov 11:05`."""
    return f"{short_day(day, lang)} {at:%H:%M}" if at is not None else short_day(day, lang)


def age_words(age: str, lang: Lang) -> str:
    """`31` for years, else `8 mo`; of `'<value> <unit>'`."""
    value, _, unit = age.partition(" ")
    return _AGES[unit].first(lang).format(value) if unit in _AGES else age


def who_words(age: str, gender: str, lang: Lang) -> str:
    """`31 F`, in Hindi the gender written out."""
    sex = GENDERS[gender].hi if lang == "hi" and gender in GENDERS else _GENDERS_SHORT.get(gender, "")
    return f"{age_words(age, lang)} {sex}".strip()


def phone_words(phone: str) -> str:
    """`+919431024471` as people write it: `94310 24471`."""
    digits = "".join(c for c in phone if c.isdigit())[-10:]
    return f"{digits[:5]} {digits[5:]}" if len(digits) == 10 else phone


def wait_words(wait: timedelta | None, lang: Lang) -> str:
    """`45 min`, `1 h 50`, `2 d 3 h`; '' for None."""
    if wait is None:
        return ""
    minutes = round(wait.total_seconds() / 60)
    if minutes < 60:
        return Both("{} min", "{} मिनट").first(lang).format(minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return Both("{} h {:02}", "{} घं {:02}").first(lang).format(hours, minutes)
    days, hours = divmod(hours, 24)
    return Both("{} d {} h", "{} दिन {} घं").first(lang).format(days, hours)


def counted_words(what: str, count: int, lang: Lang) -> str:
    """`38 children under 5`."""
    one, many = COUNTED[what]
    return (one if count == 1 else many).first(lang).format(count)
