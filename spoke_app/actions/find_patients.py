"""Finding a patient while her name is typed, and noticing that she may be registered already."""

from __future__ import annotations

from typing import Any

from care_record.rules.age import age_days
from care_record.rules.identity import check_abha, normalise_phone
from care_record.rules.names import search_key
from spoke_app.actions.desk import Desk
from spoke_app.actions.patient_rows import patient_row
from spoke_app.actions.views import FoundPatients, Likeness
from spoke_app.store import search
from spoke_app.store.values import text

LIKELY = 0.55
MOST_SHOWN = 5
_YEAR = 365.25


def find_patients(desk: Desk, query: str, limit: int = 20) -> FoundPatients:
    """The patients that the typed text may mean, best first; with nothing typed, those seen last."""
    today = desk.now().date()
    found = search.find(desk.store, query, limit, today)
    return FoundPatients(tuple(patient_row(row, today) for row in found.rows), found.total, query, found.many)


def likely_duplicates(desk: Desk, fields: dict[str, Any]) -> tuple[Likeness, ...]:
    """Patients who may be the one now typed in, most likely first. `fields` may be half filled."""
    phone = normalise_phone(text(fields.get("phone"))) or ""
    abha = check_abha(text(fields.get("abha")))[0] or ""
    rows = [
        *search.with_number(desk.store, "abha", abha),
        *search.with_number(desk.store, "phone", phone),
        *search.sounding_like(desk.store, text(fields.get("name"))),
    ]
    unique = {row["record"]: row for row in rows}
    typed = {**fields, "phone": phone, "abha": abha}
    found = [_compare(desk, typed, row) for row in unique.values()]
    likely = [one for one in found if one.score >= LIKELY]
    return tuple(sorted(likely, key=lambda one: -one.score)[:MOST_SHOWN])


def _compare(desk: Desk, typed: dict[str, Any], row: dict[str, Any]) -> Likeness:
    """What agrees and what differs, weighed: a name alone is not enough, an ABHA number is."""
    agrees: list[str] = []
    differs: list[tuple[str, str]] = []
    name = _name_nearness(text(typed.get("name")), row["name_key"])
    score = 0.5 * name if name >= 0.85 else 0.0
    if name >= 0.85:
        agrees.append("name")
    elif text(typed.get("name")):
        differs.append(("name", row["name"]))
    for code, weight, mine, other, shown in (
        ("relative", 0.2, search_key(text(typed.get("relative_name"))), row["relative_key"], row["relative"]),
        ("village", 0.15, search_key(text(typed.get("village"))), search_key(row["village"]), row["village"]),
        ("phone", 0.2, typed["phone"], row["phone"], row["phone"]),
        ("abha", 0.6, typed["abha"], row["abha"], row["abha"]),
    ):
        if not mine or not other:
            continue
        if mine == other or (code in ("relative", "village") and _near(mine, other) >= 0.9):
            agrees.append(code)
            score += weight
        else:
            differs.append((code, shown))
            score -= weight / 2
    score += _weigh_age(desk, typed, row, agrees, differs)
    score -= 0.4 if text(typed.get("gender")) and row["gender"] and typed["gender"] != row["gender"] else 0.0
    return Likeness(patient_row(row, desk.now().date()), tuple(agrees), tuple(differs), round(min(score, 1.0), 3))


def _weigh_age(
    desk: Desk, typed: dict[str, Any], row: dict[str, Any], agrees: list[str], differs: list[tuple[str, str]]
) -> float:
    """Ages are told by guess: the older, the wider they may differ."""
    today = desk.now().date()
    theirs = {
        "birth_date": row["birth_date"],
        "age": {"value": row["age_value"], "unit": row["age_unit"], "as_of": row["age_as_of"]},
    }
    mine, other = age_days(typed, today), age_days(theirs, today)
    if mine is None or other is None:
        return 0.0
    if abs(mine - other) <= max(3 * _YEAR if max(mine, other) > 15 * _YEAR else _YEAR, 0.08 * max(mine, other)):
        agrees.append("age")
        return 0.15
    differs.append(("age", patient_row(row, today).age))
    return -0.25


def _name_nearness(typed: str, name_key: str) -> float:
    mine, other = search_key(typed).split(), name_key.split()
    if not mine or not other:
        return 0.0
    return sum(max(_near(word, theirs) for theirs in other) for word in mine) / len(mine)


def _near(one: str, other: str) -> float:
    from rapidfuzz.distance import JaroWinkler

    return float(JaroWinkler.similarity(one, other))
