"""The words printed on papers, in English and Hindi.

A paper is bilingual by nature (the patient reads one, the pharmacy the other) and does not follow the language of
the screen: so its words stand in this small table and not among the app's translations.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from spoke_app.documents.paper import Both, Lang

WORDS: Final[dict[str, Both]] = {
    "prescription": Both("Prescription", "पर्चा"),
    "telemedicine": Both("Telemedicine", "टेलीमेडिसिन"),
    "corrected": Both("Corrected copy", "सुधारा हुआ पर्चा"),
    "reg_no": Both("Reg. no. {}", "पंजीयन संख्या {}"),
    "phone": Both("phone {}", "फ़ोन {}"),
    "slip": Both("slip {}", "पर्ची {}"),
    "diagnosis": Both("Diagnosis:", "रोग:"),
    "allergies": Both("Allergies:", "एलर्जी:"),
    "none_known": Both("none known", "कोई ज्ञात नहीं"),
    "weight": Both("Weight:", "वज़न:"),
    "medicines": Both("Medicines", "दवाएँ"),
    "advice": Both("Advice", "सलाह"),
    "come_at_once": Both("Come at once if", "तुरंत आएँ"),
    "tests": Both("Tests", "जाँच"),
    "refer_onward": Both("Go to", "यहाँ जाएँ"),
    "see_again": Both("See again:", "फिर दिखाएँ:"),
    "at_place": Both("at {}", "{} में"),
    "signed_by": Both("Signed electronically by {}", "{} द्वारा इलेक्ट्रॉनिक हस्ताक्षरित"),
    "checked": Both("signature checked on this PC", "हस्ताक्षर इस पीसी पर जाँचा गया"),
    "not_checked": Both("signature not yet checked on this PC", "हस्ताक्षर इस पीसी पर अभी जाँचा नहीं गया"),
    "printed": Both(
        "Printed at {place} by {who}, {when}. The code holds it, with the doctor's signature.",
        "{place} में {who} ने छापा, {when}। कोड में यह पर्चा और डॉक्टर का हस्ताक्षर है।",
    ),
    "printed_plain": Both("Printed at {place} by {who}, {when}.", "{place} में {who} ने छापा, {when}।"),
    "page": Both("Page {page} of {pages}", "पन्ना {page} / {pages}"),
    "continued": Both("continued on the next page", "अगले पन्ने पर जारी"),
    "morning": Both("Morning", "सुबह"),
    "noon": Both("Noon", "दोपहर"),
    "evening": Both("Evening", "शाम"),
    "night": Both("Night", "रात"),
}

GENDERS: Final[dict[str, Both]] = {
    "female": Both("female", "महिला"),
    "male": Both("male", "पुरुष"),
    "other": Both("other", "अन्य"),
}

AGE_UNITS: Final[dict[str, tuple[Both, Both]]] = {
    "years": (Both("year", "वर्ष"), Both("years", "वर्ष")),
    "months": (Both("month", "महीना"), Both("months", "महीने")),
    "weeks": (Both("week", "हफ़्ता"), Both("weeks", "हफ़्ते")),
    "days": (Both("day", "दिन"), Both("days", "दिन")),
}

RELATIONS: Final[dict[str, Both]] = {
    "husband": Both("W/o {}", "पति {}"),
    "wife": Both("H/o {}", "पत्नी {}"),
    "father": Both("C/o {}", "पिता {}"),
    "mother": Both("C/o {}", "माता {}"),
    "son": Both("son {}", "पुत्र {}"),
    "daughter": Both("daughter {}", "पुत्री {}"),
    "guardian": Both("C/o {}", "अभिभावक {}"),
    "other": Both("C/o {}", "द्वारा {}"),
}

FORMS: Final[dict[str, tuple[Both, Both]]] = {
    "tablet": (Both("tablet", "गोली"), Both("tablets", "गोलियाँ")),
    "dispersible tablet": (Both("dispersible tablet", "घुलने वाली गोली"), Both("tablets", "गोलियाँ")),
    "vaginal tablet": (Both("vaginal tablet", "योनि में रखने की गोली"), Both("tablets", "गोलियाँ")),
    "lozenge": (Both("lozenge", "चूसने की गोली"), Both("lozenges", "गोलियाँ")),
    "capsule": (Both("capsule", "कैप्सूल"), Both("capsules", "कैप्सूल")),
    "sachet": (Both("sachet", "पैकेट"), Both("sachets", "पैकेट")),
    "powder": (Both("powder", "पाउडर"), Both("powder", "पाउडर")),
    "syrup": (Both("syrup", "सिरप"), Both("syrup", "सिरप")),
    "suspension": (Both("suspension", "सस्पेंशन"), Both("suspension", "सस्पेंशन")),
    "solution": (Both("solution", "घोल"), Both("solution", "घोल")),
    "drops": (Both("drops", "बूँदें"), Both("drops", "बूँदें")),
    "eye drops": (Both("eye drops", "आँख की बूँदें"), Both("eye drops", "आँख की बूँदें")),
    "ear drops": (Both("ear drops", "कान की बूँदें"), Both("ear drops", "कान की बूँदें")),
    "nasal drops": (Both("nasal drops", "नाक की बूँदें"), Both("nasal drops", "नाक की बूँदें")),
    "nasal spray": (Both("nasal spray", "नाक का स्प्रे"), Both("nasal spray", "नाक का स्प्रे")),
    "mouthwash": (Both("mouthwash", "कुल्ला करने की दवा"), Both("mouthwash", "कुल्ला करने की दवा")),
    "shampoo": (Both("shampoo", "शैम्पू"), Both("shampoo", "शैम्पू")),
    "patch": (Both("patch", "पट्टी"), Both("patches", "पट्टियाँ")),
    "kit": (Both("kit", "किट"), Both("kits", "किट")),
    "ointment": (Both("ointment", "मलहम"), Both("ointment", "मलहम")),
    "cream": (Both("cream", "क्रीम"), Both("cream", "क्रीम")),
    "gel": (Both("gel", "जेल"), Both("gel", "जेल")),
    "lotion": (Both("lotion", "लोशन"), Both("lotion", "लोशन")),
    "inhaler": (Both("inhaler", "इन्हेलर"), Both("inhalers", "इन्हेलर")),
    "injection": (Both("injection", "इंजेक्शन"), Both("injections", "इंजेक्शन")),
}

ROUTES: Final[dict[str, Both]] = {
    "oral": Both("by mouth", "मुँह से"),
    "by mouth": Both("by mouth", "मुँह से"),
    "mouth": Both("in the mouth", "मुँह में"),
    "under the tongue": Both("under the tongue", "जीभ के नीचे"),
    "intramuscular": Both("into the muscle", "मांसपेशी में"),
    "subcutaneous": Both("under the skin", "त्वचा के नीचे"),
    "intradermal": Both("into the skin", "त्वचा में"),
    "topical": Both("on the skin", "त्वचा पर"),
    "skin": Both("on the skin", "त्वचा पर"),
    "eye": Both("into the eye", "आँख में"),
    "ophthalmic": Both("into the eye", "आँख में"),
    "ear": Both("into the ear", "कान में"),
    "nasal": Both("into the nose", "नाक में"),
    "inhaled": Both("to breathe in", "साँस से"),
    "inhalation": Both("to breathe in", "साँस से"),
    "vaginal": Both("vaginal", "योनि में"),
    "rectal": Both("rectal", "गुदा में"),
    "sublingual": Both("under the tongue", "जीभ के नीचे"),
    "im": Both("into the muscle", "मांसपेशी में"),
    "iv": Both("into the vein", "नस में"),
    "sc": Both("under the skin", "त्वचा के नीचे"),
}

DOSE_UNITS: Final[dict[str, str]] = {
    "tablet": "गोली",
    "tablets": "गोली",
    "tab": "गोली",
    "capsule": "कैप्सूल",
    "capsules": "कैप्सूल",
    "sachet": "पैकेट",
    "sachets": "पैकेट",
    "drop": "बूँद",
    "drops": "बूँद",
    "puff": "पफ़",
    "puffs": "पफ़",
    "spoon": "चम्मच",
    "spoons": "चम्मच",
    "teaspoon": "छोटी चम्मच",
    "teaspoons": "छोटी चम्मच",
    "litre": "लीटर",
    "half": "आधी",
    "one": "एक",
    "two": "दो",
}

URGENCIES: Final[dict[str, Both]] = {
    "routine": Both("routine", "सामान्य"),
    "urgent": Both("urgent", "ज़रूरी"),
    "emergency": Both("emergency, at once", "आपात, तुरंत"),
}

_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS_HI = ("सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार")
# Not from the C locale, which follows Windows.
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTHS_HI = ("जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर")

_MISSING_GLYPHS = str.maketrans({"½": "1/2", "¼": "1/4", "¾": "3/4", "²": "2", "₂": "2", "→": "-", "✓": "-", "\t": " "})


def word(key: str, lang: Lang) -> str:
    return WORDS[key].first(lang)


def heading(key: str, lang: Lang) -> str:
    """'Medicines · दवाएँ', the chosen language first."""
    return f"{WORDS[key].first(lang)} · {WORDS[key].other(lang)}"


def month_name(day: date, lang: Lang) -> str:
    return (_MONTHS_HI if lang == "hi" else _MONTHS_EN)[day.month - 1]


def long_date(day: date, lang: Lang, *, weekday: bool = False) -> str:
    text = f"{day.day} {month_name(day, lang)} {day.year}"
    if not weekday:
        return text
    return f"{(_WEEKDAYS_HI if lang == 'hi' else _WEEKDAYS_EN)[day.weekday()]}, {text}"


def short_time(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y, %H:%M}"


def age_words(age: str, lang: Lang) -> str:
    """'27 years' -> '27 years' / '27 वर्ष'."""
    value, _, unit = age.partition(" ")
    if unit not in AGE_UNITS:
        return age
    one, many = AGE_UNITS[unit]
    return f"{value} {(one if value == '1' else many).first(lang)}"


def relation_words(relation: str, relative: str, gender: str, lang: Lang) -> str:
    """'W/o Manoj Yadav', as slips in Bihar put it; a relation outside the list is left to the name alone."""
    if not relative:
        return ""
    if relation in ("father", "mother") and lang == "en" and gender in ("female", "male"):
        return f"{'D/o' if gender == 'female' else 'S/o'} {relative}"
    template = RELATIONS.get(relation)
    return template.first(lang).format(relative) if template else relative


def with_title(name: Both) -> Both:
    """The doctor's name with Dr / डॉ. before it, once."""
    en = name.en if not name.en or re.match(r"(?i)dr\b", name.en) else f"Dr {name.en}"
    hi = name.hi if not name.hi or name.hi.startswith("डॉ") else f"डॉ. {name.hi}"
    return Both(en, hi)


def printable(text: str) -> str:
    """The text without the few characters that the paper's font lacks (a box on paper would hide a dose)."""
    return text.translate(_MISSING_GLYPHS).replace("≥", "at least ").replace("≤", "at most ").strip()


def is_devanagari(text: str) -> bool:
    """Whether most letters of the text are Devanagari."""
    hindi = len(re.findall(r"[\u0900-\u097f]", text))
    return hindi > len(re.findall(r"[A-Za-z]", text))
