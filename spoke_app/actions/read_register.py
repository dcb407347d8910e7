"""Reading an old register: the rows of a CSV or JSON file as fields of records, or the reason why a row is refused.

CSV: one row for each visit (or patient alone), English column names. JSON: a list of `{"patient": …, "visit": …}`
whose fields are those of `care_record.kinds`, or the same flat names as the columns.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from pathlib import Path
from typing import Any

from care_record.clock import time_text
from care_record.rules.age import as_date
from care_record.rules.identity import ascii_digits, check_abha, normalise_phone
from care_record.rules.problem import Problem

_GENDERS = {"m": "male", "male": "male", "f": "female", "female": "female", "o": "other", "other": "other",
            "पुरुष": "male", "महिला": "female", "स्त्री": "female", "अन्य": "other"}  # fmt: skip
_UNITS = {"y": "years", "yr": "years", "yrs": "years", "year": "years", "years": "years", "m": "months",
          "month": "months", "months": "months", "w": "weeks", "week": "weeks", "weeks": "weeks", "d": "days",
          "day": "days", "days": "days", "": "years"}  # fmt: skip
_PATIENT_TEXT = ("name", "name_other_script", "village", "address", "relative_name", "relation", "district",
                 "subdistrict", "pin_code", "slip_no", "blood_group", "abha_address")  # fmt: skip
_VITALS = ("temperature_f", "pulse", "respiratory_rate", "spo2", "bp_systolic", "bp_diastolic", "height_cm",
           "weight_kg", "waist_cm", "sugar_mg_dl", "muac_cm", "haemoglobin_g_dl")  # fmt: skip
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
NOON = time(12, 0)
"""An old register names the day alone."""


class BadFile(Exception):
    """The file as a whole cannot be read; `code` is not-readable, not-utf8, not-json, no-header or unknown-format."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass
class RegisterRow:
    """One row: patient fields, visit fields ({} without a visit), and what could not be read. `row` is its number in
    the file as people count: the line in a spreadsheet, the place in a list."""

    row: int
    patient: dict[str, Any] = field(default_factory=dict)
    visit: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_register(path: Path, *, today: date, zone: tzinfo | None) -> list[RegisterRow]:
    """Every row of the file. BadFile if it is none; a row that makes no sense carries its problems instead."""
    try:
        content = _decoded(path.read_bytes())
    except OSError as error:
        raise BadFile("not-readable", str(error)) from error
    except UnicodeDecodeError as error:
        raise BadFile("not-utf8", str(error)) from error
    if path.suffix.casefold() == ".csv":
        rows: Iterable[tuple[int, Mapping[str, Any], Mapping[str, Any]]] = _csv_rows(content)
    elif path.suffix.casefold() == ".json":
        rows = _json_rows(content)
    else:
        raise BadFile("unknown-format", path.suffix)
    return [_Reader(number, today, zone).read(patient, visit) for number, patient, visit in rows]


def _decoded(content: bytes) -> str:
    """UTF-8, or what a spreadsheet calls Unicode text: UTF-16 behind its mark."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    return content.decode("utf-8-sig")


def _delimiter(content: str) -> str:
    """What stands between the columns of the head line: spreadsheets write what the PC's region says."""
    head = content.partition("\n")[0]
    return max(",;\t", key=head.count)


def _csv_rows(content: str) -> list[tuple[int, Mapping[str, Any], Mapping[str, Any]]]:
    text = io.StringIO(content, newline="")
    reader = csv.DictReader(text, restkey="", restval="", delimiter=_delimiter(content))
    found: list[tuple[int, Mapping[str, Any], Mapping[str, Any]]] = []
    try:
        names = [name.strip().casefold().replace(" ", "_") for name in reader.fieldnames or ()]
        if "name" not in names:
            raise BadFile("no-header")
        reader.fieldnames = names
        for number, row in enumerate(reader, start=2):
            flat = {name: value.strip() for name, value in row.items() if name and isinstance(value, str)}
            if any(flat.values()):
                found.append((number, flat, flat))
    except csv.Error as error:
        raise BadFile("not-readable", str(error)) from error
    return found


def _json_rows(content: str) -> Iterator[tuple[int, Mapping[str, Any], Mapping[str, Any]]]:
    try:
        found = json.loads(content)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadFile("not-json", str(error)) from error
    if not isinstance(found, list):
        raise BadFile("not-json", "a list is needed")
    for number, row in enumerate(found, start=1):
        row = row if isinstance(row, dict) else {}
        patient, visit = row.get("patient", row), row.get("visit", row)
        yield number, patient if isinstance(patient, dict) else {}, visit if isinstance(visit, dict) else {}


