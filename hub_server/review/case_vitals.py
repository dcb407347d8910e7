"""What was measured at the visit: each value with its flag in words, weeks of pregnancy, growth, screening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from care_record.kinds import check_set
from care_record.rules.age import as_date
from care_record.rules.cbac import CHOICES, is_priority
from care_record.rules.red_flags import Flag
from care_record.rules.vitals import VITALS, bmi, due_date, weeks_pregnant
from hub_server.review.case_words import CaseWords, vitals_of
from hub_server.review.growth import growth_of
from hub_server.store.cases import visit_day
from hub_server.web.marks import Mark
from hub_server.web.wording import Words

_SHOWN = (
    "temperature_f",
    "pulse",
    "bp",
    "spo2",
    "respiratory_rate",
    "haemoglobin_g_dl",
    "sugar_mg_dl",
    "weight_kg",
    "height_cm",
    "bmi",
    "waist_cm",
    "muac_cm",
    "lmp",
)
_SAID = {
    "fever": "flag.fever",
    "high_fever": "flag.fever",
    "fast_breathing": "flag.fast",
    "sugar_very_high": "flag.very_high",
}
_ICONS = {"critical": "alert-octagon", "abnormal": "alert-triangle", "good": "circle-check"}


def vital_rows(c: CaseWords, flags: Iterable[Flag]) -> list[dict[str, str]]:
    """Each value that was taken, with its unit and, where it is not as it should be, a word and how grave it is."""
    vitals, words = vitals_of(c.file.visit), c.words
    by_vital = {flag.vital: flag for flag in flags}
    impossible = _impossible(vitals)
    shown = []
    for name in _SHOWN:
        value, unit = _value(name, vitals, words)
        if not value:
            continue
        flag = by_vital.get(name)
        odd = bool({name, *_PARTS.get(name, ())} & impossible)
        shown.append(
            {
                "name": words(f"vital.{name}") + _kind(name, vitals, words),
                "value": value,
                "unit": unit,
                "level": "abnormal" if odd else flag.level if flag else "",
                "said": words("flag.impossible") if odd else flag_word(flag, words) if flag else "",
            }
        )
    return shown


_PARTS = {"bp": ("bp_systolic", "bp_diastolic")}


def _impossible(vitals: Mapping[str, Any]) -> set[str]:
    """The values that no body has: typed wrong, or by a faulty PC."""
    return {problem.field.rpartition(".")[2] for problem in check_set("visit", {"vitals": dict(vitals)})}


def _kind(name: str, vitals: Mapping[str, Any], words: Words) -> str:
    kind = vitals.get("sugar_kind") if name == "sugar_mg_dl" else None
    said = words.known(f"sugar.{kind}") if kind else ""
    return f" ({said})" if said else ""


def _value(name: str, vitals: Mapping[str, Any], words: Words) -> tuple[str, str]:
    if name == "bp":
        pair = [vitals.get(part) for part in _PARTS["bp"]]
        return ("/".join("–" if v is None else f"{v:g}" for v in pair), "mmHg") if any(pair) else ("", "")
    if name == "bmi":
        weight, height = vitals.get("weight_kg"), vitals.get("height_cm")
        if isinstance(weight, int | float) and isinstance(height, int | float):
            index = bmi(weight, height)
            return (f"{index:.1f}", "kg/m²") if index is not None else ("", "")
        return "", ""
    value = vitals.get(name)
    if value is None:
        return "", ""
    if name == "lmp":
        return words.day_text(value), ""
    unit = VITALS[name].unit if name in VITALS else ""
    return (f"{value:g}" if isinstance(value, int | float) else str(value)), unit


def flag_word(flag: Flag, words: Words) -> str:
    """The word beside a flagged value: never the colour alone."""
    if flag.code in _SAID:
        return words(_SAID[flag.code])
    for part in ("critical", "high", "low"):
        if flag.code.removesuffix("_pregnancy").endswith(part):
            return words(f"flag.{part}")
    return words("flag.critical" if flag.level == "critical" else "flag.abnormal")


def pregnancy(c: CaseWords) -> str:
    """`34 weeks and 2 days pregnant, due 12 Jan 2027`, on the day of the visit; empty where that is not known."""
    vitals = vitals_of(c.file.visit)
    lmp, on = as_date(vitals.get("lmp")), visit_day(c.file.visit, c.file.referral)
    weeks = weeks_pregnant(lmp, on) if lmp and vitals.get("pregnant") == "yes" else None
    if lmp is None or weeks is None:
        return ""
    return c.words("case.pregnancy", weeks=weeks, days=(on - lmp).days % 7, due=c.words.day(due_date(lmp)))


def growth(c: CaseWords) -> list[dict[str, Any]]:
    """A small child's measurements by WHO's growth standards; nothing for anybody older."""
    found = growth_of(c.file.patient.fields, vitals_of(c.file.visit), visit_day(c.file.visit, c.file.referral))
    return [
        {
            "name": c.words.known(f"growth.{g.indicator}"),
            "z": "" if g.z is None else f"{g.z:+.1f}",
            "mark": Mark(g.grade, _ICONS[g.grade], c.words.known(f"growth.{g.word}", g.word)),
        }
        for g in found
    ]


def screening(c: CaseWords) -> dict[str, Any] | None:
    """The last screening for long-lasting diseases, with what was answered."""
    found = c.everything("screening")
    if not found:
        return None
    fields, words = found[-1].fields, c.words
    score, answers = fields.get("score"), fields.get("answers")
    told = answers if isinstance(answers, dict) else {}
    lines = [words.known(f"cbac.{name}.{told.get(name)}") for name in CHOICES]
    waist = told.get("waist_cm")
    if isinstance(waist, int | float):
        lines.append(f"{words('vital.waist_cm')} {waist:g} cm")
    grave = isinstance(score, int) and is_priority(score)
    key = "cbac.priority" if grave else "cbac.below"
    return {
        "when": words.day_text(fields.get("at")),
        "score": "–" if score is None else str(score),
        "mark": Mark("abnormal" if grave else "", "alert-triangle" if grave else "circle-check", words(key)),
        "lines": [line for line in lines if line],
    }
