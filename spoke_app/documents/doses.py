"""How a medicine is taken, in pictures and in words: boxes for morning, noon and night, a sentence, a quantity.

Everything is derived from the signed fields of the prescription (dose, frequency, duration, instruction); what
cannot be derived with certainty is left out: a paper must not say more than the doctor did.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from spoke_app.documents.paper import Both, Lang, PaperItem
from spoke_app.documents.words import AGE_UNITS, DOSE_UNITS, FORMS, ROUTES, WORDS, printable


@dataclass(frozen=True)
class Frequency:
    words: Both
    slots: tuple[str, ...] = ()
    """The times of day at which one dose is taken; none for 'when needed', weekly, at once."""
    per_day: float = 0.0
    """0 where the number of doses cannot be known."""


FREQUENCIES: Final[dict[str, Frequency]] = {
    "OD": Frequency(Both("once a day", "दिन में एक बार"), ("morning",), 1),
    "BD": Frequency(Both("twice a day", "दिन में दो बार"), ("morning", "night"), 2),
    "TDS": Frequency(Both("three times a day", "दिन में तीन बार"), ("morning", "noon", "night"), 3),
    "QID": Frequency(Both("four times a day", "दिन में चार बार"), ("morning", "noon", "evening", "night"), 4),
    "HS": Frequency(Both("at bedtime", "सोते समय"), ("night",), 1),
    "SOS": Frequency(Both("when needed", "ज़रूरत पड़ने पर")),
    "WEEKLY": Frequency(Both("once a week", "हफ़्ते में एक बार"), (), 1 / 7),
    "STAT": Frequency(Both("once, now", "अभी, एक बार")),
}

SLOT_ICONS: Final[dict[str, str]] = {"morning": "sunrise", "noon": "sun", "evening": "sunset-2", "night": "moon"}
_DAYS: Final[dict[str, int]] = {"days": 1, "weeks": 7, "months": 30}
_COUNTED: Final = ("tablet", "dispersible tablet", "vaginal tablet", "lozenge", "capsule", "sachet")
_SAYS_HOW_OFTEN: Final = re.compile(r"(?i)\b(?:once|twice|times|daily|hourly|every)\b|दिन में|बार")
_LIQUID: Final = ("sachet", "powder", "syrup", "suspension", "solution", "drops", "mouthwash", "shampoo")


@dataclass(frozen=True)
class DoseBox:
    """One framed picture. `amount` is empty where the box stands for a time at which nothing is taken."""

    icon: str
    amount: Both
    label: Both
    wide: bool = False


def dose_words(item: PaperItem) -> Both:
    """'1 tablet' / '1 गोली': the dose with its unit, which is the form where the doctor wrote a bare number."""
    dose = printable(item.dose)
    form = item.form.lower().strip()
    if re.fullmatch(r"[\d./ ]+", dose) and form in FORMS and form in _COUNTED:
        one, many = FORMS[form]
        unit = one if _number(dose) is not None and (_number(dose) or 0) <= 1 else many
        return Both(f"{dose} {unit.en}", f"{dose} {one.hi}")
    hindi = re.sub(r"[A-Za-z]+", lambda m: DOSE_UNITS.get(m[0].lower(), m[0]), dose)
    return Both(dose, hindi)


def dose_boxes(item: PaperItem) -> tuple[DoseBox, ...]:
    """Three boxes (four for QID) where the times of day are known, else a wide one with the words."""
    frequency = _frequency(item)
    amount = Both(_short_amount(item))
    if not frequency.slots:
        wide_icon = "bottle" if item.form.lower() in _LIQUID else "pill"
        return (DoseBox(wide_icon, dose_words(item), frequency.words, wide=True),)
    shown = ("morning", "noon", "evening", "night") if "evening" in frequency.slots else ("morning", "noon", "night")
    return tuple(DoseBox(SLOT_ICONS[s], amount if s in frequency.slots else Both(""), WORDS[s]) for s in shown)


def how_to_take(item: PaperItem) -> Both:
    """'1 tablet three times a day, after food'; the doctor's own sentence where it already says the dose."""
    said, dose, frequency = item.instruction, dose_words(item), _frequency(item).words

    def sentence(own: str, amount: str, often: str) -> str:
        own = printable(own)
        if _SAYS_HOW_OFTEN.search(own):
            return own
        return ", ".join(part for part in (f"{amount} {often}".strip(), own) if part)

    hindi = sentence(said.hi, dose.hi, frequency.hi or frequency.en)
    return Both(sentence(said.en, dose.en, frequency.en), hindi)