class _Reader:
    """Turns one row's words into fields, gathering problems by the column's name."""

    def __init__(self, row: int, today: date, zone: tzinfo | None) -> None:
        self._out = RegisterRow(row)
        self._today = today
        self._zone = zone

    def read(self, patient: Mapping[str, Any], visit: Mapping[str, Any]) -> RegisterRow:
        day = self._day(visit, "visit_date") or self._day(visit, "started")
        self._patient(patient, day or self._today)
        if day is not None or any(visit.get(name) for name in ("complaint", "complaints")):
            self._visit(visit, day)
        return self._out

    def _problem(self, name: str, code: str) -> None:
        """Row and column say where to look: what stands there is a patient's, and goes into no log."""
        self._out.problems.append(Problem(name, code))

    def _patient(self, row: Mapping[str, Any], as_of: date) -> None:
        out = self._out.patient
        for name in _PATIENT_TEXT:
            if isinstance(row.get(name), str) and row[name].strip():
                out[name] = row[name]
        gender = str(row.get("gender") or "").strip().casefold()
        if gender:
            out["gender"] = _GENDERS.get(gender, gender)
        born = self._day(row, "birth_date")
        if born is not None:
            out["birth_date"] = born.isoformat()
        elif isinstance(row.get("age"), dict):
            out["age"] = row["age"]
        elif str(row.get("age") or "").strip():
            self._age(str(row["age"]).strip(), str(row.get("age_unit") or "").strip().casefold(), as_of)
        self._number(row, "phone", normalise_phone, "bad-phone")
        self._number(row, "abha", lambda text: check_abha(text)[0], "bad-format")
        for name in ("allergies", "conditions", "medicines", "guardian"):
            if isinstance(row.get(name), list | dict) and row[name]:
                out[name] = row[name]

    def _age(self, age: str, unit: str, as_of: date) -> None:
        digits = ascii_digits(age)
        known = _UNITS.get(unit)
        if known is None:
            self._problem("age_unit", "not-in-list")
        elif not digits.isdecimal() or len(digits) > 5 or int(digits) > 60_000:
            self._problem("age", "wrong-type")
        else:
            self._out.patient["age"] = {"value": int(digits), "unit": known, "as_of": as_of.isoformat()}

    def _number(self, row: Mapping[str, Any], name: str, normalise: Any, code: str) -> None:
        written = str(row.get(name) or "").strip()
        if not written:
            return
        number = normalise(written)
        if number is None:
            self._problem(name, code)
        else:
            self._out.patient[name] = number

    def _visit(self, row: Mapping[str, Any], day: date | None) -> None:
        out = self._out.visit
        started = row.get("started")
        if isinstance(started, str) and len(started) > 10:
            out["started"] = started
        elif day is not None:
            out["started"] = time_text(datetime.combine(day, NOON, self._zone))
        elif not any(problem.field in ("visit_date", "started") for problem in self._out.problems):
            self._problem("visit_date", "required")
        out["mode"] = row.get("mode") or "spoke"
        out["outcome"] = row.get("outcome") or "treated"
        complaint = row.get("complaints") if isinstance(row.get("complaints"), list) else row.get("complaint")
        if isinstance(complaint, str) and complaint.strip():
            out["complaints"] = [{"id": "1", "text": complaint}]
        elif isinstance(complaint, list) and complaint:
            out["complaints"] = complaint
        vitals = row.get("vitals")
        out["vitals"] = dict(vitals) if isinstance(vitals, dict) else self._flat_vitals(row)
        provisional = row.get("provisional") or row.get("diagnosis")
        if isinstance(provisional, str) and provisional.strip():
            provisional = [{"id": "1", "text": provisional}]
        for name, value in (("provisional", provisional), ("examination", row.get("examination"))):
            if value:
                out[name] = value
        for name in ("history", "danger_signs", "reason", "outcome_reason"):
            if row.get(name):
                out[name] = row[name]

    def _flat_vitals(self, row: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in _VITALS:
            written = row.get(name)
            if written is None or written == "":
                continue
            try:
                value = float(ascii_digits(str(written)))
                found[name] = int(value) if value.is_integer() else value
            except (ValueError, OverflowError):
                if name == "sugar_mg_dl" and str(written).upper() in ("HI", "LO"):
                    found[name] = str(written).upper()
                else:
                    self._problem(f"vitals.{name}", "wrong-type")
        return found

    def _day(self, row: Mapping[str, Any], name: str) -> date | None:
        written = ascii_digits(str(row.get(name) or "").strip())
        if not written:
            return None
        match = _DAY_FIRST.fullmatch(written)
        text = f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}" if match else written[:10]
        day = as_date(text)
        if day is None:
            self._problem(name, "bad-date")
        elif day > self._today:
            self._problem(name, "in-future")
            return None
        return day
