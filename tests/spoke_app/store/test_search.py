"""Finding a patient, however she is typed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from spoke_app.actions.find_patients import find_patients, likely_duplicates
from spoke_app.actions.register_patient import register_patient
from spoke_app.store import journal
from spoke_app.store.journal import NewChange
from spoke_app.store.search import find
from tests.helpers.spoke import Spoke, patient_fields


def register(spoke: Spoke, name: str, **more: Any) -> str:
    return register_patient(spoke.desk, patient_fields(name, **more))[1]


def names(spoke: Spoke, typed: str) -> list[str]:
    return [row["name"] for row in find(spoke.store, typed).rows]


@pytest.fixture
def village(spoke: Spoke) -> Spoke:
    register(spoke, "Sunita Devi", phone="+919431022471", relative_name="Ramesh Yadav", relation="husband")
    register(spoke, "लक्ष्मी कुमारी", village="मनेर", abha="91123456789012", phone="+918877001122")
    register(spoke, "Bijay Kumar", village="Sonpur", name_other_script="विजय कुमार")
    register(spoke, "Shabnam Khatoon", village="Phulwari Sharif")
    return spoke


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("su", "Sunita Devi"),
        ("sun", "Sunita Devi"),
        ("Suneeta", "Sunita Devi"),
        ("सुनीता", "Sunita Devi"),
        ("सु", "Sunita Devi"),
        ("devi sunita", "Sunita Devi"),
        ("snita devi", "Sunita Devi"),
        ("laxmi", "लक्ष्मी कुमारी"),
        ("lakshmi kumari", "लक्ष्मी कुमारी"),
        ("vijay", "Bijay Kumar"),
        ("विजय", "Bijay Kumar"),
        ("sabnam khatun", "Shabnam Khatoon"),
        ("शबनम", "Shabnam Khatoon"),
        ("9431", "Sunita Devi"),
        ("94310 22471", "Sunita Devi"),
        ("+91 94310-22471", "Sunita Devi"),
        ("09431022471", "Sunita Devi"),
        ("९४३१", "Sunita Devi"),
        ("2471", "Sunita Devi"),
        ("91-1234-5678-9012", "लक्ष्मी कुमारी"),
        ("9112", "लक्ष्मी कुमारी"),
        ("B-0003", "Bijay Kumar"),
        ("b0003", "Bijay Kumar"),
        ("b 3", "Bijay Kumar"),
        ("3", "Bijay Kumar"),
        ("0003", "Bijay Kumar"),
        ("maner", "लक्ष्मी कुमारी"),
        ("phulwari", "Shabnam Khatoon"),
        ("fulvari", "Shabnam Khatoon"),
        ("sunita rampur", "Sunita Devi"),
        ("sunita 94310", "Sunita Devi"),
        ("ramesh", "Sunita Devi"),
        ("1022", "Sunita Devi"),
        ("३१०२", "Sunita Devi"),
        ("10 224", "Sunita Devi"),
        ("91 1234 5678 9012", "लक्ष्मी कुमारी"),
        ("911234567", "लक्ष्मी कुमारी"),
        ("91123456789", "लक्ष्मी कुमारी"),
        ("sunita w/o ramesh", "Sunita Devi"),
        ("sunita W/O", "Sunita Devi"),
        ("सुनीता पति रमेश", "Sunita Devi"),
        ("sunita wife of ramesh rampur", "Sunita Devi"),
        ("sunita 34", "Sunita Devi"),
        ("sunita 35 years", "Sunita Devi"),
        ("sunita b-0001", "Sunita Devi"),
    ],
)
def test_found_first(village: Spoke, typed: str, wanted: str) -> None:
    assert names(village, typed)[:1] == [wanted]


@pytest.mark.parametrize(
    "typed",
    [
        "zzz",
        "sunita sonpur",
        "sunita w/o manoj",
        "bijay w/o ramesh",
        "sunita 71",
        "sunita 9 months",
        "1023",
        "*",
        '"',
        "'",
        "AND",
        "names:",
        "(",
        "-",
        "NEAR(a b)",
        "%",
        "\x00",
        "🙂",
        "a" * 5000,
        "1" * 500,
    ],
)
def test_nothing_breaks_on_what_nobody_is_called(village: Spoke, typed: str) -> None:
    assert names(village, typed) == []


def test_nothing_typed_gives_those_seen_last(village: Spoke) -> None:
    patient = register(village, "Aged Visitor")
    visit = {"started": (village.clock() + timedelta(days=2)).isoformat(), "mode": "spoke"}
    other = find(village.store, "bijay").rows[0]["record"]
    journal.write(village.store, [NewChange("visit", other, visit)], author="a", now=village.clock())
    found = find_patients(village.desk, "  ")
    assert found.rows[0].id == other
    assert found.total == 5
    assert patient in {row.id for row in found.rows}


def test_of_those_seen_today_the_latest_comes_first(spoke: Spoke) -> None:
    patients = []
    for n in range(6):
        spoke.clock.forward(minutes=1)
        patients.append(register(spoke, f"Visitor {'abcdef'[n]}"))
    visit = {"started": spoke.clock.forward(minutes=1).isoformat(), "mode": "spoke"}
    journal.write(spoke.store, [NewChange("visit", patients[2], visit)], author="a", now=spoke.clock())
    expected = [patients[2], *(p for p in reversed(patients) if p != patients[2])]
    assert [row.id for row in find_patients(spoke.desk, "").rows] == expected


def test_among_equals_the_last_seen_comes_first(spoke: Spoke) -> None:
    old, new = register(spoke, "Rekha Devi"), register(spoke, "Rekha Devi")
    for patient, day in ((old, 1), (new, 0)):
        visit = {"started": (spoke.clock() + timedelta(days=day)).isoformat(), "mode": "spoke"}
        journal.write(spoke.store, [NewChange("visit", patient, visit)], author="a", now=spoke.clock())
    assert [row.id for row in find_patients(spoke.desk, "rekha").rows] == [old, new]


def test_the_whole_name_is_not_hidden_behind_many_beginnings(spoke: Spoke) -> None:
    wanted = register(spoke, "Ram")
    for n in range(80):
        register(spoke, f"Ramesh Kumar {'abcdefgh'[n % 8]}")
    assert find_patients(spoke.desk, "ram").rows[0].id == wanted
    assert find_patients(spoke.desk, "ram").many


def test_of_four_called_alike_the_nearest_age_comes_first(spoke: Spoke) -> None:
    ages = {}
    for value in (41, 27, 28, 19):
        age = {"value": value, "unit": "years", "as_of": spoke.clock().date().isoformat()}
        ages[register(spoke, "Sunita Devi", age=age)] = value
    assert [ages[row.id] for row in find_patients(spoke.desk, "suneeta 27").rows] == [27, 28]
    assert [ages[row.id] for row in find_patients(spoke.desk, "सुनीता ४१ साल").rows] == [41]
    assert {ages[row.id] for row in find_patients(spoke.desk, "sunita").rows} == set(ages.values())


def test_a_whole_slip_number_is_not_hidden_behind_its_beginnings(spoke: Spoke) -> None:
    first = register(spoke, "Rekha Devi")
    for n in range(130):
        register(spoke, f"Mina Devi {'abcdefgh'[n % 8]}")
    assert find_patients(spoke.desk, "1").rows[0].id == first
    assert find_patients(spoke.desk, "b1").rows[0].id == first


def test_a_phone_is_found_by_any_four_digits_also_after_it_was_changed(village: Spoke) -> None:
    row = find(village.store, "sunita").rows[0]
    change = NewChange("patient", row["record"], {"phone": "+917004511223"}, record=row["record"],
                       base=tuple(c.id for c in journal.changes_of(village.store, row["record"])))  # fmt: skip
    journal.write(village.store, [change], author="a", now=village.clock.forward(minutes=1))
    assert names(village, "0451") == ["Sunita Devi"]
    assert names(village, "1022") == []
    journal.rebuild(village.store)
    assert names(village, "0451") == ["Sunita Devi"]


def test_a_corrected_name_is_found_and_the_old_one_is_not(village: Spoke) -> None:
    row = find(village.store, "shabnam").rows[0]
    change = NewChange("patient", row["record"], {"name": "Rukhsana Bano"}, record=row["record"],
                       base=tuple(c.id for c in journal.changes_of(village.store, row["record"])))  # fmt: skip
    journal.write(village.store, [change], author="a", now=village.clock.forward(minutes=1))
    assert names(village, "rukhsana") == ["Rukhsana Bano"]
    assert names(village, "shabnam") == []


def test_a_merged_record_is_not_listed(village: Spoke) -> None:
    sunita, other = find(village.store, "sunita").rows[0]["record"], register(village, "Sunita Devi")
    base = tuple(c.id for c in journal.changes_of(village.store, other))
    change = NewChange("patient", other, {"same_as": sunita}, record=other, base=base)
    journal.write(village.store, [change], author="a", now=village.clock.forward(minutes=1))
    assert [row["record"] for row in find(village.store, "sunita").rows] == [sunita]


def test_the_age_in_the_list_is_of_today(village: Spoke) -> None:
    assert find_patients(village.desk, "sunita").rows[0].age == "34 years"
    village.clock.forward(days=800)
    assert find_patients(village.desk, "sunita").rows[0].age == "36 years"


def test_a_likely_duplicate_in_the_other_script(village: Spoke) -> None:
    typed = {"name": "सुनीता देवी", "gender": "female", "village": "रामपुर", "relative_name": "रमेश यादव",
             "age": {"value": 36, "unit": "years", "as_of": "2026-11-23"}}  # fmt: skip
    [found] = likely_duplicates(village.desk, typed)
    assert found.row.name == "Sunita Devi"
    assert set(found.agrees) == {"name", "village", "relative", "age"}
    assert found.differs == ()


def test_a_name_alone_is_no_duplicate_and_a_family_shares_its_phone(village: Spoke) -> None:
    assert likely_duplicates(village.desk, {"name": "Sunita Devi"}) == ()
    son = {"name": "Rohit Kumar", "gender": "male", "phone": "94310 22471", "village": "Rampur",
           "age": {"value": 9, "unit": "years", "as_of": "2026-11-23"}}  # fmt: skip
    assert likely_duplicates(village.desk, son) == ()


def test_the_same_abha_number_is_a_duplicate_under_any_name(village: Spoke) -> None:
    found = likely_duplicates(village.desk, {"name": "Laxmi", "abha": "91-1234-5678-9012"})
    assert [(one.row.name, "abha" in one.agrees) for one in found] == [("लक्ष्मी कुमारी", True)]


@pytest.mark.parametrize("fields", [{}, {"name": ""}, {"name": "..."}, {"phone": "1"}, {"age": None, "name": "x"}])
def test_half_typed_forms_have_no_duplicates(village: Spoke, fields: dict[str, Any]) -> None:
    assert likely_duplicates(village.desk, fields) == ()
