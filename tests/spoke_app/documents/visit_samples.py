"""Visits of invented people for the tests of the papers that a patient takes along."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from spoke_app.documents.paper import Both
from spoke_app.documents.visit_from_records import VisitRecords, VisitSurroundings, visit_paper
from spoke_app.documents.visit_paper import VisitPaper

IST = timezone(timedelta(hours=5, minutes=30))
STARTED = datetime(2026, 11, 24, 11, 20, tzinfo=IST)

PATIENT: dict[str, Any] = {
    "name": "Shabnam Khatoon",
    "name_other_script": "शबनम ख़ातून",
    "gender": "female",
    "age": {"value": 24, "unit": "years", "as_of": "2026-11-24"},
    "relation": "husband",
    "relative_name": "Md. Irfan",
    "village": "Sukhpur",
    "phone": "+919431022447",
    "slip_no": "B-1042",
    "allergies": [{"id": "1", "substance": "Penicillin", "reaction": "rash"}],
    "conditions": [{"id": "1", "text": "Anaemia"}],
    "medicines": [{"id": "1", "text": "Iron-folate"}],
}

VISIT: dict[str, Any] = {
    "mode": "spoke",
    "complaints": [{"id": "1", "text": "Headache", "duration": {"value": 2, "unit": "days"}}],
    "vitals": {
        "bp_systolic": 168,
        "bp_diastolic": 112,
        "pulse": 104,
        "temperature_f": 98.6,
        "spo2": 97,
        "weight_kg": 61.5,
        "haemoglobin_g_dl": 9.2,
        "pregnant": "yes",
        "lmp": "2026-04-12",
    },
    "danger_signs": ["severe_headache"],
    "history": {"obstetric": "Third pregnancy, two living children", "tobacco": "none"},
    "examination": "Swelling of feet and face; no fits.",
    "provisional": [{"id": "1", "text": "Pre-eclampsia", "icd10": "O14.9"}],
    "outcome": "referred",
}

REFERRAL: dict[str, Any] = {
    "speciality": "gynaecology",
    "urgency": "emergency",
    "question": "BP 168/112 twice, 32 weeks. Which first dose before the ambulance?",
    "consent": {
        "given": "yes",
        "by": "patient",
        "how": "spoken",
        "told_limits": True,
        "witness": "x",
        "at": "2026-11-24T11:38:00+05:30",
    },
    "reach": {"how": "phone", "when": "after 4 pm"},
}
REFERRAL_ID = "0197a3b2-3c4d-7e5f-8a6b-0123456789ab"

LONG: dict[str, Any] = {
    "name": "Mosammat Shakuntala Kumari Chaudhary Rishidev of the Northern Embankment Hamlet",
    "name_other_script": "मोसम्मात शकुंतला कुमारी चौधरी ऋषिदेव",
    "relative_name": "Bindeshwar Prasad Narayan Chaudhary Rishidev",
    "village": "Basantpur Purbi Tola, near the old embankment school, Chhatapur",
    "guardian": {"name": "Ram Kumari Devi", "relation": "mother"},
}
LONG_VISIT: dict[str, Any] = {
    "examination": "Chest clear, belly soft, no swelling of the legs. " * 40,
    "history": {"past": "Tuberculosis in 2019, treated for six months. " * 6, "family": "Mother has sugar"},
}
MANY: list[dict[str, Any]] = [
    {"id": str(n), "generic": name, "quantity": count, "unit": unit}
    for n, (name, count, unit) in enumerate(
        [
            ("Paracetamol 500 mg", 9, "tablet"),
            ("Ferrous salt + folic acid", 60, "tablets"),
            ("Oral rehydration salts", 3, "sachets"),
            ("Zinc sulphate dispersible 20 mg", 14, "tablets"),
            ("Albendazole 400 mg", 1, "tablet"),
            ("Calcium carbonate + vitamin D3, the long name of a long medicine", 30, "tablets"),
            ("Chlorpheniramine 4 mg", 10, "tablets"),
            ("Gentian violet 1 %", 1, "bottle"),
        ]
        * 2
    )
]


def around(**changes: Any) -> VisitSurroundings:
    values: dict[str, Any] = {
        "place": Both("Health Sub-Centre Parsarma", "स्वास्थ्य उपकेंद्र परसरमा"),
        "place_code": "PSM",
        "place_more": Both("Supaul, Supaul", "सुपौल, सुपौल"),
        "printed_at": STARTED + timedelta(minutes=22),
        "printed_by": Both("Kumari Anjali", "कुमारी अंजलि"),
        "printed_role": "CHO",
        "written_by": Both("Kumari Anjali", "कुमारी अंजलि"),
        "written_role": "CHO",
        "witness": Both("Kumari Anjali", "कुमारी अंजलि"),
        "doctor": Both("Nivedita Jha", "निवेदिता झा"),
        "desk": Both("Sadar Hospital, Supaul (hub)", "सदर अस्पताल, सुपौल (हब)"),
        "desk_contact": "06473 000000",
        "specialities": {"gynaecology": Both("Gynaecology", "स्त्री एवं प्रसूति रोग")},
        "complaints": {"headache": Both("Headache", "सिर दर्द")},
        "danger_signs": {"severe_headache": Both("Severe headache", "तेज़ सिर दर्द")},
        "conditions": {"O14.9": Both("Pre-eclampsia", "प्री-एक्लेम्पसिया")},
        **changes,
    }
    return VisitSurroundings(**values)


def referred(*, patient: dict[str, Any] | None = None, visit: dict[str, Any] | None = None, **more: Any) -> VisitPaper:
    """A pregnant woman with a very high pressure, sent to the hospital."""
    referral = {**REFERRAL, **more.pop("referral", {})}
    found = VisitRecords(
        {**PATIENT, **(patient or {})},
        {**VISIT, **(visit or {})},
        STARTED,
        referral=referral,
        referral_id=REFERRAL_ID,
        **more,
    )
    return visit_paper(found, around())


def treated(*, items: list[dict[str, Any]] | None = None, **more: Any) -> VisitPaper:
    """The same woman, treated at the centre and asked to come again."""
    given = {"items": MANY[:3] if items is None else items}
    due = {"due": "2026-12-01", "reason": "BP again"}
    visit = {**VISIT, "outcome": "treated", "danger_signs": [], **more.pop("visit", {})}
    patient = {**PATIENT, **more.pop("patient", {})}
    return visit_paper(VisitRecords(patient, visit, STARTED, dispenses=[given], follow_up=due, **more), around())
