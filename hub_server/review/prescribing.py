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
from care_record.rules.medicines import Medicine, may_prescribe
from hub_server.review.flaw import Flaw
from hub_server.review.lists import PickLists

MOST_ROWS = 30
MOST_DAYS = {"days": 365, "weeks": 52, "months": 12}
_ROW = re.compile(r"medicine_(\d{1,3})_code")
_PARTS = ("code", "dose", "frequency", "route", "duration", "duration_unit", "instruction")


def read_rows(form: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of a posted form; what is too long is cut at the limit."""
    numbers = sorted({int(m.group(1)) for name in form if (m := _ROW.fullmatch(name))})[:MOST_ROWS]
    return [{"n": n, **{part: form.get(f"medicine_{n}_{part}", "")[:80] for part in _PARTS}} for n in numbers]


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
        }
    )
    values["medicine_q"] = ""
    return n


def remove_medicine(values: dict[str, Any], n: str) -> None:
    """Take out the row of this number."""
    values["medicines"] = [m for m in values["medicines"] if str(m["n"]) != n]


# ---- before signing -------------------------------------------------------------------------------------------


def row_flaws(values: Mapping[str, Any], lists: PickLists, *, follow_up: bool) -> list[Flaw]:
    """What has to be mended in the rows. `follow_up`: whether the case follows an earlier one."""
    return [
        flaw
        for row in values["medicines"]
        for flaw in _row_flaws(row, lists.medicine(row["code"]), lists, bool(values["seen_live"]), follow_up)
    ]


_RULES = {"prohibited": "problem.prohibited", "list-b-first": "problem.list_b", "list-a-unseen": "problem.list_a"}


def _row_flaws(
    row: Mapping[str, Any], medicine: Medicine | None, lists: PickLists, seen_live: bool, follow_up: bool
) -> list[Flaw]:
    name = f"medicine_{row['n']}"
    if medicine is None:
        return [Flaw(f"{name}_code", "problem.unknown_medicine", {"what": row["code"]})]
    what, found = {"what": medicine.generic}, []
    problem = may_prescribe(medicine.list, seen_live, follow_up, follow_up)
    if problem:
        found.append(Flaw(f"{name}_code", _RULES[problem.code], what))
    if not row["dose"].strip():
        found.append(Flaw(f"{name}_dose", "problem.dose", what))
    if lists.frequency(row["frequency"]) is None:
        found.append(Flaw(f"{name}_frequency", "problem.frequency", what))
    most = MOST_DAYS.get(row["duration_unit"], 0)
    length = row["duration"].strip()
    single = row["frequency"].casefold() in ("stat", "sos") and not length
    if not single and not (length.isascii() and length.isdigit() and 1 <= int(length) <= most):
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
    if row["duration"].strip():
        item["duration"] = {"value": int(row["duration"]), "unit": row["duration_unit"]}
    instruction = lists.instruction(row["instruction"])
    if instruction is not None:
        item["instruction"] = instruction.en
        item["instruction_hi"] = instruction.hi
    return item


def prescription_number(desk_code: str, on: date, record: str) -> str:
    """Desk, day and six letters out of the record's random bits: two offline hubs never draw the same one."""
    tail = uuid.UUID(record).int & (1 << 30) - 1
    letters = base64.b32encode((tail << 2).to_bytes(4, "big")).decode()[:6]
    return f"{desk_code}-{on:%Y%m%d}-{letters}"