def instruction_icon(item: PaperItem) -> str:
    """The picture before the sentence: a meal, water, or '' where neither is named."""
    text = f"{item.instruction.en} {item.instruction.hi}".lower()
    if re.search(r"before food|before meal|empty stomach|खाने से पहले|खाली पेट", text):
        return "bowl"
    if re.search(r"food|meal|milk|खाने|भोजन|दूध", text):
        return "bowl-spoon"
    if re.search(r"water|mix|sip|पानी|घोल", text):
        return "droplet"
    if re.search(r"sleep|bed|सोते|सोने", text):
        return "moon"
    return ""


def form_words(item: PaperItem, lang: Lang) -> str:
    """'tablet' / 'गोली'."""
    return FORMS[item.form.lower()][0].first(lang) if item.form.lower() in FORMS else item.form


def form_line(item: PaperItem, lang: Lang) -> str:
    """'Tablet 500 mg · by mouth · TDS'."""
    form = form_words(item, lang)
    route = ROUTES[item.route.lower()].first(lang) if item.route.lower() in ROUTES else item.route
    first = printable(f"{form[:1].upper()}{form[1:]} {item.strength}")
    return " · ".join(part for part in (first, route, item.frequency) if part)


def duration_words(item: PaperItem, lang: Lang) -> str:
    if item.duration_value is None:
        return ""
    if item.duration_unit not in AGE_UNITS:
        return f"{item.duration_value} {item.duration_unit}".strip()
    one, many = AGE_UNITS[item.duration_unit]
    return f"{item.duration_value} {(one if item.duration_value == 1 else many).first(lang)}"


def quantity(item: PaperItem) -> int | None:
    """How many tablets, capsules or sachets that makes in all, rounded up: only for forms that are counted and
    frequencies that are certain."""
    count, per_day = _number(re.sub(r"[A-Za-z ]+$", "", printable(item.dose))), _frequency(item).per_day
    days = (item.duration_value or 0) * _DAYS.get(item.duration_unit, 0)
    if item.form.lower() not in _COUNTED or count is None or not per_day or not days:
        return None
    return math.ceil(round(count * per_day * days, 6))


def quantity_words(item: PaperItem, lang: Lang) -> str:
    """'9 tablets'; '' where that cannot be known."""
    total = quantity(item)
    if total is None:
        return ""
    one, many = FORMS[item.form.lower()]
    return f"{total} {(one if total == 1 else many).first(lang)}"


def _frequency(item: PaperItem) -> Frequency:
    code = item.frequency.strip().upper()
    return FREQUENCIES.get(code) or Frequency(Both(item.frequency))


def _number(text: str) -> float | None:
    """'1', '1.5', '1/2', '1 1/2' as a number; None for anything else."""
    match = re.fullmatch(r"\s*(?:(\d+(?:\.\d+)?)(?:\s+(\d+)/([1-9]))?|(\d+)/([1-9]))\s*", text)
    if match is None:
        return None
    whole, top, bottom, half_top, half_bottom = match.groups()
    if half_top:
        return int(half_top) / int(half_bottom)
    return float(whole) + (int(top) / int(bottom) if top else 0)


def _short_amount(item: PaperItem) -> str:
    """What stands in a small box: '1', '1/2', '5 ml'; a tick ('yes') where the dose is a sentence."""
    dose = printable(item.dose)
    match = re.match(r"[\d./]+(?: \d/\d)?", dose)
    if match is None:
        return "yes"
    unit = dose[match.end() :].strip().lower()
    if not unit or unit in DOSE_UNITS:
        return match[0]
    return f"{match[0]} {unit}" if len(unit) <= 3 else match[0]
