"""The patient: a name, a gender, an age and a place are required; everything else helps and may be missing."""

from __future__ import annotations

from care_record.kinds.kind import ADMIN, CARE, Kind
from care_record.kinds.types import Date, Entries, Exact, Id, Number, Object, Text, Time, line, one_of
from care_record.rules.identity import ABHA_ADDRESS

GENDERS = ("male", "female", "other")
RELATIONS = ("father", "husband", "mother", "wife", "son", "daughter", "guardian", "other")
"""Offered by the form: `relative_name` is the patient's father, husband, ...; another word is kept as it is."""
AGE_UNITS = ("years", "months", "weeks", "days")

PHONE = Exact(20, r"\+91[6-9]\d{9}", "bad-phone")
SHA256 = Exact(64, r"[0-9a-f]{64}")
LGD = Exact(10, r"\d{1,10}")

PATIENT = Kind(
    "patient",
    {
        "name": line(120),
        "name_other_script": line(120),
        "gender": one_of(*GENDERS),
        "birth_date": Date(),
        "age": Object(
            {"value": Number(0, 60_000), "unit": one_of(*AGE_UNITS), "as_of": Date()}, ("value", "unit", "as_of")
        ),
        "village": line(120),
        "address": Text(400),
        "relative_name": line(120),
        "relation": Exact(40),
        "phone": PHONE,
        "other_phones": Entries(Object({"number": PHONE, "whose": line(120)}, ("number",))),
        "abha": Exact(14, r"\d{14}"),
        "abha_address": Exact(80, ABHA_ADDRESS),
        "district": LGD,
        "subdistrict": LGD,
        "pin_code": Exact(6, r"[1-9]\d{5}"),
        "slip_no": Exact(40),
        "allergies": Entries(
            Object({"substance": line(120), "reaction": line(200), "severity": line(40)}, ("substance",))
        ),
        "conditions": Entries(Object({"text": line(200), "code": Exact(40), "since": line(40)}, ("text",))),
        "medicines": Entries(Object({"text": line(200)}, ("text",))),
        "blood_group": line(40),
        "photo": SHA256,
        "guardian": Object({"name": line(120), "relation": line(40), "phone": PHONE}),
        "deceased": Date(),
        "same_as": Id(),
        "share": Entries(Object({"facility": Id(), "by": Id(), "at": Time()}, ("facility",))),
    },
    ("name", "gender", ("birth_date", "age"), ("village", "address")),
    CARE,
    # An administrator gives a patient to another centre or joins two records, and touches nothing clinical.
    partly={ADMIN: frozenset({"share", "same_as"})},
)
