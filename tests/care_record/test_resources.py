"""The lists that ship with the program, and the rules that read them."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from importlib import resources
from typing import Any

import pytest

from care_record.rules.medicines import load_medicines, may_prescribe
from care_record.rules.names import search_key

LISTS = {
    "complaints": 80,
    "conditions": 150,
    "medicines": 150,
    "instructions": 25,
    "danger_signs": 25,
    "templates": 12,
    "consent": 2,
    "doses": 3,
    "specialities": 9,
    "frequencies": 8,
}


def text(name: str) -> str:
    return (resources.files("resources") / name).read_text(encoding="utf-8")


def entries(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text(f"{name}.json"))["entries"]
    return found


@pytest.mark.parametrize(("name", "least"), LISTS.items())
def test_a_list_is_whole_and_in_both_languages(name: str, least: int) -> None:
    content = json.loads(text(f"{name}.json"))
    assert content["version"] == 1 and content["source"]
    rows = content["entries"]
    assert len(rows) >= least
    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        assert row["code"] == row["code"].strip() and row["en"] == row["en"].strip()
        assert any("\u0900" <= c <= "\u097f" for c in row["hi"]) and row["hi"] == row["hi"].strip()
        assert unicodedata.is_normalized("NFC", row["hi"])


def test_conditions_carry_icd_10_codes() -> None:
    assert all(re.fullmatch(r"[A-Z]\d\d(\.\d)?", row["code"]) for row in entries("conditions"))
    by_code = {row["code"]: row["en"] for row in entries("conditions")}
    assert by_code["O14.1"] == "Severe pre-eclampsia"
    assert "A97.0" in by_code and "A90" not in by_code


def test_frequencies_have_the_picture_of_the_day() -> None:
    pattern: dict[str, Any] = {row["code"]: row.get("pattern") for row in entries("frequencies")}
    assert list(pattern) == ["OD", "BD", "TDS", "QID", "HS", "SOS", "weekly", "stat"]
    per_day = {row["code"]: row["per_day"] for row in entries("frequencies")}
    for code in ("OD", "BD", "TDS", "QID", "HS"):
        assert sum(pattern[code].values()) == per_day[code]
    assert pattern["SOS"] is None


def test_the_danger_signs_of_the_design_are_there() -> None:
    wanted = {"unconscious", "fast_breathing", "chest_indrawing", "stridor", "convulsions", "severe_bleeding"}
    assert wanted | {"cannot_drink"} <= {row["code"] for row in entries("danger_signs")}


def test_danger_signs_and_templates_say_of_whom_they_are() -> None:
    for row in [*entries("danger_signs"), *entries("templates")]:
        assert set(row["of"].split()) <= {"all", "infant", "child", "adult", "pregnant"}, row["code"]
    assert {row["part"] for row in entries("templates")} == {"examination", "note"}


def test_the_doses_are_of_medicines_of_the_list() -> None:
    generics = {medicine.generic for medicine in load_medicines(text("medicines.json"))}
    assert {row["generic"] for row in entries("doses")} <= generics


def test_medicines_load_with_lists_and_known_frequencies() -> None:
    medicines = load_medicines(text("medicines.json"))
    frequencies = {row["code"] for row in entries("frequencies")}
    assert all(m.generic == m.generic.upper() and m.list in ("O", "A", "B", "prohibited") for m in medicines)
    assert all(m.frequency in frequencies and m.days > 0 and m.dose and m.form_hi for m in medicines)
    by_name = {(m.generic, m.form): m.list for m in medicines}
    assert by_name["PARACETAMOL", "tablet"] == "O"
    assert by_name["ORAL REHYDRATION SALTS", "sachet"] == "O"
    assert by_name["METFORMIN", "tablet"] == "A"
    assert by_name["SITAGLIPTIN", "tablet"] == "B"
    assert by_name["MORPHINE", "tablet"] == "prohibited"


@pytest.mark.parametrize("broken", ["", "[]", '{"version":1,"source":"x","entries":[{"code":"x"}]}'])
def test_a_broken_list_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        load_medicines(broken)


@pytest.mark.parametrize(
    ("medicine_list", "seen_live", "follow_up", "refill", "code"),
    [
        ("O", False, False, False, None),
        ("A", False, False, False, "list-a-unseen"),
        ("A", True, False, False, None),
        ("A", False, True, True, None),
        # A follow-up alone unlocks no new medicine of list A: the Guidelines say re-fill.
        ("A", False, True, False, "list-a-unseen"),
        ("B", False, False, False, "list-b-first"),
        ("B", True, False, False, "list-b-first"),
        ("B", True, False, True, "list-b-first"),
        ("B", False, True, False, None),
        ("", False, False, False, "list-a-unseen"),
        ("prohibited", True, True, True, "prohibited"),
    ],
)
def test_when_a_medicine_may_be_prescribed(
    medicine_list: str, seen_live: bool, follow_up: bool, refill: bool, code: str | None
) -> None:
    problem = may_prescribe(medicine_list, seen_live, follow_up, refill)
    assert (problem.code if problem else None) == code


def test_the_districts_of_bihar() -> None:
    rows = list(csv.DictReader(text("lgd-bihar.csv").splitlines()))
    assert len({row["district_lgd"] for row in rows}) == 38
    assert len({row["subdistrict_lgd"] for row in rows}) == len(rows) == 534


def test_a_complaint_is_found_by_its_hindi_typed_in_latin() -> None:
    keys = {search_key(row["hi"]): row["code"] for row in entries("complaints")}
    assert keys[search_key("bukhar")] == "fever"
    assert keys[search_key("sirdard")] == "headache"


def test_every_borrowed_thing_is_attributed() -> None:
    readme = text("README.md")
    for word in ("Local Government Directory", "Government Open Data License - India", "Open Font License", "MIT"):
        assert word in readme
