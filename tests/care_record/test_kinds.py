"""What each kind may hold, must hold, and who may write it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_record.ids import new_id
from care_record.kinds import KINDS, ROLES, check_record, check_set, may_write, readable, tidy

ID = new_id()
AT = "2026-11-23T14:05:10.123+05:30"

CONSENT = {"given": "yes", "by": "patient", "how": "spoken", "told_limits": True, "witness": ID, "at": AT}
ITEM = {
    "id": ID,
    "generic": "PARACETAMOL",
    "form": "tablet",
    "strength": "500 mg",
    "dose": "1",
    "frequency": "TDS",
    "route": "oral",
    "duration": {"value": 3, "unit": "days"},
    "list": "O",
}
RIGHT: dict[str, dict[str, Any]] = {
    "patient": {
        "name": "सुनीता देवी",
        "gender": "female",
        "age": {"value": 27, "unit": "years", "as_of": "2026-11-23"},
        "village": "Barail",
        "phone": "+919876543210",
        "abha_address": "sunita.devi99@abdm",
        "allergies": [{"id": "a1", "substance": "sulfa", "reaction": "rash"}, {"id": "a2", "removed": True}],
    },
    "visit": {
        "started": AT,
        "mode": "spoke",
        "complaints": [{"id": ID, "text": "Fever", "duration": {"value": 3, "unit": "days"}}],
        "vitals": {"pulse": 88, "bp_systolic": 120, "bp_diastolic": 80, "sugar_mg_dl": "HI", "lmp": "2026-05-01"},
        "danger_signs": ["convulsions"],
    },
    "note": {"visit": ID, "text": "Third pregnancy.\nNo fits."},
    "referral": {
        "visit": ID,
        "desk": ID,
        "speciality": "gynaecology",
        "urgency": "emergency",
        "question": "Which first dose?",
        "consent": CONSENT,
        "reach": {"how": "waits"},
    },
    "case_event": {"referral": ID, "event": "question", "at": AT, "text": "Since when?"},
    "advice": {"referral": ID, "text": "Rest.", "consent_confirmed": True, "signed": AT, "saw": [ID]},
    "prescription": {
        "referral": ID,
        "advice": ID,
        "number": "SUP-261123-ABCDEF",
        "items": [ITEM],
        "doctor": {"staff": ID, "name": "N. Jha", "qualification": "MBBS", "registration_no": "0"},
        "signed": AT,
        "slip": "SPOKE1|…",
        "signature": "A" * 86 + "==",
    },
    "dispense": {"visit": ID, "items": [{"id": ID, "generic": "ORS", "quantity": 3, "unit": "sachet"}], "at": AT},
    "follow_up": {"due": "2026-12-24", "reason": "Haemoglobin"},
    "attachment": {"sha256": "0" * 64, "bytes": 1000, "media": "image/jpeg", "label": "Wound"},
    "result": {"value": 9.2, "unit": "g/dL", "at": AT},
    "stock": {"facility": ID, "items": [{"id": ID, "generic": "ORS", "quantity": 40}]},
    "screening": {"form": "cbac", "answers": {"tobacco": "never"}, "score": 3, "at": AT},
    "staff": {"name": "Kumari Anjali", "role": "cho", "posts": [ID], "active": True},
    "credential": {"staff": ID, "public_key": "A" * 43 + "=", "sealed": {"kdf": "argon2id"}},
    "device": {"post": ID, "name": "Desk 1", "revoked": False},
    "audit": {"what": "sign_in", "who": ID, "at": AT},
    "facility": {"name": "HSC Parsarma", "code": "PAR", "district": "188"},
    "desk": {"name": "Medicine, Supaul", "code": "SUP", "specialities": ["medicine"]},
    "notice": {"text": "Closed on Friday", "until": "2026-12-01"},
    "recovery": {"key": "A" * 43 + "=", "since": "2026-11-24T10:00:00+05:30"},
}


def codes(problems: list[Any]) -> list[tuple[str, str]]:
    return [(p.field, p.code) for p in problems]


def test_every_kind_of_the_design_is_known() -> None:
    assert set(KINDS) == set(RIGHT)
    assert all(name == kind.name for name, kind in KINDS.items())
    assert {n for n, kind in KINDS.items() if kind.signed} == {
        "note",
        "advice",
        "prescription",
        "dispense",
        "case_event",
    }


@pytest.mark.parametrize("kind", sorted(RIGHT))
def test_a_right_record_has_no_problem(kind: str) -> None:
    assert check_record(kind, RIGHT[kind]) == []
    assert check_set(kind, RIGHT[kind]) == []


@pytest.mark.parametrize("kind", sorted(RIGHT))
def test_each_required_field_is_missed(kind: str) -> None:
    for wanted in KINDS[kind].required:
        names = (wanted,) if isinstance(wanted, str) else wanted
        fields = {name: value for name, value in RIGHT[kind].items() if name not in names}
        assert (names[0], "required") in codes(check_record(kind, fields))
        assert check_set(kind, fields) == []


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("patient", {"name": "x" * 121}, ("name", "too-long")),
        ("patient", {"name": "Su\u0000nita"}, ("name", "control-characters")),
        ("patient", {"name": "Sunita\nDevi"}, ("name", "control-characters")),
        ("patient", {"name": 7}, ("name", "wrong-type")),
        ("patient", {"gender": "f"}, ("gender", "not-in-list")),
        ("patient", {"gender": ["female"]}, ("gender", "wrong-type")),
        ("patient", {"birth_date": "23.11.2026"}, ("birth_date", "bad-date")),
        ("patient", {"birth_date": "2026-02-30"}, ("birth_date", "bad-date")),
        ("patient", {"birth_date": "2026-W09-1"}, ("birth_date", "bad-date")),
        ("patient", {"phone": "9876543210"}, ("phone", "bad-phone")),
        ("patient", {"abha": "91-7361"}, ("abha", "bad-format")),
        ("patient", {"abha_address": "sunita@example"}, ("abha_address", "bad-format")),
        ("patient", {"abha_address": "@abdm"}, ("abha_address", "bad-format")),
        ("patient", {"pin_code": "052131"}, ("pin_code", "bad-format")),
        ("patient", {"age": {"unit": "decades"}}, ("age.unit", "not-in-list")),
        ("patient", {"allergies": "sulfa"}, ("allergies", "wrong-type")),
        ("patient", {"allergies": [{"substance": "sulfa"}]}, ("allergies.0.id", "bad-id")),
        ("patient", {"allergies": [{"id": "1"}]}, ("allergies.0.substance", "required")),
        ("visit", {"vitals": {"pulse": 301}}, ("vitals.pulse", "impossible")),
        ("visit", {"vitals": {"pulse": "88"}}, ("vitals.pulse", "wrong-type")),
        ("visit", {"vitals": {"pregnant": True}}, ("vitals.pregnant", "wrong-type")),
        ("visit", {"vitals": 7}, ("vitals", "wrong-type")),
        ("visit", {"started": "2026-11-23T14:05:10"}, ("started", "bad-time")),
        ("visit", {"started": "2026-11-23T25:05:10Z"}, ("started", "bad-time")),
        ("referral", {"consent": {"given": "no"}}, ("consent.given", "not-in-list")),
        ("referral", {"consent": {"told_limits": False}}, ("consent.told_limits", "not-in-list")),
        ("referral", {"desk": "medicine"}, ("desk", "bad-id")),
        ("advice", {"consent_confirmed": False}, ("consent_confirmed", "not-in-list")),
        ("advice", {"consent_confirmed": 1}, ("consent_confirmed", "wrong-type")),
        ("attachment", {"bytes": 10 * 1024 * 1024 + 1}, ("bytes", "impossible")),
        ("attachment", {"media": "text/html"}, ("media", "not-in-list")),
        ("screening", {"score": 1.5}, ("score", "wrong-type")),
    ],
)
def test_a_wrong_value_is_named(kind: str, fields: dict[str, Any], expected: tuple[str, str]) -> None:
    assert expected in codes(check_set(kind, fields))


def test_fields_that_contradict_each_other() -> None:
    visit = {**RIGHT["visit"], "vitals": {"bp_systolic": 80, "bp_diastolic": 120, "lmp": "2026-11-24"}}
    assert codes(check_record("visit", visit)) == [
        ("vitals.bp_diastolic", "pressure-order"),
        ("vitals.lmp", "in-future"),
    ]
    assert codes(check_record("case_event", {**RIGHT["case_event"], "text": ""})) == [("text", "required")]
    assert codes(check_record("result", {"value": 9.2, "at": AT})) == [("unit", "required")]
    bare = {**RIGHT["note"], "countersigns": ID}
    assert codes(check_record("note", bare)) == [("verdict", "required"), ("signed", "required")]
    assert check_record("note", {**bare, "verdict": "agrees", "signed": AT}) == []


def test_a_prescription_has_items_in_capitals_and_none_prohibited() -> None:
    def problems(**item: Any) -> list[tuple[str, str]]:
        return codes(check_record("prescription", {**RIGHT["prescription"], "items": [{**ITEM, **item}]}))

    assert problems(list="A") == []
    assert problems(list="prohibited") == [("items.0.list", "prohibited")]
    assert problems(generic="Paracetamol") == [("items.0.generic", "not-capitals")]
    assert ("items", "required") in codes(check_record("prescription", {**RIGHT["prescription"], "items": None}))


def test_an_object_is_whole_only_in_the_folded_record() -> None:
    half = {"guardian": {"name": "Manoj"}, "age": {"value": 3}}
    assert check_set("patient", half) == []
    missing = codes(check_record("patient", {**RIGHT["patient"], **half}))
    assert missing == [("age.unit", "required"), ("age.as_of", "required")]


def test_clearing_is_always_right_and_unknown_fields_and_kinds_are_fine() -> None:
    assert check_set("patient", {"phone": None, "vitals": None, "eye_colour": "brown"}) == []
    assert check_set("visit", {"vitals": {"pulse": None, "lactate": "high"}}) == []
    assert check_set("teleconsult", {"anything": 1}) == []
    assert check_record("teleconsult", {}) == []


WRITERS = {
    "patient": "cho anm doctor",
    "visit": "cho anm",
    "note": "cho anm doctor",
    "referral": "cho anm doctor",
    "case_event": "cho anm doctor",
    "advice": "doctor",
    "prescription": "doctor",
    "dispense": "cho anm",
    "follow_up": "cho anm doctor",
    "attachment": "cho anm doctor",
    "result": "cho anm doctor",
    "stock": "cho anm",
    "screening": "cho anm",
    "staff": "admin",
    "credential": "cho anm doctor admin it programme",
    "device": "admin",
    "audit": "cho anm doctor admin it programme",
    "facility": "admin",
    "desk": "admin",
    "notice": "admin",
    "recovery": "admin",
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_table_of_roles(kind: str) -> None:
    assert {role for role in ROLES if may_write(role, kind)} == set(WRITERS[kind].split())
    assert not may_write("visitor", kind)


def test_nobody_of_a_health_centre_prescribes_or_makes_staff() -> None:
    for role in ("cho", "anm", "it", "programme", "admin", "visitor", ""):
        assert not may_write(role, "prescription")
    for role in ("cho", "anm", "doctor", "it", "programme", "visitor"):
        assert not may_write(role, "staff")


def test_an_administrator_may_share_and_join_patients_and_no_more() -> None:
    assert may_write("admin", "patient", ["share"])
    assert may_write("admin", "patient", ["share", "same_as"])
    assert not may_write("admin", "patient", ["share", "name"])
    assert not may_write("admin", "patient", [])
    assert not may_write("admin", "patient")
    assert not may_write("it", "patient", ["share"])


def test_a_kind_of_a_later_version_is_for_those_who_care_for_patients() -> None:
    assert {role for role in ROLES if may_write(role, "teleconsult")} == {"cho", "anm", "doctor"}


def test_what_was_typed_is_tidied() -> None:
    typed = {
        "name": "  Sunita\u0007   Devi ",
        "name_other_script": "बड\u093cा",
        "address": "House 4 \r\nAadhaar 2345 6789 0124 ",
        "phone": "+919876543210",
        "allergies": [{"id": "1", "substance": " sulfa "}],
        "eye_colour": " brown ",
        "guardian": {"name": " Manoj ", "kin": " x "},
        "relative_name": None,
    }
    clean = tidy("patient", typed)
    assert clean["name"] == "Sunita Devi"
    assert clean["address"] == "House 4 \nAadhaar XXXX-XXXX-0124"
    assert clean["phone"] == "+919876543210"
    assert clean["allergies"] == [{"id": "1", "substance": "sulfa"}]
    assert clean["eye_colour"] == " brown "
    assert clean["guardian"] == {"name": "Manoj", "kin": " x "}
    assert clean["relative_name"] is None
    assert tidy("patient", clean) == clean
    assert tidy("teleconsult", typed) == typed


def test_what_a_doctor_signed_is_never_tidied() -> None:
    slip = " SPOKE1| बड\u093cा 2345 6789 0124 "
    assert tidy("prescription", {"slip": slip, "signature": " x "}) == {"slip": slip, "signature": " x "}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "value", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.data(), st.sampled_from(sorted(KINDS)))
def test_whatever_a_peer_sends_is_answered_with_problems_and_never_raises(data: st.DataObject, kind: str) -> None:
    names = sorted(KINDS[kind].fields)
    fields = data.draw(st.dictionaries(st.sampled_from(names), JSON, max_size=4))
    for problem in [*check_set(kind, fields), *check_record(kind, fields)]:
        assert problem.field and problem.code
    tidied = tidy(kind, fields)
    assert set(tidied) == set(fields)


@given(st.data(), st.sampled_from(sorted(RIGHT)))
def test_a_part_of_a_right_record_is_right(data: st.DataObject, kind: str) -> None:
    names = data.draw(st.sets(st.sampled_from(sorted(RIGHT[kind]))))
    assert check_set(kind, {name: RIGHT[kind][name] for name in names}) == []


def test_beside_a_faulty_value_everything_else_is_read() -> None:
    vitals = {"sugar_mg_dl": "HI", "pulse": 900, "spo2": "ninety", "respiratory_rate": True}
    fields = {
        "started": "2026-11-23T14:00:00+05:30",
        "vitals": vitals,
        "danger_signs": ["convulsions", 7],
        "examination": 5,
    }
    assert readable("visit", fields) == {
        "started": "2026-11-23T14:00:00+05:30",
        "vitals": {"sugar_mg_dl": "HI", "pulse": 900},
        "danger_signs": ["convulsions"],
    }
