"""What may be typed instead of a version, what both are together, and how values of every kind are said."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from care_record.kinds import KINDS
from spoke_app.actions.compare_record import Named, Origin, Question, Version
from spoke_app.ui.conflict.values import UNREADABLE, ValueWords
from spoke_app.ui.conflict.words import field_label
from spoke_app.ui.models import conflict_form as form
from spoke_app.ui.models.conflict_form import BOTH, OTHER, Choice
from spoke_app.ui.models.places import load_places
from spoke_app.ui.ports import Picklists

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=timezone(timedelta(hours=5, minutes=30)))
TECHNICAL = {"audit", "credential", "recovery"}


def question(path: str, *values: Any, shown: int = 0) -> Question:
    versions = []
    for at, value in enumerate(values):
        origin = Origin(f"change-{at}", None, NOON, "here", "", "")
        versions.append(Version(value, (origin,), at == shown))
    return Question(path, tuple(versions))


@pytest.mark.parametrize(
    ("kind", "path", "values", "typed", "read"),
    [
        ("patient", "phone", ("+919431055278", None), "94310 55728", "+919431055728"),
        ("patient", "name", ("Asha", "Usha"), " Asha Devi ", "Asha Devi"),
        ("patient", "birth_date", ("1999-11-03", None), "3/11/99", "1999-11-03"),
        ("patient", "gender", ("female", "male"), "other", "other"),
        ("patient", "age", ({"value": 4}, None), "8 months", {"value": 8, "unit": "months", "as_of": "2026-11-24"}),
        ("visit", "vitals.temperature_f", (98.6, 102), "38", 100.4),
        ("visit", "vitals.sugar_mg_dl", (90, 100), "hi", "HI"),
        ("visit", "examination", ("Clear", "Pale"), "Clear\nPale", "Clear\nPale"),
    ],
)
def test_another_value_is_read_by_its_field(
    kind: str, path: str, values: tuple[Any, ...], typed: str, read: Any
) -> None:
    assert form.read_typed(kind, question(path, *values), typed, TODAY) == (read, "", "")


@pytest.mark.parametrize(
    ("kind", "path", "typed", "code"),
    [
        ("patient", "phone", "12", "bad-phone"),
        ("patient", "birth_date", "someday", "bad-date"),
        ("patient", "age", "old", "bad-age"),
        ("patient", "name", "", "missing"),
        ("visit", "vitals.pulse", "9000", "impossible"),
        ("visit", "vitals.pulse", "fast", "wrong-type"),
    ],
)
def test_what_is_wrong_is_named_and_not_decided(kind: str, path: str, typed: str, code: str) -> None:
    asked = question(path, 1, 2)
    assert form.read_typed(kind, asked, typed, TODAY)[1] == code
    assert form.decision(kind, asked, Choice(OTHER, typed), TODAY) is None


def test_an_entry_typed_anew_keeps_its_id_and_what_was_agreed() -> None:
    sulfa = {"id": "a1", "substance": "Sulfa", "reaction": "rash", "severity": "severe"}
    asked = question("allergies.a1", sulfa, {**sulfa, "reaction": "fits"})
    value, wrong, _ = form.read_typed("patient", asked, "Sulfa, swelling", TODAY)
    assert (value, wrong) == ({**sulfa, "reaction": "swelling"}, "")
    other = form.decision("patient", asked, Choice(OTHER, "Dust"), TODAY)
    assert other is not None and form.needs_to_be_sure("patient", asked, Choice(OTHER, "Dust"), TODAY)
    assert form.decisions("patient", [asked], {asked.path: Choice(OTHER, "Dust")}, TODAY) == []
    [sure] = form.decisions("patient", [asked], {asked.path: Choice(OTHER, "Dust", sure=True)}, TODAY)
    assert sure.sure


def test_both_together() -> None:
    phones = form.decision("patient", question("phone", "+919431055278", "+919431055728", shown=1), Choice(BOTH), TODAY)
    assert phones is not None and phones.value == "+919431055728"
    assert [one["number"] for one in phones.beside["other_phones"]] == ["+919431055278"]
    signs = form.both("visit", question("danger_signs", ["a", "b"], ["b", "c"]))
    assert signs is not None and signs.value == ["a", "b", "c"]
    one, other = {"id": "m1", "text": "Amlodipine"}, {"id": "m1", "text": "Atenolol"}
    entries = form.both("patient", question("medicines.m1", one, other))
    assert entries is not None and entries.value == other
    [beside] = entries.beside["medicines"]
    assert beside["text"] == "Amlodipine" and beside["id"] != "m1"
    assert form.both("patient", question("medicines.m1", one, {"id": "m1", "removed": True})) is None
    assert form.both("patient", question("village", "Malhni", "Barail")) is None
    texts = question("examination", "Clear", "Pale")
    assert form.first_typed("visit", texts) == "Clear\nPale"


def test_a_choice_follows_its_version_when_another_comes_before_it() -> None:
    before = question("village", "Malhni", "Barail")
    first = Version("Ekma", (Origin("change-9", None, NOON, "hub", "", ""),), False)
    now = Question("village", (first, *before.versions))
    assert form.carried(Choice(1, "", True), before, now) == Choice(2, "", False)
    assert form.carried(Choice(OTHER, "Rampur"), before, now) == Choice(OTHER, "Rampur")


def test_differences_are_a_stretch_of_a_number_and_words_of_a_text() -> None:
    assert form.differences("94310 55278", ["94310 55728"]) == [(8, 10)]
    assert form.differences("Chest clear. Tongue pale.", ["Chest dull. Tongue pale."]) == [(6, 12)]
    assert form.differences("", ["1"]) == []
    assert form.differences("12", ["12", "13"]) == [(1, 2)]


def every_field() -> list[tuple[str, str]]:
    return [(name, field) for name, kind in KINDS.items() if name not in TECHNICAL for field in kind.fields]


@pytest.mark.parametrize(("kind", "field"), every_field())
def test_every_field_of_every_kind_has_a_name(kind: str, field: str) -> None:
    assert field in UNREADABLE or field_label(kind, field)


def test_values_are_said_without_ids_codes_or_brackets() -> None:
    visit = "01920000-0000-7000-8000-000000000001"
    words = ValueWords(Picklists(), load_places(), {visit: Named("visit", "", "", NOON)}, "en")
    said = {
        ("patient", "age"): ({"value": 34, "unit": "years", "as_of": "2026-11-23"}, "34 years on 23 November 2026"),
        ("patient", "guardian.relation"): ("mother", "Mother"),
        ("patient", "allergies.a"): ({"id": "a", "substance": "Dust", "severity": "mild"}, "Dust, mild"),
        ("patient", "deceased"): ("2026-11-03", "3 November 2026"),
        ("patient", "conditions"): ([{"id": "x", "text": "TB", "since": "2019"}], "TB, since 2019"),
        ("visit", "vitals.weight_kg"): (61.5, "61.5 kg"),
        ("visit", "vitals.pregnant"): ("yes", "Yes"),
        ("visit", "outcome"): ("referred", "Referred to a doctor"),
        ("visit", "complaints"): (
            [{"id": "x", "text": "Fever", "duration": {"value": 3, "unit": "days"}}],
            "Fever, 3 days",
        ),
        ("note", "visit"): (visit, "Visit 24 November 2026"),
        ("referral", "reach"): ({"how": "phone", "when": "after 5"}, "by phone, after 5"),
        ("referral", "consent"): ({"given": "yes", "by": "guardian", "how": "spoken"}, "the guardian, spoken"),
        ("prescription", "signature"): ("abc", ""),
        ("dispense", "items"): ([{"id": "x", "generic": "ORS", "quantity": 4, "unit": "sachet"}], "ORS, 4 sachet"),
        ("referral", "forwards"): ("01920000-0000-7000-8000-000000000009", "a record that is not on this PC"),
        ("later_kind", "later"): ({"a": [1, {"b": "c"}]}, "1; c"),
    }
    for (kind, path), (value, text) in said.items():
        assert words.text(kind, path, value) == text, (kind, path)
    assert words.lines("patient", {"name": "Asha", "guardian": {"name": "Usha"}, "photo": "ab", "later": 1}) == [
        ("Name", "Asha"),
        ("Guardian's name", "Usha"),
    ]
