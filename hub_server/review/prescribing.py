"""The medicines of the answer form: rows out of a posted form, changed by their buttons, checked, and made into items.

A row is kept in the draft exactly as typed; nothing is tidied or refused before the doctor signs.
"""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from care_record.ids import new_id
from care_record.rules.cautions import Caution, Remedy, cautions_of
from care_record.rules.medicines import Medicine, may_prescribe
from hub_server.review.flaw import Flaw
from hub_server.review.lists import PickLists
from hub_server.review.taker import Known
from hub_server.review.typed import number_of, text_of

MOST_ROWS = 20
MOST_DAYS = {"days": 365, "weeks": 52, "months": 12}
_ROW = re.compile(r"medicine_([1-9][0-9]{0,2})_code")
_PARTS = ("code", "dose", "frequency", "route", "duration", "duration_unit", "instruction", "own_en", "own_hi")
_LONG = {"own_en": 300, "own_hi": 300}
_CAUTION = re.compile(r"caution_([a-z0-9_-]{1,120})_(seen|why)")


def read_rows(form: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of a posted form; what is too long is cut at the limit."""
    numbers = sorted({int(m.group(1)) for name in form if (m := _ROW.fullmatch(name))})[:MOST_ROWS]
    return [
        {"n": n, **{part: text_of(form, f"medicine_{n}_{part}", _LONG.get(part, 80)) for part in _PARTS}}
        for n in numbers
    ]


def read_cautions(form: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Which cautions were ticked as seen, and the reasons typed, by their keys."""
    found: dict[str, dict[str, str]] = {}
    for name in sorted(form):
        if match := _CAUTION.fullmatch(name):
            found.setdefault(match[1], {})[match[2]] = text_of(form, name, 300)
    return found


def add_medicine(values: dict[str, Any], code: str, lists: PickLists) -> int | Flaw | None:
    """The number of the new row, filled with what is usual; a Flaw if it may not be; None for an unknown code."""
    medicine = lists.medicine(code)
    if medicine is None or len(values["medicines"]) >= MOST_ROWS:
        return None
    if medicine.list == "prohibited":
        return Flaw("medicine_q", "problem.prohibited_add", {"what": medicine.generic})
    n = max((m["n"] for m in values["medicines"]), default=0) + 1
    values["medicines"].append(
        {
            "n": n,
            "code": medicine.code,
            "dose": medicine.dose,
            "frequency": medicine.frequency,
            "route": medicine.route,
            "duration": str(medicine.days or ""),
            "duration_unit": "days",
            "instruction": "",
            "own_en": "",
            "own_hi": "",
        }
    )
    values["medicine_q"] = ""
    return n


def remove_medicine(values: dict[str, Any], n: str) -> None:
    """Take out the row of this number."""
    values["medicines"] = [m for m in values["medicines"] if str(m["n"]) != n]


# ---- before signing -------------------------------------------------------------------------------------------


def row_flaws(values: Mapping[str, Any], lists: PickLists, known: Known) -> list[Flaw]:
    """What has to be mended in the rows, and the cautions that nobody has ticked or given a reason for."""
    found = [
        flaw
        for row in values["medicines"]
        for flaw in _row_flaws(row, lists.medicine(row["code"]), lists, bool(values["seen_live"]), known)
    ]
    answered = values.get("cautions") or {}
    for caution in row_cautions(values, lists, known):
        said = answered.get(caution.key, {})
        what = {"what": " + ".join(filter(None, (caution.medicine, caution.other)))}
        if said.get("seen") != "yes":
            found.append(Flaw(f"caution_{caution.key}_seen", "problem.caution", what))
        elif caution.severity == "grave" and not said.get("why", "").strip():
            found.append(Flaw(f"caution_{caution.key}_why", "problem.caution_why", what))
    return found


def row_cautions(values: Mapping[str, Any], lists: PickLists, known: Known) -> tuple[Caution, ...]:
    """What speaks against the medicines of the form for this patient."""
    remedies = [
        Remedy(m.generic, lists.vocabulary.cautions.ingredients(m.generic), row["route"] or m.route)
        for row in values["medicines"]
        if (m := lists.medicine(row["code"])) is not None
    ]
    return cautions_of(remedies, known.taker, lists.vocabulary)


_RULES = {"prohibited": "problem.prohibited", "list-b-first": "problem.list_b", "list-a-unseen": "problem.list_a"}


def _row_flaws(
    row: Mapping[str, Any], medicine: Medicine | None, lists: PickLists, seen_live: bool, known: Known
) -> list[Flaw]:
    name = f"medicine_{row['n']}"
    if medicine is None:
        return [Flaw(f"{name}_code", "problem.unknown_medicine", {"what": row["code"]})]
    what, found = {"what": medicine.generic}, []
    problem = may_prescribe(medicine.list, seen_live, known.follow_up, medicine.generic in known.had)
    if problem:
        found.append(Flaw(f"{name}_code", _RULES[problem.code], what))
    if not row["dose"].strip():
        found.append(Flaw(f"{name}_dose", "problem.dose", what))
    if lists.frequency(row["frequency"]) is None:
        found.append(Flaw(f"{name}_frequency", "problem.frequency", what))
    most = MOST_DAYS.get(row["duration_unit"], 0)
    length = row["duration"].strip()
    single = row["frequency"].casefold() in ("stat", "sos") and not length
    if not single and not 1 <= (number_of(length) or 0) <= most:
        found.append(Flaw(f"{name}_duration", "problem.duration", what))
    return found


# ---- records --------------------------------------------------------------------------------------------------


def items(values: Mapping[str, Any], lists: PickLists) -> list[dict[str, Any]]:
    """The prescription's items out of checked values."""
    return [
        _item(row, medicine, lists)
        for row in values["medicines"]
        if (medicine := lists.medicine(row["code"])) is not None
    ]


def _item(row: Mapping[str, Any], medicine: Medicine, lists: PickLists) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": new_id(),
        "generic": medicine.generic.upper(),
        "form": medicine.form,
        "strength": medicine.strength,
        "dose": row["dose"].strip(),
        "frequency": row["frequency"],
        "route": row["route"] or medicine.route,
        "list": medicine.list,
    }
    if (length := number_of(row["duration"])) is not None:
        item["duration"] = {"value": length, "unit": row["duration_unit"]}
    # The list's words first, her own after them.
    chosen = lists.instruction(row["instruction"])
    for name, parts in (
        ("instruction", (chosen.en if chosen else "", row.get("own_en", ""))),
        ("instruction_hi", (chosen.hi if chosen else "", row.get("own_hi", ""))),
    ):
        if text := "; ".join(part.strip() for part in parts if part.strip()):
            item[name] = text[:400]
    return item


def signed_cautions(values: Mapping[str, Any], lists: PickLists, known: Known) -> list[dict[str, Any]]:
    """What the doctor was warned of and ticked, for the record, in English as the rest of a prescription."""
    answered = values.get("cautions") or {}
    return [
        {
            "id": new_id(),
            "what": caution.what,
            "about": f"{' + '.join(filter(None, (caution.medicine, caution.other)))}: {caution.en}".rstrip(": ")[:400],
            "severity": caution.severity,
        }
        | ({"reason": why} if (why := answered.get(caution.key, {}).get("why", "").strip()) else {})
        for caution in row_cautions(values, lists, known)
    ]


def prescription_number(desk_code: str, on: date, record: str) -> str:
    """Desk, day and six letters out of the record's random bits: two offline hubs never draw the same one."""
    tail = uuid.UUID(record).int & (1 << 30) - 1
    letters = base64.b32encode((tail << 2).to_bytes(4, "big")).decode()[:6]
    return f"{desk_code}-{on:%Y%m%d}-{letters}"
