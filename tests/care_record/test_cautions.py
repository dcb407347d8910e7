"""What a doctor is warned of before she signs: the rules upon the list that is shipped."""

from __future__ import annotations

from importlib import resources

import pytest

from care_record.rules.cautions import (
    CautionList,
    Remedy,
    Taker,
    Vocabulary,
    cautions_of,
    load_cautions,
)
from care_record.rules.medicines import load_medicines

FACTS: CautionList = load_cautions((resources.files("resources") / "cautions.json").read_text("utf-8"))
WORDS = Vocabulary(FACTS, {"amoxycillin": frozenset({"AMOXICILLIN"}), "पैरासिटामोल": frozenset({"PARACETAMOL"})})


def remedy(generic: str, route: str = "oral") -> Remedy:
    return Remedy(generic, FACTS.ingredients(generic), route)


def found(taker: Taker, *generics: str) -> list[tuple[str, str, str, str]]:
    cautions = cautions_of([remedy(g) for g in generics], taker, WORDS)
    return [(c.what, c.severity, c.medicine, c.other) for c in cautions]


def test_the_list_is_whole() -> None:
    known = {c.code for c in FACTS.classes}
    codes = [e.code for e in FACTS.entries]
    assert len(set(codes)) == len(codes)
    assert sum(e.what == "interaction" for e in FACTS.entries) >= 60
    for entry in FACTS.entries:
        assert entry.source and entry.en and any("\u0900" <= c <= "\u097f" for c in entry.hi), entry.code
        # A pair needs its second half, an age its limit; a name is an ingredient in capitals or a class.
        assert bool(entry.other) == (entry.what in ("interaction", "cross")), entry.code
        assert bool(entry.under_days) == (entry.what == "child"), entry.code
        assert all(name == name.upper() or name in known for name in (entry.one, entry.other)), entry.code


@pytest.mark.parametrize(
    ("generic", "inside"),
    [
        ("FERROUS SALT + FOLIC ACID", {"FERROUS SALT", "FOLIC ACID"}),
        ("CO-TRIMOXAZOLE", {"SULFAMETHOXAZOLE", "TRIMETHOPRIM"}),
        ("INSULIN, 30/70", {"INSULIN", "70"}),
        ("paracetamol", {"PARACETAMOL"}),
    ],
)
def test_what_is_in_a_medicine(generic: str, inside: set[str]) -> None:
    assert FACTS.ingredients(generic) >= inside - {"70"}


def test_every_medicine_of_the_list_has_ingredients() -> None:
    for medicine in load_medicines((resources.files("resources") / "medicines.json").read_text("utf-8")):
        assert FACTS.ingredients(medicine.generic), medicine.generic


@pytest.mark.parametrize("written", ["penicillin", "Penicilin injection", "पेनिसिलीन", "amoxycillin", "Amoxicilin"])
def test_an_allergy_to_one_penicillin_is_one_to_all(written: str) -> None:
    taker = Taker(allergies=(written,))
    assert found(taker, "AMOXICILLIN + CLAVULANIC ACID")[0][:2] == ("allergy", "grave")
    assert found(taker, "CEFIXIME") == [("allergy", "note", "CEFIXIME", written)]
    assert found(taker, "PARACETAMOL", "AZITHROMYCIN") == []


def test_what_she_takes_is_found_in_words_though_no_list_of_ours_has_it() -> None:
    assert WORDS.ingredients_in("tab warfarin 2 mg") == {"WARFARIN"}
    assert WORDS.ingredients_in("paracitamol, फिर पैरासिटामोल") == {"PARACETAMOL"}
    assert WORDS.ingredients_in("a tablet for sleep") == frozenset()


def test_an_allergy_counts_on_the_skin_too_but_not_by_a_class_of_use() -> None:
    sulfa = Taker(allergies=("sulpha",))
    cream = cautions_of([remedy("SILVER SULFADIAZINE", "skin")], sulfa, WORDS)
    assert [c.what for c in cream] == ["allergy"]
    # Both make sleepy, and have nothing else in common.
    assert found(Taker(allergies=("olanzapine",)), "CHLORPHENIRAMINE") == []


def test_the_same_twice_in_a_combination_and_of_what_she_takes() -> None:
    first = found(Taker(), "FOLIC ACID", "FERROUS SALT + FOLIC ACID")
    assert first == [("duplicate", "note", "FERROUS SALT + FOLIC ACID", "FOLIC ACID")]
    taking = Taker(taking=(remedy("PARACETAMOL"),))
    assert found(taking, "PARACETAMOL") == [("duplicate", "note", "PARACETAMOL", "PARACETAMOL")]
    drops = cautions_of([remedy("CIPROFLOXACIN"), remedy("CIPROFLOXACIN", "eye")], Taker(), WORDS)
    assert drops == ()


def test_pregnancy_milk_and_age() -> None:
    assert found(Taker(pregnant=True), "ENALAPRIL", "PARACETAMOL") == [("pregnancy", "grave", "ENALAPRIL", "")]
    assert found(Taker(breast_feeding=True), "DOXYCYCLINE") == [("breast_feeding", "note", "DOXYCYCLINE", "")]
    assert found(Taker(age_days=3000), "ASPIRIN") == [("child", "grave", "ASPIRIN", "")]
    assert found(Taker(age_days=30 * 366), "ASPIRIN", "DOXYCYCLINE") == []
    assert found(Taker(), "ASPIRIN") == []
    # Under 1 year it is forbidden; the hint for older children need not be read as well.
    assert found(Taker(age_days=200), "METOCLOPRAMIDE") == [("child", "grave", "METOCLOPRAMIDE", "")]
    assert found(Taker(age_days=2000), "METOCLOPRAMIDE") == [("child", "note", "METOCLOPRAMIDE", "")]


@pytest.mark.parametrize("generics", [("ENALAPRIL", "SPIRONOLACTONE"), ("SPIRONOLACTONE", "ENALAPRIL")])
def test_a_pair_is_found_in_either_order(generics: tuple[str, str]) -> None:
    cautions = cautions_of([remedy(g) for g in generics], Taker(), WORDS)
    assert [(c.what, c.severity) for c in cautions] == [("interaction", "grave")]
    local = cautions_of([remedy("TIMOLOL", "eye"), remedy("SALBUTAMOL", "inhaled")], Taker(), WORDS)
    assert local == ()


def test_the_grave_ones_come_first_and_no_key_twice() -> None:
    taker = Taker(2000, True, True, ("sulfa", "penicillin"), (remedy("WARFARIN"), remedy("METHOTREXATE")))
    generics = ["PARACETAMOL", "IBUPROFEN", "CO-TRIMOXAZOLE", "AMOXICILLIN", "DOXYCYCLINE", "ENALAPRIL", "TELMISARTAN"]
    cautions = cautions_of([remedy(g) for g in generics], taker, WORDS)
    severities = [c.severity for c in cautions]
    assert severities == sorted(severities) and "note" in severities
    assert len({c.key for c in cautions}) == len(cautions)
    assert all(c.key.isascii() and c.key.strip("-") == c.key for c in cautions)


@pytest.mark.parametrize(
    "text", ["", "{}", '{"version": 1, "source": "x", "made_of": {}, "classes": [], "entries": [{}]}']
)
def test_a_broken_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        load_cautions(text)
